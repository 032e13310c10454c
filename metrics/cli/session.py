"""What every command needs: the open store, the clock, who is asking, a progress bar, the view that was asked for."""

import argparse
import getpass
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import TypeVar

from rich.console import Console
from rich.progress import track

from metrics.assessment import View
from metrics.errors import YardstickError, nearest
from metrics.place import data_file
from metrics.settings import settings
from metrics.snapshot.asked import Selection
from metrics.store import Store, open_store
from metrics.store.queries import Known
from metrics.store.review import seen_by_all
from metrics.words import Language, say

Item = TypeVar("Item")


def now() -> datetime:
    """The moment, in UTC without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def today() -> date:
    """The day at the office, or where the person sits."""
    return datetime.now().astimezone(settings().zone).date()


def author() -> str:
    """The name of the machine's account."""
    return getpass.getuser()


@contextmanager
def opened() -> Iterator[Store]:
    """The store of this machine, closed at the end."""
    store = open_store(data_file(), now())
    try:
        yield store
    finally:
        store.close()


@contextmanager
def opened_for_all() -> Iterator[Store]:
    """The same as everybody may see it: what leaves the program tells no value that waits for approval."""
    with opened() as store:
        yield seen_by_all(store)


def watched(steps: Sequence[Item], label: str) -> Iterable[Item]:
    """The same steps, with a bar on standard error while a person watches."""
    if not sys.stderr.isatty():
        return steps
    return track(steps, description=label, console=Console(stderr=True), transient=True)


def add_view(parser: argparse.ArgumentParser) -> None:
    """The options that choose from where one looks, and at what."""
    parser.add_argument(
        "--as-of",
        metavar="DATE",
        help="judge as on this day (2026-09-30); periods that end later don't count",
    )
    parser.add_argument(
        "--known-at",
        metavar="DATE",
        help="use only what was recorded by the end of this day (UTC), or by a moment (2026-09-30T12:00:00Z)",
    )
    parser.add_argument("--profile", default="standard", help="the rule for a status: standard, traffic-light or cagr")
    parser.add_argument("--area", help="an area by id, code or name, with the areas below it")
    parser.add_argument("--alone", action="store_true", help="the area without the areas below it")
    parser.add_argument("--cluster", help="an industry cluster by id or name")
    parser.add_argument("--plan", help="a plan by id or name")


def view_of(options: argparse.Namespace) -> View:
    """From where the options look; `YardstickError` for what isn't a date."""
    as_of, known_at = instants(options)
    return View(as_of, known_at or now(), options.profile)


def instants(options: argparse.Namespace) -> tuple[date, datetime | None]:
    """The day on which to judge, and the moment up to which records count where one was asked for."""
    as_of = _moment(options.as_of).date() if options.as_of else today()
    if not options.known_at:
        return as_of, None
    known_at = _moment(options.known_at)
    return as_of, known_at if "T" in options.known_at else datetime.combine(known_at.date(), time.max)


def selected(known: Known, options: argparse.Namespace, **more: str) -> Selection:
    """Which metrics the options choose; `YardstickError` with the nearest name for what there isn't."""
    chosen = {
        kind: named(known, kind, asked, options.language) if (asked := getattr(options, kind)) else ""
        for kind in ("plan", "area", "cluster")
    }
    return Selection(**chosen, alone=options.alone, **more)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError) as error:
        raise YardstickError("bad_date", value=text) from error


def named(known: Known, kind: str, asked: str, language: Language) -> str:
    """The id of an area, a cluster, a plan or a profile that was asked for by id, code or name in either language."""
    rows = getattr(known, f"{kind}s")
    for identity, row in rows.items():
        if asked.lower() in (identity, row.get("code"), row["name"].lower(), row["name_en"].lower()):
            return str(identity)
    names = [*rows, *(row["name"] for row in rows.values()), *(row["name_en"] for row in rows.values())]
    near = nearest(asked, names)
    filled = {"kind": say(f"kind.{kind}", language), "name": asked, "near": near}
    raise YardstickError("no_such_like" if near else "no_such", **filled)
