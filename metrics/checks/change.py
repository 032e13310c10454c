"""What must hold of a metric that is defined otherwise: it stays in its plan, and says why and from which day."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from metrics.definitions import Metric
from metrics.errors import Problem

# What says how a value is read: a value that stands would become another.
_READ_BY = ("basis", "reported", "unit_id")


def check_change(old: Metric, new: Metric, plan: Mapping[str, Any], place: str, *, valued: bool) -> Iterator[Problem]:
    """What is wrong with defining a metric of a plan otherwise; `valued` where values of it stand."""
    filled = {"metric": new.metric_id}
    for name in _READ_BY if valued else ():
        if getattr(new, name) != getattr(old, name):
            yield Problem("read_otherwise", place, filled | {"column": name})
    if new.plan_id != old.plan_id:
        yield Problem("metric_moved", place, filled | {"plan": old.plan_id})
    if not new.note or new.note == old.note:
        yield Problem("definition_unexplained", place, filled)
    if new.effective_from == old.effective_from:
        return
    if new.effective_from is None:
        yield Problem("revision_earlier", place, filled | {"day": old.effective_from})
    else:
        yield from check_day(old, new.effective_from, plan, place)


def check_day(old: Metric, day: date, plan: Mapping[str, Any], place: str = "") -> Iterator[Problem]:
    """What is wrong with the day from which a metric is defined otherwise: the definition before it needs its days."""
    first = max(old.effective_from or plan["period_start"], plan["period_start"])
    last = old.due or plan["period_end"] or date.max
    if not first < day <= last:
        filled = {"metric": old.metric_id, "day": day, "first": first, "last": last}
        yield Problem("revision_day", place, filled)
