"""Small stores for tests: one plan of 2016 to 2020, one area, and the metrics and values that a test names."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from metrics.assessment import Assessment, View
from metrics.package.schema import tables
from metrics.periods import parse_period
from metrics.store import Store, open_store
from metrics.store.queries import assess

SEEDS = Path(__file__).parent.parent / "seeds"
START = datetime(2016, 1, 1)  # noqa: DTZ001 - the store keeps UTC without a zone
NOW = datetime(2026, 11, 20, 8, 0)  # noqa: DTZ001
PLAN_START, DUE = date(2016, 1, 1), date(2020, 12, 31)

_UNITS = {"家": ("家", 1), "元": ("money", 1), "万元": ("money", 10**4), "亿元": ("money", 10**8), "%": ("percent", 1)}
_PROFILES = {
    "standard": ("path", "0.95", "0.60"),
    "traffic-light": ("path", "1.00", "0.70"),
    "cagr": ("cagr", "0.95", "0.60"),
}
_RECORD = {"recorded_at": START, "recorded_by": "test"}


def metric(metric_id: str = "m", **told: Any) -> dict[str, Any]:
    """A metric: a level of 200 or more by the end of 2020, from 100 at the end of 2015, unless told otherwise."""
    row: dict[str, Any] = dict.fromkeys(tables()["metrics"].names)
    row |= {"metric_id": metric_id, "version": 1, "plan_id": "p", "area_id": "a", "category_id": "c"}
    row |= {"name": f"指标 {metric_id}", "name_en": f"Metric {metric_id}", "basis": "level", "comparator": "at_least"}
    row |= {"direction": "higher", "target_low": Decimal(200), "unit_id": "家", "decimals": 0, "baseline": Decimal(100)}
    row |= {
        "baseline_period": "2015",
        "path": "linear",
        "due": DUE,
        "binding": "unstated",
        "source_id": "s",
        "section": "一",
    }
    row |= {**_RECORD, "position": 0, "milestones": {}, "items": [], "parts": {}, **told}
    return row


def value(period: str, number: float | str | None = None, metric_id: str = "m", **told: Any) -> dict[str, Any]:
    """A value of a metric, recorded on the day after its period."""
    row: dict[str, Any] = dict.fromkeys(tables()["observations"].names)
    when = parse_period(period)
    row |= {"metric_id": metric_id, "period": period, "item_id": "", "revision": 1, "obs_status": "A"}
    row |= {
        "value": None if number is None else Decimal(str(number)),
        "period_start": when.start,
        "period_end": when.end,
    }
    row |= {"recorded_at": datetime.combine(when.end, datetime.min.time()), "recorded_by": "test", **told}
    return row


def limit(name: str, least: int, most: int | None, scope: str = "unit_kind") -> dict[str, Any]:
    """The bounds of every value of a kind of unit, or of one metric."""
    row: dict[str, Any] = {"scope": scope, "name": name, "check_id": "range", "severity": "error", "version": 1}
    return row | {"least": Decimal(least), "most": None if most is None else Decimal(most), **_RECORD}


@dataclass
class World:
    """A store in memory with what was told."""

    store: Store = field(default_factory=lambda: open_store(None, START))

    def __post_init__(self) -> None:
        rows: dict[str, list[dict[str, Any]]] = {
            "areas": [_named("area", "a", kind="district", parent_id=None, code="310106", note=None)],
            "categories": [_named("category", "c")],
            "units": [
                {"unit_id": name, "kind": kind, "factor": Decimal(factor), "name_en": name}
                for name, (kind, factor) in _UNITS.items()
            ],
            "limits": [limit("家", 0, None), limit("percent", 0, 100)],
            "sources": [{"source_id": "s", "title": "文件", "publisher": "区政府", "published_on": PLAN_START}],
            "profiles": [_profile(name, *rule) for name, rule in _PROFILES.items()],
            "plans": [_named("plan", "p", kind="plan", area_id="a", period_start=PLAN_START, period_end=DUE)],
        }
        with self.store.write("test", "begin", START) as write:
            for table, told in rows.items():
                write.append(table, [row | {"version": 1, **_RECORD} for row in told])

    def add(self, *metrics: dict[str, Any], values: Iterable[dict[str, Any]] = ()) -> "World":
        """Add metrics, with their milestones and items, and values."""
        with self.store.write("test", "add", START) as write:
            for told in metrics:
                self._define(write.append, dict(told))
            for row in values:
                write.append("observations", [row])
        return self

    def _define(self, append: Any, row: dict[str, Any]) -> None:
        own = {"metric_id": row["metric_id"], "version": row["version"]}
        milestones, items, parts = row.pop("milestones"), row.pop("items"), row.pop("parts")
        row["baseline_end"] = parse_period(row["baseline_period"]).end if row["baseline_period"] else None
        append("metrics", [row])
        append("milestones", [own | {"due": day, "value": Decimal(str(number))} for day, number in milestones.items()])
        append("items", [own | {"item_id": name, "name": name, "name_en": name} for name in items])
        append("parts", [own | {"part_id": name, "weight": weight} for name, weight in parts.items()])
        scale = row["scale"].split("<") if row["scale"] else []
        append("grades", [own | {"rank": rank, "grade": grade} for rank, grade in enumerate(scale, 1)])

    def judged(
        self, as_of: date = DUE, known_at: datetime = NOW, profile: str = "standard", metric_id: str = "m"
    ) -> Assessment:
        """How one metric stands."""
        found = assess(self.store, View(as_of, known_at, profile))
        return next(one for one in found if one.metric_id == metric_id)


def _named(what: str, identity: str, **told: Any) -> dict[str, Any]:
    return {f"{what}_id": identity, "name": f"名 {identity}", "name_en": f"Name {identity}", **told}


def _profile(name: str, method: str, on_track: str, behind: str) -> dict[str, Any]:
    return {
        "profile_id": name, "name": name, "name_en": name, "pace_method": method, "on_track_from": Decimal(on_track),
        "behind_from": Decimal(behind), "about_margin": Decimal("0.05"), "description": name, "description_en": name,
        "reference": name,
    }  # fmt: skip
