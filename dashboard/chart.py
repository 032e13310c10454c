"""How a chart comes onto a page, with the table behind it, and is taken away as a picture and as its data."""

from collections.abc import Callable
from dataclasses import dataclass

import plotly.graph_objects as go
import streamlit as st

from dashboard.drawing.layout import CONFIG
from dashboard.drawing.templates import PICTURE_SCRIPT, PICTURE_STYLE
from dashboard.failure import told_where_it_fails
from dashboard.sheet import sheet
from dashboard.visit import Visit

_PICTURE = st.components.v2.component(
    "picture", html='<button type="button"></button>\n', css=PICTURE_STYLE, js=PICTURE_SCRIPT
)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a page. `alt` says it in a sentence, `table` is the HTML of the table behind it; `file` has no ending.

    `source` names the documents that the numbers are from, and stands in the picture.
    """

    key: str
    figure: go.Figure
    title: str
    alt: str
    source: str
    table: str
    csv: Callable[[], str]
    file: str


@st.fragment
def show_chart(visit: Visit, chart: Chart) -> None:
    """The chart, its two buttons, and its table. A fragment: a rerun for something else does not blank it."""
    with told_where_it_fails(f"The chart {chart.key!r}", visit.language):
        _show(visit, chart)


def _show(visit: Visit, chart: Chart) -> None:
    box = f"chart-{chart.key}"
    with st.container(key=box):
        st.plotly_chart(chart.figure, theme="streamlit", config=CONFIG, key=chart.key, alt=chart.alt)
    line = st.container(horizontal=True, vertical_alignment="center")
    with line:
        _PICTURE(
            data={
                "chart": box,
                "label": visit.says("chart.picture"),
                "title": chart.title,
                "lines": [*_fictional(visit), chart.source, seen(visit)],
                "file": f"{chart.file}.png",
            },
            key=f"{chart.key}-picture",
            width="content",
        )
        st.download_button(
            visit.says("chart.data"),
            data=lambda: chart.csv().encode(),
            file_name=f"{chart.file}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"{chart.key}-data",
        )
    sheet(chart.table, visit.language, f"{chart.key}-table")


def seen(visit: Visit) -> str:
    """From when one looks, and by whose numbers, for a picture that leaves the page."""
    known = f"{visit.view.known_at:%Y-%m-%d %H:%M} UTC"
    return visit.says("chart.seen", as_of=visit.view.as_of, known_at=known)


def _fictional(visit: Visit) -> list[str]:
    return [visit.says("frame.fictional")] if visit.known.fictional else []
