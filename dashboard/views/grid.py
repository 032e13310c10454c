"""How are the values of a whole period entered at once?"""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.drawing.facts import Fact, draw_beside, draw_table
from dashboard.entry import confirmed, writable
from dashboard.frame import visit_or_stop
from dashboard.grid import (
    Line,
    discard_grid,
    doubted,
    form,
    grid_key,
    keep_grid,
    lines_of,
    read_grid,
    reread_grid,
    save_grid,
    told,
)
from dashboard.literally import literally
from dashboard.scope import choose_scope
from dashboard.sheet import sheet
from dashboard.visit import Visit
from metrics.checks.text import ADDRESS, NOTE, TITLE
from metrics.errors import YardstickError
from metrics.store.entries import Source
from metrics.words import Language, figures

_ROW, _MOST, _LISTED = 35, 100, 100
# In the order of the columns: what is typed stands together, as it is pasted, and within the width of a phone.
_WIDTHS = {
    "name": 170,
    "area": 75,
    "unit": 50,
    "value": 80,
    "note": 120,
    "last": 140,
    "target": 90,
    "period": 65,
}
# English names of units tell 10,000 from 100 million behind the currency's.
_ENGLISH = {"name": 150, "unit": 80}
_MOST_CHARACTERS = {"value": 60, "note": NOTE}


def _page(visit: Visit) -> None:
    if not writable(visit):
        return
    form().tell()
    try:
        scope = choose_scope(visit)
    except YardstickError as error:
        st.warning(literally(error.text(visit.language)), icon=":material/help:")
        return
    lines = lines_of(visit, scope)
    if not lines:
        st.info(visit.says("worklist.nothing", period=scope.asked.name), icon=":material/task_alt:")
        return
    st.caption(visit.says("grid.hint"))
    table, beside = st.columns([7, 3], gap="xsmall")
    source = _source(visit)
    typing = read_grid(visit, lines, source)
    with table:
        _editor(visit, lines)
    with beside:
        _beside(visit, lines, told(visit, typing.problems))
    if not typing.entries and not typing.problems:
        return
    st.caption(visit.says("grid.typed", count=len(typing.entries), problems=len(typing.problems)))
    if typing.wrong:
        _wrong(visit, lines, told(visit, [problem for problem in typing.problems if not problem.doubt]))
    sure = not typing.wrong and confirmed(visit, doubted(visit, lines, typing.doubts), grid_key(lines))
    line = st.container(horizontal=True)
    line.button(
        visit.says("grid.save"),
        type="primary",
        icon=":material/check:",
        on_click=form().once(save_grid),
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


def _editor(visit: Visit, lines: Sequence[Line]) -> None:
    """The grid. It gets the same table while one types: another one would undo what the browser hasn't sent yet."""
    rows = []
    for line in lines:
        one = visit.assessment(line.metric.metric_id)
        rows.append({
            "name": line.name,
            "area": visit.name("areas", line.metric.area_id),
            "period": line.period,
            "last": figures.reported(one, visit.language) if one.period else "",
            "target": figures.target(one, visit.language) if one.comparator else "",
            "unit": _unit(visit, line),
            **{column: line.before(column) for column in ("value", "note")},
        })  # fmt: skip
    several = len({line.metric.area_id for line in lines}) > 1
    shown = [column for column in _WIDTHS if column != "area" or several]
    st.data_editor(
        pd.DataFrame(rows, dtype="str")[shown],
        key=grid_key(lines),
        num_rows="fixed",
        hide_index=True,
        row_height=_ROW,
        height=_ROW * (min(len(lines), _MOST) + 1) + 3,
        disabled=[column for column in shown if column not in _MOST_CHARACTERS],
        column_config=_columns(visit, shown),
        on_change=keep_grid,
        args=(lines, visit.language),
    )


def _beside(visit: Visit, lines: Sequence[Line], problems: dict[str, str]) -> None:
    """The problem of each line, at its height where the grid is shown whole, with the line's name: who looks may have
    sorted the grid.
    """
    if problems and len(lines) <= _MOST:
        told = [f"{line.name} · {problems[line.place]}" if line.place in problems else "" for line in lines]
        sheet(draw_beside(visit.says("grid.problem"), told), visit.language, "beside")


def _columns(visit: Visit, shown: Sequence[str]) -> dict[str, Any]:
    return {
        name: st.column_config.TextColumn(
            visit.says(f"grid.{name}"),
            width=(_WIDTHS | _ENGLISH if visit.language is Language.EN else _WIDTHS)[name],
            max_chars=_MOST_CHARACTERS.get(name),
            pinned=name == "name",
        )
        for name in shown
    }


def _wrong(visit: Visit, lines: Sequence[Line], problems: dict[str, str]) -> None:
    """The problems in full, which a cell cuts."""
    rows = [
        [Fact("name", f"{line.name} · {visit.name('areas', line.metric.area_id)}"), Fact("note", problems[line.place])]
        for line in lines
        if line.place in problems
    ]
    headings = [visit.says("grid.name"), visit.says("grid.problem")]
    sheet(draw_table(headings, rows[:_LISTED], visit.says("grid.wrong")), visit.language, "wrong")


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
