"""A report says what the assessments say, in both languages, on paper that opens and can be changed."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.shared import Cm
from PIL import Image

from metrics.cli.main import main
from metrics.demonstration import demonstrate
from metrics.errors import YardstickError
from metrics.report.blocks import Charts, Grid, Items, Report, Text
from metrics.report.content import compose
from metrics.report.names import period_name
from metrics.report.pdf import pictures
from metrics.report.subject import Subject, read_period, subject_of, views
from metrics.report.write import Paper, write_report
from metrics.store import Store, open_store
from metrics.store.load import load_package
from metrics.words import Language
from tests.worlds import NOW, START, World, metric, value

TODAY = date(2019, 1, 10)
KNOWN = datetime(2019, 1, 10)  # noqa: DTZ001


def subject(store: Store, plan: str = "p", period: str = "2018", known_at: datetime = KNOWN) -> Subject:
    told = read_period(period)
    return subject_of(store, plan, told, views(told, known_at, "standard", TODAY))


@pytest.fixture
def world() -> World:
    """Four metrics: one that fell behind, one on track and revised, one that nobody reports, one that monitors."""
    revised = value("2017", 140, "good", revision=2, recorded_at=datetime(2018, 6, 1), note="年报更正")  # noqa: DTZ001
    monitors = metric("watch", comparator=None, direction=None, target_low=None, path=None, due=None)
    return World().add(
        metric("late", name="滞后指标", frequency="year"),
        metric("good", name="良好指标", frequency="year"),
        metric("silent", name="无数指标", frequency="year", baseline=None, baseline_period=None),
        monitors,
        values=[
            *(value("2017", 140, "late"), value("2018", 145, "late", note="企业外迁")),
            *(value("2017", 139, "good"), revised, value("2018", 165, "good"), value("2018", 7, "watch")),
        ],
    )


def blocks(report: Report, number: int) -> list[Text | Items | Grid | Charts]:
    return [
        block
        for section in report.sections
        if section.title.startswith("一二三四五六七"[number])
        for block in section.blocks
    ]


def test_the_summary_counts_statuses_against_the_period_before(world: World) -> None:
    overview, balance, grid = blocks(compose(subject(world.store), Language.ZH), 0)
    assert isinstance(overview, Text)
    assert isinstance(balance, Text)
    assert isinstance(grid, Grid)
    # (145 + 165) / 200 / 2 = 77.5 %
    for said in ("指标 4 项", "有目标的 3 项", "仅监测的 1 项", "评估的目标 2 项", "77.5%"):
        assert said in overview.text
    assert "转差 1 项" in balance.text
    assert grid.header == ["状态", "2018年度", "2017年度", "增减"]
    assert [list(row) for row in grid.rows] == [
        ["滞后", "1", "0", "+1"],
        ["正常", "1", "2", "\u22121"],
        ["暂无数据", "1", "1", "0"],
        ["平均完成率", "77.5%", "69.8%", "+7.7 个百分点"],
    ]


def test_what_lags_is_told_with_its_reason_its_need_and_its_note(world: World) -> None:
    (items,) = blocks(compose(subject(world.store), Language.ZH), 2)
    assert isinstance(items, Items)
    ((name, said),) = items.items
    assert name == "滞后指标"
    # 45 of 100 against 1,096 of 1,827 days; 55 more in two years
    for part in ("滞后：", "45.0%", "60.0%", "尚需年均增加 27.5 家", "企业外迁"):
        assert part in said, said


def test_the_summary_tells_binding_targets_and_that_nothing_can_be_judged() -> None:
    world = World().add(metric("bound", binding="binding"), values=[value("2018", 110, "bound")])
    overview, *_ = blocks(compose(subject(world.store), Language.ZH), 0)
    assert isinstance(overview, Text)
    assert "约束性指标 1 项，其中滞后、严重滞后、倒退或未达成的 1 项。" in overview.text
    overview, *_ = blocks(compose(subject(World().add(metric()).store), Language.ZH), 0)
    assert isinstance(overview, Text)
    assert "目标均无数值可供评估。" in overview.text
    assert "约束性" not in overview.text
    assert "平均完成率" not in overview.text


def test_what_lags_is_told_with_its_department_and_what_has_to_fall() -> None:
    falls = {"direction": "lower", "comparator": "at_most", "baseline": 200, "target_low": None, "target_high": 100}
    world = World()
    owner = {"owner_id": "o", "name": "科委", "name_en": "Commission", "version": 1, "recorded_at": START}
    with world.store.write("test", "owner", START) as write:
        write.append("owners", [owner | {"recorded_by": "test"}])
    world.add(metric("late", owner_id="o", **falls), values=[value("2018", 180, "late")])
    (items,) = blocks(compose(subject(world.store), Language.ZH), 2)
    assert isinstance(items, Items)
    # 80 less in two years
    assert "尚需年均下降 40 家" in items.items[0][1]
    assert items.items[0][1].endswith("责任部门：科委。")


def test_moves_revisions_and_silence_have_a_table_each(world: World) -> None:
    report = compose(subject(world.store), Language.ZH)
    tables = {number: block for number in (3, 4, 5) for block in blocks(report, number) if isinstance(block, Grid)}
    assert list(map(list, tables[3].rows)) == [["滞后指标", "正常", "滞后", "有新数值"]]
    assert list(map(list, tables[4].rows)) == [["良好指标", "2017", "139 家", "140 家", "年报更正"]]
    assert [row[0] for row in tables[5].rows] == ["无数指标"]


def test_each_category_has_its_metrics_with_bullets_and_trends(world: World) -> None:
    report = compose(subject(world.store), Language.EN)
    (charts,) = (block for section in report.sections for block in section.blocks if isinstance(block, Charts))
    told = {one.name: one for one in charts.rows}
    late = told["Metric late"]
    assert (late.value, late.period, late.status, late.tone) == ("145 家", "2018", "Behind", "warn")
    assert late.bar == pytest.approx(145 / 200 / 1.25, abs=1e-4)
    assert (len(late.points), late.goal) == (2, 1)
    assert told["Metric silent"].bar is None
    assert told["Metric silent"].points == []
    assert [name for name, one in told.items() if not one.aimed] == ["Metric watch"]


@pytest.mark.parametrize(("language", "below"), [(Language.ZH, "2018、初步数"), (Language.EN, "2018, provisional")])
def test_a_provisional_value_says_so_below_it(language: Language, below: str) -> None:
    world = World().add(metric(), metric("n"), values=[value("2018", 150, obs_status="P")])
    report = compose(subject(world.store), language)
    (charts,) = (block for section in report.sections for block in section.blocks if isinstance(block, Charts))
    assert [one.period for one in charts.rows] == [below, ""]


def test_the_report_before_looked_from_as_long_after_its_period() -> None:
    before, after = views(read_period("2018-Q3"), datetime(2018, 10, 20), "standard", date(2030, 1, 1))  # noqa: DTZ001
    assert (after.as_of, before.as_of) == (date(2018, 10, 1), date(2018, 7, 1))
    assert (after.known_at - before.known_at).days == 92
    running, _ = views(read_period("2018"), KNOWN, "standard", date(2018, 5, 1))[::-1]
    assert running.as_of == date(2018, 5, 1)


@pytest.mark.parametrize(
    ("language", "missed", "lacks", "day"),
    [
        (Language.ZH, "未达成", "无期末值", "数据截至 2018-12-31，期满次日（2019-01-01）评估。"),
        (Language.EN, "Missed", "No final value", "Values count up to 2018-12-31; they are judged on 2019-01-01"),
    ],
)
def test_what_is_due_on_the_last_day_of_the_period_has_its_final_verdict(
    language: Language, missed: str, lacks: str, day: str
) -> None:
    # the report of 2018 judged on 2018-12-31 itself, when no target of that day is past, and called both on track
    due = date(2018, 12, 31)
    world = World().add(metric("short", due=due), metric("unknown", due=due), metric("kept", due=due))
    world.add(values=[value("2018", 199, "short"), value("2017", 180, "unknown"), value("2018", 200, "kept")])
    report = compose(subject(world.store), language)
    (charts,) = (block for section in report.sections for block in section.blocks if isinstance(block, Charts))
    assert [one.status for one in charts.rows] == ["已达成" if language is Language.ZH else "Met", missed, lacks]
    assert day in str(report.sections[0].blocks[0])
    assert day in str(report.sections[-1].blocks[1])
    assert "as_of=2019-01-01" in str(report.sections[-1].blocks[-1])
    assert "2018-12-31" in report.footer


def test_a_period_that_still_runs_is_judged_today() -> None:
    told = read_period("2018")
    instants = views(told, datetime(2018, 12, 31), "standard", date(2018, 12, 31))  # noqa: DTZ001
    world = World().add(metric(due=date(2018, 12, 31)), values=[value("2018-11", 199)])
    report = compose(subject_of(world.store, "p", told, instants), Language.ZH)
    assert "报告期尚未结束，截至 2018-12-31 评估。" in str(blocks(report, 0)[0])
    assert "正常" in str(blocks(report, 0)[2])


def test_what_begins_on_the_day_of_judgement_belongs_to_no_period_that_is_over() -> None:
    world = World().add(
        metric("m", position=1),
        metric("whole", basis="composite", baseline=None, baseline_period=None, parts={"m": 1}, position=2),
        metric("higher", position=3),
        metric("higher", version=2, target_low=Decimal(900), effective_from=date(2019, 1, 1), position=3),
        metric("later", effective_from=date(2019, 1, 1), position=4),
        metric("due", due=date(2018, 12, 31), position=5),
        values=[
            *(value("2018", 160, one) for one in ("m", "higher", "due")),
            *(value("2019-01-01", 190, one) for one in ("m", "due")),
        ],
    )
    told = subject(world.store)
    assert [(one.metric_id, one.value, one.goal) for one in told.now] == [
        ("m", 160, 200),
        ("whole", 160, 200),
        ("higher", 160, 200),
        ("due", 160, 200),
    ]
    assert {one.period_end for values in told.series.values() for one in values} == {date(2018, 12, 31)}
    *_, again, kept = compose(told, Language.ZH).sections[-1].blocks
    assert "as_of=2019-01-01" in str(again)
    assert "指标 m、指标 whole、指标 higher自 2019-01-01 起另有数值或目标" in str(kept)
    assert "as_of=2018-12-31" in str(kept)
    assert "for Metric m, Metric whole, Metric higher: here they stand as on 2018-12-31" in str(
        compose(told, Language.EN).sections[-1].blocks[-1]
    )
    # the report of the quarter that begins on that day has it
    then = subject(world.store, period="2019-Q1", known_at=datetime(2019, 1, 10))  # noqa: DTZ001
    assert next(one.value for one in then.now if one.metric_id == "m") == 190
    assert next(one.value for one in then.then if one.metric_id == "m") == 160


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("2018-Q3", "2018年第三季度", "Q3 2018"),
        ("2018-H1", "2018年上半年", "H1 2018"),
        ("2018", "2018年度", "2018"),
    ],
)
def test_a_period_has_a_name(name: str, zh: str, en: str) -> None:
    assert period_name(read_period(name), Language.ZH) == zh
    assert period_name(read_period(name), Language.EN) == en


@pytest.mark.parametrize("name", ["2018-07", "2018-Q5", "soon", "2018-07-01"])
def test_another_period_is_refused(name: str) -> None:
    with pytest.raises(YardstickError, match="no quarter, half or year"):
        read_period(name)


def test_each_category_stands_once_in_the_order_of_the_document(world: World) -> None:
    other = {"category_id": "d", "name": "别类", "name_en": "Other", "version": 1, "recorded_at": START}
    with world.store.write("test", "category", START) as write:
        write.append("categories", [other | {"recorded_by": "test"}])
    world.add(metric("first", category_id="d", position=1), metric("again", name="又一指标", position=2))
    report = compose(subject(world.store), Language.ZH)
    told = {one.title: [row.name for row in block.rows] for one in report.sections for block in one.blocks
            if isinstance(block, Charts)}  # fmt: skip
    assert [one.title for one in report.sections if one.level == 2] == ["名 c", "别类"]
    assert told["名 c"][-1] == "又一指标"


def test_a_value_of_a_later_period_is_no_revision_of_the_report(world: World) -> None:
    revised = [value("2019", n, "good", revision=n, recorded_at=datetime(2018, 3 * n, 1)) for n in (1, 2)]  # noqa: DTZ001
    world.add(values=revised)
    told = subject(world.store)
    assert [row["period"] for row in told.revised] == ["2017"]
    assert "期间修订数值 1 个" in str(blocks(compose(told, Language.ZH), 0)[1])


def test_revisions_stand_in_the_order_of_the_plan_and_tell_what_differs() -> None:
    world = World().add(metric("z", position=1), metric("a", position=2))
    for name in ("a", "z"):
        world.add(values=[value("2017", 5, name, obs_status="P")])
        world.add(values=[value("2017", 5, name, revision=2, recorded_at=datetime(2018, 6, 1))])  # noqa: DTZ001
    (grid,) = blocks(compose(subject(world.store), Language.ZH), 4)
    assert isinstance(grid, Grid)
    assert [list(row) for row in grid.rows] == [
        ["指标 z", "2017", "5 家\n初步", "5 家\n正式", ""],
        ["指标 a", "2017", "5 家\n初步", "5 家\n正式", ""],
    ]


def test_the_first_period_of_a_plan_is_compared_with_none(world: World) -> None:
    world.add(values=[value("2016", 120, "good")])
    first = compose(subject(world.store, period="2016", known_at=datetime(2017, 1, 10)), Language.ZH)  # noqa: DTZ001
    _, balance, grid = blocks(first, 0)
    assert "没有上期可比" in str(balance)
    assert isinstance(grid, Grid)
    assert grid.header == ["状态", "2016年度"]
    assert {len(row) for row in grid.rows} == {2}
    assert "没有上期可比" in str(blocks(first, 3))
    assert "2015" not in str(blocks(first, 6)[1])
    with pytest.raises(YardstickError, match="2016-01-01"):
        subject(world.store, period="2015")


def test_a_share_is_compared_by_points_and_no_data_of_what_only_monitors_says_so(world: World) -> None:
    world.add(metric("quiet", comparator=None, direction=None, target_low=None, path=None, due=None, name="只看"))
    report = compose(subject(world.store), Language.ZH)
    grid, missing = blocks(report, 0)[2], blocks(report, 5)[0]
    assert isinstance(grid, Grid)
    assert isinstance(missing, Grid)
    # 77.5 % after 69.8 %
    assert list(grid.rows)[-1] == ["平均完成率", "77.5%", "69.8%", "+7.7 个百分点"]
    assert {row[0]: row[3] for row in missing.rows} == {
        "无数指标": "填报逾期（截至 2017-12-31 的一期）",
        "只看": "仅监测、暂无数据",
    }


def test_why_no_pace_can_be_told_stands_in_the_report_as_on_the_page_of_the_metric() -> None:
    graded = {"basis": "grade", "target_low": None, "target_grade": "A", "scale": "C<B<A", "unit_id": None}
    nothing: dict[str, Any] = {"baseline": None, "baseline_period": None}
    world = World().add(metric("m", **nothing), metric("d", path="none"), metric("g", **graded, **nothing))
    world.add(values=[value("2018", 150), value("2018", 160, "d"), value("2018", None, "g", grade="B")])
    report = compose(subject(world.store), Language.ZH)
    assert [one.title[:2] for one in report.sections if one.level == 1] == [f"{n}、" for n in "一二三四五六七八"]
    (section,) = (one for one in report.sections if one.title == "四、进度无法判断的指标及原因")
    (items,) = section.blocks
    assert isinstance(items, Items)
    told = dict(items.items)
    assert told["指标 m"].startswith("2018 为 150 家，为目标的 75%；文件未给出基期值，进度无法判断。")
    assert told["指标 d"].startswith("2018 为 160 家，为目标的 80%；规划没有规定中途进度")
    assert told["指标 g"].startswith("2018 为 B，目标 A 级；等级只看是否达到")
    assert "5. Statuses that moved" in [one.title for one in compose(subject(world.store), Language.EN).sections]


def test_a_plan_without_targets_is_told_without_statuses() -> None:
    nothing: dict[str, Any] = {"comparator": None, "direction": None, "target_low": None, "path": None, "due": None}
    report = compose(subject(World().add(metric(**nothing), values=[value("2018", 7)]).store), Language.ZH)
    assert report.sections[0].blocks == [
        Text("数据截至 2018-12-31，期满次日（2019-01-01）评估。本规划共有指标 1 项，只作监测，没有目标。")
    ]
    assert [one.title for one in report.sections if one.level == 1] == [
        "一、总体情况",
        "二、分类进展",
        "三、数据修订",
        "四、未填报指标",
        "五、评估方法与数据来源",
    ]


def test_a_period_that_has_ended_and_was_not_reported_is_among_what_lacks_reports() -> None:
    world = World().add(metric(frequency="year"), metric("n", frequency="year"))
    world.add(values=[value("2017", 150), value("2018", 160, "n")])
    report = compose(subject(world.store), Language.ZH)
    assert "填报逾期 0 项；另有 1 项报告期已结束，尚未填报。" in str(blocks(report, 0)[0])
    (grid,) = blocks(report, 5)
    assert isinstance(grid, Grid)
    assert [list(row) for row in grid.rows] == [["指标 m", "–", "2017", "待填报（截至 2018-12-31 的一期）"]]


def test_the_mean_says_of_how_many_targets_it_is_where_some_have_no_share() -> None:
    zero = metric("z", direction="lower", comparator="at_most", target_low=None, target_high=Decimal(0))
    world = World().add(metric(), zero, values=[value("2018", 160), value("2018", 50, "z")])
    overview = str(blocks(compose(subject(world.store), Language.ZH), 0)[0])
    assert "有数值可供评估的目标 2 项，其中可计算完成率的 1 项，平均完成率 80.0%" in overview


def test_what_lags_and_is_binding_says_so_and_revised_figures_keep_their_digits() -> None:
    told = metric("b", binding="binding", unit_id="%", decimals=1, target_low=Decimal(20), baseline=Decimal(10))
    revised = value("2017", "11.5", "b", revision=2, recorded_at=datetime(2018, 6, 1))  # noqa: DTZ001
    world = World().add(told, values=[value("2017", 11, "b"), revised, value("2018", 12, "b")])
    report = compose(subject(world.store), Language.ZH)
    (items,) = blocks(report, 2)
    assert isinstance(items, Items)
    assert items.items[0][1].startswith("严重滞后（约束性指标）：")
    (grid,) = blocks(report, 4)
    assert isinstance(grid, Grid)
    assert [row[2:4] for row in grid.rows] == [["11.0%", "11.5%"]]


def test_a_mean_that_stays_is_told_without_a_sign(world: World) -> None:
    world.add(values=[value("2016", 120, "good"), value("2016", 120, "late")])
    told = subject_of(world.store, "p", read_period("2017-Q2"), views(read_period("2017-Q2"), KNOWN, "standard", TODAY))
    grid = blocks(compose(told, Language.ZH), 0)[2]
    assert isinstance(grid, Grid)
    assert list(grid.rows)[-1] == ["平均完成率", "60.0%", "60.0%", "0 个百分点"]


def test_what_wants_its_final_value_alone_reads_so_everywhere() -> None:
    world = World().add(metric(due=date(2018, 12, 31)), values=[value("2016", 150)])
    report = compose(subject(world.store), Language.ZH)
    grid, moved, missing = blocks(report, 0)[2], blocks(report, 3)[0], blocks(report, 5)[0]
    assert isinstance(grid, Grid)
    assert isinstance(moved, Grid)
    assert isinstance(missing, Grid)
    assert [list(row) for row in grid.rows][:2] == [["正常", "0", "1", "\u22121"], ["无期末值", "1", "0", "+1"]]
    assert list(moved.rows) == [["指标 m", "正常", "无期末值", "时间推移"]]
    assert [(row[0], row[2], row[3]) for row in missing.rows] == [("指标 m", "2016", "无期末值")]
    (charts,) = (block for section in report.sections for block in section.blocks if isinstance(block, Charts))
    assert charts.rows[0].status == "无期末值"


def test_a_final_value_that_does_not_decide_was_reported() -> None:
    world = World().add(metric(due=date(2017, 12, 31)), values=[value("2017", 200, qualifier="about")])
    report = compose(subject(world.store), Language.ZH)
    assert "尚无定论" in str(blocks(report, 0))
    assert blocks(report, 5) == [Text("没有逾期或从未填报的指标。")]


def test_a_share_has_to_rise_by_percentage_points() -> None:
    world = World().add(metric(unit_id="%", baseline=10, target_low=20), values=[value("2018", 12)])
    for language, wanted in ((Language.ZH, "尚需年均增加 4 个百分点"), (Language.EN, "rise by 4 percentage points")):
        assert wanted in str(compose(subject(world.store), language))


def test_a_report_says_what_the_attainment_of_a_ceiling_on_a_sum_means_where_there_is_one(world: World) -> None:
    capped: dict[str, Any] = {"basis": "total", "reported": "increment", "direction": "lower", "comparator": "at_most"}
    nothing: dict[str, Any] = dict.fromkeys(("baseline", "baseline_period", "target_low"))
    ceiling = metric(**capped, **nothing, target_high=50)
    for store, wanted in ((world.store, False), (World().add(ceiling, values=[value("2018", 15)]).store, True)):
        legend = blocks(compose(subject(store), Language.ZH), 1)[0]
        assert ("高于 100% 表示额度尚未用完" in str(legend)) is wanted


def test_the_address_of_the_same_numbers_has_the_rule_of_the_report(world: World) -> None:
    told = read_period("2018")
    for profile, wanted in (("standard", False), ("traffic-light", True)):
        report = compose(subject_of(world.store, "p", told, views(told, KNOWN, profile, TODAY)), Language.EN)
        assert ("&profile=traffic-light" in str(report.sections[-1].blocks[-1])) is wanted


@pytest.mark.parametrize("language", [*Language])
def test_the_address_of_the_same_numbers_leads_somewhere_from_paper(world: World, language: Language) -> None:
    told = read_period("2018")
    instants = views(told, KNOWN, "standard", TODAY)
    for address in ("https://targets.example.org", "https://targets.example.org/"):
        there = replace(subject_of(world.store, "p", told, instants), address=address)
        said = str(compose(there, language).sections[-1].blocks[-1])
        assert "https://targets.example.org/api/assessments.csv?plan=p&as_of=2019-01-01" in said
    said = str(compose(subject(world.store), language).sections[-1].blocks[-1])
    assert ("在看板上" if language is Language.ZH else "on the dashboard") in said
    assert ("：" if language is Language.ZH else ": ") + "/api/assessments.csv?plan=p" in said


def test_a_grade_and_a_note_read_as_sentences_do() -> None:
    graded = {"basis": "grade", "target_low": None, "target_grade": "A", "scale": "C<B<A", "unit_id": None}
    world = World().add(metric("g", **graded, baseline=None, baseline_period=None), metric())
    world.add(values=[value("2018", None, "g", grade="B"), value("2018", 110, note="企业外迁。")])
    report = compose(subject(world.store), Language.ZH)
    (charts,) = (block for section in report.sections for block in section.blocks if isinstance(block, Charts))
    assert next((one.value, one.target) for one in charts.rows) == ("B 级", "A 级")
    assert "填报说明：企业外迁。" in str(blocks(report, 2))
    assert "。。" not in str(blocks(report, 2))
    english = compose(subject(world.store), Language.EN)
    assert "Reported with it: 企业外迁." in str(english)


@pytest.mark.parametrize("language", [*Language])
def test_a_pdf_holds_text_and_is_the_same_again(world: World, tmp_path: Path, language: Language) -> None:
    for name in ("a.pdf", "b.pdf"):
        write_report(subject(world.store), Paper.PDF, language, tmp_path / name)
    made = (tmp_path / "a.pdf").read_bytes()
    assert made.startswith(b"%PDF-")
    assert (tmp_path / "b.pdf").read_bytes() == made


@pytest.mark.parametrize("language", [*Language])
def test_a_document_has_headings_tables_and_pictures_to_change(
    world: World, tmp_path: Path, language: Language
) -> None:
    for name in ("a.docx", "b.docx"):
        write_report(subject(world.store), Paper.DOCX, language, tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    document = Document(str(tmp_path / "a.docx"))
    headings = [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    assert len(headings) == 7
    told = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert ("滞后" if language is Language.ZH else "Behind") in told
    # bullets of the three targets, trends of the two metrics with two values
    assert len(document.inline_shapes) == 5
    footer = document.sections[0].footer.paragraphs[0]._p.xml
    assert "PAGE" in footer
    assert "NUMPAGES" in footer
    for table in document.tables:
        assert sum(column.width or 0 for column in table.columns) == pytest.approx(Cm(17), rel=1e-3)
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        assert archive.testzip() is None


def test_pictures_are_pictures_and_none_is_none(world: World) -> None:
    report = compose(subject(world.store), Language.ZH)
    (charts,) = (block for section in report.sections for block in section.blocks if isinstance(block, Charts))
    made = pictures(charts.rows)
    assert len(made) == 4
    assert all(Image.open(io.BytesIO(one)).size[0] > 200 for pair in made for one in pair)
    assert pictures([]) == []


def test_markup_in_what_people_enter_is_text(tmp_path: Path) -> None:
    for text in ('#panic("x")', "*b* _i_ $x$ \\ `c` <tag> [x] @y // z", "纸，笔"):
        world = World().add(metric(name=text, name_en=text, note=text), values=[value("2017", 110, note=text)])
        for paper in Paper:
            write_report(subject(world.store), paper, Language.ZH, tmp_path / f"x.{paper}")
        document = Document(str(tmp_path / "x.docx"))
        assert any(text in cell.text for table in document.tables for row in table.rows for cell in row.cells)


def test_without_a_chinese_font_it_says_what_to_install(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from metrics.report import pdf

    monkeypatch.setattr(pdf, "_FAMILIES", ("No Such Font",))
    pdf._fonts.cache_clear()
    with pytest.raises(YardstickError, match="fonts-noto-cjk"):
        write_report(subject(world.store), Paper.PDF, Language.ZH, tmp_path / "x.pdf")
    pdf._fonts.cache_clear()


def test_a_plan_of_many_metrics_takes_seconds_and_says_that_it_is_fictional(tmp_path: Path) -> None:
    demonstrate(tmp_path / "demo", 1, NOW.date())
    store = open_store(None, NOW)
    load_package(store, tmp_path / "demo", "demo", NOW)
    period = read_period("2026-Q3")
    told = subject_of(store, "demo-development", period, views(period, NOW, "standard", NOW.date()))
    assert "纯属虚构" in compose(told, Language.ZH).footer
    write_report(told, Paper.PDF, Language.ZH, tmp_path / "x.pdf")
    assert (tmp_path / "x.pdf").stat().st_size > 50_000


def test_the_command_tells_the_public_address(data_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YARDSTICK_ADDRESS", "https://targets.example.org")
    main(["load"])
    assert main(["report", "jingan-135", "2016", str(tmp_path / "x.docx"), "--lang", "en"]) == 0
    told = [one.text for one in Document(str(tmp_path / "x.docx")).paragraphs]
    assert any(
        "https://targets.example.org/api/assessments.csv?plan=jingan-135&as_of=2017-01-01" in one for one in told
    )


def test_the_command_writes_it(data_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["load"])
    assert main(["report", "jingan-135", "2016", str(tmp_path / "报告.docx"), "--lang", "zh"]) == 0
    assert "报告.docx written" in capsys.readouterr().out
    for wrong, said in (
        (["jingan-13", "2016", "x.pdf"], "Did you mean"),
        (["jingan-135", "2016-13", "x.pdf"], "no quarter, half or year"),
        (["jingan-135", "2016", "x.doc"], "should end in .pdf or .docx"),
        (["jingan-135", "2016", str(tmp_path / "none" / "x.pdf")], "can't be written"),
    ):
        assert main(["report", *wrong]) == 1
        assert said in capsys.readouterr().err
