"""How a status looks: a shape and a tone, beside its word."""

from dataclasses import dataclass

from metrics.vocabulary import Status
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


def mark(status: str, language: Language) -> Mark:
    """How a status is shown."""
    shape, tone = _LOOKS[Status(status)]
    return Mark(shape, tone, say(f"status.{status}", language))
