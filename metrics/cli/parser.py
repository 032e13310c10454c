"""In which language does the command line explain itself, and tell what can't be read?

The commands are described in English where they are defined; `chinese.toml` has each of those texts in Chinese.
"""

import argparse
import os
import re
import sys
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from metrics.errors import YardstickError
from metrics.settings import settings
from metrics.words import Language


def spoken() -> Language:
    """The language of messages: as `YARDSTICK_LANG`, the settings or the machine's locale say."""
    try:
        chosen = settings().language or ""
    except YardstickError:  # whatever needs the settings says what is wrong with them
        chosen = ""
    names = [os.environ.get("YARDSTICK_LANG"), chosen, os.environ.get("LC_ALL"), os.environ.get("LANG")]
    named = next((name for name in names if name), "")
    return Language.ZH if named.lower().startswith("zh") else Language.EN


class Parser(argparse.ArgumentParser):
    """A parser whose help and refusals are in the language of messages."""

    def __init__(self, **told: Any) -> None:
        super().__init__(**told | {"formatter_class": _Formatter})

    def error(self, message: str) -> NoReturn:
        """Say what can't be read, and end with exit code 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {_refusal(message)}\n")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Puts each text into the language of messages on its way into the help."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, said("usage: ") if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(said(heading or ""))

    def add_text(self, text: str | None) -> None:
        super().add_text(said(text) if text else text)

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return said(action.help) if action.help else action.help

    def _split_lines(self, text: str, width: int) -> list[str]:
        """A Chinese sentence has no spaces at which it could be broken: the terminal breaks it."""
        return super()._split_lines(text, width) if text.isascii() else [text]


def said(text: str) -> str:
    """An English text of the command line in the language of messages. A long one is known by its first line."""
    if spoken() is Language.EN:
        return text
    return chinese()["help"].get(text.splitlines()[0], text)


def _refusal(message: str) -> str:
    if spoken() is Language.EN:
        return message
    for pattern, text in chinese()["refused"].items():
        if found := re.fullmatch(pattern, message):
            return text.format(*found.groups())
    return message


@cache
def chinese() -> dict[str, dict[str, str]]:
    """The Chinese texts by the English ones, and by patterns of the sentences with which argparse refuses."""
    return tomllib.loads((Path(__file__).parent / "chinese.toml").read_text(encoding="utf-8"))
