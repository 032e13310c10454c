"""What needs attention: a list of metrics, each with its status and the sentence that says why."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.drawing.status import Mark
from dashboard.drawing.templates import drawn
from dashboard.words import page_says
from metrics.words import Language

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Lagging:
    """A metric that needs attention."""

    name: str
    href: str
    place: str
    status: Mark
    notes: tuple[str, ...]
    why: str


def draw_attention(found: Sequence[Lagging], language: Language) -> str:
    """The first of them in sight, the others on request; where there is none, it says so."""
    rest = len(found) - _SHOWN
    words = {
        "more": page_says("attention.more", language, count=rest),
        "none": page_says("attention.none", language),
    }
    return drawn("attention", first=found[:_SHOWN], rest=found[_SHOWN:], words=words)
