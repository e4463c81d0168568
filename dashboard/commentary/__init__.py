"""Commentary: excerpts of what was written, the claims in them, and what the data say to each."""
