"""How is a plan added, and a target revised?"""

from contextlib import suppress
from decimal import Decimal, InvalidOperation
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

import streamlit as st

from dashboard.choices import told_apart
from dashboard.drawing.facts import Fact, draw_facts
from dashboard.frame import only_for, visit_or_stop
from dashboard.sheet import sheet
from dashboard.startup import allowed, author, store, utc_now
from dashboard.uploads import file_uploader
from dashboard.visit import Visit, reader_today
from metrics.checks.text import NOTE
from metrics.errors import YardstickError
from metrics.people.roles import Action, Concern
from metrics.store.define import TargetChange, revise_target
from metrics.store.load import load_package
from metrics.vocabulary import Basis
from metrics.words import figures

_MB, _UNPACKED_MB = 20, 200
_NO_BOUND = (Basis.GRADE, Basis.CHECKLIST)


def _page(visit: Visit) -> None:
    only_for(visit, Action.DEFINE)
    tell, text = st.session_state.pop("define-told", (None, ""))
    if tell is not None:
        tell(text)
    _revise(visit)
    if allowed(Action.DEFINE, Concern()):
        _add(visit)


def _revise(visit: Visit) -> None:
    st.markdown(f"## {visit.says('define.revise')}")
    named = told_apart({
        one.metric_id: f"{visit.name('metrics', one.metric_id)} · {visit.name('areas', one.area_id)}"
        for one in visit.assessments
        if one.comparator is not None
        and one.basis not in (Basis.GRADE, Basis.CHECKLIST)
        and _mine(visit, one.metric_id)
    })  # fmt: skip
    st.selectbox(
        visit.says("define.metric"), named, format_func=named.__getitem__, index=None, key="define-metric",
        placeholder=visit.says("people.pick"),
    )  # fmt: skip
    chosen = st.session_state["define-metric"]
    if chosen is None:
        return
    one = next(one for one in visit.assessments if one.metric_id == chosen)
    now = [Fact(visit.says("define.now"), figures.target(one, visit.language))]
    sheet(draw_facts(now), visit.language, "now")
    low, high, since = st.columns(3)
    low.text_input(visit.says("define.low"), key="define-low", max_chars=20, disabled=one.target_low is None)
    high.text_input(visit.says("define.high"), key="define-high", max_chars=20, disabled=one.target_high is None)
    since.date_input(visit.says("define.since"), value=reader_today(), key="define-since", format="YYYY-MM-DD")
    st.text_input(visit.says("people.reason"), key="define-why", max_chars=NOTE)
    st.button(visit.says("define.save"), type="primary", key="define-save", on_click=_save, args=(visit, chosen))


def _mine(visit: Visit, metric_id: str) -> bool:
    return allowed(Action.DEFINE, visit.known.concern(visit.known.metrics[metric_id]))


def _save(visit: Visit, metric_id: str) -> None:
    told = st.session_state
    try:
        low, high = _bound(told["define-low"]), _bound(told["define-high"])
        change = TargetChange(metric_id, low, high, told["define-since"], told["define-why"])
        revise_target(store(), change, author(), utc_now())
    except YardstickError as error:
        told["define-told"] = (st.error, error.text(visit.language))
        return
    told["define-told"] = (st.success, visit.says("define.saved", name=visit.name("metrics", metric_id)))
    told["define-metric"] = None


def _bound(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip().replace(",", "")) if text.strip() else None
    except InvalidOperation as error:
        raise YardstickError("bad_number", value=text) from error


def _add(visit: Visit) -> None:
    st.markdown(f"## {visit.says('define.add')}")
    st.caption(visit.says("define.add_help"))
    file_uploader(visit.says("define.package"), type="zip", key="define-file", max_upload_size=_MB)
    st.button(
        visit.says("define.load"), key="define-load", on_click=_load, args=(visit,),
        disabled=st.session_state["define-file"] is None,
    )  # fmt: skip


def _load(visit: Visit) -> None:
    sent = st.session_state["define-file"]
    if sent is None:
        return
    try:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "package.zip"
            path.write_bytes(sent.getvalue())
            _refuse_large(path)
            receipt = load_package(store(), path, author(), utc_now())
    except YardstickError as error:
        st.session_state["define-told"] = (st.error, error.text(visit.language).replace("\n", "  \n"))
        return
    st.session_state["define-told"] = (st.success, visit.says("define.loaded", count=receipt.total))


def _refuse_large(path: Path) -> None:
    """A small zip can hold what fills a disk."""
    with suppress(BadZipFile), ZipFile(path) as archive:
        if sum(one.file_size for one in archive.infolist()) > _UNPACKED_MB * 2**20:
            raise YardstickError("file_large", most=_UNPACKED_MB)


_page(visit_or_stop())
