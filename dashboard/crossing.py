"""The areas by the clusters: which targets of which pair stand how."""

from collections.abc import Sequence

from dashboard import places
from dashboard.drawing.facts import draw_heading
from dashboard.drawing.matrix import Cell, Line, Place, cell, draw_matrix
from dashboard.visit import Visit
from metrics.assessment import Assessment
from metrics.rollup import roll_up
from metrics.vocabulary import Status


def matrix(visit: Visit, chosen: Sequence[Assessment]) -> str:
    """The table, for areas and clusters that have targets; nothing where there is no cluster to cross."""
    targets = [one for one in chosen if one.status != Status.MONITORED]
    areas, clusters = places.areas(visit, targets), places.clusters(visit, targets)
    if not clusters or not areas:
        return ""
    columns = [Place(visit.says("matrix.all"), ""), *(Place(one.name, one.href) for one in clusters)]
    outside = any(one.cluster_id is None for one in targets)
    if outside:
        columns.append(Place(visit.says("matrix.outside"), ""))
    names = [None, *(one.identity for one in clusters), *([""] if outside else [])]
    lines = [Line(Place(row.name, row.href), tuple(_cell(visit, row, name) for name in names)) for row in areas]
    return draw_heading(visit.says("matrix.heading"), 2) + draw_matrix(columns, lines, visit.language)


def _cell(visit: Visit, row: places.Place, cluster: str | None) -> Cell | None:
    """Where an area meets a cluster; None stands for all of them, an empty name for none."""
    members = [one for one in row.members if cluster is None or (one.cluster_id or "") == cluster]
    href = places.page(visit, "area", row.identity, cluster=cluster or visit.address.cluster)
    return cell(roll_up(members), href, visit.language)
