"""How a key becomes a sentence: one TOML file a language, `{name}` for what is filled in."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path


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


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The phrases of one folder. Calling it gives one phrase; a key that it lacks is a programming error."""

    folder: Path

    def __call__(self, key: str, language: Language, /, **filled: object) -> str:
        return _phrases(self.folder, language)[key].format(**filled)

    def section(self, name: str, language: Language) -> dict[str, str]:
        """The phrases of one section, by the rest of their keys."""
        found = _phrases(self.folder, language).items()
        return {key.removeprefix(f"{name}."): text for key, text in found if key.startswith(f"{name}.")}

    def keys(self, language: Language) -> frozenset[str]:
        """Every key that the language has."""
        return frozenset(_phrases(self.folder, language))
