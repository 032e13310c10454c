"""What several pages show of the metrics that are chosen: key figures, what needs attention, gauges, tables."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from dashboard.drawing.attention import Lagging, draw_attention
from dashboard.drawing.bullets import draw_bullets
from dashboard.drawing.facts import Fact, draw_heading, draw_invitation
from dashboard.drawing.gauges import draw_gauges, of_rollup
from dashboard.drawing.multiples import sparks
from dashboard.drawing.status import mark
from dashboard.drawing.summary import draw_summary
from dashboard.places import Place
from dashboard.visit import Visit
from metrics.assessment import Assessment
from metrics.attention import needing_attention
from metrics.explanation import concern
from metrics.rollup import roll_up
from metrics.trajectory import Point
from metrics.vocabulary import Status
from metrics.words import Language, say


def summary(visit: Visit, chosen: Sequence[Assessment], here: str, *, attained: bool = True) -> str:
    """The key figures; each leads to what it counts, on the page at `here`."""
    monitored = sum(one.status == Status.MONITORED for one in chosen)
    return draw_summary(
        roll_up(chosen),
        monitored,
        lambda name, value: visit.address.href(here, **{"status": "", "report": "", name: value}),
        visit.language,
        attained=attained,
    )


def hint(visit: Visit, chosen: Sequence[Assessment], here: str) -> str:
    """Where no target has a value that decides by now: the way to the last day on which one had."""
    targets = [one for one in chosen if one.comparator is not None]
    days = [one.last_day for one in targets if one.last_day is not None]
    if not days or any(one.judged for one in targets):
        return ""
    there = Fact(visit.says("overview.last_day", day=max(days)), "", visit.address.href(here, as_of=str(max(days))))
    return draw_invitation(visit.says("overview.undecided"), there)


def attention(visit: Visit, chosen: Sequence[Assessment], *, place: bool = True) -> str:
    """What needs attention, the gravest first; `place` says where, too."""
    rule = visit.known.profiles[visit.view.profile]
    zh = visit.language is Language.ZH
    found = [
        Lagging(
            name=one.name if zh else one.name_en,
            href=visit.address.href("metric", metric=one.metric_id),
            place=(one.area if zh else one.area_en) if place else (one.category if zh else one.category_en),
            status=mark(one.status, visit.language),
            notes=tuple(
                [visit.says("attention.binding")] * (one.binding == "binding")
                + [say(f"flag.{flag}", visit.language) for flag in one.flags]
            ),
            why=concern(one, rule, visit.language),
        )
        for one in needing_attention(chosen)
    ]
    heading = visit.says("attention.heading", count=len(found)) if found else visit.says("attention.heading_none")
    return draw_heading(heading, 2) + draw_attention(found, visit.language)


def gauges(visit: Visit, heading: str, places: Sequence[Place]) -> str:
    """A dial for each place that has targets."""
    dials = [of_rollup(one.name, one.href, one.together, visit.language) for one in places if one.together.targets]
    return draw_heading(heading, 2) + draw_gauges(dials) if dials else ""


def tables(
    visit: Visit, chosen: Sequence[Assessment], points: Mapping[str, Sequence[Point]] | None = None
) -> Iterator[str]:
    """One table a plan, and one of the metrics that only monitor; with `points` each line has its values over time."""
    targets = [one for one in chosen if one.status != Status.MONITORED]
    for plan in visit.known.plans:
        own = [one for one in targets if one.plan_id == plan]
        if own:
            yield draw_heading(visit.name("plans", plan), 3)
            yield _table(visit, own, visit.otherwise, points)
    monitored = [one for one in chosen if one.status == Status.MONITORED]
    if monitored:
        yield draw_heading(visit.says("overview.monitored"), 2)
        yield _table(visit, monitored, {}, points)


def _table(
    visit: Visit, own: Sequence[Assessment], usual: Mapping[str, str], points: Mapping[str, Sequence[Point]] | None
) -> str:
    drawn = None if points is None else sparks(own, points)
    return draw_bullets(own, _metric(visit), usual, visit.language, drawn)


def _metric(visit: Visit) -> Callable[[Assessment], str]:
    return lambda one: visit.address.href("metric", metric=one.metric_id)
