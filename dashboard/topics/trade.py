"""Trade: flows month by month, what the currency changes, rerouting, and goods on the high-priority list."""

import streamlit as st

from dashboard import story

st.title("Trade")
story.part("trade")
