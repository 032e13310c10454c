"""How a file is tried and then recorded: everything in it in one transaction, or nothing with every reason."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from metrics.errors import Problem, RefusedError, YardstickError
from metrics.progress import Tell, silent
from metrics.sheets.entries import Read
from metrics.sheets.layout import OwnShape, PlainShape, own_shape, plain_shape
from metrics.sheets.read import Sheet
from metrics.store import Store
from metrics.store.entries import Click, Receipt
from metrics.store.queries import Known
from metrics.store.record import record_all, try_all


@dataclass(frozen=True, slots=True)
class Trial:
    """What recording a file would do: the receipt it would give, or what is wrong; and what is odd about it."""

    receipt: Receipt
    errors: Sequence[Problem]
    doubts: Sequence[Problem]


def shape_of(sheet: Sheet, known: Known, among: Collection[str] | None = None) -> OwnShape | PlainShape:
    """What a sheet means, by its headings or as proposed. `YardstickError` where it heads no period, names no metric.

    The rows of a plain sheet are looked for among some metrics, or among all.
    """
    metrics = {name: row for name, row in known.metrics.items() if among is None or name in among}
    shape = own_shape(sheet) or plain_shape(sheet, metrics, known.units)
    if shape is None:
        raise YardstickError("file_shapeless")
    return shape


def likeliest(sheets: Sequence[Sheet], known: Known, among: Collection[str] | None = None) -> int:
    """Which sheet of a workbook most likely holds the values: the first in our shape, else the one that tells most."""
    metrics = {name: row for name, row in known.metrics.items() if among is None or name in among}
    own = next((at for at, sheet in enumerate(sheets) if own_shape(sheet)), None)
    if own is not None or len(sheets) == 1:
        return own or 0
    shapes = [plain_shape(sheet, metrics, known.units) for sheet in sheets]
    return max(range(len(sheets)), key=lambda at: shape.worth if (shape := shapes[at]) else -1)


def try_file(store: Store, read: Read, author: str, now: datetime, tell: Tell = silent) -> Trial:
    """Check a file as it will be when it is recorded; nothing is kept."""
    if not read.entries:
        return Trial(Receipt([]), read.problems, [])
    try:
        receipt, doubts = try_all(store, read.entries, author, now, tell)
    except RefusedError as refused:
        return Trial(Receipt([]), [*read.problems, *refused.problems], [])
    return Trial(receipt, read.problems, doubts)


def bring_in(store: Store, read: Read, author: str, now: datetime, click: Click) -> Receipt:
    """Record a file. Raises as `record_all` does; a cell that can't be read keeps everything out."""
    if read.problems:
        raise RefusedError(try_file(store, read, author, now).errors)
    if not read.entries:
        raise YardstickError("file_empty")
    return record_all(store, read.entries, author, now, click)
