"""The sentence that says why: what it claims is what was judged."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dashboard.drawing.status import flags_of
from metrics.explanation import reason, status_word, steps
from metrics.words import Language
from tests.worlds import DUE, World, metric, value

PROFILE = {"on_track_from": Decimal("0.95"), "behind_from": Decimal("0.60"), "pace_method": "path"}
CEILING: dict[str, Any] = {
    "direction": "lower",
    "comparator": "at_most",
    "target_low": None,
    "target_high": Decimal(50),
}
SUM: dict[str, Any] = {"basis": "total", "reported": "increment", "baseline": None, "baseline_period": None, **CEILING}
GRADE: dict[str, Any] = {
    "basis": "grade",
    "scale": "C<B<A",
    "target_grade": "A",
    "target_low": None,
    "baseline": None,
    "baseline_period": None,
    "unit_id": None,
}
YEARLY: dict[str, Any] = {**SUM, "basis": "yearly", "reported": None}


@pytest.mark.parametrize(
    ("told", "values", "as_of", "sentence"),
    [
        (SUM, [("2016", 30), ("2017", 30)], date(2018, 1, 1), "Already 60 家 (2017), beyond the ceiling (≤ 50 家)"),
        (SUM, [("2016", 30), ("2020", 30)], date(2021, 1, 1), "was due on 2020-12-31; the final value is 60 家 (2020)"),
        (YEARLY, [("2016-H1", 60)], date(2016, 7, 1), "Already 60 家 (2016-H1), beyond the ceiling (≤ 50 家)"),
        (YEARLY, [("2016", 60)], date(2017, 2, 1), "1 closed year(s) fell short of ≤ 50 家"),
        (CEILING, [("2020", 60)], date(2021, 1, 1), "was due on 2020-12-31; the final value is 60 家 (2020)"),
    ],
)
def test_a_ceiling_that_was_broken_is_told_from_a_plan_that_is_over(
    told: dict[str, Any], values: list[tuple[str, int]], as_of: date, sentence: str
) -> None:
    one = World().add(metric(**told), values=[value(*each) for each in values]).judged(as_of)
    assert one.status == "missed"
    assert one.due == DUE
    assert sentence in reason(one, PROFILE, Language.EN)


@pytest.mark.parametrize(
    ("told", "reported", "sentence"),
    [
        (
            {"path": "none"},
            value("2018", 150),
            "150 家 (2018) is 75% of the target; the plan asks for nothing on the way",
        ),
        (
            {"path": "none", "baseline": None, "baseline_period": None},
            value("2018", 150),
            "the documents give no baseline",
        ),
        (GRADE, value("2018", None, grade="B"), "B (2018), target grade A; a grade is reached or not"),
    ],
)
def test_why_no_pace_can_be_told_is_said(told: dict[str, Any], reported: dict[str, Any], sentence: str) -> None:
    one = World().add(metric(**told), values=[reported]).judged(date(2019, 1, 1))
    assert one.status == "no_baseline"
    assert sentence in reason(one, PROFILE, Language.EN)


def test_a_value_that_only_lacks_the_final_one_is_not_called_no_data() -> None:
    world = World().add(metric(), values=[value("2017", 150)])
    after = world.judged(date(2021, 1, 1))
    assert (after.status, status_word(after, Language.EN)) == ("no_data", "No final value")
    assert (after.flags, flags_of(after, Language.EN)) == (("not_final",), ())
    never = World().add(metric(), values=[]).judged(date(2021, 1, 1))
    assert (never.status, status_word(never, Language.EN)) == ("no_data", "No data")


@pytest.mark.parametrize(
    ("told", "line"),
    [
        ({}, ("尚需年均增加", "(目标 − 现值) / 至 2020-12-31 的年数", "25 家")),
        ({**CEILING, "baseline": Decimal(200)}, ("尚需年均下降", "(现值 − 目标) / 至 2020-12-31 的年数", "50 家")),
    ],
)
def test_what_is_needed_says_in_which_direction(told: dict[str, Any], line: tuple[str, str, str]) -> None:
    one = World().add(metric(**told), values=[value("2018", 150)]).judged(date(2019, 1, 1))
    (needed,) = [step for step in steps(one, PROFILE, Language.ZH) if "尚需" in step.name]
    assert (needed.name, needed.reckoning, needed.result) == line


def test_a_year_that_broke_its_ceiling_stays_lost_though_a_quarter_of_it_was_never_reported() -> None:
    values = [value("2018-Q1", 30), value("2018-Q3", 30), value("2019-Q1", 5)]
    one = World().add(metric(**YEARLY), values=values).judged(date(2019, 4, 1))
    assert (one.status, one.years_missed) == ("missed", 1)
