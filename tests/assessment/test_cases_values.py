"""Do the right values count, and as what? Each number here was worked by hand.

Unless told otherwise: a level of 200 or more by the end of 2020, from 100 at the end of 2015,
judged mid-2019.
"""

from collections.abc import Mapping
from datetime import date, datetime
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
TO_DATE: Told = {"basis": "total", "reported": "to_date", **NO_BASELINE}
YEARLY: Told = {"basis": "yearly", "target_low": Decimal(100), **NO_BASELINE}
CHECKLIST: Told = {"basis": "checklist", "items": ["a", "b", "c"], "target_low": Decimal(3), **NO_BASELINE}
CEILING: Told = {"target_low": None, "target_high": Decimal(300), "comparator": "at_most", "direction": "lower"}
MONITORED: Told = dict.fromkeys(("comparator", "direction", "target_low", "path", "due"))


def _on(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day)  # noqa: DTZ001 - the store keeps UTC without a zone


GRAINS = [
    worked(
        "the period that ends last counts", "2018-11 ends before 2018 does",
        {}, [value("2018", 150), value("2018-11", 160)], as_of=MID_2019, value=150, period="2018",
    ),
    worked(
        "of two periods with one end the finer counts", "2018-12 begins last",
        {}, [value("2018", 150), value("2018-12", 170), value("2018-Q4", 160)], as_of=MID_2019, value=170,
        period="2018-12",
    ),
    worked(
        "a day is the finest", "2018-12-31 begins after 2018-12",
        {}, [value("2018-12-31", 180), value("2018-12", 170)], as_of=MID_2019, value=180, period="2018-12-31",
    ),
    worked(
        "a running total is the last one", "not 60 + 90",
        TO_DATE, [value("2016", 60), value("2017-H1", 90)], as_of=MID_2019, value=90, period="2017-H1",
    ),
    worked(
        "amounts of any grain add up", "40 + 20 + 10 + 5 + 5 = 80",
        TOTAL,
        [value("2016", 40), value("2017-H1", 20), value("2017-Q3", 10), value("2017-10", 5), value("2017-11", 5)],
        as_of=MID_2019, value=80, last_day=date(2017, 11, 30), period="2017-11", flags=set(),
    ),
    worked(
        "a period that ends after the day doesn't count", "2019-Q2 ends on the next day",
        {}, [value("2019-Q1", 150), value("2019-Q2", 190)], as_of=date(2019, 6, 29), value=150,
    ),
    worked(
        "a period counts on its last day", "2019-Q2 ends on that day",
        {}, [value("2019-Q1", 150), value("2019-Q2", 190)], as_of=MID_2019, value=190,
    ),
    worked(
        "a period that has begun by the due day counts", "2020 ends after 2020-06-30 and says more than nothing",
        {"due": date(2020, 6, 30)}, [value("2020", 210)], as_of=NEW_YEAR, value=210, status="met",
    ),
    worked(
        "a period that begins after the due day doesn't count", "2020-Q3 begins on 2020-07-01",
        {"due": date(2020, 6, 30)}, [value("2020-H1", 190), value("2020-Q3", 210)], as_of=NEW_YEAR,
        value=190, status="missed",
    ),
    worked(
        "amounts from before the plan don't add up with the plan's", "30 of 2016",
        TOTAL, [value("2015", 90), value("2016", 30)], as_of=MID_2019, value=30,
    ),
    worked(
        "a running total from before the plan doesn't count", "2015 ends before 2016-01-01",
        TO_DATE, [value("2015", 90)], as_of=MID_2019, value=None, status="no_data",
    ),
    worked(
        "an amount counts that begins before the plan and ends in it", "2016 ends after 2016-07-01",
        TOTAL | {"plan_id": "mid-year"}, [value("2016", 30)], as_of=MID_2019, value=30,
    ),
    worked(
        "a level from before the plan counts", "the last known state",
        {}, [value("2014", 90)], as_of=MID_2019, value=90, status="reversed",
    ),
]  # fmt: skip

UNITS = [
    worked(
        "a value in another unit is converted", "20000 万元 are 2 亿元",
        {"unit_id": "亿元", "target_low": Decimal(2), "baseline": Decimal(1)}, [value("2018", 20000, unit_id="万元")],
        as_of=MID_2019, value=2, attainment=1.0, progress=1.0, status="met",
    ),
    worked(
        "amounts in several units add up", "1 亿元 + 5000 万元 + 50000000 元 = 2 亿元",
        TOTAL | {"unit_id": "亿元", "target_low": Decimal(4)},
        [value("2016", 1), value("2017", 5000, unit_id="万元"), value("2018", 50_000_000, unit_id="元")],
        as_of=MID_2019, value=2, attainment=0.5,
    ),
    worked(
        "0.29 of a bigger unit is exactly 2900 of the smaller", "0.29 亿元 = 2900 万元, and 2900 were asked",
        {"unit_id": "万元", "target_low": Decimal(2900)}, [value("2018", "0.29", unit_id="亿元")],
        as_of=MID_2019, attainment=1.0, status="met",
    ),
    worked(
        "0.07 of a bigger unit is not above 700 of the smaller", "0.07 亿元 = 700 万元, and 700 is the most",
        {
            "unit_id": "万元", "comparator": "at_most", "direction": "lower", "target_low": None,
            "target_high": Decimal(700), "baseline": Decimal(900),
        },
        [value("2020", "0.07", unit_id="亿元")], as_of=NEW_YEAR, status="met",
    ),
    worked(
        "0.1 and 0.7 are exactly 0.8", "0.1 + 0.7 = 0.8, and 0.8 were asked",
        TOTAL | {"target_low": Decimal("0.8")}, [value("2016", "0.1"), value("2017", "0.7")],
        as_of=MID_2019, attainment=1.0, status="met",
    ),
    worked(
        "0.1 and 0.2 in a year are exactly 0.3", "0.1 + 0.2 = 0.3, and 0.3 is the most",
        YEARLY | {"comparator": "at_most", "direction": "lower", "target_low": None, "target_high": Decimal("0.3")},
        [value("2018-H1", "0.1"), value("2018-H2", "0.2")], as_of=MID_2019, years_missed=0, status="on_track",
    ),
    worked(
        "a value at the baseline in another unit has not gone backwards", "0.0003 亿元 = 3 万元; (3 - 3) / 7",
        {"unit_id": "万元", "target_low": Decimal(10), "baseline": Decimal(3)},
        [value("2018", "0.0003", unit_id="亿元")],
        as_of=MID_2019, progress=0.0, pace=0.0, status="off_track",
    ),
    worked(
        "the lower end of about is exact", "about 0.6 is 0.57 to 0.63, and 0.57 were asked",
        {"target_low": Decimal("0.57"), "baseline": Decimal(0)}, [value("2018", "0.6", qualifier="about")],
        as_of=MID_2019, least=0.57, most=0.63, status="met",
    ),
]  # fmt: skip

AT_LEAST: Told = {"comparator": "at_least", "target_low": Decimal(100)}
ABOVE: Told = {"comparator": "above", "target_low": Decimal(100)}
AT_MOST: Told = {"comparator": "at_most", "direction": "lower", "target_low": None, "target_high": Decimal(100)}
BELOW: Told = AT_MOST | {"comparator": "below"}
BETWEEN: Told = AT_LEAST | {"comparator": "between", "target_high": Decimal(200)}
WITHIN: Told = BETWEEN | {"direction": "within"}
ABOUT: Told = AT_LEAST | {"comparator": "about", "target_high": Decimal(100), "tolerance": Decimal(5)}
OPEN, MET, MISSED = "no_data", "met", "missed"

# Final values of 2020, judged on the day after: met and missed are certain, no_data is open.
# 'above 100' is everything past 100 without 100; 'about 100' is 95 to 105.
QUALIFIED = [
    worked(
        f"{qualifier or 'exactly'} {number} against {name}: {status}", f"from {least} to {most}",
        target | NO_BASELINE, [value("2020", number, qualifier=qualifier)], as_of=NEW_YEAR,
        least=least, most=most, status=status,
    )
    for name, target, qualifier, number, least, most, status in (
        ("at least 100", AT_LEAST, None, 100, 100, 100, MET),
        ("at least 100", AT_LEAST, "above", 100, 100, None, MET),
        ("at least 100", AT_LEAST, "above", 99, 99, None, OPEN),
        ("at least 100", AT_LEAST, "below", 100, None, 100, MISSED),
        ("at least 100", AT_LEAST, "below", 101, None, 101, OPEN),
        ("at least 100", AT_LEAST, "about", 100, 95, 105, OPEN),
        ("at least 100", AT_LEAST, "about", 120, 114, 126, MET),
        ("at least 100", AT_LEAST, "about", 80, 76, 84, MISSED),
        ("above 100", ABOVE, None, 100, 100, 100, MISSED),
        ("above 100", ABOVE, None, "100.0001", 100.0001, 100.0001, MET),
        ("above 100", ABOVE, "above", 100, 100, None, MET),
        ("above 100", ABOVE, "above", 99, 99, None, OPEN),
        ("above 100", ABOVE, "below", 100, None, 100, MISSED),
        ("at most 100", AT_MOST, None, 100, 100, 100, MET),
        ("at most 100", AT_MOST, "above", 100, 100, None, MISSED),
        ("at most 100", AT_MOST, "above", 99, 99, None, OPEN),
        ("at most 100", AT_MOST, "below", 100, None, 100, MET),
        ("at most 100", AT_MOST, "below", 101, None, 101, OPEN),
        ("at most 100", AT_MOST, "about", 100, 95, 105, OPEN),
        ("at most 100", AT_MOST, "about", 80, 76, 84, MET),
        ("below 100", BELOW, None, 100, 100, 100, MISSED),
        ("below 100", BELOW, "below", 100, None, 100, MET),
        ("below 100", BELOW, "above", 100, 100, None, MISSED),
        ("100 to 200, higher", BETWEEN, None, 250, 250, 250, MET),
        ("100 to 200, higher", BETWEEN, "above", 150, 150, None, MET),
        ("100 to 200", WITHIN, None, 100, 100, 100, MET),
        ("100 to 200", WITHIN, None, 200, 200, 200, MET),
        ("100 to 200", WITHIN, None, 201, 201, 201, MISSED),
        ("100 to 200", WITHIN, "above", 150, 150, None, OPEN),
        ("100 to 200", WITHIN, "above", 200, 200, None, MISSED),
        ("100 to 200", WITHIN, "below", 150, None, 150, OPEN),
        ("100 to 200", WITHIN, "below", 100, None, 100, MISSED),
        ("100 to 200", WITHIN, "about", 150, 142.5, 157.5, MET),
        ("about 100, higher", ABOUT, None, 95, 95, 95, MET),
        ("about 100, higher", ABOUT, None, 94, 94, 94, MISSED),
        ("about 100, higher", ABOUT, None, 300, 300, 300, MET),
        ("about 100, lower", ABOUT | {"direction": "lower"}, None, 105, 105, 105, MET),
        ("about 100, lower", ABOUT | {"direction": "lower"}, None, 106, 106, 106, MISSED),
        ("about 100, within", ABOUT | {"direction": "within"}, None, 105, 105, 105, MET),
        ("about 100, within", ABOUT | {"direction": "within"}, None, 106, 106, 106, MISSED),
        ("about 100, within", ABOUT | {"direction": "within"}, "about", 100, 95, 105, MET),
        ("about 100, within", ABOUT | {"direction": "within"}, "about", 101, 95.95, 106.05, OPEN),
    )
]  # fmt: skip

SUMS = [
    worked(
        "a sum with a part of 'more than' is more than the sum", "more than 40, and 60",
        TOTAL | {"target_low": Decimal(100)}, [value("2016", 40, qualifier="above"), value("2017", 60)], as_of=MID_2019,
        value=100, least=100, most=None, qualifier="above", status="met",
    ),
    worked(
        "a sum with a part of 'nearly' is nearly the sum", "nearly 60, and 60: less than 120 of 110",
        TOTAL | {"target_low": Decimal(110)}, [value("2016", 60, qualifier="below"), value("2017", 60)], as_of=MID_2019,
        value=120, least=None, most=120, qualifier="below", status="on_track", flags={"uncertain"},
    ),
    worked(
        "a sum with a part of 'about' is about the sum", "40 + 60 = 100, give or take 5",
        TOTAL | {"target_low": Decimal(100)}, [value("2016", 40, qualifier="about"), value("2017", 60)], as_of=MID_2019,
        value=100, least=95, most=105, qualifier="about", status="on_track", flags={"uncertain"},
    ),
    worked(
        "a sum of 'more than' and 'nearly' can be anything", "more than 40, and nearly 60",
        TOTAL | {"target_low": Decimal(100)},
        [value("2016", 40, qualifier="above"), value("2017", 60, qualifier="below")], as_of=MID_2019,
        value=100, least=None, most=None, flags={"uncertain"},
    ),
]  # fmt: skip

KINDS = [
    worked(
        "a provisional value counts and is flagged", "(160 - 100) / 100",
        {}, [value("2018", 160, obs_status="P")], as_of=MID_2019, status="on_track", flags={"provisional"},
    ),
    worked(
        "an estimate counts and is flagged", "(160 - 100) / 100",
        {}, [value("2018", 160, obs_status="E")], as_of=MID_2019, status="on_track", flags={"provisional"},
    ),
    worked(
        "a break in the series counts", "(160 - 100) / 100",
        {}, [value("2018", 160, obs_status="B")], as_of=MID_2019, status="on_track", flags=set(),
    ),
    worked(
        "one provisional part makes a sum provisional", "30 + 40",
        TOTAL, [value("2016", 30, obs_status="P"), value("2017", 40)], as_of=MID_2019, value=70, flags={"provisional"},
    ),
    worked(
        "a forecast is not judged", "160 of 2017 counts, 250 of 2018 doesn't",
        {}, [value("2017", 160), value("2018", 250, obs_status="F")], as_of=MID_2019, value=160, period="2017",
    ),
    worked(
        "a forecast doesn't add up", "30 of 2016",
        TOTAL, [value("2016", 30), value("2017", 40, obs_status="F")], as_of=MID_2019, value=30,
    ),
    worked(
        "nothing but a forecast is no value", "250 is only expected",
        {}, [value("2018", 250, obs_status="F")], as_of=MID_2019, value=None, status="no_data",
    ),
    worked(
        "a missing value leaves the one before it", "150 of 2017",
        {}, [value("2017", 150), value("2018", None, obs_status="M", note="未统计")], as_of=MID_2019, value=150,
    ),
    worked(
        "a missing value isn't zero", "30 + 40, and a year unknown",
        TOTAL, [value("2016", 30), value("2017", None, obs_status="M", note="未统计"), value("2018", 40)],
        as_of=MID_2019,
        value=70, flags={"incomplete", "uncertain"},
    ),
    worked(
        "a metric without a target is only followed", "no comparator",
        MONITORED, [value("2018", 160)], as_of=MID_2019,
        value=160, attainment=None, progress=None, expected=None, pace=None, status="monitored", flags=set(),
    ),
    worked(
        "nothing is expected of a metric without a target, not even before its plan", "unknown is never 0",
        MONITORED | NO_BASELINE, [value("2015", 160)], as_of=MID_2019, value=160, expected=None, status="monitored",
    ),
]  # fmt: skip

SECOND: Told = {"revision": 2, "recorded_at": _on(2019, 3, 1), "note": "更正"}
REVISIONS = [
    worked(
        "a correction stands", "170, not 150", {}, [value("2018", 150), value("2018", 170, **SECOND)], as_of=MID_2019,
        value=170,
    ),
    worked(
        "before a correction the first value stands", "the correction is of 2019-03-01",
        {}, [value("2018", 150), value("2018", 170, **SECOND)], as_of=MID_2019, known_at=_on(2019, 2, 28), value=150,
    ),
    worked(
        "at the moment of a correction it is known", "recorded and looked at in one moment",
        {}, [value("2018", 150), value("2018", 170, **SECOND)], as_of=MID_2019, known_at=_on(2019, 3, 1), value=170,
    ),
    worked(
        "a value that is taken back is gone", "2018 is missing now, 2017 stands",
        {}, [value("2017", 140), value("2018", 150), value("2018", None, obs_status="M", **SECOND)], as_of=MID_2019,
        value=140,
    ),
    worked(
        "a value that turns into a forecast no longer counts", "2018 is a forecast now, 2017 stands",
        {}, [value("2017", 140), value("2018", 150), value("2018", 150, obs_status="F", **SECOND)], as_of=MID_2019,
        value=140,
    ),
    worked(
        "what was recorded later isn't known yet", "2018 was recorded on 2019-02-01",
        {}, [value("2017", 140), value("2018", 150, recorded_at=_on(2019, 2, 1))], as_of=MID_2019,
        known_at=_on(2019, 1, 31), value=140,
    ),
    worked(
        "each amount of a sum has its own revisions", "30 + 45",
        TOTAL, [value("2016", 30), value("2017", 40), value("2017", 45, **SECOND)], as_of=MID_2019, value=75,
    ),
]  # fmt: skip

NEW: Told = {"version": 2, "target_low": Decimal(300), "recorded_at": _on(2018, 5, 1)}
VERSIONS = [
    worked(
        "a changed target is judged from its day on", "160 of 300",
        [{}, NEW | {"effective_from": date(2018, 7, 1)}], [value("2017", 160)], as_of=date(2018, 7, 1),
        version=2, goal=300, attainment=0.533333333,
    ),
    worked(
        "on the day before, the old target is judged", "160 of 200",
        [{}, NEW | {"effective_from": date(2018, 7, 1)}], [value("2017", 160)], as_of=date(2018, 6, 30),
        version=1, goal=200, attainment=0.8,
    ),
    worked(
        "a changed target isn't known before it is recorded", "160 of 200",
        [{}, NEW], [value("2017", 160)], as_of=MID_2019, known_at=_on(2018, 4, 30), version=1, attainment=0.8,
    ),
    worked(
        "a correction without a day stands from the start", "110 of 300 in 2016",
        [{}, NEW], [value("2016", 110)], as_of=date(2017, 1, 15), version=2, attainment=0.366666667,
    ),
    worked(
        "a correction of the first target leaves the one that has followed it",
        "version 2 is in force since 2018-07-01",
        [{}, NEW | {"effective_from": date(2018, 7, 1)}, NEW | {"version": 3, "target_low": Decimal(250)}],
        [value("2017", 160)], as_of=MID_2019, version=2, goal=300,
    ),
    worked(
        "each version has its own milestones", "150 on 2018-12-31 in version 2: (150 - 100) / 200",
        [{}, NEW | {"path": "milestones", "milestones": {date(2018, 12, 31): 150}}], [value("2018", 140)],
        as_of=MID_2019,
        progress=0.2, expected=0.25, pace=0.8, status="behind",
    ),
]  # fmt: skip

LISTS = [
    worked(
        "the last tick of an item counts", "a was done, and isn't any more; b is",
        CHECKLIST, [value("2016", 1, item_id="a"), value("2017", 0, item_id="a"), value("2016", 1, item_id="b")],
        as_of=MID_2019, value=1, attainment=0.333333333,
    ),
    worked(
        "an item that has left the list is not counted", "b and c of b, c, d; a was struck off",
        [CHECKLIST, CHECKLIST | {"version": 2, "items": ["b", "c", "d"]}],
        [value("2017", 1, item_id=item) for item in ("a", "b", "c")], as_of=MID_2019,
        value=2, attainment=0.666666667, status="on_track",
    ),
    worked(
        "the period of a list is the one that ends last", "2018-11 ends after 2018-Q1",
        CHECKLIST, [value("2018-Q1", 1, item_id="a"), value("2018-11", 0, item_id="b")], as_of=MID_2019,
        value=1, last_day=date(2018, 11, 30), period="2018-11",
    ),
]  # fmt: skip


def _asked(frequency: str, last: str, as_of: date, overdue: bool) -> Worked:
    return worked(
        f"a report each {frequency}, the last for {last}, on {as_of}: {'over' if overdue else 'not over'}due",
        "overdue on the 30th day after the period's end",
        {"frequency": frequency}, [value(last, 150)], as_of=as_of, flags={"overdue"} if overdue else set(),
    )  # fmt: skip


YEAR = {"frequency": "year"}
FLAGS = [
    _asked("year", "2016", date(2018, 1, 29), overdue=False),  # 2018-01-29 - 30 days = 2017-12-30
    _asked("year", "2016", date(2018, 1, 30), overdue=True),
    _asked("year", "2017", date(2018, 1, 30), overdue=False),
    _asked("half", "2017", date(2018, 7, 29), overdue=False),  # 2018-07-30 - 30 days = 2018-06-30
    _asked("half", "2017", date(2018, 7, 30), overdue=True),
    _asked("quarter", "2018-Q1", date(2018, 7, 30), overdue=True),
    _asked("quarter", "2018-Q2", date(2018, 7, 30), overdue=False),
    _asked("month", "2018-01", date(2018, 3, 29), overdue=False),  # 2018-03-30 - 30 days = 2018-02-28
    _asked("month", "2018-01", date(2018, 3, 30), overdue=True),
    _asked("month", "2016-01", date(2016, 3, 29), overdue=False),  # a leap year: 2016-03-30 - 30 days = 2016-02-29
    _asked("month", "2016-01", date(2016, 3, 30), overdue=True),
    worked(
        "without a frequency nothing is overdue", "nobody was asked", {}, [value("2016", 150)], as_of=MID_2019,
        flags=set(),
    ),
    worked(
        "a report is due without any value", "2018 has ended 181 days before",
        YEAR, [], as_of=MID_2019, status="no_data", flags={"overdue"},
    ),
    worked(
        "a forecast is no report", "2018 is only expected",
        YEAR, [value("2017", 150), value("2018", 160, obs_status="F")], as_of=MID_2019, flags={"overdue"},
    ),
    worked(
        "a missing value with its reason is a report", "2018 is said to be missing",
        YEAR, [value("2017", 150), value("2018", None, obs_status="M", note="未统计")], as_of=MID_2019, flags=set(),
    ),
    worked(
        "nothing is due of the time before the plan", "2015 ends before 2016-01-01",
        YEAR, [], as_of=date(2016, 6, 30), status="no_data", flags=set(),
    ),
    worked(
        "nothing is due of the time after the plan", "2020 is reported, 2021 isn't asked for",
        YEAR, [value("2020", 200)], as_of=date(2023, 6, 30), status="met", flags=set(),
    ),
    worked(
        "a sum whose first leap year is missing is incomplete", "2017-01-01 is 366 days after the start",
        TOTAL, [value("2017", 40), value("2018", 40)], as_of=MID_2019, value=80, flags={"incomplete", "uncertain"},
    ),
    worked(
        "a sum whose first year of 365 days is missing is incomplete", "2018-01-01 is 365 days after 2017-01-01",
        TOTAL | {"plan_id": "two-years", "frequency": "year"}, [value("2018", 40)], as_of=date(2019, 1, 15),
        value=40, status="off_track", flags={"incomplete", "uncertain"},
    ),
    worked(
        "a year that was never reported is not counted as zero in the end",
        "2017 is missing, so 150 of 200 may be too low",
        TOTAL | {"plan_id": "two-years", "frequency": "year", "due": date(2018, 12, 31)}, [value("2018", 150)],
        as_of=date(2019, 1, 15), value=150, status="no_data", flags={"incomplete", "not_final", "uncertain"},
    ),
    worked(
        "a sum whose first half is missing is incomplete", "2017-07-01 is 181 days after 2017-01-01",
        TOTAL | {"plan_id": "two-years", "frequency": "half"}, [value("2017-H2", 40)], as_of=date(2018, 1, 15),
        flags={"incomplete", "uncertain"},
    ),
    worked(
        "a sum whose first quarter is missing is incomplete", "2017-04-01 is 90 days after 2017-01-01",
        TOTAL | {"plan_id": "two-years", "frequency": "quarter"}, [value("2017-Q2", 40)], as_of=date(2017, 7, 15),
        flags={"incomplete", "uncertain"},
    ),
    worked(
        "a sum whose first month is missing is incomplete", "2017-02-01 is 31 days after 2017-01-01",
        TOTAL | {"plan_id": "two-years", "frequency": "month"}, [value("2017-02", 40)], as_of=date(2017, 3, 15),
        flags={"incomplete", "uncertain"},
    ),
    worked(
        "a plan that begins within a year may be reported from the next period on",
        "2016-07-01 to 2016-Q4 is 92 days of a year",
        TOTAL | {"plan_id": "mid-year", "frequency": "year"}, [value("2016-Q4", 40)], as_of=date(2017, 1, 15),
        flags=set(),
    ),
    worked(
        "a sum with a gap is incomplete", "2016-Q2 is missing",
        TOTAL | {"frequency": "quarter"}, [value("2016-Q1", 40), value("2016-Q3", 40)], as_of=date(2016, 10, 15),
        flags={"incomplete", "uncertain"},
    ),
    worked(
        "a running total is never incomplete", "90 holds what came before",
        TO_DATE, [value("2016", 30), value("2018", 90)], as_of=MID_2019, value=90, flags=set(),
    ),
    worked(
        "a qualifier that leaves the target open is flagged", "about 200 is 190 to 210",
        {}, [value("2018", 200, qualifier="about")], as_of=MID_2019, status="on_track", flags={"uncertain"},
    ),
    worked(
        "days that nobody reported may have used up a ceiling", "60 of 300 and a year unknown; 0.599890531 / 0.2",
        TOTAL | CEILING, [value("2016", 30), value("2018", 30)], as_of=MID_2019,
        least=60, most=None, pace=2.999452655, status="on_track", flags={"incomplete", "uncertain"},
    ),
    worked(
        "a ceiling that holds so far leaves the pace open", "about 150 of 300 is 142.5 to 157.5; 0.599890531 / 0.5",
        TOTAL | CEILING, [value("2016", 50), value("2017", 50), value("2018", 50, qualifier="about")], as_of=MID_2019,
        most=157.5, pace=1.199781062, status="on_track", flags={"uncertain"},
    ),
    worked(
        "a year that has closed below its ceiling leaves nothing open", "about 100 is 95 to 105, and 300 were allowed",
        YEARLY | CEILING, [value("2016", 100, qualifier="about")], as_of=date(2017, 6, 30),
        years_held=1, status="on_track", flags=set(),
    ),
    worked(
        "a qualifier that leaves nothing open isn't flagged", "more than 200 is met",
        {}, [value("2018", 200, qualifier="above")], as_of=MID_2019, status="met", flags=set(),
    ),
]  # fmt: skip

CASES = [*GRAINS, *UNITS, *QUALIFIED, *SUMS, *KINDS, *REVISIONS, *VERSIONS, *LISTS, *FLAGS]


@pytest.fixture(scope="module")
def found() -> Mapping[str, Assessment]:
    return judge_worked(CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_right_values_count(case: Worked, found: Mapping[str, Assessment]) -> None:
    check(case, found)
