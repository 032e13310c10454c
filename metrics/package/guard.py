"""How a text is kept from being read as a formula, and comes back as it was. A byte-order mark says that texts are."""

import codecs
import re
from pathlib import Path

# What a spreadsheet takes for a formula, behind any number of guards.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_GUARD = "'"
MARK = "\ufeff"


def guarded(text: str) -> str:
    """A text that a spreadsheet shows and doesn't reckon: `=1+1` becomes `'=1+1`, and `'=1+1` becomes `''=1+1`."""
    return _GUARD + text if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """What a guarded text was."""
    return text[1:] if text.startswith(_GUARD) and _FORMULA.match(text) else text


def for_spreadsheets(path: Path) -> bool:
    """Whether a file was written for a spreadsheet, or by one."""
    with path.open("rb") as file:
        return file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
