"""What is not the same as in the period before: which statuses moved, which values were revised?"""

from collections.abc import Iterator

from metrics.assessment import Assessment
from metrics.definitions import Observation
from metrics.explanation import status_word
from metrics.report.blocks import Grid, Text
from metrics.report.names import name_of
from metrics.report.subject import Subject
from metrics.store import Row
from metrics.words import Language, figures, say


def moved(subject: Subject, language: Language) -> Iterator[Text | Grid]:
    """Each metric that has another status, and what moved it; nothing for a plan without targets."""
    if not subject.aims:
        return
    if subject.first:
        yield Text(say("paper.first", language))
        return
    rows = [
        [
            name_of(subject, one.after, language),
            status_word(one.before, language) if one.before else figures.NONE,
            status_word(one.after, language),
            say("paper.and", language).join(say(f"paper.cause_{cause}", language) for cause in one.causes),
        ]
        for one in subject.moved
    ]
    header = [say(f"paper.{name}", language) for name in ("metric", "before", "after", "cause")]
    yield Grid(header, rows, (5, 2, 2, 4)) if rows else Text(say("paper.none_moved", language))


def revised(subject: Subject, language: Language) -> Iterator[Text | Grid]:
    """Each value that says something else than it did, and why."""
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
    return [name_of(subject, one, language), row["period"], said, says, row["note"] or ""]
