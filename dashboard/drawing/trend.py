"""The trend of one metric: its values over time, the way to its target, intervals as the intervals that they are."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import plotly.graph_objects as go

from dashboard.drawing.axis import scale, value_axis, year_axis
from dashboard.drawing.layout import layout
from dashboard.drawing.palette import CALM, GROUND
from dashboard.drawing.points import of, told
from dashboard.drawing.values import add_intervals, add_lines, add_markers
from dashboard.drawing.ways import add_milestones, add_projection, add_targets, add_way
from dashboard.words import page_says
from metrics.assessment import Assessment
from metrics.trajectory import Kind, Point
from metrics.vocabulary import ObsStatus
from metrics.words import Language, figures

HEIGHT = 440
_ARROW = 0.09  # how much of the axis the open end of an interval takes
_FROM_ZERO = ("total", "yearly", "checklist")


def draw_trend(one: Assessment, points: Sequence[Point], as_of: date, language: Language) -> go.Figure:
    """Values by the shape of their kind, joined where they can be compared; what is not exactly known as an interval,
    with an arrow where its end is open; every target while it stood, the way to it, and where the values are heading.
    """
    figure = go.Figure()
    low, high = _range(one, points)
    add_way(figure, one, points, language)
    add_projection(figure, one, points, language)
    add_lines(figure, points)
    add_intervals(figure, points, (high - low) * _ARROW, language)
    divided = scale(one, max(abs(low), abs(high)), language)
    add_markers(figure, one, points, divided, language)
    add_milestones(figure, one, points, language)
    axis = value_axis(one, low, high, language)
    figure.update_layout(
        **layout(HEIGHT, divided.unit, language),
        xaxis=year_axis([point.day for point in points]),
        yaxis=axis,
    )
    add_targets(figure, one, points, (high - low) * 0.15, language)
    _mark_breaks(figure, points, language)
    _mark_day(figure, as_of, points, language)
    return figure


def described(name: str, one: Assessment, points: Sequence[Point], language: Language) -> str:
    """The chart in a sentence, for whoever can't see it."""
    values = of(points, Kind.VALUE)
    if not values:
        return page_says("trend.none", language)
    filled = {"name": name, "count": len(values), "first": values[0].period, "last": values[-1].period}
    latest = told(one, values[-1], language)
    return page_says("trend.described", language, value=latest, target=figures.target(one, language), **filled)


def _range(one: Assessment, points: Sequence[Point]) -> tuple[float, float]:
    """From the least to the greatest of all that is drawn, open ends with their arrows; sums from zero."""
    seen = [number for point in points for number in (point.value, point.low, point.high) if number is not None]
    if not seen:
        return 0.0, 1.0
    low, high = min(seen), max(seen)
    room = (high - low or abs(high) or 1) * _ARROW * 1.2
    values = of(points, Kind.VALUE, Kind.BASELINE, Kind.EARLIER_SERIES)
    if any(point.high is None for point in values):
        high = max(high, max(point.value or 0 for point in values if point.high is None) + room)
    if any(point.low is None for point in values):
        low = min(low, min(point.value or 0 for point in values if point.low is None) - room)
    return (min(low, 0.0) if one.basis in _FROM_ZERO else low), high


def _mark_breaks(figure: go.Figure, points: Sequence[Point], language: Language) -> None:
    """Between the values before a break and those after it."""
    earlier, values = of(points, Kind.EARLIER_SERIES), of(points, Kind.VALUE)
    pairs = [(a, b) for a, b in pairwise(values) if b.obs_status == ObsStatus.BREAK]
    if earlier and values and earlier[-1].day < values[0].day:
        pairs.append((earlier[-1], values[0]))
    for before, after in pairs:
        _add_upright(figure, before.day + (after.day - before.day) / 2, page_says("obs_status.B", language), "dash")


def _mark_day(figure: go.Figure, as_of: date, points: Sequence[Point], language: Language) -> None:
    """Where one judges on a day before the last value, a line at that day: what stands behind it doesn't count."""
    if any(point.day > as_of for point in of(points, Kind.VALUE)):
        _add_upright(figure, as_of, page_says("trend.judged", language), "dot")


def _add_upright(figure: go.Figure, day: date, text: str, dash: str) -> None:
    line = {"color": CALM, "width": 1.5, "dash": dash}
    figure.add_shape(type="line", x0=day, x1=day, y0=0, y1=1, yref="paper", line=line)
    figure.add_annotation(
        x=day,
        y=1,
        yref="paper",
        yanchor="top",
        xanchor="left",
        showarrow=False,
        text=text,
        font={"color": CALM},
        bgcolor=GROUND,
    )
