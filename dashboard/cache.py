"""What is kept between clicks: answers of the domain, right until the next write, the same for every session."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from dashboard.startup import side, utc_now
from metrics.assessment import Assessment, SeriesValue, TargetSpan, View
from metrics.search import Indexed, index
from metrics.store import Row, queries
from metrics.store.queries import Known

# Every answer is kept under the store's data version; an older version is never asked for again and falls out.
# A negative version is of what everybody may see.
# `known_at` is None for now: whatever is recorded later has another version.


@lru_cache(maxsize=8)
def known(version: int, known_at: datetime | None = None) -> Known:
    return queries.known(side(version), known_at or utc_now())


@lru_cache(maxsize=8)
def searchable(version: int, known_at: datetime | None) -> tuple[Indexed, ...]:
    return index(known(version, known_at))


@lru_cache(maxsize=64)
def assessments(version: int, as_of: date, known_at: datetime | None, profile: str) -> tuple[Assessment, ...]:
    return tuple(queries.assess(side(version), View(as_of, known_at or utc_now(), profile)))


@lru_cache(maxsize=64)
def targets(version: int, metric_id: str, known_at: datetime | None) -> tuple[TargetSpan, ...]:
    return tuple(queries.targets(side(version), metric_id, known_at or utc_now()))


@lru_cache(maxsize=16)
def definitions(version: int, plan_id: str, known_at: datetime | None) -> tuple[Row, ...]:
    return tuple(queries.definitions(side(version), plan_id, known_at or utc_now()))


@lru_cache(maxsize=16)
def loads(version: int, plan_id: str) -> tuple[Row, ...]:
    return tuple(queries.loads(side(version), plan_id))


@lru_cache(maxsize=64)
def milestones(version: int, metric_id: str, metric_version: int) -> Mapping[date, float]:
    return queries.milestones(side(version), metric_id, metric_version)


@lru_cache(maxsize=64)
def revisions(version: int, metric_id: str, known_at: datetime | None) -> tuple[Row, ...]:
    return tuple(queries.revisions(side(version), metric_id, known_at or utc_now()))


@lru_cache(maxsize=64)
def series(version: int, metric_id: str, known_at: datetime | None) -> tuple[SeriesValue, ...]:
    return tuple(queries.series(side(version), metric_id, known_at or utc_now()))


@lru_cache(maxsize=16)
def series_of(version: int, metrics: tuple[str, ...], known_at: datetime | None) -> Mapping[str, list[SeriesValue]]:
    return queries.series_of(side(version), metrics, known_at or utc_now())


# What files are made from, for any number of moments, apart from what the pages keep.


@lru_cache(maxsize=2)
def known_for_files(version: int, known_at: datetime) -> Known:
    return queries.known(side(version), known_at)


@lru_cache(maxsize=8)
def assessments_for_files(version: int, view: View) -> tuple[Assessment, ...]:
    return tuple(queries.assess(side(version), view))
