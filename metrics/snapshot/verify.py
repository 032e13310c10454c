"""Whether a package is whole, and whether a store gives the same for the same instants; if not, which rows differ."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from filecmp import cmp
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from metrics.assessment import View
from metrics.errors import Problem, RefusedError
from metrics.package.seal import DESCRIPTOR, HISTORY, MALFORMED, broken_files
from metrics.snapshot.package import write_package
from metrics.store import Store

_Rows = dict[tuple[str, ...], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that isn't the same: in which file, its key, and by column what stands there and what the store says.

    Without `theirs` the package lacks the row, without `ours` the store does.
    """

    file: str
    key: tuple[str, ...]
    theirs: dict[str, str] | None
    ours: dict[str, str] | None


def read_description(folder: Path) -> dict[str, Any]:
    """What a package says of itself. Raises `RefusedError` where it isn't a snapshot, or its files aren't whole."""
    try:
        told: dict[str, Any] = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
        problems = broken_files(folder, told)
        view_of(told)
        told[HISTORY]["program"], told[HISTORY]["definitions"]
    except OSError as error:
        raise RefusedError([Problem("no_package", str(folder))]) from error
    except MALFORMED as error:
        raise RefusedError([Problem("package_unreadable", DESCRIPTOR, {"reason": repr(error)})]) from error
    if problems:
        raise RefusedError(problems)
    return told


def view_of(told: dict[str, Any]) -> View:
    """From where a package looks."""
    own = told[HISTORY]
    known_at = datetime.fromisoformat(own["known_at"]).astimezone(UTC).replace(tzinfo=None)
    return View(date.fromisoformat(own["as_of"]), known_at, own["profile"])


def differences(store: Store, folder: Path, told: dict[str, Any]) -> Iterator[Difference]:
    """Every row in which a whole package and the store differ, by file and key; of a file of no known name, itself."""
    with TemporaryDirectory() as inside:
        ours = Path(inside)
        write_package(store, view_of(told), ours)
        own = {one["path"]: one["schema"] for one in json.loads((ours / DESCRIPTOR).read_text("utf-8"))["resources"]}
        for path, schema in own.items():
            here, there = ours / path, folder / path
            if not there.is_file() or not cmp(here, there, shallow=False):
                key = json.loads((ours / schema).read_text(encoding="utf-8"))["primaryKey"]
                yield from _rows_that_differ(path, _rows(there, key), _rows(here, key))
        for one in told["resources"]:
            if one["path"] not in own:
                yield Difference(one["path"], (), {}, None)


def _rows(path: Path, key: list[str]) -> _Rows:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {tuple(row.get(column) or "" for column in key): row for row in csv.DictReader(file)}


def _rows_that_differ(file: str, theirs: _Rows, ours: _Rows) -> Iterator[Difference]:
    for key in sorted(theirs.keys() | ours.keys()):
        there, here = theirs.get(key), ours.get(key)
        if there == here:
            continue
        if there is None or here is None:
            yield Difference(file, key, there, here)
        else:
            changed = [name for name in there | here if there.get(name) != here.get(name)]
            yield Difference(
                file,
                key,
                {name: there.get(name, "") for name in changed},
                {name: here.get(name, "") for name in changed},
            )


def first(found: Iterator[Difference], most: int) -> tuple[list[Difference], int]:
    """The first so many differences, and how many there are in all."""
    shown = list(islice(found, most))
    return shown, len(shown) + sum(1 for _ in found)
