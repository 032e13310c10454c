"""How the metrics of a place went: beside each of them, and as small multiples."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from dashboard.drawing.facts import draw_heading, draw_note
from dashboard.drawing.multiples import card, draw_multiples, multiple
from dashboard.visit import Visit
from metrics.assessment import Assessment, SeriesValue, TargetSpan
from metrics.trajectory import Point, trajectory
from metrics.vocabulary import ObsStatus, Status

Points: TypeAlias = Mapping[str, Sequence[Point]]
_CARDS = 48  # of more metrics only the first are drawn large; each has its values drawn small beside its bullet


def points_of(visit: Visit, members: Sequence[Assessment]) -> dict[str, list[Point]]:
    """By metric, what there is to draw of it as judged on the day of the visit, for those that have values."""
    told = visit.series_of(members)
    return {one.metric_id: _points(visit, one, told[one.metric_id]) for one in members if one.metric_id in told}


def trends(visit: Visit, members: Sequence[Assessment], points: Points) -> str:
    """A small plot for each of the first metrics that have values, those of one plan over the same days."""
    drawable = [one for one in members if one.metric_id in points]
    shown = list(_groups(visit, drawable[:_CARDS], points))
    if not shown:
        return ""
    told = visit.says("multiples.first", count=_CARDS, total=len(drawable)) if len(drawable) > _CARDS else ""
    heading = draw_heading(visit.says("multiples.heading"), 2) + (draw_note(told) if told else "")
    return heading + "".join(shown) + draw_note(visit.says("multiples.legend"))


def _groups(visit: Visit, members: Sequence[Assessment], points: Points) -> Iterator[str]:
    targets = [one for one in members if one.status != Status.MONITORED]
    groups = {visit.name("plans", plan): [one for one in targets if one.plan_id == plan] for plan in visit.known.plans}
    groups[visit.says("overview.monitored")] = [one for one in members if one.status == Status.MONITORED]
    for heading, own in groups.items():
        frame = card(own, points)
        drawn = [
            multiple(one, _metric(visit, one), points[one.metric_id], frame, visit.language)
            for one in own
            if one.metric_id in points
        ]
        if plots := [one for one in drawn if one]:
            yield draw_heading(heading, 3) + draw_multiples(plots)


def _metric(visit: Visit, one: Assessment) -> str:
    return visit.address.href("metric", metric=one.metric_id)


def _points(visit: Visit, one: Assessment, values: Sequence[SeriesValue]) -> list[Point]:
    """Only the target that stands: earlier ones are told on the metric's own page. Forecasts lie ahead of the day."""
    seen = [value for value in values if value.period_end <= visit.view.as_of or value.obs_status == ObsStatus.FORECAST]
    span = TargetSpan(one.version, None, None, one.target_low, one.target_high)
    margin = float(visit.known.profiles[visit.view.profile]["about_margin"])
    return trajectory(one, seen, [span], {}, margin)
