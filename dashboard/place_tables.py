"""The tables of a place's page: what lies below it, what stands beside it, what crosses it; each on one scale."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard import places
from dashboard.address import ALONE
from dashboard.drawing.facts import draw_heading, draw_note
from dashboard.drawing.standings import Standing, draw_standings, standing
from dashboard.visit import Visit
from metrics.assessment import Assessment
from metrics.rollup import roll_up


def below(visit: Visit, identity: str) -> str:
    """The area with those below it, alone, and each of those right below; nothing where none of these has metrics."""
    whole, alone = visit.choosing(below=""), visit.address.alone
    parts = [name for name in places.children(visit, identity) if visit.within("area", name, whole)]
    if not parts:
        return ""
    own = roll_up(one for one in whole if one.area_id == identity)
    name = visit.name("areas", identity)
    by_itself = standing(name, places.page(visit, "area", identity, below=ALONE), own, visit.language)
    lines = [
        replace(_line(visit, "area", identity, whole), here=not alone, note=visit.says("place.together")),
        replace(by_itself, depth=1, here=alone, note=visit.says("place.alone")),
        *(replace(_line(visit, "area", part, whole), depth=1, note=places.kind(visit, part)) for part in parts),
    ]
    return _drawn(visit, "below", "area", lines)


def beside(visit: Visit, kind: str, identity: str) -> str:
    """A place among its peers under the same filters, the furthest first; nothing where it has none with targets."""
    others = places.peers(visit, identity) if kind == "area" else list(visit.known.clusters)
    found = {name: places.place(visit, kind, name, visit.choosing(**{kind: name})) for name in others}
    lines = [
        replace(standing(one.name, one.href, one.together, visit.language), here=name == identity)
        for name, one in found.items()
        if one.together.targets
    ]
    if len(lines) < 2:
        return ""
    lines.sort(key=lambda line: -1.0 if line.share is None else line.share, reverse=True)
    return _drawn(visit, "beside", kind, lines) + draw_note(visit.says(f"place.caution_{kind}"))


def across(visit: Visit, kind: str, chosen: Sequence[Assessment]) -> str:
    """The metrics of a place by the clusters, or by the areas, that they belong to."""
    other = {"area": "cluster", "cluster": "area"}[kind]
    known = list(visit.known.clusters) if other == "cluster" else [name for name, _ in places.tree(visit)]
    own = {name: [one for one in chosen if getattr(one, f"{other}_id") == name] for name in known}
    lines = [
        standing(visit.name(places.TABLES[other], name), places.page(visit, other, name), together, visit.language)
        for name, members in own.items()
        if (together := roll_up(members)).targets
    ]
    return _drawn(visit, f"by_{other}", other, lines) if lines else ""


def everyone(visit: Visit, kind: str) -> str:
    """Every area as it lies in others, or every cluster."""
    chosen = visit.choosing(**{kind: ""})
    shown = places.tree(visit) if kind == "area" else [(name, 0) for name in visit.known.clusters]
    lines = [replace(_line(visit, kind, name, chosen), depth=depth) for name, depth in shown]
    return _drawn(visit, f"{kind}s", kind, lines)


def _line(visit: Visit, kind: str, identity: str, of: Sequence[Assessment]) -> Standing:
    one = places.place(visit, kind, identity, of)
    return standing(one.name, one.href, one.together, visit.language)


def _drawn(visit: Visit, heading: str, kind: str, lines: Sequence[Standing]) -> str:
    said = visit.says(f"place.{heading}")
    return draw_heading(said, 2) + draw_standings(lines, visit.says(f"filter.{kind}"), said, visit.language)
