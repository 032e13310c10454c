"""How a key becomes a sentence: one TOML file a language, `{name}` for what is filled in."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

_BEFORE = re.compile(r"(?<=[\u4e00-\u9fff]) (\{(\w+)\})")
_WORD_AND_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,2} -?\d")


class Language(StrEnum):
    ZH = "zh"
    EN = "en"

    @property
    def tag(self) -> str:
        """The language as HTML and Babel name it."""
        return {"zh": "zh-CN", "en": "en"}[self]


@cache
def _phrases(folder: Path, language: Language) -> dict[str, str]:
    with (folder / f"{language}.toml").open("rb") as file:
        return {f"{section}.{key}": text for section, keys in tomllib.load(file).items() for key, text in keys.items()}


def _closed_up(phrase: str, filled: Mapping[str, object]) -> str:
    """The phrase without the blank before a number that itself begins with a word: 为近 209, but 为 209."""
    return _BEFORE.sub(lambda met: met[1] if _WORD_AND_NUMBER.match(str(filled.get(met[2]))) else met[0], phrase)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The phrases of one folder. Calling it gives one phrase; a key that it lacks is a programming error."""

    folder: Path

    def __call__(self, key: str, language: Language, /, **filled: object) -> str:
        phrase = _phrases(self.folder, language)[key]
        return (_closed_up(phrase, filled) if language is Language.ZH else phrase).format(**filled)

    def section(self, name: str, language: Language) -> dict[str, str]:
        """The phrases of one section, by the rest of their keys."""
        found = _phrases(self.folder, language).items()
        return {key.removeprefix(f"{name}."): text for key, text in found if key.startswith(f"{name}.")}

    def keys(self, language: Language) -> frozenset[str]:
        """Every key that the language has."""
        return frozenset(_phrases(self.folder, language))
