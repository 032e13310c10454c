"""How do very many metrics stand? Kept column by column: one of them becomes a value when somebody looks at it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Self, overload

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from metrics.assessment import Assessment
from metrics.columns.held import Codes, Held, Numbers, Rows, among
from metrics.columns.renewed import renewed
from metrics.vocabulary import Report, Status

_FEW = 5000  # so many are made at once and kept: a page may ask for each of them
STATUSES = [*Status]


class _All(Held):
    """Every metric of one instant, with what several questions need of all of them."""

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The row of each metric."""
        codes, names = self.codes("metric_id")
        return {names[code]: row for row, code in enumerate(codes)}

    @cached_property
    def made(self) -> Sequence[Assessment] | None:
        """Every one as a value, where they are few."""
        return tuple(self.make(np.arange(len(self)))) if len(self) <= _FEW else None

    @cached_property
    def statuses(self) -> Codes:
        """Each status by its place in the vocabulary."""
        codes, names = self.codes("status")
        return np.array([STATUSES.index(Status(name)) for name in names], dtype=np.int32)[codes]

    def codes(self, name: str) -> tuple[Codes, list[str]]:
        return self._reports if name == "report" else super().codes(name)

    def make(self, rows: Rows) -> Iterator[Assessment]:
        """Some of them as values."""
        return (Assessment(**row) for row in self.rows(rows))

    @cached_property
    def _reports(self) -> tuple[Codes, list[str]]:
        """The column that `Assessment.report` would be."""
        overdue, awaited = self.numbers("overdue") == 1, ~np.isnan(self.numbers("awaited_day"))
        return np.select([overdue, awaited], [0, 1], -1).astype(np.int32), [Report.OVERDUE, Report.DUE]


class Judged(Sequence[Assessment]):
    """Metrics as they stand, in an order. What is chosen among them shares their columns."""

    def __init__(self, held: _All, rows: Rows) -> None:
        self._held = held
        self.rows = rows

    @classmethod
    def of(cls, table: pa.Table) -> Self:
        """All of a table whose columns are those of `Assessment`."""
        held = _All(table)
        return cls(held, np.arange(len(held)))

    def renewed(self, table: pa.Table, names: Iterable[str]) -> Self:
        """All of them, where some were judged again: how those stand is told by a table like that of `of`."""
        return self.of(renewed(self._held.table, table, names))

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Assessment: ...

    @overload
    def __getitem__(self, at: slice) -> Self: ...

    def __getitem__(self, at: int | slice) -> Assessment | Self:
        if isinstance(at, slice):
            return self.at(self.rows[at])
        return self._one(int(self.rows[at]))

    def __iter__(self) -> Iterator[Assessment]:
        made = self._held.made
        return self._held.make(self.rows) if made is None else (made[row] for row in self.rows)

    def at(self, rows: Rows) -> Self:
        """Those of some rows, in their order."""
        return type(self)(self._held, rows)

    def where(self, holds: npt.NDArray[np.bool_]) -> Self:
        """Those for which something holds, in the same order."""
        return self.at(self.rows[holds])

    def having(self, name: str, wanted: Collection[str | None]) -> Self:
        """Those that have one of some texts in a column."""
        codes, names = self.codes(name)
        return self.where(among(names, wanted)[codes])

    def among(self, wanted: Iterable[tuple[str, Collection[str | None]]]) -> Self:
        """Those that have, in each of some columns, one of some texts."""
        found = self
        for name, texts in wanted:
            found = found.having(name, texts)
        return found

    def find(self, metric_id: str) -> Assessment | None:
        """One metric, whether it is among the chosen or not."""
        row = self._held.place.get(metric_id)
        return None if row is None else self._one(row)

    def codes(self, name: str) -> tuple[Codes, list[str]]:
        """A column of texts, as `Held.codes` has it."""
        codes, names = self._held.codes(name)
        return codes[self.rows], names

    def numbers(self, name: str) -> Numbers:
        """A column of numbers, as `Held.numbers` has it."""
        return self._held.numbers(name)[self.rows]

    def texts(self, name: str) -> set[str]:
        """The texts that a column has."""
        codes, names = self.codes(name)
        return {names[code] for code in np.unique(codes).tolist() if code >= 0}

    def ordered(self, name: str, texts: Iterable[str]) -> Self:
        """By the text in a column, in the order of some texts; those of one text as they were."""
        codes, names = self.codes(name)
        place = {text: number for number, text in enumerate(texts)}
        ranks = np.array([place.get(text, len(place)) for text in names] + [len(place)])
        return self.at(self.rows[np.argsort(ranks[codes], kind="stable")])

    @property
    def statuses(self) -> Codes:
        """Each status by its place in `STATUSES`."""
        return self._held.statuses[self.rows]

    @property
    def targets(self) -> Self:
        """Those that have a target; the others only monitor."""
        return self.where(self.statuses != STATUSES.index(Status.MONITORED))

    @property
    def monitored(self) -> Self:
        """Those without a target."""
        return self.where(self.statuses == STATUSES.index(Status.MONITORED))

    def neighbours(self, one: Assessment) -> Sequence[Assessment]:
        """The metrics of a plan in the order of its document; of a very large one, those of the same area."""
        own = self.having("plan_id", {one.plan_id})
        own = own if len(own) <= _FEW else own.having("area_id", {one.area_id})
        return list(own[:_FEW])

    @property
    def last_undecided(self) -> date | None:
        """Where no target has a value that decides: the last day of a value that there is of any."""
        targets = self.targets
        days = targets.numbers("last_day")
        if (targets.statuses != STATUSES.index(Status.NO_DATA)).any() or np.isnan(days).all():
            return None
        return date(1970, 1, 1) + timedelta(days=int(np.nanmax(days)))

    def _one(self, row: int) -> Assessment:
        made = self._held.made
        return next(self._held.make(np.array([row]))) if made is None else made[row]
