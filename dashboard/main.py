"""What every run does before its page: the language, the pages that there are, the frame around them."""

import streamlit as st

from dashboard.address import PAGES
from dashboard.drawing.templates import ICON
from dashboard.frame import frame
from dashboard.visit import arrive, language_of_address
from dashboard.words import page_says

arrive()
language = language_of_address()
st.set_page_config(page_title=page_says("frame.title", language), page_icon=ICON, layout="wide")
titles = {"": "frame.overview", "metric": "frame.metric", "enter": "frame.enter"}
page = st.navigation(
    [
        st.Page(file, title=page_says(titles[path], language), url_path=path or None, default=not path)
        for path, file in PAGES.items()
    ],
    position="top",
)
frame(language)
page.run()
