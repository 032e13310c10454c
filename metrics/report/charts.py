"""How one metric is drawn in a report: its bullet, and its trend as points of a small picture."""

from collections.abc import Sequence

from metrics.assessment import Assessment, SeriesValue
from metrics.explanation import status_word
from metrics.report.blocks import Chart
from metrics.rollup import expected_attainment
from metrics.vocabulary import Flag, ObsStatus, Status
from metrics.words import Language, figures, say

_SCALE = 1.25
_OF_VALUE = (Flag.PROVISIONAL, Flag.UNCERTAIN, Flag.INCOMPLETE)
_TONES = {
    Status.MET: "good",
    Status.ON_TRACK: "good",
    Status.BEHIND: "warn",
    Status.OFF_TRACK: "bad",
    Status.REVERSED: "bad",
    Status.MISSED: "bad",
}


def chart_of(one: Assessment, place: str, values: Sequence[SeriesValue], language: Language) -> Chart:
    """A metric with its values of the periods that count; `place` is where it is measured, where that isn't clear."""
    expected = expected_attainment(one)
    points, goal = _trend(one, values)
    return Chart(
        name=one.name if language is Language.ZH else one.name_en,
        place=place,
        value=say("comparator.grade", language, grade=one.grade) if one.grade else figures.value(one, language),
        period=_told_by(one, language),
        target=figures.target(one, language),
        attainment=figures.ratio(one.attainment, language),
        status=status_word(one, language),
        tone=_TONES.get(Status(one.status), "calm"),
        aimed=one.comparator is not None,
        bar=None if one.attainment is None else _of_bar(one.attainment),
        expected=None if expected is None else _of_bar(expected),
        points=points,
        goal=goal,
    )


def _told_by(one: Assessment, language: Language) -> str:
    """The period of the value, and what else a reader must know about it: provisional, periods missing, …"""
    flags = [say(f"flag.{flag}", language) for flag in one.flags if flag in _OF_VALUE] if one.period else []
    return say("paper.and", language).join([figures.period(one, language), *flags])


def _of_bar(share: float) -> float:
    return round(min(max(share, 0) / _SCALE, 1), 4)


def _trend(one: Assessment, values: Sequence[SeriesValue]) -> tuple[list[tuple[float, float]], float | None]:
    told = [
        (each.period_end.toordinal(), each.running if each.running is not None else each.value)
        for each in values
        if each.value is not None and each.obs_status != ObsStatus.FORECAST
    ]
    heights = [height for _, height in told if height is not None]
    if len(heights) < 2:
        return [], None
    levels = [*heights, one.goal] if one.goal is not None else heights
    low, high = min(levels), max(levels)
    first, last = told[0][0], max(told[-1][0], one.due.toordinal() if one.due else 0)

    def place(day: int, height: float) -> tuple[float, float]:
        across = (day - first) / (last - first) if last > first else 0.0
        return round(across, 4), round((height - low) / (high - low) if high > low else 0.5, 4)

    points = [place(day, height) for day, height in told if height is not None]
    return points, None if one.goal is None else place(first, one.goal)[1]
