"""How is an area, a cluster, a category, a department, a unit or a document added?"""

import streamlit as st

from dashboard.defining.fields import Asked, ask, tell_typed
from dashboard.defining.told import add, does, form
from dashboard.visit import Visit
from metrics.package.written import Written, asked
from metrics.words import say

_TABLES = ("sources", "owners", "categories", "clusters", "areas", "units")


def add_reference(visit: Visit) -> None:
    """A table, and a field for each of its columns."""
    table = st.selectbox(
        visit.says("define.table"), _TABLES, format_func=lambda name: say(f"table.{name}", visit.language),
        key="define-table",
    )  # fmt: skip
    columns = [column.name for column in asked(table)]
    hints = {columns[0]: visit.says("define.id_help")} if table != "units" else {}
    row = Asked(visit, table, table, hints=hints)
    tell_typed(row)
    half = (len(columns) + 1) // 2
    left, right = st.columns(2)
    with left:
        ask(row, *columns[:half])
    with right:
        ask(row, *columns[half:])
    st.button(
        visit.says("define.add_it"), type="primary", key="define-add-it", on_click=form().once(does),
        args=(visit, lambda: add(visit, [Written(table, row.cells(columns))]), [row.draft]),
    )  # fmt: skip
