"""How is a large table held? As Arrow columns, from which arrays are taken once and rows only where they are shown."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Codes: TypeAlias = npt.NDArray[np.int32]
Numbers: TypeAlias = npt.NDArray[np.float64]
Rows: TypeAlias = npt.NDArray[np.int64]

_BATCH = 2000


class Held:
    """A table. A text stands once for all the rows that have it."""

    def __init__(self, table: pa.Table) -> None:
        texts = {name: table[name] for name in table.column_names if pa.types.is_string(table.schema.field(name).type)}
        for name, column in texts.items():
            table = table.set_column(table.column_names.index(name), name, column.dictionary_encode())
        self.table: pa.Table = table.combine_chunks()
        self._codes: dict[str, tuple[Codes, list[str]]] = {}
        self._numbers: dict[str, Numbers] = {}

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def codes(self, name: str) -> tuple[Codes, list[str]]:
        """A column of texts: for each row the place of its text among all that there are, -1 where there is none."""
        if name not in self._codes:
            column = self._column(name)
            codes = column.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
            self._codes[name] = codes, column.dictionary.to_pylist()
        return self._codes[name]

    def numbers(self, name: str) -> Numbers:
        """A column of numbers, of days since 1970, or of what holds (1) and doesn't (0); NaN where nothing is known."""
        if name not in self._numbers:
            column = self._column(name)
            if pa.types.is_date(column.type) or pa.types.is_boolean(column.type):
                column = column.cast(pa.int32())
            self._numbers[name] = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
        return self._numbers[name]

    def rows(self, places: Rows) -> Iterator[dict[str, Any]]:
        """Some of the rows, with every column."""
        names = self.table.column_names
        for start in range(0, len(places), _BATCH):
            some = places[start : start + _BATCH]
            cells = [self._cells(name, some) for name in names]
            yield from (dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True))

    def _cells(self, name: str, places: Rows) -> list[Any]:
        """A column at some places. A text is looked up, in a tenth of the time that Arrow takes to make each anew."""
        column = self._column(name)
        if not pa.types.is_dictionary(column.type):
            return list(column.take(pa.array(places)).to_pylist())
        codes, texts = self.codes(name)
        told = [*texts, None]  # the code -1 finds the last
        return [told[code] for code in codes[places].tolist()]

    def _column(self, name: str) -> Any:
        column = self.table[name]
        return column.chunk(0) if column.num_chunks else pa.array([], column.type)


def among(names: Sequence[str], wanted: Any) -> npt.NDArray[np.bool_]:
    """By code, whether a text is wanted; the last is for where there is no text, which the code -1 finds."""
    return np.array([*(name in wanted for name in names), None in wanted], dtype=bool)
