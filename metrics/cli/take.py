"""`snapshot`: numbers leave, to a file or to standard output."""

import argparse
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from metrics.assessment import View
from metrics.cli.session import add_view, instants, now, opened_for_all, selected
from metrics.errors import YardstickError
from metrics.instants import read_day, read_moment
from metrics.snapshot.asked import Asked, Form, What, settled
from metrics.snapshot.package import take_package
from metrics.snapshot.take import take
from metrics.store import Store
from metrics.store.queries import known
from metrics.vocabulary import Status
from metrics.words import Language, say

_PACKAGE = "package"
_EXAMPLES = """\
python -m metrics snapshot snapshot.csv --plan jingan-135 --as-of 2020-12-31 --known-at 2021-06-30
python -m metrics snapshot values.xlsx --what observations --area 静安区
python -m metrics snapshot --what series --metric jingan135-hightech --form jsonl
python -m metrics snapshot changes.csv --what changes --since 2026-06-30
python -m metrics snapshot snapshot.zip                      everything, to load or verify it later

What each column is stands in metrics/snapshot/schemas. The same request gives the same bytes at any later time.
"""


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "snapshot",
        help="take the numbers away, as CSV, Excel, JSON lines or Parquet, or all of them as a package",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_view(parser)
    parser.add_argument("--status", choices=[*Status], help="only metrics with this status")
    parser.add_argument("--metric", default="", help="only this metric; needed for a series")
    parser.add_argument(
        "--what", choices=[*What, _PACKAGE], help="what to take (default: assessments, or for *.zip everything)"
    )
    parser.add_argument("--form", choices=[*Form], help="in which form (default: by the file's ending, else csv)")
    parser.add_argument("--since", metavar="DATE", help="changes since this day, judged on it and as known by its end")
    parser.add_argument("--since-known-at", metavar="DATE", help="… or as known by another moment")
    parser.add_argument("file", nargs="?", type=Path, help="where to write (default: standard output)")
    parser.set_defaults(run=_snapshot)


def _snapshot(options: argparse.Namespace) -> None:
    with opened_for_all() as store, TemporaryDirectory() as folder:
        asked = _asked(store, options)
        made = Path(folder) / asked.file_name
        if options.what == _PACKAGE or str(options.file or "").lower().endswith(".zip"):
            if not asked.selection.everything:
                raise YardstickError("package_is_whole")
            take_package(store, asked.view, made)
        else:
            take(store, asked, made)
        _hand_out(made, options.file, options.language)


def _asked(store: Store, options: argparse.Namespace) -> Asked:
    as_of, known_at = instants(options)
    view = settled(store, as_of, known_at, now(), options.profile)
    names = known(store, view.known_at)
    if not names.profiles:
        raise YardstickError("nothing_loaded", path=store.path)
    selection = selected(names, options, status=options.status or "", metric=options.metric)
    what = What(options.what) if options.what in [*What] else What.ASSESSMENTS
    asked = Asked(what, _form(options), view, selection, _since(store, options, what))
    asked.check(names)
    return asked


def _since(store: Store, options: argparse.Namespace, what: What) -> View | None:
    if what is not What.CHANGES or not options.since:
        return None
    known_at = read_moment(options.since_known_at or options.since)
    return settled(store, read_day(options.since), known_at, now(), options.profile)


def _form(options: argparse.Namespace) -> Form:
    if options.form:
        return Form(options.form)
    name = options.file.name.lower() if options.file else ""
    return max((form for form in Form if name.endswith(f".{form}")), key=len, default=Form.CSV)


def _hand_out(made: Path, file: Path | None, language: Language) -> None:
    if file is None or str(file) == "-":
        with made.open("rb") as stream:
            shutil.copyfileobj(stream, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    try:
        shutil.copyfile(made, file)
    except OSError as error:
        raise YardstickError("file_unwritable", path=file, reason=error.strerror) from error
    print(say("cli.written", language, size=f"{made.stat().st_size:,}", path=file))
