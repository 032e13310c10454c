"""How do rows that were made anew come into a large table that stands in order? What stays as it is is shared."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from metrics.columns.held import Rows

_KEY = "metric_id"
_ORDER = ("plan_id", "position", _KEY)


def renewed(table: pa.Table, fresh: pa.Table, keys: Iterable[str]) -> pa.Table:
    """A table as it is held, in which the rows of some metrics are those of another one; both in the order of metrics.

    A column of which nothing has changed is the same memory as before.
    """
    order = _order(table, fresh, keys)
    moved = np.flatnonzero(order[: len(table)] != np.arange(min(len(order), len(table))))
    in_place = len(order) == len(table) and bool((order[moved] >= len(table)).all())
    columns = {}
    for name in table.column_names:
        old, new = _only_chunk(table[name]), fresh[name].combine_chunks()
        stays = in_place and _plain(old.take(moved)).equals(new.take(order[moved] - len(table)))
        columns[name] = old if stays else _together(old, new, order)
    return pa.table(columns)


def _order(table: pa.Table, fresh: pa.Table, keys: Iterable[str]) -> Rows:
    """The rows of both, those of the second counted on from the first, as they stand together."""
    codes = _only_chunk(table[_KEY])
    gone = pc.is_in(codes.dictionary, pa.array(sorted(keys), pa.string())).take(codes.indices)
    stays = np.flatnonzero(~gone.to_numpy(zero_copy_only=False))
    ordering = [table[name] for name in _ORDER]

    def key(row: int) -> tuple[Any, ...]:
        return tuple(column[row].as_py() for column in ordering)

    told = zip(*(fresh[name].to_pylist() for name in _ORDER), strict=True)
    places = [bisect_left(stays, one, key=key) for one in told]
    return np.insert(stays, places, np.arange(len(fresh)) + len(table))


def _together(old: Any, new: Any, order: Rows) -> Any:
    """A column of both in an order; each text once, by where it first stands."""
    if not pa.types.is_dictionary(old.type):
        return pa.concat_arrays([old, new.cast(old.type)]).take(order)
    both = pa.chunked_array([old, new.dictionary_encode()]).unify_dictionaries().combine_chunks().take(order)
    used = both.indices.dictionary_encode()
    return pa.DictionaryArray.from_arrays(used.indices, both.dictionary.take(used.dictionary))


def _plain(column: Any) -> Any:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _only_chunk(column: Any) -> Any:
    return column.chunk(0) if column.num_chunks else pa.array([], column.type)
