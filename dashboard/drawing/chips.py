"""What is chosen: a line of words, each with the way to leave it out."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.drawing.templates import drawn
from dashboard.words import page_says
from metrics.words import Language


@dataclass(frozen=True, slots=True)
class Chip:
    """A choice in words, and the address without it."""

    text: str
    href: str


def draw_chips(chips: Sequence[Chip], language: Language) -> str:
    """The line."""
    words = {key: page_says(f"filter.{key}", language) for key in ("chosen", "remove")}
    return drawn("chips", chips=chips, words=words)
