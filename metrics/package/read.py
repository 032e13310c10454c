"""How a package folder becomes rows: `datapackage.json` names the files, each row remembers its file and line."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path, PurePosixPath

from metrics.errors import Problem, RefusedError, nearest
from metrics.package.guard import for_spreadsheets, unguarded
from metrics.package.history import as_written, historic
from metrics.package.schema import NAMED, Table, Value, read_cell, tables
from metrics.package.seal import DESCRIPTOR, HISTORY, MALFORMED, broken_files, leads_out
from metrics.package.watch import Watch, unwatched


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a package, and where it stands."""

    place: str
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Package:
    """All rows of a package by kind of table, and everything that was wrong in reading them.

    A full history says of every row which version it is and when it was recorded. It is sealed where its files are
    still those that the program wrote.
    """

    tables: dict[str, list[Entry]]
    problems: list[Problem]
    historic: bool = False
    sealed: bool = False


def read_package(folder: Path, watch: Watch = unwatched) -> Package:
    """Read every table that `datapackage.json` names. Problems are gathered, none is raised but a missing package."""
    told = _described(folder)
    package = Package({name: [] for name in tables()}, [], told.historic, told.sealed)
    for path, name in watch(told.files, "read"):
        if leads_out(path):
            package.problems.append(Problem("path_outside", str(folder / DESCRIPTOR), {"path": path}))
        elif name not in tables():
            near = nearest(name, list(tables()))
            package.problems.append(Problem("unknown_schema", str(folder / DESCRIPTOR), {"name": name}, near))
        else:
            table = as_written(historic(name)) if package.historic else tables()[name]
            package.tables[name].extend(_entries(folder, path, table, package.problems))
    return package


@dataclass(frozen=True, slots=True)
class _Described:
    files: list[tuple[str, str]]  # paths of the tables, with the names of their schemas
    historic: bool
    sealed: bool


def _described(folder: Path) -> _Described:
    """What the package says of itself."""
    file = folder / DESCRIPTOR
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        tabled = [one for one in told["resources"] if not one.get("derived")]
        files = [(str(one["path"]), PurePosixPath(str(one["schema"])).stem) for one in tabled]
        historic_ = HISTORY in told
        return _Described(files, historic_, historic_ and not broken_files(folder, told))
    except OSError as error:
        raise RefusedError([Problem("no_package", str(folder))]) from error
    except MALFORMED as error:
        raise RefusedError([Problem("package_unreadable", str(file), {"reason": str(error)})]) from error


def _entries(folder: Path, path: str, table: Table, problems: list[Problem]) -> Iterator[Entry]:
    name = f"{folder.name}/{path}"
    try:
        with (folder / path).open(encoding="utf-8-sig", newline="") as file:
            guarded = for_spreadsheets(folder / path)
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            own = len(table.columns)
            if tuple(header[:own]) != table.names or not NAMED.issuperset(header[own:]):
                problems.append(_header_problem(f"{name}:1", header, table))
                return
            line = reader.line_num
            for cells in reader:
                place, line = f"{name}:{line + 1}", reader.line_num
                if cells:
                    yield from _entry(place, _own(cells, header, table, guarded=guarded), table, problems)
    except FileNotFoundError:
        problems.append(Problem("no_file", name))
    except (csv.Error, UnicodeDecodeError, OSError) as error:
        problems.append(Problem("file_unreadable", name, {"reason": str(error)}))


def _own(cells: list[str], header: list[str], table: Table, *, guarded: bool) -> list[str]:
    """The cells of the table's own columns, as they were before they were guarded."""
    if len(cells) == len(header):
        cells = cells[: len(table.columns)]
    if not guarded:
        return cells
    texts = [column.type == "string" for column in table.columns]
    return [unguarded(cell) if text else cell for text, cell in zip_longest(texts, cells, fillvalue="")]


def _header_problem(place: str, header: list[str], table: Table) -> Problem:
    for found, wanted in zip_longest(header, table.names, fillvalue=""):
        if found != wanted:
            near = nearest(found, table.names) if found not in table.names else ""
            return Problem("header", place, {"found": found, "wanted": wanted}, near)
    raise AssertionError(place)


def _entry(place: str, cells: list[str], table: Table, problems: list[Problem]) -> Iterator[Entry]:
    if len(cells) != len(table.columns):
        problems.append(Problem("cells", place, {"found": len(cells), "wanted": len(table.columns)}))
        return
    values: dict[str, Value] = {}
    wrong = []
    for column, text in zip(table.columns, cells, strict=True):
        values[column.name], problem = read_cell(column, text, place)
        if problem is not None:
            wrong.append(problem)
    problems.extend(wrong)
    if not wrong:
        yield Entry(place, values)
