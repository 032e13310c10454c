"""How areas stand side by side over time: the attainment of their targets at the end of each year."""

from collections.abc import Sequence

from dashboard.chart import Chart
from dashboard.drawing.axis import Scale, number_axis
from dashboard.drawing.comparison import Panel, Spot, Strand, draw_comparison
from dashboard.drawing.facts import Fact, draw_behind
from dashboard.visit import Visit
from metrics.area_courses import AreaCourse, areas_csv, days
from metrics.rollup import Rollup, roll_up
from metrics.vocabulary import Status
from metrics.words import figures


def area_courses(visit: Visit) -> list[AreaCourse]:
    """The areas that the address names, with those below them, judged at the end of each year of their plans."""
    asked = visit.address.compared_areas
    targets = [one for one in visit.assessments if one.status != Status.MONITORED]
    plans = {one.plan_id for area in asked for one in visit.within("area", area, targets)}
    seen = days((visit.known.plans[plan]["period_start"] for plan in plans), visit.view.as_of) if plans else []
    then = {day: visit.on(day) for day in seen}
    return [
        AreaCourse(area, tuple((day, roll_up(visit.within("area", area, then[day]))) for day in seen)) for area in asked
    ]


def chart_of_areas(visit: Visit, courses: Sequence[AreaCourse]) -> Chart:
    """The chart of some areas."""
    names = [visit.name("areas", each.area_id) for each in courses]
    strands = tuple(_strand(visit, number, each) for number, each in enumerate(courses))
    axis = number_axis(0, 100, Scale(1, ""), visit.language)
    panel = Panel(visit.says("chart.unit", unit="%"), axis, strands)
    return Chart(
        key="areas",
        figure=draw_comparison([panel], visit.language),
        title=visit.says("compare.by_area"),
        alt=visit.says("compare.described", names="\N{IDEOGRAPHIC COMMA}".join(names)),
        source=visit.says("compare.rule"),
        table=_behind(visit, courses),
        csv=lambda: areas_csv(courses, visit.view),
        file=f"yardstick-areas-{visit.view.as_of}",
    )


def _strand(visit: Visit, number: int, course: AreaCourse) -> Strand:
    name = visit.name("areas", course.area_id)
    spots, joined = [], False
    for day, one in course.standings:
        if one.attainment is not None:
            text = f"{name}\n{day}: {_worded(visit, one)}"
            spots.append(Spot(day, one.attainment * 100, text, final=True, joined=joined))
        joined = one.attainment is not None
    return Strand(number, name, tuple(spots))


def _worded(visit: Visit, one: Rollup) -> str:
    coverage = visit.says("gauge.coverage", judged=one.judged, targets=one.targets)
    return f"{figures.ratio(one.attainment, visit.language, 1)} ({coverage})"


def _behind(visit: Visit, courses: Sequence[AreaCourse]) -> str:
    headings = [visit.says("compare.day"), *(visit.name("areas", each.area_id) for each in courses)]
    rows = [
        [Fact("period", str(together[0][0])), *(Fact("number", _worded(visit, one)) for _, one in together)]
        for together in zip(*(each.standings for each in courses), strict=True)
    ]
    return draw_behind(visit.says("chart.table"), headings, rows)
