"""Every role on every page, and the pages on which roles are given and the trail is read."""

import time
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import streamlit as st

from dashboard.address import PAGES
from dashboard.startup import public, store, utc_now
from dashboard.words import page_says
from metrics.definitions import Observation
from metrics.errors import ForbiddenError
from metrics.people.attempts import Attempts
from metrics.people.roles import Grant, Role
from metrics.store import Row, Store
from metrics.store.accounts import end_all
from metrics.store.entries import Click, Entry
from metrics.store.people import RoleChange, change_role
from metrics.store.queries import series
from metrics.store.record import record, try_all
from metrics.store.review import Move, State, move
from metrics.store.transaction import grants_of
from metrics.words import Language
from tests.dashboard.conftest import Office, Pages, head, shown

STAFF = {"contributor", "reviewer", "editor", "administrator"}
PLACES = {
    "review": STAFF,
    "define": {"editor", "administrator"},
    "people": {"editor", "administrator"},
    "trail": {"administrator"},
}
ENTERING = {"enter", "grid", "files"}
MAY_ENTER = {"contributor", "editor", "administrator"}
BOTH = pytest.mark.parametrize("lang", ["zh", "en"])


@pytest.mark.parametrize("who", ["", *Role])
def test_a_page_that_needs_a_role_is_for_those_who_have_it(office: Office, who: str) -> None:
    assert {path for path, entry in PAGES.items() if entry.needs} == PLACES.keys()
    for path in (*PLACES, *ENTERING):
        test = office.open_as(who, path or "overview", lang="en", metric="jingan135-hightech")
        closed = any("lock" in str(one.proto.icon) for one in test.warning)
        allowed = PLACES.get(path) or (MAY_ENTER if path in ENTERING else {who})
        assert closed == (who not in allowed), path
        listed = f">{page_says(PAGES[path].title, Language.EN)}</a>" in head(test)
        assert listed == (who in PLACES.get(path, {who})), path


def test_the_head_says_who_looks_and_how_to_sign_in_or_out(office: Office, pages: Pages) -> None:
    assert 'href="sign-in?lang=en&amp;next=.%3Flang%3Den"' in head(office.open_as("", lang="en"))
    assert 'href="sign-in?lang=en&amp;next=.%3Flang%3Den">editor · Sign out' in head(
        office.open_as("editor", lang="en")
    )


def test_on_ones_own_machine_the_page_says_who_has_every_role(pages: Pages) -> None:
    assert "at this machine, every role" in head(pages.open(lang="en"))
    assert "本机用户" in head(pages.open())


@pytest.mark.parametrize(
    "claims",
    [
        {"iat": int(time.time()) - 13 * 3600},
        {"iat": int(time.time()) + 3600},
        {"iat": None},
        {"iat": "yesterday"},
        {"iat": 1e300},
        {"email_verified": False},
        {"email_verified": "false"},
        {"email_verified": None},
        {"email": ["editor"]},
        {"email": " editor"},
        {"email": "edi\u200btor"},
        {"is_logged_in": "no"},
        {"is_logged_in": False},
    ],
)
def test_a_sign_in_that_does_not_hold_is_none(office: Office, claims: dict[str, Any]) -> None:
    test = office.open_as("editor", "people", claims, lang="en")
    assert "Sign in before" in test.warning[0].value


def test_a_sign_in_ends_with_the_next_click_after_it_was_ended(office: Office) -> None:
    test = office.open_as("editor", "people", lang="en")
    assert not test.warning
    store().operators = frozenset({"root"})
    end_all(store(), "editor", "root", utc_now())
    test.text_input(key="people-0-person").input("anna").run()
    assert "Sign in before" in test.warning[0].value


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("https://targets.example.org", {}),
        ("", {"X-Forwarded-Proto": "https"}),
        ("", {"X-Real-Ip": "203.0.113.9"}),
        ("", {"Forwarded": "for=203.0.113.9"}),
    ],
)
def test_whoever_comes_through_a_proxy_is_not_at_this_machine(
    pages: Pages, monkeypatch: pytest.MonkeyPatch, address: str, headers: dict[str, str]
) -> None:
    monkeypatch.setenv("YARDSTICK_ADDRESS", address)
    sent(monkeypatch, headers)
    assert "every role" not in head(pages.open(lang="en"))
    assert "read-only" in pages.open("people", lang="en").warning[0].value


def sent(monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]) -> None:
    """What the browser, or the proxy before it, sends with the page."""
    monkeypatch.setattr(type(st.context), "headers", property(lambda _: headers))


def behind_a_proxy(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("YARDSTICK_SIGN_IN", "proxy")
    monkeypatch.setenv("YARDSTICK_PROXY_HEADER", "X-User")
    sent(monkeypatch, {"X-User": name})


@pytest.mark.parametrize("name", ["editor", "\u5f20\u4e09".encode().decode("latin-1")])
def test_a_proxy_says_who_looks(office: Office, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    store().operators = frozenset({"root"})
    change_role(store(), RoleChange("\u5f20\u4e09", Grant(Role.EDITOR)), "root", utc_now())
    behind_a_proxy(monkeypatch, name)
    assert not office.open_as("", "people", lang="en").warning


@pytest.mark.parametrize("name", ["", "editor\x00", "x" * 301, "edi\u00adtor"])
def test_a_name_that_is_none_signs_nobody_in(office: Office, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    behind_a_proxy(monkeypatch, name)
    assert "Sign in before" in office.open_as("", "people", lang="en").warning[0].value


def test_a_page_that_a_proxy_opened_is_signed_out_everywhere_too_and_after_its_hours(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind_a_proxy(monkeypatch, "editor")
    test = office.open_as("", "people", lang="en")
    later = utc_now() + timedelta(hours=12)
    with monkeypatch.context() as patched:
        patched.setattr("dashboard.startup.utc_now", lambda: later)
        assert "Sign in before" in test.run().warning[0].value
    assert not test.run().warning
    store().operators = frozenset({"root"})
    end_all(store(), "editor", "root", utc_now())
    assert "Sign in before" in test.run().warning[0].value
    assert not office.open_as("", "people", lang="en").warning


def test_an_editor_gives_and_takes_a_role_and_says_why(office: Office) -> None:
    test = office.open_as("editor", "people", lang="en")
    assert test.selectbox(key="people-role").options == ["viewer", "contributor", "reviewer"]
    test.text_input(key="people-0-person").input("anna")
    test.selectbox(key="people-role").select(Role.CONTRIBUTOR)
    test.selectbox(key="people-scope").select("area:jingan")
    test.text_input(key="people-0-why").input("<b>new</b>")
    test.button[0].click().run()
    assert "anna is now contributor" in test.success[0].value
    assert grants_of(store(), "anna") == [Grant(Role.CONTRIBUTOR, "area:jingan")]
    assert "&lt;b&gt;new&lt;/b&gt;" in shown(test)
    assert "<b>new" not in shown(test)
    assert [field.value for field in test.text_input] == ["", "", ""]
    assert test.selectbox(key="people-scope").value == "area:jingan"
    test.selectbox(key="people-1-which").select(("anna", "contributor", "area:jingan"))
    test.text_input(key="people-1-why-not").input("moved on")
    test.button[1].click().run()
    assert grants_of(store(), "anna") == []
    assert [field.value for field in test.text_input] == ["", "", ""]


def test_what_was_refused_stands_in_the_trail(office: Office) -> None:
    change = RoleChange("editor", Grant(Role.ADMINISTRATOR))
    with pytest.raises(ForbiddenError, match="do not allow"):
        change_role(store(), change, "editor", utc_now())
    assert grants_of(store(), "editor") == [Grant(Role.EDITOR)]
    test = office.open_as("administrator", "trail", who="editor", lang="en")
    assert "give administrator * editor" in shown(test)
    assert "do not allow you to administer" in shown(test)


@BOTH
def test_the_trail_is_of_everybody_or_of_one(office: Office, lang: str) -> None:
    test = office.open_as("administrator", "trail", lang=lang)
    assert "load seeds" in shown(test)
    test.selectbox(key="trail-who").select("seeds").run()
    assert test.query_params["who"] == "seeds"
    assert "give viewer" not in shown(test)
    assert "otto" in office.open_as("administrator", "trail", who="otto", lang=lang).info[0].value


@BOTH
def test_where_nobody_has_a_role_the_page_says_so(pages: Pages, lang: str) -> None:
    test = pages.open("people", lang=lang)
    assert {"zh": "尚无人有角色", "en": "Nobody has a role"}[lang] in test.info[0].value


def enter(number: int, who: str = "contributor") -> None:
    value = Observation("jingan135-hightech", "2020", Decimal(number), note="because")
    record(store(), Entry(value), who, utc_now(), Click(confirmed=try_all(store(), [Entry(value)], who, utc_now())[1]))


def asked(office: Office, plan: str = "jingan-135") -> None:
    """An editor makes a plan ask for review, on the page."""
    test = office.open_as("editor", "review", lang="en")
    test.selectbox(key="review-plan").select(plan).run()
    test.button(key="review-rule").click().run()
    assert "asks for review" in test.selectbox(key="review-plan").options[0]


def test_a_value_goes_from_the_clerk_by_the_reviewer_to_everybody(office: Office) -> None:
    asked(office)
    enter(281)
    there: dict[str, Any] = {"metric": "jingan135-hightech", "lang": "en"}
    for who, seen in (("", False), ("viewer", False), ("contributor", True), ("reviewer", True)):
        assert ("281" in shown(office.open_as(who, "metric", **there))) == seen, who
    for who, to in (("contributor", "submitted"), ("reviewer", "approved")):
        test = office.open_as(who, "review", lang="en")
        test.multiselect(key="review-which").select(("jingan135-hightech", "2020", "", 1)).run()
        test.button(key=f"review-{to}").click().run()
        assert "1 done" in test.success[0].value
    assert "281" in shown(office.open_as("", "metric", **there))
    test = office.open_as("contributor", "review", lang="en")
    assert "approved" in shown(test)
    assert [button.key for button in test.button if button.key] == ["review-submitted"]


def test_a_refused_move_says_why(office: Office) -> None:
    asked(office)
    enter(281)
    test = office.open_as("reviewer", "review", lang="en")
    test.multiselect(key="review-which").select(("jingan135-hightech", "2020", "", 1)).run()
    test.button(key="review-returned").click().run()
    assert "say why" in test.error[0].value


def test_a_value_that_was_sent_back_is_work_again_with_the_reviewers_comment(office: Office) -> None:
    asked(office)
    enter(281)
    key = ("jingan135-hightech", "2020", "")
    move(store(), Move({key: 1}, State.SUBMITTED), "contributor", utc_now())
    move(store(), Move({key: 1}, State.RETURNED, "of <b>which</b> day?"), "reviewer", utc_now())
    there: dict[str, Any] = {"plan": "jingan-135", "when": "2020", "lang": "en"}
    text = shown(office.open_as("contributor", "worklist", **there))
    assert "Returned" in text
    assert "of &lt;b&gt;which&lt;/b&gt; day?" in text
    assert "metric=jingan135-hightech&amp;when=2020" in text
    assert "which" not in shown(office.open_as("", "worklist", **there))
    form: dict[str, Any] = {"metric": "jingan135-hightech", "when": "2020", "lang": "en"}
    test = office.open_as("contributor", "enter", **form)
    assert "sent this value back" in test.warning[0].value
    assert "of &lt;b&gt;which&lt;/b&gt; day?" in shown(test)
    enter(282)
    assert "Returned" not in shown(office.open_as("contributor", "worklist", **there))
    assert "sent this value back" not in shown(office.open_as("contributor", "enter", **form))


def test_a_value_that_is_revised_while_the_reviewer_looks_is_not_approved_unseen(office: Office) -> None:
    asked(office)
    key = ("jingan135-hightech", "2020", "")
    enter(281)
    move(store(), Move({key: 1}, State.SUBMITTED), "contributor", utc_now())
    test = office.open_as("reviewer", "review", lang="en")
    test.multiselect(key="review-which").select((*key, 1))
    assert any("2020 · 281" in one for one in test.multiselect(key="review-which").options)
    enter(999)
    move(store(), Move({key: 2}, State.SUBMITTED), "contributor", utc_now())
    test.button(key="review-approved").click().run()
    assert "has entered another value for 2020" in test.error[0].value
    assert any("2020 · 999" in one for one in test.multiselect(key="review-which").options)
    assert test.multiselect(key="review-which").value == []
    assert "999" not in shown(office.open_as("", "metric", metric=key[0], lang="en"))


@BOTH
def test_where_nothing_waits_the_page_says_so(office: Office, lang: str) -> None:
    test = office.open_as("reviewer", "review", lang=lang)
    assert {"zh": "没有须审核的数值", "en": "No value needs review"}[lang] in test.info[0].value


def test_programs_get_what_everybody_may_see(office: Office) -> None:
    asked(office)
    enter(281)
    assert public().data_version < 0
    assert not [row for row in series(public(), "jingan135-hightech", utc_now()) if row.value == 281]
    assert [row for row in series(store(), "jingan135-hightech", utc_now()) if row.value == 281]


def test_what_a_reader_takes_for_wrong_reaches_the_editor_who_answers(office: Office) -> None:
    test = office.open_as("", "metric", metric="jingan135-hightech", lang="en")
    assert len(test.selectbox(key="remark-kind").options) == 1
    test.text_area(key="remark-text").input("<b>235</b> is of 2014").run()
    test.button(key="remark-send").click().run()
    assert "Sent" in test.success[0].value
    assert "235</b>" not in shown(office.open_as("viewer", "metric", metric="jingan135-hightech", lang="en"))
    assert "wait for an answer" not in shown(office.open_as("reviewer", "review", lang="en"))
    test = office.open_as("editor", "review", lang="en")
    assert "&lt;b&gt;235&lt;/b&gt; is of 2014" in shown(test)
    test.text_input(key="remark-answer").input("It is: the yearbook").run()
    test.button(key="remark-do").click().run()
    assert "wait for an answer" not in shown(test)
    assert "the yearbook" in shown(office.open_as("editor", "metric", metric="jingan135-hightech", lang="en"))


def test_one_reader_leaves_others_room_to_report(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = Attempts()
    for _ in range(20):
        reports.fail("198.51.100.7", utc_now())
    monkeypatch.setattr("dashboard.remarks._reports", reports)
    monkeypatch.setattr(type(st.context), "ip_address", property(lambda _: "198.51.100.7"))
    test = office.open_as("", "metric", metric="jingan135-hightech", lang="en")
    test.text_area(key="remark-text").input("wrong").run()
    test.button(key="remark-send").click().run()
    assert "Wait" in test.error[0].value
    monkeypatch.setattr(type(st.context), "ip_address", property(lambda _: "203.0.113.9"))
    test.button(key="remark-send").click().run()
    assert "Sent" in test.success[0].value


def test_the_trail_of_every_place_is_not_for_an_administrator_of_one(office: Office) -> None:
    store().operators = frozenset({"root"})
    change_role(store(), RoleChange("anna", Grant(Role.ADMINISTRATOR, "area:jingan")), "root", utc_now())
    assert "do not allow you to administer" in office.open_as("anna", "trail", lang="en").warning[0].value


def test_where_the_program_is_read_only_nobody_reports(pages: Pages) -> None:
    st.config.set_option("server.address", "0.0.0.0")  # noqa: S104
    test = pages.open("metric", metric="jingan135-hightech", lang="en")
    assert "remark-send" not in [button.key for button in test.button]


def test_who_reads_a_page_and_what_they_may_do_is_asked_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    test, asked, read = office.open_as("editor", "metric", metric="jingan135-hightech"), list[str](), Store.read

    def listen(self: Store, sql: str, given: Mapping[str, object] | None = None) -> list[Row]:
        asked.append(sql)
        return read(self, sql, given)

    monkeypatch.setattr(Store, "read", listen)
    test.run()
    assert sum("role_grant" in sql for sql in asked) == 1
    assert sum("session_end" in sql for sql in asked) == 1
