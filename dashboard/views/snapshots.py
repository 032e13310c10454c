"""What can be taken away, from when, in which form, under which address, and how is it cited?"""

from itertools import islice
from urllib.parse import urlencode, urljoin

import streamlit as st

from dashboard.drawing.snapshots import Preview, Taking, draw_preview, draw_takings
from dashboard.filters import filters
from dashboard.foot import TAKEN
from dashboard.frame import visit_or_stop
from dashboard.literally import literally
from dashboard.made import table_file
from dashboard.sheet import sheet
from dashboard.visit import Visit, choose
from metrics.assessment import View
from metrics.errors import YardstickError
from metrics.instants import write_moment
from metrics.snapshot.asked import Asked, Form, What
from metrics.snapshot.forms import read_rows
from metrics.snapshot.schema import table

_SHOWN = 12


def _page(visit: Visit) -> None:
    filters(visit, "snapshots")
    what = What(visit.address.what or What.ASSESSMENTS)
    _choose_what(visit, what)
    view = visit.settled
    asked = Asked(what, Form.CSV, view, visit.address.selection)
    try:
        asked.check(visit.known)
    except YardstickError as error:
        _choose_metric(visit)
        st.info(literally(error.text(visit.language)), icon=":material/show_chart:")
        return
    if what is What.SERIES:
        _choose_metric(visit)
    preview = _preview(asked)
    takings = [*(_taking(visit, what, form, view) for form in Form), _whole(visit, view)]
    sheet(draw_takings(takings, _citation(visit, asked, preview.count), visit.language), visit.language, "takings")
    st.markdown(f"## {visit.says('snapshots.preview')}")
    sheet(draw_preview(preview, visit.language), visit.language, "preview")
    st.caption(visit.says("snapshots.programs", address=_address("api/openapi.json", {})))


def _choose_what(visit: Visit, what: What) -> None:
    st.session_state["choose-what"] = what
    st.selectbox(
        visit.says("snapshots.what"),
        [one for one in What if one is not What.CHANGES],
        format_func=lambda one: visit.says(f"snapshots.{one}"),
        key="choose-what",
        on_change=_take_another,
    )


def _take_another() -> None:
    """A metric is only chosen for its series: no chip would say that a table is cut down to it."""
    what = str(st.session_state["choose-what"])
    choose("what", what)
    if what != What.SERIES:
        choose("metric", "")


def _choose_metric(visit: Visit) -> None:
    names = {name: visit.name("metrics", name) for name in visit.known.metrics}
    st.session_state["choose-series"] = visit.address.metric or None
    st.selectbox(
        visit.says("snapshots.of"),
        names,
        format_func=lambda name: f"{names[name]} · {visit.name('areas', visit.known.metrics[name]['area_id'])}",
        index=None,
        key="choose-series",
        placeholder=visit.says("metric.search"),
        on_change=lambda: choose("metric", st.session_state["choose-series"] or ""),
    )


def _preview(asked: Asked) -> Preview:
    columns = table(asked.what.schema).columns
    made = table_file(asked)
    rows = read_rows(made.path)
    shown = list(islice(rows, _SHOWN))
    numeric = [column.type in ("number", "integer") for column in columns]
    return Preview([column.name for column in columns], numeric, shown, len(shown) + sum(1 for _ in rows))


def _taking(visit: Visit, what: What, form: Form, view: View) -> Taking:
    chosen = {name: text for name in TAKEN if (text := getattr(visit.address, name))}
    return _told(visit, f"{what}.{form}", form, chosen, view)


def _whole(visit: Visit, view: View) -> Taking:
    return _told(visit, "snapshot.zip", "zip", {}, view)


def _told(visit: Visit, path: str, form: str, chosen: dict[str, str], view: View) -> Taking:
    key = form.replace(".", "_")
    pinned = chosen | {"as_of": str(view.as_of), "known_at": write_moment(view.known_at)}
    if visit.address.profile:
        chosen, pinned = (some | {"profile": visit.address.profile} for some in (chosen, pinned))
    href = f"api/{path}?{urlencode(pinned)}"
    return Taking(
        visit.says(f"snapshots.{key}"),
        visit.says(f"snapshots.{key}_use"),
        href,
        _address(f"api/{path}", pinned),
        _address(f"api/{path}", chosen),
    )


def _address(path: str, chosen: dict[str, str]) -> str:
    """A whole address, to be copied into a script."""
    return urljoin(st.context.url or "", path) + (f"?{urlencode(chosen)}" if chosen else "")


def _citation(visit: Visit, asked: Asked, count: int) -> str:
    return visit.says(
        "snapshots.citation",
        what=visit.says(f"snapshots.{asked.what}"),
        count=count,
        as_of=asked.view.as_of,
        known_at=f"{asked.view.known_at:%Y-%m-%d %H:%M:%S}",
        profile=visit.name("profiles", asked.view.profile),
        address=_taking(visit, asked.what, asked.form, asked.view).address,
    )


_page(visit_or_stop())
