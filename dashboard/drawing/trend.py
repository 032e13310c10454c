"""The trend of one metric: its values over time, the way to its target, intervals as the intervals that they are."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from dashboard.words import page_says
from metrics.assessment import Assessment, SeriesValue, TargetSpan, View
from metrics.words import Language, figures

_ACCENT, _CALM = "#2e8f7d", "#7d888d"  # read well on both grounds
_SHAPES = {"A": "circle", "B": "circle", "P": "circle-open", "E": "circle-open", "F": "diamond-open"}
_MOST_YEARS = 8
_OPEN_END = 0.05  # how long the open end of an interval is drawn
_ARROWS = {"above": "↑", "below": "↓", "about": "≈"}


def draw_trend(
    one: Assessment, values: Sequence[SeriesValue], targets: Sequence[TargetSpan], view: View, language: Language
) -> go.Figure:
    """Values as points, final ones filled and provisional or forecast ones hollow; a value that is not exactly known
    has the open end of its interval; every target while it stood, the way to it, and where a straight line leads.
    """
    figure = go.Figure()
    _add_targets(figure, one, targets, language)
    told = [value for value in values if value.running is not None]
    _add_way(figure, one, language)
    _add_values(figure, one, [value for value in told if value.obs_status != "F"], language, forecast=False)
    _add_values(figure, one, [value for value in told if value.obs_status == "F"], language, forecast=True)
    _add_projection(figure, one, told, language)
    _lay_out(figure, one, language)
    _mark_day(figure, view, values, language)
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
        error_y=_intervals(values),
    )


def _intervals(values: Sequence[SeriesValue]) -> dict[str, Any]:
    """'More than' reaches up from its number, 'nearly' down, 'about' both ways; how far is not known."""
    sizes = [abs(value.running or 0) * _OPEN_END for value in values]
    up = [size if value.qualifier in ("above", "about") else 0 for value, size in zip(values, sizes, strict=True)]
    down = [size if value.qualifier in ("below", "about") else 0 for value, size in zip(values, sizes, strict=True)]
    return {
        "type": "data",
        "array": up,
        "arrayminus": down,
        "width": 0,
        "thickness": 3,
        "color": "rgba(46,143,125,.45)",
    }


def _label(one: Assessment, value: SeriesValue, language: Language) -> str:
    if value.grade:
        return value.grade
    text = figures.number(value.running or 0, one.decimals, language)
    return _ARROWS.get(value.qualifier or "", "") + text


def _add_targets(figure: go.Figure, one: Assessment, targets: Sequence[TargetSpan], language: Language) -> None:
    if one.due is None:
        return
    if one.scale or one.basis == "checklist":
        _add_target(figure, (one.start_day, one.due), one.goal, page_says("trend.target", language))
        return
    for number, span in enumerate(targets, 1):
        days = (span.from_day or one.start_day, span.to_day or one.due)
        name = page_says("trend.target" if number == len(targets) else "trend.earlier_target", language)
        for bound in {span.target_low, span.target_high} - {None}:
            _add_target(figure, days, float(bound or 0), name)


def _add_target(figure: go.Figure, days: tuple[date, date], bound: float | None, name: str) -> None:
    named = name in {trace.name for trace in figure.data}
    figure.add_scatter(
        x=list(days), y=[bound, bound], mode="lines", hoverinfo="skip", name=name, showlegend=not named,
        line={"color": _CALM, "width": 1.5}, legendgroup=name,
    )  # fmt: skip


def _add_way(figure: go.Figure, one: Assessment, language: Language) -> None:
    if one.goal is None or one.due is None or one.base is None or one.path != "linear" or one.basis == "yearly":
        return
    figure.add_scatter(
        x=[one.start_day, one.due], y=[one.base, one.goal], mode="lines", hoverinfo="skip",
        name=page_says("trend.way", language), line={"color": _CALM, "width": 1.5, "dash": "dash"},
    )  # fmt: skip


def _add_projection(figure: go.Figure, one: Assessment, told: Sequence[SeriesValue], language: Language) -> None:
    if one.projected is None or one.due is None or not told:
        return
    days, last = [told[-1].period_end, one.due], told[-1].running
    band = {"mode": "lines", "hoverinfo": "skip", "line": {"width": 0}}
    figure.add_scatter(x=days, y=[last, one.projected_high], showlegend=False, **band)
    figure.add_scatter(
        x=days, y=[last, one.projected_low], fill="tonexty", fillcolor="rgba(46,143,125,.18)",
        name=page_says("trend.band", language), **band,
    )  # fmt: skip
    figure.add_scatter(
        x=days, y=[last, one.projected], mode="lines", hoverinfo="skip",
        name=page_says("trend.projection", language), line={"color": _ACCENT, "width": 2, "dash": "dot"},
    )  # fmt: skip


def _lay_out(figure: go.Figure, one: Assessment, language: Language) -> None:
    zero = one.basis in ("total", "yearly", "checklist")
    axis: dict[str, Any] = {"gridcolor": "rgba(125,136,141,.25)", "zeroline": False, "tickformat": ",~r"}
    if one.scale:
        grades = one.scale.split("<")
        axis |= {
            "tickvals": list(range(1, len(grades) + 1)),
            "ticktext": grades,
            "range": [0.5, len(grades) + 0.5],
        }
    elif zero:
        axis["rangemode"] = "tozero"
    if one.basis == "checklist":
        axis["dtick"] = 1
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
        title={"text": _unit(one, language), "font": {"size": 13}, "x": 0, "xref": "paper", "y": 0.98},
        annotations=[] if figure.data else [{"text": page_says("trend.none", language), "showarrow": False}],
    )


def _unit(one: Assessment, language: Language) -> str:
    return ("" if one.scale else one.unit_id if language is Language.ZH else one.unit_en) or ""


def _mark_day(figure: go.Figure, view: View, values: Sequence[SeriesValue], language: Language) -> None:
    """Where one judges on a day before the last value, a line at that day: what stands behind it doesn't count."""
    if any(value.period_end > view.as_of for value in values):
        figure.add_shape(
            type="line",
            x0=view.as_of,
            x1=view.as_of,
            y0=0,
            y1=1,
            yref="paper",
            line={"color": _CALM, "width": 1, "dash": "dot"},
        )
        figure.add_annotation(
            x=view.as_of, y=1, yref="paper", yanchor="bottom", showarrow=False, text=page_says("trend.judged", language)
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
