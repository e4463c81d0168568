"""Commentary: excerpts with our notes and verdicts, and the chart of the one that is chosen."""

from dashboard import reading

reading.page()
