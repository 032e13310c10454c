"""Which metrics of a large file are clear: nothing of them is wrong or odd, whatever is known.

It decides nothing: what isn't clear is read and checked cell by cell, by the rules of `metrics/checks/`. So it may call
a clear metric unclear, and never an unclear one clear. Its bounds lie a little inside those of the rules.
"""

from collections.abc import Mapping
from functools import partial
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.float64]
# Sums of many metrics run through one another: what is taken away again must not take the last digits along.
_WIDE = np.longdouble
_YEAR = 365
_AT_ONCE = 4000


def unclear_numbers(told: Mapping[str, NDArray[Any]]) -> list[int]:
    """The numbers of the metrics that must be looked at.

    `told` has a row for each value that stands or `arrives`: the `number` of its metric, the `way` in which that counts
    (1 and 2 add up, 3 never falls, 4 is a level), the first and the last day of its period (`begins`, `ends`), `value`,
    the metric's `target` (NaN for none), and whether it is `ill` by itself.
    """
    if not len(told["number"]):
        return []
    order = np.lexsort((told["begins"], told["ends"], told["number"]))
    row = {name: column[order] for name, column in told.items()}
    found: list[int] = []
    for start, end in pairwise(_cuts(row["number"])):
        found += _unclear({name: column[start:end] for name, column in row.items()})
    return found


def _cuts(number: NDArray[Any]) -> list[int]:
    """Where the rows are cut, between metrics: few enough at once for the processor's cache."""
    begins = np.concatenate((np.flatnonzero(np.diff(number)) + 1, [len(number)]))
    near = np.searchsorted(begins, np.arange(_AT_ONCE, len(number), _AT_ONCE))
    return [0, *np.unique(np.append(begins[near], len(number))).tolist()]


def _unclear(row: Mapping[str, NDArray[Any]]) -> list[int]:
    """The same of some metrics, whose rows are in order."""
    number, way, ends, begins = row["number"], row["way"], row["ends"], row["begins"]
    at = np.arange(len(number))
    begun = number != np.roll(number, 1)
    begun[0] = True
    first = np.maximum.accumulate(np.where(begun, at, 0))
    size = row["value"] / np.where(way <= 2, ends - begins + 1, 1)
    last, last_end = np.roll(size, 1), np.roll(ends, 1)
    follows = ~begun & (
        (last_end == ends) | ((way <= 2) & (last_end >= begins)) | ((way == 3) & (size < last))  # beside each other
    )
    with np.errstate(invalid="ignore", over="ignore"):
        leaps = ~begun & (last != 0) & (size != 0)
        leaps &= (np.abs(size) >= 9.99 * np.abs(last)) | (9.99 * np.abs(size) <= np.abs(last))
        far = np.abs(size) * 3 >= np.abs(row["target"]) * 9999
        far |= np.abs(size) * 9999 <= np.abs(row["target"]) * 3
        odd = leaps | (begun & (way > 2) & far) | ((way > 2) & _turns_or_strays(at, first, size, ends))
    return np.unique(number[row["ill"] | follows | (row["arrives"] & odd)]).tolist()  # type: ignore[no-any-return]


def _turns_or_strays(at: NDArray[Any], first: NDArray[Any], size: Numbers, ends: NDArray[Any]) -> NDArray[Any]:
    """Whether a level with three or more before it turns back from where it only went, or is far from its trend.

    Three half-widths of at least 5 % of what the trend expects: beyond 14 % of it the rule itself looks.
    """
    points = at - first
    starts = np.flatnonzero(points == 0)
    segment = np.cumsum(points == 0) - 1
    largest = np.maximum.reduceat(np.abs(size), starts)[segment]
    y = (size / np.where(largest == 0, 1, largest)).astype(_WIDE)
    x = ((ends - ends[first]) / _YEAR).astype(_WIDE)
    # each metric on a step of its own, so that one's largest is below the next one's smallest
    high, low, last = 3 * segment + y, 3 * segment - y, np.roll(size, 1)
    top, bottom = (np.roll(np.maximum.accumulate(one) == one, 1) for one in (high, low))
    turns = (top & (size < last)) | (bottom & (size > last) & ~top)
    n, before = np.maximum(points, 1), partial(_sum_before, starts=starts, segment=segment)
    days, sizes = before(x) / n, before(y) / n
    # what is left of the sums is no larger than one metric's own
    square = (before(x * x) - n * days * days).astype(float)
    product = (before(x * y) - n * days * sizes).astype(float)
    trend = sizes.astype(float) + product / np.where(square > 0, square, np.nan) * (x - days).astype(float)
    strays = ~(np.abs(y.astype(float) - trend) <= 0.14 * np.abs(trend))
    return np.asarray((points >= 3) & (turns | strays))


def _sum_before(column: NDArray[Any], starts: NDArray[Any], segment: NDArray[Any]) -> NDArray[Any]:
    """The sum of what stands before a row in its own metric, of which each `starts` at a row and is a `segment`."""
    summed = np.cumsum(column) - column
    return np.asarray(summed - summed[starts][segment])
