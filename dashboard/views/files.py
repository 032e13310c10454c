"""How does a file of values come in?"""

from collections.abc import Sequence
from hashlib import sha256

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.entry import confirmed, writable
from dashboard.files import Upload, accepted, form, mapped, read_upload, save_file, show_problems, uploader_key
from dashboard.frame import visit_or_stop
from dashboard.literally import literally
from dashboard.receipt import counted, show_receipt
from dashboard.scope import Scope, choose_scope
from dashboard.startup import author, readable, store, utc_now
from dashboard.uploads import file_uploader
from dashboard.visit import Visit
from metrics.checks.text import NOTE
from metrics.errors import YardstickError
from metrics.progress import Tell
from metrics.sheets.bring_in import likeliest, shape_of, try_file
from metrics.sheets.bulk import Table, large_table, try_table
from metrics.sheets.entries import Read, read_entries
from metrics.sheets.layout import PlainShape
from metrics.sheets.read import Sheet
from metrics.sheets.template import template_csv, template_rows, template_workbook
from metrics.store.record import newest_of
from metrics.words import figures

_TYPES = ["csv", "txt", "tsv", "xlsx"]
_ASKED, _PASTED = 20, 200_000
_READ = 0.5


def _page(visit: Visit) -> None:
    if not writable(visit):
        return
    form().tell()
    try:
        scope = choose_scope(visit)
        _template(visit, scope)
        _file(visit, scope)
    except YardstickError as error:
        st.error(literally(error.text(visit.language)), icon=":material/error:")


def _template(visit: Visit, scope: Scope) -> None:
    """What is owed, to take away and fill in."""
    st.markdown(f"## {visit.says('files.template')}")
    st.caption(visit.says("files.template_hint", period=scope.asked.name))
    line = st.container(horizontal=True)
    name = f"yardstick-{scope.asked.name}"
    line.download_button(
        visit.says("files.workbook"),
        data=lambda: template_workbook(_rows(visit, scope), visit.language),
        file_name=f"{name}.xlsx",
        icon=":material/download:",
        on_click="ignore",
    )
    line.download_button(
        visit.says("files.csv"),
        data=lambda: template_csv(_rows(visit, scope)),
        file_name=f"{name}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _rows(visit: Visit, scope: Scope) -> list[dict[str, str]]:
    shown = {
        one.metric_id: (
            figures.reported(one, visit.language) if one.period else "",
            figures.target(one, visit.language) if one.comparator else "",
        )
        for one in (visit.assessment(task.metric_id) for task in scope.tasks)
    }
    newest = newest_of(readable(), {task.metric_id for task in scope.tasks})
    return template_rows(scope.tasks, visit.known, shown, newest, visit.language)


def _file(visit: Visit, scope: Scope) -> None:
    st.markdown(f"## {visit.says('files.upload')}")
    file = file_uploader(visit.says("files.file"), type=_TYPES, key=uploader_key())
    content = file.getvalue() if file else _pasted(visit)
    if not content.strip():
        if file:
            raise YardstickError("file_empty")
        return
    bar = st.progress(0.0, visit.says("files.reading"))
    table = large_table(content)
    if table is not None:
        _trial(visit, table, _teller(bar, visit.says("files.checking", count=table.lines), 0, 1))
        bar.empty()
        return
    upload = read_upload(content, _teller(bar, visit.says("files.reading"), 0, _READ))
    among = [metric.metric_id for metric in scope.metrics]
    sheet = _sheet(visit, upload, among)
    shape = shape_of(sheet, visit.known, among)
    if isinstance(shape, PlainShape):
        shape = mapped(visit, upload, sheet, shape, among)
        if not any(shape.periods.values()):
            st.info(visit.says("files.headless"), icon=":material/help:")
            bar.empty()
            return
        if not accepted(visit, upload, sheet, shape):
            bar.empty()
            return
    reason = st.text_input(visit.says("files.reason"), key=f"{uploader_key()}-reason", max_chars=NOTE).strip()
    read = read_entries(sheet, shape, visit.known, reason, among)
    _trial(visit, read, _teller(bar, visit.says("files.checking", count=len(read.entries)), _READ, 1))
    bar.empty()


def _pasted(visit: Visit) -> bytes:
    """A table as a spreadsheet copies it: its cells parted by tabs."""
    text = st.text_area(visit.says("files.paste"), key=f"{uploader_key()}-pasted", height=68, max_chars=_PASTED)
    return text.encode(errors="replace")


def _sheet(visit: Visit, upload: Upload, among: Sequence[str]) -> Sheet:
    if len(upload.sheets) == 1:
        return upload.sheets[0]
    names = [sheet.name for sheet in upload.sheets]
    key = f"{uploader_key()}-{upload.key}-sheet"
    if key not in st.session_state:
        st.session_state[key] = names[likeliest(upload.sheets, visit.known, among)]
    chosen = st.selectbox(visit.says("files.sheet"), names, key=key)
    return upload.sheets[names.index(chosen) if chosen in names else 0]


def _teller(bar: DeltaGenerator, stage: str, begin: float, end: float) -> Tell:
    """What moves the bar from where a stage begins to where it ends, and names the stage."""

    def tell(share: float) -> None:
        bar.progress(begin + share * (end - begin), stage)

    tell(0)
    return tell


def _trial(visit: Visit, read: Read | Table, tell: Tell) -> None:
    """What recording it would do, and the click that does it."""
    if isinstance(read, Table):
        trial = try_table(store(), read, author(), utc_now(), tell)
    else:
        trial = try_file(store(), read, author(), utc_now(), tell)
    st.markdown(f"## {visit.says('files.trial')}")
    if trial.errors:
        st.error(visit.says("files.refused", count=len(trial.errors)), icon=":material/error:")
        show_problems(visit, trial.errors)
        return
    st.markdown(counted(visit, trial.receipt))
    show_receipt(visit, trial.receipt)
    if not trial.receipt.counts["added"] + trial.receipt.counts["revised"]:
        return
    if len(trial.doubts) > _ASKED:
        show_problems(visit, trial.doubts)
    texts = [doubt.text(visit.language) for doubt in trial.doubts]
    asked = texts if len(texts) <= _ASKED else [visit.says("files.doubts", count=len(texts))]
    sure = confirmed(visit, asked, f"{uploader_key()}-{sha256(''.join(texts).encode()).hexdigest()[:12]}")
    st.button(
        visit.says("files.save"),
        type="primary",
        icon=":material/check:",
        on_click=form().once(save_file),
        args=(visit, read, trial.doubts if sure else []),
        disabled=not sure,
    )


_page(visit_or_stop())
