"""`record`: one value comes in from the command line."""

import argparse
from typing import Any

from metrics.assessment import View
from metrics.cli.session import author, now, opened, today
from metrics.definitions import Metric, Observation
from metrics.errors import DoubtedError, YardstickError
from metrics.numbers import OtherUnitError, Typed, read_chosen
from metrics.store import Store
from metrics.store.entries import Click, Entry, Recorded, Source
from metrics.store.queries import assess, known
from metrics.store.record import record
from metrics.vocabulary import Basis, ObsStatus, Qualifier
from metrics.words import figures, say

_EXAMPLES = """\
python -m metrics record jingan135-hightech 2017 251 --source "统计公报" --url https://example.org/2017
python -m metrics record jingan135-hightech 2017 253 --note "年报更正"              a correction says why
python -m metrics record songjiang-5g-grade 2023-Q4 B                             a grade
python -m metrics record jingan135-functional-platforms 2018 1 --item credit      an item of a checklist
python -m metrics record jingan135-rd-spending 2017 --status M --note "尚未统计"    no value, and why

`python -m metrics status` lists the ids.
"""


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "record",
        help="enter a value; a second one for the same period is a correction",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("metric", help="the metric's id")
    parser.add_argument("period", help="2019, 2019-H1, 2019-Q3, 2019-11 or 2019-11-30")
    parser.add_argument(
        "value",
        nargs="?",
        default="",
        help="a number (1234.5, 1.2万, 约60, 近60, 2.5亿元) or a grade; nothing with --status M",
    )
    parser.add_argument("--qualifier", choices=[one.value for one in Qualifier], help="how exactly the value is known")
    parser.add_argument(
        "--status",
        choices=[one.value for one in ObsStatus],
        default=ObsStatus.NORMAL.value,
        help="A normal, P provisional, E estimated, F forecast, B break in series, M missing",
    )
    parser.add_argument("--item", default="", help="for a checklist: the thing that is done (value 1) or not done (0)")
    parser.add_argument("--unit", help="the unit of the value, where it isn't the metric's own")
    parser.add_argument("--source", default="", help="title of the document that gives the value")
    parser.add_argument("--url", default="", help="the document's address")
    parser.add_argument("--note", help="a remark; needed for a correction and for a missing value")
    parser.add_argument("--confirm", action="store_true", help="record it although something about it is odd")
    parser.set_defaults(run=_record)


def _record(options: argparse.Namespace) -> None:
    with opened() as store:
        metric = known(store, now()).metric(options.metric)
        entry = _entry(store, metric, options)
        before = _status(store, metric)
        done = _recorded(store, entry, confirm=options.confirm)
        after = _status(store, metric)
    told = done.observation
    shown = figures.entered(told, metric.unit_id, options.language)
    filled = {"metric": metric.metric_id, "period": told.period, "value": shown, "revision": done.revision}
    key = "saved" if done.added else "stood"
    print(
        say(
            f"cli.{key}",
            options.language,
            **filled,
            at=f"{done.recorded_at:%Y-%m-%d %H:%M:%S}",
            path=store.path,
        )
    )
    words = {name: say(f"status.{status}", options.language) for name, status in (("before", before), ("after", after))}
    print(say("cli.moved", options.language, **words))


def _recorded(store: Store, entry: Entry, *, confirm: bool) -> Recorded:
    try:
        return record(store, entry, author(), now())
    except DoubtedError as doubted:
        if not confirm:
            raise
        return record(store, entry, author(), now(), Click(confirmed=doubted.problems))


def _entry(store: Store, metric: Metric, options: argparse.Namespace) -> Entry:
    missing = options.status == ObsStatus.MISSING and not options.value
    graded = metric.basis is Basis.GRADE
    typed = Typed(None, None, None) if missing or graded else _typed(store, metric, options)
    told = Observation(
        metric_id=metric.metric_id,
        period=options.period,
        value=typed.value,
        unit_id=typed.unit_id or (options.unit if typed.value is None else None),
        grade=options.value if graded and not missing else None,
        qualifier=Qualifier(options.qualifier) if options.qualifier else typed.qualifier,
        obs_status=ObsStatus(options.status),
        item_id=options.item,
        note=options.note,
    )
    source = Source(options.source, url=options.url) if options.source or options.url else None
    return Entry(told, source, guessed=typed.guessed)


def _typed(store: Store, metric: Metric, options: argparse.Namespace) -> Typed:
    units = known(store, now()).convertible()
    try:
        return read_chosen(options.value, options.unit or "", metric.unit_id, units)
    except OtherUnitError as error:
        raise YardstickError("other_unit", value=options.value, unit=options.unit) from error
    except ValueError as error:
        raise YardstickError("bad_number", value=options.value) from error


def _status(store: Store, metric: Metric) -> str:
    view = View(today(), now())
    return next(one.status for one in assess(store, view) if one.metric_id == metric.metric_id)
