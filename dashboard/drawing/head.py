"""The line above every page: the name of the program, the ways to its pages, the languages."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.drawing.templates import drawn
from dashboard.words import page_says
from metrics.words import Language

_WORDS = ("name", "purpose", "menu", "pages", "language", "search", "results")


@dataclass(frozen=True, slots=True)
class Way:
    """A link, or a group of them where there are some `below`; `here` is where the reader is."""

    name: str
    href: str
    here: bool
    below: tuple["Way", ...] = ()
    tag: str = ""


def draw_head(home: str, entries: Sequence[Way], languages: Sequence[Way], who: Way, language: Language) -> str:
    """The line, with the ways in their order; `who` is the reader, or how to become known."""
    words = {key: page_says(f"frame.{key}", language) for key in _WORDS}
    return drawn("head", home=home, entries=entries, languages=languages, who=who, words=words)
