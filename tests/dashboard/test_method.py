"""The rules in words, with the cuts of the profiles and examples from the data on show."""

import re

import pytest

from metrics.vocabulary import Basis, Flag, Status
from metrics.words import Language, say
from tests.dashboard.conftest import Pages, shown

BOTH = pytest.mark.parametrize("lang", ["zh", "en"])


def case(text: str, name: str) -> str:
    """The line of one case."""
    found = re.search(
        rf"<tr role=\"row\">\s*<th[^>]*>(?:<span[^>]*>.*?</i>)?{re.escape(name)}<.*?</tr>", text, re.DOTALL
    )
    assert found is not None, name
    return found[0]


@BOTH
def test_every_status_flag_and_measure_is_explained(pages: Pages, lang: str) -> None:
    text = shown(pages.open("method", lang=lang))
    for kind, members in (("status", Status), ("flag", Flag)):
        for member in members:
            case(text, say(f"{kind}.{member}", Language(lang)))
    assert text.count('<th role="rowheader"') == len(Status) + len(Flag) + len(Basis) + 5


def test_a_status_has_an_example_that_is_so_on_the_day(pages: Pages) -> None:
    text = shown(pages.open("method", as_of="2016-12-31", lang="en"))
    not_due = case(text, "Not due yet")
    assert 'href="metric?lang=en&amp;as_of=2016-12-31&amp;metric=jingan135-hightech"' in not_due
    assert "235 organisations (2015) is where the plan starts" in not_due
    assert "There is none in the data on show." in case(text, "Missed")


def test_a_reckoning_is_shown_with_the_numbers_of_a_real_metric(pages: Pages) -> None:
    text = shown(pages.open("method", as_of="2016-12-31", lang="en"))
    assert "The reckoning of High-tech enterprises" in text
    assert "235 organisations / &gt; 280 organisations" in text


def test_the_cuts_are_those_of_the_profile_that_judges(pages: Pages) -> None:
    usual = shown(pages.open("method", lang="en"))
    assert "at or above 0.60 and below 0.95" in case(usual, "Behind")
    strict = shown(pages.open("method", profile="traffic-light", lang="en"))
    assert "at or above 0.70 and below 1.00" in case(strict, "Behind")
    assert "Statistics Canada" in usual


def test_where_nothing_is_judged_the_way_to_when_it_was_is_shown(pages: Pages) -> None:
    assert 'href="method?lang=en&amp;as_of=2021-11-30"' in shown(pages.open("method", lang="en"))
    assert "See how they stood" not in shown(pages.open("method", as_of="2021-11-30", lang="en"))


@BOTH
def test_before_anything_was_known_the_rules_still_stand(pages: Pages, lang: str) -> None:
    assert "0.95" in shown(pages.open("method", known_at="1995-01-01", lang=lang))
