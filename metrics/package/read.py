"""How a package folder becomes rows: `datapackage.json` names the files, each row remembers its file and line."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path, PurePosixPath

from metrics.errors import Problem, RefusedError, nearest
from metrics.package.schema import Table, Value, read_cell, tables
from metrics.package.watch import Watch, unwatched


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a package, and where it stands."""

    place: str
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Package:
    """All rows of a package by kind of table, and everything that was wrong in reading them."""

    tables: dict[str, list[Entry]]
    problems: list[Problem]


def read_package(folder: Path, watch: Watch = unwatched) -> Package:
    """Read every table that `datapackage.json` names. Problems are gathered, none is raised but a missing package."""
    package = Package({name: [] for name in tables()}, [])
    for path, table in watch(list(_resources(folder, package.problems)), "read"):
        package.tables[table.name].extend(_entries(folder, path, table, package.problems))
    return package


def _resources(folder: Path, problems: list[Problem]) -> Iterator[tuple[str, Table]]:
    file = folder / "datapackage.json"
    try:
        described = json.loads(file.read_text(encoding="utf-8"))
        listed = [(str(one["path"]), str(one["schema"])) for one in described["resources"]]
    except OSError as error:
        raise RefusedError([Problem("no_package", str(folder))]) from error
    except (ValueError, KeyError, TypeError) as error:
        raise RefusedError([Problem("package_unreadable", str(file), {"reason": str(error)})]) from error
    for path, schema in listed:
        name = PurePosixPath(schema).stem
        if _outside(path):
            problems.append(Problem("path_outside", str(file), {"path": path}))
        elif name not in tables():
            problems.append(Problem("unknown_schema", str(file), {"name": name}, nearest(name, list(tables()))))
        else:
            yield path, tables()[name]


def _outside(path: str) -> bool:
    pure = PurePosixPath(path)
    return pure.is_absolute() or ".." in pure.parts


def _entries(folder: Path, path: str, table: Table, problems: list[Problem]) -> Iterator[Entry]:
    name = f"{folder.name}/{path}"
    try:
        with (folder / path).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            if tuple(header) != table.names:
                problems.append(_header_problem(f"{name}:1", header, table))
                return
            line = reader.line_num
            for cells in reader:
                place, line = f"{name}:{line + 1}", reader.line_num
                if cells:
                    yield from _entry(place, cells, table, problems)
    except FileNotFoundError:
        problems.append(Problem("no_file", name))
    except (csv.Error, UnicodeDecodeError, OSError) as error:
        problems.append(Problem("file_unreadable", name, {"reason": str(error)}))


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
