"""How do rows of cells become lines of CSV in which every reader finds the same cells?"""

import csv
from collections.abc import Iterable, Sequence
from typing import Protocol


class _Text(Protocol):
    def write(self, text: str, /) -> object: ...


def write_lines(file: _Text, rows: Iterable[Sequence[str]], *, sheet: bool = False) -> int:
    """Write rows as lines that end with a line feed; how many.

    A cell with a carriage return is quoted like one with a line feed: else it ends its line. For a `sheet` so is one
    with a semicolon or a tab, at which spreadsheets part cells, too.
    """
    # The writer quotes whatever has a character of the end of its lines, and of no other end.
    ends = "\r\n;\t" if sheet else "\r\n"
    writer = csv.writer(_Ended(file, len(ends)), lineterminator=ends)
    count = 0
    for row in rows:
        writer.writerow(row)
        count += 1
    return count


class _Ended:
    """Ends each line with a line feed instead of what it ended with."""

    def __init__(self, file: _Text, length: int) -> None:
        self._file, self._length = file, length

    def write(self, line: str) -> None:
        self._file.write(line[: -self._length] + "\n")
