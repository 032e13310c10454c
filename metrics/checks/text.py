"""What text from people must satisfy: short enough to be read, nothing that can't be shown, links that are links."""

import re
from collections.abc import Iterator
from unicodedata import category, normalize

from metrics.errors import Problem

NOTE, TITLE, ADDRESS = 2000, 300, 500
# Control characters but tab and line ends, halves of characters that no file can hold, and what turns around the text
# behind it, so that one number is read for another.
_UNSHOWN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)
_LINK = re.compile(r"https?://[^\s/]+\S*")


def check_text(name: str, text: str | None, most: int) -> Iterator[Problem]:
    """What is wrong with a note or a title of at most so many characters; an empty one is right."""
    if text and len(text) > most:
        yield Problem("text_long", filled={"name": name, "length": len(text), "most": most})
    elif text and _UNSHOWN.search(text):
        yield Problem("text_unshown", filled={"name": name})


def check_person(name: str) -> Iterator[Problem]:
    """What is wrong with the name of somebody who gets rights: no other name looks the same."""
    if not name or name != name.strip():
        yield Problem("person_unnamed")
    found = list(check_text("person", name, TITLE))
    if not found and (any(category(one) == "Cf" for one in name) or normalize("NFC", name) != name):
        found = [Problem("text_unshown", filled={"name": "person"})]
    yield from found


def check_address(text: str) -> Iterator[Problem]:
    """What is wrong with the address of a source; an empty one is right."""
    found = list(check_text("url", text, ADDRESS))
    yield from found
    if text and not found and not _LINK.fullmatch(text):
        yield Problem("address_form")
