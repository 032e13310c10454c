"""What is set, what is missing, what is unsafe?"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path

from metrics.settings import Settings, SignIn
from metrics.words import Language, say

_OF_PROVIDER = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_SHORTEST_SECRET = 32
_FORWARDED = "FORWARDED_ALLOW_IPS"  # of Uvicorn
_WIDEST = 2**16  # addresses that may speak for a user


class Verdict(StrEnum):
    """How one thing stands."""

    FINE = "fine"
    NOTE = "note"
    MISSING = "missing"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    verdict: Verdict
    key: str
    filled: dict[str, object] = field(default_factory=dict)

    def text(self, language: Language) -> str:
        """The sentence, with the verdict before it."""
        sentence = say(f"doctor.{self.key}", language, **self.filled)
        return f"{say(f'verdict.{self.verdict}', language)}  {sentence}"


def examine(
    told: Settings, data_file: Path, key_file: Path, administrators: int | None, provider_fault: str = ""
) -> list[Finding]:
    """Everything about the settings that whoever runs the program should know.

    `administrators` is None where another program holds the data file, `provider_fault` what is wrong with the
    answer of the identity provider.
    """
    return [
        *_file(told),
        *_data(told, data_file),
        *_address(told),
        *_sign_in(told, administrators, provider_fault),
        *_readable(told, data_file, key_file),
        *_place(told),
    ]


def _file(told: Settings) -> Iterator[Finding]:
    if told.file:
        yield Finding(Verdict.FINE, "file", {"path": told.file})
    else:
        yield Finding(Verdict.NOTE, "no_file")


def _data(told: Settings, data_file: Path) -> Iterator[Finding]:
    if told.database:
        yield Finding(Verdict.FINE, "data_file", {"path": data_file})
    else:
        yield Finding(Verdict.NOTE, "own_data_file", {"path": data_file})


def _address(told: Settings) -> Iterator[Finding]:
    if not told.address:
        verdict = Verdict.NOTE if told.sign_in is SignIn.NONE else Verdict.MISSING
        yield Finding(verdict, "no_address")
    elif not told.secure and told.host not in ("localhost", "127.0.0.1"):
        yield Finding(Verdict.UNSAFE, "plain_address", {"address": told.address})
    else:
        yield Finding(Verdict.FINE, "address", {"address": told.address})


def _sign_in(told: Settings, administrators: int | None, provider_fault: str) -> Iterator[Finding]:
    if told.sign_in is SignIn.NONE:
        yield Finding(Verdict.NOTE, "nobody_signs_in")
        return
    yield Finding(Verdict.FINE, f"by_{told.sign_in}", {"hours": told.hours})
    if told.sign_in is SignIn.PROXY:
        yield from _proxy(told)
    if told.sign_in is SignIn.OIDC:
        yield from _provider(told, provider_fault)
    if administrators is None:
        yield Finding(Verdict.NOTE, "administrators_unseen")
    elif administrators:
        yield Finding(Verdict.FINE, "administrators", {"count": administrators})
    else:
        yield Finding(Verdict.MISSING, "no_administrator")


def _proxy(told: Settings) -> Iterator[Finding]:
    if not told.proxy_header:
        yield Finding(Verdict.MISSING, "no_setting", {"name": "proxy_header"})
    if not told.proxies:
        yield Finding(Verdict.MISSING, "no_setting", {"name": "proxies"})
    if trusted := os.environ.get(_FORWARDED):
        yield Finding(Verdict.UNSAFE, "forwarded", {"name": _FORWARDED, "value": trusted})
    for network in told.proxies:
        if ip_network(network).num_addresses > _WIDEST:
            yield Finding(Verdict.UNSAFE, "wide_proxy", {"network": network})


def _provider(told: Settings, fault: str) -> Iterator[Finding]:
    for name in _OF_PROVIDER:
        if not told.auth.get(name):
            yield Finding(Verdict.MISSING, "no_setting", {"name": f"[auth] {name}"})
    if asked := told.auth.get("server_metadata_url"):
        filled = {"address": asked, "reason": fault}
        yield (
            Finding(Verdict.MISSING, "provider_silent", filled)
            if fault
            else Finding(Verdict.FINE, "provider_answers", {"address": asked})
        )
    if told.claim == "email":
        yield Finding(Verdict.NOTE, "verified_email")
    if 0 < len(str(told.auth.get("cookie_secret", ""))) < _SHORTEST_SECRET:
        yield Finding(Verdict.UNSAFE, "short_secret", {"shortest": _SHORTEST_SECRET})
    wanted, found = f"{told.address}/oauth2callback", told.auth.get("redirect_uri")
    if told.address and found and found != wanted:
        yield Finding(Verdict.MISSING, "other_callback", {"found": found, "wanted": wanted})


def _readable(told: Settings, data_file: Path, key_file: Path) -> Iterator[Finding]:
    """Files with secrets that others may read, and the data file where it holds passwords, be it only their hashes."""
    if told.sign_in is SignIn.ACCOUNTS and _reachable(data_file):
        yield Finding(Verdict.UNSAFE, "reachable", {"path": data_file, "folder": data_file.parent})
    for file in ({told.file} if told.auth else set()) | {key_file}:
        if file is not None and file.exists() and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield Finding(Verdict.UNSAFE, "readable", {"path": file})


def _reachable(file: Path) -> bool:
    """Whether other accounts of the machine may read a file, and come to it."""
    if not file.exists() or not file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        return False
    return all(folder.stat().st_mode & (stat.S_IXGRP | stat.S_IXOTH) for folder in file.absolute().parents)


def _place(told: Settings) -> Iterator[Finding]:
    if told.time_zone:
        yield Finding(Verdict.FINE, "time_zone", {"zone": told.time_zone})
    else:
        yield Finding(Verdict.NOTE, "no_time_zone")
    yield Finding(Verdict.FINE, "language", {"language": told.language or Language.ZH})
