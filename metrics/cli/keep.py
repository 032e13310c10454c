"""`backup` and `restore`: the whole store as a folder, and back."""

import argparse
from pathlib import Path
from typing import Any

from metrics.cli.session import now, opened
from metrics.place import data_file
from metrics.store.backup import back_up, restore
from metrics.words import say


def add(commands: Any) -> None:
    """Add the two commands."""
    backup = commands.add_parser("backup", help="put everything into a new folder of Parquet files")
    backup.add_argument("folder", type=Path, help="a folder that doesn't exist yet")
    backup.set_defaults(run=_backup)
    back = commands.add_parser("restore", help="make the data file from a backup; an existing one is never touched")
    back.add_argument("folder", type=Path, help="a folder that backup made")
    back.set_defaults(run=_restore)


def _backup(options: argparse.Namespace) -> None:
    with opened() as store:
        back_up(store, options.folder.absolute())
        print(say("cli.backed_up", options.language, path=store.path, folder=options.folder))


def _restore(options: argparse.Namespace) -> None:
    restore(options.folder, data_file(), now())
    print(say("cli.restored", options.language, path=data_file(), folder=options.folder))
