"""Why a metric has its status: one sentence, from the same columns that the CSV has."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from metrics.assessment import Assessment
from metrics.vocabulary import Basis, Status
from metrics.words import Language, figures, say


def reason(one: Assessment, profile: Mapping[str, Any], language: Language) -> str:
    """The sentence. `profile` is the row of the profile by which it was judged."""
    return say(f"reason.{_case(one)}", language, **_numbers(one, profile, language))


def _case(one: Assessment) -> str:
    status = Status(one.status)
    if one.held_back:
        return "held_back"
    if status is Status.NO_DATA and one.value is not None:
        return "no_data_incomplete" if one.incomplete else "no_data_open" if _final(one) else "no_data_final"
    if one.basis == Basis.YEARLY and status in (Status.MISSED, Status.ON_TRACK):
        closed = status is Status.MISSED or one.pace is None or one.expected == 1
        return f"{status}_year" if closed else status
    if status is Status.NO_BASELINE and one.base is not None:
        return "no_path"
    return status


def _final(one: Assessment) -> bool:
    return one.last_day is not None and one.due is not None and one.last_day >= one.due


def _numbers(one: Assessment, profile: Mapping[str, Any], language: Language) -> dict[str, str]:
    cut, lower = profile["on_track_from"], profile["behind_from"]
    near = one.pace is not None and min(abs(one.pace - float(cut)), abs(one.pace - float(lower))) < 0.005
    return {
        "value": figures.value(one, language),
        "target": figures.target(one, language),
        "period": one.period or figures.NONE,
        "due": _day(one.due),
        "day": _day(one.last_day),
        "progress": figures.ratio(one.progress, language, 1),
        "expected": figures.ratio(one.expected, language, 1),
        "attainment": figures.ratio(one.attainment, language),
        # near a cut, the digit that decides is shown
        "pace": figures.NONE if one.pace is None else f"{one.pace:.{4 if near else 2}f}",
        "cut": f"{(lower if one.status == Status.OFF_TRACK else cut):.2f}",
        "lower": f"{lower:.2f}",
        "years": str(one.years_missed),
        "baseline": figures.NONE
        if one.baseline is None
        else figures.number(float(one.baseline), one.decimals, language),
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else figures.NONE
