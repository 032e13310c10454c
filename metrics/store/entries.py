"""What somebody wants to record, and what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from metrics.assessment import Assessment
from metrics.definitions import Observation
from metrics.errors import Problem

Key: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value was published."""

    title: str
    publisher: str = ""
    published_on: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody wants to record. `seen` is the revision that they looked at, 0 for none, None for the newest.

    `place` says where it stands in what was handed in; `guessed` that its unit was not written out; `reason` why,
    should it be a correction without a note; `unsaid` that nothing was said of its status.
    """

    observation: Observation
    source: Source | None = None
    seen: int | None = None
    place: str = ""
    guessed: bool = False
    reason: str = ""
    unsaid: bool = False

    @property
    def key(self) -> Key:
        """What it is a value of: metric, period, item."""
        return self.observation.metric_id, self.observation.period, self.observation.item_id

    def trimmed(self) -> "Entry":
        """The same as it is recorded: no text of it begins or ends with blanks, whichever way it came in."""
        told, source = self.observation, self.source
        if told.note is not None:
            told = replace(told, note=told.note.strip() or None)
        if source is not None:
            texts = {name: getattr(source, name).strip() for name in ("title", "publisher", "url")}
            source = replace(source, **texts)
        return replace(self, observation=told, source=source, reason=self.reason.strip())


@dataclass(frozen=True, slots=True)
class Click:
    """What comes with the click that saves: a token, under which it saves once, and the doubts that are confirmed."""

    token: str = ""
    confirmed: Collection[Problem] = ()


UNCONFIRMED = Click()


class Change(StrEnum):
    """What an entry does to what stands."""

    ADDED = "added"
    REVISED = "revised"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of an entry. `revision` is the one that stands now, `before` what stood until then."""

    observation: Observation
    revision: int
    recorded_at: datetime
    change: Change
    before: Observation | None = None
    place: str = ""

    @property
    def added(self) -> bool:
        """Whether something was written; otherwise it stood already."""
        return self.change is not Change.UNCHANGED


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of entries that were recorded together, in their order.

    Of a large file only what had to be looked at is listed; `clear` more were added.
    """

    recorded: Sequence[Recorded]
    clear: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind, by its name."""
        counts = {change.value: len(self.of(change)) for change in Change}
        return counts | {Change.ADDED.value: counts[Change.ADDED] + self.clear}

    def of(self, change: Change) -> list[Recorded]:
        """Those of one kind."""
        return [one for one in self.recorded if one.change is change]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a value does to its metric: how it stands with it, and what is odd about it."""

    after: Assessment
    doubts: Sequence[Problem] = ()
