"""What is made for one reader serves the next."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier, Event

import pytest

from dashboard import cache
from dashboard.made import judged
from dashboard.once import Once, once
from dashboard.startup import public
from metrics.assessment import DEFAULT_PROFILE, View
from tests.dashboard.conftest import Pages


def test_whoever_asks_while_an_answer_is_made_waits_for_it() -> None:
    kept, all_ask, made = Once(10, lambda _: 1), Barrier(4), []
    slow = Event()

    def make() -> str:
        made.append(1)
        slow.wait(0.05)
        return "answer"

    def ask(_: int) -> str:
        all_ask.wait(5)
        return kept.get("key", make)

    with ThreadPoolExecutor(4) as readers:
        assert set(readers.map(ask, range(4))) == {"answer"}
    assert len(made) == 1


def test_the_least_wanted_goes_when_the_others_weigh_too_much() -> None:
    asked = []

    @once(most=10, weigh=len)
    def text(letter: str, times: int) -> str:
        asked.append(letter)
        return letter * times

    assert text("a", 5) == "aaaaa"
    text("b", 5)
    text("a", 5)
    text("c", 5)  # pushes out b, which was wanted before a
    text("a", 5)
    assert asked == ["a", "b", "c"]
    text("b", 5)
    assert asked == ["a", "b", "c", "b"]


def test_what_fails_is_made_again() -> None:
    kept = Once(10, lambda _: 1)

    def fail() -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        kept.get("key", fail)
    assert kept.get("key", lambda: "right") == "right"


def test_a_file_of_what_a_page_shows_judges_nothing_again(pages: Pages) -> None:
    pages.open(as_of="2017-12-31")
    version = public().data_version
    shown = cache.assessments(version, date(2017, 12, 31), None, DEFAULT_PROFILE)
    assert judged(public(), View(date(2017, 12, 31), cache.last_record(version))) is shown
    assert judged(public(), View(date(2017, 12, 31), cache.last_record(version) + timedelta(days=1))) is not shown
