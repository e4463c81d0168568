"""What several charts of trade share: what is on offer, the flows behind them, trends, comparisons and figures."""
