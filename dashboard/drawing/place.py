"""The head of a place's page: where it lies, what it is called, what it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.drawing.templates import drawn
from dashboard.words import page_says
from metrics.words import Language


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step on the way down to the place."""

    name: str
    href: str


def draw_place(crumbs: Sequence[Crumb], name: str, note: str, language: Language) -> str:
    """The head; `note` says what kind of place it is."""
    return drawn("place", crumbs=crumbs, name=name, note=note, described=page_says("place.breadcrumb", language))
