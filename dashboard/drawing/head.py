"""The line above every page: the name of the program, the ways to its pages, the languages."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.drawing.templates import drawn
from dashboard.words import page_says
from metrics.words import Language

_WORDS = ("name", "purpose", "menu", "pages", "language", "search", "results", "printed")


@dataclass(frozen=True, slots=True)
class Way:
    """A link, or a group of them where there are some `below`; `here` is where the reader is."""

    name: str
    href: str
    here: bool
    below: tuple["Way", ...] = ()
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What the line holds. `who` is the reader, or how to become known; `instant`, on paper, from when one looks."""

    home: str
    entries: Sequence[Way]
    languages: Sequence[Way]
    who: Way
    instant: str


def draw_head(head: Head, language: Language) -> str:
    """The line, with the ways in their order."""
    words = {key: page_says(f"frame.{key}", language) for key in _WORDS}
    return drawn("head", head=head, words=words)


def draw_nowhere(ways: Sequence[Way], language: Language) -> str:
    """A whole document for an address at which there is no page, with the ways to those that there are."""
    words = {key: page_says(f"frame.{key}", language) for key in ("nowhere", "nowhere_why", "name", "pages")}
    return drawn("nowhere", ways=ways, words=words, tag=language.tag)
