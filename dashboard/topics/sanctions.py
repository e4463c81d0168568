"""Sanctions: who was listed when, on which basis of date, and the events around it."""

import streamlit as st

from dashboard import story

st.title("Sanctions")
story.part("sanctions")
