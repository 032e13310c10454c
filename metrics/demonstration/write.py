"""How the demonstration becomes a data package: the same tables and schemas as the seeds, the same bytes each time."""

import csv
import json
import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import TypeAlias

from metrics.demonstration.course import Course
from metrics.demonstration.definitions import definitions, source_of
from metrics.demonstration.reports import Reporting
from metrics.demonstration.told import Outline, Place, Plan, outlines, places, plans, rows, words
from metrics.package.schema import SCHEMAS, tables
from metrics.place import SEEDS

Row: TypeAlias = dict[str, object]
Tables: TypeAlias = dict[str, Sequence[Mapping[str, object]]]

# Industries are called what they are called elsewhere; whatever stands below them here is made up.
_CLUSTERS = (
    "artificial-intelligence",
    "industrial-internet",
    "integrated-circuits",
    "big-data",
    "information-security",
    "fintech",
    "cultural-creative",
    "energy-environment",
)
_PACES = (0.5, 1.3)  # between these the seed number chooses where nothing is told


def demonstrate(folder: Path, seed: int, today: date) -> None:
    """Write the package into a new folder. The same seed number and day give the same bytes."""
    written = _Demonstration(seed, today).tables()
    for path, told in written.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("w", encoding="utf-8", newline="") as out:
            columns = tables()[file.stem].names
            writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(told)
    shutil.copytree(SCHEMAS, folder / "schemas")
    (folder / "datapackage.json").write_text(_described(list(written), seed), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class _Demonstration:
    seed: int
    today: date

    def tables(self) -> Tables:
        """Every table by the path of its file."""
        around = plans(self.today.year)
        clusters = [row for row in _of_seeds("clusters") if row["cluster_id"] in _CLUSTERS]
        own_units = _named("unit")
        units = [*_of_seeds("units"), *({"factor": "1"} | row for row in own_units)]
        reference: Tables = {
            "areas": [_area(place) for place in places()],
            "clusters": clusters,
            "categories": _named("category"),
            "owners": _named("owner"),
            "units": units,
            "sources": [self._source(plan, amended=amended) for plan in around for amended in (False, True)],
            "profiles": _of_seeds("profiles"),
            "limits": [
                *(row for row in _of_seeds("limits") if row["scope"] == "unit_kind"),
                *(_never_negative(kind) for kind in dict.fromkeys(row["kind"] for row in own_units)),
            ],
            "plans": [_plan(plan) for plan in around],
        }
        metrics = self._metrics(clusters, {row["unit_id"]: float(row["factor"]) for row in units})
        reference["cluster_areas"] = _cluster_areas(metrics)
        return {**{f"{name}.csv": told for name, told in reference.items()}, **metrics}

    def _metrics(self, clusters: Sequence[Mapping[str, str]], factors: Mapping[str, float]) -> Tables:
        by_id = {plan.id: plan for plan in plans(self.today.year)}
        above = {place.id: place.above for place in places()}
        written: dict[str, list[Row]] = defaultdict(list)
        for place, outline in outlines({row["cluster_id"]: row for row in clusters}):
            own = f"{place.id}-{outline.plan}"
            plan = by_id.get(own) or by_id[f"{above[place.id]}-{outline.plan}"]  # a park has its district's plan
            metric_id = f"{place.id}-{outline.id}"
            told = definitions(metric_id, place, outline, plan, self.today.year)
            told["observations"] = self._reporting(metric_id, outline, plan, factors).records()
            for name, more in told.items():
                written[f"plans/{plan.id}/{name}.csv"].extend(more)
        return {path: told for path, told in written.items() if told}

    def _reporting(self, metric_id: str, outline: Outline, plan: Plan, factors: Mapping[str, float]) -> Reporting:
        chance = Random(f"{self.seed} {metric_id}")  # noqa: S311 - to be repeated, not to be kept secret
        pace = chance.uniform(*_PACES) if outline.pace is None else outline.pace
        factor = factors[outline.unit] / factors[outline.reported_in] if outline.reported_in else 1
        return Reporting(metric_id, Course(outline, plan, self.today, pace, chance), source_of(plan), factor, chance)

    def _source(self, plan: Plan, *, amended: bool) -> Row:
        told = words()["amended" if amended else "title"]
        return {
            "source_id": source_of(plan, amended=amended),
            "title": told.format(seed=self.seed),
            "publisher": words()["publisher"],
        }


def _of_seeds(table: str) -> list[dict[str, str]]:
    with (SEEDS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _named(what: str) -> list[dict[str, str]]:
    told = rows({"category": "categories"}.get(what, f"{what}s"))
    return [{f"{what}_id": row.pop("id")} | row for row in told]


def _never_negative(kind: str) -> Row:
    return {"scope": "unit_kind", "name": kind, "check_id": "range", "severity": "error", "least": "0"}


def _area(place: Place) -> Row:
    named = {"name": place.name, "name_en": place.name_en, "note": place.note}
    return {"area_id": place.id, "parent_id": place.above, "kind": place.kind, **named}


def _plan(plan: Plan) -> Row:
    return {
        "plan_id": plan.id, "name": plan.name, "name_en": plan.name_en,
        "kind": "plan" if plan.last else "monitoring", "area_id": plan.area.id, "source_id": source_of(plan),
        "period_start": date(plan.first, 1, 1), "period_end": date(plan.last, 12, 31) if plan.last else None,
    }  # fmt: skip


def _cluster_areas(written: Tables) -> list[Row]:
    """Where each cluster is at home: wherever something of it is measured."""
    found = {
        (row["cluster_id"], row["area_id"]): {"source_id": row["source_id"], "section": row["section"]}
        for path, told in written.items()
        if path.endswith("/metrics.csv")
        for row in told
        if row["cluster_id"]
    }
    return [{"cluster_id": cluster, "area_id": area, **where} for (cluster, area), where in sorted(found.items())]


def _described(paths: Sequence[str], seed: int) -> str:
    resources = [
        {"name": path.removesuffix(".csv").removeprefix("plans/").replace("/", "-").replace("_", "-"),
         "type": "table", "path": path, "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
         "schema": f"schemas/{Path(path).stem}.json"}
        for path in paths
    ]  # fmt: skip
    described = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "yardstick-demonstration",
        "title": words()["title"].format(seed=seed),
        "resources": resources,
    }
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"
