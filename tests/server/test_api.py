"""What programs get: the same numbers as the pages, and an honest answer to whatever they ask."""

import gzip
import io
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date, timedelta
from pathlib import Path
from threading import BoundedSemaphore, Event
from typing import Any
from urllib.parse import quote

import brotli  # type: ignore[import-untyped]
import httpx
import openpyxl
import pandas as pd
import pytest
import schemathesis
from docx import Document
from hypothesis import HealthCheck, settings

from dashboard import cache
from dashboard.kept import Files, Order
from dashboard.server.encoding import KEPT, PASSING, Effort, Encoding, encoded
from dashboard.startup import author, public, store, utc_now
from metrics.assessment import View
from metrics.errors import YardstickError
from metrics.snapshot.asked import Asked, Form, Selection, What
from metrics.snapshot.take import take
from metrics.store.queries import assess, known
from tests.server.conftest import Ask, application
from tests.worlds import value

PINNED = "as_of=2020-12-31&known_at=2026-01-01"


def frame(answer: httpx.Response) -> pd.DataFrame:
    assert answer.status_code == 200, answer.text
    return pd.read_csv(io.StringIO(answer.text), dtype=str, keep_default_na=False)


def test_pandas_reads_what_the_page_shows(ask: Ask) -> None:
    found = frame(ask("/api/assessments.csv?plan=jingan-135&area=jingan&below=no&status=monitored&as_of=2016-12-31"))
    defined = known(store(), utc_now())
    selection = Selection(plan="jingan-135", area="jingan", alone=True, status="monitored")
    wanted = selection.of(assess(store(), View(pd.Timestamp("2016-12-31").date(), utc_now())), defined)
    assert list(found["metric_id"]) == [one.metric_id for one in wanted] != []


def test_the_numbers_are_those_of_the_command_line(ask: Ask, tmp_path: Path) -> None:
    answer = ask(f"/api/assessments.csv?{PINNED}")
    row = frame(answer).iloc[0]
    view = View(pd.Timestamp(row["as_of"]).date(), pd.Timestamp(row["known_at"]).to_pydatetime().replace(tzinfo=None))
    take(store(), Asked(What.ASSESSMENTS, Form.CSV, view), tmp_path / "taken.csv")
    assert answer.content == (tmp_path / "taken.csv").read_bytes()


@pytest.mark.parametrize("form", [*Form])
@pytest.mark.parametrize("what", [*What])
def test_every_table_comes_in_every_form(ask: Ask, what: What, form: Form) -> None:
    since = "&since=2015-12-31" if what is What.CHANGES else ""
    answer = ask(f"/api/{what}.{form}?metric=jingan135-hightech{since}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].endswith(f'.{form}"')
    content = io.BytesIO(answer.content)
    if form is Form.XLSX:
        sheet = openpyxl.load_workbook(content).active
        assert sheet is not None
        rows = sheet.max_row - 1
    elif form is Form.LINES:
        rows = len(answer.text.splitlines())
    else:
        rows = len(pd.read_parquet(content) if form is Form.PARQUET else pd.read_csv(content))
    assert rows == 1


def test_the_whole_is_a_zip(ask: Ask) -> None:
    answer = ask("/api/snapshot.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert {"datapackage.json", "README.md", "observations.csv"} <= set(archive.namelist())
        assert archive.testzip() is None


@pytest.mark.parametrize(("paper", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_a_report_is_a_paper(ask: Ask, paper: str, begins: bytes) -> None:
    answer = ask(f"/api/report.{paper}?plan=jingan-135&when=2016&lang=en")
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert answer.headers["content-disposition"].endswith(f'-en.{paper}"')


def test_a_report_tells_the_address_under_which_it_was_asked_for(ask: Ask) -> None:
    answer = ask("/api/report.docx?plan=jingan-135&when=2016&lang=en")
    told = [one.text for one in Document(io.BytesIO(answer.content)).paragraphs]
    assert any(re.search(r"http://[^/ ]+/api/assessments\.csv\?plan=jingan-135&as_of=2017-01-01", one) for one in told)


def test_what_a_program_has_already_is_not_sent_again(ask: Ask) -> None:
    answer = ask("/api/assessments.csv")
    tag = answer.headers["etag"]
    for known_tag in (tag, f'"x", {tag}', f"W/{tag}", "*"):
        again = ask("/api/assessments.csv", If_None_Match=known_tag)
        assert (again.status_code, again.content) == (304, b"")
    assert ask("/api/assessments.csv", If_None_Match='"other"').status_code == 200
    assert ask("/api/observations.csv").headers["etag"] != tag


def test_a_new_value_has_a_new_tag_and_an_instant_of_before_keeps_its_own(ask: Ask) -> None:
    newest, pinned = (ask(f"/api/observations.csv{query}") for query in ("", f"?{PINNED}"))
    with store().write(author(), "revise", utc_now()) as write:
        row = value("2015", 77, "jingan135-little-giants", revision=2, recorded_at=write.now, recorded_by="test")
        write.append("observations", [row])
    assert ask("/api/observations.csv").headers["etag"] != newest.headers["etag"]
    assert ask(f"/api/observations.csv?{PINNED}").content == pinned.content


@pytest.mark.parametrize("accepted", ["gzip", "br"])
def test_texts_travel_compressed_and_are_themselves(ask: Ask, accepted: str) -> None:
    plain = ask("/api/observations.csv")
    answer = ask("/api/observations.csv", Accept_Encoding=accepted)
    assert answer.headers["content-encoding"] == accepted
    assert answer.headers["etag"] != plain.headers["etag"]
    assert answer.content == plain.content
    assert "content-encoding" not in ask("/api/observations.xlsx", Accept_Encoding=accepted).headers


@pytest.mark.parametrize("effort", [KEPT, PASSING])
def test_compressed_bytes_are_what_they_say(effort: Effort) -> None:
    pieces = ["指标,".encode() * 99_999, b"", b"x"]
    text = b"".join(pieces)
    assert gzip.decompress(b"".join(encoded(pieces, Encoding.GZIP, effort))) == text
    assert brotli.decompress(b"".join(encoded(pieces, Encoding.BROTLI, effort))) == text
    assert b"".join(encoded(pieces, Encoding.IDENTITY, effort)) == text


def test_head_says_what_get_would(ask: Ask) -> None:
    for accepted in ("identity", "br"):
        get = ask("/api/assessments.csv", Accept_Encoding=accepted)
        head = ask("/api/assessments.csv", "HEAD", Accept_Encoding=accepted)
        assert head.status_code == 200
        assert head.headers["etag"] == get.headers["etag"]
        assert head.headers.get("content-length", get.headers.get("content-length")) == get.headers.get(
            "content-length"
        )


def test_a_part_is_a_part_of_the_whole(ask: Ask) -> None:
    whole = ask(f"/api/assessments.csv?{PINNED}")
    text, size = whole.content, len(whole.content)
    for asked, part in (
        ("bytes=0-9", text[:10]),
        ("bytes=10-", text[10:]),
        ("bytes=-5", text[-5:]),
        (f"bytes={size - 1}-{size + 9}", text[-1:]),
        (f"bytes=-{size + 9}", text),
    ):
        answer = ask(f"/api/assessments.csv?{PINNED}", Range=asked, Accept_Encoding="br")
        assert (answer.status_code, answer.content) == (206, part)
        assert answer.headers["content-length"] == str(len(part))
        assert answer.headers["etag"] == whole.headers["etag"]
    assert answer.headers["content-range"] == f"bytes 0-{size - 1}/{size}"


@pytest.mark.parametrize("asked", ["bytes={size}-", "bytes=-0", "bytes=999999999999999999-"])
def test_a_part_that_there_is_not_is_told_as_json(ask: Ask, asked: str) -> None:
    size = len(ask(f"/api/assessments.csv?{PINNED}").content)
    answer = ask(f"/api/assessments.csv?{PINNED}", Range=asked.format(size=size))
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{size}")
    assert answer.json()["error"]["code"] == "no_part"


@pytest.mark.parametrize(
    "asked",
    ["", "bytes", "bytes=", "bytes=-", "bytes=9-1", "bytes=a-b", "bytes=0-1,4-5", "lines=0-1", "bytes=" + "9" * 5000],
)
def test_a_range_that_says_nothing_is_the_whole(ask: Ask, asked: str) -> None:
    whole = ask(f"/api/assessments.csv?{PINNED}").content
    answer = ask(f"/api/assessments.csv?{PINNED}", Range=asked)
    assert (answer.status_code, answer.content) == (200, whole)


def test_a_download_goes_on_only_with_what_it_began_with(ask: Ask) -> None:
    address = f"/api/assessments.csv?{PINNED}"
    own = ask(address).headers["etag"]
    for tag, status in ((own, 206), ('"other"', 200), (f"W/{own}", 200), ("Sat, 21 Nov 2026 00:00:00 GMT", 200)):
        assert ask(address, Range="bytes=1-1", If_Range=tag).status_code == status
    for tag, status in ((own, 200), (f'"x", {own}', 200), ("*", 200), ('"other"', 412), (f"W/{own}", 412), ("", 412)):
        assert ask(address, If_Match=tag).status_code == status
    assert ask(address, If_Match='"other"').json()["error"]["code"] == "other_content"
    assert ask(address, "HEAD", Range="bytes=1-1").status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "code", "said"),
    [
        ("/api/assessments.csv?sttus=met", 400, "no_parameter_like", "Did you mean 'status'?"),
        ("/api/assessments.csv?status=great", 400, "no_choice", "'great' is not one of"),
        ("/api/assessments.csv?area=a&area=b", 400, "parameter_twice", "more than once"),
        ("/api/assessments.csv?area=", 400, "parameter_empty", "'area' is empty"),
        ("/api/assessments.csv?as_of=yesterday", 400, "bad_date", "'yesterday' is not a date"),
        ("/api/assessments.csv?known_at=2026-13-01T00:00:00Z", 400, "bad_date", "is not a date"),
        ("/api/assessments.csv?known_at=0001-01-01T00:00:00%2B14:00", 400, "bad_date", "is not a date"),
        ("/api/assessments.csv?as_of=0001-01-01", 404, "no_day", "out of range"),
        ("/api/assessments.csv?area=jinan", 404, "no_such_like", "Did you mean 'jingan'?"),
        (f"/api/assessments.csv?plan={quote('<script>')}", 404, "no_such", "<script>"),
        ("/api/assessments.csv?profile=mine", 404, "no_such", "'mine'"),
        ("/api/report.pdf?plan=jingan-135", 400, "parameter_missing", "'when'"),
        ("/api/report.pdf?plan=jingan-135&when=2016-07", 400, "report_period", "2016-07"),
        ("/api/report.pdf?plan=jingan-135&when=2099-Q1", 404, "report_ahead", "has not begun"),
        ("/api/report.pdf?plan=jingan-135&when=2015-Q4", 404, "report_before", "begins on 2016-01-01"),
        ("/api/report.docx?plan=jingan&when=2016", 404, "no_such_like", "jingan-135"),
        ("/api/changes.csv", 400, "changes_since_what", "since when"),
        ("/api/assessments.csv?since=2020-01-01", 400, "no_parameter", "'since'"),
        ("/api/series.csv", 400, "series_of_what", "Name the metric"),
        ("/api/series.csv?metric=jingan135-hightec", 404, "no_such_like", "jingan135-hightech"),
        ("/api/assessments.doc", 404, "no_address", "/api/openapi.json lists them"),
        ("/api", 404, "no_address", "/api"),
        ("/api/../seeds/areas.csv", 404, "no_address", "There is no address"),
        ("/api/schemas/people.json", 404, "no_address", "There is no address"),
        ("/api/snapshot.zip?area=jingan", 400, "no_parameter", "'area'"),
        ("/api/openapi.json?x=1", 400, "no_parameter", "'x'"),
    ],
)
def test_what_is_wrong_is_said_as_json(ask: Ask, path: str, status: int, code: str, said: str) -> None:
    if ".." in path:
        path = path.replace("..", "%2e%2e")
    answer = ask(path)
    assert answer.status_code == status, answer.text
    told = answer.json()["error"]
    assert told["code"] == code
    assert said in told["message"]
    assert told["message_zh"] != told["message"]
    assert "Traceback" not in answer.text


def test_what_there_is_not_is_named_in_the_language_of_the_sentence(ask: Ask) -> None:
    told = ask("/api/assessments.csv?plan=qqqq").json()["error"]
    assert told["message_zh"] == "没有规划“qqqq”。"


@pytest.mark.parametrize("refused", ["gzip;q=0", "gzip; q = 0", "gzip;q=0, br;q=0, identity;q=0", "x-gzip"])
def test_whoever_takes_nothing_compressed_gets_the_bytes_as_they_are(ask: Ask, refused: str) -> None:
    whole = ask(f"/api/assessments.csv?{PINNED}")
    answer = ask(f"/api/assessments.csv?{PINNED}", Accept_Encoding=refused)
    assert "content-encoding" not in answer.headers
    assert answer.headers["etag"] == whole.headers["etag"]
    assert answer.content == whole.content


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_a_file_that_is_small_already_is_sent_as_it_is(ask: Ask, form: str) -> None:
    answer = ask(f"/api/observations.{form}?{PINNED}", Accept_Encoding="gzip")
    assert "content-encoding" not in answer.headers
    assert answer.headers["content-length"] == str(len(answer.content))
    assert answer.headers["vary"] == "Accept-Encoding"


def test_the_description_travels_compressed_and_once(ask: Ask) -> None:
    plain, answer = (ask("/api/openapi.json", Accept_Encoding=one) for one in ("identity", "br"))
    assert (answer.headers["content-encoding"], answer.json()) == ("br", plain.json())
    assert ask("/api/openapi.json", Accept_Encoding="br", If_None_Match=answer.headers["etag"]).status_code == 304


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_nothing_is_written_here(ask: Ask, method: str) -> None:
    answer = ask("/api/assessments.csv", method)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.json()["error"]["code"] == "no_method"


def test_a_failure_is_told_without_its_insides(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(Files, "kept", fails)
    answer = ask("/api/assessments.csv")
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "server")
    assert "secret" not in answer.text


def test_an_instant_that_is_still_to_come_is_the_last_record(ask: Ask) -> None:
    ahead = (utc_now() + timedelta(days=30)).date()
    assert ask(f"/api/assessments.csv?known_at={ahead}").content == ask("/api/assessments.csv").content


def _order(key: str) -> Order:
    def make(path: Path) -> None:
        path.write_text(key)

    return Order(key, make)


def test_the_least_wanted_file_is_thrown_away_once_nobody_sends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.kept._MOST_FILES", 2)
    files = Files()
    first, *_ = made = [files.get(_order(key)) for key in "abc"]
    assert files.kept("a") is None
    assert files.get(Order("b", lambda _: pytest.fail("made again"))) == made[1]
    assert first.path.read_text() == "a"
    path = first.path
    del first, made, _
    assert not path.exists()
    files.close()


@pytest.mark.parametrize("fails", [False, True])
def test_whoever_asks_at_once_gets_the_one_that_is_made_or_its_failure(*, fails: bool) -> None:
    files, begun, go_on = Files(), Event(), Event()

    def make(path: Path) -> None:
        begun.set()
        assert go_on.wait(10)
        path.write_text("first")
        if fails:
            raise YardstickError("series_of_what")

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(files.get, Order("a", make))
        assert begun.wait(10)
        second = threads.submit(files.get, Order("a", lambda _: pytest.fail("made twice")))
        assert wait([second], 0.05).not_done
        go_on.set()
    if fails:
        assert first.exception() is second.exception() is not None
        assert files.get(_order("a")).path.read_text() == "a"
    else:
        assert first.result() is second.result()
    files.close()


def test_a_file_that_is_there_waits_for_none_that_is_made(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    there = ask(f"/api/observations.csv?{PINNED}")
    monkeypatch.setattr("dashboard.server.api.routes._MAKERS", slots := BoundedSemaphore(1))
    with ThreadPoolExecutor(1) as threads:
        with slots:
            new = threads.submit(ask, f"/api/observations.csv?{PINNED}&area=jingan")
            assert ask(f"/api/observations.csv?{PINNED}").content == there.content
            assert ask(f"/api/observations.csv?{PINNED}&area=jinan").status_code == 404
            assert wait([new], 0.05).not_done
        assert new.result().status_code == 200


def test_what_is_defined_at_a_moment_is_read_once_for_every_file(ask: Ask) -> None:
    before = cache.known_for_files.cache_info()
    for plan in ("jingan-135", "songjiang-g60"):
        assert ask(f"/api/observations.csv?as_of=2020-12-31&known_at=2026-02-01&plan={plan}").status_code == 200
    after = cache.known_for_files.cache_info()
    assert (after.misses - before.misses, after.hits - before.hits) == (1, 3)


def test_many_moments_push_out_nothing_that_the_pages_need(ask: Ask) -> None:
    version = public().data_version
    needed = cache.known(version, None)
    judged = cache.assessments(version, date(2020, 12, 31), None, "standard")
    for day in range(1, 12):
        assert ask(f"/api/assessments.csv?as_of=2020-12-31&known_at=2026-01-{day:02}").status_code == 200
    assert cache.known(version, None) is needed
    assert cache.assessments(version, date(2020, 12, 31), None, "standard") is judged


# One form of each table: what the others take is the same.
SCHEMA = schemathesis.openapi.from_asgi("/api/openapi.json", application).include(
    path_regex=r"^/api/[a-z/{}]+\.(csv|zip|json|pdf)$"
)


@SCHEMA.parametrize()
@settings(max_examples=2, deadline=None, suppress_health_check=[*HealthCheck])
def test_schemathesis_finds_nothing(ask: Ask, case: Any) -> None:
    case.call_and_validate()
