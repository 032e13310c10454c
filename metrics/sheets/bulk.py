"""How a large CSV in our own shape comes in: what is clear by the thousand, and the rest cell by cell, together."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from metrics.errors import DoubtedError, Problem, RefusedError
from metrics.people.roles import Action
from metrics.progress import Tell, silent
from metrics.sheets.bring_in import Trial, bring_in, try_file
from metrics.sheets.entries import Read, read_entries
from metrics.sheets.layout import OwnShape, own_shape
from metrics.sheets.read import MOST_BYTES, Sheet, read_sheets, separator, text_of
from metrics.store import Row, Store, Write
from metrics.store.entries import Click, Receipt
from metrics.store.queries import known
from metrics.store.record import clicked, record_in, remember
from metrics.store.staging import CELLS, Laid, UnevenError, add_clear, clear_metrics, stage, unclear, unstage

# A file with fewer lines is read cell by cell at once, and its receipt lists every value.
_LARGE = 5000
# How far it is once its cells lie in a table, what is clear is known, and the rest was looked at.
_STAGED, _SIEVED, _LOOKED_AT = 0.1, 0.25, 0.85


@dataclass(frozen=True, slots=True)
class Table:
    """A large CSV: its bytes in UTF-8, its header, and what its columns mean."""

    content: bytes
    header: Sequence[str]
    shape: OwnShape
    separator: str

    @property
    def lines(self) -> int:
        """How many lines stand below the header; the last one may have no end."""
        return self.content.count(b"\n") - self.content.endswith(b"\n")


def large_table(content: bytes) -> Table | None:
    """The file as a table where it is a large CSV in our own shape; None where it is read cell by cell."""
    if content.count(b"\n") < _LARGE or content.startswith(b"PK") or len(content) > MOST_BYTES:
        return None
    try:
        content.decode()
    except UnicodeDecodeError:
        content = text_of(content).encode()
    content = content.removeprefix(b"\xef\xbb\xbf")
    first = content[: content.index(b"\n")].decode().rstrip("\r")
    parted = separator(first)
    header = next(csv.reader(io.StringIO(first), delimiter=parted), [])
    shape = own_shape(Sheet("", [header])) if header else None
    if shape is None or "metric_id" not in shape.columns or b"\0" in content:
        return None
    return Table(content, header, shape, parted)


def try_table(store: Store, table: Table, author: str, now: datetime, tell: Tell = silent) -> Trial:
    """Check a large file as it will be when it is recorded; nothing is kept."""
    doubts: list[Problem] = []
    try:
        with _file(table) as file, store.trial(author, now) as write:
            asked = _Asked(file, (), doubts, tell)
            _stage(write, table, asked)
            return Trial(_recorded(write, table, asked), [], doubts)
    except UnevenError:
        return try_file(store, _cell_by_cell(store, table, now), author, now, tell)
    except RefusedError as refused:
        return Trial(Receipt([]), refused.problems, [])


def bring_in_table(store: Store, table: Table, author: str, now: datetime, click: Click) -> Receipt:
    """Record a large file. Raises as `record_all` does."""
    try:
        return _brought_in(store, table, author, now, click)
    except UnevenError:
        return bring_in(store, _cell_by_cell(store, table, now), author, now, click)


def _brought_in(store: Store, table: Table, author: str, now: datetime, click: Click) -> Receipt:
    with _file(table) as file, store.write(author, "import a file", now) as write:
        asked, digest = _Asked(file, click.confirmed), sha256(table.content).hexdigest()
        _stage(write, table, asked)  # first: a file that isn't even is told apart by its values, not by its bytes
        if clicked(write, click.token, digest):
            write.keep = False
            return Receipt([])
        receipt = _recorded(write, table, asked)
        write.keep = bool(receipt.clear) or any(one.added for one in receipt.recorded)
        if write.keep:
            remember(write, click.token, digest)
        return receipt


@contextmanager
def _file(table: Table) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "values.csv"
        file.write_bytes(table.content)
        yield file


@dataclass(frozen=True, slots=True)
class _Asked:
    """How a file is to come in: where it lies, the doubts that are confirmed or where to put them, who is told."""

    file: Path
    confirmed: Collection[Problem]
    doubts: list[Problem] | None = None
    tell: Tell = silent


def _stage(write: Write, table: Table, asked: _Asked) -> None:
    stage(write, _laid(table, asked))
    asked.tell(_STAGED)


def _laid(table: Table, asked: _Asked) -> Laid:
    return Laid(asked.file, table.header, table.shape.columns, table.separator, _spaced(table))


def _recorded(write: Write, table: Table, asked: _Asked) -> Receipt:
    rows = unclear(write, _laid(table, asked), write.now.date())
    asked.tell(_SIEVED)
    _require(write)
    receipt = _looked_at(write, rows, _places(table, rows), asked)
    asked.tell(_LOOKED_AT)
    receipt = replace(receipt, clear=add_clear(write))
    unstage(write)  # where anything above raises, it goes with the transaction
    return receipt


def _cell_by_cell(store: Store, table: Table, now: datetime) -> Read:
    """The values of a file whose lines aren't even, as those of any smaller file are read."""
    (sheet,) = read_sheets(table.content)
    return read_entries(sheet, table.shape, known(store, now))


def _between(tell: Tell, share: float) -> None:
    tell(_SIEVED + share * (_LOOKED_AT - _SIEVED))


def _spaced(table: Table) -> bool:
    """Whether spaces or quotes may stand around a cell: few programs write them, and taking them off costs time."""
    if b'"' in table.content:
        return True
    part = table.separator
    around = (f"{part} ", f" {part}", "\n ", " \n", " \r")
    return b" " in table.content and any(one.encode() in table.content for one in around)


def _require(write: Write) -> None:
    """Raise unless the author may enter what is clear; of the rest it is asked where it is recorded."""
    if write.required is None:
        return
    defined = known(write, write.now)
    for concern in {defined.concern(defined.metrics[metric_id]) for metric_id in clear_metrics(write)}:
        write.require(Action.ENTER, concern)


def _looked_at(
    write: Write,
    rows: Sequence[Row],
    places: Mapping[str, str],
    asked: _Asked,
) -> Receipt:
    """The rows that aren't clear, cell by cell; each of their places is the one in the file."""
    if not rows:
        return Receipt([])
    sheet = Sheet("", [CELLS, *([row[name] for name in CELLS] for row in rows)])
    read = read_entries(sheet, OwnShape(0, {name: at for at, name in enumerate(CELLS)}), known(write, write.now))
    entries = [replace(one, place=places[one.place]) for one in read.entries]
    unread = [replace(one, place=places[one.place]) for one in read.problems]
    try:
        receipt = record_in(write, entries, asked.confirmed, asked.doubts, partial(_between, asked.tell))
    except DoubtedError:
        if not unread:
            raise
    except RefusedError as refused:
        raise RefusedError([*unread, *refused.problems]) from refused
    if unread:
        raise RefusedError(unread)
    return receipt


def _places(table: Table, rows: Sequence[Row]) -> dict[str, str]:
    """By the place of a value among the rows that are looked at, its cell in the file."""
    own, column = CELLS.index("value"), table.shape.columns["value"]
    here = Sheet("", [])
    return {here.place(at, own): here.place(row["line"], column) for at, row in enumerate(rows, 1)}
