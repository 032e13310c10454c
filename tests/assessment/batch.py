"""How are many metrics judged at once? They are written, assessed and taken back in one transaction of one store."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from metrics.assessment import Assessment, View
from metrics.store import Write
from metrics.store.queries import assess
from tests.worlds import START, World

Row = dict[str, Any]

PLANS = {
    "p": date(2016, 1, 1),
    "leap-day": date(2016, 2, 29),
    "end-of-june": date(2016, 6, 30),
    "mid-year": date(2016, 7, 1),
    "next-may": date(2017, 5, 15),
    "two-years": date(2017, 1, 1),
}

_UNTOLD = frozenset(
    ("name", "name_en", "area_id", "category_id", "decimals", "binding", "source_id", "section", "position")
)


@dataclass(frozen=True, slots=True, repr=False)
class Case:
    """One metric with all its versions and values."""

    definitions: Sequence[Row]
    values: Sequence[Row]

    @property
    def metric_id(self) -> str:
        return str(self.definitions[0]["metric_id"])

    def __repr__(self) -> str:
        """Only what was told, so that a failing example can be read."""
        return "\n".join(str(_told(row)) for row in (*self.definitions, *self.values))


def _told(row: Row) -> dict[str, str]:
    return {name: str(told) for name, told in row.items() if told not in (None, "", [], {}) and name not in _UNTOLD}


def world_of_plans() -> World:
    """A store with a plan for each way to begin."""
    world = World()
    with world.store.write("test", "plans", START) as write:
        (plan,) = write.read("SELECT * FROM plans")
        more = [plan | {"plan_id": name, "period_start": start} for name, start in PLANS.items() if name != "p"]
        write.append("plans", more)
    return world


@contextmanager
def written(world: World, cases: Iterable[Case]) -> Iterator[Write]:
    """A transaction in which the cases stand, and after which they are gone."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for case in cases:
        for told in case.definitions:
            world._define(lambda table, more: rows[table].extend(more), dict(told))
        rows["observations"].extend(case.values)
    with world.store.trial("test", START) as write:
        for table, all_rows in rows.items():
            write.append(table, all_rows)
        yield write


def judged(world: World, cases: Iterable[Case], view: View) -> dict[str, Assessment]:
    """What the SQL says of each case, by metric."""
    with written(world, cases) as write:
        return {one.metric_id: one for one in assess(write, view)}
