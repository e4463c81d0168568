"""Publishers' files in, checked tidy tables out. Knows nothing of the dashboard."""
