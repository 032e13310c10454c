"""What a metric's definition must satisfy: each basis and comparator has what it needs and nothing else."""

from collections.abc import Iterator

from metrics.checks.meaning import HIGH, LOW
from metrics.definitions import Metric
from metrics.errors import Problem, nearest
from metrics.periods import parse_period
from metrics.vocabulary import Basis, Comparator, Direction

_WRONG_WAY = {
    (Comparator.AT_LEAST, Direction.LOWER),
    (Comparator.ABOVE, Direction.LOWER),
    (Comparator.AT_MOST, Direction.HIGHER),
    (Comparator.BELOW, Direction.HIGHER),
}


def check_metric(metric: Metric, place: str) -> list[Problem]:
    """Everything that is wrong with a definition by itself."""
    rules = (_target, _bounds, _direction, _basis, _grade, _baseline, _unit, _first)
    return [problem for rule in rules for problem in rule(metric, place)]


def _problem(metric: Metric, place: str, key: str, near: str = "", **filled: object) -> Problem:
    return Problem(key, place, {"metric": metric.metric_id, **filled}, near)


def _target(metric: Metric, place: str) -> Iterator[Problem]:
    needed = {"direction": metric.direction, "path": metric.path, "due": metric.due}
    if metric.comparator is not None:
        for name, value in needed.items():
            if value is None:
                yield _problem(metric, place, "metric_lacks", column=name, because=metric.comparator)
        return
    unneeded: dict[str, object] = {
        "path": metric.path,
        "due": metric.due,
        "target_low": metric.target_low,
        "target_high": metric.target_high,
        "tolerance": metric.tolerance,
        "target_grade": metric.target_grade,
    }
    for name, idle in unneeded.items():
        if idle is not None:
            yield _problem(metric, place, "metric_idle", column=name, because="no comparator")


def _bounds(metric: Metric, place: str) -> Iterator[Problem]:
    if metric.comparator is None or metric.basis is Basis.GRADE:
        return
    bounds = (
        ("target_low", metric.target_low, LOW),
        ("target_high", metric.target_high, HIGH),
        ("tolerance", metric.tolerance, {Comparator.ABOUT}),
    )
    for name, value, users in bounds:
        if (metric.comparator in users) != (value is not None):
            key = "metric_lacks" if value is None else "metric_idle"
            yield _problem(metric, place, key, column=name, because=metric.comparator)
    low, high = metric.target_low, metric.target_high
    if low is not None and high is not None:
        if low > high:
            yield _problem(metric, place, "bounds_crossed", low=low, high=high)
        if metric.comparator is Comparator.ABOUT and low != high:
            yield _problem(metric, place, "about_two", low=low, high=high)


def _direction(metric: Metric, place: str) -> Iterator[Problem]:
    pair = (metric.comparator, metric.direction)
    one_sided = metric.comparator not in (None, Comparator.BETWEEN, Comparator.ABOUT)
    if pair in _WRONG_WAY or (one_sided and metric.direction is Direction.WITHIN):
        yield _problem(metric, place, "direction_against", direction=metric.direction, comparator=metric.comparator)


def _basis(metric: Metric, place: str) -> Iterator[Problem]:
    if metric.basis is Basis.TOTAL and metric.reported is None:
        yield _problem(metric, place, "metric_lacks", column="reported", because=metric.basis)
    if metric.basis in (Basis.TOTAL, Basis.YEARLY, Basis.CHECKLIST) and metric.baseline not in (None, 0):
        yield _problem(metric, place, "starts_from_zero", basis=metric.basis)
    if metric.basis is Basis.YEARLY and metric.comparator is None:
        yield _problem(metric, place, "metric_lacks", column="comparator", because=metric.basis)


def _grade(metric: Metric, place: str) -> Iterator[Problem]:
    graded = metric.basis is Basis.GRADE
    if graded and not metric.scale:
        yield _problem(metric, place, "metric_lacks", column="scale", because=metric.basis)
    if not graded and (metric.scale or metric.target_grade):
        yield _problem(metric, place, "metric_idle", column="scale", because=metric.basis)
    if len(set(metric.grades)) < len(metric.grades):
        yield _problem(metric, place, "scale_doubled", scale=metric.scale)
    if graded and metric.comparator is not None and metric.target_grade not in metric.grades:
        near = nearest(metric.target_grade or "", metric.grades)
        yield _problem(metric, place, "grade_unknown", near, grade=metric.target_grade or "", scale=metric.scale or "")
    if graded and metric.comparator not in (None, Comparator.AT_LEAST):
        yield _problem(metric, place, "grade_comparator", comparator=metric.comparator)


def _baseline(metric: Metric, place: str) -> Iterator[Problem]:
    if metric.baseline_period is None:
        return
    if metric.baseline is None:
        yield _problem(metric, place, "metric_lacks", column="baseline", because="baseline_period")
    try:
        parse_period(metric.baseline_period)
    except ValueError:
        yield _problem(metric, place, "period_unknown", period=metric.baseline_period)


def _unit(metric: Metric, place: str) -> Iterator[Problem]:
    if (metric.unit_id is None) != (metric.basis is Basis.GRADE):
        key = "metric_idle" if metric.unit_id else "metric_lacks"
        yield _problem(metric, place, key, column="unit_id", because=metric.basis)


def _first(metric: Metric, place: str) -> Iterator[Problem]:
    if metric.version == 1 and metric.effective_from is not None:
        yield _problem(metric, place, "no_earlier_target", day=metric.effective_from)
