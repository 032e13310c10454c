"""What is kept between clicks: answers of the domain, right until the next write, the same for every session."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from dashboard.once import once
from dashboard.startup import side, utc_now
from metrics.assessment import Assessment, SeriesValue, TargetSpan, View
from metrics.columns import Judged
from metrics.columns.defined import used_of
from metrics.search import Indexed, index
from metrics.store import Row, queries
from metrics.store.many import judge
from metrics.store.queries import Known
from metrics.words import Language

# Every answer is kept under the store's data version; an older version is never asked for again and falls out.
# A negative version is of what everybody may see.
# `known_at` is None for now: whatever is recorded later has another version.


@once(most=8, weigh=lambda _: 1)
def known(version: int, known_at: datetime | None) -> Known:
    return queries.known(side(version), known_at or utc_now())


@lru_cache(maxsize=8)
def searchable(version: int, known_at: datetime | None) -> tuple[Indexed, ...]:
    return index(known(version, known_at))


@lru_cache(maxsize=64)
def used(version: int, known_at: datetime | None, kind: str, plan: str) -> tuple[str, ...]:
    """The areas, clusters or categories that some metric has, with the areas above them."""
    defined = known(version, known_at)
    found = used_of(defined.metrics, f"{kind}_id", plan)
    if kind == "area":
        found = {above for area in found for above in defined.above(area)}
    kinds = {"area": defined.areas, "cluster": defined.clusters, "category": defined.categories}
    return tuple(name for name in kinds[kind] if name in found)


@lru_cache(maxsize=8)
def indented(version: int, known_at: datetime | None, language: Language) -> Mapping[str, str]:
    """The names of the areas, each as far in as it lies in others."""
    defined, name = known(version, known_at), "name" if language is Language.ZH else "name_en"
    return {area: "\u3000" * defined.depth(area) + row[name] for area, row in defined.areas.items()}


# Some 64 instants of a small store, three of one with 300,000 metrics, each of which takes 150 MB.
@once(most=1_000_000, weigh=lambda judged: 15_000 + len(judged))
def assessments(version: int, as_of: date, known_at: datetime | None, profile: str) -> Judged:
    return judge(side(version), View(as_of, known_at or last_record(version), profile))


@lru_cache(maxsize=64)
def assessment(version: int, as_of: date, known_at: datetime | None, profile: str, metric_id: str) -> Assessment:
    (found,) = queries.assess(side(version), View(as_of, known_at or utc_now(), profile), [metric_id])
    return found


@lru_cache(maxsize=8)
def last_record(version: int) -> datetime:
    """The moment of the last record: until the next, nothing else is known."""
    return side(version).settled(None, utc_now())


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


@once(most=600_000, weigh=lambda judged: 75_000 + len(judged))
def assessments_for_files(version: int, view: View) -> Judged:
    known_at = None if view.known_at == last_record(version) else view.known_at
    kept = assessments.found(version, view.as_of, known_at, view.profile)  # by a page that shows the same
    return judge(side(version), view) if kept is None else kept
