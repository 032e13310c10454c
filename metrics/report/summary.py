"""How does the plan stand in all: how many have which status, against the period before?"""

from collections import Counter
from collections.abc import Iterator, Sequence

from metrics.assessment import Assessment
from metrics.explanation import lacks_final, status_word
from metrics.report.blocks import Grid, Text
from metrics.report.names import day_of, joined, period_name
from metrics.report.subject import LATE, Subject
from metrics.rollup import Rollup, roll_up
from metrics.vocabulary import Status
from metrics.words import Language, figures, say


def summary(subject: Subject, language: Language) -> Iterator[Text | Grid]:
    """Two paragraphs and the counts by status."""
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


def _overview(subject: Subject, now: Rollup, language: Language) -> str:
    day = day_of(subject, language)
    if not now.targets:
        return joined([day, say("paper.overview_monitored", language, metrics=now.metrics)], language)
    binding = [one for one in subject.now if one.binding == "binding"]
    shares = {"judged": now.judged, "share": now.shared, "attainment": figures.ratio(now.attainment, language, 1)}
    told: dict[str, dict[str, object]] = {
        "overview": {"metrics": now.metrics, "targets": now.targets, "monitored": now.monitored},
        "judged_none" if not now.judged else "judged" if now.judged == now.shared else "judged_some": shares,
        "binding": {"binding": len(binding), "late": _count_late(binding)},
        "due" if now.due else "overdue": {"overdue": now.overdue, "due": now.due},
    }
    if not binding:
        del told["binding"]
    return joined([day, *(say(f"paper.{key}", language, **filled) for key, filled in told.items())], language)


def _balance(subject: Subject, language: Language) -> str:
    order = {status: at for at, status in enumerate((*LATE, Status.ON_TRACK, Status.MET))}
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
    return sum(one.status in LATE for one in members)


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


def _signed(number: int) -> str:
    return f"{number:+d}".replace("-", "\u2212") if number else "0"
