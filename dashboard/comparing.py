"""What stands side by side: the metrics that the address names, as a chart, a table and a file."""

from collections.abc import Iterator, Sequence
from itertools import islice

from dashboard.chart import Chart
from dashboard.drawing.axis import Scale, number_axis, scale, value_axis
from dashboard.drawing.comparison import Panel, Spot, Strand, draw_comparison
from dashboard.drawing.facts import Fact, draw_behind
from dashboard.drawing.points import told
from dashboard.metric_facts import name_of
from dashboard.visit import Visit
from metrics.assessment import Assessment
from metrics.comparison import MOST, Course, Indexed, comparison_csv, course, index
from metrics.trajectory import Point
from metrics.vocabulary import ObsStatus
from metrics.words import figures

_SUMS = ("total", "yearly", "checklist")


def courses(visit: Visit) -> list[Course]:
    """The metrics that are compared, in the order in which they were chosen."""
    asked = [one for name in visit.address.compared if (one := visit.assessments.find(name))]
    return [course(one, visit.trajectory(one), visit.view.as_of) for one in asked]


def not_in_force(visit: Visit) -> list[str]:
    """The metrics that the address names and that are not judged yet: their definition stands from a later day on."""
    return [visit.name("metrics", name) for name in visit.address.compared if visit.assessments.find(name) is None]


def peers(visit: Visit, one: Assessment) -> str:
    """What a metric is compared with first: itself, and what is measured alike in areas of its kind."""
    kind = visit.known.areas[one.area_id]["kind"]
    alike = visit.assessments
    for column in ("name", "unit_id", "basis"):
        alike = alike.having(column, {getattr(one, column)})
    others = (
        other.metric_id
        for other in alike
        if visit.known.areas[other.area_id]["kind"] == kind
        and one.breaks_from != other.metric_id != one.metric_id != other.breaks_from
    )
    return ",".join([one.metric_id, *islice(others, MOST - 1)])


def chart_of(visit: Visit, compared: Sequence[Course], indexed: Indexed) -> Chart:
    """The chart of some metrics, as an index where there is a day that is 100."""
    shown = _index_panels(visit, compared, indexed) or list(_unit_panels(visit, compared))
    names = [full_name(visit, each.one) for each in compared]
    sources = dict.fromkeys(visit.known.sources[each.one.source_id]["title"] for each in compared)
    return Chart(
        key="compared",
        figure=draw_comparison(shown, visit.language),
        title=visit.says("compare.heading"),
        alt=visit.says("compare.described", names="\N{IDEOGRAPHIC COMMA}".join(names)),
        source=visit.says("chart.source", source="\N{IDEOGRAPHIC COMMA}".join(sources)),
        table=_behind(visit, compared, indexed),
        csv=lambda: comparison_csv(compared, index(compared), visit.view),
        file=f"yardstick-compare-{visit.view.as_of}",
    )


def full_name(visit: Visit, one: Assessment) -> str:
    """A metric with its area: several of the same name may stand side by side."""
    return f"{name_of(one, visit.language)} · {visit.name('areas', one.area_id)}"


def _index_panels(visit: Visit, compared: Sequence[Course], indexed: Indexed) -> list[Panel]:
    strands = [
        _strand(visit, number, each, indexed)
        for number, each in enumerate(compared)
        if each.one.metric_id in indexed.bases
    ]
    if not strands:
        return []
    numbers = [spot.value for strand in strands for spot in strand.spots]
    axis = number_axis(min(*numbers, 100), max(*numbers, 100), Scale(1, ""), visit.language)
    return [Panel(visit.says("compare.base", day=indexed.day), axis, tuple(strands), level=100)]


def _unit_panels(visit: Visit, compared: Sequence[Course]) -> Iterator[Panel]:
    """One for each unit, in the order in which the units come; metrics without values have none."""
    units = dict.fromkeys((each.one.unit_id, each.one.scale) for each in compared if each.points)
    for unit in units:
        own = [(number, each) for number, each in enumerate(compared) if (each.one.unit_id, each.one.scale) == unit]
        strands = tuple(_strand(visit, number, each, None) for number, each in own if each.points)
        numbers = [spot.value for strand in strands for spot in strand.spots]
        one = own[0][1].one
        low = min(numbers) if not any(each.one.basis in _SUMS for _, each in own) else min(*numbers, 0)
        name = scale(one, max(map(abs, numbers)), visit.language).unit
        axis = value_axis(one, low, max(numbers), visit.language)
        yield Panel(visit.says("chart.unit", unit=name) if name else visit.says("compare.without_unit"), axis, strands)


def _strand(visit: Visit, number: int, each: Course, indexed: Indexed | None) -> Strand:
    name = full_name(visit, each.one)
    spots = []
    for point in each.points:
        value = indexed.of(each, point.value) if indexed else point.value
        if value is not None:
            text = f"{name}\n{point.period}: {_worded(visit, each, point, indexed)}"
            final = point.obs_status in (ObsStatus.NORMAL, ObsStatus.BREAK) and point.low == point.high
            joined = point.joined or (each.one.basis == "yearly" and point.obs_status != ObsStatus.BREAK)
            spots.append(Spot(point.day, value, text, final, joined))
    return Strand(number, name, tuple(spots))


def _worded(visit: Visit, each: Course, point: Point, indexed: Indexed | None) -> str:
    text = told(each.one, point, visit.language)
    share = indexed.of(each, point.value) if indexed else None
    if share is not None:
        text = f"{text} ({figures.number(round(share, 1), 1, visit.language)})"
    if point.obs_status == ObsStatus.NORMAL:
        return text
    return f"{text} {visit.says(f'obs_status.{point.obs_status}')}"


def _behind(visit: Visit, compared: Sequence[Course], indexed: Indexed) -> str:
    headings = [visit.says("compare.day"), *(full_name(visit, each.one) for each in compared)]
    by_day = [{point.day: point for point in each.points} for each in compared]
    rows = []
    for day in sorted({day for own in by_day for day in own}):
        cells = (_cell(visit, each, own.get(day), indexed) for each, own in zip(compared, by_day, strict=True))
        rows.append([Fact("period", str(day)), *cells])
    return draw_behind(visit.says("chart.table"), headings, rows) if rows else ""


def _cell(visit: Visit, each: Course, point: Point | None, indexed: Indexed) -> Fact:
    return Fact("number", figures.NONE if point is None else _worded(visit, each, point, indexed))
