"""Every word of ours is in both languages, is used, and takes the same fillings."""

import re
from pathlib import Path
from string import Formatter

import pytest

from dashboard.words import page_says
from metrics.vocabulary import Comparator, Flag, ObsStatus, Qualifier, Status
from metrics.words import Language, say
from metrics.words.catalogue import Catalogue

ROOT = Path(__file__).parent.parent
CATALOGUES = {"metrics": say, "dashboard": page_says}


@pytest.mark.parametrize("catalogue", CATALOGUES.values(), ids=CATALOGUES)
def test_both_languages_have_the_same_keys(catalogue: Catalogue) -> None:
    assert catalogue.keys(Language.ZH) == catalogue.keys(Language.EN)


@pytest.mark.parametrize("catalogue", CATALOGUES.values(), ids=CATALOGUES)
def test_both_languages_fill_in_the_same_names(catalogue: Catalogue) -> None:
    for key in catalogue.keys(Language.ZH):
        assert _fillings(catalogue, key, Language.ZH) == _fillings(catalogue, key, Language.EN), key


@pytest.mark.parametrize(("folder", "catalogue"), CATALOGUES.items(), ids=CATALOGUES)
def test_no_phrase_is_idle(folder: str, catalogue: Catalogue) -> None:
    files = [*ROOT.glob(f"{folder}/**/*.py"), *ROOT.glob("dashboard/**/*.py")]
    code = "\n".join(file.read_text(encoding="utf-8") for file in files)
    built = tuple(re.findall(r"f[\"'](\w+\.\w*)\{", code))
    whole = tuple(f"{name}." for name in re.findall(r"section\([\"'](\w+)[\"']", code))
    told = set(re.findall(r"[\"']([\w.]+)[\"']", code))
    idle = [
        key
        for key in sorted(catalogue.keys(Language.ZH))
        if key not in told
        and key.split(".")[1] not in told
        and not (key.startswith(built) and key[:5] != "error")
        and not key.startswith(whole)
    ]
    assert idle == []


@pytest.mark.parametrize("language", [*Language])
def test_every_member_of_a_closed_set_has_a_word(language: Language) -> None:
    for section, members in (("status", Status), ("flag", Flag), ("comparator", Comparator), ("qualifier", Qualifier)):
        assert {f"{section}.{member}" for member in members} <= say.keys(language)
    assert {f"obs_status.{member}" for member in ObsStatus} <= page_says.keys(language)


def test_chinese_sentences_have_chinese_punctuation() -> None:
    for name, catalogue in CATALOGUES.items():
        file = ROOT / name / "words" / "zh.toml"
        assert catalogue.folder == file.parent
        wrong = re.findall(r"[\u4e00-\u9fff][,;?!]", file.read_text(encoding="utf-8"))
        assert wrong == []


def _fillings(catalogue: Catalogue, key: str, language: Language) -> set[str]:
    section, name = key.split(".")
    text = re.search(
        rf"^\[{section}\]$.*?^{name} = \"(.*?)\"$",
        (catalogue.folder / f"{language}.toml").read_text(encoding="utf-8"),
        re.DOTALL | re.MULTILINE,
    )
    assert text is not None
    return {field for _, field, _, _ in Formatter().parse(text[1]) if field}
