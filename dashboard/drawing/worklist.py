"""What is to be reported: how far it is, and each task with where it stands and the way to its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.drawing.templates import drawn
from dashboard.words import page_says
from metrics.words import Language
from metrics.worklist import Progress, Work

_LOOKS = {
    Work.RETURNED: ("↩", "bad"),
    Work.OVERDUE: ("◆", "bad"),
    Work.PASSED_OVER: ("▲", "warn"),
    Work.DUE: ("○", "warn"),
    Work.AHEAD: ("·", "calm"),
    Work.EXPLAINED: ("–", "calm"),
    Work.DONE: ("✓", "good"),
}
_WORDS = ("metric", "area", "period", "window", "last", "target", "work", "caption")


@dataclass(frozen=True, slots=True)
class Line:
    """One task as it is shown: its metric with the way to the form, and the values beside it."""

    name: str
    href: str
    area: str
    period: str
    opens: date
    closes: date
    last: str
    target: str
    work: Work
    comment: str = ""


def draw_progress(of: Progress, period: str, language: Language) -> str:
    """How many of the reports that are owed by now are answered, as a bar with its numbers."""
    words = {
        "reading": page_says("worklist.progress", language, answered=of.answered, owed=of.owed, period=period),
        "complete": page_says("worklist.complete" if of.complete else "worklist.open", language),
    }
    return drawn("progress", share=of.answered / of.owed if of.owed else 1, of=of, words=words)


def draw_worklist(lines: Sequence[Line], language: Language) -> str:
    """The tasks in their order."""
    words = {key: page_says(f"worklist.{key}", language) for key in _WORDS}
    looks = {work: (*look, page_says(f"work.{work}", language)) for work, look in _LOOKS.items()}
    return drawn("worklist", lines=lines, words=words, looks=looks)
