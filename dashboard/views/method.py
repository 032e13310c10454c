"""By which rules is every status decided?"""

import streamlit as st

from dashboard.drawing.method import draw_section
from dashboard.drawing.place import draw_place
from dashboard.filters import instant
from dashboard.frame import visit_or_stop
from dashboard.method_facts import sections
from dashboard.sheet import sheet
from dashboard.visit import Visit


def _page(visit: Visit) -> None:
    line = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom")
    with line.container(width="stretch"):
        sheet(draw_place([], visit.says("frame.method")), visit.language, "title")
    with line.container(width=260):
        instant(visit)
    sheet("".join(draw_section(one) for one in sections(visit)), visit.language, "method")


_page(visit_or_stop())
