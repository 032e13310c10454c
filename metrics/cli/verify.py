"""`verify`: whether a snapshot is whole, and whether a store still says the same."""

import argparse
from pathlib import Path
from typing import Any

from metrics.cli.session import now
from metrics.errors import StoreError, YardstickError
from metrics.package.archive import unpacked
from metrics.package.seal import HISTORY
from metrics.place import data_file
from metrics.snapshot.verify import Difference, differences, first, read_description
from metrics.store import open_store
from metrics.store.review import seen_by_all
from metrics.words import Language, say

_SHOWN = 50


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "verify",
        help="say whether a snapshot is whole, and whether a store gives the same for the same instants",
        epilog="exit codes: 0 whole, and the same; 1 not whole; 4 whole, but the store says otherwise",
    )
    parser.add_argument("package", type=Path, help="a snapshot as a zip, or unpacked into a folder")
    parser.add_argument(
        "--against",
        nargs="?",
        metavar="FILE",
        type=Path,
        const=Path(),
        help="compare with a data file, by default the one that every command uses",
    )
    parser.set_defaults(run=_verify)


def _verify(options: argparse.Namespace) -> None:
    language = options.language
    with unpacked(options.package) as folder:
        told = read_description(folder)
        print(say("cli.whole", language, path=options.package, count=len(told["resources"]), **told[HISTORY]))
        if options.against is None:
            return
        path = data_file() if options.against == Path() else options.against
        shown, count = _compared(path, folder, told)
    for one in shown:
        print(_line(one, language))
    if count:
        raise YardstickError("differs", path=path, count=count)
    print(say("cli.same", language, path=path))


def _compared(path: Path, folder: Path, told: dict[str, Any]) -> tuple[list[Difference], int]:
    if not path.is_file():
        raise StoreError("no_data_file", path=path)
    store = open_store(path, now())
    try:
        return first(differences(seen_by_all(store), folder, told), _SHOWN)
    finally:
        store.close()


def _line(one: Difference, language: Language) -> str:
    filled = {"file": one.file, "key": " ".join(one.key)}
    if one.ours is None:
        return say("cli.only_there", language, **filled)
    if one.theirs is None:
        return say("cli.only_here", language, **filled)
    changes = "; ".join(f"{name} {one.theirs[name] or '–'} → {one.ours[name] or '–'}" for name in one.theirs)
    return say("cli.row_differs", language, changes=changes, **filled)
