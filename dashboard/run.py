"""What does every run do? The language, the pages that there are, the head, the page, the foot."""

from contextlib import suppress

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import RerunException, StopException

from dashboard.address import PAGES, Address
from dashboard.drawing.facts import draw_title
from dashboard.drawing.templates import ICON
from dashboard.failure import told_where_it_fails
from dashboard.foot import show_foot
from dashboard.head import show_head
from dashboard.navigation import page_asked
from dashboard.outcome import until_seen
from dashboard.sheet import sheet
from dashboard.startup import one_reader
from dashboard.words import page_says

# The pages whose metrics `foot` takes away as they are chosen.
_NUMBERS = ("", "area", "cluster", "metric", "plans")


def run(*, failed: bool = False) -> None:
    """Draw the page that the address names; `failed` says above it that what the reader did came to nothing."""
    address = Address.of(st.query_params.to_dict())
    with one_reader(), until_seen():
        page = page_asked(address.language)
        st.set_page_config(
            page_title=f"{page.title} · {page_says('frame.name', address.language)}", page_icon=ICON, layout="wide"
        )
        show_head(page.url_path, address)
        if failed:
            st.error(page_says("frame.failed", address.language), icon=":material/error:")
        with told_where_it_fails(f"The page {page.url_path!r}", address.language):
            _draw(page, address)


def _draw(page: StreamlitPage, address: Address) -> None:
    if PAGES[page.url_path].group:
        lead = page_says(f"lead.{page.url_path}", address.language)
        sheet(draw_title(page.title, lead), address.language, "page-title")
    page.run()
    if page.url_path in _NUMBERS:
        show_foot(page.url_path, Address.of(st.query_params.to_dict()))


def run_after_failure(error: Exception) -> bool:  # noqa: ARG001 - Streamlit has logged it
    """Draw the page as it stood, with what was typed, where a click or a change has failed.

    Streamlit calls this where the callback of a widget raises. By itself it would take the page away and show a
    sentence in English.
    """
    with suppress(RerunException, StopException):  # the reader has gone on, or the page had no more to say
        run(failed=True)
    return True
