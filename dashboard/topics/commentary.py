"""Commentary: excerpts with our notes and verdicts, and the chart of the one that is chosen."""

from dashboard import reading
from dashboard.annotate import page as own

reading.page()
own.upload()
