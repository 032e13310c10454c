"""Where do the plans stand?"""

import streamlit as st

from dashboard import places
from dashboard.crossing import matrix
from dashboard.drawing.facts import draw_sections
from dashboard.drawn_once import drawn_once
from dashboard.filters import filters
from dashboard.frame import visit_or_stop
from dashboard.sheet import sheet
from dashboard.standing import attention, gauges, hint, summary, tables
from dashboard.visit import Visit
from metrics.assessment import Assessment
from metrics.snapshot import assessments_csv


def _page(visit: Visit) -> None:
    filters(visit, "")
    chosen = visit.chosen
    if not chosen:
        st.info(visit.says("overview.nothing"), icon=":material/filter_alt_off:")
        return
    sheet(drawn_once("standing", visit, lambda: _standing(visit, chosen)), visit.language, "standing")
    _heading(visit, chosen)
    sheet(drawn_once("tables", visit, lambda: "".join(tables(visit, chosen))), visit.language, "tables")


def _standing(visit: Visit, chosen: list[Assessment]) -> str:
    dials = [
        gauges(visit, visit.says("overview.by_area"), places.areas(visit, chosen)),
        gauges(visit, visit.says("overview.by_cluster"), places.clusters(visit, chosen)),
    ]
    head = summary(visit, chosen, "") + hint(visit, chosen, "")
    return head + draw_sections([attention(visit, chosen), "".join(dials)]) + matrix(visit, chosen)


def _heading(visit: Visit, chosen: list[Assessment]) -> None:
    line = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom")
    line.markdown(f"## {visit.says('overview.targets')}", width="content")
    line.download_button(
        visit.says("overview.download"),
        data=lambda: assessments_csv(chosen, visit.view).encode(),
        file_name=f"yardstick-{visit.view.as_of}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


_page(visit_or_stop())
