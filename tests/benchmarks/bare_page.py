"""A bare four-chart Streamlit page with a period filter: what the dashboard is measured against in the same run."""

from datetime import timedelta

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

st.set_page_config(page_title="Bare", layout="wide")


@st.cache_data
def load() -> pd.DataFrame:
    """As many rows as the monthly trade of two countries has."""
    months = pd.date_range("2017-01-01", "2024-12-01", freq="MS")
    wave = 5e9 + 2e9 * np.sin(np.arange(len(months)) / 7)
    return pd.concat(
        pd.DataFrame({"month": months, "flow": flow, "value_usd": wave * size})
        for flow, size in (("export", 1.0), ("import", 1.4))
    )


rows = load()
first, last = rows["month"].min().to_pydatetime(), rows["month"].max().to_pydatetime()
# A step of a month, so that one key press changes what is drawn, as it does on the dashboard.
start, end = st.sidebar.slider(
    "Period",
    min_value=first,
    max_value=last,
    value=(first, last),
    step=timedelta(days=31),
    format="YYYY-MM",
    key="period",
)
shown = rows[(rows["month"] >= start) & (rows["month"] <= end)]
for k in range(4):
    figure = go.Figure([go.Scatter(x=g["month"], y=g["value_usd"] / 1e9, name=n) for n, g in shown.groupby("flow")])
    figure.add_vrect(x0="2024-03-01", x1="2024-05-31", fillcolor="orange", opacity=0.2, line_width=0)
    figure.update_layout(title=f"How much does China sell to Russia? {k}")
    st.plotly_chart(figure, key=f"c{k}", config={"displaylogo": False, "displayModeBar": True})
