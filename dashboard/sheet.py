"""How HTML of ours comes onto a page, and how a click on one of its links opens another page without a reload."""

from urllib.parse import parse_qsl, urlsplit

import streamlit as st

from dashboard.address import PAGES, Address
from dashboard.drawing.templates import SCRIPT, STYLE
from metrics.words import Language

_SHEET = st.components.v2.component("sheet", html='<div class="sheet"></div>\n', css=STYLE, js=SCRIPT)


def sheet(html: str, language: Language, key: str) -> None:
    """Show HTML whose texts are escaped already. `key` tells the sheets of a page apart."""
    result = _SHEET(data={"html": html, "lang": language.tag}, key=key, on_go_change=lambda: None)
    follow(result.go)


def follow(href: object) -> None:
    """Open the page of a link. What the browser sends is a page of ours with parameters of ours, or nothing happens."""
    asked = urlsplit(str(href))
    page = PAGES.get(asked.path.strip("./"))
    if href and page is not None:
        st.switch_page(page.file, query_params=Address.of(dict(parse_qsl(asked.query))).query())
