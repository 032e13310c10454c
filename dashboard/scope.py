"""Which reports a page of entering is about: a department, an area, a plan, and a reporting period."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import streamlit as st

from dashboard.startup import allowed, readable, store
from dashboard.visit import Visit, choose
from metrics.definitions import Metric
from metrics.errors import YardstickError
from metrics.instants import FIRST_DAY, LAST_DAY
from metrics.people.roles import Action
from metrics.periods import Grain, Period, parse_period, periods_between
from metrics.store.queries import reported
from metrics.store.review import returned
from metrics.worklist import Task, last_ended, tasks

_CHOICES = ("owner", "area", "plan")


@dataclass(frozen=True, slots=True)
class Scope:
    """The metrics that somebody answers for, the period that they are asked about, and what is owed for it."""

    metrics: Sequence[Metric]
    asked: Period
    tasks: Sequence[Task]


def choose_scope(visit: Visit) -> Scope:
    """The choices, each of which stands in the address. Raises `YardstickError` for a period that there isn't."""
    with st.container(key="scope"):
        columns = st.columns(len(_CHOICES) + 1)
    for name, column in zip(_CHOICES, columns, strict=False):
        with column:
            _choose(visit, name, _used(visit, name), partial(visit.name, f"{name}s"))
    metrics = _metrics(visit)
    asked = _asked(visit, metrics)
    with columns[-1]:
        _choose(visit, "when", _periods(visit, metrics, asked), lambda one: one, asked.name)
    names = [one.metric_id for one in metrics]
    told = reported(readable(), names, asked.start, visit.view)
    sent_back = returned(store(), names) if allowed(Action.SEE_ENTERED) else {}
    for row in told:
        row["sent_back"] = sent_back.get((row["metric_id"], row["period"], row["item_id"]))
    return Scope(metrics, asked, tasks(metrics, visit.known, told, asked, visit.view.as_of))


def _metrics(visit: Visit) -> list[Metric]:
    asked = visit.address
    areas = visit.known.below(asked.area) if asked.area else None
    return [
        Metric.of(row)
        for row in visit.known.metrics.values()
        if asked.owner in ("", row["owner_id"])
        and (areas is None or row["area_id"] in areas)
        and asked.plan in ("", row["plan_id"])
    ]


def _asked(visit: Visit, metrics: Sequence[Metric]) -> Period:
    named = visit.address.when
    if not named:
        ends = [one.due for one in metrics if one.frequency and one.due]
        today = min(visit.view.as_of, max(ends, default=visit.view.as_of) + timedelta(days=1))
        return last_ended([one.frequency for one in metrics if one.frequency], today)
    try:
        period = parse_period(named)
    except ValueError as error:
        raise YardstickError("no_period", period=named) from error
    if period.start < FIRST_DAY or period.end > LAST_DAY:
        raise YardstickError("no_period", period=named)
    return period


def _periods(visit: Visit, metrics: Sequence[Metric], asked: Period) -> list[str]:
    """The periods that can be asked for, those that ended last before the others, longer ones before their parts."""
    grains = {Grain.YEAR, *(Grain(one.frequency) for one in metrics if one.frequency)}
    first = min(
        (visit.known.plans[one.plan_id]["period_start"] for one in metrics), default=date(asked.start.year, 1, 1)
    )
    found = {period.name: period for grain in grains for period in periods_between(first, visit.view.as_of, grain)} | {
        asked.name: asked
    }
    return sorted(found, key=lambda name: (found[name].end, -found[name].start.toordinal()), reverse=True)


def _used(visit: Visit, name: str) -> list[str]:
    used = {row[f"{name}_id"] for row in visit.known.metrics.values() if row["frequency"]}
    if name == "area":
        return [area for area in visit.known.areas if visit.known.below(area) & used]
    return [one for one in getattr(visit.known, f"{name}s") if one in used]


def _choose(visit: Visit, name: str, options: Sequence[str], shown: Callable[[str], str], chosen: str = "") -> None:
    key = f"scope-{name}"
    now = chosen or getattr(visit.address, name)
    st.session_state[key] = now or None
    st.selectbox(
        visit.says(f"scope.{name}"),
        options if not now or now in options else [*options, now],
        format_func=shown,
        key=key,
        placeholder=visit.says("filter.all"),
        index=None,
        on_change=_write,
        args=(name, key),
    )


def _write(name: str, key: str) -> None:
    choose(name, str(st.session_state.get(key) or ""))
