"""A target in plain words, as the form shows it before it is saved."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from metrics.words import Language
from metrics.words.promise import promise
from tests.worlds import World, metric

NONE: dict[str, Any] = {"baseline": None, "baseline_period": None}


@pytest.mark.parametrize(
    ("told", "chinese", "english"),
    [
        ({}, "至少 200 家，到 2020-12-31；起点 100 家（2015）；路径：直线",
         "at least 200 家, by 2020-12-31; from 100 家 (2015); on the way: a straight line"),
        ({"basis": "total", "reported": "increment", **NONE}, "规划期累计至少 200 家，到 2020-12-31；路径：直线",
         "at least 200 家 in all, by 2020-12-31; on the way: a straight line"),
        ({"basis": "yearly", "comparator": "above", **NONE}, "每年超过 200 家，到 2020-12-31",
         "more than 200 家 every year, until 2020-12-31"),
        ({"comparator": "between", "target_low": Decimal(3), "target_high": Decimal(5), "path": "none", **NONE},
         "3 至 5 家，到 2020-12-31；路径：无路径", "3 to 5 家, by 2020-12-31; on the way: no path"),
        ({"comparator": "about", "target_high": Decimal(200), "tolerance": Decimal(10), "path": "none", **NONE},
         "200 家左右（上下 10 家），到 2020-12-31；路径：无路径",
         "about 200 家 (give or take 10 家), by 2020-12-31; on the way: no path"),
        ({"comparator": "at_most", "direction": "lower", "target_low": None, "target_high": Decimal(50), "path": "none",
          **NONE}, "至多 50 家，到 2020-12-31；路径：无路径", "at most 50 家, by 2020-12-31; on the way: no path"),
        ({"basis": "grade", "scale": "C<B<A", "target_grade": "A", "unit_id": None, "target_low": None, "path": "none",
          **NONE}, "达到“A”，到 2020-12-31；路径：无路径", "grade A, by 2020-12-31; on the way: no path"),
        ({"basis": "checklist", "items": ["x", "y"], "target_low": Decimal(2), "path": "none", **NONE},
         "完成全部 2 家，到 2020-12-31；路径：无路径", "all 2 家 done, by 2020-12-31; on the way: no path"),
        ({"comparator": None, "direction": None, "target_low": None, "path": None, "due": None},
         "只监测，没有目标", "followed without a target"),
    ],
)  # fmt: skip
def test_a_target_is_said_in_plain_words(told: dict[str, Any], chinese: str, english: str) -> None:
    one = World().add(metric(**told)).judged(date(2018, 12, 31))
    assert (promise(one, Language.ZH), promise(one, Language.EN)) == (chinese, english)
