"""The script that Streamlit runs on each click."""

from dashboard.run import run

run()
