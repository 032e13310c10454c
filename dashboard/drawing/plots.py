"""Small plots as SVG: where each value, target and way lies in a frame of a given size. No text is drawn here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.drawing.axis import grain, ticks
from metrics.assessment import Assessment
from metrics.trajectory import Kind, Point
from metrics.vocabulary import Basis, ObsStatus

_FROM_ZERO = (Basis.TOTAL, Basis.YEARLY, Basis.CHECKLIST)
_LOOKS: dict[str, str] = {
    ObsStatus.PROVISIONAL: "hollow",
    ObsStatus.ESTIMATED: "hollow",
    ObsStatus.FORECAST: "forecast",
}
_OPEN_END = 7.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a plot and the room around what is drawn, in units of the SVG; `first` and `last` are its days."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    first: date
    last: date

    def x(self, day: date) -> float:
        """Where a day lies."""
        days = max((self.last - self.first).days, 1)
        return self.left + (day - self.first).days / days * (self.width - self.left - self.right)

    def y(self, value: float, low: float, high: float) -> float:
        """Where a value lies on an axis from `low` to `high`."""
        share = (value - low) / ((high - low) or 1)
        return self.height - self.bottom - share * (self.height - self.top - self.bottom)


@dataclass(frozen=True, slots=True)
class Dot:
    """A value: `look` is final, hollow or forecast; the whisker reaches over what it may be."""

    x: float
    y: float
    look: str
    whisker: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn: paths of SVG, dots, and the marks of the axis of values, each with where it lies."""

    lines: tuple[str, ...]
    stems: tuple[str, ...]
    dots: tuple[Dot, ...]
    targets: tuple[str, ...]
    way: str
    marks: tuple[tuple[float, float], ...]


def plot(one: Assessment, points: Sequence[Point], frame: Frame) -> Plot | None:
    """A metric's values with its target and the way there; None where there is no more than one value and no target
    beside it. Sums begin at zero.
    """
    values = [point for point in points if point.kind is Kind.VALUE and point.value is not None]
    if not values or (len(values) == 1 and one.comparator is None):
        return None
    targets = [point for point in points if point.kind is Kind.TARGET]
    way = [point for point in points if point.kind is Kind.PATH]
    marks = _axis(one, [*values, *targets, *way])
    low, high = marks[0], marks[-1]

    def at(point: Point, value: float) -> str:
        return f"{frame.x(point.day):.1f} {frame.y(value, low, high):.1f}"

    bounds = sorted({bound for point in targets for bound in (point.low, point.high) if bound is not None})
    reach = [(frame.x(point.day), point) for point in targets]
    ends = (min(x for x, _ in reach), max(x for x, _ in reach)) if reach else (0.0, 0.0)
    drawn = [point for point in values if point.obs_status != ObsStatus.FORECAST]
    stems = one.basis == Basis.YEARLY
    return Plot(
        lines=()
        if stems
        else tuple("M" + " L".join(at(each, each.value or 0) for each in run) for run in _runs(drawn)),
        stems=tuple(f"M{at(each, 0)} L{at(each, each.value or 0)}" for each in drawn) if stems else (),
        dots=tuple(_dot(point, frame, low, high) for point in values),
        targets=tuple(f"M{ends[0]:.1f} {frame.y(bound, low, high):.1f} H{ends[1]:.1f}" for bound in bounds),
        way=_way(one, [(frame.x(point.day), frame.y(point.value or 0, low, high)) for point in way]),
        marks=tuple((value, round(frame.y(value, low, high), 1)) for value in marks),
    )


def _axis(one: Assessment, points: Sequence[Point]) -> list[float]:
    """Round numbers around every value, target and way; a scale of grades has its grades, and sums begin at zero."""
    if one.scale:
        return [float(rank) for rank in range(1, len(one.scale.split("<")) + 1)]
    known = [value for point in points for value in (point.value, point.low, point.high) if value is not None]
    low, high = min(known), max(known)
    if one.basis in _FROM_ZERO or low == high:
        low, high = min(low, 0.0), max(high, 0.0) or 1.0
    return ticks(low, high, grain(one))


def _way(one: Assessment, corners: Sequence[tuple[float, float]]) -> str:
    """The path to the target; milestones are not drawn so small."""
    if not corners or one.path == "milestones":
        return ""
    step = "H{:.1f} V{:.1f}" if one.path == "stepped" else "L{:.1f} {:.1f}"
    return "M{:.1f} {:.1f} ".format(*corners[0]) + " ".join(step.format(*corner) for corner in corners[1:])


def _runs(values: Sequence[Point]) -> Iterator[list[Point]]:
    """The stretches that a line may join: none leads across a break or a gap."""
    run: list[Point] = []
    for point in values:
        if run and not point.joined:
            yield run
            run = []
        run.append(point)
    if run:
        yield run


def _dot(point: Point, frame: Frame, low: float, high: float) -> Dot:
    """An open end of an interval is drawn a short way: how far it reaches is not known."""
    look = _LOOKS.get(point.obs_status, "final")
    x, y = frame.x(point.day), frame.y(point.value or 0, low, high)
    if point.low == point.high == point.value:
        return Dot(round(x, 1), round(y, 1), look, None)
    bottom = y + _OPEN_END if point.low is None else frame.y(point.low, low, high)
    top = y - _OPEN_END if point.high is None else frame.y(point.high, low, high)
    return Dot(round(x, 1), round(y, 1), look, (round(top, 1), round(bottom, 1)))
