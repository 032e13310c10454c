"""What stands around rows that are to be added: with it they are a package, and are checked as one."""

from collections.abc import Mapping, Sequence

from metrics.package.read import Entry, Package
from metrics.package.schema import tables
from metrics.package.written import CHILDREN
from metrics.store.queries import Known
from metrics.store.transaction import Reader, Row

_SHARED = ("areas", "clusters", "categories", "owners", "units", "sources", "plans")
# The metrics that are named, those that some of them are parts of, and what all of these are made of.
_CONCERNED = """
WITH named AS (SELECT unnest($named) AS metric_id),
whole AS (
  SELECT metric_id FROM named
  UNION
  SELECT p.metric_id FROM parts p JOIN named n ON n.metric_id = p.part_id
)
SELECT metric_id FROM whole
UNION
SELECT p.part_id FROM parts p JOIN whole w ON w.metric_id = p.metric_id
UNION
SELECT m.breaks_from FROM metrics m JOIN whole w ON w.metric_id = m.metric_id WHERE m.breaks_from IS NOT NULL
"""


def completed(reader: Reader, defined: Known, entries: Mapping[str, Sequence[Entry]]) -> Package:
    """Rows with all that they are checked against: shared tables, earlier versions, values of what is changed."""
    around = {name: list(entries[name]) for name in tables()}
    for name in _SHARED:
        own = {entry.values[tables()[name].key[0]] for entry in entries[name]}
        around[name] += [Entry("", dict(row)) for key, row in getattr(defined, name).items() if key not in own]
    changed = {str(entry.values["metric_id"]) for entry in entries["metrics"]} & defined.metrics.keys()
    concerned = _concerned(reader, entries, changed)
    for name in ("metrics", *CHILDREN):
        around[name] += [Entry("", row) for row in _of(reader, name, concerned)]
    around["observations"] += [Entry("", row) for row in _of(reader, "observations", sorted(changed))]
    return Package(around, [])


def _concerned(reader: Reader, entries: Mapping[str, Sequence[Entry]], changed: set[str]) -> list[str]:
    named = changed | {str(entry.values["part_id"]) for entry in entries["parts"]}
    named |= {str(entry.values["breaks_from"]) for entry in entries["metrics"] if entry.values["breaks_from"]}
    named |= {str(entry.values["name"]) for entry in entries["limits"] if entry.values["scope"] == "metric"}
    return sorted(row["metric_id"] for row in reader.read(_CONCERNED, {"named": sorted(named)}))


def _of(reader: Reader, table: str, metrics: Sequence[str]) -> list[Row]:
    # Names of tables come from this program's own schemas.
    sql = f"SELECT * FROM {table} WHERE metric_id IN (SELECT unnest($metrics)) ORDER BY rowid"  # noqa: S608
    return reader.read(sql, {"metrics": list(metrics)})
