"""Ammunition and arms: estimates side by side with their bases, and registered deliveries of major arms."""

import streamlit as st

from dashboard import story

st.title("Ammunition and arms")
story.part("arms")
