"""Everything that this program refuses, under one root, each able to say itself in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from metrics.people.roles import Action
from metrics.words import Language, say


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where (`file:line`, or a cell), what, and the nearest right name.

    A doubt is not wrong but odd: it asks to be confirmed.
    """

    key: str
    place: str = ""
    filled: Mapping[str, object] = field(default_factory=dict)
    nearest: str = ""
    doubt: bool = False

    def text(self, language: Language) -> str:
        """The sentence with its place and the metric that it is about."""
        sentence = self.sentence(language)
        if "metric" in self.filled:
            sentence = say("problem.of_metric", language, metric=self.filled["metric"], sentence=sentence)
        return f"{self.place}: {sentence}" if self.place else sentence

    def sentence(self, language: Language) -> str:
        """What is wrong, with the nearest name behind it, for whoever stands before the place itself."""
        sentence = say(f"problem.{self.key}", language, **self.filled)
        return sentence + say("problem.nearest", language, name=self.nearest) if self.nearest else sentence


class YardstickError(Exception):
    """The root. `text(language)` is one sentence that says what is wrong and what to do.

    `refuses` where somebody wanted what they didn't get: that stands in the trail.
    """

    refuses = True

    def __init__(self, key: str, **filled: object) -> None:
        super().__init__(key, filled)
        self.key = key
        self.filled = filled

    def text(self, language: Language) -> str:
        """The sentence in the reader's language."""
        return say(f"error.{self.key}", language, **self.filled)

    def __str__(self) -> str:
        return self.text(Language.EN)


class UnknownNameError(YardstickError):
    """There is no such area, plan or the like; what it is, is said in the language of whoever reads it."""

    def __init__(self, kind: str, name: str, near: str) -> None:
        super().__init__("no_such_like" if near else "no_such", kind=kind, name=name, near=near)

    def text(self, language: Language) -> str:
        """The sentence in the reader's language."""
        return say(
            f"error.{self.key}", language, **(self.filled | {"kind": say(f"kind.{self.filled['kind']}", language)})
        )


class StoreError(YardstickError):
    """The data file can't be opened, read or written."""


class RefusedError(YardstickError):
    """Input that was not taken. `problems` lists everything that is wrong with it; nothing was changed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("refused", count=len(problems))
        self.problems = tuple(problems)

    def text(self, language: Language) -> str:
        return "\n".join(problem.text(language) for problem in self.problems)


class DoubtedError(RefusedError):
    """Input that is odd and wasn't confirmed. `problems` lists every doubt; nothing was changed."""

    refuses = False  # it asks


class TooOftenError(RefusedError):
    """Input that would have no end."""

    refuses = False  # nor must the trail have none


class ForbiddenError(YardstickError):
    """Somebody has no role that allows what they wanted."""

    def __init__(self, action: Action, who: str) -> None:
        super().__init__("forbidden" if who else "nobody", who=who)
        self.action = action

    def text(self, language: Language) -> str:
        return say(f"error.{self.key}", language, action=say(f"action.{self.action}", language), **self.filled)


class ConflictError(RefusedError):
    """Somebody else has revised the same values since they were looked at; nothing was changed."""


def nearest(name: str, known: Sequence[str]) -> str:
    """The known name most like a wrong one, or nothing."""
    matches = get_close_matches(name, known, n=1, cutoff=0.5)
    return matches[0] if matches else ""
