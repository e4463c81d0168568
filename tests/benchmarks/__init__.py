"""How fast the dashboard is against a bare Streamlit page; run by hand, never as a timed test."""
