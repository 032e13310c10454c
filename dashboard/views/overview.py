"""Where do the plans stand?"""

from dataclasses import replace

import streamlit as st

from dashboard import places
from dashboard.crossing import matrix
from dashboard.drawing.facts import draw_sections
from dashboard.drawn_once import drawn_once
from dashboard.filters import filters
from dashboard.frame import visit_or_stop
from dashboard.made import table_file
from dashboard.sheet import sheet
from dashboard.standing import attention, gauges, hint, summary, tables
from dashboard.visit import Visit
from metrics.columns import Judged
from metrics.columns.tallies import Tallies
from metrics.snapshot.asked import Asked, Form, What


def _page(visit: Visit) -> None:
    filters(visit, "")
    chosen = visit.chosen
    if not chosen:
        st.info(visit.says("overview.nothing"), icon=":material/filter_alt_off:")
        return
    sheet(drawn_once("standing", visit, lambda: _standing(visit, chosen)), visit.language, "standing")
    _heading(visit)
    sheet(drawn_once("tables", visit, lambda: "".join(tables(visit, chosen))), visit.language, "tables")


def _standing(visit: Visit, chosen: Judged) -> str:
    tallies = Tallies(chosen)
    areas, clusters = places.areas(visit, tallies), places.clusters(visit, tallies)
    dials = [
        gauges(visit, visit.says("overview.by_area"), areas),
        gauges(visit, visit.says("overview.by_cluster"), clusters),
    ]
    together = tallies.together()
    head = summary(visit, together, "") + hint(visit, chosen, "")
    crossed = matrix(visit, tallies, areas, clusters) if together.decided else ""
    return head + draw_sections([attention(visit, chosen), "".join(dials)]) + crossed


def _heading(visit: Visit) -> None:
    line = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom")
    line.markdown(f"## {visit.says('overview.targets')}", width="content")
    selection = replace(visit.address.selection, metric="")
    asked = Asked(What.ASSESSMENTS, Form.CSV, visit.settled, selection)
    line.download_button(
        visit.says("overview.download"),
        data=lambda: _content(asked),
        file_name=asked.file_name,
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _content(asked: Asked) -> bytes:
    made = table_file(asked)
    return made.path.read_bytes()


_page(visit_or_stop())
