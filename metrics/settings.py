"""What has whoever runs the program set? One TOML file, each value of which the environment may overrule."""

import os
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from metrics.errors import Problem, RefusedError, nearest
from metrics.words import Language

_BESIDE = Path(__file__).parent.parent / "yardstick.toml"
FILE = "YARDSTICK_SETTINGS"
# By name in the file, the name in the environment. `[auth]` is for the identity provider, as Streamlit reads it.
NAMES = {
    "database": "YARDSTICK_DB",
    "address": "YARDSTICK_ADDRESS",
    "language": "YARDSTICK_LANGUAGE",
    "time_zone": "YARDSTICK_TIME_ZONE",
    "sign_in": "YARDSTICK_SIGN_IN",
    "hours": "YARDSTICK_HOURS",
    "claim": "YARDSTICK_CLAIM",
    "proxy_header": "YARDSTICK_PROXY_HEADER",
    "proxies": "YARDSTICK_PROXIES",
}


class SignIn(StrEnum):
    """How people sign in."""

    NONE = "none"
    ACCOUNTS = "accounts"
    PROXY = "proxy"
    OIDC = "oidc"


@dataclass(frozen=True, slots=True)
class Settings:
    """What is set; what isn't is empty. `hours` is how long a sign-in lasts, `proxies` are networks."""

    file: Path | None = None
    database: str = ""
    address: str = ""
    language: Language | None = None
    time_zone: str = ""
    sign_in: SignIn = SignIn.NONE
    hours: int = 12
    claim: str = "email"
    proxy_header: str = ""
    proxies: tuple[str, ...] = ()
    auth: Mapping[str, Any] = field(default_factory=dict)

    @property
    def host(self) -> str:
        """The name under which browsers reach the program."""
        return urlsplit(self.address).hostname or ""

    @property
    def secure(self) -> bool:
        """Whether browsers reach it over TLS."""
        return self.address.startswith("https://")

    @property
    def zone(self) -> ZoneInfo | None:
        """The office's time zone."""
        return ZoneInfo(self.time_zone) if self.time_zone else None


def settings() -> Settings:
    """What is set now. Raises `RefusedError` with everything that is wrong with it."""
    named = os.environ.get(FILE)
    file = Path(named).expanduser().absolute() if named else _BESIDE
    told = tuple((name, os.environ[env]) for name, env in NAMES.items() if os.environ.get(env))
    try:
        changed = file.stat().st_mtime_ns
    except OSError as error:
        if named:
            raise RefusedError([Problem("settings_unreadable", named, {"reason": error.strerror})]) from error
        return _settled(None, 0, told)
    return _settled(file, changed, told)


@lru_cache(maxsize=4)
def _settled(file: Path | None, changed: int, told: tuple[tuple[str, str], ...]) -> Settings:  # noqa: ARG001 - a key
    values: dict[str, Any] = {}
    if file is not None:
        try:
            values = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise RefusedError([Problem("settings_unreadable", str(file), {"reason": str(error)})]) from error
    known = [*NAMES, "auth"]
    problems = [
        Problem("setting_unknown", str(file), {"name": name}, nearest(name, known))
        for name in values
        if name not in known
    ]
    problems += [Problem("setting_misplaced", str(file), {"name": name}) for name in NAMES if name in _auth(values)]
    values |= dict(told)
    problems += [problem for name in NAMES if name in values for problem in _wrong(name, values[name])]
    if problems:
        raise RefusedError(problems)
    return _made(file, values)


def _made(file: Path | None, values: Mapping[str, Any]) -> Settings:
    language = values.get("language")
    return Settings(
        file=file,
        database=str(values.get("database", "")),
        address=str(values.get("address", "")).rstrip("/"),
        language=Language(_short(language)) if language else None,
        time_zone=str(values.get("time_zone", "")),
        sign_in=SignIn(values.get("sign_in", SignIn.NONE)),
        hours=int(values.get("hours", 12)),
        claim=str(values.get("claim", "email")),
        proxy_header=str(values.get("proxy_header", "")),
        proxies=tuple(_listed(values.get("proxies", ()))),
        auth=_auth(values),
    )


def _auth(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is said of the identity provider."""
    told = values.get("auth", {})
    return told if isinstance(told, dict) else {}


def _wrong(name: str, value: Any) -> Iterator[Problem]:
    """What is wrong with one value, from the file or from the environment."""
    rules: dict[str, Callable[[], object]] = {
        "address": lambda: _is_address(value),
        "language": lambda: _short(value) in [*Language],
        "time_zone": lambda: value in available_timezones(),
        "sign_in": lambda: value in [*SignIn],
        "hours": lambda: 1 <= int(value) <= 24 * 30,
        "proxies": lambda: all(ip_network(one) for one in _listed(value)),
    }
    try:
        fine = rules[name]() if name in rules else isinstance(value, str)
    except (TypeError, ValueError, AttributeError):
        fine = False
    if not fine:
        yield Problem("setting_wrong", f"{name} ({NAMES[name]})", {"value": value})


def _is_address(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.path in ("", "/") and not parts.query


def _short(language: Any) -> str:
    """`zh_CN.UTF-8` is zh."""
    return str(language).lower()[:2]


def _listed(value: Any) -> list[str]:
    return [one.strip() for one in value.split(",") if one.strip()] if isinstance(value, str) else list(value)
