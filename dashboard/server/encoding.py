"""Which compressed form of a text does a browser get?"""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import brotli  # type: ignore[import-untyped]

_GZIP = 16 + zlib.MAX_WBITS


class Encoding(StrEnum):
    """A content coding under its registered name, the best one first."""

    BROTLI = "br"
    GZIP = "gzip"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class Effort:
    """How much work is put into smallness."""

    brotli: int
    gzip: int


# Beyond 7 Brotli takes 4 to 25 times as long, for 1 to 8 % less: too long for a first visitor to wait.
KEPT = Effort(brotli=7, gzip=6)
# A table of gigabytes must not take longer to compress than to send.
PASSING = Effort(brotli=4, gzip=5)


def best_encoding(accepted: str) -> Encoding:
    """The best one that an `Accept-Encoding` header allows; without one, the bytes as they are."""
    refused, wanted = set[str](), set[str]()
    for part in accepted.lower().split(","):
        name, _, parameter = part.partition(";")
        (refused if _is_zero(parameter) else wanted).add(name.strip())
    for encoding in Encoding:
        if encoding in wanted or ("*" in wanted and encoding not in refused):
            return encoding
    return Encoding.IDENTITY


def encode(text: bytes, encoding: Encoding) -> bytes:
    """The bytes that travel, of a text that is compressed once and kept."""
    return b"".join(encoded([text], encoding, KEPT))


def encoded(chunks: Iterable[bytes], encoding: Encoding, effort: Effort) -> Iterator[bytes]:
    """The bytes that travel, piece by piece."""
    match encoding:
        case Encoding.IDENTITY:
            yield from chunks
            return
        case Encoding.BROTLI:
            brotlied = brotli.Compressor(mode=brotli.MODE_TEXT, quality=effort.brotli)
            press, finish = brotlied.process, brotlied.finish
        case Encoding.GZIP:
            gzipped = zlib.compressobj(effort.gzip, wbits=_GZIP)
            press, finish = gzipped.compress, gzipped.flush
    for chunk in chunks:
        if pressed := press(chunk):
            yield pressed
    yield finish()


def _is_zero(parameter: str) -> bool:
    """Whether `q=0`, in any of its spellings, forbids an encoding."""
    name, _, weight = parameter.strip().partition("=")
    return name.strip() == "q" and weight.strip().rstrip("0") in {"", "0.", "."}
