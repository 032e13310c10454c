"""Why a metric has its status: one sentence, from the same columns that the CSV has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from metrics.assessment import Assessment
from metrics.attention import Concern, concern_of
from metrics.vocabulary import Basis, Direction, Status
from metrics.words import Language, figures, say


def reason(one: Assessment, profile: Mapping[str, Any], language: Language) -> str:
    """The sentence. `profile` is the row of the profile by which it was judged."""
    return say(f"reason.{_case(one, profile)}", language, **_numbers(one, profile, language))


def concern(one: Assessment, profile: Mapping[str, Any], language: Language) -> str:
    """Why a metric needs attention, in one sentence."""
    if concern_of(one) is not Concern.OVERDUE:
        return reason(one, profile, language)
    heard = "overdue" if one.period else "overdue_never"
    return say(f"concern.{heard}", language, day=_day(one.awaited_day), period=figures.period(one, language))


def status_word(one: Assessment, language: Language) -> str:
    """The word for its status; where a value stands that doesn't decide, not "no data" but that, or what is wanting."""
    key = "undecided" if undecided(one) else "no_final" if lacks_final(one) else one.status
    return say(f"status.{key}", language)


def lacks_final(one: Assessment) -> bool:
    """Whether it has no status for want of a final value alone."""
    return one.status == Status.NO_DATA and one.value is not None and one.not_final


def undecided(one: Assessment) -> bool:
    """Whether its final value stands, and isn't known exactly enough to decide."""
    return lacks_final(one) and _no_final(one) == "no_data_open"


def allowance_used(one: Assessment) -> float | None:
    """Of a ceiling on a sum the share that is used up; None for everything else.

    Its attainment, target / value, is above 100 % as long as less is used than is allowed.
    """
    return one.progress if one.direction == Direction.LOWER and one.basis in _SUMS else None


_PROJECTED = (Basis.LEVEL, Basis.COMPOSITE, Basis.TOTAL)
_SUMS = (Basis.TOTAL, Basis.YEARLY)
_PACED = (Status.ON_TRACK, Status.BEHIND, Status.OFF_TRACK)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the reckoning: what it is, how it is made from the numbers, what comes out."""

    name: str
    reckoning: str
    result: str


def steps(one: Assessment, profile: Mapping[str, Any], language: Language) -> list[Step]:
    """The steps to the status, with the numbers in them; a step that can't be taken is left out."""
    if one.value is None or one.comparator is None:
        return []
    told = {"value": figures.value(one, language), "target": figures.target(one, language)}
    found = [Step(say("step.value", language), figures.period(one, language), told["value"])]
    if one.attainment is not None:
        key = "step.attainment_lower" if one.direction == "lower" else "step.attainment_higher"
        found.append(
            _step("attainment", say(key, language, **told), figures.ratio(one.attainment, language, 1), language)
        )
    if one.progress is not None:
        name = "progress" if allowance_used(one) is None else "used"
        found.append(_step(name, _way(one, told, language), figures.ratio(one.progress, language, 1), language))
    if one.expected is not None:
        found.append(_step("expected", _days(one, language), figures.ratio(one.expected, language, 1), language))
    if one.pace is not None:
        method = "ceiling" if _paced_by_allowance(one, profile) else profile["pace_method"]
        found.append(_step("pace", say(f"step.pace_{method}", language), f"{one.pace:.4f}", language))
    if one.needed_per_year is not None:
        needed = figures.change(round(abs(one.needed_per_year), one.decimals + 1), one, language)
        less = "_less" if one.needed_per_year < 0 else ""
        found.append(_step(f"needed{less}", say(f"step.until{less}", language, due=one.due), needed, language))
    cuts = say(
        "step.cuts", language, on_track=f"{profile['on_track_from']:.2f}", behind=f"{profile['behind_from']:.2f}"
    )
    return [*found, _step("status", cuts, status_word(one, language), language)]


def _step(name: str, reckoning: str, result: str, language: Language) -> Step:
    return Step(say(f"step.{name}", language), reckoning, result)


def _way(one: Assessment, told: Mapping[str, str], language: Language) -> str:
    if one.direction == "within" or one.goal is None or one.base is None:
        return say("step.distance", language)
    base, goal = (figures.amount(number, one, language) for number in (one.base, one.goal))
    if one.scale:
        base, goal = f"{one.base:g}", f"{one.goal:g}"
    return say("step.way", language, value=told["value"], base=base, goal=goal)


def _days(one: Assessment, language: Language) -> str:
    """The way whose share has gone: that of the plan, or of a yearly metric that of the year."""
    start, end, path = one.start_day, one.due, one.path or "linear"
    if one.basis == Basis.YEARLY and one.last_day:
        start, end, path = max(start, date(one.last_day.year - 1, 12, 31)), date(one.last_day.year, 12, 31), "linear"
    path_word = say(f"path.{path}", language)
    return say("step.days", language, path=path_word, start=start, day=one.last_day, due=end)


def outlook(one: Assessment, language: Language) -> str:
    """What the straight line and its band say, or that there is none."""
    over = one.status in (Status.MET, Status.MISSED) or one.not_final or _final(one)
    if one.comparator is None or one.value is None or over or one.basis not in _PROJECTED:
        return ""
    if one.projected is None or one.projected_low is None or one.projected_high is None:
        made_of_parts = one.basis == Basis.COMPOSITE and one.recorded_at is None
        return say("outlook.of_parts" if made_of_parts else "outlook.none", language)
    low, middle, high = (
        figures.projected(number, one, language, unit=number is not one.projected_low)
        for number in (one.projected_low, one.projected, one.projected_high)
    )
    return say(
        f"outlook.{one.outlook}", language, count=one.trend_points, projected=middle, low=low, high=high, due=one.due
    )


def _case(one: Assessment, profile: Mapping[str, Any]) -> str:
    status = Status(one.status)
    if one.held_back:
        return "held_back"
    if status is Status.NO_DATA and one.value is not None:
        return _no_final(one)
    sum_capped = one.direction != Direction.HIGHER and one.basis in _SUMS
    if status is Status.MISSED and sum_capped and not (_final(one) or one.years_missed):
        return "missed_ceiling"
    if one.basis == Basis.YEARLY and (status is Status.MISSED or _year_held(one)):
        return f"{status}_year"
    return _under_way(one, profile)


def _under_way(one: Assessment, profile: Mapping[str, Any]) -> str:
    """What decides while the plan runs."""
    if one.status == Status.NOT_DUE and one.last_day and one.last_day > one.start_day:
        return "not_asked"
    if one.status == Status.NO_BASELINE:
        return _no_pace(one)
    return _paced(one, profile) if one.status in _PACED else one.status


def _no_final(one: Assessment) -> str:
    """Why the values that stand don't decide, though the target is due."""
    if one.basis == Basis.YEARLY:
        return "no_data_years"
    if one.incomplete:
        return "no_data_incomplete" if one.basis in _SUMS else "no_data_parts"
    return "no_data_open" if _final(one) else "no_data_final"


def _year_held(one: Assessment) -> bool:
    """Whether a year that has closed makes it on track, rather than its pace."""
    return one.status == Status.ON_TRACK and one.expected == 1 and not one.uncertain


def _paced(one: Assessment, profile: Mapping[str, Any]) -> str:
    """What the pace is of: of a way, of an allowance, or of growth."""
    if _paced_by_allowance(one, profile):
        return "on_track_unused" if one.pace is None else f"{one.status}_ceiling"
    return f"{one.status}_growth" if profile["pace_method"] == "cagr" else one.status


def _paced_by_allowance(one: Assessment, profile: Mapping[str, Any]) -> bool:
    unused = one.value == 0
    return one.direction == Direction.LOWER and one.basis in _SUMS and (unused or profile["pace_method"] != "cagr")


def _no_pace(one: Assessment) -> str:
    """Why no pace can be told of a value that stands."""
    if one.basis == Basis.GRADE:
        return "graded"
    if one.attainment is None:
        return "no_share"
    if one.base is None:
        return Status.NO_BASELINE
    return "only_due" if one.path == "none" else "no_path"


def _final(one: Assessment) -> bool:
    return one.last_day is not None and one.due is not None and one.last_day >= one.due


def _numbers(one: Assessment, profile: Mapping[str, Any], language: Language) -> dict[str, str]:
    cut, lower = profile["on_track_from"], profile["behind_from"]
    near = one.pace is not None and min(abs(one.pace - float(cut)), abs(one.pace - float(lower))) < 0.005
    return {
        "value": figures.value(one, language),
        "target": figures.target(one, language),
        "period": figures.period(one, language) or figures.NONE,
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
        "held": str(one.years_held),
        "count": str(_years_of_plan(one)),
        "baseline": figures.NONE
        if one.baseline is None
        else figures.amount(float(one.baseline), one, language, decimals=one.decimals),
    }


def _years_of_plan(one: Assessment) -> int:
    """How many calendar years the target is for, of a yearly metric."""
    return one.due.year - (one.start_day + timedelta(days=1)).year + 1 if one.due else 0


def _day(day: date | None) -> str:
    return day.isoformat() if day else figures.NONE
