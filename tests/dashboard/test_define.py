"""The page on which plans and metrics are defined: by form, from a sheet, as a package; and who may."""

import io
import zipfile
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.startup import store, utc_now
from metrics.people.roles import Grant, Role
from metrics.sheets.definition_template import definition_csv
from metrics.store.people import RoleChange, change_role
from metrics.store.queries import known
from metrics.store.trail import trail
from tests.dashboard.conftest import Office, Pages, shown
from tests.worlds import SEEDS

FORM = "define-0-jingan-135"


def task(test: AppTest, name: str) -> AppTest:
    test.button_group(key="define-task").set_value(name).run()
    assert not test.exception, test.exception
    return test


def test_an_editor_revises_a_target_from_a_day_and_says_why(office: Office) -> None:
    test = office.open_as("editor", "define", lang="en")
    test.selectbox(key="define-0-metric").select("jingan135-hightech").run()
    assert "more than 280" in shown(test)
    test.text_input(key="define-low").input("300")
    test.date_input(key="define-since").set_value(date(2018, 7, 1)).run()
    test.button(key="define-save").click().run()
    assert "say why the target changes" in test.error[0].value
    test.text_input(key="define-why").input("mid-term review").run()
    test.button(key="define-save").click().run()
    assert "revised" in test.success[0].value
    assert test.selectbox(key="define-1-metric").value is None
    assert "&gt; 300" in shown(office.open_as("", "metric", metric="jingan135-hightech", as_of="2019-12-31", lang="en"))
    assert "&gt; 280" in shown(office.open_as("", "metric", metric="jingan135-hightech", as_of="2017-12-31", lang="en"))


def test_an_editor_drops_a_target_that_is_followed_from_then_on(office: Office) -> None:
    test = office.open_as("editor", "define", lang="en")
    test.selectbox(key="define-0-metric").select("jingan135-hightech").run()
    test.checkbox(key="define-drop-it").check().run()
    test.date_input(key="define-since").set_value(date(2018, 7, 1))
    test.text_input(key="define-why").input("withdrawn").run()
    test.button(key="define-drop").click().run()
    assert "is dropped" in test.success[0].value
    page = office.open_as("", "metric", metric="jingan135-hightech", as_of="2019-12-31", lang="en")
    assert "Monitored" in shown(page)
    assert "&gt; 280" in shown(office.open_as("", "metric", metric="jingan135-hightech", as_of="2017-12-31", lang="en"))
    office.open_as("", "plans", plan="jingan-135", lang="en")


def test_an_editor_loads_a_package_that_is_checked_as_the_seeds_are(office: Office) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in SEEDS.rglob("*"):
            text = file.read_bytes() if file.is_file() else b""
            if file.name == "owners.csv":
                text += "new-owner,新,New office\n".encode()
            if file.is_file():
                archive.writestr(file.relative_to(SEEDS).as_posix(), text)
    test = task(office.open_as("editor", "define", lang="en"), "load")
    test.file_uploader(key="define-file").set_value(("plan.zip", packed.getvalue(), "application/zip")).run()
    test.button(key="define-load").click().run()
    assert "1 rows added" in test.success[0].value
    test.file_uploader(key="define-file").set_value(("plan.zip", b"no zip", "application/zip")).run()
    test.button(key="define-load").click().run()
    assert "not a data package" in test.error[0].value


def fill(test: AppTest, **told: str) -> None:
    for name, text in told.items():
        key = f"{FORM}-{name}"
        if key in [one.key for one in test.selectbox]:
            test.selectbox(key=key).select(text)
        elif key in [one.key for one in test.text_area]:
            test.text_area(key=key).input(text)
        else:
            test.text_input(key=key).input(text)
    test.run()
    assert not test.exception, test.exception


def test_a_metric_is_asked_for_by_what_its_basis_needs_and_read_back_in_plain_words(office: Office) -> None:
    test = task(office.open_as("editor", "define"), "metric")
    test.selectbox(key="define-plan").select("jingan-135").run()
    fields = {one.key for one in [*test.text_input, *test.selectbox]}
    assert not fields & {f"{FORM}-{name}" for name in ("target_low", "baseline", "path", "scale", "reported")}
    fill(test, name="<b>孵化器</b>", name_en="Incubators", basis="level", comparator="at_least")
    assert "须补充" in shown(test)
    assert "&lt;" not in shown(test)  # nothing of what was typed is repeated in what is missing
    fill(test, target_low="280", unit_id="家", direction="higher", path="milestones", section="一")
    fill(test, category_id="jingan135-capacity", baseline="235", baseline_period="2015", milestones="2018-12-31 260")
    assert "至少 280 家，到 2020-12-31；起点 235 家（2015）；路径：按里程碑" in shown(test)
    (chart,) = test.get("plotly_chart")
    assert "2018-12-31" in chart.proto.spec
    assert "jingan-135-incubators" not in known(store(), utc_now()).metrics
    test.button(key="define-add-metric").click().run()
    assert "已新增 1 行" in test.success[0].value
    row = known(store(), utc_now()).metrics["jingan-135-incubators"]
    assert (row["recorded_by"], row["name"], row["source_id"]) == ("editor", "<b>孵化器</b>", "jingan135")
    assert trail(store())[0]["what"] == "define jingan-135-incubators"
    assert "<b>孵化器" not in shown(office.open_as("", "metric", metric="jingan-135-incubators"))
    assert test.text_input(key="define-1-jingan-135-name").value == ""


def test_a_refused_metric_keeps_what_was_typed_and_says_what_is_missing(office: Office) -> None:
    test = task(office.open_as("editor", "define", lang="en"), "metric")
    test.selectbox(key="define-plan").select("jingan-135").run()
    fill(test, name="清单", name_en="List", basis="checklist", comparator="at_least")
    fill(test, items="one | 一 | One\ntwo | 二")
    assert "checklist items, line 2" in shown(test)
    assert "name in English" in shown(test)
    test.button(key="define-add-metric").click().run()
    assert "is empty" in test.error[0].value
    assert test.text_input(key=f"{FORM}-name").value == "清单"


def test_what_is_typed_into_a_form_survives_a_reload_until_it_is_saved_or_discarded(office: Office) -> None:
    def come(who: str = "editor") -> AppTest:
        test = task(office.open_as(who, "define", lang="en"), "metric")
        test.selectbox(key="define-plan").select("jingan-135").run()
        return test

    test = come()
    fill(test, name="孵化器", basis="level", comparator="at_least")
    fill(test, target_low="280", path="milestones")
    fill(test, milestones="2018-12-31 260")
    test.date_input(key=f"{FORM}-due").set_value(date(2019, 12, 31)).run()

    test = come()
    assert "did not save stands here again" in shown(test)
    assert test.text_input(key=f"{FORM}-target_low").value == "280"
    assert test.selectbox(key=f"{FORM}-comparator").value == "at_least"
    assert test.text_area(key=f"{FORM}-milestones").value == "2018-12-31 260"
    assert test.date_input(key=f"{FORM}-due").value == date(2019, 12, 31)
    assert come("administrator").text_input(key=f"{FORM}-name").value == ""

    test.button(key=f"{FORM}-discard").click().run()
    assert "Nothing of it is kept" in test.success[0].value
    assert come().text_input(key=f"{FORM}-name").value == ""


def test_a_plan_comes_with_its_document_and_leaves_as_a_package(office: Office) -> None:
    change_role(store(), RoleChange("anna", Grant(Role.EDITOR, "area:jingan")), "administrator", utc_now())
    test = office.open_as("anna", "define", lang="en")
    assert "Load a package" not in test.button_group(key="define-task").options
    task(test, "plan")
    assert set(test.selectbox(key="define-0-plan-area_id").options) == {
        f"{row['name_en']} · {name}"
        for name, row in known(store(), utc_now()).areas.items()
        if "jingan" in known(store(), utc_now()).above(name)
    }
    test.checkbox(key="define-0-new").check().run()
    told = {
        "plan-name": "新规划",
        "plan-name_en": "New plan",
        "plan-plan_id": "new-plan",
        "source-source_id": "new-doc",
    }
    for name, text in (told | {"source-title": "新文件"}).items():
        test.text_input(key=f"define-0-{name}").input(text)
    test.selectbox(key="define-0-plan-area_id").select("jingan")
    test.date_input(key="define-0-plan-period_start").set_value(date(2026, 1, 1)).run()
    test.button(key="define-add-plan").click().run()
    assert "2 rows added" in test.success[0].value
    row = known(store(), utc_now()).plans["new-plan"]
    assert (row["source_id"], row["recorded_by"], row["kind"]) == ("new-doc", "anna", "plan")
    task(test, "export")
    test.selectbox(key="define-export").select("new-plan").run()
    assert [one.proto.label for one in test.get("download_button")] == ["Download the package"]


def test_reference_data_is_for_an_editor_of_everything(office: Office) -> None:
    test = task(office.open_as("editor", "define", lang="en"), "reference")
    test.selectbox(key="define-table").select("owners").run()
    for name, text in (("owner_id", "Science"), ("name", "科委"), ("name_en", "Science Office")):
        test.text_input(key=f"define-0-owners-{name}").input(text)
    test.run()
    test.button(key="define-add-it").click().run()
    assert "has a form that isn't allowed" in test.error[0].value
    test.text_input(key="define-0-owners-owner_id").input("science").run()
    test.button(key="define-add-it").click().run()
    assert known(store(), utc_now()).owners["science"]["recorded_by"] == "editor"


def test_a_sheet_is_tried_row_by_row_and_then_taken(office: Office) -> None:
    sent = definition_csv(known(store(), utc_now()), "metrics", "putuo-digital-2023").decode()
    lines = sent.splitlines()
    wrong = "\n".join([lines[0], lines[1].replace("putuo-digital-2023,", "putuo,", 1), *lines[2:]]).encode()
    test = task(office.open_as("editor", "define", lang="en"), "sheet")
    test.file_uploader(key="define-sheet-0").set_value(("plan.csv", wrong, "text/csv")).run()
    assert "1 problems" in test.error[0].value
    assert "B2" in shown(test)
    assert test.button(key="define-take").disabled
    name = known(store(), utc_now()).metrics[lines[1].split(",")[0]]["name"]
    row = lines[1].split(",")
    row[5], row[-1] = "新名称", "更名"
    right = "\n".join([lines[0], ",".join(row), *lines[2:]])
    test.file_uploader(key="define-sheet-0").set_value(("plan.csv", right.encode(), "text/csv")).run()
    assert "0 rows would be added, 1 changed, 3 stand already" in shown(test)
    assert f"{name} → 新名称" in shown(test)
    test.button(key="define-take").click().run()
    assert "1 changed" in test.success[0].value
    assert known(store(), utc_now()).metrics[row[0]]["version"] == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_task_opens(pages: Pages, lang: str) -> None:
    test = pages.open("define", lang=lang)
    for name in ("metric", "sheet", "plan", "export", "reference", "load", "revise"):
        assert task(test, name).markdown
