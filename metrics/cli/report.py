"""`report`: the monitoring report of a plan for a quarter, a half or a year."""

import argparse
import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from metrics.cli.session import named, now, opened_for_all, today
from metrics.errors import YardstickError
from metrics.instants import read_moment
from metrics.report.subject import read_period, subject_of, views
from metrics.settings import settings
from metrics.store.queries import known
from metrics.words import Language, say


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "report",
        help="write the monitoring report of a plan for a quarter, a half or a year, as PDF or DOCX",
        epilog="python -m metrics report jingan-135 2016 report.pdf",
    )
    parser.add_argument("plan", help="a plan by id or name")
    parser.add_argument("period", help="2019, 2019-H1 or 2019-Q3")
    parser.add_argument("file", type=Path, help="where to write: *.pdf or *.docx")
    parser.add_argument("--lang", choices=[*Language], help="the report's language (default: that of messages)")
    parser.add_argument("--known-at", metavar="DATE", help="use only what was recorded by the end of this day (UTC)")
    parser.add_argument("--profile", default="standard", help="the rule for a status")
    parser.set_defaults(run=_report)


def _report(options: argparse.Namespace) -> None:
    from metrics.report.write import Paper, write_report  # noqa: PLC0415 - other commands need not wait for them

    ending = options.file.suffix.lower().lstrip(".")
    if ending not in [*Paper]:
        raise YardstickError("report_ending", path=options.file)
    period = read_period(options.period)
    language = Language(options.lang) if options.lang else options.language
    with opened_for_all() as store, TemporaryDirectory() as folder:
        known_at = store.settled(read_moment(options.known_at) if options.known_at else None, now())
        names = known(store, known_at)
        plan = named(names, "plan", options.plan, options.language)
        named(names, "profile", options.profile, options.language)
        subject = subject_of(store, plan, period, views(period, known_at, options.profile, today()))
        made = Path(folder) / "report"
        write_report(replace(subject, address=settings().address), Paper(ending), language, made)
        try:
            shutil.copyfile(made, options.file)
        except OSError as error:
            raise YardstickError("file_unwritable", path=options.file, reason=error.strerror) from error
    print(say("cli.written", options.language, size=f"{options.file.stat().st_size:,}", path=options.file))
