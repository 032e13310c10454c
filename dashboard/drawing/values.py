"""The values of a trend: the shape of their kind, joined where they can be compared, intervals with their open ends."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go

from dashboard.drawing.axis import Scale
from dashboard.drawing.literal import literal
from dashboard.drawing.palette import ACCENT, CALM, WARM
from dashboard.drawing.points import gapped, label, of, told
from dashboard.words import page_says
from metrics.assessment import Assessment
from metrics.trajectory import Kind, Point
from metrics.vocabulary import ObsStatus
from metrics.words import Language

_SHAPES = {
    ObsStatus.NORMAL: "circle",
    ObsStatus.BREAK: "star",
    ObsStatus.PROVISIONAL: "circle-open",
    ObsStatus.ESTIMATED: "square-open",
    ObsStatus.FORECAST: "diamond-open",
}
_MARKS: dict[Kind, dict[str, Any]] = {
    Kind.EARLIER_SERIES: {"symbol": "x-thin", "color": WARM, "size": 9},
    Kind.DERIVED: {"symbol": "hexagon-open", "color": ACCENT, "size": 11},
    Kind.BASELINE: {"symbol": "square-open", "color": CALM, "size": 16},
}
_MOST_LABELS, _MOST_LARGE = 7, 32


def add_lines(figure: go.Figure, points: Sequence[Point]) -> None:
    values = of(points, Kind.VALUE)
    firm = [point for point in values if point.obs_status != ObsStatus.FORECAST]
    ahead = [point for point in values if point.obs_status == ObsStatus.FORECAST]
    earlier = of(points, Kind.EARLIER_SERIES)
    before = [point for point in firm if ahead and point.day < ahead[0].day][-1:]
    drawn = (earlier, CALM, "solid"), (firm, ACCENT, "solid"), ([*before, *ahead] if ahead else [], CALM, "dot")
    for own, colour, dash in drawn:
        days, numbers = gapped([(point, point.value) for point in _finest(own)])
        if len(days) > 1:
            line = {"color": colour, "width": 2, "dash": dash}
            figure.add_scatter(x=days, y=numbers, mode="lines", hoverinfo="skip", showlegend=False, line=line)


def _finest(points: Sequence[Point]) -> list[Point]:
    """One point a day: the finer period of two that end together, which comes later."""
    days = [point.day for point in points]
    return [point for point, after in zip(points, [*days[1:], None], strict=False) if after != point.day]


def add_intervals(figure: go.Figure, points: Sequence[Point], arrow: float, language: Language) -> None:
    """'About' reaches both ways; 'more than' has an arrow up from its number, 'nearly' one down: its end is open."""
    inexact = [
        point
        for point in of(points, Kind.VALUE, Kind.BASELINE, Kind.EARLIER_SERIES)
        if point.value is not None and (point.low != point.value or point.high != point.value)
    ]
    arrows: list[tuple[date, float, str]] = []
    for point in inexact:
        value = point.value or 0
        low = value - arrow if point.low is None else point.low
        high = value + arrow if point.high is None else point.high
        closed = point.low is not None and point.high is not None
        figure.add_scatter(
            x=[point.day] * 2, y=[low, high], mode="lines", hoverinfo="skip", legendgroup="interval",
            name=page_says("trend.interval", language), line={"color": ACCENT, "width": 7 if closed else 2},
            opacity=0.45 if closed else 1, showlegend=point is inexact[0],
        )  # fmt: skip
        arrows += [(point.day, low, "triangle-down")] if point.low is None else []
        arrows += [(point.day, high, "triangle-up")] if point.high is None else []
    if arrows:
        days, ends, shapes = zip(*arrows, strict=True)
        figure.add_scatter(
            x=days, y=ends, mode="markers", hoverinfo="skip", name=page_says("trend.open_end", language),
            marker={"symbol": shapes, "size": 11, "color": ACCENT},
        )  # fmt: skip


def add_markers(
    figure: go.Figure, one: Assessment, points: Sequence[Point], divided: Scale, language: Language
) -> None:
    values = of(points, Kind.VALUE)
    labelled = values if len(values) <= _MOST_LABELS else _last(values)
    for status, shape in _SHAPES.items():
        own = [point for point in values if point.obs_status == status]
        name = page_says("trend.value" if status is ObsStatus.NORMAL else f"obs_status.{status}", language)
        colour = CALM if status is ObsStatus.FORECAST else ACCENT
        hover = [_hover(one, point, language) for point in own]
        look = {"symbol": shape, "color": colour, "size": 9 if len(values) <= _MOST_LARGE else 6}
        _add_points(figure, own, name, look, hover)
        if own:
            text = [literal(label(one, point, divided, language)) if point in labelled else "" for point in own]
            sides = [_side(point, values, points) for point in own]
            figure.data[-1].update(text=text, mode="markers+text", textposition=sides, textfont={"color": CALM})
    for kind, look in _MARKS.items():
        own = of(points, kind)
        hover = [literal(f"{point.period or point.day}: {told(one, point, language)}") for point in own]
        _add_points(figure, own, page_says(f"trend.{kind}", language), look, hover)


def _side(point: Point, values: Sequence[Point], points: Sequence[Point]) -> str:
    """Where a label stands clear: of the last value where neither its line nor the way to the target goes."""
    firm = [each for each in values if each.obs_status != ObsStatus.FORECAST]
    if point not in firm[-1:]:
        return "bottom center" if point.obs_status == ObsStatus.FORECAST else "top center"
    falls = len(firm) > 1 and (firm[-2].value or 0) > (point.value or 0)
    ends = all(each.day <= point.day for each in points)
    return ("top" if falls else "bottom") + (" center" if ends else " right")


def _last(values: Sequence[Point]) -> list[Point]:
    """The last value and the last forecast."""
    ahead = [point for point in values if point.obs_status == ObsStatus.FORECAST]
    firm = [point for point in values if point.obs_status != ObsStatus.FORECAST]
    return [*firm[-1:], *ahead[-1:]]


def _add_points(figure: go.Figure, own: Sequence[Point], name: str, look: dict[str, Any], hover: Sequence[str]) -> None:
    if own:
        figure.add_scatter(
            x=[point.day for point in own], y=[point.value for point in own], mode="markers", name=name,
            customdata=hover, hovertemplate="%{customdata}<extra></extra>", cliponaxis=False,
            marker=look | {"line": {"width": 2, "color": look["color"]}},
        )  # fmt: skip


def _hover(one: Assessment, point: Point, language: Language) -> str:
    kind = page_says(f"obs_status.{point.obs_status}", language)
    return literal(f"{point.period} · {kind}\n{told(one, point, language)}")
