"""Which metrics lack a report, and whose is it?"""

from collections.abc import Iterator

from metrics.assessment import Assessment
from metrics.explanation import lacks_final, status_word, undecided
from metrics.report.blocks import Grid, Text
from metrics.report.names import name_of, owner_of
from metrics.report.subject import Subject
from metrics.vocabulary import Status
from metrics.words import Language, figures, say


def missing(subject: Subject, language: Language) -> Iterator[Text | Grid]:
    """Reports that are asked for, metrics that never had one, and targets that want their final value."""
    rows = [
        [
            name_of(subject, one, language),
            owner_of(subject, one, language),
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
