"""How a number reads with its unit."""

import csv
import re
import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from metrics.assessment import Assessment
from metrics.definitions import Observation
from metrics.explanation import reason
from metrics.words import Language, figures
from tests.worlds import SEEDS, World, metric, value

INVENTED = Path(__file__).parent.parent / "metrics" / "demonstration" / "places.toml"


def _one() -> Assessment:
    return World().add(metric(target_low=Decimal(1), baseline=Decimal(0)), values=[value("2018", 1)]).judged()


@pytest.mark.parametrize(
    ("number", "unit", "shown"),
    [
        (1, "units", "1 unit"),
        (-1, "points", "-1 point"),
        (0, "units", "0 units"),
        (1.5, "units", "1.5 units"),
        (21, "people", "21 people"),
        (1, "people", "1 person"),
        (1, "10k m²", "1 10k m²"),
        (1, "(rank)", "1 (rank)"),
        (1, "%", "1%"),
        (1, "units of somebody else", "1 units of somebody else"),
    ],
)
def test_one_of_a_unit_is_told_in_the_singular(number: float, unit: str, shown: str) -> None:
    assert figures.amount(number, replace(_one(), unit_en=unit), Language.EN) == shown


def test_one_of_a_unit_reads_alike_as_value_as_target_and_as_it_was_entered() -> None:
    one = replace(_one(), unit_en="units")
    rows = {"家": {"kind": "家", "factor": Decimal(1), "name_en": "units"}}
    assert figures.reported(one, Language.EN) == "1 unit (2018)"
    assert figures.target(one, Language.EN) == "≥ 1 unit"
    assert figures.entered(Observation("m", "2018", Decimal(1)), "家", Language.EN, rows) == "1 unit"
    assert figures.value(replace(one, decimals=1), Language.EN) == "1.0 units"
    assert figures.target(one, Language.ZH) == "≥ 1 家"


@pytest.mark.parametrize(
    ("number", "decimals", "shown"),
    [
        (290, 1, "29.00 billion CNY"),  # it read 29 billion beside 28.76 billion
        (287.6, 1, "28.76 billion CNY"),
        (290, 0, "29 billion CNY"),
        (287.6543, 1, "28.76543 billion CNY"),  # a digit that was entered is never dropped
        (9.5, 1, "950 million CNY"),
        (9.55, 2, "955 million CNY"),
        (0, 1, "0 CNY"),
    ],
)
def test_english_money_is_told_as_exactly_as_in_its_own_unit(number: float, decimals: int, shown: str) -> None:
    money: dict[str, Any] = {"unit_id": "亿元", "unit_factor": 1e8, "base_unit_en": "CNY", "unit_en": "100 million CNY"}
    one = replace(_one(), **money, value=number, decimals=decimals, target_low=Decimal(290))
    rows = {
        "元": {"kind": "money", "factor": Decimal(1), "name_en": "CNY"},
        "亿元": {"kind": "money", "factor": Decimal(10**8), "name_en": "100 million CNY"},
    }
    entered = Observation("m", "2018", Decimal(str(number)))
    assert figures.value(one, Language.EN) == shown
    assert figures.entered(entered, "亿元", Language.EN, rows, decimals) == shown
    # a target reads as it was set
    assert figures.target(one, Language.EN) == "≥ 29 billion CNY"


def test_a_baseline_reads_in_the_unit_of_the_value_beside_it() -> None:
    fell: dict[str, Any] = {"unit_id": "亿元", "decimals": 1, "target_low": Decimal(400), "baseline": Decimal(300)}
    one = World().add(metric(**fell), values=[value("2018", 280)]).judged()
    one = replace(one, unit_factor=1e8, base_unit_en="CNY")
    profile = {"pace_method": "path", "on_track_from": Decimal("0.95"), "behind_from": Decimal("0.6")}
    assert reason(one, profile, Language.EN) == (
        "28.00 billion CNY (2018) is worse than at the start (30.00 billion CNY)."
    )
    assert "比基期（300.0 亿元）更差" in reason(one, profile, Language.ZH)


def test_every_unit_that_comes_with_the_program_and_is_named_as_many_has_a_name_for_one() -> None:
    with (SEEDS / "units.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name_en"] for row in csv.DictReader(file)]
    names += [unit["name_en"] for unit in tomllib.loads(INVENTED.read_text(encoding="utf-8"))["units"]]
    many = [name for name in names if re.fullmatch(r"[a-z]+s|people", name)]
    assert len(many) == 13
    for name in many:
        assert figures.amount(1, replace(_one(), unit_en=name), Language.EN) != f"1 {name}"
