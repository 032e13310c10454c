"""`demo`: a data file of its own with a fictional district."""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from metrics.cli.session import now, today, watched
from metrics.demonstration import demonstrate
from metrics.errors import StoreError
from metrics.store import open_store
from metrics.store.load import load_package
from metrics.words import say


def add(commands: Any) -> None:
    """Add the command."""
    demo = commands.add_parser(
        "demo", help="make a data file with a fictional district in which every kind of target stands"
    )
    demo.add_argument("--to", metavar="FILE", type=Path, required=True, help="a data file that doesn't exist yet")
    demo.add_argument("--seed", type=int, default=1, help="another number gives other values (default: 1)")
    demo.set_defaults(run=_demo)


def _demo(options: argparse.Namespace) -> None:
    path = options.to.absolute()
    if path.exists():
        raise StoreError("exists", path=path)
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    store = open_store(unfinished, now())
    try:
        with TemporaryDirectory() as folder:
            package = Path(folder) / "demonstration"
            demonstrate(package, options.seed, today())
            receipt = load_package(store, package, "demonstration", now(), watched)
    finally:
        store.close()
    unfinished.rename(path)
    print(say("cli.demonstrated", options.language, path=path, count=receipt.total, seed=options.seed))
