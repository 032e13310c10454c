"""Whether the files of a snapshot are still those that were written: its description has their sizes and SHA-256."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from metrics.errors import Problem

DESCRIPTOR = "datapackage.json"
# What a snapshot says of itself: its instants, the versions of the program and of the definitions.
HISTORY = "yardstick"
# What reading a description raises that isn't one, however it was spoiled.
MALFORMED = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


def leads_out(name: str) -> bool:
    """Whether a path that a package names isn't one within it."""
    pure = PurePosixPath(name)
    return pure.is_absolute() or ".." in pure.parts or "\\" in name or ":" in name


def sealed(path: Path) -> dict[str, object]:
    """What a description says of a file, so that a change shows."""
    return {"bytes": path.stat().st_size, "hash": f"sha256:{_digest(path)}"}


def broken_files(folder: Path, told: Mapping[str, Any]) -> list[Problem]:
    """Every file that is missing, or isn't what the description says, or that it doesn't name."""
    return list(_broken(folder, told))


def _broken(folder: Path, told: Mapping[str, Any]) -> Iterator[Problem]:
    named = {DESCRIPTOR}
    for one in [*told["resources"], *told.get(HISTORY, {}).get("files", [])]:
        named.add(one["path"])
        path = folder / one["path"]
        if leads_out(one["path"]):
            yield Problem("path_outside", DESCRIPTOR, {"path": one["path"]})
        elif not path.is_file():
            yield Problem("no_file", one["path"])
        elif sealed(path) != {"bytes": one.get("bytes"), "hash": one.get("hash")}:
            yield Problem("not_whole", one["path"])
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.is_file() and name not in named:
            yield Problem("not_named", name)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
