"""How long work shows that it moves: whoever starts it may watch its steps go by."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol


class Watch(Protocol):
    """Gives the same steps, and may draw a bar as they are taken. `label` is one word that says what is done."""

    def __call__(self, steps: Sequence[Any], label: str) -> Iterable[Any]: ...


def unwatched(steps: Sequence[Any], label: str) -> Iterable[Any]:  # noqa: ARG001 - nobody reads it
    """The steps, for work that nobody watches."""
    return steps
