"""How metrics stand in a line each: those that are compared, and those around one in its plan."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboard.drawing.status import Mark, mark_of
from dashboard.drawing.templates import drawn
from dashboard.words import page_says
from metrics.assessment import Assessment
from metrics.words import Language, figures


@dataclass(frozen=True, slots=True)
class Line:
    """A metric with its value and its status."""

    name: str
    href: str
    value: str
    status: Mark


def draw_lines(some: Sequence[Assessment], link: Callable[[Assessment], str], language: Language) -> str:
    """A line for each metric, with its area."""
    return drawn("lines", lines=[_line(one, "", link, language) for one in some])


def draw_neighbours(
    one: Assessment, together: Sequence[Assessment], link: Callable[[Assessment], str], language: Language
) -> str:
    """The metrics before and after one in its document, and those of its category; of other areas with their area.

    `together` are the metrics of its plan in the order of the document, itself among them.
    """
    place = next(number for number, other in enumerate(together) if other.metric_id == one.metric_id)
    siblings = [other for other in together if other.category_id == one.category_id and other is not together[place]]
    around = (together[place - 1] if place else None, together[place + 1] if place + 1 < len(together) else None)
    before, after = (other and _line(other, one.area_id, link, language) for other in around)
    return drawn(
        "neighbours",
        before=before,
        after=after,
        lines=[_line(other, one.area_id, link, language) for other in siblings],
        heading=one.category if language is Language.ZH else one.category_en,
        words={name: page_says(f"neighbours.{name}", language) for name in ("title", "before", "after")},
    )


def _line(one: Assessment, here: str, link: Callable[[Assessment], str], language: Language) -> Line:
    zh = language is Language.ZH
    name, area = (one.name, one.area) if zh else (one.name_en, one.area_en)
    shown = name if one.area_id == here else f"{name} · {area}"
    return Line(shown, link(one), figures.value(one, language), mark_of(one, language))
