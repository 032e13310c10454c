"""How a number, a value with its unit, a target or a ratio is written in each language."""

from functools import cache, lru_cache

from babel.numbers import NumberPattern, format_percent, parse_pattern
from babel.numbers import format_decimal as babel_decimal

from metrics.assessment import Assessment
from metrics.definitions import Observation
from metrics.words import Language, say

_MOST_DECIMALS = 4
_KEPT = 8192  # Babel takes 30 µs for a number, and a page has hundreds of them
_SCALED = (1e4, 1e8)
_POWERS = ((1e9, "billion"), (1e6, "million"), (1e3, "thousand"), (1.0, ""))
NONE = "–"


@cache
def _pattern(least: int) -> NumberPattern:
    return parse_pattern("#,##0" + ("." if _MOST_DECIMALS else "") + "0" * least + "#" * (_MOST_DECIMALS - least))


@lru_cache(maxsize=_KEPT)
def number(value: float, decimals: int, language: Language) -> str:
    """A number with at least its metric's decimals; a digit that was entered is never dropped."""
    return babel_decimal(value, _pattern(decimals), locale=language.value)


@lru_cache(maxsize=_KEPT)
def ratio(value: float | None, language: Language, digits: int = 0) -> str:
    """A fraction as a percentage, 0.84 as 84%; a dash for what is unknown. Never rounded up to 100 %."""
    if value is None:
        return NONE
    if value < 1 <= round(value, digits + 2):
        digits += 1 if round(value, digits + 3) < 1 else 2
        value = min(value, 1 - 10 ** -(digits + 2))
    return format_percent(value, "#,##0" + ("." + "0" * digits if digits else "") + "%", locale=language.value)


def amount(value: float, one: Assessment, language: Language, *, unit: bool = True, decimals: int = 0) -> str:
    """A number of a metric in its unit: 2,500 亿元, in English 250 billion CNY."""
    factor = one.unit_factor or 1
    if language is Language.EN and factor in _SCALED and one.base_unit_en:
        return _scaled(value * factor, one, language, unit=unit)
    text = number(value, decimals, language)
    name = one.unit_id if language is Language.ZH else one.unit_en
    if not unit or not name:
        return text
    return f"{text}{name}" if name == "%" else f"{text} {name}"


def _scaled(value: float, one: Assessment, language: Language, *, unit: bool) -> str:
    power, word = next(((power, word) for power, word in _POWERS if abs(value) >= power), _POWERS[-1])
    return " ".join(
        part for part in (number(value / power, 0, language), word, one.base_unit_en if unit else "") if part
    )


def value(one: Assessment, language: Language, *, unit: bool = True) -> str:
    """The value that counts, as exactly as it is known; a dash where there is none."""
    if one.value is None:
        return NONE
    if one.scale:
        return one.grade or NONE
    text = amount(one.value, one, language, unit=unit, decimals=one.decimals)
    return say(f"qualifier.{one.qualifier}", language, value=text) if one.qualifier else text


def entered(told: Observation, own: str | None, language: Language) -> str:
    """A value as it was typed: in its unit, as exactly as it is known."""
    if told.grade is not None or told.value is None:
        return told.grade or NONE
    text = f"{number(float(told.value), 0, language)} {told.unit_id or own or ''}".strip()
    return say(f"qualifier.{told.qualifier}", language, value=text) if told.qualifier else text


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
