"""How plans, metrics and what they name are added and changed: checked as the seeds are, all of it or nothing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeAlias

from metrics.assessment import Assessment, TargetSpan, View
from metrics.checks.change import check_change
from metrics.definitions import Metric
from metrics.errors import ConflictError, Problem, RefusedError, nearest
from metrics.package.check import check_package, invented_beside_real
from metrics.package.read import Entry, Package
from metrics.package.schema import tables
from metrics.package.written import CHILDREN, WRITABLE, Written, at_cells, read_written
from metrics.people.roles import Action, Concern
from metrics.store.around import completed
from metrics.store.connection import Store
from metrics.store.difference import Added, Difference, Key, differences, number
from metrics.store.entries import Change
from metrics.store.queries import Known, assess, known, milestones, targets
from metrics.store.review import locked_targets
from metrics.store.transaction import Row, Write

_SHOWN = 5  # so many names stand in the trail


@dataclass(frozen=True, slots=True)
class Trial:
    """What adding rows would do, and everything that is wrong with them; then nothing would be added."""

    added: Sequence[Added]
    problems: Sequence[Problem]


Seen: TypeAlias = Mapping[tuple[str, Key], int]


def add_definitions(
    store: Store, rows: Sequence[Written], author: str, now: datetime, seen: Seen | None = None
) -> Sequence[Added]:
    """Add rows, and say what became of each; those that stand already change nothing.

    `seen` is which version of each the author looked at. Raises `RefusedError` with everything that is wrong,
    `ConflictError` where somebody was quicker, `ForbiddenError` where the author may not.
    """
    with store.write(author, _what(rows), now) as write:
        found = _added_in(write, rows)
        if found.problems:
            raise RefusedError(found.problems)
        _refuse_overtaken(found.added, seen)
        write.keep = any(one.change is not Change.UNCHANGED for one in found.added)
        return found.added


def try_definitions(store: Store, rows: Sequence[Written], author: str, now: datetime) -> Trial:
    """The same without keeping anything; what is wrong is told and not raised, but for `ForbiddenError`."""
    with store.trial(author, now) as write:
        return _added_in(write, rows)


@dataclass(frozen=True, slots=True)
class Preview:
    """How a metric would stand, with its targets and milestones."""

    assessment: Assessment
    targets: Sequence[TargetSpan]
    milestones: Mapping[date, float]


def preview(store: Store, rows: Sequence[Written], author: str, now: datetime, view: View) -> Preview:
    """How the one metric among the rows would stand. Raises as `add_definitions` does; nothing is kept."""
    (metric_id,) = {row.cells["metric_id"] for row in rows if row.table == "metrics"}
    with store.trial(author, now) as write:
        found = _added_in(write, rows)
        if found.problems:
            raise RefusedError(found.problems)
        (one,) = assess(write, replace(view, known_at=write.now), [metric_id])
        spans = targets(write, metric_id, write.now)
        return Preview(one, spans, milestones(write, metric_id, one.version))


def _what(rows: Sequence[Written]) -> str:
    names = list(dict.fromkeys(row.cells.get(tables()[row.table].key[0], "")[:60] for row in rows))
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"define {', '.join(names[:_SHOWN])}{more}"


def _added_in(write: Write, rows: Sequence[Written]) -> Trial:
    """Check rows within a transaction and add them where nothing is wrong."""
    defined = known(write, write.now)
    entries, unread = read_written(rows)
    number(write, defined, entries)
    package = completed(write, defined, entries)
    left_out = {(row.table, row.cells.get(tables()[row.table].key[0])) for row in rows} if unread else set()
    wrong = [one for one in check_package(package) if not _follows(one, left_out)]
    changes = list(differences(write, defined, _right(entries, wrong)))
    if not wrong:
        areas = (entry.values for entry in package.tables["areas"])
        wrong = [*invented_beside_real(areas), *_unfit(defined, package, changes)]
        wrong.extend(locked_targets(write, defined, _redefined(changes)))
    if not (unread or wrong):
        _require(write, defined, changes)
        _append(write, changes)
    problems = [*(_with_nearest(one, defined) for one in unread), *at_cells(wrong, rows)]
    return Trial([change.told for change in changes], problems)


def _follows(problem: Problem, left_out: Collection[tuple[str, str | None]]) -> bool:
    """Whether something is missing only because its own row can't be read."""
    if problem.key == "metric_lacks":
        return problem.filled["column"] in {table for table, _ in left_out} & set(CHILDREN)
    return problem.key == "reference" and (problem.filled["table"], problem.filled["value"]) in left_out


def _right(entries: Mapping[str, Sequence[Entry]], wrong: Sequence[Problem]) -> dict[str, list[Entry]]:
    """The rows about which nothing is wrong."""
    bad = {problem.place for problem in wrong}
    return {name: [entry for entry in some if entry.place not in bad] for name, some in entries.items()}


def _with_nearest(problem: Problem, defined: Known) -> Problem:
    """A problem of a name that names nothing, with the name that is most like it."""
    if problem.key != "reference":
        return problem
    rows = getattr(defined, str(problem.filled["table"]))
    names = [*rows, *(str(row.get(name)) for row in rows.values() for name in ("name", "name_en", "title"))]
    return replace(problem, nearest=nearest(str(problem.filled["value"]), names))


def _unfit(defined: Known, package: Package, changes: Sequence[Difference]) -> Iterator[Problem]:
    """What is wrong with changing metrics as they are to be changed."""
    plans = {**defined.plans} | {
        change.row["plan_id"]: change.row for change in changes if change.told.table == "plans"
    }
    valued = {entry.values["metric_id"] for entry in package.tables["observations"]}
    for change in changes:
        if change.told.table == "metrics" and change.before and change.told.change is Change.REVISED:
            plan = plans[change.before["plan_id"]]
            old, new = Metric.of(change.before), Metric.of(change.row)
            yield from check_change(old, new, plan, change.told.place, valued=new.metric_id in valued)


def _redefined(changes: Sequence[Difference]) -> Iterator[tuple[str, Row]]:
    for change in changes:
        if change.told.table == "metrics" and change.told.change is Change.REVISED:
            yield change.told.place, change.row


def _refuse_overtaken(added: Sequence[Added], seen: Seen | None) -> None:
    if seen is None:
        return
    other = [one for one in added if one.change is not Change.UNCHANGED and seen.get(one.identity, 0) != one.stood]
    if other:
        raise ConflictError([Problem("definition_overtaken", one.place, {"name": one.key[0]}) for one in other])


def _require(write: Write, defined: Known, changes: Sequence[Difference]) -> None:
    """Raise unless the author may change all that is changed, as it stood and as it is to be."""
    if write.required is None:
        return
    own = {change.row["area_id"]: change.row for change in changes if change.told.table == "areas"}
    placed = replace(defined, areas={**defined.areas} | own)
    changed = [change for change in changes if change.told.change is not Change.UNCHANGED]
    of_plans = any(change.told.table in ("plans", "metrics") for change in changed)
    for change in changed:
        if change.told.table == "sources" and change.before is None and of_plans:
            continue  # whoever may define a target may name its document
        for known_in, row in ((placed, change.row), (defined, change.before)):
            if row is not None:
                write.require(Action.DEFINE, _concern(known_in, change.told, row))


def _concern(defined: Known, told: Added, row: Row) -> Concern:
    if told.table == "metrics":
        return defined.concern(row)
    if told.table == "plans":
        return Concern(row["plan_id"], defined.above(row["area_id"]))
    if told.table == "areas":
        return Concern(None, defined.above(row["area_id"] if told.stood else row["parent_id"]))
    return Concern()


def _append(write: Write, changes: Sequence[Difference]) -> None:
    changed = [change for change in changes if change.told.change is not Change.UNCHANGED]
    for name in WRITABLE:
        rows = [change.row for change in changed if change.told.table == name and name != "metrics"]
        stood = [change.told.stood for change in changed if change.told.table == name]
        record = {"recorded_at": write.now, "recorded_by": write.author}
        write.append(name, [row | record | {"version": at + 1} for row, at in zip(rows, stood, strict=False)])
    metrics = [change.row for change in changed if change.told.table == "metrics"]
    below = (*CHILDREN, "grades")
    write.append("metrics", [{name: told for name, told in row.items() if name not in below} for row in metrics])
    for name in below:
        write.append(name, [child | {"version": row["version"]} for row in metrics for child in row[name]])
