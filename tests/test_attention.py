"""What needs attention, in the order that matters."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from metrics.assessment import Assessment, View
from metrics.attention import Concern, concern_of, needing_attention
from metrics.explanation import concern
from metrics.store.queries import assess
from metrics.words import Language
from tests.worlds import NOW, World, metric, value

AS_OF = date(2018, 6, 30)
_RULE = {"on_track_from": Decimal("0.95"), "behind_from": Decimal("0.60"), "pace_method": "path"}


def judged(*told: tuple[dict[str, Any], float | None]) -> list[Assessment]:
    """From 100 at the end of 2015 to 200 at the end of 2020; a value is that of 2017, when 40 % of the way is due."""
    values = [value("2017", number, one["metric_id"]) for one, number in told if number is not None]
    world = World().add(*(one for one, _ in told), values=values)
    return assess(world.store, View(AS_OF, NOW))


def order(*told: tuple[dict[str, Any], float | None]) -> list[str]:
    return [one.metric_id for one in needing_attention(judged(*told))]


def test_the_gravest_comes_first_and_what_is_well_stays_away() -> None:
    found = order(
        (metric("behind"), 130),  # 30 % of the way, 40 % expected: a pace of 0.75
        (metric("on_track"), 150),
        (metric("off_track"), 110),
        (metric("reversed"), 90),
        (metric("overdue", frequency="year"), None),
        (metric("silent"), None),
        (metric("missed", basis="yearly", baseline=None, baseline_period=None), 150),
        (
            metric(
                "monitored", comparator=None, direction=None, target_low=None, path=None, due=None, frequency="year"
            ),
            1,
        ),
    )
    assert found == ["reversed", "missed", "off_track", "overdue", "behind"]


def test_a_binding_target_comes_before_any_other() -> None:
    assert order((metric("worse"), 90), (metric("binding", binding="binding"), 130)) == ["binding", "worse"]


def test_of_one_concern_the_furthest_behind_comes_first() -> None:
    assert order((metric("a"), 115), (metric("b"), 105), (metric("c"), 110)) == ["b", "c", "a"]


def test_of_overdue_reports_the_longest_silence_comes_first() -> None:
    asked = {"frequency": "quarter", "target_low": Decimal(120)}
    found = needing_attention(judged((metric("heard", **asked), 130), (metric("never", **asked), None)))
    assert [one.metric_id for one in found] == ["never", "heard"]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (130, "No report for the period that ended on 2018-03-31; the last one is for 2017."),
        (None, "Nothing has ever been reported; the last period asked for ended on 2018-03-31."),
    ],
)
def test_an_overdue_report_says_which_period_is_missing(number: float | None, sentence: str) -> None:
    (one,) = judged((metric(frequency="quarter", target_low=Decimal(120)), number))
    assert concern_of(one) is Concern.OVERDUE
    assert concern(one, _RULE, Language.EN) == sentence


def test_a_lagging_target_says_its_pace() -> None:
    (one,) = judged((metric(), 130))
    assert concern_of(one) is Concern.BEHIND
    assert "30.0% of the way by 2017-12-31, where 40.0% was expected" in concern(one, _RULE, Language.EN)
