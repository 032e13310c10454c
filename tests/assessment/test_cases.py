"""Is the pace of every kind of target right on every kind of path? Each number here was worked by hand.

The plan runs for two years, 2017 and 2018, which have 730 days. 2018-05-26 is its day 511: 511 / 730 is 0.7 exactly.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

import pytest

from metrics.assessment import Assessment
from tests.assessment.worked import Worked, check, judge_worked, worked
from tests.worlds import value

Target: TypeAlias = dict[str, Any]

END = date(2018, 12, 31)
HALF_WAY = date(2017, 12, 31)  # day 365 of 730
PATHS = ("linear", "stepped", "milestones", "compound", "none")
PLAN: Target = {"plan_id": "two-years", "due": END}


def _asks(comparator: str, low: int | None = None, high: int | None = None, tolerance: int | None = None) -> Target:
    numbers = {"target_low": low, "target_high": high, "tolerance": tolerance}
    return {
        "comparator": comparator,
        **{name: None if told is None else Decimal(told) for name, told in numbers.items()},
    }


def _upwards(goal: int) -> dict[str, Target]:
    return {
        f"at_least {goal}": _asks("at_least", goal),
        f"above {goal}": _asks("above", goal),
        f"between {goal} and {goal + 100}, higher is better": _asks("between", goal, goal + 100),
        f"about {goal}, higher is better": _asks("about", goal, goal, 10),
    }


def _downwards(goal: int) -> dict[str, Target]:
    return {
        f"at_most {goal}": _asks("at_most", high=goal),
        f"below {goal}": _asks("below", high=goal),
        f"between {goal - 50} and {goal}, lower is better": _asks("between", goal - 50, goal),
        f"about {goal}, lower is better": _asks("about", goal, goal, 10),
    }


def _within(low: int) -> dict[str, Target]:
    return {
        f"between {low} and {low + 100}": _asks("between", low, low + 100),
        f"about {low + 50}": _asks("about", low + 50, low + 50, 50),
    }


# From 100 to 400, or from 400 to 100. A value of 250 is half the way: (250 - 100) / 300, (250 - 400) / -300.
# path: expected, pace, status; the value is half the way at day 511 of 730
# linear      511 / 730
# stepped     365 / 730, as of 2017-12-31
# milestones  340 at day 365, so at day 511 340 + 60 × 146 / 365 = 364, and (364 - 100) / 300
# compound    100 × 4^0.7 = 263.901582155, and (263.901582155 - 100) / 300
HIGHER_PACE = {
    "linear": (0.7, 0.714285714, "behind"),
    "stepped": (0.5, 1.0, "on_track"),
    "milestones": (0.88, 0.568181818, "off_track"),
    "compound": (0.546338607, 0.915183356, "behind"),
    "none": (None, None, "no_baseline"),
}
# milestones  160 at day 365, so at day 511 160 - 60 × 146 / 365 = 136, and (136 - 400) / -300
# compound    400 × 0.25^0.7 = 151.571656651, and (151.571656651 - 400) / -300
LOWER_PACE = HIGHER_PACE | {"compound": (0.828094478, 0.603795839, "behind")}
# Within bounds there is a distance and no goal, so nothing for milestones and growth to run to.
WITHIN_PACE = HIGHER_PACE | dict.fromkeys(("milestones", "compound"), (None, None, "no_baseline"))
MILESTONES = {"higher": {HALF_WAY: 340}, "lower": {HALF_WAY: 160}, "within": {HALF_WAY: 340}}


def _levels() -> list[Worked]:
    directions = {
        "higher": (_upwards(400), HIGHER_PACE, 100),
        "lower": (_downwards(100), LOWER_PACE, 400),
        "within": (_within(400), WITHIN_PACE, 100),
    }
    return [
        _level({"basis": basis, "direction": direction, "path": path, "baseline": Decimal(base), **target}, name, paces)
        for basis in ("level", "composite")
        for direction, (targets, paces, base) in directions.items()
        for name, target in targets.items()
        for path in PATHS
    ]


def _level(told: Target, name: str, paces: Mapping[str, tuple[Any, ...]]) -> Worked:
    path, direction = told["path"], told["direction"]
    row = {
        **PLAN,
        **told,
        "baseline_period": "2016",
        "milestones": MILESTONES[direction] if path == "milestones" else {},
    }
    expected, pace, status = paces[path]
    return worked(
        f"a {told['basis']}, {name}, on path {path}", "see above the table", row, [value("2018-05-26", 250)],
        as_of=date(2018, 6, 30), progress=0.5, expected=expected, pace=pace, status=status,
    )  # fmt: skip


# A total of 300 in two years. Up to 2018-Q1 365 + 90 = 455 of 730 days have gone: 0.623287671.
# stepped     365 / 730, as of 2017-12-31
# milestones  240 at day 365, so 240 + 60 × 90 / 365 = 254.794520548 of 300
# A total starts from 0, and growth from nothing isn't a path.
# 150 of 300: 0.5 / 0.623287671, 0.5 / 0.5, 0.5 / 0.849315068
SUM_HIGHER = {
    "linear": (0.623287671, 0.802197802, "behind"),
    "stepped": (0.5, 1.0, "on_track"),
    "milestones": (0.849315068, 0.588709677, "off_track"),
    "compound": (None, None, "no_baseline"),
    "none": (None, None, "no_baseline"),
}
# 250 of 300 used up, 0.833333333: 0.623287671 / 0.833333333, 0.5 / 0.833333333, 0.849315068 / 0.833333333
SUM_LOWER = SUM_HIGHER | {
    "linear": (0.623287671, 0.747945205, "behind"),
    "stepped": (0.5, 0.6, "behind"),
    "milestones": (0.849315068, 1.019178082, "on_track"),
}
SUM_WITHIN_PACE = SUM_HIGHER | {"milestones": (None, None, "no_baseline")}


def _totals() -> list[Worked]:
    directions = {
        "higher": (_upwards(300), SUM_HIGHER, 0.5, (100, 50)),
        "lower": (_downwards(300), SUM_LOWER, 0.833333333, (200, 50)),
        "within": (_within(300), SUM_WITHIN_PACE, 0.5, (100, 50)),
    }
    return [
        _total(
            name, {**target, "direction": direction, "path": path, "reported": reported}, amounts, progress, paces[path]
        )
        for reported in ("increment", "to_date")
        for direction, (targets, paces, progress, amounts) in directions.items()
        for name, target in targets.items()
        for path in PATHS
    ]


def _total(
    name: str, told: Mapping[str, Any], amounts: tuple[int, int], progress: float, pace: tuple[Any, ...]
) -> Worked:
    row = {**PLAN, **told, "basis": "total", "baseline": None, "baseline_period": None}
    row["milestones"] = {HALF_WAY: 240} if told["path"] == "milestones" else {}
    first, second = amounts
    last = second if told["reported"] == "increment" else first + second
    expected, quotient, status = pace
    return worked(
        f"a total by {told['reported']}, {name}, on path {told['path']}", "see above the table", row,
        [value("2017", first), value("2018-Q1", last)],
        as_of=date(2018, 6, 30), progress=progress, expected=expected, pace=quotient, status=status,
    )  # fmt: skip


# 100 in every year; 2017 came to 120, or to 80 where less is better, and holds. A year is judged within itself:
# of 2018 90 of 365 days have gone, 0.246575342. 20 of 100 is 0.2, and 0.2 / 0.246575342 = 0.811111111.
# Used up is 0.3, and 0.246575342 / 0.3 = 0.821917808.


def _years() -> list[Worked]:
    directions = {
        "higher": (_upwards(100), (120, 20), 0.2, 0.811111111),
        "lower": (_downwards(100), (80, 30), 0.3, 0.821917808),
        "within": (_within(100), (120, 20), 0.2, 0.811111111),
    }
    return [
        _year(name, {**target, "direction": direction, "path": path}, amounts, progress, pace)
        for direction, (targets, amounts, progress, pace) in directions.items()
        for name, target in targets.items()
        for path in PATHS
    ]


def _year(name: str, told: Mapping[str, Any], amounts: tuple[int, int], progress: float, pace: float) -> Worked:
    row = {**PLAN, **told, "basis": "yearly", "baseline": None, "baseline_period": None}
    row["milestones"] = {HALF_WAY: 40} if told["path"] == "milestones" else {}
    expects = told["path"] != "none"
    return worked(
        f"a yearly metric, {name}, on path {told['path']}", "see above the table", row,
        [value("2017", amounts[0]), value("2018-Q1", amounts[1])],
        as_of=date(2018, 6, 30), value=amounts[1], progress=progress, expected=0.246575342 if expects else None,
        pace=pace if expects else None, status="behind" if expects else "no_baseline",
    )  # fmt: skip


# From C, rank 1, to S, rank 4; B is rank 2: (2 - 1) / 3 = 0.333333333 at day 511 of 730.
# milestones  rank 3 at day 365, so 3 + 1 × 146 / 365 = 3.4, and (3.4 - 1) / 3 = 0.8
# compound    1 × 4^0.7 = 2.639015822, and (2.639015822 - 1) / 3
GRADE_PACE = {
    "linear": (0.7, 0.476190476, "off_track"),
    "stepped": (0.5, 0.666666667, "behind"),
    "milestones": (0.8, 0.416666667, "off_track"),
    "compound": (0.546338607, 0.610122237, "behind"),
    "none": (None, None, "no_baseline"),
}
# 2 of 4 items are done, 0.5; milestones: 3 at day 365, so 3.4 of 4 = 0.85
CHECKLIST_PACE = {
    "linear": (0.7, 0.714285714, "behind"),
    "stepped": (0.5, 1.0, "on_track"),
    "milestones": (0.85, 0.588235294, "off_track"),
    "compound": (None, None, "no_baseline"),
    "none": (None, None, "no_baseline"),
}


def _grades() -> list[Worked]:
    scale = {"basis": "grade", "unit_id": None, "scale": "C<B<A<S", "target_grade": "S", "target_low": None}
    base = {"baseline": Decimal(1), "baseline_period": "2016", **PLAN}
    return [
        worked(
            f"a grade on path {path}", "see above the table",
            {**scale, **base, "path": path, "milestones": {HALF_WAY: 3} if path == "milestones" else {}},
            [value("2018-05-26", grade="B")],
            as_of=date(2018, 6, 30), value=2, attainment=0.5, progress=0.333333333,
            expected=expected, pace=pace, status=status,
        )
        for path, (expected, pace, status) in GRADE_PACE.items()
    ]  # fmt: skip


def _checklists() -> list[Worked]:
    items = {
        "basis": "checklist",
        "items": ["a", "b", "c", "d"],
        "target_low": Decimal(4),
        "baseline": None,
        "baseline_period": None,
    }
    ticks = [value("2017", 1, item_id="a"), value("2018-05-26", 1, item_id="b"), value("2018-05-26", 0, item_id="c")]
    return [
        worked(
            f"a checklist on path {path}", "see above the table",
            {**items, **PLAN, "path": path, "milestones": {HALF_WAY: 3} if path == "milestones" else {}}, ticks,
            as_of=date(2018, 6, 30), value=2, attainment=0.5, progress=0.5, expected=expected, pace=pace, status=status,
        )
        for path, (expected, pace, status) in CHECKLIST_PACE.items()
    ]  # fmt: skip


CASES = [*_levels(), *_totals(), *_years(), *_grades(), *_checklists()]


@pytest.fixture(scope="module")
def found() -> Mapping[str, Assessment]:
    return judge_worked(CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_pace_is_progress_over_what_the_path_expects(case: Worked, found: Mapping[str, Assessment]) -> None:
    check(case, found)
