"""How is a Chinese text typed on a Latin keyboard? By its syllables, by their initials, or by a mixture of both."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

# The readings of each sign, the one that it has in this text first. What is no Chinese character reads as itself.
Syllables: TypeAlias = tuple[tuple[str, ...], ...]


@lru_cache(maxsize=100_000)
def syllables(text: str) -> Syllables:
    """The readings of a text's signs; 率 reads lv, shuai or lve."""
    # Half a second and 40 MB, which only a search needs.
    from pypinyin import Style, lazy_pinyin, pinyin  # noqa: PLC0415

    # `list`: a character that nobody can read stands for itself, one by one.
    usual = [reading for part in _runs(text) for reading in lazy_pinyin(part, errors=list)]  # type: ignore[arg-type]
    return tuple(
        (first, *(other for other in pinyin(sign, style=Style.NORMAL, heteronym=True)[0] if other != first))
        for sign, first in zip(text, usual, strict=True)
    )


def spells(typed: str, text: Sequence[tuple[str, ...]], *, rarely: bool = False) -> bool:
    """Whether letters spell the beginning of a text, the last syllable cut off anywhere: gx, gaox, gaoxin, gxjish.

    A character is read as it is in this text; `rarely` in any way that it ever is.
    """
    reached = {0}
    for readings in text:
        further = set[int]()
        for start in reached:
            for reading in readings if rarely else readings[:1]:
                if reading.startswith(typed[start:]):
                    return True
                further |= {start + len(part) for part in _typed_as(reading) if typed.startswith(part, start)}
        reached = further
    return len(typed) in reached


def _typed_as(reading: str) -> Iterator[str]:
    yield reading
    yield reading[0]
    if reading[1:2] == "h":
        yield reading[:2]


def _runs(text: str) -> Iterator[str]:
    """The text in pieces, so that each sign that is no Chinese character stands alone."""
    run = ""
    for sign in text:
        if "\u4e00" <= sign <= "\u9fff":
            run += sign
            continue
        if run:
            yield run
        yield sign
        run = ""
    if run:
        yield run
