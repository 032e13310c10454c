"""What a report is about: a plan and a period, how it stands now and stood a period before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, partial

from metrics.assessment import Assessment, SeriesValue, View
from metrics.errors import YardstickError
from metrics.periods import Grain, Period, parse_period, period_on
from metrics.report.closing import closing
from metrics.snapshot.asked import Selection, check_name
from metrics.snapshot.changes import Change, Judge, changes
from metrics.store import Row, Store
from metrics.store.queries import Known, assess, known, revised, series_of
from metrics.vocabulary import Status

REPORTED = (Grain.QUARTER, Grain.HALF, Grain.YEAR)
LATE = (Status.REVERSED, Status.MISSED, Status.OFF_TRACK, Status.BEHIND)


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything that a report tells, in no language yet. `before` looks from as long after the period before.

    `until` is the last day of the values that count; `kept` are the metrics that stand as on that day, since the day
    of judgement brings a value or a definition of its own. `address` is under which the program is reached, empty where
    nobody has said.
    """

    plan: Row
    period: Period
    previous: Period
    after: View
    before: View
    until: date
    known: Known
    now: Sequence[Assessment]
    kept: Sequence[Assessment]
    then: Sequence[Assessment]
    moved: Sequence[Change]
    revised: Sequence[Row]
    series: dict[str, list[SeriesValue]]
    address: str = ""

    @property
    def first(self) -> bool:
        """Whether the plan had not begun in the period before: there is nothing to compare with."""
        begun = self.plan["period_start"]
        return begun is not None and self.previous.end < begun

    @property
    def over(self) -> bool:
        """Whether the period has ended."""
        return self.after.as_of > self.period.end

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

    A period is judged when it is over, on the day after its last one, and one that still runs today. `YardstickError`
    for a period that hasn't begun.
    """
    if period.start > today:
        raise YardstickError("report_ahead", value=period.name)
    after = View(min(_day_after(period), today), known_at, profile)
    return View(period.start, known_at - (after.as_of - period.start), profile), after


def subject_of(
    store: Store, plan_id: str, period: Period, instants: tuple[View, View], judge: Judge = assess
) -> Subject:
    """Gather it. `YardstickError` for a plan that wasn't known, or that begins after the period."""
    before, after = instants
    closed = cache(partial(closing, store, judge=judge, days=(period.start, _day_after(period))))
    defined = known(store, after.known_at)
    check_name("plan", plan_id, list(defined.plans))
    plan = defined.plans[plan_id]
    if plan["period_start"] is not None and period.end < plan["period_start"]:
        raise YardstickError("report_before", value=period.name, start=plan["period_start"])
    chosen = Selection(plan=plan_id)
    end = closed(after)
    now = chosen.of(end.assessments, defined)
    place = {one.metric_id: at for at, one in enumerate(now)}
    told = series_of(store, place, after.known_at)
    until = min(period.end, after.as_of)
    revisions = [row for row in revised(store, before.known_at, after.known_at, until) if row["metric_id"] in place]
    moves = changes(store, before, after, chosen, lambda _, view: closed(view).assessments)
    return Subject(
        plan=plan,
        period=period,
        previous=period_on(period.start - timedelta(days=1), period.grain),
        after=after,
        before=before,
        until=until,
        known=defined,
        now=now,
        kept=[one for one in now if one.metric_id in end.kept],
        then=[one for one in closed(before).assessments if one.metric_id in place],
        moved=[one for one in moves if one.moved],
        revised=sorted(revisions, key=lambda row: place[row["metric_id"]]),
        series={name: [each for each in told.get(name, []) if each.period_end <= until] for name in place},
    )


def _day_after(period: Period) -> date:
    return period.end + timedelta(days=1)
