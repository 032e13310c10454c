"""What lags, what has no pace, and why?"""

from collections.abc import Iterator

from metrics.assessment import Assessment
from metrics.explanation import outlook, reason
from metrics.report.blocks import Items, Text
from metrics.report.names import joined, name_of, owner_of
from metrics.report.subject import LATE, Subject
from metrics.store import Row
from metrics.vocabulary import Status
from metrics.words import Language, figures, say


def late(subject: Subject, language: Language) -> Iterator[Text | Items]:
    """The metrics that lag, the gravest first, each with its reason."""
    profile = subject.known.profiles[subject.after.profile]
    lagging = sorted(
        (one for one in subject.now if one.status in LATE), key=lambda one: [*Status].index(Status(one.status))
    )
    if not lagging:
        if subject.aims:
            yield Text(say("paper.none_late", language))
        return
    colon = say("paper.colon", language)
    yield Items(
        [
            (
                name_of(subject, one, language),
                f"{_late_word(one, language)}{colon}{_why(subject, one, profile, language)}",
            )
            for one in lagging
        ]
    )


def _late_word(one: Assessment, language: Language) -> str:
    word = say(f"status.{one.status}", language)
    return say("paper.of_binding", language, status=word) if one.binding == "binding" else word


def unpaced(subject: Subject, language: Language) -> Iterator[Items]:
    """The metrics whose values can't be told early or late; nothing where there are none."""
    profile = subject.known.profiles[subject.after.profile]
    members = [one for one in subject.now if one.status == Status.NO_BASELINE]
    if members:
        yield Items([(name_of(subject, one, language), _why(subject, one, profile, language)) for one in members])


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
        said.append(say("paper.answers", language, owner=owner_of(subject, one, language)))
    return joined(said, language)
