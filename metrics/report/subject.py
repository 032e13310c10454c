"""What a report is about: a plan and a period, how it stands now and stood a period before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, partial

from metrics.assessment import Assessment, SeriesValue, View
from metrics.errors import YardstickError
from metrics.periods import Grain, Period, parse_period, period_on
from metrics.snapshot.asked import Selection, check_name
from metrics.snapshot.changes import Change, Judge, changes, revisions_between
from metrics.store import Row, Store
from metrics.store.queries import Known, assess, known, series_of

REPORTED = (Grain.QUARTER, Grain.HALF, Grain.YEAR)


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything that a report tells, in no language yet. `before` looks from as long after the period before."""

    plan: Row
    period: Period
    previous: Period
    after: View
    before: View
    known: Known
    now: Sequence[Assessment]
    then: Sequence[Assessment]
    moved: Sequence[Change]
    revised: Sequence[Row]
    series: dict[str, list[SeriesValue]]


def read_period(text: str) -> Period:
    """A quarter, a half or a year; `YardstickError` for anything else."""
    try:
        period = parse_period(text)
    except ValueError as error:
        raise YardstickError("report_period", value=text) from error
    if period.grain not in REPORTED:
        raise YardstickError("report_period", value=text)
    return period


def views(period: Period, known_at: datetime, profile: str, today: date) -> tuple[View, View]:
    """From where the one before looked, and from where the report looks: each as long after its own period.

    `YardstickError` for a period that hasn't begun.
    """
    if period.start > today:
        raise YardstickError("report_ahead", value=period.name)
    previous = period_on(period.start - timedelta(days=1), period.grain)
    after = View(min(period.end, today), known_at, profile)
    return View(previous.end, known_at - (after.as_of - previous.end), profile), after


def subject_of(
    store: Store, plan_id: str, period: Period, instants: tuple[View, View], judge: Judge = assess
) -> Subject:
    """Gather it. `YardstickError` for a plan that wasn't known."""
    before, after = instants
    judged = cache(partial(judge, store))
    defined = known(store, after.known_at)
    check_name("plan", plan_id, list(defined.plans))
    chosen = Selection(plan=plan_id)
    now = chosen.of(judged(after), defined)
    own = {one.metric_id for one in now}
    told = series_of(store, own, after.known_at)
    return Subject(
        plan=defined.plans[plan_id],
        period=period,
        previous=period_on(period.start - timedelta(days=1), period.grain),
        after=after,
        before=before,
        known=defined,
        now=now,
        then=[one for one in judged(before) if one.metric_id in own],
        moved=[one for one in changes(store, before, after, chosen, lambda _, view: judged(view)) if one.moved],
        revised=[row for row in revisions_between(store, before, after) if row["metric_id"] in own],
        series={one.metric_id: told.get(one.metric_id, []) for one in now},
    )
