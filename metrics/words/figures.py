"""How a number, a value with its unit, a target or a ratio is written in each language."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from math import log10
from pathlib import Path
from typing import Any

from babel.dates import format_skeleton
from babel.numbers import NumberPattern, format_percent, parse_pattern
from babel.numbers import format_decimal as babel_decimal

from metrics.assessment import Assessment
from metrics.definitions import Observation
from metrics.vocabulary import Comparator
from metrics.words import Language, say

_MOST_DECIMALS = 4
_KEPT = 8192  # Babel takes 30 µs for a number, and a page has hundreds of them
_SCALED = (1e4, 1e8)
_POWERS = ((1e9, "billion"), (1e6, "million"), (1e3, "thousand"), (1.0, ""))
NONE = "–"


@cache
def _pattern(least: int, most: int) -> NumberPattern:
    return parse_pattern("#,##0." + "0" * least + "#" * (most - least))


@lru_cache(maxsize=_KEPT)
def number(value: float, decimals: int, language: Language, most: int = _MOST_DECIMALS) -> str:
    """A number with at least its metric's decimals; a digit that was entered is never dropped."""
    return babel_decimal(value, _pattern(decimals, max(most, decimals)), locale=language.value)


@lru_cache(maxsize=_KEPT)
def ratio(value: float | None, language: Language, digits: int = 0) -> str:
    """A fraction as a percentage, 0.84 as 84%; a dash for what is unknown. Never rounded up to 100 %."""
    if value is None:
        return NONE
    if value < 1 <= round(value, digits + 2):
        digits += 1 if round(value, digits + 3) < 1 else 2
        value = min(value, 1 - 10 ** -(digits + 2))
    if round(value, digits + 2) == 0:
        value = 0.0  # never -0.0%
    return format_percent(value, "#,##0" + ("." + "0" * digits if digits else "") + "%", locale=language.value)


def amount(value: float, one: Assessment, language: Language, *, unit: bool = True, decimals: int = 0) -> str:
    """A number of a metric in its unit: 2,500 亿元, in English 250 billion CNY."""
    factor = one.unit_factor or 1
    if language is Language.EN and factor in _SCALED and one.base_unit_en:
        return _scaled(value, factor, one.base_unit_en if unit else "", language, decimals)
    text = number(value, decimals, language)
    if not unit:
        return text
    return _with_unit(text, one.unit_id or "") if language is Language.ZH else _of_unit(text, one.unit_en or "")


def projected(value: float, one: Assessment, language: Language, *, unit: bool = True) -> str:
    """One of the numbers of a metric's projection, in its unit and in the digits of its values: firms in whole firms.

    It has more of them only where the last one tells whether a number meets the target.
    """
    digits = _projected_digits(one)
    return amount(round(value, digits), one, language, unit=unit, decimals=digits)


def _projected_digits(one: Assessment) -> int:
    numbers = [each for each in (one.projected, one.projected_low, one.projected_high) if each is not None]
    least = one.decimals if one.value is None or round(one.value, one.decimals) == one.value else one.decimals + 1
    told = (
        digits
        for digits in range(least, _MOST_DECIMALS)
        if all(_meets(round(each, digits), one) == _meets(each, one) for each in numbers)
    )
    return next(told, _MOST_DECIMALS)


def _meets(number: float, one: Assessment) -> bool:
    """Whether a number lies within the bounds of the target."""
    room, at_bound = float(one.tolerance or 0), one.comparator not in (Comparator.ABOVE, Comparator.BELOW)
    beyond = [
        *([] if one.target_low is None else [float(one.target_low) - room - number]),
        *([] if one.target_high is None else [number - float(one.target_high) - room]),
    ]
    return all(round(far, 6) < 0 or (round(far, 6) == 0 and at_bound) for far in beyond)


def change(value: float, one: Assessment, language: Language) -> str:
    """By how much a metric changes, in its unit; a share changes by percentage points."""
    if one.unit_id == "%":
        return say("figure.points", language, number=number(value, 0, language))
    return amount(value, one, language)


def _scaled(value: float, factor: float, base_unit: str, language: Language, decimals: int) -> str:
    """As exactly as in its own unit: 290.0 亿元 are 29.00 billion beside 28.76 billion, and 290 亿元 are 29 billion."""
    whole = value * factor
    power, word = next(((power, word) for power, word in _POWERS if abs(whole) >= power), _POWERS[-1])
    finer = round(log10(power / factor))  # digits that the larger word puts behind the point
    least = max(decimals + finer, 0) if decimals else 0
    text = number(whole / power, least, language, max(_MOST_DECIMALS, _MOST_DECIMALS + finer))
    return " ".join(part for part in (text, word, base_unit) if part)


def _with_unit(text: str, unit: str) -> str:
    return f"{text}{unit}" if unit == "%" else f"{text} {unit}".strip()


def _of_unit(text: str, unit: str) -> str:
    """A number with the English name of its unit: 2 items, 1 item, and as CLDR has it 1.0 items."""
    return _with_unit(text, _singulars().get(unit, unit) if text.lstrip("-") == "1" else unit)


@cache
def _singulars() -> dict[str, str]:
    with Path(__file__).with_name("singular.toml").open("rb") as file:
        return tomllib.load(file)


def value(one: Assessment, language: Language, *, unit: bool = True) -> str:
    """The value that counts, as exactly as it is known; a dash where there is none."""
    if one.value is None:
        return NONE
    if one.scale:
        return one.grade or NONE
    text = amount(one.value, one, language, unit=unit, decimals=one.decimals)
    return say(f"qualifier.{one.qualifier}", language, value=text) if one.qualifier else text


def period(one: Assessment, language: Language) -> str:
    """The period of the value that counts; of a year that has further reports to come, up to which day it reaches."""
    year_end = one.last_day and date(one.last_day.year, 12, 31)
    if one.period is None or year_end is None or one.last_day == year_end or one.period != str(year_end.year):
        return one.period or ""
    day = format_skeleton("MMMd", one.last_day, locale=language.value).replace(" ", "\N{NO-BREAK SPACE}")
    return say("figure.year_to", language, year=one.period, day=day)


def dated(text: str, period: str | None, language: Language) -> str:
    """A value with the period that it is of, where that is known."""
    return say("figure.dated", language, value=text, period=period) if period else text


def reported(one: Assessment, language: Language) -> str:
    """The value that counts, with its period."""
    return dated(value(one, language), period(one, language), language)


def entered(
    told: Observation,
    own: str | None,
    language: Language,
    units: Mapping[str, Mapping[str, Any]] | None = None,
    decimals: int = 0,
) -> str:
    """A value as it was typed: in its unit, as exactly as it is known, in its own unit with at least its `decimals`.

    With the rows of `units` by id an English reader sees their English names; without, what can be typed again.
    """
    if told.grade is not None or told.value is None:
        return told.grade or NONE
    least = decimals if told.unit_id in (None, own) else 0
    text = _named(float(told.value), told.unit_id or own or "", language, units or {}, least)
    return say(f"qualifier.{told.qualifier}", language, value=text) if told.qualifier else text


def _named(value: float, unit: str, language: Language, units: Mapping[str, Mapping[str, Any]], decimals: int) -> str:
    """A number in a unit, by the unit's name in the language where that is known."""
    row = units.get(unit) if language is Language.EN else None
    if row is None:
        return _with_unit(number(value, decimals, language), unit)
    alike = (each["name_en"] for each in units.values() if each["kind"] == row["kind"] and each["factor"] == 1)
    if float(row["factor"]) in _SCALED and (base := next(alike, "")):
        return _scaled(value, float(row["factor"]), base, language, decimals)
    return _of_unit(number(value, decimals, language), row["name_en"])


def target(one: Assessment, language: Language, *, unit: bool = True) -> str:
    """The target with its comparator; a dash for a metric that only monitors."""
    if one.comparator is None:
        return NONE
    if one.target_grade:
        return say("comparator.grade", language, grade=one.target_grade)
    if one.basis == "checklist":
        return say("comparator.checklist", language, items=amount(one.goal or 0, one, language, unit=unit))
    ranged = one.comparator == "between"
    low, high = (
        amount(float(bound), one, language, unit=unit and not (ranged and bound is one.target_low))
        if bound is not None
        else NONE
        for bound in (one.target_low, one.target_high)
    )
    return say(f"comparator.{one.comparator}", language, low=low, high=high)
