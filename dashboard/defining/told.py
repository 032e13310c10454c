"""What did a click add, and what would one add or refuse? Row by row, each with its cell."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from dashboard.drawing.facts import Fact, draw_table
from dashboard.outcome import Outcome, outcome
from dashboard.sheet import sheet
from dashboard.startup import author, store, utc_now
from dashboard.visit import Visit
from metrics.errors import Problem, YardstickError
from metrics.package.written import CHILDREN, WRITABLE, Written, asked
from metrics.store.add import Seen, add_definitions
from metrics.store.difference import Added
from metrics.store.drafts import drop_draft
from metrics.store.entries import Change
from metrics.vocabulary import Basis, Comparator
from metrics.words import say

_MOST = 300
_COLUMNS = {*CHILDREN, *(column.name for table in WRITABLE for column in asked(table))}
_CODES = {"basis": [*Basis], "comparator": [*Comparator]}


def form() -> Outcome:
    """What is being defined in this session."""
    return outcome("define")


def does(visit: Visit, work: Callable[[], str], drafts: Sequence[str] = ()) -> None:
    """Do what a click asks for; it says what it did, or what is wrong and leaves the fields as they are.

    Once it is done, nothing of the drafts is kept.
    """
    try:
        text = work()
        form().finish()
        form().say(text)
        for draft in drafts:
            drop_draft(store(), author(), draft)
    except YardstickError as error:
        form().refuse(error.text(visit.language))


def add(visit: Visit, rows: Sequence[Written], seen: Seen | None = None) -> str:
    """Add rows; in words what became of them."""
    added = add_definitions(store(), rows, author(), utc_now(), seen)
    return visit.says("define.added", **counts(added))


def counts(added: Sequence[Added]) -> dict[str, int]:
    """How many rows were added, changed, or stood already."""
    return {change.value: sum(one.change is change for one in added) for change in Change}


def show_added(visit: Visit, added: Sequence[Added]) -> None:
    """A row for each that is added or changed: where it stands, what it is, what differs."""
    rows = [_row(visit, one) for one in added if one.change is not Change.UNCHANGED]
    if rows:
        headings = [visit.says(f"define.{name}") for name in ("cell", "table", "id", "change", "differs")]
        sheet(draw_table(headings, rows[:_MOST], visit.says("define.trial")), visit.language, "added")


def show_problems(visit: Visit, problems: Sequence[Problem]) -> None:
    """A row for each problem, with its cell."""
    rows = [[Fact("period", one.place), Fact("note", _worded(visit, one))] for one in problems[:_MOST]]
    headings = [visit.says(f"define.{name}") for name in ("cell", "problem")]
    sheet(draw_table(headings, rows, visit.says("define.problem")), visit.language, "problems")


def _row(visit: Visit, one: Added) -> list[Fact]:
    differs = [
        f"{_column(visit, column)}: {before or '-'} → {after or '-'}" for column, (before, after) in one.differs.items()
    ]
    return [
        Fact("period", one.place),
        Fact("kind", say(f"table.{one.table}", visit.language)),
        Fact("name", " ".join(one.key)),
        Fact("kind", say(f"change.{one.change}", visit.language)),
        Fact("note", "; ".join(differs)),
    ]


def _column(visit: Visit, name: str) -> str:
    return say(f"table.{name}" if name in CHILDREN else f"column.{name}", visit.language)


def _worded(visit: Visit, problem: Problem) -> str:
    """What is wrong, with columns and codes by what they are called on the page."""
    filled = dict(problem.filled)
    if filled.get("column") in _COLUMNS:
        filled["column"] = _column(visit, str(filled["column"]))
    if filled.get("table") in WRITABLE:
        filled["table"] = say(f"table.{filled['table']}", visit.language)
    because = str(filled.get("because", ""))
    for column, choices in _CODES.items():
        if because in choices:
            filled["because"] = say(f"choice.{column}_{because}", visit.language)
    return replace(problem, place="", filled=filled).text(visit.language)
