"""Short facts: a strip of key figures, the definition of a metric, its recorded values."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.drawing.status import Mark, mark
from dashboard.drawing.templates import drawn
from dashboard.words import page_says
from metrics.assessment import Assessment
from metrics.vocabulary import Status
from metrics.words import Language


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what it is; `href` where there is more to see elsewhere."""

    name: str
    text: str
    href: str = ""


def draw_heading(text: str, level: int) -> str:
    """A heading of level 2 or 3."""
    return drawn("heading", text=text, level=level)


def draw_hint(sentence: str, there: Fact) -> str:
    """A sentence with a way on."""
    return drawn("hint", sentence=sentence, there=there)


def draw_band(text: str) -> str:
    """What a reader must know on every page."""
    return drawn("band", text=text)


def draw_summary(shown: Sequence[Assessment], language: Language) -> str:
    """How many targets have which status, how many have reported, how many reports are late."""
    targets = [one for one in shown if one.status != Status.MONITORED]
    counts = Counter(one.status for one in targets)
    slices = [(mark(status, language), counts[status]) for status in Status if counts[status]]
    judged = sum(one.judged for one in targets)
    overdue = sum(one.overdue for one in targets)
    facts = [
        Fact(page_says("summary.targets", language), str(len(targets))),
        Fact(page_says("summary.judged", language), f"{judged} / {len(targets)}"),
        Fact(page_says("summary.overdue", language), str(overdue)),
        Fact(page_says("summary.monitored", language), str(len(shown) - len(targets))),
    ]
    described = page_says("summary.described", language)
    return drawn("summary", facts=facts, slices=slices, count=len(targets), described=described)


def draw_facts(facts: Sequence[Fact], *, strip: bool = False) -> str:
    """A list of facts, or a strip of them side by side; those without a text are left out."""
    return drawn("facts", facts=[fact for fact in facts if fact.text], strip=strip)


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
