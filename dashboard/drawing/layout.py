"""How every chart lies on its page: fixed height, the unit above its axis, the legend below, hover text of ours."""

from typing import Any

from dashboard.drawing.literal import literal
from dashboard.drawing.palette import CALM
from dashboard.words import page_says
from metrics.words import Language

FONT = (
    "Noto Sans SC, Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, "
    "Hiragino Sans GB, WenQuanYi Micro Hei, system-ui, sans-serif"
)
# Only our own buttons below a chart: the bar of Plotly speaks English.
CONFIG = {"displayModeBar": False, "doubleClick": False, "showTips": False}


def layout(height: int, unit: str, language: Language) -> dict[str, Any]:
    """What charts have in common. The colours of text and ground are the theme's."""
    above = {
        "text": literal(page_says("chart.unit", language, unit=unit)),
        "showarrow": False,
        "xref": "paper",
        "yref": "paper",
    }
    placed = {"x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom", "yshift": 10}
    return {
        "template": "none",
        "height": height,
        "margin": {"l": 8, "r": 16, "t": 44, "b": 8},
        "font": {"family": FONT, "size": 13, "color": CALM},
        "legend": {
            "font": {"size": 13, "color": CALM},
            "orientation": "h",
            "traceorder": "normal",
            "y": -0.12,
            "yanchor": "top",
            "x": 0,
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "hovermode": "closest",
        "dragmode": False,
        "showlegend": True,
        "annotations": [above | placed] if unit else [],
    }
