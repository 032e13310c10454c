"""How a status looks: a shape and a tone, beside its word."""

from dataclasses import dataclass, replace

from metrics.assessment import Assessment
from metrics.explanation import lacks_final, status_word
from metrics.vocabulary import Flag, Status
from metrics.words import Language, say


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape, a tone of the style sheet, and a word; each of them tells the status alone."""

    shape: str
    tone: str
    word: str


_LOOKS = {
    Status.MET: ("✓", "good"),
    Status.ON_TRACK: ("●", "good"),
    Status.BEHIND: ("▲", "warn"),
    Status.OFF_TRACK: ("◆", "bad"),
    Status.REVERSED: ("▼", "bad"),
    Status.MISSED: ("✕", "bad"),
    Status.NOT_DUE: ("○", "calm"),
    Status.NO_BASELINE: ("?", "calm"),
    Status.NO_DATA: ("–", "calm"),
    Status.MONITORED: ("·", "calm"),
}


def mark_of(one: Assessment, language: Language) -> Mark:
    """How the status of a metric is shown."""
    return replace(mark(one.status, language), word=status_word(one, language))


def flags_of(one: Assessment, language: Language) -> tuple[str, ...]:
    """What else is to be told beside the status, without what its word has told already."""
    told = {Flag.NOT_FINAL} if lacks_final(one) else set()
    return tuple(say(f"flag.{flag}", language) for flag in one.flags if flag not in told)


def mark(status: str, language: Language) -> Mark:
    """How a status is shown."""
    shape, tone = _LOOKS[Status(status)]
    return Mark(shape, tone, say(f"status.{status}", language))
