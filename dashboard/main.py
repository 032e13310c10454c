"""What every run does before its page: the language, the pages that there are, the head above them."""

import logging

import streamlit as st

from dashboard.address import PAGES, Address
from dashboard.drawing.templates import ICON
from dashboard.foot import show_foot
from dashboard.head import show_head
from dashboard.words import page_says

address = Address.of(st.query_params.to_dict())
page = st.navigation(
    [
        st.Page(entry.file, title=page_says(entry.title, address.language), url_path=path or None, default=not path)
        for path, entry in PAGES.items()
    ],
    position="hidden",  # the head has it: Streamlit's own says "more" in English, and drops the reader's choices
)
st.set_page_config(
    page_title=f"{page.title} · {page_says('frame.name', address.language)}", page_icon=ICON, layout="wide"
)
show_head(page.url_path, address)
try:
    page.run()
    if page.url_path not in ("snapshots", "changes", "reports"):
        show_foot(Address.of(st.query_params.to_dict()))
except Exception:
    # Streamlit would say in English that there was an error.
    logging.getLogger(__name__).exception("The page %r failed", page.url_path)
    st.error(page_says("frame.broken", address.language), icon=":material/error:")
