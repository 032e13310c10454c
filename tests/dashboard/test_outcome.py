"""What became of a click is told until a run that came to its end has told it, and news takes nothing away."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.outcome import Outcome


def _script() -> None:
    import streamlit as st

    from dashboard.outcome import hold_told, outcome, until_seen

    def do() -> None:
        outcome("form").finish()
        outcome("form").say("done")

    with until_seen():
        st.button("do", on_click=do)
        st.button("refuse", on_click=lambda: outcome("form").refuse("no"))
        st.button("news", on_click=hold_told)
        st.button("other")
        outcome("form").tell()
        st.caption(str(outcome("form").done))
        if st.session_state.get("cut"):
            st.stop()


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr("dashboard.outcome._STAYS", timedelta())
    return AppTest.from_function(_script).run()


def press(page: AppTest, label: str) -> list[str]:
    """What is told after a button of that name was pressed."""
    next(button for button in page.button if button.label == label).click().run()
    return [one.value for one in (*page.success, *page.error)]


def test_it_is_told_once_as_it_was_said(page: AppTest) -> None:
    assert press(page, "do") == ["done"]
    assert page.caption[0].value == "1"
    assert press(page, "other") == []


def test_it_is_told_again_where_the_run_was_cut_short(page: AppTest) -> None:
    page.session_state["cut"] = True
    press(page, "do")
    page.session_state["cut"] = False
    assert len(press(page, "other")) == 1
    assert press(page, "other") == []


def test_news_takes_nothing_away(page: AppTest) -> None:
    for label in ("do", "refuse"):
        told = press(page, label)
        assert press(page, "news") == press(page, "news") == told
        assert press(page, "other") == []
        assert press(page, "news") == []


def test_what_was_done_stays_a_while_and_a_refusal_only_until_the_next_try(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.outcome._STAYS", timedelta(hours=1))
    page = AppTest.from_function(_script).run()
    press(page, "do")
    assert press(page, "other") == ["done"]
    assert press(page, "refuse") == ["no"]
    assert press(page, "other") == []


def test_halves_of_a_double_click_that_run_beside_each_other_do_it_once() -> None:
    form, both, slow, done = Outcome(), Barrier(2), Event(), []

    def work(what: str) -> None:
        slow.wait(0.05)
        done.append(what)
        form.finish()

    click = form.once(work)

    def half(_: int) -> None:
        both.wait(5)
        click("saved")

    with ThreadPoolExecutor(2) as halves:
        list(halves.map(half, range(2)))
    assert done == ["saved"]
    form.once(work)("the next")
    assert done == ["saved", "the next"]


def test_what_was_refused_can_be_tried_again() -> None:
    form, tries = Outcome(), []

    def work() -> None:
        tries.append(form.token)
        form.refuse("no")

    click = form.once(work)
    click()
    click()
    assert len(tries) == 2
    assert len({*tries}) == 1
