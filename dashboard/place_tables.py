"""The tables of a place's page: what lies below it, what stands beside it, what crosses it; each on one scale."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard import places
from dashboard.address import ALONE
from dashboard.drawing.facts import draw_heading, draw_note
from dashboard.drawing.standings import Standing, draw_standings, standing
from dashboard.standing import more
from dashboard.visit import Visit
from metrics.columns import Judged
from metrics.columns.tallies import Tallies

_LINES = 200  # as in `standing`: a table is not longer


def below(visit: Visit, identity: str) -> str:
    """The area with those below it, alone, and each of those right below; nothing where none of these has metrics."""
    whole, alone = Tallies(visit.choosing(below="")), visit.address.alone
    within = [places.place(visit, "area", name, whole) for name in places.children(visit, identity)]
    parts = [one for one in within if one.together.metrics]
    if not parts:
        return ""
    own = whole.together([identity])
    name = visit.name("areas", identity)
    by_itself = standing(name, places.page(visit, "area", identity, below=ALONE), own, visit.language)
    lines = [
        replace(_line(visit, "area", identity, whole), here=not alone, note=visit.says("place.together")),
        replace(by_itself, depth=1, here=alone, note=visit.says("place.alone")),
        *(replace(_told(visit, part), depth=1, note=places.kind(visit, part.identity)) for part in parts[:_LINES]),
    ]
    return _drawn(visit, "below", "area", lines) + more(visit, len(parts) - _LINES)


def beside(visit: Visit, kind: str, identity: str) -> str:
    """A place among its peers under the same filters, the furthest first; nothing where it has none with targets."""
    others = places.peers(visit, identity) if kind == "area" else list(visit.known.clusters)
    of = Tallies(visit.choosing(**{kind: ""}))
    found = [places.place(visit, kind, name, of) for name in others]
    if kind == "area" and visit.address.alone:
        found = [replace(one, together=of.together([one.identity])) for one in found]
    found = [one for one in found if one.together.targets]
    if len(found) < 2:
        return ""
    found.sort(key=lambda one: -1.0 if one.together.attainment is None else one.together.attainment, reverse=True)
    shown = [*found[:_LINES], *(one for one in found[_LINES:] if one.identity == identity)]
    lines = [replace(_told(visit, one), here=one.identity == identity) for one in shown]
    told = more(visit, len(found) - len(shown)) + draw_note(visit.says(f"place.caution_{kind}"))
    return _drawn(visit, "beside", kind, lines) + told


def across(visit: Visit, kind: str, chosen: Judged) -> str:
    """The metrics of a place by the clusters, or by the areas, that they belong to."""
    other = {"area": "cluster", "cluster": "area"}[kind]
    known = list(visit.known.clusters) if other == "cluster" else [name for name, _ in places.tree(visit)]
    of = Tallies(chosen)
    own = {name: of.together(cluster=name) if other == "cluster" else of.together([name]) for name in known}
    lines = [
        standing(visit.name(places.TABLES[other], name), places.page(visit, other, name), together, visit.language)
        for name, together in own.items()
        if together.targets
    ]
    return _drawn(visit, f"by_{other}", other, lines[:_LINES]) + more(visit, len(lines) - _LINES) if lines else ""


def everyone(visit: Visit, kind: str) -> str:
    """Every area as it lies in others, or every cluster."""
    chosen = Tallies(visit.choosing(**{kind: ""}))
    shown = places.tree(visit) if kind == "area" else [(name, 0) for name in visit.known.clusters]
    lines = [replace(_line(visit, kind, name, chosen), depth=depth) for name, depth in shown[:_LINES]]
    return _drawn(visit, f"{kind}s", kind, lines) + more(visit, len(shown) - _LINES)


def _line(visit: Visit, kind: str, identity: str, of: Tallies) -> Standing:
    return _told(visit, places.place(visit, kind, identity, of))


def _told(visit: Visit, one: places.Place) -> Standing:
    return standing(one.name, one.href, one.together, visit.language)


def _drawn(visit: Visit, heading: str, kind: str, lines: Sequence[Standing]) -> str:
    said = visit.says(f"place.{heading}")
    return draw_heading(said, 2) + draw_standings(lines, visit.says(f"filter.{kind}"), said, visit.language)
