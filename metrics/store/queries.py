"""The questions that a store answers: what is defined, how it stands, how it went, who wrote what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path

from metrics.assessment import Assessment, SeriesValue, TargetSpan, View
from metrics.checks.limits import limits_of
from metrics.checks.observation import Subject
from metrics.definitions import Metric, Unit
from metrics.errors import YardstickError, nearest
from metrics.package.schema import tables
from metrics.people.roles import Concern
from metrics.store.gathered import judging
from metrics.store.transaction import Reader, Row
from metrics.vocabulary import FICTIONAL

_SQL = Path(__file__).parent.parent / "sql"
PROFILE_KNOWN = "SELECT 1 FROM profiles WHERE profile_id = $profile AND recorded_at <= $known_at LIMIT 1"
_FEW = 5000  # rows that are kept as dictionaries
_NAMED = ("areas", "clusters", "categories", "owners", "units", "sources", "profiles", "plans", "metrics")


@dataclass(frozen=True)  # without slots, for what is reckoned once
class Known:
    """Everything that is defined, as known at one moment: rows by their id, in the order in which they were loaded."""

    areas: Mapping[str, Row]
    clusters: Mapping[str, Row]
    categories: Mapping[str, Row]
    owners: Mapping[str, Row]
    units: Mapping[str, Row]
    sources: Mapping[str, Row]
    profiles: Mapping[str, Row]
    plans: Mapping[str, Row]
    metrics: Mapping[str, Row]
    items: Mapping[str, list[Row]]
    parts: Mapping[str, list[Row]]
    milestones: Mapping[str, list[Row]]
    limits: Sequence[Row]

    @property
    def fictional(self) -> bool:
        """Whether places and values are made up: a demonstration."""
        return any(row["kind"] == FICTIONAL for row in self.areas.values())

    def metric(self, metric_id: str) -> Metric:
        """A metric's newest definition; `YardstickError` with the nearest name where there is none."""
        if metric_id not in self.metrics:
            near = nearest(metric_id, list(self.metrics))
            raise YardstickError("no_metric_like" if near else "no_metric", metric=metric_id, near=near)
        return Metric.of(self.metrics[metric_id])

    def subject(self, metric: Metric) -> Subject:
        """What a value of a metric is checked against."""
        units, plan = self.convertible(), self.plans[metric.plan_id]
        items = [row["item_id"] for row in self.items.get(metric.metric_id, [])]
        limits = limits_of(metric, units, self.limits)
        return Subject(metric, items, units, limits, plan["period_start"], metric.due or plan["period_end"])

    def concern(self, metric: Row) -> Concern:
        """Whose roles a metric is about: its plan, its area with those above, the department that reports it."""
        return Concern(metric["plan_id"], self.above(metric["area_id"]), metric["owner_id"])

    def above(self, area_id: str | None) -> frozenset[str]:
        """An area and every area above it."""
        areas = set[str]()
        while area_id is not None and area_id in self.areas and area_id not in areas:
            areas.add(area_id)
            area_id = self.areas[area_id]["parent_id"]
        return frozenset(areas)

    def convertible(self) -> dict[str, Unit]:
        """The units by id, as values."""
        return {name: Unit(name, row["kind"], row["factor"], row["name_en"]) for name, row in self.units.items()}

    def below(self, area_id: str) -> frozenset[str]:
        """An area and every area below it."""
        found, more = {area_id}, {area_id}
        while more := {name for parent in more for name in self.children.get(parent, ())} - found:
            found |= more
        return frozenset(found)

    @cached_property
    def children(self) -> Mapping[str, list[str]]:
        """By area, those right below it; an empty one stands for the top."""
        found: dict[str, list[str]] = {}
        for name, row in self.areas.items():
            found.setdefault(row["parent_id"] or "", []).append(name)
        return found

    def depth(self, area_id: str) -> int:
        """How many areas an area lies in."""
        parent = self.areas[area_id]["parent_id"]
        return 1 + self.depth(parent) if parent in self.areas else 0

    def spans(self) -> dict[str, str]:
        """By plan, the years of its period: 2016-2020, or 2009- where it has no end."""
        return {
            name: f"{row['period_start'].year}-{row['period_end'].year if row['period_end'] else ''}"
            for name, row in self.plans.items()
        }


def known(store: Reader, known_at: datetime) -> Known:
    """What is defined, as known at a moment."""
    given = {"known_at": known_at}
    rows = {name: _rows(store, name, given) for name in _NAMED}
    limits = {
        tuple(row[one] for one in tables()["limits"].key): row for row in store.read(_everything("limits"), given)
    }
    return Known(
        **rows,
        items=_children(store, "items", rows["metrics"]),
        parts=_children(store, "parts", rows["metrics"]),
        milestones=_children(store, "milestones", rows["metrics"]),
        limits=tuple(limits.values()),
    )


def _rows(store: Reader, table: str, given: Mapping[str, object]) -> Mapping[str, Row]:
    """The rows of a table by their id, the newest version of each."""
    key = tables()[table].key[0]
    if store.read(f"SELECT count(*) AS rows FROM {table}")[0]["rows"] <= _FEW:  # noqa: S608 - as in `_everything`
        return {row[key]: row for row in store.read(_everything(table), given)}
    from metrics.columns.defined import Defined  # noqa: PLC0415 - NumPy, which a small store needn't wait for

    return Defined(store.columns(_everything(table), given), key)


def _everything(table: str) -> str:
    # Names of tables come from this program's own schemas.
    return f"SELECT * FROM {table} WHERE recorded_at <= $known_at ORDER BY version, rowid"  # noqa: S608


def _children(store: Reader, table: str, metrics: Mapping[str, Row]) -> dict[str, list[Row]]:
    """Items, parts or milestones by metric, those of its newest version, in the order in which they were loaded."""
    grouped: dict[str, list[Row]] = {}
    for row in store.read(f"SELECT * FROM {table} ORDER BY rowid"):  # noqa: S608
        parent = metrics.get(row["metric_id"])
        if parent is not None and parent["version"] == row["version"]:
            grouped.setdefault(row["metric_id"], []).append(row)
    return grouped


def assess(store: Reader, view: View, only: Collection[str] | None = None) -> list[Assessment]:
    """How every known metric stands, or only some of them, by plan and metric.

    `YardstickError` for a profile that wasn't known.
    """
    named = None if only is None else sorted(only)
    rows = judging(store, named).read(described_sql(), view.given)
    if not rows and not store.read(PROFILE_KNOWN, {"profile": view.profile, "known_at": view.known_at}):
        raise YardstickError("no_profile", profile=view.profile)
    return [Assessment(**row) for row in rows if only is None or row["metric_id"] in only]


def assessment_sql() -> str:
    """The statement that judges every metric, for whoever measures it; it takes what a `View` gives."""
    return _statement("assessment")


def series(store: Reader, metric_id: str, known_at: datetime) -> list[SeriesValue]:
    """A metric's values, the newest revision of each, oldest first."""
    return series_of(store, [metric_id], known_at).get(metric_id, [])


def series_of(store: Reader, metrics: Collection[str], known_at: datetime) -> dict[str, list[SeriesValue]]:
    """The same of some metrics in one query; a metric without a value is left out."""
    found: dict[str, list[SeriesValue]] = {}
    for row in store.read(_statement("series"), {"metrics": list(metrics), "known_at": known_at}):
        found.setdefault(row["metric_id"], []).append(SeriesValue(**row))
    return found


def targets(store: Reader, metric_id: str, known_at: datetime) -> list[TargetSpan]:
    """The targets of a metric one after the other: each stands from its day to the day before the next."""
    return [
        TargetSpan(**row) for row in store.read(_statement("targets"), {"metric_id": metric_id, "known_at": known_at})
    ]


def milestones(store: Reader, metric_id: str, version: int) -> dict[date, float]:
    """What a version of a metric wants to have reached on which days, in its unit."""
    sql = "SELECT due, value FROM milestones WHERE metric_id = $metric_id AND version = $version ORDER BY due"
    return {row["due"]: float(row["value"]) for row in store.read(sql, {"metric_id": metric_id, "version": version})}


def definitions(store: Reader, plan_id: str, known_at: datetime) -> list[Row]:
    """Every version of every metric of a plan, by its place in the document, the first version first."""
    sql = """SELECT * FROM metrics WHERE plan_id = $plan_id AND recorded_at <= $known_at
             ORDER BY position, metric_id, version"""
    return store.read(sql, {"plan_id": plan_id, "known_at": known_at})


def loads(store: Reader, plan_id: str) -> list[Row]:
    """The loads that brought a plan into this store: package, by whom, when."""
    return store.read(_statement("loads"), {"plan_id": plan_id})


def revisions(store: Reader, metric_id: str, known_at: datetime) -> list[Row]:
    """Every revision of every value of a metric, newest first."""
    sql = """SELECT * FROM observations WHERE metric_id = $metric_id AND recorded_at <= $known_at
             ORDER BY recorded_at DESC, period_end DESC, item_id, revision DESC"""
    return store.read(sql, {"metric_id": metric_id, "known_at": known_at})


def reported(store: Reader, metrics: Sequence[str], since: date, view: View) -> list[Row]:
    """The newest revisions of some metrics' values, of periods that end on a day or later and have ended by now."""
    sql = """SELECT metric_id, period, item_id, period_start, period_end, obs_status, revision FROM (
               SELECT o.*, row_number() OVER (PARTITION BY metric_id, period, item_id ORDER BY revision DESC) AS newest
               FROM observations o
               WHERE metric_id IN (SELECT unnest($metrics)) AND period_end BETWEEN $since AND $as_of
                 AND recorded_at <= $known_at
             ) WHERE newest = 1 ORDER BY metric_id, period_end, period_start, item_id"""
    given = {"metrics": list(metrics), "since": since, "as_of": view.as_of, "known_at": view.known_at}
    return store.read(sql, given)


def revised(store: Reader, since: datetime, until: datetime, as_of: date) -> list[Row]:
    """Values that were known at one moment and say something else at another; what they said is `value_before`.

    Of periods that have ended by a day, and forecasts.
    """
    return store.read(_statement("revised"), {"since": since, "until": until, "as_of": as_of})


def beginning_on(store: Reader, day: date, known_at: datetime) -> set[str]:
    """Metrics of which a value of this one day is known, or a definition that stands from it on."""
    sql = """SELECT metric_id FROM observations
             WHERE period_start = $day AND period_end = $day AND recorded_at <= $known_at
             UNION SELECT metric_id FROM metrics WHERE effective_from = $day AND recorded_at <= $known_at"""
    return {row["metric_id"] for row in store.read(sql, {"day": day, "known_at": known_at})}


@cache
def _statement(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


@cache
def described_sql() -> str:
    """The same with what else an `Assessment` has, in the order in which the metrics are told."""
    return f"WITH assessment AS (\n{_statement('assessment')})\n{_statement('described')}"
