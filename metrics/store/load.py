"""How a package becomes part of the store: all of it or nothing, and twice changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from metrics.errors import RefusedError
from metrics.package.archive import unpacked
from metrics.package.check import check_package, invented_beside_real
from metrics.package.read import Package, read_package
from metrics.package.rows import Values, by_version, content, definitions
from metrics.package.schema import tables
from metrics.package.watch import Watch, unwatched
from metrics.package.written import CHILDREN
from metrics.people.roles import Action, Concern
from metrics.periods import parse_period
from metrics.store.connection import Store
from metrics.store.queries import known
from metrics.store.review import locked_targets, refuse_locked
from metrics.store.transaction import Reader, Write

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
    problems = check_package(package)
    if problems:
        raise RefusedError(problems)
    with store.write(author, f"load {path.name}", now) as write:
        problems = invented_beside_real(_areas(write, package))
        if problems:
            raise RefusedError(problems)
        first = store.empty
        fresh = _fresh(write, package, first)
        write.keep = any(fresh.values())
        if not write.keep:
            return Receipt({})
        write.require(Action.DEFINE, Concern())
        refuse_locked(write, [(row["metric_id"], row["period"], row["item_id"]) for row in fresh["observations"]])
        whole = _whole(fresh["metrics"], {name: fresh[name] for name in CHILDREN})
        problems = list(locked_targets(write, known(write, write.now), [("", row) for row in whole]))
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


def _areas(reader: Reader, package: Package) -> Iterable[Mapping[str, Any]]:
    """All areas that there are to be."""
    stored = {row["area_id"]: row for row in reader.read("SELECT * FROM areas ORDER BY version")}
    return (stored | {row["area_id"]: row for row in (entry.values for entry in package.tables["areas"])}).values()


def _stamp(row: Values, table: str, write: Write, first: bool) -> None:
    if table in (*CHILDREN, "grades"):
        return
    if not first:
        row["recorded_at"], row["recorded_by"] = write.now, write.author
    elif row.get("recorded_at") is None:
        row["recorded_at"], row["recorded_by"] = _ALWAYS, write.author


def _fresh(reader: Reader, package: Package, first: bool) -> dict[str, list[Values]]:
    """What the store has never heard, with the numbers that the new versions and revisions get."""
    news = _numbered if first else partial(_news, reader)
    fresh = {name: news(name, [dict(entry.values) for entry in package.tables[name]]) for name in _REFERENCE}
    fresh["metrics"] = news("metrics", definitions(package.tables))
    for name in (*CHILDREN, "grades"):
        fresh[name] = [child | {"version": row["version"]} for row in fresh["metrics"] for child in row[name]]
    for row in fresh["metrics"]:
        for name in (*CHILDREN, "grades"):
            del row[name]
    fresh["observations"] = news("observations", _observations(package))
    return fresh


def _whole(rows: Iterable[Values], children: Mapping[str, Iterable[Values]]) -> list[Values]:
    """Versions of metrics, each with what lies below it."""
    below = {name: by_version(some) for name, some in children.items()}
    return [row | {name: below[name].get((row["metric_id"], row["version"]), []) for name in below} for row in rows]


def _number(table: str) -> str:
    return "revision" if table == "observations" else "version"


def _numbered(table: str, rows: Sequence[Values]) -> list[Values]:
    """Rows with the number that each has, or is the first of its kind with."""
    return [{_number(table): 1} | row for row in rows]


def _news(reader: Reader, table: str, rows: Sequence[Values]) -> list[Values]:
    number = _number(table)
    key = tuple(column for column in tables()[table].key if column != number)
    last: dict[tuple[Any, ...], int] = {}
    heard: set[tuple[Any, ...]] = set()
    for stored in _stored(reader, table):
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


def _stored(reader: Reader, table: str) -> Iterable[Values]:
    rows = reader.read(f"SELECT * FROM {table}")  # noqa: S608 - a name of ours
    if table != "metrics":
        return rows
    return _whole(rows, {name: reader.read(f"SELECT * FROM {name}") for name in (*CHILDREN, "grades")})  # noqa: S608


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
