"""How are the values of a whole period entered at once?"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pandas as pd
import streamlit as st

from dashboard.entry import confirmed, tell_last, writable
from dashboard.frame import visit_or_stop
from dashboard.grid import (
    Line,
    discard_grid,
    doubted,
    grid_key,
    keep_grid,
    lines_of,
    read_grid,
    reread_grid,
    save_grid,
    told,
)
from dashboard.receipt import tell_receipt
from dashboard.scope import choose_scope
from dashboard.visit import Visit
from metrics.checks.text import ADDRESS, NOTE, TITLE
from metrics.errors import YardstickError
from metrics.store.entries import Source
from metrics.words import Language, figures

_ROW, _MOST = 35, 20
_WIDTHS: Mapping[str, Literal["small", "medium"]] = {
    "name": "medium",
    "period": "small",
    "last": "small",
    "target": "small",
    "unit": "small",
}


def _page(visit: Visit) -> None:
    if not writable(visit):
        return
    tell_last()
    tell_receipt(visit)
    try:
        scope = choose_scope(visit)
    except YardstickError as error:
        st.warning(error.text(visit.language), icon=":material/help:")
        return
    lines = lines_of(visit, scope)
    if not lines:
        st.info(visit.says("worklist.nothing", period=scope.asked.name), icon=":material/task_alt:")
        return
    st.caption(visit.says("grid.hint"))
    table = st.container()
    source = _source(visit)
    typing = read_grid(visit, lines, source)
    with table:
        _editor(visit, lines, told(visit, typing.problems))
    if not typing.entries and not typing.problems:
        return
    st.caption(visit.says("grid.typed", count=len(typing.entries), problems=len(typing.problems)))
    sure = not typing.wrong and confirmed(visit, doubted(visit, lines, typing.doubts), grid_key(lines))
    line = st.container(horizontal=True)
    line.button(
        visit.says("grid.save"),
        type="primary",
        icon=":material/check:",
        on_click=save_grid,
        args=(visit, typing.entries, typing.doubts if sure else []),
        disabled=not sure,
    )
    overtaken = {problem.place for problem in typing.problems if problem.key == "revised"}
    if overtaken:
        read = [one for one in lines if one.place in overtaken]
        line.button(visit.says("enter.reread"), on_click=reread_grid, args=(read, visit.language))
    line.button(
        visit.says("enter.discard"), type="tertiary", on_click=discard_grid, args=(lines, visit.language)
    )  # fmt: skip


def _editor(visit: Visit, lines: Sequence[Line], problems: dict[str, str]) -> None:
    """The grid. Its problems change while one types; a keyed editor keeps what was typed all the same."""
    standing = {one.metric_id: one for one in visit.assessments}
    rows = []
    for line in lines:
        one = standing[line.metric.metric_id]
        rows.append({
            "problem": problems.get(line.place, ""),
            "name": line.name,
            "period": line.period,
            "last": f"{figures.value(one, visit.language)} ({one.period})" if one.period else "",
            "target": figures.target(one, visit.language) if one.comparator else "",
            "unit": _unit(visit, line),
            **{column: line.before(column) for column in ("value", "note")},
        })  # fmt: skip
    frame = pd.DataFrame(rows, dtype="str")[["name", "value", "unit", "last", "target", "problem", "note", "period"]]
    st.data_editor(
        frame,
        key=grid_key(lines),
        num_rows="fixed",
        hide_index=True,
        height=_ROW * (min(len(lines), _MOST) + 1) + 3,
        disabled=["name", "period", "last", "target", "unit", "problem"],
        column_config=_columns(visit),
        on_change=keep_grid,
        args=(lines, visit.language),
    )


def _columns(visit: Visit) -> dict[str, Any]:
    columns: dict[str, Any] = {
        name: st.column_config.TextColumn(visit.says(f"grid.{name}"), width=width) for name, width in _WIDTHS.items()
    }
    columns["value"] = st.column_config.TextColumn(visit.says("grid.value"), max_chars=60, width="small")
    columns["note"] = st.column_config.TextColumn(visit.says("grid.note"), max_chars=NOTE, width="medium")
    columns["problem"] = st.column_config.TextColumn(visit.says("grid.problem"), width="medium")
    return columns


def _unit(visit: Visit, line: Line) -> str:
    unit = line.metric.unit_id or ""
    return unit if visit.language is Language.ZH or not unit else str(visit.known.units[unit]["name_en"])


def _source(visit: Visit) -> Source | None:
    """One source for everything that is typed, where there is one."""
    title, published, url = st.columns([3, 1, 3])
    named = title.text_input(visit.says("grid.source"), key="grid-source", max_chars=TITLE).strip()
    day = published.date_input(
        visit.says("enter.published_on"), value=None, key="grid-published", format="YYYY-MM-DD"
    )  # fmt: skip
    address = url.text_input(visit.says("enter.url"), key="grid-url", max_chars=ADDRESS).strip()
    return Source(named, published_on=day, url=address) if named or address else None


_page(visit_or_stop())
