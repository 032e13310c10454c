"""What does `python -m streamlit run dashboard/app.py` serve?"""

import sys
from pathlib import Path

import streamlit as st

# `streamlit run` knows only this folder; `metrics` and `dashboard` are found from the one above.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dashboard.server import MIDDLEWARE, ROUTES
from dashboard.server.lifespan import lifespan, secrets

app = st.App("main.py", routes=ROUTES, middleware=MIDDLEWARE, lifespan=lifespan, secrets=secrets())
