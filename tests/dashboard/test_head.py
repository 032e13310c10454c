"""The head above the pages: one entry for each page, and one for each group of them."""

import re

import pytest

from dashboard import head
from dashboard.address import PAGES, Address, PageEntry
from dashboard.words import page_says
from metrics.words import Language
from tests.dashboard.conftest import Pages
from tests.dashboard.conftest import head as drawn_head


def test_pages_of_a_group_stand_together_where_the_first_of_them_does(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = {
        "": PageEntry("a.py", "frame.overview"),
        "enter": PageEntry("b.py", "frame.enter", "language"),
        "metric": PageEntry("c.py", "frame.metric"),
        "more": PageEntry("d.py", "frame.enter", "language"),
    }
    monkeypatch.setattr(head, "PAGES", listed)
    first, group, last = head.entries("more", Address(lang="en"))
    assert [way.href for way in (first, *group.below, last)] == [
        ".?lang=en",
        "enter?lang=en",
        "more?lang=en",
        "metric?lang=en",
    ]
    assert group.here
    assert [way.here for way in group.below] == [False, True]


@pytest.mark.parametrize(("lang", "said"), [("zh", "这一页暂时无法显示"), ("en", "This page can't be shown")])
def test_a_page_that_fails_says_so_without_its_trace(
    pages: Pages, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, lang: str, said: str
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("dashboard.cache.assessments", fail)
    test = pages.open("plans", plan="jingan-135", lang=lang)
    assert said in test.error[0].value
    assert "secret" not in test.error[0].value
    assert "ZeroDivisionError: secret" in caplog.text


def test_on_paper_a_page_says_from_which_instant_it_is_seen(pages: Pages) -> None:
    text = drawn_head(pages.open(as_of="2016-12-31", known_at="2017-06-30", lang="en"))
    assert "judged on 2016-12-31, as known 2017-06-30" in text
    assert "所知截至打印时" in drawn_head(pages.open())


def test_the_words_of_streamlit_become_ours_and_back() -> None:
    assert head.chrome(Language.ZH)["No results"] == "没有符合的选项"
    assert head.chrome(Language.EN)["没有符合的选项"] == "No results"


@pytest.mark.parametrize("language", [*Language])
def test_every_page_of_a_group_says_what_it_is_for(language: Language) -> None:
    said = page_says.section("lead", language)
    assert set(said) == {path for path, entry in PAGES.items() if entry.group}


def test_whoever_loses_the_connection_reads_so_in_chinese() -> None:
    said = head.chrome(Language.ZH)
    for english in (
        "Streamlit server is not responding. Are you connected to the internet?",
        "Connection timed out.",
        "Connection failed with status {count}.",
        "Connection failed with status {count}, and response:",
    ):
        assert not re.search(r"[A-Za-z]{2}", said[english].replace("{count}", ""))
