"""A large file comes in by the thousand as it does cell by cell: the same values, problems and doubts."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from metrics.errors import RefusedError, StoreError, YardstickError
from metrics.sheets import bulk
from metrics.sheets.bring_in import Trial, bring_in, shape_of, try_file
from metrics.sheets.bulk import bring_in_table, large_table, try_table
from metrics.sheets.entries import Read, read_entries
from metrics.sheets.read import read_sheets
from metrics.store.entries import Click
from metrics.store.queries import known
from metrics.store.staging import Laid, add_clear, stage, unclear
from metrics.words import Language
from tests.worlds import NOW, World, metric, value

HEADER = "metric_id,period,value,unit_id,obs_status,note\n"
_NO_BASELINE: dict[str, Any] = {"baseline": None, "baseline_period": None}
_GRADED: dict[str, Any] = {"scale": "C<B<A", "target_grade": "A", "target_low": None, "unit_id": None}
_MONITORED: dict[str, Any] = dict.fromkeys(("comparator", "direction", "target_low", "path", "due"))
KINDS: list[dict[str, Any]] = [
    {},
    {"direction": "lower", "comparator": "at_most", "target_low": None, "target_high": 50},
    {"basis": "total", "reported": "increment", **_NO_BASELINE},
    {"basis": "total", "reported": "to_date", **_NO_BASELINE},
    {"basis": "yearly", **_NO_BASELINE},
    {"unit_id": "%", "target_low": 50, "baseline": 10},
    {"unit_id": "亿元", "target_low": 3, "baseline": 1},
    {"basis": "grade", **_GRADED, **_NO_BASELINE},
    {**_MONITORED, **_NO_BASELINE},
]
PERIODS = [f"{year}{end}" for year in range(2013, 2022) for end in ("", "-H1", "-Q2", "-Q3", "-11", "-12-31")]


@pytest.fixture(autouse=True)
def _every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_LARGE", 0)


def world(chance: Random) -> World:
    metrics = [metric(f"m{number}", **kind) for number, kind in enumerate(KINDS)]
    standing = [
        value(f"{year}{chance.choice(['', '-Q3'])}", chance.randrange(40, 130), row["metric_id"])
        for row in metrics
        if row["basis"] != "grade" and chance.random() < 0.5
        for year in chance.sample(range(2015, 2020), 2)
    ]
    return World().add(*metrics, values=standing)


def file(chance: Random) -> bytes:
    """Lines as people send them, most of them right."""
    lines = []
    for number in range(len(KINDS)):
        at = chance.uniform(20, 120)
        for period in sorted(chance.sample(PERIODS, chance.randrange(1, 6))):
            at *= chance.choice([1.01, 1.03, 1.05, 1.08, 0.97, chance.choice([1, 1, 1, 12, 0.05, 10000, -1])])
            typed = chance.choice([f"{at:.2f}"] * 12 + ["200", "50", "约60", "1.2万", "many", "-", "0", f"{at:.6f}"])
            unit = chance.choice([""] * 9 + ["家", "亿元"])
            status = chance.choice([""] * 9 + ["P", "F", "M", "X"])
            lines.append(f"m{number},{period},{typed},{unit},{status},{chance.choice(['', '', 'why'])}")
    if chance.random() < 0.2:
        lines.append("mm,2017,5,,,")
    return (HEADER + "\n".join(lines) + "\n").encode()


def cell_by_cell(world: World, content: bytes) -> Read:
    (sheet,) = read_sheets(content)
    defined = known(world.store, NOW)
    return read_entries(sheet, shape_of(sheet, defined), defined)


def told(trial: Trial) -> tuple[list[tuple[str, str]], list[tuple[str, str]], dict[str, int]]:
    errors, doubts = ([(one.place, one.text(Language.EN)) for one in of] for of in (trial.errors, trial.doubts))
    return sorted(errors), sorted(doubts), trial.receipt.counts


@pytest.mark.parametrize("seed", range(25))
def test_a_large_file_is_judged_as_it_is_cell_by_cell(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - no secret
    store, content = world(chance), file(chance)
    table = large_table(content)
    assert table is not None
    slow, quick = try_file(store.store, cell_by_cell(store, content), "t", NOW), try_table(store.store, table, "t", NOW)
    assert told(quick) == told(slow)


def test_a_large_file_leaves_what_it_leaves_cell_by_cell() -> None:
    content = (
        HEADER
        + "".join(f"m0,{2015 + year},{100.5 + 5 * year},,,\n" for year in range(5))
        + "m0,2020-06-30,125.5,,,\nm4,2017,30,,P,\nm7,2018,B,,,\nm8,2019,7,,,a note\n"
    ).encode()
    stores = [World().add(*(metric(f"m{number}", **kind) for number, kind in enumerate(KINDS))) for _ in range(2)]
    bring_in(stores[0].store, cell_by_cell(stores[0], content), "t", NOW, Click())
    table = large_table(content)
    assert table is not None
    receipt = bring_in_table(stores[1].store, table, "t", NOW, Click("click"))
    assert (receipt.counts["added"], receipt.clear) == (9, 7)
    asked = "SELECT * FROM observations ORDER BY metric_id, period"
    assert stores[1].store.read(asked) == stores[0].store.read(asked)
    version = stores[1].store.data_version
    assert bring_in_table(stores[1].store, table, "t", NOW, Click("click")).counts["added"] == 0
    assert bring_in_table(stores[1].store, table, "t", NOW, Click()).counts == {
        "added": 0,
        "revised": 0,
        "unchanged": 9,
    }
    assert stores[1].store.data_version == version


def test_one_wrong_line_of_a_large_file_keeps_all_of_it_out_and_is_named_by_its_cell() -> None:
    lines = [f"m0,{2015 + year},{100.5 + 5 * year},,," for year in range(5)]
    content = (HEADER + "\n".join([*lines, "m5,2017,120,,,"]) + "\n").encode("gb18030")
    one = world(Random(1)).store  # noqa: S311 - no secret
    before = one.read("SELECT count(*) AS n FROM observations")
    table = large_table(content)
    assert table is not None
    with pytest.raises(RefusedError, match="C7: metric 'm5': 120 is above 100"):
        bring_in_table(one, table, "t", NOW, Click())
    assert one.read("SELECT count(*) AS n FROM observations") == before
    assert one.read("SELECT table_name FROM duckdb_tables() WHERE temporary") == []


@pytest.mark.parametrize(
    "twice",
    [
        "INSERT INTO typed SELECT * FROM typed",
        """INSERT INTO observations BY NAME
           SELECT metric_id, '2017' AS period, item_id, revision, 140 AS value, obs_status,
                  period_start, period_end, recorded_at, recorded_by
           FROM observations""",
    ],
)
def test_a_value_that_would_stand_twice_keeps_all_of_a_large_file_out(tmp_path: Path, twice: str) -> None:
    """Should the sieve ever let one through: the write looks for itself."""
    world, path = World().add(metric(), values=[value("2016", 120)]), tmp_path / "values.csv"
    path.write_text("metric_id,period,value\nm,2017,140\n", encoding="utf-8")
    laid = Laid(path, ["metric_id", "period", "value"], {"metric_id": 0, "period": 1, "value": 2}, ",", spaced=False)
    with pytest.raises(StoreError) as refused, world.store.write("test", "import", NOW) as write:
        stage(write, laid)
        assert unclear(write, laid, NOW.date()) == []
        write.cursor.execute(twice)
        add_clear(write)
    assert refused.value.key == "overtaken"
    assert len(world.store.read("SELECT * FROM observations")) == 1


def test_spaces_and_quotes_around_the_cells_are_taken_off() -> None:
    content = HEADER + '"m0", 2016 ,"105.5", 家,,""\nm4,2017,30,,P, \n'
    table, told_shares = large_table(content.encode()), list[float]()
    assert table is not None
    metrics = [metric(f"m{number}", **kind) for number, kind in enumerate(KINDS)]
    trial = try_table(World().add(*metrics).store, table, "t", NOW, told_shares.append)
    assert (trial.receipt.clear, trial.errors, trial.doubts) == (2, [], [])
    assert told_shares == [0.1, 0.25, 0.85]


@pytest.mark.parametrize("end", ["", "\n"])
def test_the_last_line_counts_with_an_end_or_without(end: str) -> None:
    table = large_table(f"{HEADER}m0,2016,105,,,\nm0,2017,110,,,{end}".encode())
    assert table is not None
    assert table.lines == 2


def test_lines_keep_their_numbers_in_a_file_of_many() -> None:
    content = (HEADER + "".join(f"x{number},2017,{number},,,\n" for number in range(60_000))).encode()
    table = large_table(content)
    assert table is not None
    trial = try_table(World().add(metric()).store, table, "t", NOW)
    assert [one.place for one in trial.errors] == [f"C{number + 2}" for number in range(60_000)]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("m0,2017,110", id="too few cells"),
        pytest.param("m0,2017,110,,,why,,more", id="too many cells"),
    ],
)
def test_a_large_file_whose_lines_are_not_even_comes_in_cell_by_cell(line: str) -> None:
    content = (HEADER + "m0,2016,105,,,\n" + line + "\nm4,2017,30,,P,\n").encode()
    stores = [World().add(*(metric(f"m{number}", **kind) for number, kind in enumerate(KINDS))) for _ in range(2)]
    table = large_table(content)
    assert table is not None
    slow = try_file(stores[0].store, cell_by_cell(stores[0], content), "t", NOW)
    assert told(try_table(stores[1].store, table, "t", NOW)) == told(slow)
    assert slow.receipt.counts["added"] == 3
    receipt = bring_in_table(stores[1].store, table, "t", NOW, Click("click", slow.doubts))
    assert receipt.counts["added"] == 3
    assert bring_in_table(stores[1].store, table, "t", NOW, Click("click")).counts["unchanged"] == 3
    assert stores[1].store.read("SELECT count(*) AS n FROM observations") == [{"n": 3}]
    assert stores[1].store.read("SELECT * FROM refusal") == []


def test_a_large_file_whose_quotes_do_not_close_is_refused_by_its_line() -> None:
    table = large_table((HEADER + 'm0,2016,105,,,\nm0,2017,110,,,"why\nm4,2017,30,,P,\n').encode())
    assert table is not None
    with pytest.raises(YardstickError, match=r"Line 4 cannot be read: quotes"):
        try_table(world(Random(1)).store, table, "t", NOW)  # noqa: S311 - no secret
