"""The areas by the clusters: which targets of which pair stand how."""

from collections.abc import Sequence

from dashboard import places
from dashboard.drawing.facts import draw_heading
from dashboard.drawing.matrix import Cell, Line, Place, cell, draw_matrix
from dashboard.standing import more
from dashboard.visit import Visit
from metrics.columns.tallies import Tallies

_ROWS = 40


def matrix(visit: Visit, of: Tallies, around: Sequence[places.Place], clusters: Sequence[places.Place]) -> str:
    """The table, for areas and clusters that have targets; nothing where there is no cluster to cross."""
    areas, clusters = ([one for one in some if one.together.targets] for some in (around, clusters))
    if not clusters or not areas:
        return ""
    columns = [Place(visit.says("matrix.all"), ""), *(Place(one.name, one.href) for one in clusters)]
    outside = bool(of.together(cluster="").targets)
    if outside:
        columns.append(Place(visit.says("matrix.outside"), ""))
    names = [None, *(one.identity for one in clusters), *([""] if outside else [])]
    lines = [
        Line(Place(row.name, row.href), tuple(_cell(visit, of, row, name) for name in names)) for row in areas[:_ROWS]
    ]
    drawn = draw_heading(visit.says("matrix.heading"), 2) + draw_matrix(columns, lines, visit.language)
    return drawn + more(visit, len(areas) - _ROWS)


def _cell(visit: Visit, of: Tallies, row: places.Place, cluster: str | None) -> Cell | None:
    """Where an area meets a cluster; None stands for all of them, an empty name for none."""
    href = places.page(visit, "area", row.identity, cluster=cluster or visit.address.cluster)
    return cell(of.together(visit.known.below(row.identity), cluster), href, visit.language)
