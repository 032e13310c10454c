"""Review: who moves a value how, what everybody sees meanwhile and from when, and what is locked."""

import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from metrics.assessment import View
from metrics.cli.main import main
from metrics.definitions import Observation
from metrics.errors import ForbiddenError, RefusedError
from metrics.package.written import Written, asked
from metrics.people.roles import Grant, Role
from metrics.snapshot.asked import settled
from metrics.snapshot.package import take_package
from metrics.store import Store, open_store
from metrics.store.add import add_definitions
from metrics.store.define import TargetChange, TargetDrop, drop_target, revise_target
from metrics.store.entries import Entry
from metrics.store.people import RoleChange, change_role
from metrics.store.queries import assess, known, series
from metrics.store.record import record
from metrics.store.remarks import Kind, Remark, remarks, say_so, unanswered
from metrics.store.review import Move, ReviewRule, State, ask_review, move, standing
from tests.worlds import NOW, World, metric

KEY = ("m", "2017", "")
STAFF = {"clerk": Role.CONTRIBUTOR, "judge": Role.REVIEWER, "boss": Role.EDITOR, "reader": Role.VIEWER}


@pytest.fixture
def store() -> Store:
    """A plan that asks for review, and one person of each role."""
    world = World().add(metric())
    world.store.operators = frozenset({"root"})
    for who, role in STAFF.items():
        change_role(world.store, RoleChange(who, Grant(role)), "root", NOW)
    ask_review(world.store, ReviewRule("p", reason="published"), "boss", NOW)
    return world.store


def enter(store: Store, number: int = 140, who: str = "clerk", at: datetime = NOW) -> None:
    record(store, Entry(Observation("m", "2017", Decimal(number), note="because")), who, at)


def go(store: Store, to: State, who: str, comment: str = "", at: datetime = NOW) -> None:
    (row,) = standing(store)
    move(store, Move({KEY: row["revision"]}, to, comment), who, at)


def state(store: Store) -> State:
    (row,) = standing(store)
    return State(row["state"])


def seen(store: Store, known_at: datetime = NOW + timedelta(days=1)) -> list[int]:
    """What everybody sees of the value."""
    return [int(one.value or 0) for one in series(store.published(), "m", known_at)]


def approved(store: Store, number: int = 140) -> None:
    enter(store, number)
    go(store, State.SUBMITTED, "clerk")
    go(store, State.APPROVED, "judge")


def test_a_value_is_seen_by_everybody_when_it_is_approved_and_not_before(store: Store) -> None:
    enter(store)
    assert (state(store), seen(store)) == (State.ENTERED, [])
    go(store, State.SUBMITTED, "clerk")
    assert (state(store), seen(store)) == (State.SUBMITTED, [])
    go(store, State.APPROVED, "judge")
    assert (state(store), seen(store)) == (State.APPROVED, [140])
    assert [int(one.value or 0) for one in series(store, "m", NOW + timedelta(days=1))] == [140]


def test_what_was_given_out_for_an_earlier_moment_does_not_change(store: Store) -> None:
    enter(store)
    before = NOW + timedelta(hours=1)
    assert seen(store, before) == []
    go(store, State.SUBMITTED, "clerk", at=NOW + timedelta(hours=2))
    go(store, State.APPROVED, "judge", at=NOW + timedelta(hours=3))
    assert seen(store, before) == []
    assert seen(store, NOW + timedelta(hours=4)) == [140]


def test_the_status_that_everybody_sees_is_that_of_approved_values(store: Store) -> None:
    view = View(date(2018, 1, 31), NOW + timedelta(days=1))
    approved(store, 140)
    go(store, State.REOPENED, "boss", "a slip")
    enter(store, 90)
    (public,), (inside,) = assess(store.published(), view), assess(store, view)
    assert (public.value, public.status) == (140, "on_track")
    assert (inside.value, inside.status) == (90, "reversed")


@pytest.mark.parametrize("who", [*STAFF, "stranger", ""])
@pytest.mark.parametrize("to", [State.SUBMITTED, State.APPROVED, State.RETURNED, State.REOPENED])
def test_only_who_may_moves_a_value(store: Store, who: str, to: State) -> None:
    may = {
        State.SUBMITTED: {"clerk", "boss"},
        State.APPROVED: {"judge"},
        State.RETURNED: {"judge"},
        State.REOPENED: {"boss"},
    }
    enter(store)
    if to is not State.SUBMITTED:
        go(store, State.SUBMITTED, "clerk")
    if to is State.REOPENED:
        go(store, State.APPROVED, "judge")
    before = state(store)
    if who in may[to]:
        go(store, to, who, "why")
        assert state(store) is to
        return
    with pytest.raises(ForbiddenError):
        go(store, to, who, "why")
    assert state(store) is before


def test_an_approved_value_is_locked_until_it_is_reopened(store: Store) -> None:
    approved(store)
    with pytest.raises(RefusedError, match="approved and locked"):
        enter(store, 150)
    go(store, State.REOPENED, "boss", "the yearbook corrects it")
    assert seen(store) == [140]
    enter(store, 150)
    assert (state(store), seen(store)) == (State.ENTERED, [140])
    go(store, State.SUBMITTED, "clerk")
    go(store, State.APPROVED, "judge")
    assert seen(store) == [150]
    states = store.read("SELECT state, recorded_by, comment FROM review ORDER BY step")
    assert [row["state"] for row in states] == ["submitted", "approved", "reopened", "submitted", "approved"]
    assert (states[2]["recorded_by"], states[2]["comment"]) == ("boss", "the yearbook corrects it")


def aim(store: Store, day: date, low: int = 220) -> int:
    return revise_target(store, TargetChange("m", Decimal(low), None, day, "mid-term"), "boss", NOW)


def test_an_approved_value_is_not_judged_by_another_target_until_it_is_reopened(store: Store) -> None:
    approved(store)
    with pytest.raises(RefusedError, match="2017 is approved and locked"):
        aim(store, date(2017, 12, 31))
    with pytest.raises(RefusedError, match="2017 is approved and locked"):
        drop_target(store, TargetDrop("m", date(2017, 7, 1), "given up"), "boss", NOW)
    assert aim(store, date(2018, 1, 1)) == 2
    go(store, State.REOPENED, "boss", "the target was wrong")
    assert aim(store, date(2018, 1, 2), 230) == 3


@pytest.mark.parametrize(("column", "told", "refused"), [("target_low", "220", True), ("name_en", "Firms", False)])
def test_a_sheet_redefines_no_locked_target_either(store: Store, column: str, told: str, refused: bool) -> None:
    approved(store)
    defined = known(store, NOW).metrics["m"]
    cells = {one.name: defined[one.name] for one in asked("metrics")}
    cells |= {column: told, "effective_from": date(2017, 7, 1), "note": "why"}
    row = Written("metrics", {name: "" if cell is None else str(cell) for name, cell in cells.items()}, "A2")
    if refused:
        with pytest.raises(RefusedError, match="2017 is approved and locked"):
            add_definitions(store, [row], "boss", NOW)
    else:
        assert add_definitions(store, [row], "boss", NOW)


def test_a_way_that_is_milestones_is_locked_with_the_target(store: Store) -> None:
    approved(store)
    row = Written("milestones", {"metric_id": "m", "due": "2018-12-31", "value": "150"}, "A2")
    with pytest.raises(RefusedError, match="2017 is approved and locked"):
        add_definitions(store, [row], "boss", NOW)


def test_a_returned_value_says_why_and_comes_back_corrected(store: Store) -> None:
    enter(store)
    go(store, State.SUBMITTED, "clerk")
    with pytest.raises(RefusedError, match="say why"):
        go(store, State.RETURNED, "judge")
    go(store, State.RETURNED, "judge", "without branches?")
    (row,) = standing(store)
    assert (row["state"], row["comment"], row["moved_by"]) == (State.RETURNED, "without branches?", "judge")
    enter(store, 145)
    go(store, State.SUBMITTED, "clerk")
    go(store, State.APPROVED, "judge")
    assert seen(store) == [145]


def test_a_correction_after_handing_in_has_to_be_handed_in_again(store: Store) -> None:
    enter(store)
    go(store, State.SUBMITTED, "clerk")
    enter(store, 150)
    with pytest.raises(RefusedError, match="is not submitted"):
        go(store, State.APPROVED, "judge")


@pytest.mark.parametrize("to", [State.APPROVED, State.RETURNED])
def test_only_the_value_that_the_reviewer_saw_is_moved(store: Store, to: State) -> None:
    enter(store, 140)
    go(store, State.SUBMITTED, "clerk")
    enter(store, 999)
    go(store, State.SUBMITTED, "clerk")
    with pytest.raises(RefusedError, match="clerk has entered another value for 2017"):
        move(store, Move({KEY: 1}, to, "why"), "judge", NOW)
    assert (state(store), seen(store)) == (State.SUBMITTED, [])
    move(store, Move({KEY: 2}, to, "why"), "judge", NOW)
    assert state(store) is to


def test_nobody_approves_what_they_entered(store: Store) -> None:
    change_role(store, RoleChange("judge", Grant(Role.CONTRIBUTOR)), "root", NOW)
    enter(store, who="judge")
    go(store, State.SUBMITTED, "judge")
    with pytest.raises(RefusedError, match="entered 2017 yourself"):
        go(store, State.APPROVED, "judge")
    go(store, State.APPROVED, "root")
    assert seen(store) == [140]


def test_all_values_are_moved_or_none(store: Store) -> None:
    enter(store)
    with pytest.raises(RefusedError, match="no value for 2018"):
        move(store, Move({KEY: 1, ("m", "2018", ""): 1}, State.SUBMITTED), "clerk", NOW)
    assert state(store) is State.ENTERED
    with pytest.raises(RefusedError, match="no value is chosen"):
        move(store, Move({}, State.SUBMITTED), "root", NOW)


def test_what_was_recorded_before_the_plan_asked_stays_seen_and_what_waits_is_seen_when_it_stops() -> None:
    store = World().add(metric()).store
    enter(store, 120)
    ask_review(store, ReviewRule("p"), "root", NOW)
    enter(store, 130)
    assert seen(store) == [120]
    ask_review(store, ReviewRule("p", required=False, reason="done"), "root", NOW)
    assert seen(store) == [130]
    enter(store, 140)
    assert seen(store) == [140]
    assert standing(store) == []


def test_an_older_revision_never_comes_after_a_newer_one() -> None:
    store = World().add(metric()).store
    ask_review(store, ReviewRule("p"), "root", NOW)
    enter(store, 120)
    enter(store, 130)
    go(store, State.SUBMITTED, "root")
    go(store, State.APPROVED, "root")
    ask_review(store, ReviewRule("p", required=False, reason="done"), "root", NOW)
    assert seen(store) == [130]


def test_a_plan_that_asks_no_more_says_why_since_everybody_sees_what_waits(store: Store) -> None:
    enter(store)
    with pytest.raises(RefusedError, match="everybody will see those that wait"):
        ask_review(store, ReviewRule("p", required=False, reason=" "), "boss", NOW)
    assert seen(store) == []


def test_only_an_editor_of_the_plan_says_whether_it_asks_for_review(store: Store) -> None:
    for who in ("clerk", "judge", "reader", "", "stranger"):
        with pytest.raises(ForbiddenError):
            ask_review(store, ReviewRule("p", required=False), who, NOW)


def test_nothing_is_written_by_the_published_side(store: Store) -> None:
    with pytest.raises(ForbiddenError):
        enter(store.published(), who="root")


def test_a_reader_reports_and_the_editor_answers(store: Store) -> None:
    report = say_so(store, Remark(Kind.REPORT, "m", "235 is for 2015", "2017"), "", NOW)
    assert [row["text"] for row in unanswered(store)] == ["235 is for 2015"]
    answer = Remark(Kind.ANSWER, "m", "thank you", answers=report)
    for who in ("", "clerk", "judge", "reader"):
        with pytest.raises(ForbiddenError):
            say_so(store, answer, who, NOW)
    say_so(store, answer, "boss", NOW)
    assert unanswered(store) == []
    with pytest.raises(RefusedError, match="no such report"):
        say_so(store, answer, "boss", NOW)
    assert [row["recorded_by"] for row in remarks(store, "m")] == ["boss", ""]


def test_who_has_a_role_comments_and_nobody_else(store: Store) -> None:
    for who in STAFF:
        say_so(store, Remark(Kind.COMMENT, "m", "seen"), who, NOW)
    with pytest.raises(ForbiddenError):
        say_so(store, Remark(Kind.COMMENT, "m", "me too"), "", NOW)
    assert len(remarks(store, "m")) == 4


@pytest.mark.parametrize(("text", "said"), [(" ", "say what"), ("x" * 2001, "2000"), ("a\x00", "can't be shown")])
def test_a_remark_that_says_nothing_or_too_much_is_refused(store: Store, text: str, said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        say_so(store, Remark(Kind.REPORT, "m", text), "", NOW)


def test_reports_of_nobody_are_not_endless(store: Store) -> None:
    for number in range(200):
        say_so(store, Remark(Kind.REPORT, "m", str(number)), "", NOW)
    with pytest.raises(RefusedError, match="too many"):
        say_so(store, Remark(Kind.REPORT, "m", "one more"), "", NOW)
    assert "one more" not in str(store.read("SELECT * FROM refusal"))
    assert store.read("SELECT 1 FROM refusal WHERE what LIKE 'report %'") == []
    say_so(store, Remark(Kind.REPORT, "m", "signed in"), "reader", NOW)


def test_refused_reports_of_nobody_do_not_fill_the_trail(store: Store) -> None:
    for _ in range(205):
        with pytest.raises(RefusedError):
            say_so(store, Remark(Kind.REPORT, "m", ""), "", NOW)
    assert len(store.read("SELECT 1 FROM refusal WHERE what LIKE 'report %'")) == 200


def test_what_leaves_by_the_command_line_is_what_everybody_sees(
    data_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["load"])
    held = open_store(data_file, NOW)
    ask_review(held, ReviewRule("jingan-135", reason="published"), "root", NOW)
    record(held, Entry(Observation("jingan135-hightech", "2016", Decimal("247.4321"), note="waits")), "root", NOW)
    package = tmp_path / "dashboard.zip"
    take_package(held.published(), settled(held, date(2026, 11, 20), None, NOW), package)
    held.close()
    assert main(["verify", str(package), "--against"]) == 0
    for what in ("assessments", "revisions"):
        assert main(["snapshot", "--what", what, "--plan", "jingan-135"]) == 0
    told = capsys.readouterr().out
    main(["snapshot", str(tmp_path / "own.zip")])
    main(["export", "jingan-135", str(tmp_path / "plan.zip"), "--with-values"])
    for path in (tmp_path / "own.zip", tmp_path / "plan.zip"):
        with zipfile.ZipFile(path) as archive:
            told += "".join(archive.read(name).decode() for name in archive.namelist())
    assert "jingan135-hightech,2015,,1,235" in told
    assert "247.4321" not in told
    assert "waits" not in told
