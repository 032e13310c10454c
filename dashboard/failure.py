"""What does a reader see where something of ours fails? A sentence in their language, never a trace."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.words import page_says
from metrics.words import Language


@contextmanager
def told_where_it_fails(what: str, language: Language) -> Iterator[None]:
    """Log what fails within, and show a sentence in its place: Streamlit's own is in English.

    `what` is the part of the program, for the log.
    """
    try:
        yield
    except Exception:
        logging.getLogger(__name__).exception("%s failed", what)
        st.error(page_says("frame.broken", language), icon=":material/error:")
