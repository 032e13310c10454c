"""What a report consists of, before it has a form."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list: each entry a name and what is said of it."""

    items: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `numbers` are the places of the columns that stand to the right, `widths` their shares."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    numbers: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """One metric: words, a bullet as fractions of its bar, a trend as points between 0 and 1.

    `tone` is good, warn, bad or calm; `goal` is the height of the target in the trend; without a target (`aimed`)
    there is no bullet.
    """

    name: str
    place: str
    value: str
    period: str
    target: str
    attainment: str
    status: str
    tone: str
    aimed: bool
    bar: float | None
    expected: float | None
    points: Sequence[tuple[float, float]]
    goal: float | None


@dataclass(frozen=True, slots=True)
class Charts:
    """A table of metrics with pictures."""

    header: Sequence[str]
    rows: Sequence[Chart]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it; `level` 1 or 2."""

    title: str
    blocks: Sequence["Text | Items | Grid | Charts"]
    level: int = 1


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. `footer` stands on every page."""

    title: str
    subtitle: str
    language: str
    footer: str
    sections: Sequence[Section] = field(default_factory=tuple)
