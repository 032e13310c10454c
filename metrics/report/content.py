"""What a report says, section by section, in the reader's language."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from metrics.assessment import DEFAULT_PROFILE, Assessment
from metrics.definitions import Observation
from metrics.explanation import allowance_used, lacks_final, outlook, reason, status_word, undecided
from metrics.instants import write_moment
from metrics.periods import Grain, Period
from metrics.report.blocks import Charts, Grid, Items, Report, Section, Text
from metrics.report.charts import chart_of
from metrics.report.subject import Subject
from metrics.rollup import Rollup, roll_up
from metrics.store import Row
from metrics.version import VERSION
from metrics.vocabulary import Status
from metrics.words import Language, figures, say

_LATE = (Status.REVERSED, Status.MISSED, Status.OFF_TRACK, Status.BEHIND)
_NUMERALS = "一二三四五六七八九十"


def compose(subject: Subject, language: Language) -> Report:
    """The whole report."""
    parts: Sequence[tuple[str, Callable[[Subject, Language], Iterator[Section | Text | Items | Grid | Charts]]]] = (
        ("summary", _summary),
        ("categories", _categories),
        ("late", _late),
        ("unpaced", _unpaced),
        ("moved", _moved),
        ("revised", _revised),
        ("missing", _missing),
        ("method", _method),
    )
    sections: list[Section] = []
    for key, build in parts:
        told = list(build(subject, language))
        if not told:
            continue
        number = sum(one.level == 1 for one in sections)
        own = [one for one in told if not isinstance(one, Section)]
        sections.append(Section(_numbered(number, say(f"paper.{key}", language), language), own))
        sections += [one for one in told if isinstance(one, Section)]
    plan = subject.plan["name" if language is Language.ZH else "name_en"]
    title = say("paper.title", language, period=period_name(subject.period, language))
    footer = say("paper.footer", language, **_instants(subject))
    if subject.known.fictional:
        footer = _joined([say("paper.fictional", language), footer], language)
    return Report(title, plan, language.tag, footer, sections)


def period_name(period: Period, language: Language) -> str:
    """2026年第三季度; Q3 2026."""
    number = period.name[-1] if period.grain is not Grain.YEAR else ""
    return say(f"paper.{period.grain}{number}", language, year=period.start.year)


def _numbered(number: int, title: str, language: Language) -> str:
    return f"{_NUMERALS[number]}、{title}" if language is Language.ZH else f"{number + 1}. {title}"


def _instants(subject: Subject) -> dict[str, object]:
    return {"as_of": subject.after.as_of, "known_at": f"{subject.after.known_at:%Y-%m-%d %H:%M}", "program": VERSION}


def _summary(subject: Subject, language: Language) -> Iterator[Text | Grid]:
    now = roll_up(subject.now)
    yield Text(_overview(subject, now, language))
    if not now.targets:
        return
    yield Text(_balance(subject, language))
    names = [period_name(one, language) for one in (subject.period, subject.previous)]
    header = [say("paper.status", language), *names, say("paper.difference", language)]
    rows = list(_counts(subject, language))
    if subject.first:
        yield Grid(header[:2], [row[:2] for row in rows], (4, 8), (1,))
    else:
        yield Grid(header, rows, (4, 3, 3, 2), (1, 2, 3))


def _counts(subject: Subject, language: Language) -> Iterator[list[str]]:
    """How many have each status, now and before; of the first period, only those that there are now."""
    now, then = _tally(subject.now, language), _tally(subject.then, language)
    for word in _words(subject, language):
        if now[word] or not subject.first:
            yield [word, str(now[word]), str(then[word]), _signed(now[word] - then[word])]
    mean, before = (roll_up(members).attainment for members in (subject.now, subject.then))
    shown = (figures.ratio(share, language, 1) for share in (mean, before))
    yield [say("paper.mean", language), *shown, _points(mean, before, language)]


def _tally(members: Sequence[Assessment], language: Language) -> Counter[str]:
    return Counter(status_word(one, language) for one in members if one.status != Status.MONITORED)


def _words(subject: Subject, language: Language) -> list[str]:
    """The words for the statuses that there are, the gravest first."""
    order = [*Status]
    members = sorted([*subject.now, *subject.then], key=lambda one: (order.index(Status(one.status)), lacks_final(one)))
    return list(dict.fromkeys(status_word(one, language) for one in members if one.status != Status.MONITORED))


def _points(now: float | None, then: float | None, language: Language) -> str:
    """By how many percentage points a share has moved, between the shares as they are shown."""
    if now is None or then is None:
        return ""
    moved = round(round(now * 100, 1) - round(then * 100, 1), 1)
    return say("paper.points", language, number=f"{moved:+.1f}".replace("-", "\u2212") if moved else "0")


def _overview(subject: Subject, now: Rollup, language: Language) -> str:
    if not now.targets:
        return say("paper.overview_monitored", language, metrics=now.metrics)
    binding = [one for one in subject.now if one.binding == "binding"]
    judged = sum(one.judged for one in subject.now)
    shares = {"judged": judged, "share": now.judged, "attainment": figures.ratio(now.attainment, language, 1)}
    told: dict[str, dict[str, object]] = {
        "overview": {"metrics": now.metrics, "targets": now.targets, "monitored": now.monitored},
        "judged_none" if not judged else "judged" if judged == now.judged else "judged_some": shares,
        "binding": {"binding": len(binding), "late": _count_late(binding)},
        "due" if now.due else "overdue": {"overdue": now.overdue, "due": now.due},
    }
    if not binding:
        del told["binding"]
    return _joined([say(f"paper.{key}", language, **filled) for key, filled in told.items()], language)


def _balance(subject: Subject, language: Language) -> str:
    order = {status: at for at, status in enumerate((*_LATE, Status.ON_TRACK, Status.MET))}
    moves = [
        (order[Status(one.before.status)], order[Status(one.after.status)])
        for one in subject.moved
        if one.before is not None and one.before.status in order and one.after.status in order
    ]
    better, worse = sum(b > a for a, b in moves), sum(b < a for a, b in moves)
    counted = {"late": _count_late(subject.now), "revised": len(subject.revised)}
    key = "balance_first" if subject.first else "balance"
    return say(f"paper.{key}", language, better=better, worse=worse, **counted)


def _count_late(members: Sequence[Assessment]) -> int:
    return sum(one.status in _LATE for one in members)


def _categories(subject: Subject, language: Language) -> Iterator[Section | Text]:
    ceiling = any(allowance_used(one) is not None for one in subject.now)
    legends = ("legend", "legend_ceiling") if ceiling else ("legend",)
    yield Text(_joined([say(f"paper.{key}", language) for key in legends], language))
    header = [say(f"paper.{name}", language) for name in ("metric", "value", "target", "bullet", "trend", "status")]
    gathered: dict[str, list[Assessment]] = {}
    for one in subject.now:
        gathered.setdefault(one.category if language is Language.ZH else one.category_en, []).append(one)
    for title, members in gathered.items():
        rows = [
            chart_of(one, _place(subject, one, language), subject.series[one.metric_id], subject.after.as_of, language)
            for one in members
        ]
        yield Section(title, [Charts(header, rows)], level=2)


def _late(subject: Subject, language: Language) -> Iterator[Text | Items]:
    profile = subject.known.profiles[subject.after.profile]
    late = sorted(
        (one for one in subject.now if one.status in _LATE), key=lambda one: [*Status].index(Status(one.status))
    )
    if not late:
        if _aims(subject):
            yield Text(say("paper.none_late", language))
        return
    colon = say("paper.colon", language)
    yield Items(
        [
            (
                _name(subject, one, language),
                f"{_late_word(one, language)}{colon}{_why(subject, one, profile, language)}",
            )
            for one in late
        ]
    )


def _late_word(one: Assessment, language: Language) -> str:
    word = say(f"status.{one.status}", language)
    return say("paper.of_binding", language, status=word) if one.binding == "binding" else word


def _unpaced(subject: Subject, language: Language) -> Iterator[Items]:
    """The metrics whose values can't be told early or late; nothing where there are none."""
    profile = subject.known.profiles[subject.after.profile]
    unpaced = [one for one in subject.now if one.status == Status.NO_BASELINE]
    if unpaced:
        yield Items([(_name(subject, one, language), _why(subject, one, profile, language)) for one in unpaced])


def _why(subject: Subject, one: Assessment, profile: Row, language: Language) -> str:
    said = [reason(one, profile, language)]
    if one.needed_per_year is not None:
        needed = figures.change(round(abs(one.needed_per_year), one.decimals + 1), one, language)
        key = "needed" if one.needed_per_year >= 0 else "needed_less"
        said.append(say(f"paper.{key}", language, amount=needed, due=one.due))
    said.append(outlook(one, language))
    note = next((each.note for each in reversed(subject.series[one.metric_id]) if each.period == one.period), None)
    if note:
        said.append(say("paper.note", language, note=note.strip().rstrip("。.")))
    if one.owner_id in subject.known.owners:
        said.append(say("paper.answers", language, owner=_owner(subject, one, language)))
    return _joined(said, language)


def _joined(said: Sequence[str], language: Language) -> str:
    return ("" if language is Language.ZH else " ").join(filter(None, said))


def _aims(subject: Subject) -> bool:
    """Whether any metric has a target, and so a status."""
    return any(one.status != Status.MONITORED for one in (*subject.now, *subject.then))


def _moved(subject: Subject, language: Language) -> Iterator[Text | Grid]:
    if not _aims(subject):
        return
    if subject.first:
        yield Text(say("paper.first", language))
        return
    rows = [
        [
            _name(subject, one.after, language),
            status_word(one.before, language) if one.before else figures.NONE,
            status_word(one.after, language),
            say("paper.and", language).join(say(f"paper.cause_{cause}", language) for cause in one.causes),
        ]
        for one in subject.moved
    ]
    header = [say(f"paper.{name}", language) for name in ("metric", "before", "after", "cause")]
    yield Grid(header, rows, (5, 2, 2, 4)) if rows else Text(say("paper.none_moved", language))


def _revised(subject: Subject, language: Language) -> Iterator[Text | Grid]:
    metrics = {one.metric_id: one for one in subject.now}
    rows = [_revision(subject, row, metrics[row["metric_id"]], language) for row in subject.revised]
    header = [say(f"paper.{name}", language) for name in ("metric", "period", "before", "after", "remark")]
    yield Grid(header, rows, (5, 2, 2, 2, 5), (2, 3)) if rows else Text(say("paper.none_revised", language))


def _revision(subject: Subject, row: Row, one: Assessment, language: Language) -> list[str]:
    before = {**row, "value": row["value_before"], "unit_id": row["unit_before"], "grade": row["grade_before"]}
    before |= {"qualifier": row["qualifier_before"], "obs_status": row["obs_status_before"]}
    said, says = (
        figures.entered(
            Observation.of({**each, "source_id": None}), one.unit_id, language, subject.known.units, one.decimals
        )
        for each in (before, row)
    )
    if said == says:  # what differs is whether it is provisional, an estimate, …
        kinds = (say(f"paper.{each['obs_status']}", language) for each in (before, row))
        said, says = (f"{text}\n{kind}" for text, kind in zip((said, says), kinds, strict=True))
    return [_name(subject, one, language), row["period"], said, says, row["note"] or ""]


def _missing(subject: Subject, language: Language) -> Iterator[Text | Grid]:
    rows = [
        [
            _name(subject, one, language),
            _owner(subject, one, language),
            figures.period(one, language) or figures.NONE,
            _lack(one, language),
        ]
        for one in subject.now
        if one.report or one.period is None or (lacks_final(one) and not undecided(one))
    ]
    header = [say(f"paper.{name}", language) for name in ("metric", "owner", "last", "lack")]
    yield Grid(header, rows, (5, 4, 2, 3)) if rows else Text(say("paper.none_missing", language))


def _lack(one: Assessment, language: Language) -> str:
    if one.report:
        return say("paper.awaited", language, state=say(f"report.{one.report}", language), day=one.awaited_day)
    if one.comparator:
        return status_word(one, language)
    told = (say(f"status.{status}", language) for status in (Status.MONITORED, Status.NO_DATA))
    return say("paper.and", language).join(told)


def _owner(subject: Subject, one: Assessment, language: Language) -> str:
    row = subject.known.owners.get(one.owner_id or "")
    return str(row["name" if language is Language.ZH else "name_en"]) if row else figures.NONE


def _method(subject: Subject, language: Language) -> Iterator[Text | Items]:
    profile = subject.known.profiles[subject.after.profile]
    zh = language is Language.ZH
    yield Text(
        say("paper.rule", language, name=profile["name" if zh else "name_en"])
        + profile["description" if zh else "description_en"]
    )
    before = {
        "previous": period_name(subject.previous, language),
        "before": f"{subject.before.known_at:%Y-%m-%d %H:%M}",
    }
    key = "basis_first" if subject.first else "basis"
    yield Text(say(f"paper.{key}", language, **before, **_instants(subject)))
    yield Text(say("paper.unknown", language))
    cited = {one.source_id for one in subject.now}
    cited |= {value.source_id for values in subject.series.values() for value in values if value.source_id}
    sources = [subject.known.sources[name] for name in sorted(cited) if name in subject.known.sources]
    yield Items([(row["title"], _published(row)) for row in sources])
    address = f"api/assessments.csv?plan={subject.plan['plan_id']}&as_of={subject.after.as_of}"
    address = f"{address}&known_at={write_moment(subject.after.known_at)}"
    if subject.after.profile != DEFAULT_PROFILE:
        address = f"{address}&profile={subject.after.profile}"
    yield Text(say("paper.again", language, address=address))


def _published(row: Row) -> str:
    told = (row["publisher"], row["document_number"], row["published_on"] and str(row["published_on"]), row["url"])
    return " · ".join(part for part in told if part)


def _signed(number: int) -> str:
    return f"{number:+d}".replace("-", "\u2212") if number else "0"


def _place(subject: Subject, one: Assessment, language: Language) -> str:
    """The area of a metric, where the plan's own isn't meant."""
    if one.area_id == subject.plan["area_id"]:
        return ""
    return one.area if language is Language.ZH else one.area_en


def _name(subject: Subject, one: Assessment, language: Language) -> str:
    name, place = one.name if language is Language.ZH else one.name_en, _place(subject, one, language)
    return say("paper.placed", language, name=name, place=place) if place else name
