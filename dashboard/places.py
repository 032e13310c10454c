"""Which places and clusters there are to show, and how the chosen metrics of each stand together."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.visit import Visit
from metrics.columns.tallies import Tallies
from metrics.rollup import Rollup

TABLES = {"area": "areas", "cluster": "clusters"}


@dataclass(frozen=True, slots=True)
class Place:
    """An area or a cluster with how its metrics stand together; `href` is its page."""

    identity: str
    name: str
    href: str
    together: Rollup


def place(visit: Visit, kind: str, identity: str, of: Tallies) -> Place:
    """An area with those of some metrics that lie in it or below, or a cluster with those that belong to it."""
    within = of.together(cluster=identity) if kind == "cluster" else of.together(visit.known.below(identity))
    return Place(identity, visit.name(TABLES[kind], identity), page(visit, kind, identity), within)


def page(visit: Visit, kind: str, identity: str = "", **changes: str) -> str:
    """The address of the page of an area or a cluster; without one, of the page that lists them."""
    anew = {"below": ""} if kind == "area" else {}
    return visit.address.href(kind, **{kind: identity, "metric": "", **anew, **changes})


def areas(visit: Visit, of: Tallies) -> list[Place]:
    """The districts; or, where an area is chosen, this one and those right below it. Only those that have metrics."""
    known, asked = visit.known.areas, visit.address.area
    shown = [asked, *children(visit, asked)] if asked else [name for name in known if known[name]["kind"] == "district"]
    return [found for name in shown if (found := place(visit, "area", name, of)).together.metrics]


def clusters(visit: Visit, of: Tallies) -> list[Place]:
    """The clusters that have metrics among some."""
    return [found for name in visit.known.clusters if (found := place(visit, "cluster", name, of)).together.metrics]


def children(visit: Visit, identity: str) -> Sequence[str]:
    """The areas right below an area; an empty one stands for the top."""
    return visit.known.children.get(identity, ())


def tree(visit: Visit, above: str = "", depth: int = 0) -> list[tuple[str, int]]:
    """Every area behind the one in which it lies, with how deep it lies."""
    return [found for name in children(visit, above) for found in ((name, depth), *tree(visit, name, depth + 1))]


def kind(visit: Visit, identity: str) -> str:
    """What an area is, in words."""
    return visit.says(f"place.{visit.known.areas[identity]['kind']}")


def peers(visit: Visit, identity: str) -> list[str]:
    """The areas that an area can be put beside: every district beside a district, a park beside those of its parent."""
    known = visit.known.areas
    own = known[identity]
    alike = [name for name in known if known[name]["kind"] == own["kind"]]
    if own["kind"] == "district":
        return alike
    return [name for name in alike if known[name]["parent_id"] == own["parent_id"]]
