"""Every page over invented data says so, in the reader's language; no page over real data does."""

import json
import shutil
from pathlib import Path

import pytest

from dashboard import trends
from dashboard.address import PAGES
from tests.dashboard.conftest import Pages, shown

_BANDS = {"zh": "均由程序生成", "en": "All of it is fictional"}


@pytest.fixture
def invented(data_file: Path, demonstration: Path) -> None:
    """The data file of the environment holds the demonstration."""
    data_file.parent.mkdir(parents=True)
    shutil.copy(demonstration, data_file)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", _BANDS)
def test_a_page_of_the_demonstration_says_that_it_is_made_up(
    invented: None, pages: Pages, path: str, language: str
) -> None:
    test = pages.open(Path(PAGES[path].file).stem if path else "", lang=language, metric="demo-hightech-firms")
    assert _BANDS[language] in shown(test)


def test_a_chart_that_is_taken_away_says_it_too_and_is_compared_with_its_peers(invented: None, pages: Pages) -> None:
    test = pages.open("metric", metric="demo-hightech-firms", lang="en")
    given = [json.loads(each.proto.json) for each in test.get("bidi_component")]
    (picture,) = [each for each in given if "lines" in each]
    assert _BANDS["en"] in picture["lines"][0]
    ways = [each.proto.query_string for each in test.get("page_link")]
    # the parks count only their own firms and are areas of another kind
    assert any("demo-hightech-firms%2Cmodel-hightech-firms%2Csample-hightech-firms" in way for way in ways)


def test_a_composite_that_is_reckoned_from_its_parts_is_not_said_to_wait_for_its_first_value(
    invented: None, pages: Pages
) -> None:
    assert "尚无填报值" not in shown(pages.open("metric", metric="demo-innovation-index"))


def test_of_many_metrics_only_the_first_are_drawn_large_and_the_page_says_so(
    invented: None, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trends, "_CARDS", 3)
    text = shown(pages.open("area", area="demo"))
    assert text.count("<figure>") == 3
    assert "此处绘出前 3 项" in text


@pytest.mark.parametrize("path", PAGES)
def test_a_page_over_real_data_says_no_such_thing(pages: Pages, path: str) -> None:
    test = pages.open(Path(PAGES[path].file).stem if path else "")
    assert _BANDS["zh"] not in shown(test)


def test_an_address_that_cannot_be_answered_says_it_too(invented: None, pages: Pages) -> None:
    assert _BANDS["zh"] in shown(pages.open(area="nowhere"))
