"""Tidy tables in, charts and checked commentary out. Reads only what is published."""
