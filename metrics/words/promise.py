"""How is a target said in plain words?"""

from metrics.assessment import Assessment
from metrics.vocabulary import Basis
from metrics.words import Language, say
from metrics.words.figures import amount, dated

_SPANS = {Basis.TOTAL: "total", Basis.YEARLY: "yearly"}


def promise(one: Assessment, language: Language) -> str:
    """The target of a metric, its day, where it begins and the way there: at least 280 firms, by 2020-12-31; …"""
    if one.comparator is None:
        return say("promise.monitored", language)
    span = _SPANS.get(Basis(one.basis), "state")
    said = say(f"promise.{span}", language, what=_what(one, language), due=one.due)
    if one.baseline is not None and span == "state" and one.basis != Basis.CHECKLIST:
        start = amount(float(one.baseline), one, language, decimals=one.decimals)
        said = say("promise.begins", language, what=said, baseline=dated(start, one.baseline_period, language))
    if one.path and one.basis != Basis.YEARLY:
        said = say("promise.path", language, what=said, path=say(f"path.{one.path}", language))
    return said


def _what(one: Assessment, language: Language) -> str:
    if one.target_grade:
        return say("promise.grade", language, grade=one.target_grade)
    if one.basis == Basis.CHECKLIST:
        return say("promise.checklist", language, items=amount(one.goal or 0, one, language))
    told = {"low": one.target_low, "high": one.target_high, "room": one.tolerance}
    between = one.comparator == "between"
    said = {
        name: amount(float(bound), one, language, unit=not (between and name == "low"), decimals=one.decimals)
        for name, bound in told.items()
        if bound is not None
    }
    return say(f"promise.{one.comparator}", language, **{"room": ""} | said)
