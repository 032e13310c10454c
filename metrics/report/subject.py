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
from metrics.vocabulary import Status

REPORTED = (Grain.QUARTER, Grain.HALF, Grain.YEAR)
LATE = (Status.REVERSED, Status.MISSED, Status.OFF_TRACK, Status.BEHIND)


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

    @property
    def first(self) -> bool:
        """Whether the plan had not begun in the period before: there is nothing to compare with."""
        begun = self.plan["period_start"]
        return begun is not None and self.previous.end < begun

    @property
    def aims(self) -> bool:
        """Whether any metric has a target, and so a status."""
        return any(one.status != Status.MONITORED for one in (*self.now, *self.then))


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
    """Gather it. `YardstickError` for a plan that wasn't known, or that begins after the period."""
    before, after = instants
    judged = cache(partial(judge, store))
    defined = known(store, after.known_at)
    check_name("plan", plan_id, list(defined.plans))
    plan = defined.plans[plan_id]
    if plan["period_start"] is not None and period.end < plan["period_start"]:
        raise YardstickError("report_before", value=period.name, start=plan["period_start"])
    chosen = Selection(plan=plan_id)
    now = chosen.of(judged(after), defined)
    place = {one.metric_id: at for at, one in enumerate(now)}
    told = series_of(store, place, after.known_at)
    revisions = [row for row in revisions_between(store, before, after) if row["metric_id"] in place]
    return Subject(
        plan=plan,
        period=period,
        previous=period_on(period.start - timedelta(days=1), period.grain),
        after=after,
        before=before,
        known=defined,
        now=now,
        then=[one for one in judged(before) if one.metric_id in place],
        moved=[one for one in changes(store, before, after, chosen, lambda _, view: judged(view)) if one.moved],
        revised=sorted(revisions, key=lambda row: place[row["metric_id"]]),
        series={one.metric_id: told.get(one.metric_id, []) for one in now},
    )
