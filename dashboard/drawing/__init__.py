"""Rows in, picture out: HTML for gauges and bullets, figures for trends. Knows no Streamlit."""
