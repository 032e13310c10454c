"""Areas over time: on which days they are judged, and what stands in the file."""

from datetime import date

from metrics.area_courses import AreaCourse, areas_csv, days
from metrics.assessment import View
from metrics.rollup import roll_up
from metrics.store import queries
from tests.worlds import NOW, World, metric, value


def test_an_area_is_judged_at_the_end_of_each_year_and_today() -> None:
    assert days([date(2016, 1, 1), date(2018, 1, 1)], date(2018, 6, 30)) == [
        date(2016, 12, 31),
        date(2017, 12, 31),
        date(2018, 6, 30),
    ]
    assert len(days([date(1996, 1, 1)], date(2018, 6, 30))) == 8
    assert days([], date(2018, 6, 30)) == [date(2018, 6, 30)]


def test_the_file_has_the_mean_attainment_and_how_many_are_judged() -> None:
    # 150 of 200, and a metric without a value
    world = World().add(metric(), metric("n"), values=[value("2016", 150)])
    seen = View(date(2016, 12, 31), NOW)
    course = AreaCourse("a", ((seen.as_of, roll_up(queries.assess(world.store, seen))),))
    assert areas_csv([course], seen).splitlines() == [
        "area_id,day,attainment,judged,targets,known_at,profile",
        "a,2016-12-31,0.75,1,2,2026-11-20T08:00:00Z,standard",
    ]
