"""Every form opens and holds the same numbers; what isn't known is blank; a text is never a formula."""

import csv
import io
import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from metrics.assessment import View
from metrics.errors import YardstickError
from metrics.package.guard import guarded, unguarded
from metrics.package.lines import write_lines
from metrics.snapshot import cell
from metrics.snapshot.asked import Asked, Form, Selection, What, settled
from metrics.snapshot.schema import table
from metrics.snapshot.take import take
from metrics.store import Store
from metrics.store.queries import known
from metrics.words import Language
from tests.worlds import NOW, START, World, metric, value

DAY = date(2026, 11, 20)
HOSTILE = [
    "=1+1",
    "'=1+1",
    "+1",
    "-1",
    "@A1",
    "\t=1",
    "＝1",
    "', x",
    'a "b", c',
    "two\nlines",
    "\r=1",
    "x;=1",
    "x\t=1",
    "cr\r\nlf",
    "纸，笔",
    "'",
]
ANYTHING = Selection()
SERIES = Selection(metric="jingan135-hightech")


def taken(store: Store, folder: Path, what: What, form: Form, selection: Selection = ANYTHING) -> Path:
    since = View(date(2016, 12, 31), datetime(2016, 12, 31)) if what is What.CHANGES else None  # noqa: DTZ001
    asked = Asked(what, form, settled(store, DAY, NOW, NOW), selection, since)
    path = folder / asked.file_name
    take(store, asked, path)
    return path


def selection_of(what: What) -> Selection:
    return SERIES if what is What.SERIES else ANYTHING


def plain_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def hostile() -> World:
    """A store in which every text that somebody may enter looks like a formula, or breaks a line."""
    world = World()
    metrics = [metric(f"m{at}", name=text, name_en=text, note=text, section=text) for at, text in enumerate(HOSTILE)]
    values = [value("2016", "-1.5", f"m{at}", note=text) for at, text in enumerate(HOSTILE)]
    return world.add(*metrics, values=values)


@pytest.mark.parametrize("what", [*What])
def test_every_form_holds_the_same_cells_in_the_order_of_the_schema(seeded: Store, tmp_path: Path, what: What) -> None:
    selection = selection_of(what)
    paths = {form: taken(seeded, tmp_path, what, form, selection) for form in Form}
    rows = plain_rows(paths[Form.CSV])
    columns = table(what.schema)
    assert tuple(rows[0]) == columns.names
    lines = [json.loads(line) for line in paths[Form.LINES].read_text(encoding="utf-8").splitlines()]
    sheet = openpyxl.load_workbook(paths[Form.XLSX]).active
    assert sheet is not None
    book = list(sheet.iter_rows(min_row=2, values_only=True))
    frame = pd.read_parquet(paths[Form.PARQUET])
    excel = list(csv.reader(io.StringIO(paths[Form.EXCEL].read_text(encoding="utf-8-sig"), newline="")))[1:]
    assert len(rows) == len(lines) == len(book) == len(frame) == len(excel) > 0
    for at, row in enumerate(rows):
        for place, column in enumerate(columns.columns):
            text = row[column.name]
            assert _number_or_text(lines[at][column.name], column.type) == _typed(text, column.type)
            assert _of_book(book[at][place]) == _typed(text, column.type)
            assert unguarded(excel[at][place]) == text if column.type == "string" else excel[at][place] == text
            assert _of_frame(frame.iloc[at, place]) == _typed(text, column.type)


def _typed(text: str, kind: str) -> object:
    if not text:
        return None
    return float(text) if kind in ("number", "integer") else text


def _number_or_text(told: Any, kind: str) -> object:
    return float(told) if told is not None and kind in ("number", "integer") else told


def _of_book(told: Any) -> object:
    if isinstance(told, datetime):
        return told.date().isoformat()
    return float(told) if isinstance(told, int) else told


def _of_frame(told: Any) -> object:
    if pd.isna(told):
        return None
    if isinstance(told, pd.Timestamp):
        return f"{told:%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(told, date):
        return told.isoformat()
    return told if isinstance(told, str) else float(told)


@pytest.mark.parametrize("what", [*What])
def test_the_columns_of_a_table_are_those_that_its_schema_describes(seeded: Store, tmp_path: Path, what: What) -> None:
    path = taken(seeded, tmp_path, what, Form.CSV, selection_of(what))
    header = path.read_bytes().split(b"\n", 1)[0]
    assert header.decode().split(",") == list(table(what.schema).names)


def test_what_is_missing_is_blank_with_its_status(tmp_path: Path) -> None:
    world = World().add(metric(), values=[value("2016", None, obs_status="M", note="停报"), value("2017", "0")])
    rows = plain_rows(taken(world.store, tmp_path, What.OBSERVATIONS, Form.CSV))
    assert [(row["value"], row["obs_status"]) for row in rows] == [("", "M"), ("0", "A")]
    lines = taken(world.store, tmp_path, What.OBSERVATIONS, Form.LINES).read_text(encoding="utf-8")
    assert '"value": null, ' in lines.splitlines()[0]


@pytest.mark.parametrize("what", [What.ASSESSMENTS, What.OBSERVATIONS, What.DEFINITIONS])
def test_no_text_is_a_formula_and_each_comes_back_as_it_was(hostile: World, tmp_path: Path, what: What) -> None:
    wanted = plain_rows(taken(hostile.store, tmp_path, what, Form.CSV))
    assert {row["metric" if "metric" in row else "name"] for row in wanted} == set(HOSTILE)
    path = taken(hostile.store, tmp_path, what, Form.EXCEL)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    for row, plain in zip(found, wanted, strict=True):
        for column in table(what.schema).columns:
            text = row[column.name]
            if column.type == "string":
                assert not text.startswith(("=", "+", "-", "@", "\t", "＝"))
                assert unguarded(text) == plain[column.name]
            else:
                assert text == plain[column.name]
    if what is What.OBSERVATIONS:
        assert {row["value"] for row in found} == {"-1.5"}


@pytest.mark.parametrize(
    ("sheet", "lines"),
    [(False, '"\r=1","\n=1","x,=1",x;=1,x\t=1,"""",1\n'), (True, '"\r=1","\n=1","x,=1","x;=1","x\t=1","""",1\n')],
)
def test_no_cell_ends_where_a_reader_would_end_it_too_early(*, sheet: bool, lines: str) -> None:
    text = io.StringIO(newline="")
    assert write_lines(text, [["\r=1", "\n=1", "x,=1", "x;=1", "x\t=1", '"', "1"]], sheet=sheet) == 1
    assert text.getvalue() == lines


def test_a_workbook_holds_texts_and_no_formula(hostile: World, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(taken(hostile.store, tmp_path, What.OBSERVATIONS, Form.XLSX)).active
    assert sheet is not None
    kinds = {each.data_type for line in sheet.iter_rows() for each in line}
    assert "f" not in kinds
    notes = [row[10] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert {str(note).replace("\r", "").replace("_x000D_", "") for note in notes} == {
        text.replace("\r", "") for text in HOSTILE
    }


@pytest.mark.parametrize("text", [*HOSTILE, "", "plain", "''=", "=", "1=1"])
def test_a_guard_is_taken_off_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert unguarded(guarded(guarded(text))) == guarded(text)


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (Decimal("235.0000"), "235"),
        (Decimal("0.0840"), "0.084"),
        (Decimal("-99999999999999.9999"), "-99999999999999.9999"),
        (235.0, "235"),
        (235 / 280, "0.8392857142857143"),
        (date(2020, 12, 31), "2020-12-31"),
        (datetime(2016, 12, 30, 1, 2, 3, 40), "2016-12-30T01:02:03.000040Z"),  # noqa: DTZ001
        (None, ""),
    ],
)
def test_a_value_stands_in_a_file_plainly(told: object, text: str) -> None:
    assert cell(told) == text


@pytest.mark.parametrize("number", ["-99999999999999.9999", "0.0001", "-0.5", "0", "120", "99999999999999"])
def test_the_store_writes_a_number_as_it_was_entered(tmp_path: Path, number: str) -> None:
    world = World().add(metric(), values=[value("2016", number)])
    (row,) = plain_rows(taken(world.store, tmp_path, What.OBSERVATIONS, Form.CSV))
    assert row["value"] == number


def test_a_moment_keeps_its_microseconds(tmp_path: Path) -> None:
    moment = datetime(2017, 1, 2, 3, 4, 5, 678)  # noqa: DTZ001
    world = World().add(metric(), values=[value("2016", "1", recorded_at=moment), value("2015", "1")])
    rows = plain_rows(taken(world.store, tmp_path, What.OBSERVATIONS, Form.CSV))
    assert [row["recorded_at"] for row in rows] == ["2015-12-31T00:00:00Z", "2017-01-02T03:04:05.000678Z"]


def test_the_latest_revision_or_every_one(tmp_path: Path) -> None:
    corrected = value("2016", "120", revision=2, recorded_at=datetime(2018, 1, 1))  # noqa: DTZ001
    world = World().add(metric(), values=[value("2016", "110"), corrected, value("2017", "130")])
    latest = plain_rows(taken(world.store, tmp_path, What.OBSERVATIONS, Form.CSV))
    assert [(row["period"], row["value"]) for row in latest] == [("2016", "120"), ("2017", "130")]
    every = plain_rows(taken(world.store, tmp_path, What.REVISIONS, Form.CSV))
    assert [(row["revision"], row["value"]) for row in every] == [("1", "110"), ("2", "120"), ("1", "130")]


def test_a_day_and_a_moment_leave_out_what_came_later(tmp_path: Path) -> None:
    later = value("2017", "130", recorded_at=datetime(2018, 6, 1))  # noqa: DTZ001
    world = World().add(metric(), values=[value("2016", "110"), later, value("2020", "200", obs_status="F")])
    path = tmp_path / "x.csv"
    for known_at, periods in ((datetime(2018, 5, 1), ["2016"]), (datetime(2018, 7, 1), ["2016", "2017"])):  # noqa: DTZ001
        view = settled(world.store, date(2018, 1, 1), known_at, NOW)
        take(world.store, Asked(What.OBSERVATIONS, Form.CSV, view), path)
        assert [row["period"] for row in plain_rows(path)] == periods


def test_a_definition_is_the_one_in_force_or_every_version(tmp_path: Path) -> None:
    changed = metric(version=2, target_low=Decimal(180), effective_from=date(2018, 7, 1))
    world = World().add(metric(), changed)
    path = tmp_path / "x.csv"
    for day, target in ((date(2018, 6, 30), "200"), (date(2018, 7, 1), "180")):
        take(world.store, Asked(What.DEFINITIONS, Form.CSV, settled(world.store, day, NOW, NOW)), path)
        assert [row["target_low"] for row in plain_rows(path)] == [target]
    take(world.store, Asked(What.VERSIONS, Form.CSV, settled(world.store, date(2016, 1, 1), NOW, NOW)), path)
    assert [row["version"] for row in plain_rows(path)] == ["1", "2"]


def test_the_same_request_gives_the_same_bytes_after_a_thousand_revisions(tmp_path: Path) -> None:
    world = World().add(metric(), values=[value("2016", "110")])
    view = settled(world.store, DAY, NOW, NOW)
    paths = {}
    for round_ in ("before", "after"):
        folder = tmp_path / round_
        folder.mkdir()
        for what in (What.ASSESSMENTS, What.OBSERVATIONS, What.REVISIONS, What.SERIES):
            for form in (Form.CSV, Form.XLSX, Form.PARQUET) if what is What.OBSERVATIONS else (Form.CSV,):
                asked = Asked(what, form, view, Selection(metric="m") if what is What.SERIES else ANYTHING)
                take(world.store, asked, folder / asked.file_name)
        paths[round_] = {path.name: path.read_bytes() for path in folder.iterdir()}
        if round_ == "before":
            with world.store.write("later", "revise", START) as write:
                write.append(
                    "observations",
                    [value("2016", n, revision=n, recorded_at=write.now, recorded_by="later") for n in range(2, 1002)],
                )
    assert paths["before"] == paths["after"]
    assert len(paths["before"]) == 6


def test_a_moment_that_was_given_out_is_never_written_to_again() -> None:
    world = World()
    given = settled(world.store, DAY, NOW, NOW).known_at
    assert given == NOW
    with world.store.write("test", "late", START) as write:
        assert write.now > NOW
    assert settled(world.store, DAY, None, NOW.replace(year=2027)).known_at == write.now
    ahead = settled(world.store, DAY, NOW.replace(year=2030), NOW.replace(year=2027))
    assert ahead.known_at == write.now


def test_a_selection_keeps_the_order_and_leaves_out_the_rest(seeded: Store, tmp_path: Path) -> None:
    chosen = Selection(area="jingan", alone=True, status="monitored")
    rows = plain_rows(taken(seeded, tmp_path, What.ASSESSMENTS, Form.CSV, chosen))
    assert {(row["area_id"], row["status"]) for row in rows} == {("jingan", "monitored")}
    everything = [row["metric_id"] for row in plain_rows(taken(seeded, tmp_path, What.ASSESSMENTS, Form.CSV))]
    places = [everything.index(row["metric_id"]) for row in rows]
    assert places == sorted(places)
    values = plain_rows(taken(seeded, tmp_path, What.OBSERVATIONS, Form.CSV, chosen))
    assert {row["metric_id"] for row in values} <= {row["metric_id"] for row in rows}


@pytest.mark.parametrize(
    ("selection", "profile", "said"),
    [
        (Selection(area="jinan"), "standard", "Did you mean 'jingan'?"),
        (Selection(status="great"), "standard", "There is no status 'great'"),
        (Selection(metric="jingan135-hightec"), "standard", "Did you mean 'jingan135-hightech'?"),
        (ANYTHING, "mine", "There is no profile 'mine'"),
    ],
)
def test_what_there_is_not_is_said(seeded: Store, selection: Selection, profile: str, said: str) -> None:
    view = replace(settled(seeded, DAY, None, NOW), profile=profile)
    with pytest.raises(YardstickError) as refused:
        Asked(What.OBSERVATIONS, Form.CSV, view, selection).check(known(seeded, NOW))
    assert said in refused.value.text(Language.EN)


def test_a_sheet_that_is_too_long_is_refused(seeded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("metrics.snapshot.workbook.MOST_ROWS", 10)
    with pytest.raises(YardstickError) as refused:
        taken(seeded, tmp_path, What.OBSERVATIONS, Form.XLSX)
    assert refused.value.key == "too_many_rows"
    assert list(tmp_path.iterdir()) == []


def test_a_long_table_is_made_of_slices_in_one_order(
    seeded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = taken(seeded, tmp_path, What.REVISIONS, Form.CSV).read_bytes()
    monkeypatch.setattr("metrics.store.export._SLICE", 7)
    assert taken(seeded, tmp_path, What.REVISIONS, Form.CSV).read_bytes() == whole
