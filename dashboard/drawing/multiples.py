"""Small multiples: one small plot a metric, all of them over the same days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.drawing.axis import scale
from dashboard.drawing.plots import Frame, Plot, plot
from dashboard.drawing.status import Mark, mark_of
from dashboard.drawing.templates import drawn
from dashboard.words import page_says
from metrics.assessment import Assessment
from metrics.trajectory import Kind, Point
from metrics.words import Language, figures

_CARD = Frame(240, 112, 34, 6, 18, 18, date.min, date.max)
_SPARK = Frame(96, 26, 4, 4, 4, 4, date.min, date.max)
_MOST_YEARS = 4


@dataclass(frozen=True, slots=True)
class Multiple:
    """A plot with its words. `marks` and `years` have where they stand and what they say, which may be nothing."""

    name: str
    href: str
    place: str
    value: str
    period: str
    target: str
    status: Mark | None
    described: str
    plot: Plot
    marks: tuple[tuple[float, str], ...]
    years: tuple[tuple[float, str, str], ...]
    width: float = _CARD.width
    height: float = _CARD.height
    foot: float = _CARD.height - _CARD.bottom


def sparks(shown: Sequence[Assessment], points: Mapping[str, Sequence[Point]]) -> dict[str, Plot | None]:
    """By metric, its values over the days of all of them with a dot for the last; None for one that has none."""
    frame = _framed(_SPARK, shown, points)
    drawn = {one.metric_id: plot(one, points.get(one.metric_id, ()), frame) for one in shown}
    return {metric: own and replace(own, dots=own.dots[-1:]) for metric, own in drawn.items()}


def card(shown: Sequence[Assessment], points: Mapping[str, Sequence[Point]]) -> Frame:
    """The frame of each small multiple, over the days of all of them."""
    return _framed(_CARD, shown, points)


def multiple(one: Assessment, href: str, points: Sequence[Point], frame: Frame, language: Language) -> Multiple | None:
    """A metric's plot; None for one that has no value."""
    own = plot(one, points, frame)
    if own is None:
        return None
    zh = language is Language.ZH
    name, value = one.name if zh else one.name_en, figures.value(one, language)
    goal = page_says("multiples.target", language, target=figures.target(one, language))
    told = {"name": name, "value": value, "period": figures.period(one, language), "count": len(own.dots)}
    return Multiple(
        name=name,
        href=href,
        place=one.area if zh else one.area_en,
        value=value,
        period=figures.period(one, language),
        target="" if one.comparator is None else goal,
        status=None if one.comparator is None else mark_of(one, language),
        described=page_says("multiples.described", language, **told),
        plot=own,
        marks=tuple(_marks(one, own, language)),
        years=tuple(_years(frame)),
    )


def draw_multiples(multiples: Sequence[Multiple]) -> str:
    """The plots side by side."""
    return drawn("multiples", multiples=multiples)


def _framed(frame: Frame, shown: Sequence[Assessment], points: Mapping[str, Sequence[Point]]) -> Frame:
    kinds = (Kind.VALUE, Kind.TARGET, Kind.PATH)
    days = [point.day for one in shown for point in points.get(one.metric_id, ()) if point.kind in kinds]
    return replace(frame, first=min(days), last=max(days)) if days else frame


def _marks(one: Assessment, own: Plot, language: Language) -> Iterator[tuple[float, str]]:
    """The lowest and the highest mark say what they are, the highest with the unit."""
    divided = scale(one, max(abs(value) for value, _ in own.marks), language)
    for number, (value, y) in enumerate(own.marks):
        highest = number == len(own.marks) - 1
        if number and not highest:
            yield y, ""
        elif one.scale:
            yield y, one.scale.split("<")[number]
        else:
            text = figures.number(value / divided.power, 0, language)
            unit = divided.unit if divided.unit == "%" else f" {divided.unit}".rstrip()
            yield y, text + unit if highest else text


def _years(frame: Frame) -> Iterator[tuple[float, str, str]]:
    """The last day of each year; where there are many, only the outer ones are named."""
    last_days = [date(year, 12, 31) for year in range(frame.first.year, frame.last.year + 1)]
    shown = [day for day in last_days if frame.first <= day <= frame.last]
    for number, day in enumerate(shown):
        outer = number in (0, len(shown) - 1)
        anchor = "start" if number == 0 else "end" if number == len(shown) - 1 else "middle"
        yield round(frame.x(day), 1), anchor, str(day.year) if outer or len(shown) <= _MOST_YEARS else ""
