"""What happens when the server starts, and when it stops?"""

import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, NoReturn

import streamlit as st
from streamlit.web.server.server_util import get_display_address, get_url

from dashboard.made import FILES
from dashboard.startup import banner, close_store, open_store, store
from metrics.errors import YardstickError
from metrics.settings import SignIn, settings
from metrics.store.gathered import plan_ahead
from metrics.store.queries import described_sql
from metrics.words import Language


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncGenerator[None, None]:
    """Open the store before the first request, say where everything is, and close the store at the end.

    The port is bound by then: Streamlit takes the next free one where none was asked for.
    """
    try:
        open_store()
        plan_ahead(described_sql(), store())
    except YardstickError as error:
        _give_up(error)
    try:
        print(banner(_address()), flush=True)
        yield
    finally:
        close_store()
        FILES.close()


def secrets() -> dict[str, Any]:
    """What Streamlit needs to know of the identity provider. Settings that can't be read end the process."""
    try:
        told = settings()
    except YardstickError as error:
        _give_up(error)
    return {"auth": dict(told.auth)} if told.sign_in is SignIn.OIDC else {}


def _give_up(error: YardstickError) -> NoReturn:
    """End the process with the error's sentence: whatever leaves a lifespan, Uvicorn wraps in tracebacks."""
    for language in Language:
        print(error.text(language), file=sys.stderr, flush=True)
    os._exit(1)  # nothing is open that would have to be closed


def _address() -> str:
    return get_url(get_display_address(st.get_option("server.address")))
