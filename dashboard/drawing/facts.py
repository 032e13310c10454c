"""Short facts: headings, the definition of a metric, its verdict, its recorded values."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dashboard.drawing.status import Mark
from dashboard.drawing.templates import drawn


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what it is; `href` where there is more to see elsewhere."""

    name: str
    text: str
    href: str = ""


def draw_heading(text: str, level: int) -> str:
    """A heading of level 2 or 3."""
    return drawn("heading", text=text, level=level)


def draw_title(text: str, lead: str) -> str:
    """What a page is called, and what it is for."""
    return drawn("title", text=text, lead=lead)


def draw_sections(sections: Sequence[str]) -> str:
    """HTML side by side where there is room, one below the other where there isn't; what is empty is left out."""
    return drawn("sections", sections=[Markup(one) for one in sections if one])  # noqa: S704 - drawn here, escaped there


def draw_note(sentence: str) -> str:
    """A sentence beside the matter."""
    return drawn("note", sentence=sentence)


def draw_invitation(sentence: str, there: Fact | None) -> str:
    """What waits for somebody to do it; `there` is where they can."""
    return drawn("invite", sentence=sentence, there=there)


def draw_hint(sentence: str, there: Fact) -> str:
    """A sentence with a way on."""
    return drawn("hint", sentence=sentence, there=there)


def draw_band(text: str) -> str:
    """What a reader must know on every page."""
    return drawn("band", text=text)


def draw_beside(heading: str, told: Sequence[str]) -> str:
    """What is to be said of each line of the table that stands to the left, in lines of the same height."""
    return drawn("beside", heading=heading, told=told)


def draw_facts(facts: Sequence[Fact], *, abreast: bool = False) -> str:
    """A list of facts, or side by side; those without a text are left out."""
    return drawn("facts", facts=[fact for fact in facts if fact.text], abreast=abreast)


def draw_verdict(status: Mark, sentences: Sequence[str], flags: Sequence[str]) -> str:
    """A status with the sentences that say why, and what comes."""
    return drawn("verdict", status=status, sentences=sentences, flags=flags)


def draw_value(value: str, period: str) -> str:
    """A value by itself, large."""
    return drawn("value", value=value, period=period)


def draw_table(headings: Sequence[str], rows: Sequence[Sequence[Fact]], caption: str) -> str:
    """A plain table; a cell with an address is a link."""
    return drawn("table", headings=headings, rows=rows, caption=caption)


def draw_behind(label: str, headings: Sequence[str], rows: Sequence[Sequence[Fact]]) -> str:
    """The table behind a chart, which opens on a click."""
    return drawn("behind", label=label, headings=headings, rows=rows, caption=label)
