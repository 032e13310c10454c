"""The rules as a reader sees them: sections of prose and formulas, and lists of cases with an example each."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.drawing.facts import Fact
from dashboard.drawing.status import Mark
from dashboard.drawing.templates import drawn


@dataclass(frozen=True, slots=True)
class Rule:
    """One case: its name or its mark, when it applies, and a metric of the data to which it does, with what is so."""

    name: str
    when: str
    mark: Mark | None = None
    example: Fact | None = None
    so: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the method. `formula` is written as such; `rules` come under `headings`."""

    title: str
    prose: Sequence[str] = ()
    formula: str = ""
    headings: Sequence[str] = ()
    rules: Sequence[Rule] = ()
    level: int = 2
    after: str = ""  # HTML that is drawn already


def draw_section(section: Section) -> str:
    """A section, with its tables."""
    return drawn("method", section=section)
