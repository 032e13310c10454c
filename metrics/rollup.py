"""How many metrics stand together: by area with the areas below it, by cluster, by category, by plan.

The mean of attainment, each capped at 1, over the targets that a value judges and of which a share can be told (of a
target of zero there is none). What isn't reported is never a zero, and `judged` of `targets`, how many have a value
that judges them, always stands beside the mean; where that is of fewer, so does `shared`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from metrics.assessment import Assessment
from metrics.vocabulary import Report, Status


@dataclass(frozen=True, slots=True)
class Rollup:
    """Attainment is a fraction, None where `shared`, of how many it is the mean, is zero. `counts` has every status.

    What only monitors is counted apart.
    """

    targets: int
    shared: int
    attainment: float | None
    expected_attainment: float | None
    counts: Mapping[str, int]
    due: int
    overdue: int
    monitored: int = 0

    @property
    def metrics(self) -> int:
        """How many there are, with a target or without."""
        return self.targets + self.monitored

    @property
    def judged(self) -> int:
        """Behind the status of how many targets a value stands."""
        return self.targets - self.counts.get(Status.NO_DATA, 0)

    @property
    def decided(self) -> bool:
        """Whether a value stands behind the status of any target."""
        return self.judged > 0

    @property
    def worst(self) -> Status | None:
        """The worst status that occurs; `no_data` only where nothing is known of any of them."""
        return next((status for status in Status if self.counts.get(status)), None)


def roll_up(members: Iterable[Assessment]) -> Rollup:
    """Put metrics together; one metric alone is itself, capped at 1."""
    several = list(members)
    targets = [one for one in several if one.status != Status.MONITORED]
    shared = [one for one in targets if one.judged and one.attainment is not None]
    expected = [share for share in map(expected_attainment, shared) if share is not None]
    return Rollup(
        targets=len(targets),
        shared=len(shared),
        attainment=_mean([min(one.attainment or 0, 1) for one in shared]),
        expected_attainment=_mean([min(share, 1) for share in expected]),
        counts=Counter(one.status for one in targets),
        due=sum(one.report is Report.DUE for one in targets),
        overdue=sum(one.overdue for one in targets),
        monitored=len(several) - len(targets),
    )


def expected_attainment(one: Assessment) -> float | None:
    """The attainment that the metric's path asks for at the date of its value; None where there is none."""
    if one.expected_value is None or one.goal is None or one.goal <= 0 or one.expected_value <= 0:
        return 0.0 if one.expected_value == 0 and one.direction == "higher" else None
    if one.direction == "lower":
        return one.goal / one.expected_value
    return one.expected_value / one.goal if one.direction == "higher" else None


def baseline_attainment(one: Assessment) -> float | None:
    """The attainment at which the metric began; None where the documents don't say or the bounds give none."""
    if one.base is None or one.goal is None or one.goal <= 0 or one.base <= 0:
        return None
    if one.direction == "lower":
        return one.goal / one.base
    return one.base / one.goal if one.direction == "higher" else None


def _mean(shares: Sequence[float]) -> float | None:
    return sum(shares) / len(shares) if shares else None
