"""What moved between two instants, and why: worked by hand for each cause."""

import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from metrics.assessment import View
from metrics.cli.main import main
from metrics.errors import YardstickError
from metrics.snapshot.asked import Asked, Form, Selection, What
from metrics.snapshot.changes import Cause, Change, changes, revisions_between
from metrics.snapshot.take import take
from metrics.store.queries import assess, known
from tests.worlds import World, metric, value

EARLY, LATE = datetime(2018, 2, 1), datetime(2019, 2, 1)  # noqa: DTZ001
BEFORE, AFTER = View(date(2017, 12, 31), EARLY), View(date(2018, 12, 31), LATE)


def found(world: World, before: View = BEFORE, after: View = AFTER) -> dict[str, Change]:
    return {one.after.metric_id: one for one in changes(world.store, before, after, Selection(), assess)}


def test_a_new_value_moves_a_status() -> None:
    # 100 in 2015 to 200 in 2020: 140 at the end of 2017 is on the way, 145 a year later is 45 of 60 %: behind
    world = World().add(metric(), values=[value("2017", 140), value("2018", 145)])
    one = found(world)["m"]
    assert one.before is not None
    assert (one.before.status, one.after.status, one.moved) == ("on_track", "behind", True)
    assert one.causes == (Cause.VALUE,)


def test_a_revision_moves_a_status() -> None:
    revised = value("2017", 110, revision=2, recorded_at=datetime(2018, 6, 1), note="x")  # noqa: DTZ001
    world = World().add(metric(), values=[value("2017", 140), revised])
    one = found(world, BEFORE, View(BEFORE.as_of, LATE))["m"]
    assert one.causes == (Cause.REVISION,)
    assert (one.after.status, one.revised) == ("off_track", 1)
    (row,) = revisions_between(world.store, BEFORE, AFTER)
    assert (row["value_before"], row["value"], row["revision"]) == (140, 110, 2)


def test_a_target_that_changed_is_the_cause() -> None:
    easier = metric(version=2, target_low=Decimal(130), effective_from=date(2018, 7, 1))
    world = World().add(metric(), easier, values=[value("2017", 140)])
    one = found(world, BEFORE, View(AFTER.as_of, EARLY))["m"]
    assert Cause.TARGET in one.causes
    assert one.after.status == "met"


def test_time_alone_moves_a_status() -> None:
    world = World().add(metric(), values=[value("2017", 140)])
    one = found(world, BEFORE, View(date(2021, 1, 31), EARLY))["m"]
    assert one.causes == (Cause.TIME,)
    assert one.after.status == "no_data"


def test_a_value_that_was_known_already_and_counts_on_the_later_day_alone_is_no_time_passing() -> None:
    world = World().add(metric(), values=[value("2017", 140), value("2018", 145)])
    one = found(world, View(BEFORE.as_of, LATE), AFTER)["m"]
    assert (one.before and one.before.status, one.after.status) == ("on_track", "behind")
    assert one.causes == (Cause.VALUE,)


def test_a_target_that_was_decided_already_and_begins_later_is_no_time_passing() -> None:
    easier = metric(version=2, target_low=Decimal(130), effective_from=date(2018, 7, 1))
    world = World().add(metric(), easier, values=[value("2017", 140)])
    one = found(world, View(BEFORE.as_of, LATE), AFTER)["m"]
    assert one.causes == (Cause.TARGET,)


def test_another_rule_moves_a_status() -> None:
    world = World().add(metric(), values=[value("2017", 139)])
    one = found(world, BEFORE, View(BEFORE.as_of, EARLY, "traffic-light"))["m"]
    assert one.causes == (Cause.RULE,)


def test_a_metric_that_was_not_known_is_new() -> None:
    world = World().add(metric(), metric("n", recorded_at=datetime(2018, 6, 1)))  # noqa: DTZ001
    one = found(world)["n"]
    assert (one.before, one.causes) == (None, (Cause.NEW,))


def test_what_stayed_is_no_change() -> None:
    assert found(World().add(metric(), values=[value("2017", 140)]), BEFORE, BEFORE) == {}


def test_changes_are_a_table(tmp_path: Path) -> None:
    world = World().add(metric(), values=[value("2017", 140), value("2018", 145)])
    asked = Asked(What.CHANGES, Form.CSV, AFTER, since=BEFORE)
    take(world.store, asked, tmp_path / "x.csv")
    (row,) = csv.DictReader((tmp_path / "x.csv").read_text(encoding="utf-8").splitlines())
    told = [row[name] for name in ("value_before", "value_after", "status_before", "status_after", "why", "revised")]
    assert told == ["140", "145", "on_track", "behind", "value", "0"]
    assert (row["as_of_before"], row["known_at_after"]) == ("2017-12-31", "2019-02-01T00:00:00Z")


def test_changes_need_a_beginning(data_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    world = World()
    with pytest.raises(YardstickError):
        Asked(What.CHANGES, Form.CSV, AFTER).check(known(world.store, LATE))
    main(["load"])
    assert main(["snapshot", "--what", "changes"]) == 1
    assert "since when" in capsys.readouterr().err
    assert main(["snapshot", "--what", "changes", "--since", "2016-12-31", "--plan", "jingan-135"]) == 0
    assert capsys.readouterr().out.startswith("plan_id,metric_id,metric,")
