"""How do many metrics, or a whole plan, come in from a sheet?"""

from collections.abc import Sequence

import streamlit as st

from dashboard.choices import told_apart
from dashboard.defining.told import add, counts, does, form, show_added, show_problems
from dashboard.literally import literally
from dashboard.startup import author, store, utc_now
from dashboard.uploads import file_uploader
from dashboard.visit import Visit
from metrics.errors import YardstickError
from metrics.package.written import Written
from metrics.sheets.definition_template import definition_csv, definition_workbook
from metrics.sheets.definitions import read_definitions
from metrics.sheets.read import read_sheets
from metrics.store.add import Seen, try_definitions

_TYPES = ["xlsx", "csv", "txt", "tsv"]


def from_sheet(visit: Visit) -> None:
    """A template to take away; a file to try, row by row, and the click that takes it."""
    st.caption(visit.says("define.sheet_help"))
    _template(visit)
    file = file_uploader(visit.says("define.sheet"), type=_TYPES, key=f"define-sheet-{form().done}")
    if file is None:
        return
    try:
        _try(visit, file.getvalue())
    except YardstickError as error:
        st.error(literally(error.text(visit.language)), icon=":material/error:")


def _template(visit: Visit) -> None:
    named = {name: visit.name("plans", name) for name in visit.known.plans}
    named = told_apart({"": visit.says("define.template_empty")} | named)
    plan = st.selectbox(
        visit.says("define.template_of"), named, key="define-template-plan", format_func=named.__getitem__
    )  # fmt: skip
    name = f"yardstick-{plan or 'definitions'}"
    line = st.container(horizontal=True)
    line.download_button(
        visit.says("files.workbook"), data=lambda: definition_workbook(visit.known, plan), file_name=f"{name}.xlsx",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip
    line.download_button(
        visit.says("files.csv"), data=lambda: definition_csv(visit.known, "metrics", plan), file_name=f"{name}.csv",
        mime="text/csv", icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def _try(visit: Visit, content: bytes) -> None:
    """What taking the file would do, and the click that does it."""
    defined = read_definitions(read_sheets(content), visit.known)
    trial = try_definitions(store(), defined.rows, author(), utc_now())
    if defined.skipped:
        st.caption(literally(visit.says("define.skipped", names=", ".join(defined.skipped))))
    problems = [*defined.problems, *trial.problems]
    if problems:
        st.error(visit.says("define.refused", count=len(problems)), icon=":material/error:")
        show_problems(visit, problems)
    st.markdown(visit.says("define.would", **counts(trial.added)))
    show_added(visit, trial.added)
    seen = {one.identity: one.stood for one in trial.added}
    st.button(
        visit.says("define.take"), type="primary", key="define-take", disabled=bool(problems),
        on_click=form().once(does), args=(visit, lambda: _take(visit, defined.rows, seen)),
    )  # fmt: skip


def _take(visit: Visit, rows: Sequence[Written], seen: Seen) -> str:
    return add(visit, rows, seen)
