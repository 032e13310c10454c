"""How far is a long piece of work: whoever waits for it is told the share that is done."""

from collections.abc import Callable
from typing import TypeAlias

Tell: TypeAlias = Callable[[float], None]


def silent(_share: float) -> None:
    """Tell nobody."""
