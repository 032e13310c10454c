"""What may a plan ask for, and a contributor report? Metrics and values at random, such as the checks let in."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from metrics.assessment import View
from metrics.periods import Period, parse_period
from tests.assessment.batch import PLANS, Case, Row
from tests.worlds import NOW, START, metric, value

SCALE = ["C", "B", "A", "S"]
MONEY = {"元": 1, "万元": 10**4, "亿元": 10**8}
UNTARGETED: Row = dict.fromkeys(("comparator", "direction", "target_low", "target_high", "path", "due"))
DIRECTIONS = {
    "at_least": ["higher"],
    "above": ["higher"],
    "at_most": ["lower"],
    "below": ["lower"],
    "between": ["higher", "lower", "within"],
    "about": ["higher", "lower", "within"],
}
WHOLE, HALVES, QUARTERS = [""], ["-H1", "-H2"], ["-Q1", "-Q2", "-Q3", "-Q4"]
MIXED = [["-H1", "-Q3", "-Q4"], ["-Q1", "-Q2", "-H2"], ["-Q1", "-04", "-05", "-06", "-H2"]]
MONTHS = [f"-{month:02}" for month in range(1, 13)]
PARTITIONS = [WHOLE, HALVES, QUARTERS, *MIXED, MONTHS]
STATES = [f"{year}{end}" for year in range(2014, 2022) for end in ("", "-H1", "-Q2", "-Q4", "-02", "-12", "-12-31")]
EDGES = [
    date(2016, 2, 29),
    date(2018, 1, 1),
    date(2020, 12, 30),
    date(2020, 12, 31),
    date(2021, 1, 1),
    date(2021, 1, 30),
]
BASES = ["level", "level", "composite", "total", "total", "total", "yearly", "yearly", "grade", "checklist"]
PROFILES = ["standard", "standard", "traffic-light", "cagr"]


def view_at_random(chance: Random) -> View:
    """A day from before the plans to after them, a moment, a profile."""
    first, last = chance.choice([(date(2015, 12, 1), date(2022, 6, 30)), (date(2017, 1, 1), date(2020, 12, 31))])
    as_of = chance.choice(EDGES) if chance.random() < 0.2 else _day(chance, first, last)
    known_at = NOW if chance.random() < 0.85 else START + timedelta(days=chance.randrange(2200))
    return View(as_of, known_at, chance.choice(PROFILES))


def case_at_random(chance: Random, metric_id: str, bases: Sequence[str] = BASES) -> Case:
    """A metric of any kind, perhaps with a second version, and its values."""
    basis = chance.choice(bases)
    told: Row = {"plan_id": chance.choice(list(PLANS)), "basis": basis}
    told["unit_id"] = None if basis == "grade" else chance.choice(["家", "%", *MONEY])
    told["scale"] = "<".join(SCALE) if basis == "grade" else None
    told["reported"] = chance.choice(["increment", "increment", "to_date"]) if basis == "total" else None
    told["frequency"] = chance.choice([None, "month", "quarter", "half", "year"])
    definitions = [metric(metric_id, **told, **_target(chance, basis))]
    if chance.random() < 0.2:
        since = chance.choice([None, _day(chance, date(2016, 1, 1), date(2021, 1, 1))])
        record = {"version": 2, "effective_from": since, "recorded_at": START + timedelta(days=chance.randrange(1800))}
        definitions.append(metric(metric_id, **told, **_target(chance, basis), **record))
    return Case(definitions, _history(chance, definitions[0]))


def _target(chance: Random, basis: str) -> Row:
    """What one version of a definition asks for."""
    told: Row = {"target_low": None, "baseline": None, "baseline_period": None}
    if basis in ("level", "grade", "composite"):
        told |= _baseline(chance, basis)
    if basis == "checklist":
        told["items"] = ["i1", "i2", "i3"][: chance.choice([2, 3, 3])]
    if basis != "yearly" and chance.random() < 0.05:
        return told | UNTARGETED
    told["due"] = chance.choice([date(2020, 12, 31)] * 3 + [date(2018, 12, 31), date(2020, 6, 30)])
    told["path"] = chance.choice(["linear", "linear", "stepped", "milestones", "compound", "none"])
    if told["path"] == "milestones":
        days = [_day(chance, date(2015, 6, 1), date(2021, 6, 1)) for _ in range(chance.randrange(4))]
        told["milestones"] = {day: _number(chance) for day in days}
    if basis == "grade":
        return told | {"target_grade": chance.choice(SCALE)}
    if basis == "checklist":
        return told | {"target_low": Decimal(chance.choice([2, len(told["items"])]))}
    return told | _bounds(chance, negative=basis not in ("total", "yearly"))


def _baseline(chance: Random, basis: str) -> Row:
    if chance.random() < 0.15:
        return {"baseline": None}
    return {
        "baseline": Decimal(chance.randint(1, 4)) if basis == "grade" else _number(chance),
        "baseline_period": chance.choice(["2015", "2015", "2014", "2015-H1", "2016-02-29", None]),
        "baseline_qualifier": chance.choice([None] * 5 + ["above", "about"]),
    }


def _bounds(chance: Random, *, negative: bool) -> Row:
    """A comparator with the direction and the numbers that it needs."""
    comparator = chance.choice(list(DIRECTIONS))
    one, other = _number(chance), _number(chance)
    low, high = sorted((one, other) if negative else (abs(one), abs(other)))
    told: Row = {"comparator": comparator, "direction": chance.choice(DIRECTIONS[comparator])}
    if comparator in ("at_least", "above", "between"):
        told["target_low"] = low
    if comparator in ("at_most", "below", "between"):
        told["target_high"] = high
    if comparator == "about":
        told |= {"target_low": high, "target_high": high, "tolerance": chance.choice([Decimal(0), abs(low) / 10])}
    return told


def _history(chance: Random, told: Row) -> list[Row]:
    """The values of a metric, with their revisions."""
    rows: list[Row] = []
    for period in _periods(chance, told):
        items = [item for item in ("i1", "i2", "i3") if chance.random() < 0.6] if told["basis"] == "checklist" else [""]
        for item in items:
            rows.extend(_revisions(chance, told, period, item))
    return rows


def _periods(chance: Random, told: Row) -> Sequence[Period]:
    if told["basis"] != "yearly" and told["reported"] != "increment":
        return [parse_period(name) for name in chance.sample(STATES, chance.randrange(6))]
    first, last = chance.choice([2015, 2016, 2016, 2017]), chance.choice([2016, 2018, 2020, 2020, 2021])
    names = [f"{year}{end}" for year in range(first, last + 1) for end in chance.choice(PARTITIONS)]
    left_out = chance.sample(names, min(len(names), chance.choice([0, 0, 0, 1, 2])))
    return [parse_period(name) for name in names if name not in left_out]


def _revisions(chance: Random, told: Row, period: Period, item: str) -> list[Row]:
    rows: list[Row] = []
    recorded = datetime.combine(period.end, datetime.min.time())
    for revision in range(1, chance.choice([2] * 8 + [3, 4])):
        recorded += timedelta(days=chance.choice([1, 20, 200]))
        row = value(period.name, None, told["metric_id"], item_id=item, revision=revision, recorded_at=recorded)
        row["obs_status"] = chance.choice(["A"] * 30 + ["P", "E", "B", "F", "M"])
        rows.append(row | ({"note": "未报"} if row["obs_status"] == "M" else _content(chance, told, period)))
    return rows


def _content(chance: Random, told: Row, period: Period) -> dict[str, Any]:
    if told["basis"] == "grade":
        return {"grade": chance.choice(SCALE)}
    if told["basis"] == "checklist":
        return {"value": Decimal(chance.choice([0, 1, 1]))}
    number = _number(chance)
    if told["basis"] == "yearly" or told["basis"] == "total":
        number = abs(number)
    if told["reported"] == "increment" or told["basis"] == "yearly":
        number = (number * chance.choice([1, (period.end - period.start).days + 1]) / 366).quantize(Decimal("0.1"))
    qualifier = chance.choice([None] * 12 + ["above", "below", "about"])
    return _in_some_unit(chance, told["unit_id"], number) | {"qualifier": qualifier}


def _in_some_unit(chance: Random, own: str, number: Decimal) -> dict[str, Any]:
    """The number in the metric's unit or, where it can be written so, in another of its kind."""
    unit = chance.choice([None, None, *MONEY]) if own in MONEY else None
    if unit is None:
        return {"value": number, "unit_id": None}
    converted = number * MONEY[own] / MONEY[unit]
    if converted != round(converted, 4) or abs(converted) >= 10**13:
        return {"value": number, "unit_id": own}
    return {"value": converted, "unit_id": unit}


def _number(chance: Random) -> Decimal:
    """Often a number that has been seen before, at times negative."""
    kind = chance.random()
    if kind < 0.3:
        return Decimal(chance.choice(["0", "0.1", "0.2", "0.3", "0.7", "0.8", "1", "38", "40", "100", "200"]))
    if kind < 0.8:
        return Decimal(chance.randint(0, 300))
    return Decimal(chance.randint(-10000 if kind < 0.9 else 0, 30000)) / 100


def _day(chance: Random, first: date, last: date) -> date:
    return first + timedelta(days=chance.randint(0, (last - first).days))
