"""Which pages does Streamlit know, and which of them does the address name?"""

from copy import copy
from functools import cache

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.address import PAGES
from dashboard.words import page_says
from metrics.words import Language


def page_asked(language: Language) -> StreamlitPage:
    """The page of the address, to be run once."""
    # Streamlit's own list says "more" in English, and drops the reader's choices: the head has it.
    return st.navigation([copy(page) for page in _pages(language)], position="hidden")


@cache
def _pages(language: Language) -> list[StreamlitPage]:
    """Every page, made once: to look for its file takes longer than most of a run. A run marks its own copies."""
    return [
        st.Page(entry.file, title=page_says(entry.title, language), url_path=path or None, default=not path)
        for path, entry in PAGES.items()
    ]
