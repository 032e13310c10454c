"""How a value is taken back or put back: by another revision that says why, never by a change of what stands."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from metrics.definitions import Observation
from metrics.errors import YardstickError
from metrics.store.entries import Entry, Key
from metrics.store.transaction import Reader, Row
from metrics.vocabulary import ObsStatus


def history(store: Reader, key: Key, known_at: datetime | None = None) -> list[Row]:
    """Every revision of one value that was known by a moment, the newest first."""
    sql = """SELECT * FROM observations WHERE metric_id = $metric_id AND period = $period AND item_id = $item_id
             AND recorded_at <= coalesce($known_at, recorded_at) ORDER BY revision DESC"""
    return store.read(sql, dict(zip(("metric_id", "period", "item_id"), key, strict=True)) | {"known_at": known_at})


def withdrawal(revisions: Sequence[Row], reason: str) -> Entry:
    """What takes the newest of some revisions back: from now on there is no value for the period."""
    newest = revisions[0]
    told = Observation(
        metric_id=newest["metric_id"],
        period=newest["period"],
        obs_status=ObsStatus.MISSING,
        item_id=newest["item_id"],
        note=reason,
    )
    return Entry(told, seen=newest["revision"])


def restoration(revisions: Sequence[Row], revision: int, reason: str) -> Entry:
    """What puts an earlier revision back, as it was. `YardstickError` where there is no such revision."""
    earlier = next((row for row in revisions if row["revision"] == revision), None)
    if earlier is None:
        raise YardstickError("no_revision", revision=revision)
    return Entry(replace(Observation.of(earlier), note=reason), seen=revisions[0]["revision"])
