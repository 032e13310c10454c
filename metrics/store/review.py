"""How a value is reviewed: entered, submitted, approved or returned; an approved one is locked until it is reopened."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from metrics.checks.text import NOTE, check_text
from metrics.errors import Problem, RefusedError
from metrics.people.roles import Action, Concern
from metrics.store.connection import Store
from metrics.store.entries import Key
from metrics.store.queries import Known, known
from metrics.store.transaction import Reader, Row, Write


class State(StrEnum):
    """Where a value stands in its review."""

    ENTERED = "entered"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REOPENED = "reopened"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class ReviewRule:
    """Whether a plan asks that its values be approved before everybody sees them."""

    plan_id: str
    required: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """What is to become of values, by the revision that was looked at. To return and to reopen takes a comment."""

    values: Mapping[Key, int]
    to: State
    comment: str = ""


_MOVES = {
    State.SUBMITTED: (Action.ENTER, (State.ENTERED, State.RETURNED, State.REOPENED)),
    State.APPROVED: (Action.REVIEW, (State.SUBMITTED,)),
    State.RETURNED: (Action.REVIEW, (State.SUBMITTED,)),
    State.REOPENED: (Action.REOPEN, (State.APPROVED,)),
}
# What a status follows from.
_JUDGED_BY = (
    *("basis", "reported", "comparator", "direction", "target_low", "target_high", "tolerance", "target_grade"),
    *("scale", "unit_id", "baseline", "baseline_qualifier", "baseline_period", "path", "due"),
)
_JUDGED_BY_BELOW = {"items": ("item_id",), "parts": ("part_id", "weight"), "milestones": ("due", "value")}
_STANDING = """
SELECT o.*, m.plan_id, coalesce(v.state, 'entered') AS state, v.comment, v.recorded_by AS moved_by,
       v.recorded_at AS moved_at, coalesce(v.step, 0) AS step
FROM observations AS o
JOIN metrics AS m ON m.metric_id = o.metric_id AND m.version = 1
LEFT JOIN observations AS n ON n.metric_id = o.metric_id AND n.period = o.period AND n.item_id = o.item_id
  AND n.revision = o.revision + 1
LEFT JOIN (SELECT r.* FROM review AS r
           LEFT JOIN review AS l ON l.metric_id = r.metric_id AND l.period = r.period AND l.item_id = r.item_id
             AND l.step = r.step + 1
           WHERE l.step IS NULL) AS v
  ON v.metric_id = o.metric_id AND v.period = o.period AND v.item_id = o.item_id
WHERE n.revision IS NULL
"""


def ask_review(store: Store, rule: ReviewRule, author: str, now: datetime) -> None:
    """From now on a plan asks that its values be approved, or doesn't any more, and why. Raises `RefusedError`."""
    with store.write(author, f"{'ask' if rule.required else 'stop'} review {rule.plan_id}", now) as write:
        write.require(Action.DEFINE, Concern(plan_id=rule.plan_id))
        problems = list(check_text("reason", rule.reason, NOTE))
        if not rule.required and not rule.reason.strip():
            problems.append(Problem("stop_unexplained"))
        if rule.plan_id not in known(write, write.now).plans:
            problems.append(Problem("scope_unknown", filled={"scope": f"plan:{rule.plan_id}"}))
        if problems:
            raise RefusedError(problems)
        sql = "SELECT max(version) AS version FROM plan_review WHERE plan_id = $plan"
        last = write.read(sql, {"plan": rule.plan_id})[0]["version"] or 0
        write.append("plan_review", [{
            "plan_id": rule.plan_id, "version": last + 1, "required": rule.required,
            "reason": rule.reason.strip() or None, "recorded_at": write.now, "recorded_by": write.author,
        }])  # fmt: skip


def asks_for_review(store: Reader) -> bool:
    """Whether any plan has ever asked for review."""
    return bool(store.read("SELECT 1 FROM plan_review LIMIT 1"))


def seen_by_all(store: Store) -> Store:
    """The store as everybody may see it; itself as long as no plan has ever asked for review."""
    return store.published() if asks_for_review(store) else store


def reviewed_plans(store: Reader) -> frozenset[str]:
    """The plans that ask for review now."""
    sql = "SELECT plan_id, required FROM plan_review ORDER BY version"
    last = {row["plan_id"]: row["required"] for row in store.read(sql)}
    return frozenset(plan for plan, required in last.items() if required)


def standing(store: Reader) -> list[Row]:
    """The newest revision of every value of the plans that ask for review, with its state, by metric and period."""
    plans = reviewed_plans(store)
    if not plans:
        return []
    sql = f"{_STANDING} AND list_contains($plans, m.plan_id) ORDER BY o.metric_id, o.period_end, o.period, o.item_id"
    return [_settled(row) for row in store.read(sql, {"plans": sorted(plans)})]


def returned(store: Reader, metrics: Collection[str]) -> dict[Key, str]:
    """The values of some metrics that a reviewer sent back and nobody has entered anew, each with the comment."""
    rows = [row for row in standing(store) if row["state"] is State.RETURNED and row["metric_id"] in metrics]
    return {_key(row): row["comment"] for row in rows}


def move(store: Store, wanted: Move, author: str, now: datetime) -> int:
    """Submit, approve, return or reopen values, all of them or none; how many.

    Only what was looked at is moved: a value that was revised meanwhile is refused.
    Nobody approves what they have entered, but for whoever needs no role. Raises `RefusedError` with everything that
    is wrong, `ForbiddenError` where the author may not.
    """
    action, sources = _MOVES[wanted.to]
    keys = list(wanted.values)
    what = f"{wanted.to} {' '.join(keys[0]).strip()}" if len(keys) == 1 else f"{wanted.to} values"
    with store.write(author, what, now) as write:
        defined = known(write, write.now)
        for metric_id in {key[0] for key in keys} & defined.metrics.keys():
            write.require(action, defined.concern(defined.metrics[metric_id]))
        rows = {_key(row): row for row in standing(write)}
        problems = [*_comment_problems(wanted), *_problems(write, wanted, rows, sources)]
        if problems:
            raise RefusedError(problems)
        write.append("review", [_step(write, rows[key], wanted) for key in keys])
    return len(keys)


def refuse_locked(write: Write, keys: Sequence[Key]) -> None:
    """Raise `RefusedError` where one of these values is approved: it has to be reopened first."""
    locked = {_key(row) for row in standing(write) if row["state"] == State.APPROVED}
    found = [Problem("locked", filled={"metric": key[0], "period": key[1]}) for key in keys if key in locked]
    if found:
        raise RefusedError(found)


def locked_targets(write: Reader, defined: Known, rows: Iterable[tuple[str, Row]]) -> Iterator[Problem]:
    """What is wrong with new versions of metrics, each at its place: from their day on a value is approved.

    It was approved by what was asked for then. What no status follows from may change. A row that says nothing of its
    items, parts or milestones leaves them as they are.
    """
    approved: dict[str, Row] = {}
    for row in standing(write):
        last = approved.get(row["metric_id"])
        if row["state"] is State.APPROVED and (last is None or last["period_end"] < row["period_end"]):
            approved[row["metric_id"]] = row
    for place, row in rows:
        old, last = defined.metrics.get(row["metric_id"]), approved.get(row["metric_id"])
        if old is None or last is None or _judged_alike(defined, old, row):
            continue
        if last["period_end"] >= (row["effective_from"] or date.min):
            yield Problem("target_locked", place, {"metric": row["metric_id"], "period": last["period"]})


def _judged_alike(defined: Known, old: Row, new: Row) -> bool:
    below = {name: getattr(defined, name).get(old["metric_id"], []) for name in _JUDGED_BY_BELOW}
    return all(new[name] == old[name] for name in _JUDGED_BY) and all(
        _told(new.get(name, rows), _JUDGED_BY_BELOW[name]) == _told(rows, _JUDGED_BY_BELOW[name])
        for name, rows in below.items()
    )


def _told(rows: Iterable[Row], columns: Sequence[str]) -> set[tuple[object, ...]]:
    return {tuple(row[column] for column in columns) for row in rows}


def _settled(row: Row) -> Row:
    """A revision that came after the last step is a value that nobody has handed in yet."""
    moved = row["moved_at"]
    return row | {"state": State.ENTERED if moved is None or row["recorded_at"] > moved else State(row["state"])}


def _key(row: Row) -> Key:
    return row["metric_id"], row["period"], row["item_id"]


def _comment_problems(wanted: Move) -> Iterator[Problem]:
    if wanted.to in (State.RETURNED, State.REOPENED) and not wanted.comment.strip():
        yield Problem("move_unexplained")
    yield from check_text("comment", wanted.comment, NOTE)


def _problems(write: Write, wanted: Move, rows: dict[Key, Row], sources: tuple[State, ...]) -> Iterator[Problem]:
    if not wanted.values:
        yield Problem("nothing_chosen")
    for key, revision in wanted.values.items():
        filled = {"metric": key[0], "period": key[1]}
        if key not in rows:
            yield Problem("not_reviewed", filled=filled)
        elif rows[key]["revision"] != revision:
            at = f"{rows[key]['recorded_at']:%Y-%m-%d %H:%M}"
            yield Problem("moved_on", filled=filled | {"by": rows[key]["recorded_by"], "at": at})
        elif rows[key]["state"] not in sources:
            yield Problem(f"not_to_{wanted.to}", filled=filled)
        elif wanted.to is State.APPROVED and write.required is not None and rows[key]["recorded_by"] == write.author:
            yield Problem("own_value", filled=filled)


def _step(write: Write, row: Row, wanted: Move) -> Row:
    return {
        "metric_id": row["metric_id"], "period": row["period"], "item_id": row["item_id"], "step": row["step"] + 1,
        "revision": row["revision"], "state": wanted.to, "comment": wanted.comment.strip() or None,
        "recorded_at": write.now, "recorded_by": write.author,
    }  # fmt: skip
