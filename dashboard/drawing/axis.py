"""How axes are divided and named: round steps, 万 and 亿, million and billion, years at their last day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, log10
from typing import Any

from dashboard.drawing.literal import literal
from dashboard.drawing.palette import CALM, CLEAR, FAINT
from metrics.assessment import Assessment
from metrics.words import Language, figures

_STEPS = (1, 2, 2.5, 5, 10)
_MOST_TICKS, _MOST_YEARS = 6, 8
_MONEY = (1e4, 1e8)
_LITTLE = 2  # powers of ten
_TEXT: dict[str, Any] = {"tickfont": {"size": 13, "color": CALM}}
_COMMON: dict[str, Any] = {"gridcolor": FAINT, "zeroline": False, "showgrid": True, "fixedrange": True} | _TEXT
_ENGLISH = ((1e9, "billion"), (1e6, "million"))


@dataclass(frozen=True, slots=True)
class Scale:
    """What one on the axis is: so many of the metric's unit, and what they are called."""

    power: float
    unit: str


def scale(one: Assessment, largest: float, language: Language) -> Scale:
    """The unit that an axis up to a value is divided in: 120 万家 for 1,200,000 家, in English 1.2 million."""
    if one.scale:
        return Scale(1, "")
    return _chinese(one.unit_id or "", largest) if language is Language.ZH else _english(one, largest)


def _chinese(unit: str, largest: float) -> Scale:
    if unit == "%" or largest < 1e4 or (unit[:1] not in ("万", "亿") and largest < 1e5):
        return Scale(1, unit)
    if unit.startswith("万"):
        return Scale(1e4, f"亿{unit[1:]}")
    if unit.startswith("亿"):
        return Scale(1e4, f"万{unit}")
    return Scale(1e8, f"亿{unit}") if largest >= 1e8 else Scale(1e4, f"万{unit}")


def _english(one: Assessment, largest: float) -> Scale:
    factor = one.unit_factor or 1
    unit = one.unit_en or ""
    if factor in _MONEY and one.base_unit_en:
        unit = one.base_unit_en
    else:
        factor = 1
    for power, word in _ENGLISH:
        if largest * factor >= power and unit != "%":
            return Scale(power / factor, f"{word} {unit}".strip())
    return Scale(1 / factor, unit)


def on_axis(value: float, divided: Scale, decimals: int, language: Language) -> str:
    """A value as the axis has it: of 3,521,288 家 on an axis of 万家 352.13.

    On one that is not much coarser than its unit, as English billions are for 亿元, it keeps the metric's decimals.
    """
    if divided.power == 1:
        return figures.number(value, decimals, language)
    finer = round(log10(divided.power))
    own = max(decimals + finer, 0) if decimals else 0
    digits = max(2, own) if finer <= _LITTLE else 2
    return figures.number(round(value / divided.power, digits), min(own, digits), language)


def grain(one: Assessment) -> float:
    """What a step between ticks is a multiple of, in the metric's unit: what is counted whole has no tick at 0.2."""
    return 0.0 if one.decimals else 1.0


def ticks(low: float, high: float, grain: float = 0.0) -> list[float]:
    """Round numbers from at or below `low` to at or above `high`, at most seven, evenly spaced.

    Where there is a `grain`, the step is a multiple of it.
    """
    if high <= low:
        return [low]
    rough = max((high - low) / (_MOST_TICKS - 1), grain)
    power = 10.0 ** floor(log10(rough))
    steps = (each * more * power for more in (1, 10) for each in _STEPS)
    step = next(each for each in steps if each >= rough * (1 - 1e-9) and _multiple(each, grain))
    first, last = floor(low / step + 1e-9), -floor(-high / step + 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def _multiple(step: float, grain: float) -> bool:
    return not grain or abs(step / grain - round(step / grain)) < 1e-9


def value_axis(one: Assessment, low: float, high: float, language: Language) -> dict[str, Any]:
    """The axis of a metric's values from `low` to `high`; a scale of grades has its grades."""
    if one.scale:
        grades = one.scale.split("<")
        room = [0.5, len(grades) + 0.5]
        return _COMMON | {
            "tickvals": list(range(1, len(grades) + 1)),
            "ticktext": [literal(grade) for grade in grades],
            "range": room,
        }
    divided = scale(one, max(abs(low), abs(high)), language)
    return number_axis(low, high, divided, language, grain(one))


def number_axis(
    low: float, high: float, divided: Scale, language: Language, multiple_of: float = 0.0
) -> dict[str, Any]:
    """An axis from `low` to `high` in round steps, where it is said multiples of a number."""
    if high <= low:
        low, high = (0.0, high or 1.0) if low >= 0 else (low, 0.0)
    least = multiple_of / divided.power if divided.power >= 1 else 0.0  # a finer unit has whole numbers of its own
    at = [tick * divided.power for tick in ticks(low / divided.power, high / divided.power, least)]
    text = [figures.number(tick / divided.power, 0, language) for tick in at]
    return _COMMON | {"tickvals": at, "ticktext": text, "range": _room(min(low, at[0]), high, at[-1])}


def _room(bottom: float, high: float, last: float) -> list[float]:
    """Below the lowest unless that is zero, and above the highest for the name of a target that stands there."""
    span = max(high, last) - bottom
    return [bottom - span * 0.04 if bottom else 0.0, max(last, high + span * 0.1)]


def year_axis(days: Sequence[date]) -> dict[str, Any]:
    """A value stands at the end of its period, and so does the year's name: at its last day."""
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
        "gridcolor": CLEAR,
        "zeroline": False,
        "fixedrange": True,
        **_TEXT,
    }
