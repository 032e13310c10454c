"""One plan as a data package of its own, in the shape of `seeds/`: what the plan needs, and nothing else."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from metrics.package.archive import pack
from metrics.package.lines import write_lines
from metrics.package.schema import described, tables
from metrics.package.seal import DESCRIPTOR
from metrics.snapshot.cells import cell
from metrics.store import Row, Store
from metrics.store.queries import Known, known

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_OF_METRICS = ("metrics", "observations", "items", "parts", "milestones")
_ORDER = (
    *("areas", "clusters", "cluster_areas", "categories", "owners", "units", "limits", "sources", "profiles", "plans"),
    *_OF_METRICS,
)
_NEEDED = """
SELECT m.metric_id, m.breaks_from AS needed FROM metrics m
WHERE m.breaks_from IS NOT NULL AND m.recorded_at <= $known_at
UNION
SELECT m.metric_id, p.part_id FROM parts p JOIN metrics m USING (metric_id, version) WHERE m.recorded_at <= $known_at
"""


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """A plan as known at a moment, with the values that were entered for it or without."""

    plan_id: str
    known_at: datetime
    values: bool = False


def take_plan(store: Store, asked: PlanAsked, path: Path) -> None:
    """Write the package of a plan that there is as a zip. `load` makes the same definitions of it in an empty store."""
    with TemporaryDirectory(dir=path.parent) as inside:
        write_plan(store, asked, Path(inside))
        pack(Path(inside), path)


def write_plan(store: Store, asked: PlanAsked, folder: Path) -> None:
    """Write the same into an empty folder.

    A metric of another plan comes along where one of this plan is made of it or breaks from it, without its values.
    """
    defined = known(store, asked.known_at)
    rows = _rows(store, defined, asked)
    files = [(name, path, some) for name, path, some in _files(rows) if some]
    for name, path, some in files:
        _write_csv(folder / path, tables()[name].names, some)
    for name in sorted({name for name, _, _ in files}):
        _write_json(folder / "schemas" / f"{name}.json", described(name))
    _write_json(folder / DESCRIPTOR, _description(defined, asked, rows, [(name, path) for name, path, _ in files]))


def _rows(store: Store, defined: Known, asked: PlanAsked) -> dict[str, Sequence[Row]]:
    """The rows of every table: the metrics with all that they name, every version of them, the rest as it stands."""
    metrics = _metrics(store, defined, asked)
    found = {name: _own(store, name, metrics, asked.known_at) for name in ("metrics", "items", "parts", "milestones")}
    own = [name for name, row in defined.metrics.items() if row["plan_id"] == asked.plan_id]
    found["observations"] = _own(store, "observations", own, asked.known_at) if asked.values else []
    plans = _named(defined.plans, found["metrics"], "plan_id", asked.plan_id)
    sources = _all(found["metrics"], "source_id") | _all([*plans, *found["observations"]], "source_id")
    placed = [row for row in _placed(store, asked.known_at) if row["source_id"] in sources]
    areas = {above for row in [*found["metrics"], *plans, *placed] for above in defined.above(row["area_id"])}
    kinds = {defined.units[unit]["kind"] for unit in _all(found["metrics"], "unit_id")}
    ranged = {"metric": set(metrics), "unit_kind": kinds}
    return found | {
        "areas": [row for name, row in defined.areas.items() if name in areas],
        "clusters": _named(defined.clusters, [*found["metrics"], *placed], "cluster_id"),
        "cluster_areas": placed,
        "categories": _named(defined.categories, found["metrics"], "category_id"),
        "owners": _named(defined.owners, found["metrics"], "owner_id"),
        "units": [row for row in defined.units.values() if row["kind"] in kinds],
        "limits": [row for row in defined.limits if row["name"] in ranged[row["scope"]]],
        "sources": [row for name, row in defined.sources.items() if name in sources],
        "profiles": list(defined.profiles.values()),
        "plans": plans,
    }


def _metrics(store: Store, defined: Known, asked: PlanAsked) -> list[str]:
    """The metrics of a plan, and those that they were ever made of or break from, in the order of their documents."""
    needed: dict[str, set[str]] = {}
    for row in store.read(_NEEDED, {"known_at": asked.known_at}):
        needed.setdefault(row["metric_id"], set()).add(row["needed"])
    found = {name for name, row in defined.metrics.items() if row["plan_id"] == asked.plan_id}
    while more := {name for metric in found for name in needed.get(metric, ())} - found:
        found |= more
    return sorted(found, key=lambda name: (defined.metrics[name]["position"], name))


def _own(store: Store, table: str, metrics: Sequence[str], known_at: datetime) -> list[Row]:
    recorded = "known.recorded_at <= $known_at" if table == "observations" else "m.recorded_at <= $known_at"
    joined = "" if table in ("metrics", "observations") else "JOIN metrics m USING (metric_id, version)"
    alias = "m" if table == "metrics" else "known"
    # values as everybody may see them are a view, which has no place of its own
    order = "known.period_end, known.period, known.item_id, known.revision"
    order = order if table == "observations" else f"{alias}.rowid"
    # Names of tables come from this module.
    sql = f"""SELECT {alias}.* FROM {table} {alias} {joined}
              WHERE {recorded} AND {alias}.metric_id IN (SELECT unnest($metrics)) ORDER BY {order}"""  # noqa: S608
    rows = store.read(sql, {"metrics": list(metrics), "known_at": known_at})
    place = {name: at for at, name in enumerate(metrics)}
    return sorted(rows, key=lambda row: place[row["metric_id"]])


def _placed(store: Store, known_at: datetime) -> list[Row]:
    """Which document names which cluster for which area, as it stands."""
    sql = "SELECT * FROM cluster_areas WHERE recorded_at <= $known_at ORDER BY version, rowid"
    rows = store.read(sql, {"known_at": known_at})
    return list({tuple(row[one] for one in tables()["cluster_areas"].key): row for row in rows}.values())


def _named(defined: Mapping[str, Row], rows: Sequence[Row], column: str, *more: str) -> list[Row]:
    names = _all(rows, column) | set(more)
    return [row for name, row in defined.items() if name in names]


def _all(rows: Sequence[Row], column: str) -> set[str]:
    return {row[column] for row in rows if row[column] is not None}


def _files(rows: Mapping[str, Sequence[Row]]) -> Iterator[tuple[str, str, list[Row]]]:
    """The table, the path and the rows of each file: what plans share stands once, each plan has a folder."""
    plan_of = {row["metric_id"]: row["plan_id"] for row in rows["metrics"]}
    for name in _ORDER:
        if name not in _OF_METRICS:
            yield name, f"{name}.csv", list(rows[name])
    for plan in rows["plans"]:
        for name in _OF_METRICS:
            own = [row for row in rows[name] if plan_of[row["metric_id"]] == plan["plan_id"]]
            yield name, f"plans/{plan['plan_id']}/{name}.csv", own


def _description(
    defined: Known, asked: PlanAsked, rows: Mapping[str, Sequence[Row]], files: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    plan = defined.plans[asked.plan_id]
    return {
        "$schema": _PROFILE,
        "name": f"yardstick-{asked.plan_id}",
        "title": f"Yardstick (标尺): {plan['name']} ({plan['name_en']})",
        "version": "1.0.0",
        "created": cell(asked.known_at),
        "sources": [
            {"title": row["title"], "path": row["url"]} if row["url"] else {"title": row["title"]}
            for row in rows["sources"]
        ],
        "resources": [_resource(name, path) for name, path in files],
    }


def _resource(name: str, path: str) -> dict[str, str]:
    parts = Path(path).parts
    told = {"name": f"{parts[1]}-{name}" if len(parts) > 1 else name, "type": "table", "path": path, "format": "csv"}
    return told | {"mediatype": "text/csv", "encoding": "utf-8", "schema": f"schemas/{name}.json"}


def _write_csv(path: Path, columns: Sequence[str], rows: Sequence[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        # a package of this shape takes no text with blanks at its ends, and older ones may have some
        write_lines(file, chain([columns], ([cell(row[column]).strip() for column in columns] for row in rows)))


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
