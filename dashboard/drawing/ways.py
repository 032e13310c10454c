"""What a trend is held against: targets while they stood, the way to the target, where the values are heading."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go

from dashboard.drawing.literal import literal
from dashboard.drawing.palette import ACCENT, CALM, FAINT, GROUND
from dashboard.drawing.points import of, told
from dashboard.words import page_says
from metrics.assessment import Assessment
from metrics.trajectory import Kind, Point
from metrics.words import Language, figures

_LINES: dict[Kind, dict[str, Any]] = {
    Kind.TARGET: {"color": CALM, "width": 2},
    Kind.EARLIER_TARGET: {"color": CALM, "width": 2, "dash": "longdashdot"},
    Kind.LATER_TARGET: {"color": CALM, "width": 2, "dash": "longdashdot"},
    Kind.PATH: {"color": CALM, "width": 1.5, "dash": "dash"},
    Kind.PROJECTION: {"color": ACCENT, "width": 2, "dash": "dot"},
}


def add_targets(figure: go.Figure, one: Assessment, points: Sequence[Point], room: float, language: Language) -> None:
    """Each target over the days on which it stands, with its name at one end; one with two bounds is a band.

    `room` is how much of the values the name takes: it stands at the first day unless a value stands there.
    """
    values = of(points, Kind.VALUE)
    for kind in (Kind.EARLIER_TARGET, Kind.TARGET, Kind.LATER_TARGET):
        own = of(points, kind)
        for first, last in zip(own[::2], own[1::2], strict=True):
            bounds = sorted({bound for bound in (first.low, first.high) if bound is not None})
            for number, bound in enumerate(bounds):
                figure.add_scatter(
                    x=[first.day, last.day], y=[bound, bound], mode="lines", hoverinfo="skip", showlegend=False,
                    line=_LINES[kind], fill="tonexty" if number else None, fillcolor=FAINT,
                )  # fmt: skip
            middle = first.day + (last.day - first.day) / 2
            late = first.day - one.start_day > last.day - first.day
            right = late or _crowded(values, first.day, middle, bounds[-1], room)
            figure.add_annotation(
                x=last.day if right else first.day, y=bounds[-1], xanchor="right" if right else "left",
                text=literal(f"{page_says(f'trend.{kind}', language)} {_goal(one, kind, first, language)}"),
                showarrow=False, yanchor="bottom", yshift=2,
                font={"color": CALM}, bgcolor=GROUND, opacity=0.9,
            )  # fmt: skip


def _goal(one: Assessment, kind: Kind, point: Point, language: Language) -> str:
    """The target without its unit, which the axis has."""
    if kind is Kind.TARGET:
        return figures.target(one, language, unit=False)
    if point.value is None:
        return told(one, point, language)
    return figures.amount(point.value, one, language, unit=False)


def _crowded(values: Sequence[Point], first: date, last: date, bound: float, room: float) -> bool:
    """Whether a value stands just above a target between two days."""
    near = (point for point in values if first <= point.day <= last)
    return any(-room / 5 <= (point.value or 0) - bound <= room for point in near)


def add_way(figure: go.Figure, one: Assessment, points: Sequence[Point], language: Language) -> None:
    path = of(points, Kind.PATH)
    if path:
        shape = {"shape": "hv"} if one.path == "stepped" else {}
        figure.add_scatter(
            x=[point.day for point in path], y=[point.value for point in path], mode="lines", hoverinfo="skip",
            name=page_says("trend.path", language), line=_LINES[Kind.PATH] | shape,
        )  # fmt: skip


def add_milestones(figure: go.Figure, one: Assessment, points: Sequence[Point], language: Language) -> None:
    """What is to be reached on the way, where the path leads through it."""
    milestones = of(points, Kind.MILESTONE)
    if milestones and of(points, Kind.PATH):
        figure.add_scatter(
            x=[point.day for point in milestones], y=[point.value for point in milestones], mode="markers",
            name=page_says("trend.milestone", language), hovertemplate="%{customdata}<extra></extra>",
            customdata=[literal(f"{point.day}: {told(one, point, language)}") for point in milestones],
            marker={"symbol": "triangle-down", "size": 10, "color": CALM},
        )  # fmt: skip


def add_projection(figure: go.Figure, one: Assessment, points: Sequence[Point], language: Language) -> None:
    own = of(points, Kind.PROJECTION)
    if not own:
        return
    days = [point.day for point in own]
    band: dict[str, Any] = {"mode": "lines", "hoverinfo": "skip", "line": {"width": 0, "color": ACCENT}, "opacity": 0.4}
    figure.add_scatter(x=days, y=[point.high for point in own], showlegend=False, **band)
    figure.add_scatter(
        x=days, y=[point.low for point in own], fill="tonexty", name=page_says("trend.band", language), **band
    )
    end = figures.projected(own[-1].value or 0, one, language)
    figure.add_scatter(
        x=days, y=[point.value for point in own], mode="lines", name=page_says("trend.projection", language),
        line=_LINES[Kind.PROJECTION], hovertemplate="%{customdata}<extra></extra>",
        customdata=["", literal(f"{days[-1]}: {end}")],
    )  # fmt: skip
