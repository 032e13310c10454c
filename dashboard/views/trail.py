"""Who wrote what and when, and who was refused?"""

import streamlit as st

from dashboard.drawing.facts import Fact, draw_table
from dashboard.frame import only_for, visit_or_stop
from dashboard.literally import literally
from dashboard.sheet import sheet
from dashboard.startup import store
from dashboard.visit import Visit, choose
from metrics.people.roles import Action, Concern
from metrics.store import Row
from metrics.store.trail import trail, writers
from metrics.words import Language

_MOST = 300


def _page(visit: Visit) -> None:
    only_for(visit, Action.ADMINISTER, Concern())  # it tells of every place
    _choose_who(visit)
    lines = trail(store(), visit.address.who, most=_MOST)
    title = visit.says("frame.trail")
    if not lines:
        st.info(literally(visit.says("trail.nothing", who=visit.address.who)), icon=":material/history:")
        return
    headings = [visit.says(f"trail.{name}") for name in ("at", "who", "what", "refused")]
    rows = [_line(visit, row) for row in lines]
    sheet(draw_table(headings, rows, title), visit.language, "trail")
    if len(lines) == _MOST:
        st.caption(visit.says("trail.more", most=_MOST))


def _choose_who(visit: Visit) -> None:
    known = writers(store())
    st.session_state["trail-who"] = visit.address.who if visit.address.who in known else None
    st.selectbox(
        visit.says("trail.who"), known, index=None, key="trail-who", placeholder=visit.says("filter.all"),
        on_change=_chosen,
    )  # fmt: skip


def _chosen() -> None:
    choose("who", st.session_state["trail-who"] or "")


def _line(visit: Visit, row: Row) -> list[Fact]:
    refused = row["refused"] if visit.language is Language.ZH else row["refused_en"]
    moment = f"{row['recorded_at']:%Y-%m-%d %H:%M:%S}"
    who = row["recorded_by"] or visit.says("trail.nobody")
    return [Fact("", moment), Fact("", who), Fact("note", row["what"]), Fact("note", refused or "")]


_page(visit_or_stop())
