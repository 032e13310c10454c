"""`define`: plans, metrics and what they name come in from a sheet, tried first where that is asked for."""

import argparse
from pathlib import Path
from typing import Any

from metrics.cli.session import author, named, now, opened
from metrics.errors import RefusedError, YardstickError
from metrics.sheets.definition_template import definition_csv, definition_workbook
from metrics.sheets.definitions import read_definitions
from metrics.sheets.read import read_sheets
from metrics.store.add import add_definitions, try_definitions
from metrics.store.difference import Added
from metrics.store.entries import Change
from metrics.store.queries import known
from metrics.words import Language, say

_EXAMPLES = """\
python -m metrics define --template plan.xlsx                     an empty workbook, with lists to choose from
python -m metrics define --template plan.xlsx --plan jingan-135   with what stands of a plan
python -m metrics define plan.xlsx --dry-run                      see what it would add and change
python -m metrics define plan.xlsx

A sheet for each table: metrics, items, parts, milestones, plans, sources, areas, clusters, categories, owners, units.
Its first row names the columns. It is checked as a data package is; either all of it is taken, or nothing.
"""


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "define",
        help="add or change plans, metrics and what they name, from a CSV or XLSX file",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, help="a CSV or XLSX file")
    parser.add_argument("--dry-run", action="store_true", help="say what it would do, and change nothing")
    parser.add_argument("--template", action="store_true", help="write a file to fill in")
    parser.add_argument("--plan", help="with the template: what stands of this plan")
    parser.set_defaults(run=_define)


def _define(options: argparse.Namespace) -> None:
    if options.template:
        _template(options)
        return
    try:
        content = options.file.read_bytes()
    except OSError as error:
        raise YardstickError("file_unreadable", path=options.file, reason=error.strerror) from error
    with opened() as store:
        defined = read_definitions(read_sheets(content), known(store, now()))
        for name in defined.skipped:
            print(say("cli.skipped", options.language, name=name))
        trial = try_definitions(store, defined.rows, author(), now())
        if defined.problems or trial.problems:
            raise RefusedError([*defined.problems, *trial.problems])
        for one in trial.added:
            if one.change is not Change.UNCHANGED:
                print(_line(one, options.language))
        if not options.dry_run:
            add_definitions(store, defined.rows, author(), now(), {one.identity: one.stood for one in trial.added})
        counts = {change.value: sum(one.change is change for one in trial.added) for change in Change}
        key = "cli.would" if options.dry_run else "cli.brought_in"
        print(say(key, options.language, path=store.path, **counts))


def _template(options: argparse.Namespace) -> None:
    with opened() as store:
        defined = known(store, now())
    plan = named(defined, "plan", options.plan, options.language) if options.plan else ""
    csv = options.file.suffix.lower() == ".csv"
    content = definition_csv(defined, "metrics", plan) if csv else definition_workbook(defined, plan)
    try:
        options.file.write_bytes(content)
    except OSError as error:
        raise YardstickError("file_unwritable", path=options.file, reason=error.strerror) from error
    print(say("cli.written", options.language, size=f"{len(content):,}", path=options.file))


def _line(one: Added, language: Language) -> str:
    differs = "; ".join(
        f"{column}: {before or '-'} → {after or '-'}" for column, (before, after) in one.differs.items()
    )
    told = (one.place, say(f"table.{one.table}", language), " ".join(one.key), say(f"change.{one.change}", language))
    return " ".join(part for part in (*told, f"({differs})" if differs else "") if part)
