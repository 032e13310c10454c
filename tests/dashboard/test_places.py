"""The overview, and the pages of areas and industry clusters: in every state, under every filter."""

import json
import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest

from dashboard.startup import author, store
from dashboard.words import page_says
from metrics.definitions import Observation
from metrics.store.entries import Entry
from metrics.store.record import record
from metrics.words import Language
from tests.dashboard.conftest import Pages, shown
from tests.worlds import NOW, SEEDS

BOTH = pytest.mark.parametrize("lang", ["zh", "en"])


def rows(text: str, table: str) -> list[str]:
    """The rows of every table of a kind, each as text without markup."""
    tables = re.findall(rf'<table class="{table}\b.*?</table>', text, re.DOTALL)
    found = [row for one in tables for row in re.findall(r"<tr.*?</tr>", one, re.DOTALL)]
    return [unescape(" ".join(re.sub(r"<[^>]*>", " ", row).split())) for row in found]


@BOTH
@pytest.mark.parametrize("page", ["area", "cluster"])
def test_without_a_choice_every_place_is_listed(pages: Pages, page: str, lang: str) -> None:
    text = shown(pages.open(page, lang=lang, as_of="2016-12-31"))
    named = {"area": ["张江高新区静安园", "Shibei Hi-Tech Park"], "cluster": ["工业互联网", "Big data"]}[page]
    assert named[lang == "en"] in text


def test_areas_are_listed_as_they_lie_in_each_other(pages: Pages) -> None:
    found = rows(shown(pages.open("area", lang="en", as_of="2016-12-31")), "standings")
    at = next(at for at, row in enumerate(found) if row.startswith("Jing'an District"))
    assert found[at].endswith("79% 4 / 32 ○ Not due yet")
    assert found[at + 1].startswith("Jing'an Park, Zhangjiang Hi-Tech Zone")
    assert found[at + 2] == "Shibei Hi-Tech Park no targets"


@pytest.mark.parametrize(
    "query",
    [
        {"plan": "jingan-135", "lang": "en"},
        {"below": "no"},
        {"cluster": "cultural-creative"},
        {"category": "jingan135-economy"},
        {"status": "not_due"},
        {"report": "overdue"},
        {"period": "2016-2020"},
        {"as_of": "2020-12-31"},
        {"known_at": "2017-01-31"},
        {"profile": "traffic-light"},
        {"plan": "songjiang-g60"},
    ],
)
def test_an_area_opens_under_every_filter(pages: Pages, query: dict[str, str]) -> None:
    text = shown(pages.open("area", **{"as_of": "2016-12-31", "area": "jingan", **query}))
    assert ("Jing&#39;an District" if "lang" in query else "静安区") in text


def test_an_area_shows_how_it_stands_with_those_below_it_and_alone(pages: Pages) -> None:
    # 235/280, 76/100, 19/20 and, in the park, over 600/1000: (0.8393 + 0.76 + 0.95 + 0.6) / 4 = 0.787, without it 0.850
    found = rows(shown(pages.open("area", area="jingan", as_of="2016-12-31", lang="en")), "standings")
    assert any(row.startswith("Jing'an District with the areas below") and "79% 4 / 32" in row for row in found)
    assert any(row.startswith("Jing'an District this area alone") and "85% 3 / 27" in row for row in found)
    alone = shown(pages.open("area", area="jingan", below="no", as_of="2016-12-31", lang="en"))
    assert "3 of 27 with a value" in alone
    assert any("79% 4 / 32" in row for row in rows(alone, "standings"))


def test_an_area_is_compared_with_those_of_its_kind(pages: Pages) -> None:
    text = shown(pages.open("area", area="jingan", as_of="2016-12-31", lang="en"))
    beside = text[text.index("Beside its peers") :]
    assert beside.index("Jing&#39;an") < beside.index("Putuo")
    assert "Each area has targets of its own" in beside


def test_the_metrics_of_an_area_stand_as_bullets_by_category(pages: Pages) -> None:
    found = rows(shown(pages.open("area", area="jingan", as_of="2016-12-31", lang="en")), "bullets")
    assert found[1] == "Stronger capacity for innovation"
    assert found[2].startswith("High-tech enterprises")


@BOTH
def test_an_area_without_a_value_invites_its_first_report(pages: Pages, lang: str) -> None:
    text = shown(pages.open("area", area="putuo", lang=lang))
    said = {"zh": "等待首次填报", "en": "wait for their first value"}[lang]
    assert said in text
    assert re.search(r'href="enter\?[^"]*area=putuo', text)


def test_where_nothing_can_be_entered_nobody_is_sent_to_enter(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.person.on_loopback", lambda: False)
    text = shown(pages.open("area", area="putuo", lang="en"))
    assert "wait for their first value" in text
    assert "Enter the first value" not in text


def test_an_area_of_which_no_plan_speaks_says_so(pages: Pages) -> None:
    assert "No plan on record" in shown(pages.open("area", area="caohejing-software-park", lang="en"))


def test_filters_that_leave_nothing_show_the_way_out(pages: Pages) -> None:
    text = shown(pages.open("area", area="jingan", plan="songjiang-g60", lang="en"))
    assert "No metric matches" in text
    assert 'href="area?lang=en&amp;area=jingan"' in text


@BOTH
def test_a_cluster_shows_its_areas_its_peers_and_its_metrics(pages: Pages, lang: str) -> None:
    text = shown(pages.open("cluster", cluster="industrial-internet", lang=lang))
    for heading in {"zh": ("按区域", "同级比较", "指标达成"), "en": ("By area", "Beside its peers", "Targets")}[lang]:
        assert f"<h2>{heading}</h2>" in text
    assert ("工业互联网示范园区" if lang == "zh" else "Industrial internet demonstration parks") in text


@BOTH
@pytest.mark.parametrize(("page", "asked", "near"), [("area", "jinan", "jingan"), ("cluster", "big-dat", "big-data")])
def test_an_unknown_place_gets_a_sentence_with_the_nearest(
    pages: Pages, page: str, asked: str, near: str, lang: str
) -> None:
    (warning,) = pages.open(page, **{page: asked}, lang=lang).warning
    assert near in warning.value


def test_the_key_figures_lead_to_what_they_count(pages: Pages) -> None:
    text = shown(pages.open(as_of="2016-12-31", lang="en"))
    for choice in ("status=no_data", "status=monitored", "status=not_due"):
        assert re.search(rf'<a data-go href="\.\?lang=en&amp;{choice}&amp;as_of=2016-12-31">', text)
    assert "report=overdue" in shown(pages.open(as_of="2017-02-28", lang="en"))


def test_the_matrix_crosses_districts_and_clusters(pages: Pages) -> None:
    text = shown(pages.open(as_of="2016-12-31", lang="en"))
    found = rows(text, "matrix")
    assert found[0].startswith("Area All Cultural and creative industries")
    (jingan,) = [row for row in found if row.startswith("Jing'an District")]
    assert jingan.startswith("Jing'an District 79% 4/32 ○ Not due yet – 0/1 – No data · no targets")
    assert 'href="area?lang=en&amp;area=songjiang&amp;cluster=industrial-internet&amp;as_of=2016-12-31"' in text


def test_what_needs_attention_says_why_and_leads_there(pages: Pages) -> None:
    text = shown(pages.open(area="jingan", as_of="2017-02-28", lang="en"))
    first = text[text.index('class="attention"') :]
    assert "No report for the period that ended on 2016-12-31; the last one is for 2015." in first
    assert re.search(r'href="metric\?[^"]*metric=jingan135-hightech"', first)
    assert "Nothing is reversed, missed" in shown(pages.open(plan="monitoring", lang="en"))


def test_the_values_of_an_area_are_drawn_until_the_day_on_which_one_judges(pages: Pages) -> None:
    # three metrics of the software park have two values each, the second of them of 2018 or 2019
    text = shown(pages.open("area", area="pudong-software-park", as_of="2021-12-31", lang="en"))
    assert "<h2>Trends</h2>" in text
    assert re.findall(r'aria-label="[^"]*: (\d+) values', text) == ["2", "2", "2"]
    assert "<h2>Trends</h2>" not in shown(
        pages.open("area", area="pudong-software-park", as_of="2017-12-31", lang="en")
    )


def test_each_kind_of_area_has_a_word() -> None:
    kinds = next(field["constraints"]["enum"] for field in _fields("areas") if field["name"] == "kind")
    for language in Language:
        assert {f"place.{kind}" for kind in kinds} <= page_says.keys(language)


def _fields(name: str) -> list[dict[str, Any]]:
    schema = SEEDS.parent / "metrics" / "package" / "schemas" / f"{name}.json"
    return json.loads(schema.read_text(encoding="utf-8"))["fields"]  # type: ignore[no-any-return]


def test_a_value_that_is_entered_is_on_the_page_that_was_kept(pages: Pages) -> None:
    asked = {"area": "jingan", "as_of": "2017-12-31", "lang": "en"}
    assert "251 organisations" not in shown(pages.open("area", **asked))
    told = Observation("jingan135-hightech", "2017", Decimal(251))
    record(store(), Entry(told), author(), NOW)
    assert "251 organisations" in shown(pages.open("area", **asked))


def test_of_very_much_the_first_is_drawn_and_the_rest_is_told(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, most in {"_LINES": 3, "_DIALS": 1}.items():
        monkeypatch.setattr(f"dashboard.standing.{name}", most)
    monkeypatch.setattr("dashboard.place_tables._LINES", 2)
    drawn = shown(pages.open(lang="en", as_of="2016-12-31"))
    assert len([row for row in rows(drawn, "bullets") if "Jing'an" in row]) == 3
    assert "These are the first 3 of " in drawn
    assert "more are not listed" in drawn
    listed = shown(pages.open("area", lang="en", as_of="2016-12-31"))
    assert len(rows(listed, "standings")) == 1 + 2
    assert "more are not listed" in listed
