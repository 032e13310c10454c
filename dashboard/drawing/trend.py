"""The trend of one metric: its values over time, the way to its target, intervals as the intervals that they are."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from dashboard.words import page_says
from metrics.assessment import Assessment, SeriesValue
from metrics.words import Language, figures

_ACCENT, _CALM = "#2e8f7d", "#7d888d"  # read well on both grounds
_SHAPES = {"A": "circle", "B": "circle", "P": "circle-open", "E": "circle-open", "F": "diamond-open"}
_MOST_YEARS = 8
_ARROWS = {"above": "↑", "below": "↓", "about": "≈"}


def draw_trend(one: Assessment, values: Sequence[SeriesValue], language: Language) -> go.Figure:
    """Values as points, final ones filled and provisional or forecast ones hollow; the target and the way to it."""
    figure = go.Figure()
    told = [value for value in values if value.running is not None and not value.item_id]
    _add_way(figure, one, language)
    _add_values(figure, one, [value for value in told if value.obs_status != "F"], language, forecast=False)
    _add_values(figure, one, [value for value in told if value.obs_status == "F"], language, forecast=True)
    _lay_out(figure, one, language)
    return figure


def _add_values(
    figure: go.Figure, one: Assessment, values: Sequence[SeriesValue], language: Language, *, forecast: bool
) -> None:
    if not values:
        return
    figure.add_scatter(
        x=[value.period_end for value in values],
        y=[value.running for value in values],
        text=[_label(one, value, language) for value in values],
        mode="markers+text" if forecast or one.basis == "yearly" else "lines+markers+text",
        textposition="top center",
        cliponaxis=False,
        name=page_says("trend.forecast" if forecast else "trend.value", language),
        line={"color": _ACCENT, "width": 2},
        marker={
            "size": 9,
            "color": _CALM if forecast else _ACCENT,
            "symbol": [_SHAPES[value.obs_status] for value in values],
        },
        hovertemplate="%{customdata}: %{text}<extra></extra>",
        customdata=[value.period for value in values],
    )


def _label(one: Assessment, value: SeriesValue, language: Language) -> str:
    if value.grade:
        return value.grade
    text = figures.number(value.running or 0, one.decimals, language)
    return _ARROWS.get(value.qualifier or "", "") + text


def _add_way(figure: go.Figure, one: Assessment, language: Language) -> None:
    if one.goal is None or one.due is None:
        return
    start, due = one.start_day, one.due
    figure.add_scatter(
        x=[start, due], y=[one.goal, one.goal], mode="lines", hoverinfo="skip",
        name=page_says("trend.target", language), line={"color": _CALM, "width": 1.5},
    )  # fmt: skip
    if one.base is not None and one.path == "linear" and one.basis != "yearly":
        figure.add_scatter(
            x=[start, due], y=[one.base, one.goal], mode="lines", hoverinfo="skip",
            name=page_says("trend.way", language), line={"color": _CALM, "width": 1.5, "dash": "dash"},
        )  # fmt: skip


def _lay_out(figure: go.Figure, one: Assessment, language: Language) -> None:
    zero = one.basis in ("total", "yearly", "checklist")
    axis: dict[str, Any] = {"gridcolor": "rgba(125,136,141,.25)", "zeroline": False, "title": None}
    if one.scale:
        grades = one.scale.split("<")
        axis |= {
            "tickvals": list(range(1, len(grades) + 1)),
            "ticktext": grades,
            "range": [0.5, len(grades) + 0.5],
        }
    elif zero:
        axis["rangemode"] = "tozero"
    figure.update_layout(
        template="none",
        height=340,
        margin={"l": 56, "r": 24, "t": 24, "b": 40},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={
            "family": "Noto Sans SC, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif",
            "color": _CALM,
            "size": 13,
        },
        legend={"orientation": "h", "y": -0.18, "x": 0},
        xaxis={"gridcolor": "rgba(0,0,0,0)", **_years(figure)},
        yaxis=axis,
        hovermode="closest",
        showlegend=True,
        separators=".,",
        annotations=[] if figure.data else [{"text": page_says("trend.none", language), "showarrow": False}],
    )


def _years(figure: go.Figure) -> dict[str, Any]:
    """A value stands at the end of its period, and so does the year's name: at its last day."""
    days = [day for trace in figure.data for day in trace.x]
    if not days:
        return {"visible": False}
    first, last = min(days), max(days)
    step = 1 + (last.year - first.year) // _MOST_YEARS
    years = range(first.year, last.year + 1, step)
    room = timedelta(days=max(60, (last - first).days // 20))
    return {
        "tickvals": [date(year, 12, 31) for year in years],
        "ticktext": [str(year) for year in years],
        "range": [first - room, max(last, date(last.year, 12, 31)) + room],
    }
