"""Points of a trajectory in words and as the coordinates of a chart."""

from collections.abc import Sequence
from datetime import date

from dashboard.drawing.axis import Scale, on_axis
from metrics.assessment import Assessment
from metrics.trajectory import Kind, Point
from metrics.words import Language, figures, say


def told(one: Assessment, point: Point, language: Language) -> str:
    """A point in words, as exactly as it is known."""
    if point.grade:
        return point.grade
    if point.value is None:
        bounds = [figures.NONE if each is None else _amount(each, one, language) for each in _ends(point)]
        return "–".join(bounds)
    text = (figures.projected if point.kind is Kind.PROJECTION else _amount)(point.value, one, language)
    return say(f"qualifier.{point.qualifier}", language, value=text) if point.qualifier else text


def label(one: Assessment, point: Point, divided: Scale, language: Language) -> str:
    """A value as it stands beside its point: without its unit, which the axis has."""
    if point.grade or point.value is None:
        return point.grade
    text = on_axis(point.value, divided, one.decimals, language)
    return say(f"qualifier.{point.qualifier}", language, value=text) if point.qualifier else text


def _ends(point: Point) -> tuple[float | None, float | None]:
    return point.low, point.high


def _amount(value: float, one: Assessment, language: Language) -> str:
    return figures.amount(round(value, one.decimals + 2), one, language, decimals=one.decimals)


def of(points: Sequence[Point], *kinds: Kind) -> list[Point]:
    return [point for point in points if point.kind in kinds]


def gapped(some: Sequence[tuple[Point, float | None]]) -> tuple[list[date | None], list[float | None]]:
    """Days and numbers, with an empty one where no line may lead on."""
    days: list[date | None] = []
    numbers: list[float | None] = []
    for point, number in some:
        if days and not point.joined:
            days.append(None)
            numbers.append(None)
        days.append(point.day)
        numbers.append(number)
    return days, numbers
