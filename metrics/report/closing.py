"""How does everything stand when a period is over, by what belongs to it and to the periods before?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from metrics.assessment import Assessment, View
from metrics.snapshot.changes import Judge
from metrics.store import Store
from metrics.store.queries import assess, beginning_on, known

_OF_A_DAY = ("version", "period", "last_day", "value", "qualifier", "grade")


@dataclass(frozen=True, slots=True)
class Closing:
    """Metrics as they stand; `kept` are those to which the day of judgement itself brings a value or a definition.

    Only on the day after a target is due is its verdict final, so that is the day on which one judges. What begins
    on that day belongs to no period that is over, and the metrics to which it would matter stand as on the eve.
    """

    assessments: Sequence[Assessment]
    kept: frozenset[str] = frozenset()


def closing(store: Store, view: View, judge: Judge, days: Collection[date]) -> Closing:
    """How everything stands from a view; `days` are the first ones after a period."""
    found = judge(store, view)
    begun = _with_composites(store, view, beginning_on(store, view.as_of, view.known_at)) if view.as_of in days else ()
    if not begun:
        return Closing(found)
    eve = replace(view, as_of=view.as_of - timedelta(days=1))
    was = {one.metric_id: one for one in assess(store, eve, begun)}
    kept = frozenset(one.metric_id for one in found if one.metric_id in begun and _differ(was.get(one.metric_id), one))
    stand = [was.get(one.metric_id) if one.metric_id in kept else one for one in found]
    return Closing([one for one in stand if one is not None], kept)


def _with_composites(store: Store, view: View, metrics: Collection[str]) -> Collection[str]:
    """Metrics and those of which they are parts."""
    if not metrics:
        return metrics
    parts = known(store, view.known_at).parts
    return {*metrics, *(name for name, rows in parts.items() if any(row["part_id"] in metrics for row in rows))}


def _differ(was: Assessment | None, one: Assessment) -> bool:
    return was is None or any(getattr(was, name) != getattr(one, name) for name in _OF_A_DAY)
