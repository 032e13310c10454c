"""How people write a number, and what it says: 1,200 and １２００, 约60, 近60余, 1.2万, 3.5亿元."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from metrics.definitions import Unit
from metrics.vocabulary import Qualifier

_BEFORE = {
    Qualifier.ABOVE: ("超过", "突破", "超", "逾", "大于", "多于", ">", "over", "more than", "above"),
    Qualifier.BELOW: ("将近", "近", "不到", "不足", "小于", "<", "nearly", "below", "under"),
    Qualifier.ABOUT: ("大约", "约", "about", "approximately", "~"),
}
_BEHIND = {Qualifier.ABOVE: ("余", "多"), Qualifier.ABOUT: ("左右", "上下")}
_TIMES = {"": 1, "万": 10**4, "亿": 10**8}
_VARIANTS = str.maketrans({"\u2212": "-", "萬": "万", "億": "亿"})
_NUMBER = re.compile(
    r"(?P<number>[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?)\s*(?P<more>余|多)?(?P<times>万亿|万|亿)?(?P<tail>.*)",
    re.ASCII,
)


class OtherUnitError(ValueError):
    """A number names another unit than the one that was chosen for it."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: a number, the unit where one was named, and how exactly it is known.

    `guessed` where the unit was not written out: of 2500万 for a metric in 亿元 it is most likely 万元.
    """

    value: Decimal | None
    unit_id: str | None
    qualifier: Qualifier | None
    guessed: bool = False


def read_number(text: str, own: str | None, units: Mapping[str, Unit]) -> Typed:
    """Read a number for a metric whose unit is `own`. `ValueError` where it isn't one, or names an unknown unit."""
    plain = unicodedata.normalize("NFKC", text).strip().lower().translate(_VARIANTS)
    before, plain = _taken(plain, _BEFORE, front=True)
    match = _NUMBER.fullmatch(plain)
    if match is None:
        raise ValueError(text)
    tail = match["tail"].strip()
    behind, tail = _taken(tail, _BEHIND, front=False)
    more = Qualifier.ABOVE if match["more"] else None
    kinds = {one for one in (before, behind, more) if one is not None}
    value, written = Decimal(match["number"].replace(",", "")), match["times"] or ""
    if written == "万亿":
        value, written = value * _TIMES["万"], "亿"
    unit_id, times = _unit(written, tail, own, units)
    value *= times
    # 'nearly 600-odd' contradicts itself: about
    qualifier = kinds.pop() if len(kinds) == 1 else Qualifier.ABOUT if kinds else None
    other = unit_id if unit_id != own else None
    return Typed(value, other, qualifier, guessed=other is not None and not tail)


def read_chosen(text: str, chosen: str, own: str | None, units: Mapping[str, Unit]) -> Typed:
    """Read a number whose unit was chosen beside it; of none chosen as `read_number`.

    `OtherUnitError` where the text names another unit, or most likely means one: 2500万 beside 亿元.
    """
    if not chosen:
        return read_number(text, own, units)
    typed = read_number(text, chosen, units)
    if typed.unit_id is not None:
        raise OtherUnitError(text)
    return replace(typed, unit_id=chosen if chosen != own else None)


def _taken(text: str, words: Mapping[Qualifier, tuple[str, ...]], *, front: bool) -> tuple[Qualifier | None, str]:
    for qualifier, forms in words.items():
        for form in forms:
            if front and text.startswith(form):
                return qualifier, text.removeprefix(form).strip()
            if not front and text.endswith(form):
                return qualifier, text.removesuffix(form).strip()
    return None, text


def _unit(times: str, tail: str, own: str | None, units: Mapping[str, Unit]) -> tuple[str | None, int]:
    by_folded = {name.lower(): name for name in units}
    base = (own or "").lstrip("万亿")
    for named in (times + tail, times + base if not tail and base != own else ""):
        if named.lower() in by_folded and (tail or times):
            return by_folded[named.lower()], 1
    if tail and tail not in by_folded:
        raise ValueError(tail)
    return by_folded.get(tail, own), _TIMES[times]
