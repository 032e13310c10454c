"""Does every status come when it should? Each number here was worked by hand.

Unless told otherwise: a level of 200 or more by the end of 2020, from 100 at the end of 2015. The way has 1827 days;
366 have gone at the end of 2016, 731 of 2017, 1096 of 2018, 1461 of 2019.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from metrics.assessment import Assessment
from tests.assessment.worked import Worked, check, judge_worked, worked
from tests.worlds import value

Told = dict[str, Any]
MID_2019, NEW_YEAR = date(2019, 6, 30), date(2021, 1, 1)
NO_BASELINE: Told = {"baseline": None, "baseline_period": None}
TOTAL: Told = {"basis": "total", "reported": "increment", **NO_BASELINE}
YEARLY: Told = {"basis": "yearly", "target_low": Decimal(100), **NO_BASELINE}
CHECKLIST: Told = {"basis": "checklist", "items": ["a", "b", "c"], "target_low": Decimal(3), **NO_BASELINE}
TWO_YEARS: Told = {"plan_id": "two-years", "due": date(2018, 12, 31), "baseline_period": "2016"}


def _low(number: float | str, **told: Any) -> Told:
    return {"target_low": Decimal(str(number)), **told}


def _high(number: float | str, comparator: str = "at_most", **told: Any) -> Told:
    return {
        "target_low": None,
        "target_high": Decimal(str(number)),
        "comparator": comparator,
        "direction": "lower",
        **told,
    }


def _base(number: float | str) -> Told:
    return {"baseline": Decimal(str(number))}


BASELINES = [
    worked(
        "a baseline of zero is a baseline", "90 / 200; 0.45 × 1827 / 1096",
        _base(0), [value("2018", 90)], as_of=MID_2019,
        attainment=0.45, progress=0.45, expected=0.599890531, pace=0.750136861, status="behind",
    ),
    worked(
        "without a baseline there is an attainment and no pace", "150 / 200",
        NO_BASELINE, [value("2018", 150)], as_of=MID_2019,
        attainment=0.75, progress=None, expected=0.599890531, pace=None, status="no_baseline",
    ),
    worked(
        "what has come down to a bound that it must stay above has gone back", "100 is not above 100, and 150 was",
        _low(100, comparator="above") | _base(150), [value("2018", 100)], as_of=MID_2019,
        attainment=1.0, progress=None, status="reversed",
    ),
    worked(
        "what stands still at a bound that it must pass has not gone back", "100 is not above 100, and never was",
        _low(100, comparator="above") | _base(100), [value("2018", 100)], as_of=MID_2019,
        attainment=1.0, progress=None, status="no_baseline",
    ),
    worked(
        "a negative baseline counts from where it is", "(100 + 50) / (200 + 50); 0.6 × 1827 / 1096",
        _base(-50), [value("2018", 100)], as_of=MID_2019, progress=0.6, pace=1.000182482, status="on_track",
    ),
    worked(
        "a baseline without a period stands on the eve of the plan", "(160 - 100) / 100; 0.6 × 1827 / 1096",
        {"baseline_period": None}, [value("2018", 160)], as_of=MID_2019,
        start_day=date(2015, 12, 31), progress=0.6, expected=0.599890531, pace=1.000182482,
    ),
    worked(
        "the way begins where the baseline was measured", "365 + 365 + 1827 = 2557 days, 730 + 1096 = 1826 gone",
        {"baseline_period": "2013"}, [value("2018", 160)], as_of=MID_2019,
        expected=0.714118107, pace=0.840197152, status="behind",
    ),
    worked(
        "a value below a baseline that was past the target is worse than the start", "250 ≥ 200 held, 190 doesn't",
        _base(250), [value("2018", 190)], as_of=MID_2019, attainment=0.95, progress=None, pace=None, status="reversed",
    ),
    worked(
        "a value that is still past the target is met from the start", "210 ≥ 200, less than the 250 at the start",
        _base(250), [value("2018", 210)], as_of=MID_2019, attainment=1.05, progress=None, status="met",
    ),
    worked(
        "a target is met from the start on its first day", "386 ≥ 380, and nothing was expected yet",
        _low(380) | _base(386), [value("2015", 386)], as_of=date(2016, 1, 1), expected=0.0, status="met",
    ),
    worked(
        "a value short of a baseline that was at the target is worse than the start", "199 < 200",
        _base(200), [value("2018", 199)], as_of=MID_2019, progress=None, status="reversed",
    ),
    worked(
        "a ceiling that held at the start and is broken is worse than the start", "50 ≤ 100 < 120",
        _high(100) | _base(50), [value("2018", 120)], as_of=MID_2019, attainment=0.833333333, status="reversed",
    ),
    worked(
        "bounds that held at the start and are left are worse than the start", "200 / 210",
        _low(100, comparator="between", direction="within", target_high=Decimal(200)) | _base(150),
        [value("2018", 210)], as_of=MID_2019, attainment=0.952380952, progress=None, status="reversed",
    ),
    worked(
        "a value below the baseline has gone backwards", "(90 - 100) / 100 = -0.1; -0.1 × 1827 / 1096",
        {}, [value("2018", 90)], as_of=MID_2019, progress=-0.1, pace=-0.166697080, status="reversed",
    ),
    worked(
        "a path that first leads down expects nothing while it is below the start",
        "90 on 2018-12-31, and 110 is better than both; (90 - 100) / 100",
        {"path": "milestones", "milestones": {date(2018, 12, 31): 90}}, [value("2018", 110)], as_of=MID_2019,
        progress=0.1, expected=-0.1, pace=None, status="not_due",
    ),
]  # fmt: skip

TARGETS = [
    worked(
        "a ceiling of zero has a progress and no attainment", "(5 - 10) / (0 - 10); 0.5 × 1827 / 1096",
        _high(0) | _base(10), [value("2018", 5)], as_of=MID_2019,
        attainment=None, progress=0.5, pace=0.833485401, status="behind",
    ),
    worked(
        "a floor of zero has a progress and no attainment", "(-40 + 100) / 100",
        _low(0) | _base(-100), [value("2018", -40)], as_of=MID_2019,
        attainment=None, progress=0.6, pace=1.000182482, status="on_track",
    ),
    worked(
        "negative numbers have a progress and no attainment", "(-150 + 200) / (-100 + 200)",
        _low(-100) | _base(-200), [value("2018", -150)], as_of=MID_2019,
        attainment=None, progress=0.5, pace=0.833485401, status="behind",
    ),
    worked(
        "nothing left of what is to fall is met", "0 ≤ 10; 10 / 0 is no number",
        _high(10) | _base(20), [value("2018", 0)], as_of=MID_2019, attainment=None, progress=2.0, status="met",
    ),
    worked(
        "percentages are numbers like others", "4.1 / 4.5; (4.1 - 3.5) / (4.5 - 3.5)",
        _low("4.5", unit_id="%") | _base("3.5"), [value("2018", "4.1")], as_of=MID_2019,
        value=4.1, attainment=0.911111111, progress=0.6, pace=1.000182482, status="on_track",
    ),
    worked(
        "of a total that is to stay zero nothing is used", "0 of 0 after 1096 days of 1827",
        TOTAL | _high(0), [value("2016", 0), value("2017", 0), value("2018", 0)], as_of=MID_2019,
        value=0, attainment=None, status="on_track",
    ),
    worked(
        "in a year that is to stay zero nothing is used", "0 of 0 after 90 days of 365",
        YEARLY | _high(0), [value("2018", 0), value("2019-Q1", 0)], as_of=MID_2019, value=0, status="on_track",
    ),
    worked(
        "a total that was to stay zero and did is met in the end", "0 ≤ 0 in all years",
        TOTAL | _high(0), [value(str(year), 0) for year in range(2016, 2021)], as_of=NEW_YEAR, status="met",
    ),
    worked(
        "a total that was to stay zero and didn't is missed at once", "1 > 0",
        TOTAL | _high(0), [value("2016", 1)], as_of=date(2017, 1, 31), status="missed",
    ),
    worked(
        "750 in five years with 1 done after the first is off track", "1 / 750 = 0.001333333; × 1827 / 366",
        TOTAL | _low(750), [value("2016", 1)], as_of=date(2017, 1, 15),
        progress=0.001333333, expected=0.200328407, pace=0.006655738, status="off_track",
    ),
    worked(
        "a total of exactly what it was to stay below is missed at once", "300 isn't below 300, and a sum never falls",
        TOTAL | _high(300, "below"), [value("2016", 300)], as_of=date(2017, 1, 15), status="missed",
    ),
    worked(
        "a total of more than its ceiling is missed at once", "more than 300 isn't 300 or less",
        TOTAL | _high(300), [value("2016", 300, qualifier="above")], as_of=date(2017, 1, 15), status="missed",
    ),
    worked(
        "a ceiling has no pace while nothing is expected", "by 2016-06-30 a stepped path asks for nothing",
        TOTAL | _high(300) | {"path": "stepped"}, [value("2016-H1", 15)], as_of=date(2016, 7, 31),
        progress=0.05, expected=0, pace=None, status="not_due",
    ),
    worked(
        "a total at its ceiling is not missed yet", "300 ≤ 300; 0.200328407 / 1",
        TOTAL | _high(300), [value("2016", 300)], as_of=date(2017, 1, 15),
        progress=1.0, pace=0.200328407, status="off_track",
    ),
    worked(
        "a total with only a floor is met as soon as it holds", "200 ≥ 200 after two years",
        TOTAL, [value("2016", 100), value("2017", 100)], as_of=date(2018, 1, 15), status="met",
    ),
    worked(
        "a total within bounds is not met before the end", "250 of 200 to 300, with two years to come; 1 × 1827 / 1096",
        TOTAL | {"comparator": "between", "direction": "within", "target_high": Decimal(300)},
        [value("2016", 100), value("2017", 100), value("2018", 50)], as_of=MID_2019,
        progress=1.0, attainment=1.0, pace=1.666970803, status="on_track",
    ),
    worked(
        "a total past the upper bound is missed at once", "310 > 300; 300 / 310",
        TOTAL | {"comparator": "between", "direction": "within", "target_high": Decimal(300)},
        [value("2016", 310)], as_of=date(2017, 1, 15), attainment=0.967741935, status="missed",
    ),
    worked(
        "six of three to five are enough where more is better", "3 meets it, 6 too; 6 / 3",
        {"comparator": "between", "target_low": Decimal(3), "target_high": Decimal(5)} | _base(0), [value("2018", 6)],
        as_of=MID_2019, attainment=2.0, status="met",
    ),
    worked(
        "a checklist is met when every item is done", "3 of 3",
        CHECKLIST, [value("2017", 1, item_id=item) for item in ("a", "b", "c")], as_of=date(2018, 1, 15),
        value=3, attainment=1.0, status="met",
    ),
    worked(
        "the grade that was asked for is met", "A is rank 3 of C < B < A < S, as asked",
        {"basis": "grade", "unit_id": None, "scale": "C<B<A<S", "target_grade": "A", "target_low": None} | _base(1),
        [value("2018", grade="A")], as_of=MID_2019, value=3, attainment=1.0, progress=1.0, status="met",
    ),
]  # fmt: skip

DUE_DAYS = [
    worked(
        "before the plan there is no value", "nothing is reported",
        {}, [], as_of=date(2015, 12, 1), value=None, status="no_data",
    ),
    worked(
        "at the start nothing is expected", "0 of 1827 days",
        {}, [value("2015", 100)], as_of=date(2015, 12, 31), progress=0.0, expected=0.0, pace=None, status="not_due",
    ),
    worked(
        "on the due day the plan is not over", "(199 - 100) / 100 = 0.99, all is expected",
        {}, [value("2020", 199)], as_of=date(2020, 12, 31), expected=1.0, pace=0.99, status="on_track",
    ),
    worked(
        "on the day after, a final value that falls short is missed", "199 < 200",
        {}, [value("2020", 199)], as_of=NEW_YEAR, attainment=0.995, status="missed", flags=set(),
    ),
    worked(
        "on the day after, a final value that holds is met", "200 ≥ 200",
        {}, [value("2020", 200)], as_of=NEW_YEAR, attainment=1.0, status="met", flags=set(),
    ),
    worked(
        "after the due day an earlier value decides nothing", "a level of 2019 may fall in 2020",
        {}, [value("2019", 250)], as_of=NEW_YEAR, value=250, attainment=1.25, status="no_data", flags={"not_final"},
    ),
    worked(
        "a total that was reached early is met without a final value", "300 ≥ 200 by 2019",
        TOTAL, [value("2016", 300)], as_of=NEW_YEAR, status="met", flags=set(),
    ),
    worked(
        "a total with days that nobody reported is not final", "2018 is missing; 150 < 200 may be too low",
        TOTAL, [value("2016", 40), value("2017", 40), value("2019", 40), value("2020", 30)], as_of=NEW_YEAR,
        value=150, status="no_data", flags={"incomplete", "not_final", "uncertain"},
    ),
    worked(
        "a total that is wholly reported and falls short is missed", "5 × 30 = 150 < 200",
        TOTAL, [value(str(year), 30) for year in range(2016, 2021)], as_of=NEW_YEAR,
        value=150, attainment=0.75, status="missed", flags=set(),
    ),
    worked(
        "a checklist that was last reported before the due day is not final", "b may have been done since 2018",
        CHECKLIST, [value("2017", 1, item_id="a"), value("2018", 0, item_id="b"), value("2018", 1, item_id="c")],
        as_of=NEW_YEAR, value=2, status="no_data", flags={"not_final"},
    ),
    worked(
        "a checklist with an item that nobody reported is not final", "c may be done",
        CHECKLIST, [value("2017", 1, item_id="a"), value("2020", 0, item_id="b")], as_of=NEW_YEAR,
        value=1, status="no_data", flags={"incomplete", "not_final", "uncertain"},
    ),
    worked(
        "a checklist that is not done on the due day is missed", "2 of 3 on 2020-12-31",
        CHECKLIST, [value("2017", 1, item_id="a"), value("2020", 0, item_id="b"), value("2018", 1, item_id="c")],
        as_of=NEW_YEAR, value=2, attainment=0.666666667, status="missed", flags=set(),
    ),
    worked(
        "a final value that may hold or not decides nothing", "about 200 is 190 to 210",
        {}, [value("2020", 200, qualifier="about")], as_of=NEW_YEAR, status="no_data", flags={"not_final", "uncertain"},
    ),
    worked(
        "a final value that certainly falls short leaves nothing open", "less than 190 isn't 200",
        {}, [value("2020", 190, qualifier="below")], as_of=NEW_YEAR, status="missed", flags=set(),
    ),
    worked(
        "a leap day is a due day", "200 on 2020-02-29, judged the day after",
        {"due": date(2020, 2, 29)}, [value("2020-02", 200)], as_of=date(2020, 3, 1),
        last_day=date(2020, 2, 29), status="met",
    ),
    worked(
        "a leap day is counted on the way", "1461 + 31 = 1492 of 1461 + 60 = 1521; 0.9 × 1521 / 1492",
        {"due": date(2020, 2, 29)}, [value("2020-01", 190)], as_of=date(2020, 2, 29),
        expected=0.980933596, pace=0.917493298, status="behind",
    ),
    worked(
        "a baseline may have been measured on a leap day", "306 of 1767 days; 0.2 × 1767 / 306",
        {"baseline_period": "2016-02-29"}, [value("2016", 120)], as_of=date(2017, 1, 15),
        expected=0.173174873, pace=1.154901961, status="on_track",
    ),
    worked(
        "a total of a plan that begins in mid-year begins there", "184 of 1645 days from 2016-06-30; 0.1 × 1645 / 184",
        TOTAL | _low(100, plan_id="mid-year"), [value("2016-H2", 10)], as_of=date(2017, 1, 15),
        start_day=date(2016, 6, 30), progress=0.1, expected=0.111854103, pace=0.894021739, status="behind",
    ),
]  # fmt: skip

# 365 of 730 days, a half; from 100 to 200 a value of 147.5 is at a pace of 0.475 / 0.5 = 0.95
CUTS = [
    worked(
        f"{number} is {status} by the {profile} profile", f"({number} - 100) / 100 / 0.5 = {pace}",
        TWO_YEARS, [value("2017", number)], as_of=date(2018, 1, 15), profile=profile, pace=pace, status=status,
    )
    for profile, number, pace, status in (
        ("standard", "147.5", 0.95, "on_track"),
        ("standard", "147.49", 0.9498, "behind"),
        ("standard", "130", 0.6, "behind"),
        ("standard", "129.99", 0.5998, "off_track"),
        ("traffic-light", "150", 1.0, "on_track"),
        ("traffic-light", "149.99", 0.9998, "behind"),
        ("traffic-light", "135", 0.7, "behind"),
        ("traffic-light", "134.99", 0.6998, "off_track"),
    )
]  # fmt: skip

GROWTH = [
    worked(
        "growth is compared with the growth that was needed", "1.5^(1/3) - 1 = 0.144714243; 2^(1/5) - 1 = 0.148698355",
        {}, [value("2018", 150)], as_of=MID_2019, profile="cagr", progress=0.5, pace=0.973206748, status="on_track",
    ),
    worked(
        "a decline is compared with the decline that was needed",
        "0.75^(1/3) - 1 = -0.091439704; 0.5^(1/5) - 1 = -0.129449437",
        _high(100) | _base(200), [value("2018", 150)], as_of=MID_2019, profile="cagr",
        pace=0.706373901, status="behind",
    ),
    worked(
        "a part of a year is a part of its days",
        "2 + 181 / 365 = 2.495890411 years; 1.4^(1/2.495890411) - 1 = 0.144319916",
        {}, [value("2018-06-30", 140)], as_of=MID_2019, profile="cagr", pace=0.970554895, status="on_track",
    ),
    worked(
        "growth backwards is worse than the start", "0.9^(1/3) - 1 < 0",
        {}, [value("2018", 90)], as_of=MID_2019, profile="cagr", status="reversed",
    ),
    worked(
        "a negative number has no growth", "(-10 - -100) / 300, and no root of -10 / -100",
        _base(-100), [value("2018", -10)], as_of=MID_2019, profile="cagr", progress=0.3, pace=None,
        status="no_baseline",
    ),
    worked(
        "a total has no growth", "it starts from nothing",
        TOTAL, [value("2016", 50)], as_of=date(2017, 1, 15), profile="cagr",
        progress=0.25, pace=None, status="no_baseline",
    ),
    worked(
        "what was held at the start has a growth that counts the other way", "goal below the start; still met",
        _base(250), [value("2018", 300)], as_of=MID_2019, profile="cagr", status="met",
    ),
]  # fmt: skip

FIVE = range(2016, 2021)
YEARS = [
    worked(
        "a yearly metric is met when every year of the plan has held", "100 ≥ 100 five times",
        YEARLY, [value(str(year), 100) for year in FIVE], as_of=NEW_YEAR, years_held=5, years_missed=0, status="met",
    ),
    worked(
        "one closed year that fell short is enough to miss", "2017 came to 90 of 100",
        YEARLY, [value("2016", 150), value("2017", 90), value("2018", 150)], as_of=MID_2019,
        value=150, years_missed=1, years_held=2, status="missed",
    ),
    worked(
        "a year that has closed and holds is on track", "2016 came to 100",
        YEARLY, [value("2016", 100)], as_of=date(2017, 6, 30), expected=1.0, status="on_track",
    ),
    worked(
        "the last year of the plan is on track on the due day", "not over before the day after",
        YEARLY, [value(str(year), 100) for year in FIVE], as_of=date(2020, 12, 31), status="on_track",
    ),
    worked(
        "a year that nobody reported leaves it open in the end", "2018 is missing",
        YEARLY, [value(str(year), 100) for year in FIVE if year != 2018], as_of=NEW_YEAR,
        years_held=4, status="no_data", flags={"not_final", "incomplete"},
    ),
    worked(
        "a year that nobody reported is told while the plan runs", "2016 is missing, 2017 came to 100",
        YEARLY, [value("2017", 100)], as_of=date(2018, 1, 15), years_held=1, status="on_track", flags={"incomplete"},
    ),
    worked(
        "a year is closed by its quarters", "4 × 25 = 100",
        YEARLY, [value(f"2016-Q{quarter}", 25) for quarter in (1, 2, 3, 4)], as_of=date(2017, 1, 15),
        value=100, years_held=1, status="on_track", flags=set(),
    ),
    worked(
        "a year with a quarter that nobody reported is not closed", "75 of 100, all of the year has gone",
        YEARLY, [value(f"2016-Q{quarter}", 25) for quarter in (1, 2, 4)], as_of=date(2017, 1, 15),
        value=75, years_missed=0, progress=0.75, expected=1.0, pace=0.75, status="behind",
        flags={"incomplete", "uncertain"},
    ),
    worked(
        "a running year that is above its ceiling is missed at once", "110 > 100 by June",
        YEARLY | _high(100), [value("2016-H1", 110)], as_of=date(2016, 7, 15), status="missed",
    ),
    worked(
        "a closed year of about half the floor is missed", "about 50 is 47.5 to 52.5, and 100 was asked",
        YEARLY, [value("2016", 50, qualifier="about"), value("2017", 150)], as_of=date(2018, 6, 30),
        years_missed=1, status="missed",
    ),
    worked(
        "closed years of about twice the floor are met", "about 200 is 190 to 210, and 100 was asked",
        YEARLY, [value(str(year), 200, qualifier="about") for year in FIVE], as_of=NEW_YEAR,
        years_held=5, status="met", flags=set(),
    ),
    worked(
        "a closed year of about the floor decides nothing", "about 100 is 95 to 105; 1 / 1",
        YEARLY, [value("2016", 100, qualifier="about")], as_of=date(2017, 6, 30),
        years_held=0, years_missed=0, pace=1.0, status="on_track", flags={"uncertain"},
    ),
    worked(
        "years that may have held or not decide nothing", "about 100 is 95 to 105 in 2020",
        YEARLY, [*(value(str(year), 100) for year in range(2016, 2020)), value("2020", 100, qualifier="about")],
        as_of=NEW_YEAR, years_held=4, status="no_data", flags={"not_final", "uncertain"},
    ),
    worked(
        "the first year of a plan that begins in mid-year has only its own days", "184 of 184 days",
        YEARLY | {"plan_id": "mid-year"}, [value("2016-H2", 100)], as_of=date(2017, 1, 15),
        years_held=1, status="on_track", flags=set(),
    ),
    worked(
        "days before the plan don't stand for days that nobody reported",
        "the plan begins on 2016-06-30; of its 185 days in 2016 H1 holds 1 and Q4 holds 92",
        YEARLY | {"plan_id": "end-of-june"}, [value("2016-H1", 5), value("2016-Q4", 10)], as_of=date(2017, 1, 15),
        value=15, years_missed=0, progress=0.15, status="off_track", flags={"incomplete", "uncertain"},
    ),
]  # fmt: skip

CASES = [*BASELINES, *TARGETS, *DUE_DAYS, *CUTS, *GROWTH, *YEARS]


@pytest.fixture(scope="module")
def found() -> Mapping[str, Assessment]:
    return judge_worked(CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_status_follows_from_the_numbers(case: Worked, found: Mapping[str, Assessment]) -> None:
    check(case, found)
