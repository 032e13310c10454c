"""How HTML of ours comes onto a page, and how a click on one of its links opens another page without a reload."""

import streamlit as st

from dashboard.drawing.templates import SCRIPT, STYLE
from metrics.words import Language

_SHEET = st.components.v2.component("sheet", html='<div class="sheet"></div>\n', css=STYLE, js=SCRIPT)


def sheet(html: str, language: Language, key: str) -> None:
    """Show HTML whose texts are escaped already. `key` tells the sheets of a page apart."""
    _SHEET(data={"html": html, "lang": language.tag}, key=key)
