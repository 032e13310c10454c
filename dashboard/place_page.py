"""One area or one industry cluster: how it stands, what lags, beside which others, and every metric of it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from dashboard import places, startup
from dashboard.drawing.facts import Fact, draw_heading, draw_hint, draw_invitation, draw_sections
from dashboard.drawing.gauges import draw_gauges, of_rollup
from dashboard.drawing.place import Crumb, draw_place
from dashboard.drawn_once import drawn_once
from dashboard.filters import filters
from dashboard.frame import entitle
from dashboard.place_tables import across, below, beside, everyone
from dashboard.sheet import sheet
from dashboard.standing import attention, hint, listed, summary, tables
from dashboard.trends import points_of, trends
from dashboard.visit import Visit
from metrics.columns import Judged
from metrics.columns.tallies import Tallies
from metrics.people.roles import Action


def show_place(visit: Visit, kind: str) -> None:
    """The page of the `area` or the `cluster` that the address names; without one, of all that there are."""
    filters(visit, kind)
    identity = getattr(visit.address, kind)
    if identity:
        entitle(visit, visit.name(f"{kind}s", identity))
    draw = partial(_drawn, visit, kind, identity) if identity else partial(everyone, visit, kind)
    sheet(drawn_once(kind, visit, draw), visit.language, "standing")


def _drawn(visit: Visit, kind: str, identity: str) -> str:
    members = visit.within(kind, identity, visit.chosen)
    place = places.place(visit, kind, identity, Tallies(members))
    return _title(visit, kind, place) + "".join(_parts(visit, kind, place, members))


def _parts(visit: Visit, kind: str, place: places.Place, members: Judged) -> Iterator[str]:
    if not members:
        yield _nothing(visit, kind, place)
        return
    if place.together.targets:
        yield _invitation(visit, place, members)
        yield draw_sections([_head(visit, kind, place, members), attention(visit, members, place=kind == "cluster")])
    around = below(visit, place.identity) if kind == "area" else ""
    around += beside(visit, kind, place.identity)
    yield draw_sections([around, across(visit, kind, members)])
    if place.together.targets:
        yield draw_heading(visit.says("place.targets"), 2)
    shown = listed(visit, members)
    points = points_of(visit, shown)
    yield from tables(visit, members, points)
    yield trends(visit, shown, points)


def _title(visit: Visit, kind: str, place: places.Place) -> str:
    crumbs = [Crumb(visit.says(f"place.all_{kind}s"), places.page(visit, kind))]
    if kind == "cluster":
        return draw_place(crumbs, place.name, "", visit.says("place.breadcrumb"))
    known = visit.known.areas
    above = known[place.identity]["parent_id"]
    while above in known:
        crumbs.insert(1, Crumb(visit.name("areas", above), places.page(visit, "area", above)))
        above = known[above]["parent_id"]
    return draw_place(crumbs, place.name, places.kind(visit, place.identity), visit.says("place.breadcrumb"))


def _nothing(visit: Visit, kind: str, place: places.Place) -> str:
    """Where the page has no metric: because of the filters, or because no plan has one."""
    if visit.within(kind, place.identity, visit.assessments):
        anew = replace(visit.address, plan="", period="", category="", status="", report="", below="", metric="")
        others = {"cluster": ""} if kind == "area" else {"area": ""}
        there = Fact(visit.says("place.unfiltered"), "", anew.href(kind, **others))
        return draw_hint(visit.says("overview.nothing"), there)
    there = Fact(visit.says(f"place.all_{kind}s"), "", places.page(visit, kind))
    return draw_hint(visit.says("place.untold", name=place.name), there)


def _invitation(visit: Visit, place: places.Place, members: Judged) -> str:
    """Where nothing has been reported: what waits, and the way to where it can be entered."""
    if not np.isnan(members.targets.numbers("value")).all():
        return ""
    told = visit.says("place.invite", name=place.name, count=place.together.targets)
    there = Fact(visit.says("place.invite_enter"), "", visit.address.href("enter", metric=""))
    return draw_invitation(told, there if startup.allowed(Action.ENTER) else None)


def _head(visit: Visit, kind: str, place: places.Place, members: Judged) -> str:
    dial = replace(of_rollup(place.name, "", place.together, visit.language), label="")
    figures = summary(visit, place.together, kind, attained=False)
    told = hint(visit, members, kind)
    return draw_heading(visit.says("place.standing"), 2) + draw_gauges([dial], large=True) + figures + told
