"""What does `python -m streamlit run dashboard/app.py` serve?"""

import sys
from pathlib import Path

import streamlit as st

# `streamlit run` knows only this folder; `metrics` and `dashboard` are found from the one above.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dashboard.run import run_after_failure
from dashboard.server import MIDDLEWARE, ROUTES
from dashboard.server.lifespan import lifespan, secrets

app = st.App(
    "main.py",
    routes=ROUTES,
    middleware=MIDDLEWARE,
    lifespan=lifespan,
    on_script_error=run_after_failure,
    secrets=secrets(),
)
