"""How many metrics stand together: what is counted, what the mean is of, and what the pages say of both."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest

from dashboard.drawing.gauges import of_rollup
from dashboard.drawing.summary import draw_summary
from metrics.assessment import View
from metrics.rollup import Rollup, roll_up
from metrics.store.queries import assess
from metrics.words import Language
from tests.worlds import NOW, World, metric, value


@pytest.fixture
def together() -> Rollup:
    """Three targets: one at 80 %, one of zero, of which no share can be told, and one without a value."""
    zero = metric("zero", direction="lower", comparator="at_most", target_low=None, target_high=Decimal(0))
    world = World().add(metric(), zero, metric("silent"), values=[value("2018", 160), value("2018", 50, "zero")])
    return roll_up(assess(world.store, View(date(2019, 1, 1), NOW)))


def test_a_target_without_a_share_has_a_value_and_no_part_in_the_mean(together: Rollup) -> None:
    # "with a value" read 1 / 3 beside "no data 1"
    assert (together.targets, together.judged, together.shared, together.attainment) == (3, 2, 1, 0.8)
    assert together.counts["no_data"] == 1


@pytest.mark.parametrize(
    ("language", "value_", "mean", "below"),
    [
        (Language.ZH, "已有可评数值 2 / 3", "平均完成率（1 项） 80%", "2 / 3 项有数，1 项可算完成率"),
        (
            Language.EN,
            "With a value to judge 2 / 3",
            "Mean attainment (of 1) 80%",
            "2 of 3 with a value, 1 with a share",
        ),
    ],
)
def test_the_key_figures_say_how_many_have_a_value_and_of_how_many_the_mean_is(
    together: Rollup, language: Language, value_: str, mean: str, below: str
) -> None:
    drawn = unescape(draw_summary(together, 0, lambda name, one: f"?{name}={one}", language))
    text = " ".join(re.sub(r"<[^>]+>", " ", drawn).split())
    assert value_ in text
    assert mean in text
    # what leads to the targets without a value says that it counts those, and how many they are
    ((word, count),) = re.findall(r'href="\?status=no_data">.*?</i>([^<]*)</span> (\d+)</a>', drawn)
    assert (word, count) == ("暂无数据" if language is Language.ZH else "No data", "1")
    assert of_rollup("", "", together, language).below == below
