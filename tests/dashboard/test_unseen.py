"""What nobody has approved yet is seen by nobody but those who may: on every page, in every file, by every address."""

import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dashboard.address import PAGES
from dashboard.made import FILES, Edition, package_order, report_order, report_views, table_file
from dashboard.startup import public, store, utc_now
from metrics.assessment import View
from metrics.definitions import Observation
from metrics.people.roles import Role
from metrics.periods import parse_period
from metrics.report.write import Paper
from metrics.snapshot.asked import Asked, Form, Selection, What, settled
from metrics.store.entries import Click, Entry, Source
from metrics.store.record import record, try_all
from metrics.words import Language
from tests.dashboard.conftest import Office, head, shown
from tests.dashboard.test_people import asked

HIDDEN = ("29317", "29,317", "2.93", "seen by nobody")
METRIC = "jingan135-hightech"


@pytest.fixture
def waiting(office: Office) -> Office:
    """A value with a note and a source of its own, which nobody has approved."""
    asked(office)
    told = Observation(METRIC, "2020", Decimal(29317), note="a note seen by nobody")
    entry = Entry(told, Source("a title seen by nobody", "a publisher seen by nobody", date(2020, 1, 2)))
    doubts = try_all(store(), [entry], "contributor", utc_now())[1]
    record(store(), entry, "contributor", utc_now(), Click(confirmed=doubts))
    return office


def leaks(text: str) -> list[str]:
    return [one for one in HIDDEN if one in text]


@pytest.mark.parametrize("who", ["", Role.VIEWER])
def test_no_page_shows_what_waits_to_a_reader(waiting: Office, who: str) -> None:
    asked_for: dict[str, Any] = {
        "metric": METRIC,
        "plan": "jingan-135",
        "area": "jingan",
        "when": "2020",
        "metrics": METRIC,
    }
    for path in PAGES:
        for what in ("", "series", "revisions") if path == "snapshots" else ("",):
            more: dict[str, Any] = {"since": "2019-12-31"} if path == "changes" else {"what": what} if what else {}
            test = waiting.open_as(who, path or "overview", lang="en", as_of="2020-12-31", **asked_for, **more)
            assert leaks(shown(test) + head(test) + str(test._tree)) == [], path
    assert leaks(shown(waiting.open_as("reviewer", "metric", lang="en", metric=METRIC)))


def test_no_file_holds_what_waits(waiting: Office) -> None:
    now, selection = utc_now(), Selection(metric=METRIC)
    view = settled(public(), date(2020, 12, 31), None, now)
    for what in What:
        since = View(date(2019, 12, 31), now) if what is What.CHANGES else None
        made = table_file(Asked(what, Form.CSV, view, selection, since))
        assert leaks(made.path.read_text(encoding="utf-8")) == [], what
    with zipfile.ZipFile(io.BytesIO(FILES.get(package_order(view)).path.read_bytes())) as archive:
        assert [name for name in archive.namelist() if leaks(archive.read(name).decode())] == []
    period = parse_period("2020")
    instants = report_views(period, view.known_at, view.profile)
    made = FILES.get(report_order("jingan-135", period, instants, Edition(Paper.DOCX, Language.EN, "")))
    with zipfile.ZipFile(io.BytesIO(made.path.read_bytes())) as archive:
        assert leaks(archive.read("word/document.xml").decode()) == []
