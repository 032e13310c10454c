"""What has a program already, and which part of a text does it still want? (RFC 9110, 13 and 14)"""

import re

from starlette.datastructures import Headers

from dashboard.server.encoding import Encoding

_RANGE = re.compile(r"\s*bytes\s*=\s*(?:([0-9]{1,18})\s*-\s*([0-9]{0,18})|-\s*([0-9]{1,18}))\s*", re.IGNORECASE)


def tag(version: str, encoding: Encoding) -> str:
    """An entity tag: strong, and so another one for each encoding."""
    return f'"{version}-{encoding}"'


def has_it(headers: Headers, own: str) -> bool:
    """Whether a program asks only for what isn't this."""
    return bool({own, "*"} & {one.removeprefix("W/") for one in _tags(headers, "if-none-match")})


def wants_another(headers: Headers, own: str) -> bool:
    """Whether a program goes on only with what it has begun with, and that isn't this."""
    return "if-match" in headers and not {own, "*"} & set(_tags(headers, "if-match"))


def part_of(headers: Headers, own: str, size: int) -> range | None:
    """The bytes that a program wants, none where there are none there; None for the whole.

    What isn't one plain range of bytes counts as not said, as does a range of a text that has changed since.
    """
    asked = _RANGE.fullmatch(headers.get("range", ""))
    if asked is None or headers.get("if-range", own) != own:
        return None
    first, last, final = (int(text) if text else None for text in asked.groups())
    if first is None:
        return range(max(size - (final or 0), 0), size)
    if last is not None and last < first:
        return None
    return range(first, size if last is None else min(last + 1, size))


def _tags(headers: Headers, name: str) -> list[str]:
    return [one.strip() for one in headers.get(name, "").split(",")]
