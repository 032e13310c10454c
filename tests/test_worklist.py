"""What is owed for a period, from when to when, and how far it is; it never contradicts the assessment."""

from datetime import date, timedelta
from random import Random

import pytest

from metrics.assessment import View
from metrics.definitions import Metric
from metrics.periods import parse_period, period_on
from metrics.store.queries import assess, known, reported
from metrics.worklist import Progress, Task, Work, last_ended, progress, tasks
from tests.assessment.metrics_at_random import case_at_random
from tests.worlds import DUE, NOW, World, metric, value

QUARTERLY = {"frequency": "quarter"}


def work(world: World, asked: str, today: date) -> list[Task]:
    defined = known(world.store, NOW)
    metrics = [Metric.of(row) for row in defined.metrics.values()]
    period = parse_period(asked)
    told = reported(world.store, list(defined.metrics), period.start, View(today, NOW))
    return tasks(metrics, defined, told, period, today)


def states(world: World, asked: str, today: date) -> list[tuple[str, str, str]]:
    return [(one.metric_id, one.period, one.work) for one in work(world, asked, today)]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2018, 9, 29), Work.AHEAD),
        (date(2018, 9, 30), Work.DUE),
        (date(2018, 10, 29), Work.DUE),
        (date(2018, 10, 30), Work.OVERDUE),
    ],
)
def test_a_report_may_be_entered_from_the_last_day_of_its_period_and_is_late_on_the_thirtieth(
    today: date, state: Work
) -> None:
    world = World().add(metric(**QUARTERLY))
    (one,) = work(world, "2018-Q3", today)
    assert (one.opens, one.closes, one.work) == (date(2018, 9, 30), date(2018, 10, 29), state)
    assert world.judged(as_of=today).overdue == (state is Work.OVERDUE or today.month < 10 or today.day < 30)


def test_each_metric_owes_its_own_periods_that_end_within_the_one_asked_for() -> None:
    world = World().add(
        metric("y", frequency="year"),
        metric("h", frequency="half"),
        metric("q", **QUARTERLY),
        metric("mon", frequency="month"),
        metric("none"),
    )
    told = {(one.metric_id, one.period) for one in work(world, "2018-Q4", date(2019, 1, 10))}
    months = {("mon", "2018-10"), ("mon", "2018-11"), ("mon", "2018-12")}
    assert told == {("y", "2018"), ("h", "2018-H2"), ("q", "2018-Q4")} | months
    assert [one.metric_id for one in work(world, "2018-Q3", date(2019, 1, 10))].count("y") == 0
    assert len(work(world, "2018", date(2019, 1, 10))) == 1 + 2 + 4 + 12


def test_what_is_outside_the_plan_is_not_owed() -> None:
    world = World().add(metric(**QUARTERLY))
    assert work(world, "2015-Q4", date(2019, 1, 10)) == []
    assert work(world, "2021-Q1", date(2021, 6, 10)) == []


def test_a_value_or_a_reason_why_there_is_none_closes_a_report() -> None:
    world = World().add(
        metric("a", **QUARTERLY), metric("b", **QUARTERLY), metric("c", **QUARTERLY), metric("d", **QUARTERLY),
        metric("e", **QUARTERLY),
        values=[
            value("2018-Q3", 120, "a"),
            value("2018-Q3", None, "b", obs_status="M", note="not surveyed"),
            value("2018-09-30", 130, "c"),
            value("2018-Q3", 140, "d", obs_status="F"),
        ],
    )  # fmt: skip
    found = work(world, "2018-Q3", date(2018, 10, 5))
    assert {one.metric_id: one.work for one in found} == {
        "a": Work.DONE,
        "b": Work.EXPLAINED,
        "c": Work.DONE,
        "d": Work.DUE,
        "e": Work.DUE,
    }
    assert {one.metric_id: one.told for one in found}["c"] == "2018-09-30"
    assert progress(found) == Progress(3, 5)
    assert [one.work for one in found] == [Work.DUE, Work.DUE, Work.EXPLAINED, Work.DONE, Work.DONE]


def test_a_withdrawn_value_closes_by_its_reason_and_a_new_one_opens_nothing() -> None:
    rows = [value("2018-Q3", 120), value("2018-Q3", None, revision=2, obs_status="M", note="wrong")]
    world = World().add(metric(**QUARTERLY), values=rows)
    assert states(world, "2018-Q3", date(2018, 10, 5)) == [("m", "2018-Q3", "explained")]


def test_an_earlier_period_that_was_left_out_is_passed_over() -> None:
    world = World().add(metric(**QUARTERLY), values=[value("2018-Q4", 120)])
    assert states(world, "2018-Q3", date(2019, 2, 5)) == [("m", "2018-Q3", "passed_over")]
    assert not world.judged(as_of=date(2019, 2, 5)).overdue


def test_a_checklist_is_done_once_each_of_its_items_is_answered() -> None:
    listed = metric(basis="checklist", items=["a", "b", "c"], baseline=None, baseline_period=None, frequency="year")
    for told, state in ((1, "due"), (2, "due"), (3, "done")):
        rows = [value("2018", 1, item_id=item) for item in ("a", "b", "c")[:told]]
        world = World().add(listed, values=rows)
        for today in (date(2019, 1, 5), date(2019, 6, 1)):
            assert states(world, "2018", today) == [("m", "2018", state)]
            assert not world.judged(as_of=today).overdue
    missing = [value("2018", 1, item_id="a"), *(value("2018", None, item_id=x, obs_status="M", note="-") for x in "bc")]
    assert states(World().add(listed, values=missing), "2018", date(2019, 1, 5)) == [("m", "2018", "done")]


def test_a_value_that_a_reviewer_sent_back_is_open_again_whatever_else_answers() -> None:
    world = World().add(metric(**QUARTERLY), values=[value("2018-Q3", 120), value("2018-09-30", 121)])
    defined, period, today = known(world.store, NOW), parse_period("2018-Q3"), date(2018, 10, 5)
    told = reported(world.store, ["m"], period.start, View(today, NOW))
    for row in told:
        row["sent_back"] = "which count?" if row["period"] == "2018-09-30" else None
    found = tasks([defined.metric("m")], defined, told, period, today)
    assert [(one.work, one.told, one.comment) for one in found] == [(Work.RETURNED, "2018-09-30", "which count?")]
    assert not progress(found).complete


def test_nothing_owed_is_complete() -> None:
    assert progress([]).complete


@pytest.mark.parametrize(
    ("frequencies", "period"),
    [(["year"], "2025"), (["year", "quarter"], "2026-Q3"), (["month", "half"], "2026-10"), ([], "2025")],
)
def test_the_list_opens_at_the_period_that_ended_last(frequencies: list[str], period: str) -> None:
    assert last_ended(frequencies, date(2026, 11, 20)).name == period


def test_whatever_the_assessment_calls_overdue_is_overdue_here_and_nothing_else() -> None:
    chance = Random(5)  # noqa: S311 - no secret
    for _ in range(12):
        today = date(2016, 1, 1) + timedelta(days=chance.randrange(2000))
        cases = [case_at_random(chance, f"m{number}") for number in range(12)]
        world = World()
        for case in cases:
            definition = case.definitions[0] | {"plan_id": "p", "recorded_at": NOW - timedelta(days=9000)}
            world.add(definition, values=[row for row in case.values if row["recorded_at"] <= NOW])
        judged = {one.metric_id: one for one in assess(world.store, View(today, NOW))}
        for metric_id, one in judged.items():
            if one.frequency is None:
                continue
            latest = period_on(today - timedelta(days=29), one.frequency)  # type: ignore[arg-type]
            last = period_on(latest.start - timedelta(days=1), one.frequency)  # type: ignore[arg-type]
            found = [each for each in work(world, last.name, today) if each.metric_id == metric_id]
            late = any(each.work is Work.OVERDUE for each in found)
            if (one.due or DUE) >= last.end:
                assert late == one.overdue, (metric_id, today, last.name)
