"""How people write numbers, and what is read."""

from decimal import Decimal

import pytest

from metrics.definitions import Unit
from metrics.numbers import OtherUnitError, read_chosen, read_number

UNITS = {
    name: Unit(name, kind, Decimal(factor), name)
    for name, kind, factor in (
        ("家", "家", 1),
        ("元", "money", 1),
        ("万元", "money", 10**4),
        ("亿元", "money", 10**8),
        ("%", "%", 1),
    )
}


@pytest.mark.parametrize(
    ("text", "own", "value", "unit", "qualifier"),
    [
        ("251", "家", "251", None, None),
        ("1,200", "家", "1200", None, None),
        ("\uff11\uff12\uff10\uff10", "家", "1200", None, None),
        ("\uff11\uff0c\uff12\uff10\uff10\uff0e\uff15", "家", "1200.5", None, None),
        ("约1,200", "家", "1200", None, "about"),
        ("近60", "家", "60", None, "below"),
        ("60余", "家", "60", None, "above"),
        ("超过280家", "家", "280", None, "above"),
        ("近600余", "家", "600", None, "about"),
        ("6左右", "%", "6", None, "about"),
        ("1.2万", "家", "12000", None, None),
        ("1.2万家", "家", "12000", None, None),
        ("2.5亿元", "亿元", "2.5", None, None),
        ("2.5亿", "亿元", "2.5", None, None),
        ("2500万", "亿元", "2500", "万元", None),
        ("2500万元", "亿元", "2500", "万元", None),
        ("1.2万亿", "亿元", "12000", None, None),
        ("1.2万亿元", "万元", "12000", "亿元", None),
        ("1.2万億元", "亿元", "12000", None, None),
        ("-3.5", "%", "-3.5", None, None),
        ("\u22123.5%", "%", "-3.5", None, None),
        ("over 600", "家", "600", None, "above"),
    ],
)  # fmt: skip
def test_a_number_is_read_for_what_it_is(
    text: str, own: str, value: str, unit: str | None, qualifier: str | None
) -> None:
    typed = read_number(text, own, UNITS)
    assert (typed.value, typed.unit_id, typed.qualifier) == (Decimal(value), unit, qualifier)


@pytest.mark.parametrize("text", ["", "abc", "1,20", "12..3", "1e5", "inf", "NaN", "12 apples", "--3", "1/2", "12家元"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_number(text, "家", UNITS)


@pytest.mark.parametrize(
    ("text", "chosen", "value", "unit"),
    [
        ("2.5", "", "2.5", None),
        ("2500万", "元", "25000000", "元"),
        ("2500万", "万元", "2500", "万元"),
        ("2500万元", "万元", "2500", "万元"),
        ("3亿元", "亿元", "3", None),
        ("约12000", "万元", "12000", "万元"),
    ],
)
def test_a_number_is_read_in_the_unit_that_was_chosen_for_it(
    text: str, chosen: str, value: str, unit: str | None
) -> None:
    typed = read_chosen(text, chosen, "亿元", UNITS)
    assert (typed.value, typed.unit_id) == (Decimal(value), unit)


@pytest.mark.parametrize(("text", "chosen"), [("3亿元", "万元"), ("2500万", "亿元"), ("3亿元", "元"), ("84%", "家")])
def test_a_number_that_names_another_unit_than_the_chosen_one_is_refused(text: str, chosen: str) -> None:
    with pytest.raises(OtherUnitError):
        read_chosen(text, chosen, "亿元", UNITS)
