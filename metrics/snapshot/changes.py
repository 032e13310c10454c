"""What is not the same between two instants, and why: a value, a revision, a target, time passing, another rule."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from metrics.assessment import Assessment, View, exported
from metrics.snapshot.asked import Selection
from metrics.snapshot.cells import cell
from metrics.snapshot.schema import table
from metrics.store import Row, Store
from metrics.store.queries import known, revised

Judge = Callable[[Store, View], Sequence[Assessment]]
_TARGET = ("comparator", "target_low", "target_high", "tolerance", "target_grade", "due", "path", "baseline", "goal")
_VALUE = ("value", "qualifier", "grade", "period", "obs_status")
_PAIRED = ("value", "grade", "period", "target_low", "target_high", "due", "attainment", "status")


class Cause(StrEnum):
    """What moved a metric."""

    NEW = "new"
    TARGET = "target"
    VALUE = "value"
    REVISION = "revision"
    TIME = "time"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Change:
    """A metric at two instants; `before` is None where it wasn't known. `revised` counts its revised values."""

    before: Assessment | None
    after: Assessment
    causes: tuple[Cause, ...]
    revised: int

    @property
    def moved(self) -> bool:
        """Whether its status is another one."""
        return self.before is None or self.before.status != self.after.status


def changes(store: Store, before: View, after: View, selection: Selection, judge: Judge) -> list[Change]:
    """Each metric of the later instant whose value, target or status differs, or of which a value was revised."""
    then = {one.metric_id: one for one in judge(store, before)}
    later = {one.metric_id: one for one in judge(store, replace(before, as_of=after.as_of))}
    ruled = {one.metric_id: one.status for one in judge(store, replace(before, profile=after.profile))}
    counts = Counter(row["metric_id"] for row in revisions_between(store, before, after))
    chosen = selection.of(judge(store, after), known(store, after.known_at))
    found = []
    for one in chosen:
        earlier = then.get(one.metric_id)
        causes = tuple(_causes(earlier, one, later, ruled))
        if not causes and earlier is not None and earlier.status != one.status:
            causes = (Cause.VALUE,)  # what moved it is no part of the value itself: a period more or less
        if causes or counts[one.metric_id]:
            found.append(Change(earlier, one, causes, counts[one.metric_id]))
    return found


def revisions_between(store: Store, before: View, after: View) -> list[Row]:
    """Values that were known before and say something else after: `value_before`, the new row, and `note` says why."""
    return revised(store, before.known_at, after.known_at, max(before.as_of, after.as_of))


def _causes(
    before: Assessment | None, after: Assessment, later: Mapping[str, Assessment], ruled: Mapping[str, str]
) -> Iterator[Cause]:
    if before is None:
        yield Cause.NEW
        return
    if _differ(before, after, _TARGET):
        yield Cause.TARGET
    if _differ(before, after, _VALUE):
        yield Cause.REVISION if before.period == after.period else Cause.VALUE
    moved = before.status != after.status
    # where another value counts on the later day, it is not the time between that moved the status
    then = later[after.metric_id]
    if moved and then.status != before.status and not _differ(before, then, (*_VALUE, *_TARGET)):
        yield Cause.TIME
    if moved and ruled[after.metric_id] != before.status:
        yield Cause.RULE


def _differ(before: Assessment, after: Assessment, columns: Sequence[str]) -> bool:
    return any(getattr(before, column) != getattr(after, column) for column in columns)


def change_rows(found: Sequence[Change], before: View, after: View) -> Iterator[list[str]]:
    """As rows of `schemas/changes.json`."""
    for one in found:
        row = exported(one.after, after)
        told = {} if one.before is None else exported(one.before, before)
        for name in _PAIRED:
            row |= {f"{name}_before": told.get(name), f"{name}_after": row[name]}
        for when, view in (("before", before), ("after", after)):
            row |= {f"{name}_{when}": text for name, text in view.given.items()}
        row |= {"why": ";".join(one.causes), "revised": one.revised}
        yield [cell(row[name]) for name in table("changes").names]
