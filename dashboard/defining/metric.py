"""How is a metric added? Only what its basis needs is asked, and what was typed is said back in plain words."""

import re
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.choices import told_apart
from dashboard.defining.fields import Asked, ask, keep, tell_typed
from dashboard.defining.told import add, does, form, show_problems
from dashboard.drawing.facts import Fact, draw_facts
from dashboard.drawing.layout import CONFIG
from dashboard.drawing.trend import draw_trend
from dashboard.literally import literally
from dashboard.sheet import sheet
from dashboard.startup import allowed, author, store, utc_now
from dashboard.visit import Visit
from metrics.checks.meaning import meaningful
from metrics.checks.text import NOTE
from metrics.errors import RefusedError, YardstickError
from metrics.package.schema import tables
from metrics.package.written import CHILDREN, Written
from metrics.people.roles import Action, Concern
from metrics.store.add import Preview, preview
from metrics.trajectory import trajectory
from metrics.vocabulary import Basis, Comparator
from metrics.words import say
from metrics.words.promise import promise

_ALWAYS = (
    *("name", "name_en", "metric_id", "area_id", "cluster_id", "category_id", "basis", "comparator", "decimals"),
    *("binding", "frequency", "owner_id", "source_id", "section", "breaks_from", "note"),
)
# One line is one row: the cells of each, in their order.
_LINES = {"items": ("item_id", "name", "name_en"), "parts": ("part_id", "weight"), "milestones": ("due", "value")}


def add_metric(visit: Visit) -> None:
    """The fields of a metric, how it would read and be drawn, and the click that adds it."""
    plans = told_apart({
        name: visit.name("plans", name)
        for name, row in visit.known.plans.items()
        if allowed(Action.DEFINE, Concern(name, visit.known.above(row["area_id"])))
    })  # fmt: skip
    plan = st.selectbox(
        visit.says("define.plan"), plans, format_func=plans.__getitem__, key="define-plan",
        index=None, placeholder=visit.says("people.pick"),
    )  # fmt: skip
    if plan is None:
        return
    row = _asked(visit, plan)
    tell_typed(row)
    _fields(row)
    _show_preview(visit, row, plan)
    st.button(
        visit.says("define.add_metric"), type="primary", key="define-add-metric", on_click=form().once(does),
        args=(visit, lambda: add(visit, _rows(row, plan)), [row.draft]),
    )  # fmt: skip


def _asked(visit: Visit, plan_id: str) -> Asked:
    plan = visit.known.plans[plan_id]
    given = {"area_id": plan["area_id"], "source_id": plan["source_id"] or "", "decimals": "0", "binding": "unstated"}
    given["due"] = plan["period_end"].isoformat() if plan["period_end"] else ""
    row = Asked(visit, "metrics", plan_id, given)
    only = {"comparator": [Comparator.AT_LEAST.value]} if row.now("basis") == Basis.GRADE else {}
    hint = _suggested(plan_id, row.now("name_en")) or visit.says("define.id_help")
    return replace(row, hints={"metric_id": hint, "baseline_period": "2020"}, only=only)


def _suggested(plan_id: str, name: str) -> str:
    """An id from the English name, which stands where none is typed."""
    words = "-".join(re.findall(r"[a-z0-9]+", name.lower()))
    return f"{plan_id}-{words}" if words else ""


def _wanted(row: Asked) -> frozenset[str]:
    """Which of the fields that depend on others have a meaning."""
    return meaningful(row.now("basis"), row.now("comparator"), row.now("path"))


def _fields(row: Asked) -> None:
    visit = row.visit
    left, right = st.columns(2)
    with left:
        ask(row, "name", "name_en", "metric_id", "basis")
    wanted = _wanted(row)
    with left:
        ask(row, *_of(wanted, "reported", "scale"))
        _lines(row, wanted, "items", "parts")
        ask(row, *_of(wanted, "unit_id"), "decimals", *_of(wanted, "baseline", "baseline_qualifier", "baseline_period"))
    with right:
        st.caption(visit.says("define.untargeted"))
        ask(row, "comparator")
        ask(row, *_of(wanted, "target_low", "target_high", "tolerance", "target_grade", "direction", "due", "path"))
        _lines(row, wanted, "milestones")
        ask(row, "binding", "frequency", "owner_id")
    with st.expander(visit.says("define.belongs"), expanded=True):
        left, right = st.columns(2)
        with left:
            ask(row, "area_id", "category_id", "cluster_id", "breaks_from")
        with right:
            ask(row, "source_id", "section", "note")


def _of(wanted: frozenset[str], *names: str) -> list[str]:
    return [name for name in names if name in wanted]


def _lines(row: Asked, wanted: frozenset[str], *names: str) -> None:
    for name in _of(wanted, *names):
        label = say(f"table.{name}", row.visit.language)
        hint = row.visit.says(f"define.{name}_help")
        st.text_area(
            label, row.first(name), key=row.of(name), help=hint, placeholder=hint, max_chars=20 * NOTE, height=120,
            on_change=keep, args=(row, name),
        )  # fmt: skip


def _rows(row: Asked, plan_id: str) -> list[Written]:
    wanted = _wanted(row)
    depends = [name for name in tables()["metrics"].names if name in wanted]
    cells = {"plan_id": plan_id, **row.cells([*_ALWAYS, *depends])}
    metric_id = cells.setdefault("metric_id", _suggested(plan_id, cells.get("name_en", "")))
    below = [one for name in CHILDREN if name in wanted for one in _children(row, name, metric_id)]
    return [Written("metrics", cells), *below]


def _children(row: Asked, name: str, metric_id: str) -> Sequence[Written]:
    """A row for each line; its cells are parted by bars, or by spaces where none of them has any."""
    found = []
    for line, text in enumerate(row.cell(name).splitlines(), 1):
        told = [one.strip() for one in (text.split("|") if "|" in text or name == "items" else text.split(maxsplit=1))]
        if any(told):
            cells = {"metric_id": metric_id} | dict(zip(_LINES[name], told, strict=False))
            place = row.visit.says("define.line", name=say(f"table.{name}", row.visit.language), line=line)
            found.append(Written(name, cells, place))
    return found


def _show_preview(visit: Visit, row: Asked, plan_id: str) -> None:
    if not (row.cell("name") and row.cell("basis")):
        return
    st.markdown(f"### {visit.says('define.preview')}")
    try:
        seen = preview(store(), _rows(row, plan_id), author(), utc_now(), visit.view)
    except RefusedError as refused:
        st.caption(visit.says("define.missing"))
        show_problems(visit, refused.problems)
    except YardstickError as error:
        st.error(literally(error.text(visit.language)), icon=":material/error:")
    else:
        _show_way(visit, seen)


def _show_way(visit: Visit, seen: Preview) -> None:
    one = seen.assessment
    said = promise(one, visit.language)
    sheet(draw_facts([Fact(visit.says("define.reads"), said)]), visit.language, "promise")
    if one.comparator is None:
        return
    margin = float(visit.known.profiles[visit.view.profile]["about_margin"])
    points = trajectory(one, [], seen.targets, seen.milestones, margin)
    figure = draw_trend(one, points, visit.view.as_of, visit.language)
    st.plotly_chart(figure, theme="streamlit", config=CONFIG, key="define-way", alt=said)
