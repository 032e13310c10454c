"""Entering a value: checked, appended, acknowledged once it stands, and never twice by one click."""

import threading
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from metrics.assessment import View
from metrics.definitions import Observation
from metrics.errors import ConflictError, RefusedError, YardstickError
from metrics.store.entries import Change, Click, Entry, Recorded, Source
from metrics.store.record import effect, record, record_all, try_all
from metrics.vocabulary import ObsStatus, Qualifier
from tests.worlds import NOW, World, metric, value

VIEW = View(date(2018, 12, 31), NOW)


def entry(period: str = "2017", number: str | None = "140", **told: object) -> Entry:
    return Entry(replace(Observation("m", period, None if number is None else Decimal(number)), **told))  # type: ignore[arg-type]


def enter(world: World, told: Entry, token: str = "") -> Recorded:
    return record(world.store, told, "tester", NOW, Click(token))


def revisions(world: World) -> list[tuple[int, str | None]]:
    rows = world.store.read("SELECT revision, value FROM observations ORDER BY period, revision")
    return [(row["revision"], None if row["value"] is None else f"{row['value'].normalize():f}") for row in rows]


def problem(world: World, told: Entry) -> str:
    with pytest.raises(RefusedError) as refused:
        enter(world, told)
    assert revisions(world) == []
    return str(refused.value)


@pytest.fixture
def world() -> World:
    return World().add(metric())


def test_a_value_is_recorded_with_who_and_when(world: World) -> None:
    done = enter(world, entry())
    assert (done.revision, done.added) == (1, True)
    (row,) = world.store.read("SELECT recorded_by, recorded_at, period_end FROM observations")
    assert row == {"recorded_by": "tester", "recorded_at": NOW, "period_end": date(2017, 12, 31)}


def test_no_text_of_a_value_is_recorded_with_blanks_at_its_ends(world: World) -> None:
    source = Source(" Bulletin\n", " Office", url="https://example.org/a ")
    enter(world, replace(entry(note="\t first\u3000\n "), source=source))
    enter(world, entry(number="150", note=" \n second line\n of it "))
    record(world.store, replace(entry(number="160"), reason=" a slip "), "tester", NOW)
    assert [row["note"] for row in world.store.read("SELECT note FROM observations ORDER BY revision")] == [
        "first",
        "second line\n of it",
        "a slip",
    ]
    (told,) = world.store.read("SELECT title, publisher, url FROM sources WHERE source_id <> 's'")
    assert told == {"title": "Bulletin", "publisher": "Office", "url": "https://example.org/a"}
    assert not enter(world, entry(number="160", note=" a slip")).added


def test_a_note_that_has_blanks_at_its_ends_from_of_old_stands_where_it_is_told_without_them(world: World) -> None:
    world.add(values=[value("2017", 140, note=" of old ")])
    assert not enter(world, entry(note="of old")).added
    assert not enter(world, entry()).added


def test_the_same_value_again_changes_nothing(world: World) -> None:
    enter(world, entry())
    version = world.store.data_version
    assert not enter(world, entry()).added
    assert revisions(world) == [(1, "140")]
    assert world.store.data_version == version


def test_a_correction_asks_why_and_keeps_the_old_value(world: World) -> None:
    enter(world, entry())
    with pytest.raises(RefusedError, match="say in the note why"):
        enter(world, entry(number="150"))
    assert enter(world, entry(number="150", note="a slip")).revision == 2
    assert revisions(world) == [(1, "140"), (2, "150")]


def test_one_token_saves_once(world: World) -> None:
    assert enter(world, entry(), "click").added
    assert not enter(world, entry(), "click").added
    assert revisions(world) == [(1, "140")]


def test_a_token_that_saved_other_values_is_refused_and_drops_none_of_them_silently(world: World) -> None:
    enter(world, entry(), "click")
    for other in (entry(number="150", note="x"), entry("2018"), replace(entry(), source=Source("Bulletin"))):
        with pytest.raises(YardstickError, match="saved other values already"):
            enter(world, other, "click")
    assert enter(world, entry("2018"), "cli").added
    assert revisions(world) == [(1, "140"), (1, "140")]


def test_twenty_clicks_at_once_save_once(world: World) -> None:
    done: list[Recorded] = []
    threads = [threading.Thread(target=lambda: done.append(enter(world, entry(), "click"))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.added for one in done) == [False] * 19 + [True]
    assert revisions(world) == [(1, "140")]


def test_the_second_of_two_correctors_is_told_what_the_first_wrote(world: World) -> None:
    enter(world, entry())
    enter(world, replace(entry(number="150", note="first"), seen=1))
    with pytest.raises(ConflictError, match="tester entered 150"):
        enter(world, replace(entry(number="160", note="second"), seen=1))
    assert revisions(world) == [(1, "140"), (2, "150")]


def test_two_who_enter_the_same_new_value_at_once_are_told_apart(world: World) -> None:
    enter(world, replace(entry(), seen=0))
    with pytest.raises(ConflictError):
        enter(world, replace(entry(number="150", note="me too"), seen=0))


def test_a_source_of_its_own_is_recorded_once(world: World) -> None:
    source = Source("统计公报", "统计局", date(2018, 3, 1), "https://example.org/1")
    enter(world, replace(entry(), source=source))
    enter(world, replace(entry("2016", "120"), source=source))
    assert world.store.read("SELECT title, publisher, url FROM sources WHERE source_id <> 's'") == [
        {"title": "统计公报", "publisher": "统计局", "url": "https://example.org/1"}
    ]
    assert world.store.read("SELECT count(DISTINCT source_id) AS n FROM observations") == [{"n": 1}]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (entry("2017-13"), "there is no period '2017-13'"),
        (entry("2027"), "2027 has not begun"),
        (entry(number=None), "the value is empty"),
        (entry(number=None, obs_status=ObsStatus.MISSING), "why there is no value"),
        (entry(obs_status=ObsStatus.MISSING), "said to be missing"),
        (entry(number="1.00001"), "4 behind the point"),
        (entry(number="1e20"), "14 digits"),
        (entry(number="NaN"), "14 digits"),
        (entry(number="Infinity"), "14 digits"),
        (entry(grade="A"), "kind of value"),
        (entry(item_id="x"), "it is no checklist"),
        (entry(unit_id="亿元"), "can't be converted into 家"),
        (entry(unit_id="亿"), "there is no unit '亿'"),
        (Entry(Observation("m", "2017", Decimal(1)), Source("  ")), "no title"),
        (Entry(Observation("m", "2017", Decimal(1)), Source("x" * 301)), "301 characters; 300 are the most"),
        (Entry(Observation("m", "2017", Decimal(1)), Source("x", url="javascript:alert(1)")), "must begin with http"),
        (Entry(Observation("m", "2017", Decimal(1)), Source("x", url="https://")), "must begin with http"),
        (entry(note="x" * 2001), "2001 characters; 2000 are the most"),
        (entry(note="a\x00b"), "characters that can't be shown"),
        (entry(note="a\ud800"), "characters that can't be shown"),
        (entry(number=None, obs_status=ObsStatus.MISSING, note="  "), "why there is no value"),
    ],
)
def test_what_is_wrong_is_refused_and_leaves_everything_as_it_was(world: World, told: Entry, said: str) -> None:
    assert said in problem(world, told)


def test_an_unknown_metric_is_answered_with_the_nearest_name(world: World) -> None:
    with pytest.raises(YardstickError, match="Did you mean 'm'"):
        enter(world, Entry(Observation("mm", "2017", Decimal(1))))


def test_a_grade_must_be_on_its_scale() -> None:
    graded = metric(
        basis="grade",
        scale="C<B<A",
        target_grade="A",
        target_low=None,
        unit_id=None,
        baseline=None,
        baseline_period=None,
    )
    world = World().add(graded)
    assert "grade 'D' is not on the scale C<B<A" in problem(world, entry(number=None, grade="D"))
    assert enter(world, entry(number=None, grade="B")).added


def test_a_checklist_takes_its_items_done_or_not() -> None:
    listed = metric(basis="checklist", target_low=Decimal(2), baseline=None, baseline_period=None, items=["one", "two"])
    world = World().add(listed)
    assert "no item 'three'" in problem(world, entry(number="1", item_id="three"))
    assert "done (1) or not (0)" in problem(world, entry(number="2", item_id="one"))
    assert enter(world, entry(number="1", item_id="one")).added
    assert enter(world, entry(number="1", item_id="two")).added
    assert world.judged(known_at=NOW + timedelta(seconds=1)).status == "met"


def test_an_amount_that_would_count_twice_is_refused() -> None:
    summed = metric(basis="total", reported="increment", baseline=None, baseline_period=None)
    world = World().add(summed)
    enter(world, entry("2017", "30"))
    with pytest.raises(RefusedError, match="2017-Q3 overlaps 2017"):
        enter(world, entry("2017-Q3", "10"))
    with pytest.raises(RefusedError, match="can't be negative"):
        enter(world, entry("2018", "-1"))


def test_a_running_total_cannot_fall() -> None:
    running = metric(basis="total", reported="to_date", baseline=None, baseline_period=None)
    world = World().add(running)
    enter(world, entry("2017", "30"))
    with pytest.raises(RefusedError, match="the running total falls from 2017 to 2018"):
        enter(world, entry("2018", "29"))


def test_the_effect_is_shown_and_nothing_is_kept(world: World) -> None:
    shown = effect(world.store, entry(qualifier=Qualifier.ABOVE), "tester", NOW, VIEW)
    assert shown.after.status == "on_track"
    assert revisions(world) == []
    assert world.judged(VIEW.as_of).status == "no_data"


def test_whoever_tries_a_value_waits_for_nobody_who_writes(world: World) -> None:
    shown: list[str] = []

    def look() -> None:
        shown.append(effect(world.store, entry(), "tester", NOW, VIEW).after.status)

    with world.store.write("slow", "entry", NOW) as write:
        thread = threading.Thread(target=look)
        thread.start()
        thread.join(timeout=30)
        assert shown == ["on_track"]
        write.keep = False
    assert revisions(world) == []


def test_the_effect_is_refused_as_the_record_is(world: World) -> None:
    with pytest.raises(RefusedError):
        effect(world.store, entry("2027"), "tester", NOW, VIEW)


def test_a_profile_that_nobody_knew_is_said_and_not_an_empty_answer(world: World) -> None:
    with pytest.raises(YardstickError, match="no profile 'mine'"):
        world.judged(profile="mine")


def test_many_values_are_entered_together_and_the_receipt_tells_what_became_of_each(world: World) -> None:
    enter(world, entry("2016", "120"))
    enter(world, entry("2017", "140"))
    together = [entry("2016", "120"), entry("2017", "141", note="a slip"), entry("2018", "160")]
    receipt = record_all(world.store, together, "tester", NOW)
    assert [one.change for one in receipt.recorded] == [Change.UNCHANGED, Change.REVISED, Change.ADDED]
    assert [one.revision for one in receipt.recorded] == [1, 2, 1]
    before = receipt.recorded[1].before
    assert before is not None
    assert before.value == 140
    assert revisions(world) == [(1, "120"), (1, "140"), (2, "141"), (1, "160")]
    (change,) = world.store.read("SELECT what FROM change ORDER BY change_id DESC LIMIT 1")
    assert change == {"what": "record 3 values"}


def test_one_wrong_value_of_many_keeps_all_of_them_out_and_names_its_place(world: World) -> None:
    together = [
        replace(entry("2016", "120"), place="B2"),
        replace(entry("2017", "-1"), place="B3"),
        replace(entry("2018-13", "1"), place="B4"),
        replace(Entry(Observation("mm", "2017", Decimal(1))), place="B5"),
    ]
    with pytest.raises(RefusedError) as refused:
        record_all(world.store, together, "tester", NOW)
    assert [(one.place, one.key) for one in refused.value.problems] == [
        ("B3", "range_below"),
        ("B4", "period_unknown"),
        ("B5", "metric_unknown"),
    ]
    assert refused.value.problems[2].nearest == "m"
    assert revisions(world) == []


def test_a_value_that_is_entered_twice_in_one_go_is_refused(world: World) -> None:
    together = [replace(entry("2016", "120"), place="B2"), replace(entry("2016", "121"), place="B9")]
    with pytest.raises(RefusedError, match="B9: metric 'm': 2016 stands at B2 already"):
        record_all(world.store, together, "tester", NOW)


def test_values_of_one_go_are_checked_against_each_other() -> None:
    running = metric(basis="total", reported="to_date", baseline=None, baseline_period=None)
    world = World().add(running)
    with pytest.raises(RefusedError, match="falls from 2017 to 2018"):
        record_all(world.store, [entry("2017", "30"), entry("2018", "29")], "tester", NOW)
    summed = World().add(metric(basis="total", reported="increment", baseline=None, baseline_period=None))
    with pytest.raises(RefusedError, match="2017-Q3 overlaps 2017"):
        record_all(summed.store, [entry("2017", "30"), entry("2017-Q3", "29")], "tester", NOW)


def test_trying_many_values_keeps_nothing(world: World) -> None:
    receipt, doubts = try_all(world.store, [entry("2016", "120"), entry("2017", "2000")], "tester", NOW)
    assert [one.change for one in receipt.recorded] == [Change.ADDED, Change.ADDED]
    assert [one.key for one in doubts] == ["tenfold"]
    assert revisions(world) == []


def test_all_who_were_overtaken_are_named(world: World) -> None:
    enter(world, entry("2016", "120"))
    enter(world, entry("2017", "140"))
    late = [
        replace(entry("2016", "125", note="x"), seen=0, place="B2"),
        replace(entry("2017", "145", note="x"), seen=0, place="B3"),
    ]
    with pytest.raises(ConflictError) as refused:
        record_all(world.store, late, "tester", NOW)
    assert [one.place for one in refused.value.problems] == ["B2", "B3"]
