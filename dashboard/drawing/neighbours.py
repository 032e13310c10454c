"""The metrics around one: before and after it in its document, and those of its category."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboard.drawing.status import Mark, mark
from dashboard.drawing.templates import drawn
from dashboard.words import page_says
from metrics.assessment import Assessment
from metrics.words import Language, figures


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A metric as others see it."""

    name: str
    href: str
    value: str
    status: Mark


def draw_neighbours(
    one: Assessment, together: Sequence[Assessment], link: Callable[[Assessment], str], language: Language
) -> str:
    """`together` are the metrics of its plan in the order of the document, itself among them."""
    place = next(number for number, other in enumerate(together) if other.metric_id == one.metric_id)
    before, after = together[:place][-1:], together[place + 1 : place + 2]
    siblings = [other for other in together if other.category_id == one.category_id and other is not together[place]]

    def told(some: Sequence[Assessment]) -> list[Neighbour]:
        return [_neighbour(other, link(other), language) for other in some]

    return drawn(
        "neighbours",
        before=next(iter(told(before)), None),
        after=next(iter(told(after)), None),
        siblings=told(siblings),
        heading=one.category if language is Language.ZH else one.category_en,
        words={name: page_says(f"neighbours.{name}", language) for name in ("title", "before", "after")},
    )


def _neighbour(one: Assessment, href: str, language: Language) -> Neighbour:
    name = one.name if language is Language.ZH else one.name_en
    return Neighbour(name, href, figures.value(one, language), mark(one.status, language))
