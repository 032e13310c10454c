"""The trail: every write and every one that was refused, with who, when and what."""

from datetime import datetime

from metrics.store.transaction import Reader, Row

_TRAIL = """
SELECT recorded_at, recorded_by, what, NULL AS refused, NULL AS refused_en FROM change
WHERE recorded_at >= $since AND ($who = '' OR recorded_by = $who)
UNION ALL
SELECT recorded_at, recorded_by, what, reason, reason_en FROM refusal
WHERE recorded_at >= $since AND ($who = '' OR recorded_by = $who)
ORDER BY recorded_at DESC, what LIMIT $most
"""


def trail(store: Reader, who: str = "", since: datetime = datetime.min, most: int = 1000) -> list[Row]:  # noqa: DTZ901
    """The newest lines of the trail, of one person or of all; `refused` says why a write was refused."""
    return store.read(_TRAIL, {"who": who, "since": max(since, datetime(1900, 1, 1)), "most": most})  # noqa: DTZ001


def writers(store: Reader) -> list[str]:
    """Everybody who stands in the trail by name."""
    sql = """SELECT recorded_by FROM change WHERE recorded_by <> '' UNION
             SELECT recorded_by FROM refusal WHERE recorded_by <> '' ORDER BY recorded_by"""
    return [row["recorded_by"] for row in store.read(sql)]
