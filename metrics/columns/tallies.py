"""How do very many metrics stand together, by area and by cluster? Counted and summed up once, for every pair.

The rule is that of `metrics.rollup`: a test holds the two together.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from metrics.columns.held import Numbers
from metrics.columns.judged import STATUSES, Judged
from metrics.rollup import Rollup
from metrics.vocabulary import Report, Status

_DECIDES = np.array([status not in (Status.NO_DATA, Status.MONITORED) for status in STATUSES])
_MONITORED = STATUSES.index(Status.MONITORED)
_MEASURES = ("attained", "attainment", "expecting", "expected", "due", "overdue")


class Tallies:
    """Metrics by area and cluster. What stands together of any of them is a sum of what each pair has."""

    def __init__(self, members: Judged) -> None:
        areas, self._areas = members.codes("area_id")
        clusters, self._clusters = members.codes("cluster_id")
        self._place = {name: code for code, name in enumerate(self._areas)}
        shape = len(self._areas), len(self._clusters) + 1
        pair = areas.astype(np.int64) * shape[1] + np.where(clusters < 0, shape[1] - 1, clusters)
        counts = np.bincount(pair * len(STATUSES) + members.statuses, minlength=shape[0] * shape[1] * len(STATUSES))
        self._counts = counts.reshape(*shape, len(STATUSES))
        measures = [np.bincount(pair, weights, minlength=shape[0] * shape[1]) for weights in _measured(members)]
        self._measures = np.stack(measures, axis=-1).reshape(*shape, len(_MEASURES))

    @property
    def clusters(self) -> list[str]:
        """The clusters that some of them belong to."""
        used = self._counts.sum(axis=(0, 2)) > 0
        return [name for name, any_ in zip(self._clusters, used, strict=False) if any_]

    def together(self, areas: Iterable[str] | None = None, cluster: str | None = None) -> Rollup:
        """Those of some areas, or of all, and of a cluster; None stands for all of these, an empty name for none."""
        which: slice | list[int] = slice(None)
        if areas is not None:
            which = [self._place[name] for name in areas if name in self._place]
        counts, measures = self._counts[which], self._measures[which]
        if cluster is not None:
            at = self._clusters.index(cluster) if cluster in self._clusters else -1
            counts, measures = counts[:, [at]], measures[:, [at]]
            if at < 0 and cluster:
                counts, measures = counts[:, :0], measures[:, :0]
        return _rollup(counts.sum(axis=(0, 1)), measures.sum(axis=(0, 1)))


def _measured(members: Judged) -> Iterable[Numbers]:
    targets = members.statuses != _MONITORED
    attainment = np.minimum(members.numbers("attainment"), 1)
    attained = _DECIDES[members.statuses] & ~np.isnan(attainment)
    expected = np.minimum(_expected(members), 1)
    expecting = attained & ~np.isnan(expected)
    codes, names = members.codes("report")
    return (
        attained.astype(float),
        np.where(attained, attainment, 0),
        expecting.astype(float),
        np.where(expecting, expected, 0),
        (targets & (codes == names.index(Report.DUE))).astype(float),
        (targets & (codes == names.index(Report.OVERDUE))).astype(float),
    )


def _expected(members: Judged) -> Numbers:
    """`rollup.expected_attainment` of each, NaN where there is none."""
    value, goal = members.numbers("expected_value"), members.numbers("goal")
    higher, lower = (_direction(members, name) for name in ("higher", "lower"))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.select([lower, higher], [goal / value, value / goal], np.nan)
    undefined = np.isnan(value) | np.isnan(goal) | (goal <= 0) | (value <= 0)
    return np.where(undefined, np.where((value == 0) & higher, 0, np.nan), share)


def _direction(members: Judged, name: str) -> npt.NDArray[np.bool_]:
    codes, names = members.codes("direction")
    return np.equal(codes, names.index(name) if name in names else len(names))


def _rollup(counts: npt.NDArray[np.int64], measures: Numbers) -> Rollup:
    told = dict(zip(_MEASURES, measures.tolist(), strict=True))
    by_status = {status: int(count) for status, count in zip(STATUSES, counts, strict=True) if count}
    monitored = by_status.pop(Status.MONITORED, 0)
    return Rollup(
        targets=sum(by_status.values()),
        shared=int(told["attained"]),
        attainment=told["attainment"] / told["attained"] if told["attained"] else None,
        expected_attainment=told["expected"] / told["expecting"] if told["expecting"] else None,
        counts=by_status,
        due=int(told["due"]),
        overdue=int(told["overdue"]),
        monitored=monitored,
    )
