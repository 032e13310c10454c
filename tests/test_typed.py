"""What a cell says: a number as people write it, a grade, a tick, or that there is none and why."""

from decimal import Decimal
from typing import Any

import pytest

from metrics.definitions import Metric, Observation
from metrics.typed import as_typed, read_typed
from metrics.vocabulary import ObsStatus, Qualifier
from tests.test_numbers import UNITS
from tests.worlds import metric


def read(text: str, **told: Any) -> Observation:
    return read_typed(Metric.of(metric(**told)), ("2017", ""), text, UNITS)[0]


GRADED: dict[str, Any] = {"basis": "grade", "scale": "C<B<A", "unit_id": None}


@pytest.mark.parametrize("text", ["-", "–", " 无 ", "无数据", "N/A", "／"])
def test_a_dash_says_that_there_is_none(text: str) -> None:
    found = read(text)
    assert (found.obs_status, found.value) == (ObsStatus.MISSING, None)


def test_a_number_is_read_as_people_write_it() -> None:
    found = read("约1,200")
    assert (found.value, found.qualifier) == (Decimal(1200), Qualifier.ABOUT)
    assert read("\uff11\uff12").value == 12
    assert read("-3").value == -3


def test_a_unit_that_is_guessed_is_said_to_be() -> None:
    money = Metric.of(metric(unit_id="亿元"))
    assert read_typed(money, ("2017", ""), "1.2万", UNITS)[1]
    assert not read_typed(money, ("2017", ""), "1.2万元", UNITS)[1]
    assert not read_typed(money, ("2017", ""), "1.2", UNITS)[1]


def test_a_grade_and_a_tick_are_read_for_their_metrics() -> None:
    assert read("Ａ", **GRADED).grade == "A"
    listed = metric(basis="checklist", items=["one"])
    for text, done in (("1", 1), ("是", 1), ("完成", 1), ("0", 0), ("未完成", 0)):
        assert read_typed(Metric.of(listed), ("2017", "one"), text, UNITS)[0].value == done


@pytest.mark.parametrize(("text", "told"), [("many", {}), ("2", {"basis": "checklist", "items": ["one"]})])
def test_what_is_no_value_of_the_metric_is_refused(text: str, told: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        read(text, **told)


@pytest.mark.parametrize("text", ["1200.5", "~1200", ">60", "<60", "–", "2.5亿元"])
def test_a_value_is_written_so_that_it_reads_as_itself(text: str) -> None:
    unit = "万元" if "元" in text else "家"
    assert as_typed(read(text, unit_id=unit)) == text
