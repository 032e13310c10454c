"""Which metrics need attention, and which of them first."""

from collections.abc import Iterable
from enum import StrEnum

from metrics.assessment import Assessment
from metrics.vocabulary import Status


class Concern(StrEnum):
    """Why a metric needs attention, the gravest first: what is lost, what is being lost, what nobody has reported."""

    REVERSED = "reversed"
    MISSED = "missed"
    OFF_TRACK = "off_track"
    OVERDUE = "overdue"
    BEHIND = "behind"


BY_STATUS = {
    Status.REVERSED: Concern.REVERSED,
    Status.MISSED: Concern.MISSED,
    Status.OFF_TRACK: Concern.OFF_TRACK,
    Status.BEHIND: Concern.BEHIND,
}
GRAVITY = {concern: place for place, concern in enumerate(Concern)}


def concern_of(one: Assessment) -> Concern | None:
    """The gravest reason for which a metric needs attention, if there is any. One that only monitors needs none."""
    if one.status == Status.MONITORED:
        return None
    found = [BY_STATUS.get(Status(one.status)), Concern.OVERDUE if one.overdue else None]
    return min((concern for concern in found if concern), key=GRAVITY.__getitem__, default=None)


def needing_attention(members: Iterable[Assessment]) -> list[Assessment]:
    """Those that need attention: binding targets before the others, the gravest concern first, and of one concern
    first what has fallen furthest behind (the slowest pace; for a missed target the lowest attainment; for an overdue
    report the longest silence).
    """
    concerned = [(one, concern) for one in members if (concern := concern_of(one))]
    concerned.sort(key=lambda each: (each[0].binding != "binding", GRAVITY[each[1]], _standing(*each)))
    return [one for one, _ in concerned]


def _standing(one: Assessment, concern: Concern) -> float:
    """Smaller is worse; only metrics of one concern are compared."""
    if concern is Concern.OVERDUE and one.awaited_day is not None:
        return -(one.awaited_day - (one.last_day or one.start_day)).days
    share = one.attainment if concern is Concern.MISSED else one.pace
    return float("inf") if share is None else share
