"""How areas stand side by side over time: the attainment of their targets at the end of each year."""

from collections.abc import Sequence
from itertools import chain

from dashboard.chart import Chart
from dashboard.drawing.axis import Scale, number_axis
from dashboard.drawing.comparison import Panel, Spot, Strand, draw_comparison
from dashboard.drawing.facts import Fact, draw_behind
from dashboard.drawing.gauges import coverage
from dashboard.visit import Visit
from metrics.area_courses import AreaCourse, areas_csv, days
from metrics.columns.tallies import Tallies
from metrics.rollup import Rollup
from metrics.words import figures


def area_courses(visit: Visit) -> list[AreaCourse]:
    """The areas that the address names, with those below them, judged at the end of each year of their plans."""
    asked = visit.address.compared_areas
    targets = visit.assessments.targets
    plans = {plan for area in asked for plan in visit.within("area", area, targets).texts("plan_id")}
    seen = days((visit.known.plans[plan]["period_start"] for plan in plans), visit.view.as_of) if plans else []
    within = {area: visit.known.below(area) for area in asked}
    then = {day: Tallies(visit.on(day).having("area_id", {*chain(*within.values())})) for day in seen}
    return [AreaCourse(area, tuple((day, then[day].together(within[area])) for day in seen)) for area in asked]


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
    return f"{figures.ratio(one.attainment, visit.language, 1)} ({coverage(one, visit.language)})"


def _behind(visit: Visit, courses: Sequence[AreaCourse]) -> str:
    headings = [visit.says("compare.day"), *(visit.name("areas", each.area_id) for each in courses)]
    rows = [
        [Fact("period", str(together[0][0])), *(Fact("number", _worded(visit, one)) for _, one in together)]
        for together in zip(*(each.standings for each in courses), strict=True)
    ]
    return draw_behind(visit.says("chart.table"), headings, rows)
