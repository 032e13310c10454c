"""How a package becomes part of the store: all of it or nothing, and twice changes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from metrics.errors import RefusedError
from metrics.package.archive import unpacked
from metrics.package.check import check_package, invented_beside_real
from metrics.package.read import Package, read_package
from metrics.package.rows import Values, children_of, content, definitions
from metrics.package.schema import tables
from metrics.package.watch import Watch, unwatched
from metrics.package.written import CHILDREN
from metrics.people.roles import Action, Concern
from metrics.periods import parse_period
from metrics.store.connection import Store
from metrics.store.queries import known
from metrics.store.review import locked_targets, refuse_locked
from metrics.store.transaction import Write

_REFERENCE = (
    "areas",
    "clusters",
    "cluster_areas",
    "categories",
    "owners",
    "units",
    "limits",
    "sources",
    "profiles",
    "plans",
)
# Reference data of a first load has no date of its own: it is known from the start.
_BATCH = 500
_ALWAYS = datetime(1900, 1, 1)  # noqa: DTZ001 - the store keeps UTC without a zone


@dataclass(frozen=True, slots=True)
class Receipt:
    """How many rows a load added, by table; empty where the store knew everything."""

    added: Mapping[str, int]

    @property
    def total(self) -> int:
        """All rows added."""
        return sum(self.added.values())


def load_package(store: Store, path: Path, author: str, now: datetime, watch: Watch = unwatched) -> Receipt:
    """Load a folder or a zip. Raises `RefusedError` with every problem; then nothing has changed.

    An empty store takes over the package's own moments of recording, and of a full history every version and
    revision. Any other store records at `now` what it has never heard: a value that somebody has corrected since
    is not put back.
    """
    with unpacked(path) as folder:
        package = read_package(folder, watch)
    problems = check_package(package) or invented_beside_real(_areas(store, package))
    if problems:
        raise RefusedError(problems)
    first = store.empty
    fresh = _fresh(store, package)
    if not any(fresh.values()):
        return Receipt({})
    with store.write(author, f"load {path.name}", now) as write:
        write.require(Action.DEFINE, Concern())
        refuse_locked(write, [(row["metric_id"], row["period"], row["item_id"]) for row in fresh["observations"]])
        problems = list(locked_targets(write, known(write, write.now), [("", row) for row in fresh["metrics"]]))
        if problems:
            raise RefusedError(problems)
        batches = [
            (table, rows[at : at + _BATCH]) for table, rows in fresh.items() for at in range(0, len(rows), _BATCH)
        ]
        for table, rows in watch(batches, "write"):
            for row in rows:
                _stamp(row, table, write, first)
            write.append(table, rows)
    return Receipt({table: len(rows) for table, rows in fresh.items() if rows and table != "grades"})


def _areas(store: Store, package: Package) -> Iterable[Mapping[str, Any]]:
    """All areas that there are to be."""
    stored = {row["area_id"]: row for row in store.read("SELECT * FROM areas ORDER BY version")}
    return (stored | {row["area_id"]: row for row in (entry.values for entry in package.tables["areas"])}).values()


def _stamp(row: Values, table: str, write: Write, first: bool) -> None:
    if table in (*CHILDREN, "grades"):
        return
    if not first:
        row["recorded_at"], row["recorded_by"] = write.now, write.author
    elif row.get("recorded_at") is None:
        row["recorded_at"], row["recorded_by"] = _ALWAYS, write.author


def _fresh(store: Store, package: Package) -> dict[str, list[Values]]:
    """What the store has never heard, with the numbers that the new versions and revisions get."""
    fresh = {name: _news(store, name, [dict(entry.values) for entry in package.tables[name]]) for name in _REFERENCE}
    fresh["metrics"] = _news(store, "metrics", definitions(package.tables))
    for name in (*CHILDREN, "grades"):
        fresh[name] = [child | {"version": row["version"]} for row in fresh["metrics"] for child in row[name]]
    for row in fresh["metrics"]:
        for name in (*CHILDREN, "grades"):
            del row[name]
    fresh["observations"] = _news(store, "observations", _observations(package))
    return fresh


def _news(store: Store, table: str, rows: list[Values]) -> list[Values]:
    number = "revision" if table == "observations" else "version"
    if store.empty:
        return [{number: 1} | row for row in rows]
    key = tuple(column for column in tables()[table].key if column != number)
    last: dict[tuple[Any, ...], int] = {}
    heard: set[tuple[Any, ...]] = set()
    for stored in _stored(store, table):
        identity = tuple(stored[column] for column in key)
        last[identity] = max(last.get(identity, 0), stored[number])
        heard.add(content(stored))
    news = []
    for row in rows:
        said = content(row)
        if said not in heard:
            identity = tuple(row[column] for column in key)
            last[identity] = last.get(identity, 0) + 1
            heard.add(said)
            news.append(row | {number: last[identity]})
    return news


def _stored(store: Store, table: str) -> Iterable[Values]:
    rows = store.read(f"SELECT * FROM {table}")  # noqa: S608 - a name of ours
    if table != "metrics":
        return rows
    children = {name: store.read(f"SELECT * FROM {name}") for name in (*CHILDREN, "grades")}  # noqa: S608
    return [row | {name: children_of(children[name], row) for name in children} for row in rows]


def _observations(package: Package) -> list[Values]:
    rows = [_observation(entry.values) for entry in package.tables["observations"]]
    return sorted(rows, key=lambda row: row["revision"])


def _observation(values: Mapping[str, Any]) -> Values:
    period = parse_period(values["period"])
    return {
        **values,
        "item_id": values["item_id"] or "",
        "period_start": period.start,
        "period_end": period.end,
    }
