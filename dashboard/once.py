"""What was made for one reader and serves the next: made once for all who ask at once, the least wanted thrown away."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Generic, ParamSpec, TypeVar, cast

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


@dataclass(slots=True)
class Once:
    """Answers by their keys, as many as weigh `most` together."""

    most: int
    weigh: Callable[[Any], int]
    _made: "OrderedDict[Hashable, Any]" = field(default_factory=OrderedDict)
    _weight: int = 0
    _making: dict[Hashable, Lock] = field(default_factory=dict)
    _guard: Lock = field(default_factory=Lock)

    def get(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """The answer under a key; whoever asks while it is made waits for it."""
        with self._guard:
            if key in self._made:
                self._made.move_to_end(key)
                return cast(_Made, self._made[key])
            making = self._making.setdefault(key, Lock())
        with making:
            with self._guard:
                if key in self._made:
                    return cast(_Made, self._made[key])
            try:
                return self._keep(key, make())
            finally:
                with self._guard:
                    self._making.pop(key, None)

    def found(self, key: Hashable) -> Any:
        """The answer under a key, None where it isn't made."""
        with self._guard:
            return self._made.get(key)

    def forget(self) -> None:
        """Throw everything away."""
        with self._guard:
            self._made.clear()
            self._weight = 0

    def _keep(self, key: Hashable, made: _Made) -> _Made:
        with self._guard:
            self._made[key] = made
            self._weight += self.weigh(made)
            while self._weight > self.most and len(self._made) > 1:
                self._weight -= self.weigh(self._made.popitem(last=False)[1])
        return made


@dataclass(frozen=True, slots=True)
class Kept(Generic[_Given, _Made]):
    """A function whose answers are kept by what it was given."""

    ask: Callable[_Given, _Made]
    answers: Once

    def __call__(self, *given: _Given.args, **named: _Given.kwargs) -> _Made:
        return self.answers.get(_key(given, named), lambda: self.ask(*given, **named))

    def found(self, *given: _Given.args, **named: _Given.kwargs) -> _Made | None:
        """The answer where there is one already."""
        return cast(_Made | None, self.answers.found(_key(given, named)))

    def cache_clear(self) -> None:
        """Throw every answer away."""
        self.answers.forget()


def once(most: int, weigh: Callable[[Any], int]) -> Callable[[Callable[_Given, _Made]], Kept[_Given, _Made]]:
    """Let a function keep its answers, as many as weigh `most` together."""
    return lambda ask: Kept(ask, Once(most, weigh))


def _key(given: tuple[Any, ...], named: dict[str, Any]) -> Hashable:
    return given, tuple(sorted(named.items()))
