"""Data: every source with what it covers, how fresh it is and on what terms, and every table to download."""

import streamlit as st

from dashboard import bring, holdings, story

st.title("Data")
story.part("data")
holdings.sources()
holdings.tables()
bring.your_own_file()
