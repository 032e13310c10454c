"""`load`, `check` and `export`: a package comes in, is told everything that is wrong with it, or is made of a plan."""

import argparse
from pathlib import Path
from typing import Any

from metrics.cli.session import author, named, now, opened, opened_for_all, watched
from metrics.errors import RefusedError, YardstickError
from metrics.package.archive import unpacked
from metrics.package.check import check_package
from metrics.package.read import read_package
from metrics.place import SEEDS
from metrics.snapshot.plan import PlanAsked, take_plan, write_plan
from metrics.store.load import load_package
from metrics.store.queries import known
from metrics.words import say


def add(commands: Any) -> None:
    """Add the three commands."""
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
    export = commands.add_parser("export", help="write one plan as a data package in the shape of seeds/")
    export.add_argument("plan", help="a plan by id or name")
    export.add_argument("path", type=Path, help="where to write: a new folder, or a file that ends in .zip")
    export.add_argument("--with-values", action="store_true", help="with the values that were entered for it")
    export.set_defaults(run=_export)


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


def _export(options: argparse.Namespace) -> None:
    with opened_for_all() as store:
        defined = known(store, now())
        asked = PlanAsked(named(defined, "plan", options.plan, options.language), now(), options.with_values)
        path = options.path
        try:
            if path.suffix.lower() == ".zip":
                take_plan(store, asked, path)
            else:
                path.mkdir(parents=True)
                write_plan(store, asked, path)
        except FileExistsError as error:
            raise YardstickError("exists", path=path) from error
        except OSError as error:
            raise YardstickError("file_unwritable", path=path, reason=error.strerror) from error
        print(say("cli.exported", options.language, plan=asked.plan_id, path=path))
