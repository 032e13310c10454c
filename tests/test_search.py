"""What a reader types is found: parts of names in both languages, ids, pinyin, in the order that they mean."""

from datetime import datetime

import pytest

from metrics.pinyin import spells, syllables
from metrics.search import Found, find, index
from metrics.store import Store
from metrics.store.queries import known
from tests.worlds import NOW, World, metric


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("gxjs", "高新技术企业"),
        ("gaoxinjishu", "高新技术企业"),
        ("gaoxinji", "高新技术企业"),
        ("gxjishuqy", "高新技术企业"),
        ("zhd", "中关村大街"),
        ("yinhang", "银行"),
        ("yh", "银行"),
        ("cq", "重庆"),
        ("g60sz", "g60数字"),
        ("shengchan", "生产总值"),
        ("shch", "生产"),
        ("lvse", "绿色"),
    ],
)
def test_letters_spell_a_text_by_syllables_initials_or_both(typed: str, text: str) -> None:
    assert spells(typed, syllables(text)) is (typed != "zhd")


def test_a_character_of_several_readings_is_read_as_its_word_is_and_rarely_otherwise() -> None:
    assert not spells("yx", syllables("银行"))
    assert spells("yx", syllables("银行"), rarely=True)
    assert spells("changning", syllables("长宁"), rarely=True)


def test_characters_that_nobody_can_read_stand_for_themselves() -> None:
    assert spells("g", syllables("高㐀㐁兙"))
    assert syllables("㐀㐂兙")[1] == ("㐂",)


def names(identity: str, name: str, english: str) -> dict[str, object]:
    return metric(identity, name=name, name_en=english)


@pytest.fixture(scope="module")
def world() -> World:
    return World().add(
        names("hightech", "高新技术企业", "High-tech enterprises"),
        names("hightech-new", "新增高新技术成果转化项目", "New projects commercialising high-tech results"),
        names("rd", "企业研发费用投入", "Corporate R&D spending"),
        names("ai", "人工智能企业", "Companies in AI"),
        names("bank", "银行网点", "Bank branches"),
        names("chain", "区块链应用", "Uses of blockchain"),
    )


def found(world: World, query: str, moment: datetime = NOW) -> list[str]:
    return [one.identity for one in find(index(known(world.store, moment)), query).best]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("高新技术企业", "hightech"),
        ("技术", "hightech"),
        ("成果转化", "hightech-new"),
        ("HIGH-TECH ent", "hightech"),
        ("ＨＩＧＨ　ｔｅｃｈ", "hightech"),
        ("enterprises high", "hightech"),
        ("hightech-new", "hightech-new"),
        ("r&d", "rd"),
        ("R D", "rd"),
        ("研发 投入", "rd"),
        ("gxjs", "hightech"),
        ("gaoxin", "hightech"),
        ("xzgx", "hightech-new"),
        ("yhwd", "bank"),
        ("yinhang", "bank"),
        ("yinxing", "bank"),
        ("qkl", "chain"),
        ("ai", "ai"),
        ("“人工智能”", "ai"),
    ],
)
def test_any_part_of_a_name_an_id_or_pinyin_finds(world: World, query: str, first: str) -> None:
    assert found(world, query)[0] == first


def test_a_name_stands_before_an_english_word_that_only_holds_the_letters(world: World) -> None:
    assert found(world, "ai") == ["ai", "chain"]


def test_every_word_must_fit_and_one_of_them_may_name_the_place(world: World) -> None:
    assert found(world, "名a 高新") == ["hightech", "hightech-new"]
    assert found(world, "高新 银行") == []


@pytest.mark.parametrize("query", ["", "   ", "&& “” ——", "没有这样的指标", "zzzz"])
def test_nothing_is_found_for_what_says_nothing(world: World, query: str) -> None:
    assert find(index(known(world.store, NOW)), query) == Found(0, ())


def test_a_metric_that_is_not_yet_known_is_not_found(world: World) -> None:
    assert found(world, "银行", datetime(2015, 1, 1)) == []  # noqa: DTZ001


def test_an_area_stands_before_what_lies_in_it_and_more_than_the_best_are_counted(seeded: Store) -> None:
    listed = find(index(known(seeded, NOW)), "静安", most=3)
    assert listed.best[0].identity == "jingan"
    assert len(listed.best) == 3
    assert listed.total > 30


@pytest.mark.parametrize("typed", ["静安 280", "静安280", "280家", "jing'an 280", "高新技术 280"])
def test_a_target_is_found_by_its_number(seeded: Store, typed: str) -> None:
    assert find(index(known(seeded, NOW)), typed).best[0].identity == "jingan135-hightech"


def test_a_number_that_is_only_part_of_a_target_finds_nothing(seeded: Store) -> None:
    assert "jingan135-hightech" not in [one.identity for one in find(index(known(seeded, NOW)), "静安 28").best]


def test_a_very_long_query_is_cut(world: World) -> None:
    assert found(world, "a" * 100_000) == []
