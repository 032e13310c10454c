"""What every page has: an answer to an address that asks for what there isn't."""

import streamlit as st

from dashboard.address import Address
from dashboard.literally import literally
from dashboard.startup import refuse_unless
from dashboard.visit import Visit, begin
from dashboard.words import page_says
from metrics.errors import YardstickError
from metrics.people.roles import Action, Concern
from metrics.words import Language


def visit_or_stop() -> Visit:
    """What the page is about; where the address asks for something that there isn't, a sentence and a way back."""
    try:
        return begin()
    except YardstickError as error:
        _tell(error)
        st.stop()


def only_for(visit: Visit, action: Action, concern: Concern | None = None) -> None:
    """Stop the page, with a sentence, for whoever may not do what it is for, be it to anything at all."""
    try:
        refuse_unless(action, concern)
    except YardstickError as error:
        st.warning(literally(error.text(visit.language)), icon=":material/lock:")
        st.stop()


def entitle(visit: Visit, name: str) -> None:
    """Name the browser's tab, and what is printed, after what the page is about."""
    st.set_page_config(page_title=f"{name} · {visit.says('frame.name')}")


def _tell(error: YardstickError) -> None:
    language = Address.of(st.query_params.to_dict()).language
    st.warning(literally(error.text(language)), icon=":material/help:")
    st.button(page_says("frame.back", language), icon=":material/arrow_back:", on_click=_back, args=(language,))


def _back(language: Language) -> None:
    """Leave an address that can't be answered, with nothing of it kept."""
    st.query_params.from_dict({"lang": language} if language is not Address().language else {})
