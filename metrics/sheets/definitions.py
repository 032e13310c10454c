"""What do the sheets of a file say about plans, metrics and what they name? Each row remembers its cells."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from metrics.errors import Problem, YardstickError, nearest
from metrics.package.check import REFERENCES
from metrics.package.guard import unguarded
from metrics.package.schema import Column, tables
from metrics.package.written import WRITABLE, Written, asked
from metrics.periods import Grain, parse_period
from metrics.sheets.headings import read_period
from metrics.sheets.read import Sheet
from metrics.store.queries import Known
from metrics.words import Language, say

_SEARCHED = 20
_NAMED = frozenset({"areas", "clusters", "categories", "owners", "units", "sources", "plans", "metrics"})


@dataclass(frozen=True, slots=True)
class Defined:
    """The rows of a file, what its headings leave unclear, and the sheets of which nothing was taken."""

    rows: Sequence[Written]
    problems: Sequence[Problem]
    skipped: Sequence[str]


def read_definitions(sheets: Sequence[Sheet], known: Known) -> Defined:
    """The rows of every sheet that heads the columns of one of our tables. `YardstickError` where none does."""
    shapes = [(sheet, _shape(sheet)) for sheet in sheets]
    found = [(sheet, shape) for sheet, shape in shapes if shape is not None]
    if not found:
        raise YardstickError("file_undefined")
    names = _names(known, found)
    rows = [row for sheet, shape in found for row in _rows(sheet, shape, names)]
    unclear = [problem for sheet, shape in found for problem in shape.unclear]
    return Defined(rows, unclear, [sheet.name for sheet, shape in shapes if shape is None])


@dataclass(frozen=True, slots=True)
class _Shape:
    table: str
    header: int
    columns: Mapping[str, int]
    unclear: Sequence[Problem]


def _shape(sheet: Sheet) -> _Shape | None:
    """The table whose columns a row near the top heads; every column without which no row can be must be there."""
    for header in range(min(_SEARCHED, len(sheet.rows))):
        shapes = [shape for table in WRITABLE if (shape := _headed(sheet, header, table))]
        if shapes:
            return min(shapes, key=lambda shape: (len(shape.unclear), -len(shape.columns)))
    return None


def _headed(sheet: Sheet, header: int, table: str) -> _Shape | None:
    columns: dict[str, int] = {}
    unclear = []
    for at in range(len(sheet.rows[header])):
        text = sheet.cell(header, at)
        name = headings(table).get(_folded(text), "")
        if name and name not in columns:
            columns[name] = at
        elif text:
            near = nearest(text.split()[-1], [column.name for column in asked(table)])
            unclear.append(Problem("column_unknown", sheet.place(header, at), {"text": text, "table": table}, near))
    needed = {column.name for column in asked(table) if column.required}
    return _Shape(table, header, columns, unclear) if columns.keys() >= needed else None


@cache
def headings(table: str) -> Mapping[str, str]:
    """What may stand above each column of a table: its name, its word in either language, or both."""
    return _worded("column.{name}", [column.name for column in asked(table)])


def _worded(key: str, codes: Sequence[str]) -> dict[str, str]:
    """The codes by what they are called."""
    words = {(code, say(key.format(name=code), language)) for code in codes for language in Language}
    return {_folded(text): code for code, word in words for text in (word, f"{word} {code}", f"{code} {word}", code)}


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().replace("*", " ").split())


def _rows(sheet: Sheet, shape: _Shape, names: Mapping[str, Mapping[str, str]]) -> list[Written]:
    rows = []
    columns = {column.name: column for column in asked(shape.table)}
    for row in range(shape.header + 1, len(sheet.rows)):
        told = {name: unguarded(sheet.cell(row, at)) for name, at in shape.columns.items()}
        if not any(told.values()):
            continue
        cells = {name: _cell(shape.table, columns[name], text, names) for name, text in told.items()}
        first = sheet.place(row, min(shape.columns.values()))
        places = {name: sheet.place(row, at) for name, at in shape.columns.items()}
        rows.append(Written(shape.table, cells, first, places))
    return rows


def _cell(table: str, column: Column, text: str, names: Mapping[str, Mapping[str, str]]) -> str:
    """A cell as a package has it; what can't be told stays as it was written, and is refused where it matters."""
    text = text.strip()
    if not text:
        return ""
    if column.choices:
        return _one_of(_choices(column), text)
    target = REFERENCES.get((table, column.name))
    if target is not None:
        return _one_of(names.get(target, {}), text)
    if column.name == "baseline_period":
        return read_period(text) or text
    if column.type == "date":
        name = read_period(text)
        return name if name and parse_period(name).grain is Grain.DAY else text
    return text if column.type == "string" else unicodedata.normalize("NFKC", text)


def _one_of(names: Mapping[str, str], text: str) -> str:
    """The code that a text is, or that is called so."""
    return names.get(text) or names.get(_folded(text), text)


@cache
def _choices(column: Column) -> Mapping[str, str]:
    return _worded(f"choice.{column.name}_{{name}}", column.choices)


def _names(known: Known, found: Sequence[tuple[Sheet, _Shape]]) -> dict[str, dict[str, str]]:
    """By table, the id of what is named so, in the store or in the file; a name that several bear names none."""
    names: dict[str, dict[str, str]] = {}
    for table in _NAMED:
        rows = {identity: dict(row) for identity, row in getattr(known, table).items()}
        for sheet, shape in found:
            if shape.table == table:
                rows |= {row.cells[tables()[table].key[0]]: dict(row.cells) for row in _rows(sheet, shape, {})}
        names[table] = _called(rows)
    return names


def _called(rows: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    called: dict[str, str] = {}
    for identity, row in rows.items():
        words = {row.get(column) or "" for column in ("name", "name_en", "title")} - {""}
        for name in {_folded(text) for word in words for text in (word, f"{identity} {word}")}:
            called[name] = "" if called.get(name, identity) != identity else identity
    return {name: identity for name, identity in called.items() if identity} | {one: one for one in rows}
