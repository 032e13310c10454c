"""`status`: how the metrics stand, as a table for people or as JSON."""

import argparse
import json
import sys
from typing import Any

from rich.console import Console
from rich.table import Table

from metrics.assessment import Assessment, View, exported
from metrics.cli.session import add_view, named, opened, selected, view_of
from metrics.errors import YardstickError
from metrics.snapshot import cell
from metrics.store import Store
from metrics.store.queries import assess, known
from metrics.vocabulary import Status
from metrics.words import Language, figures, say

_COLOURS = {
    Status.MET: "green",
    Status.ON_TRACK: "green",
    Status.BEHIND: "yellow",
    Status.OFF_TRACK: "red",
    Status.REVERSED: "red",
    Status.MISSED: "red",
}


def add(commands: Any) -> None:
    """Add the command."""
    status = commands.add_parser("status", help="how each metric stands, as a table or as JSON")
    add_view(status)
    status.add_argument("--json", action="store_true", help="a list of objects with the columns of the CSV")
    status.set_defaults(run=_status)


def _status(options: argparse.Namespace) -> None:
    view = view_of(options)
    with opened() as store:
        chosen = _chosen(store, options, view)
        path = store.path
    if options.json:
        print(json.dumps([_plain(one, view) for one in chosen], ensure_ascii=False, indent=1))
        return
    _print_table(chosen, options.language)
    moment = f"{view.known_at:%Y-%m-%d %H:%M}"
    print(say("cli.as_known", options.language, as_of=view.as_of, known_at=moment, profile=view.profile))
    print(say("cli.data_file", options.language, path=path))


def _chosen(store: Store, options: argparse.Namespace, view: View) -> list[Assessment]:
    names = known(store, view.known_at)
    if not names.profiles:
        raise YardstickError("nothing_loaded", path=store.path)
    named(names, "profile", options.profile, options.language)
    return selected(names, options).of(assess(store, view), names)


def _plain(one: Assessment, view: View) -> dict[str, object]:
    row = exported(one, view)
    return {
        name: value if isinstance(value, int | float | None) else _number_or_text(value) for name, value in row.items()
    }


def _number_or_text(value: object) -> object:
    text = cell(value)
    return float(text) if hasattr(value, "normalize") else text


def _print_table(chosen: list[Assessment], language: Language) -> None:
    if not chosen:
        print(say("cli.nothing", language))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("area", "metric", "value", "period", "target", "attainment", "status", "flags"):
        numeric = column in ("value", "target", "attainment")
        table.add_column(say(f"cli.{column}", language), justify="right" if numeric else "left", overflow="fold")
    for one in chosen:
        table.add_row(*_cells(one, language), style=None)
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
    console.print(table)


def _cells(one: Assessment, language: Language) -> list[str]:
    zh = language is Language.ZH
    colour = _COLOURS.get(Status(one.status), "default")
    return [
        (one.area if zh else one.area_en),
        f"{one.name if zh else one.name_en} [dim]{one.metric_id}[/dim]",
        figures.value(one, language),
        figures.period(one, language),
        figures.target(one, language),
        figures.ratio(one.attainment, language),
        f"[{colour}]{say(f'status.{one.status}', language)}[/{colour}]",
        ", ".join(say(f"flag.{flag}", language) for flag in one.flags),
    ]
