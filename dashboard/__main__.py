"""`python -m dashboard` does what `waybill` does."""

from dashboard.cli import main

main()
