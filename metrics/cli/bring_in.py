"""`import`: a file of values comes in, tried first where that is asked for."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from metrics.cli.session import author, named, now, opened
from metrics.errors import DoubtedError, RefusedError, YardstickError
from metrics.sheets.bring_in import bring_in, likeliest, shape_of, try_file
from metrics.sheets.bulk import Table, bring_in_table, large_table
from metrics.sheets.entries import read_entries
from metrics.sheets.layout import PlainShape
from metrics.sheets.read import Sheet, read_sheets
from metrics.store.entries import Click, Receipt, Recorded
from metrics.store.queries import Known, known
from metrics.words import Language, figures, say

_EXAMPLES = """\
python -m metrics import values.csv --dry-run             see what it would do
python -m metrics import values.csv
python -m metrics import table.xlsx --sheet 2019 --reason "年报更正"

A file is CSV (UTF-8 or GB18030) or XLSX. In our own shape its first row names the columns metric_id, period, value and
perhaps item_id, unit_id, qualifier, obs_status, source, published_on, url, note. In a plain sheet each row is a metric,
by id or name, and each column a period (2019, 2019-Q3, 2019年三季度). Either all of it is recorded, or nothing.
"""


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "import",
        help="enter the values of a CSV or XLSX file, all of them or none",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, help="a CSV or XLSX file")
    parser.add_argument("--sheet", help="the sheet of a workbook (default: the one that most likely holds the values)")
    parser.add_argument("--plan", help="look for the metrics of a plain sheet in this plan alone")
    parser.add_argument("--area", help="look for them in this area, with the areas below it")
    parser.add_argument("--reason", default="", help="why, for every correction that has no note of its own")
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be added and revised, and change nothing"
    )
    parser.add_argument("--accept", action="store_true", help="take the metrics that were guessed from like names")
    parser.add_argument("--confirm", action="store_true", help="record it although something about it is odd")
    parser.set_defaults(run=_import)


def _import(options: argparse.Namespace) -> None:
    content = _content(options)
    table = None if options.dry_run or options.reason else large_table(content)
    if table is not None:
        _import_table(table, options)
        return
    sheets = read_sheets(content)
    with opened() as store:
        defined = known(store, now())
        among = _among(defined, options)
        sheet = _sheet(sheets, options) or sheets[likeliest(sheets, defined, among)]
        shape = shape_of(sheet, defined, among)
        if isinstance(shape, PlainShape):
            _tell_mapping(shape, options)
        read = read_entries(sheet, shape, defined, options.reason, among)
        if options.dry_run:
            trial = try_file(store, read, author(), now())
            if trial.errors:
                raise RefusedError(trial.errors)
            _tell(trial.receipt, defined, options.language)
            if trial.doubts and not options.confirm:
                raise DoubtedError(trial.doubts)
            print(say("cli.would", options.language, **trial.receipt.counts))
            return
        receipt = _confirmed(lambda click: bring_in(store, read, author(), now(), click), confirm=options.confirm)
        print(say("cli.brought_in", options.language, path=store.path, **receipt.counts))


def _import_table(table: Table, options: argparse.Namespace) -> None:
    with opened() as store:
        receipt = _confirmed(
            lambda click: bring_in_table(store, table, author(), now(), click), confirm=options.confirm
        )
        print(say("cli.brought_in", options.language, path=store.path, **receipt.counts))


def _confirmed(record: Callable[[Click], Receipt], *, confirm: bool) -> Receipt:
    try:
        return record(Click())
    except DoubtedError as doubted:
        if not confirm:
            raise
        return record(Click(confirmed=doubted.problems))


def _content(options: argparse.Namespace) -> bytes:
    try:
        return bytes(options.file.read_bytes())
    except OSError as error:
        raise YardstickError("file_unreadable", path=options.file, reason=error.strerror) from error


def _sheet(sheets: Sequence[Sheet], options: argparse.Namespace) -> Sheet | None:
    """The sheet that was asked for."""
    if options.sheet is None:
        return None
    found = next((sheet for sheet in sheets if sheet.name == options.sheet), None)
    if found is None:
        raise YardstickError("no_sheet", name=options.sheet, names=", ".join(sheet.name for sheet in sheets))
    return found


def _among(defined: Known, options: argparse.Namespace) -> list[str]:
    plan = named(defined, "plan", options.plan, options.language) if options.plan else None
    area = named(defined, "area", options.area, options.language) if options.area else None
    areas = defined.below(area) if area else None
    return [
        name
        for name, row in defined.metrics.items()
        if plan in (None, row["plan_id"]) and (areas is None or row["area_id"] in areas)
    ]


def _tell_mapping(shape: PlainShape, options: argparse.Namespace) -> None:
    headed = [f"{shape.titles[column]} → {period or '–'}" for column, period in shape.periods.items()]
    print(say("cli.periods", options.language, periods=", ".join(headed)))
    if not any(shape.periods.values()):
        raise YardstickError("file_shapeless")
    for row, metric in shape.metrics.items():
        filled = {"row": shape.row_name(row), "label": shape.labels[row]}
        key = "cli.mapped" if metric else "cli.shared" if row in shape.shared else "cli.left_out"
        print(say(key, options.language, **(filled | {"metric": metric} if metric else filled)))
    guessed = [row for row, metric in shape.metrics.items() if metric and row not in shape.sure]
    if guessed and not options.accept:
        raise YardstickError("unsure")


def _tell(receipt: Receipt, defined: Known, language: Language) -> None:
    for one in receipt.recorded:
        if one.added:
            print(_line(one, defined, language))


def _line(one: Recorded, defined: Known, language: Language) -> str:
    told, unit = one.observation, defined.metrics[one.observation.metric_id]["unit_id"]
    return say(
        "cli.line",
        language,
        place=one.place,
        metric=told.metric_id,
        period=told.period,
        before=figures.entered(one.before, unit, language) if one.before else figures.NONE,
        value=figures.entered(told, unit, language),
        change=say(f"change.{one.change}", language),
    )
