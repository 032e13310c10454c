"""What does each option of a list say? No two the same: a browser sends back what it says, and not which it is."""

from collections import Counter
from collections.abc import Mapping
from typing import TypeVar

Option = TypeVar("Option", bound=str | int | tuple[object, ...])


def told_apart(names: Mapping[Option, str]) -> dict[Option, str]:
    """The options with their names; behind a name that several have, each has its id."""
    counts = Counter(names.values())
    return {one: name if counts[name] == 1 else f"{name} · {_identity(one)}" for one, name in names.items()}


def _identity(one: str | int | tuple[object, ...]) -> str:
    return " ".join(map(str, one)) if isinstance(one, tuple) else str(one)
