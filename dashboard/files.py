"""A file of values on its page: what was uploaded, what it means, and how it is recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.literally import literally
from dashboard.outcome import Outcome, outcome
from dashboard.receipt import tell_receipt
from dashboard.startup import author, store, utc_now
from dashboard.visit import Visit
from metrics.errors import Problem, YardstickError
from metrics.progress import Tell, silent
from metrics.sheets.bring_in import bring_in
from metrics.sheets.bulk import Table, bring_in_table
from metrics.sheets.entries import Read
from metrics.sheets.layout import PlainShape
from metrics.sheets.read import Sheet, read_sheets
from metrics.store.entries import Click
from metrics.words import Language, figures

_MOST, _NAMED = 500, 8


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was uploaded; `key` is another for another file."""

    key: str
    sheets: Sequence[Sheet]


def form() -> Outcome:
    """The upload of this session."""
    return outcome("files")


def uploader_key() -> str:
    """The key of the uploader: once a file is recorded, it is an empty one."""
    return f"files-{form().done}"


def read_upload(content: bytes, tell: Tell = silent) -> Upload:
    """The sheets of a file, read once a session. `YardstickError` for what can't be read."""
    key = sha256(content).hexdigest()[:12]
    kept = form().memory.get("upload")
    if not isinstance(kept, Upload) or kept.key != key:
        kept = Upload(key, read_sheets(content, tell))
        form().memory["upload"] = kept
    return kept


def mapped(visit: Visit, upload: Upload, sheet: Sheet, shape: PlainShape, among: Sequence[str]) -> PlainShape:
    """The proposed mapping, to be changed cell by cell: which column is which period, which row which metric."""
    key = f"{uploader_key()}-{upload.key}-{sheet.name}"
    names = {name: _named(visit, name) for name in among}
    st.markdown(f"### {visit.says('files.mapping')}")
    st.caption(visit.says("files.mapping_hint"))
    columns = pd.DataFrame(
        {"column": [shape.titles[at] for at in shape.periods], "period": list(shape.periods.values())},
        dtype="str",
    )
    rows = pd.DataFrame(
        {
            "row": [shape.labels[at] for at in shape.metrics],
            "metric": [names.get(metric, "") for metric in shape.metrics.values()],
            "sure": [_told_of(visit, shape, at) for at in shape.metrics],
        },
        dtype="str",
    )
    left, right = st.columns([1, 3])
    with left:
        periods = _edited(visit, columns, f"{key}-periods", ("column",), {})
    with right:
        choices = {"metric": sorted(names.values())}
        metrics = _edited(visit, rows, f"{key}-metrics", ("row", "sure"), choices)
    by_name = {name: metric for metric, name in names.items()}
    chosen = [by_name.get(str(one), "") for one in metrics["metric"].fillna("")]
    _tell_left_out(visit, [shape.labels[at] for at, metric in zip(shape.metrics, chosen, strict=True) if not metric])
    return replace(
        shape,
        periods=dict(zip(shape.periods, (str(one).strip() for one in periods["period"].fillna("")), strict=True)),
        metrics=dict(zip(shape.metrics, chosen, strict=True)),
    )


def _tell_left_out(visit: Visit, labels: Sequence[str]) -> None:
    """The rows that will not come in, the first of them by name: on a phone the reason stands beyond the edge."""
    if labels:
        rows = visit.says("files.between").join(labels[:_NAMED]) + ("…" if len(labels) > _NAMED else "")
        st.warning(literally(visit.says("files.left_out", count=len(labels), rows=rows)), icon=":material/rule:")


def _told_of(visit: Visit, shape: PlainShape, row: int) -> str:
    if row in shape.sure:
        return ""
    return visit.says("files.shared" if row in shape.shared else "files.check")


def accepted(visit: Visit, upload: Upload, sheet: Sheet, shape: PlainShape) -> bool:
    """Whether every metric was named exactly, or those that were guessed from like names are confirmed.

    What was confirmed is this mapping of this sheet: of another it is asked again.
    """
    guessed = {row: metric for row, metric in shape.metrics.items() if metric and row not in shape.sure}
    asked = sha256(repr(sorted(guessed.items())).encode()).hexdigest()[:12]
    key = f"{uploader_key()}-{upload.key}-{sheet.name}-{asked}-accept"
    return not guessed or st.checkbox(visit.says("files.accept", count=len(guessed)), key=key)


def _edited(
    visit: Visit, frame: pd.DataFrame, key: str, fixed: Sequence[str], choices: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    titles = {name: visit.says(f"files.{name}") for name in frame.columns}
    config: dict[str, Any] = {
        name: st.column_config.SelectboxColumn(title, options=list(choices[name]), width="large")
        if name in choices
        else st.column_config.TextColumn(title)
        for name, title in titles.items()
    }
    return st.data_editor(
        frame,
        key=key,
        num_rows="fixed",
        hide_index=True,
        disabled=list(fixed),
        column_config=config,
        placeholder=figures.NONE,
    )


def _named(visit: Visit, metric: str) -> str:
    row = visit.known.metrics[metric]
    name = row["name" if visit.language is Language.ZH else "name_en"]
    return f"{name} · {visit.name('areas', row['area_id'])} · {metric}"


def show_problems(visit: Visit, problems: Sequence[Problem]) -> None:
    """A row for each, with its cell."""
    rows = [{"cell": one.place, "problem": replace(one, place="").text(visit.language)} for one in problems[:_MOST]]
    titles = {name: visit.says(f"files.{name}") for name in ("cell", "problem")}
    st.dataframe(pd.DataFrame(rows).rename(columns=titles), hide_index=True)
    if len(problems) > _MOST:
        st.caption(visit.says("files.more", count=len(problems) - _MOST))


def save_file(visit: Visit, read: Read | Table, confirmed: Sequence[Problem]) -> None:
    """Record the file. Runs as the button's callback, so that no other click can cut it in two."""
    try:
        click = Click(form().token, confirmed)
        if isinstance(read, Table):
            receipt = bring_in_table(store(), read, author(), utc_now(), click)
        else:
            receipt = bring_in(store(), read, author(), utc_now(), click)
    except YardstickError as error:
        form().refuse(error.text(visit.language))
        return
    form().finish(lambda: tell_receipt(visit, receipt))
