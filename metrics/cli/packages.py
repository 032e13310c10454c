"""`load` and `check`: a package folder comes in, or is told everything that is wrong with it."""

import argparse
from pathlib import Path
from typing import Any

from metrics.cli.session import author, now, opened, watched
from metrics.errors import RefusedError
from metrics.package.archive import unpacked
from metrics.package.check import check_package
from metrics.package.read import read_package
from metrics.place import SEEDS
from metrics.store.load import load_package
from metrics.words import say


def add(commands: Any) -> None:
    """Add the two commands."""
    load = commands.add_parser("load", help="load a data package into the data file; twice changes nothing")
    load.set_defaults(run=_load)
    check = commands.add_parser("check", help="say everything that is wrong with a data package, as file:line: …")
    check.set_defaults(run=_check)
    for parser in (load, check):
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            default=SEEDS,
            help="a folder with a datapackage.json, or a snapshot as a zip (default: seeds/)",
        )


def _load(options: argparse.Namespace) -> None:
    with opened() as store:
        receipt = load_package(store, options.folder, author(), now(), watched)
        key = "loaded" if receipt.total else "loaded_nothing"
        print(say(f"cli.{key}", options.language, folder=options.folder, count=receipt.total, path=store.path))


def _check(options: argparse.Namespace) -> None:
    with unpacked(options.folder) as folder:
        package = read_package(folder, watched)
    problems = check_package(package)
    if problems:
        raise RefusedError(problems)
    count = sum(len(rows) for rows in package.tables.values())
    print(say("cli.checked", options.language, folder=options.folder, count=count))
