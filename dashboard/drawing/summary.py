"""The strip of key figures: how far, how many targets have which status, how many have reported, what is awaited."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.drawing.status import Mark, mark
from dashboard.drawing.templates import drawn
from dashboard.words import page_says
from metrics.rollup import Rollup
from metrics.vocabulary import Report, Status
from metrics.words import Language, figures


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure; `href` shows what it counts, where a choice does."""

    name: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Slice:
    """How many targets have a status; `href` shows them."""

    status: Mark
    count: int
    href: str


def draw_summary(
    together: Rollup, monitored: int, narrowed: Callable[[str, str], str], language: Language, *, attained: bool = True
) -> str:
    """The strip. `narrowed` is the address that a choice and its value lead to; `attained` begins with the mean."""
    said = {
        "attained": (figures.ratio(together.attainment, language), ""),
        "targets": (str(together.targets), ""),
        "judged": (f"{together.judged} / {together.targets}", ""),  # those that lack one have a slice of their own
        "due": (str(together.due), _if(together.due, "report", Report.DUE)),
        "overdue": (str(together.overdue), _if(together.overdue, "report", Report.OVERDUE)),
        "monitored": (str(monitored), _if(monitored, "status", Status.MONITORED)),
    }
    shown = [
        Figure(_named(name, together, language), text, narrowed(*choice) if choice else "")
        for name, (text, choice) in said.items()
        if attained or name != "attained"
    ]
    slices = [
        Slice(mark(status, language), together.counts[status], narrowed("status", status))
        for status in Status
        if together.counts.get(status)
    ]
    return drawn("summary", shown=shown, slices=slices, described=page_says("summary.described", language))


def _named(name: str, together: Rollup, language: Language) -> str:
    """The name of a figure; that of the mean says of how many targets it is where some have no share."""
    some = name == "attained" and together.shared < together.judged
    return page_says(f"summary.{name}{'_shared' if some else ''}", language, shared=together.shared)


def _if(count: int | None, name: str, value: str) -> tuple[str, str] | str:
    return (name, value) if count else ""
