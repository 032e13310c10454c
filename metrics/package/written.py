"""What are rows that somebody writes in a form or a sheet? Their cells are read as those of a package's files are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from metrics.errors import Problem
from metrics.package.check import REFERENCES
from metrics.package.read import Entry
from metrics.package.schema import Column, Value, read_cell, tables

# What somebody may write, in the order in which one needs the other.
WRITABLE = (
    *("areas", "clusters", "cluster_areas", "categories", "owners", "units", "limits", "sources", "plans"),
    *("metrics", "items", "parts", "milestones"),
)
CHILDREN = ("items", "parts", "milestones")
# What the store says of a row.
_RECORD = ("version", "recorded_at", "recorded_by")


@dataclass(frozen=True, slots=True)
class Written:
    """A row as somebody wrote it. `place` is where it stands, `places` where single cells do, by their columns."""

    table: str
    cells: Mapping[str, str]
    place: str = ""
    places: Mapping[str, str] = field(default_factory=dict)

    def at(self, column: str) -> str:
        """Where a cell stands."""
        return self.places.get(column, self.place)


def asked(table: str) -> tuple[Column, ...]:
    """The columns of a table that somebody fills in."""
    return tuple(column for column in tables()[table].columns if column.name not in _RECORD)


def read_written(rows: Sequence[Written]) -> tuple[dict[str, list[Entry]], list[Problem]]:
    """The rows by table, with typed values, and what is wrong with their cells. A row with a wrong cell is left out."""
    found: dict[str, list[Entry]] = {name: [] for name in tables()}
    problems: list[Problem] = []
    for row in rows:
        values, wrong = _read(row)
        problems.extend(wrong)
        if not wrong:
            found[row.table].append(Entry(row.place, values))
    return found, problems


def at_cells(problems: Sequence[Problem], rows: Sequence[Written]) -> list[Problem]:
    """The problems, each at the cell that it names, where it names one."""
    places = {row.place: row for row in rows if row.place}
    return [_at_cell(problem, places.get(problem.place)) for problem in problems]


def _at_cell(problem: Problem, row: Written | None) -> Problem:
    column = _COLUMNS.get(problem.key) or str(problem.filled.get("column") or problem.filled.get("name") or "")
    if row is None or column not in row.places:
        return problem
    return Problem(problem.key, row.at(column), problem.filled, problem.nearest, problem.doubt)


# The column that a problem is about, where it doesn't say so itself.
_COLUMNS = {
    **dict.fromkeys(("doubled", "metric_moved"), "metric_id"),
    **dict.fromkeys(("bounds_crossed", "about_two"), "target_low"),
    "direction_against": "direction",
    "starts_from_zero": "baseline",
    "grade_unknown": "target_grade",
    "scale_doubled": "scale",
    "grade_comparator": "comparator",
    "period_unknown": "baseline_period",
    **dict.fromkeys(("no_earlier_target", "revision_day", "revision_earlier"), "effective_from"),
    "definition_unexplained": "note",
    "address_form": "url",
    **dict.fromkeys(("part_basis", "part_unit"), "part_id"),
}


def _read(row: Written) -> tuple[dict[str, Value], list[Problem]]:
    values: dict[str, Value] = dict.fromkeys(tables()[row.table].names)
    wrong = []
    for column in asked(row.table):
        values[column.name], problem = read_cell(column, row.cells.get(column.name, ""), row.at(column.name))
        if problem is not None:
            wrong.append(_unnamed(row, column, problem))
    return values, wrong


def _unnamed(row: Written, column: Column, problem: Problem) -> Problem:
    """What is no id names nothing that there is, where another table is named."""
    target = REFERENCES.get((row.table, column.name))
    if problem.key != "pattern" or target is None:
        return problem
    of = row.cells.get(tables()[row.table].key[0], "")
    filled = {"of": of, "column": column.name, "value": row.cells[column.name], "table": target}
    return Problem("reference", problem.place, filled)
