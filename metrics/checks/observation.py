"""What a value must satisfy: by itself, and beside the other values of its metric."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from metrics.checks.limits import Check, Limit, Severity
from metrics.checks.text import NOTE, check_text
from metrics.definitions import Metric, Observation, Unit
from metrics.errors import Problem, nearest
from metrics.package.schema import plain, storable
from metrics.periods import Period, parse_period
from metrics.vocabulary import Basis, ObsStatus

# Records are dated in UTC; further east the next day may have begun.
_FURTHER_EAST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a value is entered for: the metric with its items, units and limits; of its plan, where that is known, the
    days between which a value can matter."""

    metric: Metric
    items: Sequence[str]
    units: Mapping[str, Unit]
    limits: Mapping[Check, Limit] = field(default_factory=dict)
    plan_start: date | None = None
    plan_end: date | None = None


def check_observation(subject: Subject, told: Observation, today: date, place: str) -> list[Problem]:
    """Everything that is wrong with a value by itself, or doubtful by its limits. `today`: when it was recorded."""
    metric = subject.metric
    try:
        period = parse_period(told.period)
    except ValueError:
        return [Problem("period_unknown", place, {"metric": metric.metric_id, "period": told.period})]
    found = [
        *_time(subject, told, period, today),
        *_content(metric, told),
        *_unit(subject, told),
        *_item(subject, told),
    ]
    found = found or [*_range(subject, told)]
    return [replace(one, place=place, filled={"metric": metric.metric_id, **one.filled}) for one in found]


def _time(subject: Subject, told: Observation, period: Period, today: date) -> Iterator[Problem]:
    metric = subject.metric
    if period.start > today + _FURTHER_EAST and told.obs_status is not ObsStatus.FORECAST:
        yield Problem("period_ahead", filled={"period": told.period})
    elif subject.plan_end is not None and period.start > subject.plan_end:
        yield Problem("period_after", filled={"period": told.period, "end": subject.plan_end})
    adds_up = metric.comparator is not None and metric.basis in (Basis.TOTAL, Basis.YEARLY, Basis.CHECKLIST)
    if adds_up and subject.plan_start is not None and period.end < subject.plan_start:
        yield Problem("period_before", filled={"period": told.period, "start": subject.plan_start})


def _range(subject: Subject, told: Observation) -> Iterator[Problem]:
    limit = subject.limits.get(Check.RANGE)
    if limit is None or limit.severity is Severity.NONE or told.value is None:
        return
    own = size(subject, told) / subject.units[subject.metric.unit_id or ""].factor
    if limit.least is not None and own < limit.least:
        key, bound = "range_below", limit.least
    elif limit.most is not None and own > limit.most:
        key, bound = "range_above", limit.most
    else:
        return
    filled = {"value": plain(told.value) + (told.unit_id or ""), "bound": plain(bound)}
    yield Problem(key, filled=filled, doubt=limit.severity is Severity.DOUBT)


def _content(metric: Metric, told: Observation) -> Iterator[Problem]:
    given = told.grade if metric.basis is Basis.GRADE else told.value
    unused = told.value if metric.basis is Basis.GRADE else told.grade
    if unused is not None:
        yield Problem("value_kind", filled={"basis": metric.basis})
    if (given is None) != (told.obs_status is ObsStatus.MISSING):
        yield Problem("value_missing" if given is None else "value_though_missing")
    yield from check_text("note", told.note, NOTE)
    if told.obs_status is ObsStatus.MISSING and not (told.note or "").strip():
        yield Problem("missing_unexplained")
    if told.grade is not None and metric.grades and told.grade not in metric.grades:
        yield Problem(
            "grade_unknown",
            filled={"grade": told.grade, "scale": metric.scale},
            nearest=nearest(told.grade, metric.grades),
        )
    if told.value is None:
        return
    if not storable(told.value):
        yield Problem("value_size", filled={"value": told.value})
    elif metric.basis is Basis.CHECKLIST and told.value not in (0, 1):
        yield Problem("tick", filled={"value": told.value})
    elif metric.sums and told.value < 0:
        yield Problem("amount_negative", filled={"value": told.value})


def _unit(subject: Subject, told: Observation) -> Iterator[Problem]:
    metric, units = subject.metric, subject.units
    if told.unit_id is None:
        return
    own = units.get(metric.unit_id or "")
    if told.unit_id not in units:
        yield Problem("unit_unknown", filled={"unit": told.unit_id}, nearest=nearest(told.unit_id, list(units)))
    elif own is None or units[told.unit_id].kind != own.kind:
        yield Problem("unit_kind", filled={"unit": told.unit_id, "own": metric.unit_id or ""})


def _item(subject: Subject, told: Observation) -> Iterator[Problem]:
    metric, items = subject.metric, subject.items
    if metric.basis is not Basis.CHECKLIST:
        if told.item_id:
            yield Problem("item_idle", filled={"item": told.item_id})
    elif told.item_id not in items:
        yield Problem(
            "item_unknown",
            filled={"item": told.item_id, "items": ", ".join(items)},
            nearest=nearest(told.item_id, items),
        )


def check_series(
    subject: Subject, told: Sequence[tuple[str, Observation]], new: Sequence[Observation] = ()
) -> list[Problem]:
    """What is wrong with a metric's latest values together: `told` pairs each with its place, `new` are being entered.

    Amounts of overlapping periods would be counted twice; a running total can't fall.
    """
    metric = subject.metric
    values = [
        (place, one, one.when)
        for place, one in told
        if one.value is not None and one.obs_status is not ObsStatus.FORECAST
    ]
    values.sort(key=lambda each: (each[2].start, each[2].end))
    problems = []
    entered = {id(one) for one in new}
    for (first, before, earlier), (second, after, later) in pairwise(values):
        if entered and not entered & {id(before), id(after)}:
            continue  # it stood so before
        if metric.sums and earlier.overlaps(later):
            turned = id(before) in entered and id(after) not in entered
            typed, other, place = (before, after, first) if turned else (after, before, second)
            filled = {"metric": metric.metric_id, "period": typed.period, "other": other.period}
            problems.append(Problem("periods_overlap", place, filled))
    if metric.basis is Basis.TOTAL and metric.reported == "to_date":
        values.sort(key=lambda each: (each[2].end, each[2].start))
        for (first, before, _), (second, after, _) in pairwise(values):
            if size(subject, after) < size(subject, before) and (not entered or entered & {id(before), id(after)}):
                place = first if id(before) in entered and id(after) not in entered else second
                filled = {"metric": metric.metric_id, "period": after.period, "other": before.period}
                problems.append(Problem("total_falls", place, filled))
    return problems


def size(subject: Subject, told: Observation) -> Decimal:
    """A value in base units of its kind."""
    assert told.value is not None  # noqa: S101 - only values come here
    return told.value * subject.units[told.unit_id or subject.metric.unit_id or ""].factor
