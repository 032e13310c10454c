"""Several courses side by side: one chart for each unit, one above the other, over the same years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from dashboard.drawing.axis import year_axis
from dashboard.drawing.layout import layout
from dashboard.drawing.literal import literal
from dashboard.drawing.palette import CALM, SERIES
from dashboard.words import page_says
from metrics.words import Language

_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross", "x", "pentagon")
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "5px,2px", "2px,4px")
_PANEL, _AROUND, _LEGEND_LINE, _GAP = 260, 90, 22, 58  # px
_NARROW = {Language.ZH: 20, Language.EN: 40}  # characters of a line of the legend


@dataclass(frozen=True, slots=True)
class Spot:
    """A value on a day, in words too. `final` says whether it is reported, exact and not provisional."""

    day: date
    value: float
    text: str
    final: bool
    joined: bool


@dataclass(frozen=True, slots=True)
class Strand:
    """What one line is: its place among all of them, which gives it its colour and shape, its name, its values."""

    number: int
    name: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart: what its axis counts, the axis, a level to hold against where there is one, and its lines."""

    unit: str
    axis: dict[str, Any]
    strands: tuple[Strand, ...]
    level: float | None = None


def draw_comparison(panels: Sequence[Panel], language: Language) -> go.Figure:
    """Every panel is as high as the others; a hollow mark is a value that is not final or not exactly known."""
    figure = go.Figure()
    strands = [strand for panel in panels for strand in panel.strands]
    days = [spot.day for strand in strands for spot in strand.spots]
    legend = {strand.number: literal("\n".join(wrap(strand.name, _NARROW[language]))) for strand in strands}
    below = _LEGEND_LINE * (1 + sum(1 + name.count("<br>") for name in legend.values()))
    drawn = _PANEL * len(panels) + _GAP * (len(panels) - 1)
    shared = layout(drawn + _AROUND + below, "", language)
    for place, (panel, domain) in enumerate(zip(panels, _domains(len(panels)), strict=True), 1):
        axis = "y" if place == 1 else f"y{place}"
        shared[f"yaxis{'' if place == 1 else place}"] = panel.axis | {"domain": domain}
        shared["annotations"].append(_named(panel.unit, domain[1]))
        for strand in panel.strands:
            _add(figure, strand, axis, legend[strand.number])
        if panel.level is not None:
            level = {"type": "line", "x0": 0, "x1": 1, "xref": "paper", "y0": panel.level, "y1": panel.level}
            figure.add_shape(**level, yref=axis, line={"color": CALM, "width": 1.5, "dash": "dot"})
    if any(not spot.final for strand in strands for spot in strand.spots):
        marker = {"symbol": "circle-open", "size": 9, "color": CALM, "line": {"width": 2}}
        hollow = page_says("compare.hollow", language)
        figure.add_scatter(x=[None], y=[None], mode="markers", name=hollow, marker=marker)
    last = "y" if len(panels) == 1 else f"y{len(panels)}"
    figure.update_layout(**shared, xaxis=year_axis(days) | {"anchor": last})
    figure.update_layout(legend={"y": -44 / drawn})
    return figure


def _domains(count: int) -> Iterator[tuple[float, float]]:
    """The stretches of the height, the highest first."""
    whole = _PANEL * count + _GAP * (count - 1)
    for number in range(count):
        top = whole - number * (_PANEL + _GAP)
        yield max(top - _PANEL, 0) / whole, top / whole


def _named(unit: str, top: float) -> dict[str, Any]:
    return {
        "text": literal(unit), "showarrow": False, "xref": "paper", "yref": "paper", "x": 0, "y": top,
        "xanchor": "left", "yanchor": "bottom", "yshift": 6, "font": {"color": CALM},
    }  # fmt: skip


def _add(figure: go.Figure, strand: Strand, axis: str, name: str) -> None:
    """A line that no gap or break is drawn across, with a mark for each value."""
    colour, symbol = SERIES[strand.number], _SYMBOLS[strand.number]
    days: list[date | None] = []
    numbers: list[float | None] = []
    texts: list[str] = []
    symbols: list[str] = []
    for spot in strand.spots:
        if days and not spot.joined:
            days, numbers, texts, symbols = [*days, None], [*numbers, None], [*texts, ""], [*symbols, symbol]
        days.append(spot.day)
        numbers.append(spot.value)
        texts.append(literal(spot.text))
        symbols.append(symbol if spot.final else f"{symbol}-open")
    figure.add_scatter(
        x=days, y=numbers, yaxis=axis, mode="lines+markers", name=name, customdata=texts, cliponaxis=False,
        hovertemplate="%{customdata}<extra></extra>",
        line={"color": colour, "width": 2, "dash": _DASHES[strand.number]},
        marker={"symbol": symbols, "size": 8, "color": colour, "line": {"width": 2, "color": colour}},
    )  # fmt: skip
