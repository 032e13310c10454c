"""What several pages show of the metrics that are chosen: key figures, what needs attention, gauges, tables."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from dashboard.drawing.attention import Lagging, draw_attention
from dashboard.drawing.bullets import draw_bullets
from dashboard.drawing.facts import Fact, draw_heading, draw_invitation, draw_note
from dashboard.drawing.gauges import draw_gauges, of_rollup
from dashboard.drawing.multiples import sparks
from dashboard.drawing.status import flags_of, mark_of
from dashboard.drawing.summary import draw_summary
from dashboard.places import Place
from dashboard.visit import Visit
from metrics.assessment import Assessment
from metrics.columns import Judged
from metrics.columns.attention import needing_attention
from metrics.explanation import concern
from metrics.rollup import Rollup
from metrics.trajectory import Point
from metrics.words import Language

# So many are drawn; how many more there are is said, and how to come to them.
_LINES, _LAGGING, _DIALS = 200, 100, 24


def summary(visit: Visit, together: Rollup, here: str, *, attained: bool = True) -> str:
    """The key figures; each leads to what it counts, on the page at `here`."""
    return draw_summary(
        together,
        together.monitored,
        lambda name, value: visit.address.href(here, **{"status": "", "report": "", name: value}),
        visit.language,
        attained=attained,
    )


def hint(visit: Visit, chosen: Judged, here: str) -> str:
    """Where no target has a value that decides by now: the way to the last day on which one had."""
    day = chosen.last_undecided
    if day is None:
        return ""
    there = Fact(visit.says("overview.last_day", day=day), "", visit.address.href(here, as_of=str(day)))
    return draw_invitation(visit.says("overview.undecided"), there)


def attention(visit: Visit, chosen: Judged, *, place: bool = True) -> str:
    """What needs attention, the gravest first; `place` says where, too."""
    lagging = needing_attention(chosen)
    rule = visit.known.profiles[visit.view.profile]
    zh = visit.language is Language.ZH
    found = [
        Lagging(
            name=one.name if zh else one.name_en,
            href=visit.address.href("metric", metric=one.metric_id),
            place=(one.area if zh else one.area_en) if place else (one.category if zh else one.category_en),
            status=mark_of(one, visit.language),
            notes=tuple(
                [visit.says("attention.binding")] * (one.binding == "binding") + [*flags_of(one, visit.language)]
            ),
            why=concern(one, rule, visit.language),
        )
        for one in lagging[:_LAGGING]
    ]
    heading = visit.says("attention.heading", count=len(lagging)) if found else visit.says("attention.heading_none")
    beyond = len(lagging) - len(found)
    told = draw_note(visit.says("attention.beyond", count=beyond)) if beyond else ""
    return draw_heading(heading, 2) + draw_attention(found, visit.language) + told


def gauges(visit: Visit, heading: str, places: Sequence[Place]) -> str:
    """A dial for each place that has targets."""
    own = [one for one in places if one.together.targets]
    dials = [of_rollup(one.name, one.href, one.together, visit.language) for one in own[:_DIALS]]
    return draw_heading(heading, 2) + draw_gauges(dials) + more(visit, len(own) - _DIALS) if dials else ""


def more(visit: Visit, count: int) -> str:
    """How many places are not drawn, where there are any."""
    return draw_note(visit.says("overview.more", count=count)) if count > 0 else ""


def listed(visit: Visit, chosen: Judged) -> Judged:
    """Those that the tables show: plan by plan, what only monitors last, and not more than a page can hold."""
    several = chosen.targets.ordered("plan_id", visit.known.plans), chosen.monitored
    first = several[0][:_LINES]
    return first.at(np.concatenate([first.rows, several[1].rows[: _LINES - len(first)]]))


def tables(visit: Visit, chosen: Judged, points: Mapping[str, Sequence[Point]] | None = None) -> Iterator[str]:
    """One table a plan, and one of the metrics that only monitor; with `points` each line has its values over time."""
    shown = listed(visit, chosen)
    if len(shown) < len(chosen):
        yield draw_note(visit.says("overview.first", count=len(shown), total=len(chosen)))
    targets = shown.targets
    for plan in visit.known.plans:
        if own := list(targets.having("plan_id", {plan})):
            yield draw_heading(visit.name("plans", plan), 3)
            yield _table(visit, own, visit.otherwise(own), points)
    if monitored := list(shown.monitored):
        yield draw_heading(visit.says("overview.monitored"), 2)
        yield _table(visit, monitored, {}, points)


def _table(
    visit: Visit, own: Sequence[Assessment], usual: Mapping[str, str], points: Mapping[str, Sequence[Point]] | None
) -> str:
    drawn = None if points is None else sparks(own, points)
    return draw_bullets(own, _metric(visit), usual, visit.language, drawn)


def _metric(visit: Visit) -> Callable[[Assessment], str]:
    return lambda one: visit.address.href("metric", metric=one.metric_id)
