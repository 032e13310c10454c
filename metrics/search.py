"""Which metric, plan, area or cluster does a reader mean? Found by any part of a name, by id, by pinyin, by target."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from metrics.package.schema import plain
from metrics.pinyin import Syllables, spells, syllables
from metrics.store.queries import Known

LONGEST = 64  # characters of a query that are read
_BEFORE_A_NUMBER = re.compile(r"(?<=[\u4e00-\u9fff])(?=\d)")  # nobody types a space in 静安280
_KINDS = {"plan": "plans", "area": "areas", "cluster": "clusters", "metric": "metrics"}


class _Match(IntEnum):
    """How well a word of a query fits, the best first."""

    WHOLE = 0
    BEGINNING = 1
    WORD = 2  # the beginning of an English word, or any part of a Chinese name
    PINYIN_BEGINNING = 3
    PINYIN = 4
    INSIDE = 5  # of an English word or an id
    RARE_READING = 6
    PLACE = 7
    TARGET = 8  # the number itself
    NONE = 99


@dataclass(frozen=True, slots=True)
class Subject:
    """What can be found: a thing with its names, the place in which it lies, and the numbers that it aims at."""

    kind: str
    identity: str
    name: str
    name_en: str
    place: str
    place_en: str
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indexed:
    """A subject as it is compared: every text folded, the Chinese ones spelled too."""

    subject: Subject
    texts: tuple[str, ...]
    chinese: str
    words: tuple[str, ...]
    spelled: Syllables
    places: tuple[str, ...]
    place_spelled: Syllables
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The best of what was found, and how much there is in all."""

    total: int
    best: tuple[Subject, ...]


def index(known: Known) -> tuple[Indexed, ...]:
    """Everything that can be found among what is known. It takes 0.3 s for a thousand new names, then they are kept."""
    return tuple(_indexed(subject) for subject in _subjects(known))


def find(indexed: Sequence[Indexed], query: str, most: int = 12) -> Found:
    """What fits every word of a query, the best first; nothing for a query without a letter or digit.

    Half-width or full-width, upper or lower case and punctuation make no difference.
    """
    text = unicodedata.normalize("NFKC", query[:LONGEST])
    ranked = _ranked(indexed, text) or _ranked(indexed, _BEFORE_A_NUMBER.sub(" ", text))
    return Found(len(ranked), tuple(indexed[rank[-1]].subject for rank in ranked[:most]))


def _ranked(indexed: Sequence[Indexed], text: str) -> list[tuple[int, ...]]:
    """What fits every word, by how well it does; the last number of each is its place."""
    typed = [word for word in map(_folded, text.split()) if word]
    ranked: list[tuple[int, ...]] = []
    if not typed:
        return ranked
    for position, one in enumerate(indexed):
        fits = [_match(word, one) for word in typed]
        if _Match.NONE not in fits:
            ranked.append((max(fits), sum(fits), len(one.chinese), position))
    return sorted(ranked)


def _subjects(known: Known) -> Iterator[Subject]:
    for kind, table in _KINDS.items():
        rows: Mapping[str, Mapping[str, Any]] = getattr(known, table)
        for identity, row in rows.items():
            place = known.areas.get(row.get("parent_id" if kind == "area" else "area_id") or "", {})
            yield Subject(
                kind, identity, row["name"], row["name_en"], place.get("name", ""), place.get("name_en", ""), _aims(row)
            )


def _aims(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The bounds of a metric's target as one types them, with and without the unit: 280, 280家."""
    bounds = (row.get(name) for name in ("target_low", "target_high"))
    numbers = [plain(bound) for bound in bounds if bound is not None]
    return (*numbers, *(number + (row["unit_id"] or "") for number in numbers))


def _indexed(subject: Subject) -> Indexed:
    chinese = _folded(subject.name)
    return Indexed(
        subject=subject,
        texts=(chinese, _folded(subject.name_en), _folded(subject.identity)),
        chinese=chinese,
        words=tuple(_beginnings(subject.name_en)),
        spelled=syllables(chinese),
        places=(_folded(subject.place), _folded(subject.place_en)),
        place_spelled=syllables(_folded(subject.place)),
        numbers=tuple(map(_folded, subject.numbers)),
    )


def _beginnings(text: str) -> Iterator[str]:
    """The rest of a text from each of its words on."""
    for start in re.finditer(r"\b\w", text):
        yield _folded(text[start.start() :])


def _match(word: str, one: Indexed) -> _Match:
    latin = word.isascii() and not word.isdigit()
    checks = _CHECKS if latin else [check for check in _CHECKS if check[0] not in _SPELLED]
    return next((match for match, holds in checks if holds(word, one)), _Match.NONE)


def _spelled_inside(word: str, text: Syllables, *, rarely: bool = False) -> bool:
    starts = (start for start, readings in enumerate(text) if any(reading[0] == word[0] for reading in readings))
    return any(spells(word, text[start:], rarely=rarely) for start in starts)


def _folded(text: str) -> str:
    """Letters and digits alone, in the form in which they are compared."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


_SPELLED = (_Match.PINYIN_BEGINNING, _Match.PINYIN, _Match.RARE_READING)
_CHECKS: list[tuple[_Match, Callable[[str, Indexed], bool]]] = [
    (_Match.WHOLE, lambda word, one: word in one.texts),
    (_Match.BEGINNING, lambda word, one: any(text.startswith(word) for text in one.texts)),
    (_Match.WORD, lambda word, one: word in one.chinese or any(rest.startswith(word) for rest in one.words)),
    (_Match.PINYIN_BEGINNING, lambda word, one: spells(word, one.spelled)),
    (_Match.PINYIN, lambda word, one: _spelled_inside(word, one.spelled)),
    (_Match.INSIDE, lambda word, one: any(word in text for text in one.texts)),
    (_Match.RARE_READING, lambda word, one: _spelled_inside(word, one.spelled, rarely=True)),
    (_Match.TARGET, lambda word, one: word in one.numbers),
    (_Match.PLACE, lambda word, one: any(word in place for place in one.places) or spells(word, one.place_spelled)),
]
