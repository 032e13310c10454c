"""What was saved together: each value that was added or revised, with what stood before and the way to its history."""

import streamlit as st

from dashboard.drawing.facts import Fact, draw_table
from dashboard.sheet import sheet
from dashboard.visit import Visit
from metrics.definitions import Observation
from metrics.store.entries import Receipt, Recorded
from metrics.words import figures

_MOST = 200


def tell_receipt(visit: Visit, receipt: Receipt) -> None:
    """Say what a click saved."""
    st.success(f"{visit.says('grid.saved')} {counted(visit, receipt)}", icon=":material/check:")
    show_receipt(visit, receipt)


def show_receipt(visit: Visit, receipt: Receipt) -> None:
    """The changes; those that changed nothing are only counted, and so is what goes beyond the first two hundred."""
    changed = [one for one in receipt.recorded if one.added]
    rows = [_row(visit, one) for one in changed[:_MOST]]
    if rows:
        headings = [visit.says(f"receipt.{name}") for name in ("metric", "period", "before", "value", "change")]
        sheet(draw_table(headings, rows, visit.says("receipt.caption")), visit.language, "receipt")


def counted(visit: Visit, receipt: Receipt) -> str:
    """How many were added, revised, and stood already."""
    return visit.says("receipt.counted", **receipt.counts)


def _row(visit: Visit, one: Recorded) -> list[Fact]:
    told = one.observation
    there = visit.address.href("history", metric=told.metric_id, when=told.period, item=told.item_id)
    return [
        Fact("name", visit.name("metrics", told.metric_id)),
        Fact("period", told.period, there),
        Fact("number", _shown(visit, one.before) if one.before else figures.NONE),
        Fact("number", _shown(visit, told)),
        Fact("kind", visit.says(f"receipt.{one.change}")),
    ]


def _shown(visit: Visit, told: Observation) -> str:
    own = visit.known.metrics[told.metric_id]["unit_id"]
    return figures.entered(told, own, visit.language, visit.known.units)
