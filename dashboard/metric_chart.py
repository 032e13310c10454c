"""The chart of a metric's page: its figure, the table behind it, where its numbers come from."""

from datetime import date
from functools import lru_cache

import plotly.graph_objects as go

from dashboard.chart import Chart
from dashboard.drawing.facts import Fact, draw_behind
from dashboard.drawing.points import told
from dashboard.drawing.trend import described, draw_trend
from dashboard.metric_facts import name_of
from dashboard.visit import Visit
from metrics.assessment import Assessment
from metrics.trajectory import Point, trajectory_csv
from metrics.words import Language, figures


def chart_of(visit: Visit, one: Assessment, points: list[Point]) -> Chart:
    """Everything about the trend of a metric."""
    name, view = name_of(one, visit.language), visit.view  # what is kept of it holds no whole visit
    return Chart(
        key="trend",
        figure=_drawn(one, tuple(points), visit.view.as_of, visit.language),
        title=f"{name} · {visit.name('areas', one.area_id)}",
        alt=described(name, one, points, visit.language),
        source=visit.says("chart.source", source=_sources(visit, one)),
        table=_behind(visit, one, points),
        csv=lambda: trajectory_csv(one, points, view),
        file=f"{one.metric_id}-{visit.view.as_of}",
    )


@lru_cache(maxsize=128)
def _drawn(one: Assessment, points: tuple[Point, ...], as_of: date, language: Language) -> go.Figure:
    """The figure, kept by all that it depends on: Plotly takes 30 ms to make one."""
    return draw_trend(one, points, as_of, language)


def _sources(visit: Visit, one: Assessment) -> str:
    """The document that sets the target, and those that the values are from."""
    named = [one.source_id, *(value.source_id for value in visit.series(one.metric_id) if value.source_id)]
    return "\N{IDEOGRAPHIC COMMA}".join(visit.known.sources[name]["title"] for name in dict.fromkeys(named))


def _behind(visit: Visit, one: Assessment, points: list[Point]) -> str:
    headings = [visit.says(f"trend.{name}") for name in ("kind", "when", "number", "state")]
    rows = [
        [
            Fact("name", visit.says(f"trend.{point.kind}")),
            Fact("period", point.period or str(point.day)),
            Fact("number", _told(one, point, visit)),
            Fact("kind", visit.says(f"obs_status.{point.obs_status}") if point.obs_status else ""),
        ]
        for point in points
    ]
    return draw_behind(visit.says("chart.table"), headings, rows)


def _told(one: Assessment, point: Point, visit: Visit) -> str:
    """A projected point with its band; everything else as exactly as it is known."""
    text = told(one, point, visit.language)
    if point.value is None or point.qualifier or None in (point.low, point.high) or point.low == point.high:
        return text
    low, high = (figures.projected(each or 0, one, visit.language) for each in (point.low, point.high))
    return f"{text} ({low} – {high})"
