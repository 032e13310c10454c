"""How a target is revised or dropped: another version of the definition, in force from a day, that says why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from metrics.checks.change import check_day
from metrics.checks.definition import check_metric
from metrics.checks.text import NOTE, check_text
from metrics.definitions import Metric
from metrics.errors import ConflictError, Problem, RefusedError
from metrics.package.schema import storable
from metrics.people.roles import Action
from metrics.store.connection import Store
from metrics.store.queries import Known, known
from metrics.store.review import locked_targets
from metrics.store.transaction import Row, Write

_CHILDREN = ("items", "parts", "milestones", "grades")


@dataclass(frozen=True, slots=True)
class TargetChange:
    """What a metric's target is to be from a day on, and why. A bound that its comparator doesn't have stays empty.

    `seen` is the version that the author looked at, None for the newest.
    """

    metric_id: str
    target_low: Decimal | None
    target_high: Decimal | None
    effective_from: date
    reason: str
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class TargetDrop:
    """From which day a metric has no target any more and no report is asked for, and why; `seen` as above."""

    metric_id: str
    effective_from: date
    reason: str
    seen: int | None = None


# What a metric without a target has no use for.
_DROPPED = ("comparator", "path", "due", "target_low", "target_high", "tolerance", "target_grade", "frequency")


def drop_target(store: Store, drop: TargetDrop, author: str, now: datetime) -> int:
    """Let a metric be followed without a target from a day on; the number of the new version.

    Before that day it is judged as it was. Raises as `revise_target` does.
    """
    with store.write(author, f"drop target {drop.metric_id} from {drop.effective_from}", now) as write:
        defined = known(write, write.now)
        old = _standing(write, defined, drop)
        told = dict.fromkeys(_DROPPED) | {"effective_from": drop.effective_from}
        row = _version(write, old, told, drop.reason)
        problems = list(_undroppable(old, row, defined.plans[old["plan_id"]], drop))
        problems.extend(locked_targets(write, defined, [("", row)]))
        if problems:
            raise RefusedError(problems)
        _append(write, old, row)
    return int(row["version"])


def revise_target(store: Store, change: TargetChange, author: str, now: datetime) -> int:
    """Give a metric another target; the number of the new version. The old one keeps standing for the days before.

    Raises `RefusedError` with everything that is wrong, `ConflictError` where somebody has changed the metric since it
    was looked at, `ForbiddenError` where the author may not.
    """
    with store.write(author, f"target {change.metric_id} from {change.effective_from}", now) as write:
        defined = known(write, write.now)
        old = _standing(write, defined, change)
        bounds = {"target_low": change.target_low, "target_high": change.target_high}
        row = _version(write, old, bounds | {"effective_from": change.effective_from}, change.reason)
        problems = list(_problems(old, row, defined.plans[old["plan_id"]], change))
        problems.extend(locked_targets(write, defined, [("", row)]))
        if problems:
            raise RefusedError(problems)
        _append(write, old, row)
    return int(row["version"])


def _standing(write: Write, defined: Known, change: TargetChange | TargetDrop) -> Row:
    """The version that stands, where the author may change it and has looked at it."""
    row = defined.metrics[defined.metric(change.metric_id).metric_id]
    write.require(Action.DEFINE, defined.concern(row))
    if change.seen not in (None, row["version"]):
        raise ConflictError([Problem("definition_overtaken", filled={"name": change.metric_id})])
    return row


def _version(write: Write, old: Row, told: Row, reason: str) -> Row:
    record = {"version": old["version"] + 1, "recorded_at": write.now, "recorded_by": write.author}
    return old | told | record | {"note": reason.strip() or None}


def _append(write: Write, old: Row, row: Row) -> None:
    write.append("metrics", [row])
    for table in _CHILDREN:
        write.append(table, [child | {"version": row["version"]} for child in _children(write, table, old)])


def _children(write: Write, table: str, metric: Row) -> list[Row]:
    sql = f"SELECT * FROM {table} WHERE metric_id = $metric_id AND version = $version ORDER BY rowid"  # noqa: S608
    return write.read(sql, {"metric_id": metric["metric_id"], "version": metric["version"]})


def _undroppable(old: Row, row: Row, plan: Row, drop: TargetDrop) -> Iterator[Problem]:
    filled = {"metric": drop.metric_id}
    if old["comparator"] is None:
        yield Problem("no_target", filled=filled)
        return
    if not drop.reason.strip():
        yield Problem("revision_unexplained", filled=filled)
    yield from check_text("reason", drop.reason, NOTE)
    if drop.effective_from > row["recorded_at"].date():
        yield Problem("drop_ahead", filled=filled | {"day": drop.effective_from})  # until then reports are asked for
    yield from check_day(Metric.of(old), drop.effective_from, plan)
    yield from check_metric(Metric.of(row), "")


def _problems(old: Row, row: Row, plan: Row, change: TargetChange) -> Iterator[Problem]:
    filled = {"metric": change.metric_id}
    if not change.reason.strip():
        yield Problem("revision_unexplained", filled=filled)
    yield from check_text("reason", change.reason, NOTE)
    bounds = [bound for bound in (change.target_low, change.target_high) if bound is not None]
    if not all(storable(bound) for bound in bounds):
        yield Problem("value_size", filled=filled | {"value": ", ".join(str(bound) for bound in bounds)})
        return
    if (old["target_low"], old["target_high"]) == (change.target_low, change.target_high):
        yield Problem("revision_idle", filled=filled)
    yield from check_day(Metric.of(old), change.effective_from, plan)
    yield from check_metric(Metric.of(row), "")
