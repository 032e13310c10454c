"""How are very many definitions held? Column by column: a row becomes a dictionary when somebody looks at it."""

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from metrics.columns.held import Held, among

_Row: TypeAlias = dict[str, Any]


class Defined(Mapping[str, _Row]):
    """Rows by their id, the newest version of each, in the order in which the first was loaded."""

    def __init__(self, table: pa.Table, key: str) -> None:
        self._held = Held(table)
        codes, names = self._held.codes(key)
        self._place = {names[code]: row for row, code in enumerate(codes)}  # a later version takes the place of one

    def __getitem__(self, identity: str) -> _Row:
        return next(self._held.rows(np.array([self._place[identity]])))

    def __iter__(self) -> Iterator[str]:
        return iter(self._place)

    def __len__(self) -> int:
        return len(self._place)

    def __contains__(self, identity: object) -> bool:
        return identity in self._place

    def values(self) -> ValuesView[_Row]:
        return _Values(self)

    def items(self) -> ItemsView[str, _Row]:
        return _Items(self)

    def used(self, column: str, plan: str) -> set[str | None]:
        """The texts in a column, of the metrics of a plan or of all."""
        own = np.fromiter(self._place.values(), np.int64, len(self))
        if plan:
            plans, names = self._held.codes("plan_id")
            own = own[among(names, {plan})[plans[own]]]
        codes, names = self._held.codes(column)
        return {names[code] if code >= 0 else None for code in np.unique(codes[own]).tolist()}

    def rows(self) -> Iterator[_Row]:
        """Every row, many at a time."""
        return self._held.rows(np.fromiter(self._place.values(), np.int64, len(self)))


class _Values(ValuesView[_Row]):
    _mapping: Defined

    def __iter__(self) -> Iterator[_Row]:
        return self._mapping.rows()


class _Items(ItemsView[str, _Row]):
    _mapping: Defined

    def __iter__(self) -> Iterator[tuple[str, _Row]]:
        return zip(self._mapping, self._mapping.rows(), strict=True)


def used_of(metrics: Mapping[str, _Row], column: str, plan: str = "") -> set[str | None]:
    """The texts that metrics have in a column, those of a plan or all."""
    if isinstance(metrics, Defined):
        return metrics.used(column, plan)
    return {row[column] for row in metrics.values() if plan in ("", row["plan_id"])}
