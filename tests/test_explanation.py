"""The sentence that says why: what it claims is what was judged."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dashboard.drawing.gauges import of_metric
from dashboard.drawing.status import flags_of
from metrics.explanation import reason, status_word, steps
from metrics.words import Language, figures
from metrics.words.figures import ratio
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
WITHIN: dict[str, Any] = {**SUM, "direction": "within", "comparator": "between", "target_low": Decimal(40)}
YEARLY: dict[str, Any] = {**SUM, "basis": "yearly", "reported": None}


@pytest.mark.parametrize(
    ("told", "values", "as_of", "sentence"),
    [
        (SUM, [("2016", 30), ("2017", 30)], date(2018, 1, 1), "Already 60 家 (2017), beyond the ceiling (≤ 50 家)"),
        (SUM, [("2016", 30), ("2020", 30)], date(2021, 1, 1), "was due on 2020-12-31; the final value is 60 家 (2020)"),
        (YEARLY, [("2016-H1", 60)], date(2016, 7, 1), "Already 60 家 (2016-H1), beyond the ceiling (≤ 50 家)"),
        (YEARLY, [("2016", 60)], date(2017, 2, 1), "1 closed year(s) fell short of ≤ 50 家"),
        (CEILING, [("2020", 60)], date(2021, 1, 1), "was due on 2020-12-31; the final value is 60 家 (2020)"),
        (WITHIN, [("2016", 30), ("2017", 30)], date(2018, 1, 1), "Already 60 家 (2017), beyond the ceiling (40–50 家)"),
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


@pytest.mark.parametrize(
    ("qualifier", "number", "zh", "en"),
    [
        ("below", 150, "2018 为近 150 家，", "nearly 150 家 (2018)"),  # it read 为 近 150
        ("above", 150, "2018 为超 150 家，", "over 150 家 (2018)"),
        ("about", 150, "2018 为约 150 家，", "about 150 家 (2018)"),
        (None, 150, "2018 为 150 家，", "150 家 (2018)"),
    ],
)
def test_no_blank_stands_between_two_chinese_words(qualifier: str | None, number: float, zh: str, en: str) -> None:
    world = World().add(metric(baseline=None, baseline_period=None))
    one = world.add(values=[value("2018", number, qualifier=qualifier)]).judged(date(2019, 1, 1))
    assert reason(one, PROFILE, Language.ZH).startswith(zh)
    assert en in reason(one, PROFILE, Language.EN)


def test_a_value_that_only_lacks_the_final_one_is_not_called_no_data() -> None:
    world = World().add(metric(), values=[value("2017", 150)])
    after = world.judged(date(2021, 1, 1))
    assert (after.status, status_word(after, Language.EN)) == ("no_data", "No final value")
    assert (after.flags, flags_of(after, Language.EN)) == (("not_final",), ())
    about = World().add(metric(), values=[value("2020", 200, qualifier="about")]).judged(date(2021, 1, 1))
    assert (about.status, status_word(about, Language.EN)) == ("no_data", "Undecided")
    assert "not known exactly enough" in reason(about, PROFILE, Language.EN)
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


FLOOR: dict[str, Any] = {**YEARLY, "direction": "higher", "comparator": "at_least", "target_low": Decimal(100)}
FLOOR["target_high"] = None


@pytest.mark.parametrize(
    ("told", "values", "as_of", "sentence"),
    [
        # 10 of 50 by the end of 2017 (731 of 1827 days): 0.4001 / 0.2
        (SUM, [("2017", 10)], date(2018, 1, 1), "20.0% of the allowance is used up by 2017-12-31, where 40.0%"),
        (SUM, [("2016", 0)], date(2017, 1, 1), "Zero by 2016-12-31, against a target of ≤ 50 家."),
        ({"path": "stepped"}, [("2016-H1", 130)], date(2016, 7, 1), "130 家 (2016-H1); the path asks for nothing by"),
        # a share of a bound that is not positive is none
        (
            {**CEILING, "target_high": Decimal(0), "path": "compound"},
            [("2016", 90)],
            date(2017, 1, 1),
            "90 家 (2016), target ≤ 0 家; its pace can't be judged",
        ),
        # 2018 was never reported
        (
            FLOOR,
            [("2016", 100), ("2017", 100), ("2019", 100), ("2020", 100)],
            date(2021, 1, 1),
            "4 of its 5 years are known to have held, and the others were not reported in full",
        ),
    ],
)
def test_what_decides_is_what_the_sentence_says(
    told: dict[str, Any], values: list[tuple[str, int]], as_of: date, sentence: str
) -> None:
    one = World().add(metric(**told), values=[value(*each) for each in values]).judged(as_of)
    assert sentence in reason(one, PROFILE, Language.EN)


def test_a_pace_of_growth_is_not_told_as_one_of_the_way() -> None:
    # 150 of 100 to 200 after three of five years: half of the way where 60 % of the days have gone, yet 1.5^(1/3) - 1 =
    # 0.1447 where 2^(1/5) - 1 = 0.1487 was needed: 0.9732
    one = World().add(metric(), values=[value("2018", 150)]).judged(date(2019, 1, 1), profile="cagr")
    said = reason(one, PROFILE | {"pace_method": "cagr"}, Language.EN)
    assert said == "By 2018-12-31 the change a year is 0.97 times the one that the target requires, at or above 0.95."


def test_the_days_of_a_yearly_metric_are_those_of_the_year() -> None:
    one = World().add(metric(**FLOOR), values=[value("2018-H1", 40)]).judged(date(2018, 7, 1))
    expected = next(step for step in steps(one, PROFILE, Language.EN) if step.name == "Expected")
    assert expected.reckoning == "a straight line, from 2017-12-31 to 2018-12-31, on 2018-06-30"
    assert expected.result == "49.6%"  # 181 of 365


@pytest.mark.parametrize(
    ("periods", "shown"),
    [
        (["2018-H1"], "2018-H1"),
        (["2018-Q1", "2018-Q2"], "2018 to Jun\N{NO-BREAK SPACE}30"),
        (["2018-H1", "2018-H2"], "2018"),
        (["2017", "2018-H1"], "2018-H1"),
    ],
)
def test_a_year_that_has_reports_to_come_says_up_to_when_it_reaches(periods: list[str], shown: str) -> None:
    values = [value(period, 40) for period in periods]
    one = World().add(metric(**FLOOR), values=values).judged(date(2019, 7, 1))
    assert figures.period(one, Language.EN) == shown


def test_the_pace_of_a_ceiling_is_reckoned_the_other_way_round() -> None:
    one = World().add(metric(**SUM), values=[value("2016", 10)]).judged(date(2017, 1, 1))
    pace = next(step for step in steps(one, PROFILE, Language.EN) if step.name == "Pace")
    assert (pace.reckoning, pace.result) == ("expected / progress", "1.0016")  # 366 / 1827 / 0.2


@pytest.mark.parametrize(
    ("told", "used", "chinese", "english"),
    [
        # 15 of 50 are used: 50 / 15 = 333.3 %
        (
            SUM,
            "30.0%",
            "15 家（2016） / ≤ 50 家，已用额度 30.0%",
            "15 家 (2016) / ≤ 50 家, 30.0% of the allowance used",
        ),
        (
            YEARLY,
            "30.0%",
            "15 家（2016） / ≤ 50 家，已用额度 30.0%",
            "15 家 (2016) / ≤ 50 家, 30.0% of the allowance used",
        ),
        (CEILING | {"baseline": Decimal(100)}, None, "15 家（2016） / ≤ 50 家", "15 家 (2016) / ≤ 50 家"),
    ],
)
def test_beside_the_attainment_of_a_ceiling_on_a_sum_stands_how_much_of_it_is_used(
    told: dict[str, Any], used: str | None, chinese: str, english: str
) -> None:
    one = World().add(metric(**told), values=[value("2016", 15)]).judged(date(2017, 1, 1))
    for language, below in ((Language.ZH, chinese), (Language.EN, english)):
        dial = of_metric("m", one, language)
        assert (dial.reading, dial.below) == ("333.3%", below)
    shares = [step.result for step in steps(one, PROFILE, Language.ZH) if step.name == "进度（已用额度）"]
    assert shares == ([used] if used else [])


def test_what_is_to_fall_and_has_not_moved_has_come_no_way_rather_than_less_than_none() -> None:
    told = {**CEILING, "target_high": Decimal(0), "path": "milestones", "milestones": {date(2017, 12, 31): 100}}
    one = World().add(metric(**told), values=[value("2016", 100)]).judged(date(2017, 1, 1))
    assert [str(number) for number in (one.progress, one.expected)] == ["0.0", "0.0"]
    by_growth = World().add(metric(**CEILING), values=[value("2016", 100)]).judged(date(2017, 1, 1), profile="cagr")
    assert str(by_growth.pace) == "0.0"


@pytest.mark.parametrize(("share", "shown"), [(-0.0, "0.0%"), (-0.0004, "0.0%"), (-0.0006, "-0.1%"), (0.0004, "0.0%")])
def test_no_percentage_reads_minus_zero(share: float, shown: str) -> None:
    assert ratio(share, Language.EN, 1) == shown
