"""Every word of ours is in both languages, is used, and takes the same fillings."""

import re
from collections.abc import Iterable
from pathlib import Path
from string import Formatter

import pytest

from dashboard.words import page_says
from metrics.doctor import Verdict
from metrics.package.schema import tables
from metrics.package.written import WRITABLE
from metrics.people.roles import SCOPES, Action, Role
from metrics.periods import Grain
from metrics.report.write import Paper
from metrics.settings import SignIn
from metrics.snapshot.asked import Form, What
from metrics.snapshot.changes import Cause
from metrics.store.entries import Change
from metrics.store.remarks import Kind as Remarked
from metrics.store.review import State
from metrics.trajectory import Kind
from metrics.vocabulary import Basis, Comparator, Flag, ObsStatus, Qualifier, Status
from metrics.words import Language, say
from metrics.words.catalogue import Catalogue
from metrics.worklist import Work

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


def _choices(table: str, column: str) -> tuple[str, ...]:
    return next(one.choices for one in tables()[table].columns if one.name == column)


# What keys such as f"work.{work}" are built from: the catalogue, what stands before and behind, and every member.
CLOSED: list[tuple[Catalogue, str, Iterable[str]]] = [
    *((say, f"{name}.{{}}", members) for name, members in {
        "action": Action, "change": Change, "comparator": Comparator, "flag": Flag, "promise": Comparator,
        "qualifier": Qualifier, "review": State, "role": Role, "status": Status, "verdict": Verdict,
        "kind": SCOPES, "path": _choices("metrics", "path"), "table": WRITABLE,
    }.items()),
    (say, "paper.cause_{}", Cause),
    (say, "step.pace_{}", _choices("profiles", "pace_method")),
    (say, "doctor.by_{}", set(SignIn) - {SignIn.NONE}),
    (say, "problem.not_to_{}", set(State) - {State.ENTERED}),
    *((page_says, f"{name}.{{}}", members) for name, members in {
        "basis": Basis, "changes": Cause, "course": _choices("metrics", "path"),
        "frequency": _choices("metrics", "frequency"), "grain": Grain, "measured": Basis,
        "obs_status": ObsStatus, "people": SCOPES,
        "place": _choices("areas", "kind"), "receipt": {Change.ADDED, Change.REVISED}, "remark": Remarked,
        "reports": Paper, "snapshots": [*What, *(form.replace(".", "_") for form in Form), "zip"], "told": Flag,
        "trend": Kind, "when": Status, "work": Work,
    }.items()),
    (page_says, "binding.{}", set(_choices("metrics", "binding")) - {"unstated"}),
    (page_says, "review.to_{}", set(State) - {State.ENTERED}),
    (page_says, "reports.{}_use", Paper),
    (page_says, "snapshots.{}_use", [form.replace(".", "_") for form in Form]),
]  # fmt: skip


@pytest.mark.parametrize("language", [*Language])
def test_every_member_of_a_closed_set_has_a_word(language: Language) -> None:
    for catalogue, built, members in CLOSED:
        assert {built.format(member) for member in members} - catalogue.keys(language) == set()


# A key that stands whole in the code, by what stands before it, and the section of which it is.
TOLD = [
    ("metrics", r"Problem\(\s*", "problem."),
    ("metrics", r"(?:Yardstick|Store)Error\(\s*", "error."),
    ("metrics", r"Finding\(Verdict\.\w+, ", "doctor."),
    ("metrics", r"(?<![\w.])say\(\s*", ""),
    ("dashboard", r"(?:visit\.says|page_says)\(\s*", ""),
]


@pytest.mark.parametrize(("name", "before", "section"), TOLD)
def test_every_phrase_that_the_code_names_is_there(name: str, before: str, section: str) -> None:
    files = [*ROOT.glob("metrics/**/*.py"), *ROOT.glob("dashboard/**/*.py")]
    code = "\n".join(file.read_text(encoding="utf-8") for file in files)
    named = {section + key for key in re.findall(before + r"\"([\w.]+)\"", code)}
    assert named
    assert named - CATALOGUES[name].keys(Language.ZH) == set()


def test_a_problem_names_its_metric_once() -> None:
    """`of_metric` puts the name before every sentence that is about one."""
    for language in Language:
        problems = say.section("problem", language)
        assert [key for key, text in problems.items() if "{metric}" in text] == ["of_metric"]


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
