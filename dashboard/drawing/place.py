"""The head of a page about one thing: where it lies, what it is called, what it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.drawing.templates import drawn


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step on the way down to the thing."""

    name: str
    href: str


def draw_place(crumbs: Sequence[Crumb], name: str, note: str = "", described: str = "") -> str:
    """The head; `note` says what kind of thing it is, `described` what the steps are, where there are any."""
    return drawn("place", crumbs=crumbs, name=name, note=note, described=described)
