"""What the page of the method tells: the rules in words, each with a metric of the data on show to which it applies."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dashboard.drawing.facts import Fact, draw_table
from dashboard.drawing.method import Rule, Section
from dashboard.drawing.status import mark
from dashboard.standing import hint
from dashboard.visit import Visit
from metrics.assessment import Assessment
from metrics.explanation import outlook, reason, steps
from metrics.reporting import GRACE
from metrics.vocabulary import Basis, Flag, Status
from metrics.words import Language, figures, say

_TRIED = 1000  # metrics among which an example is looked for
_PATHS = ("linear", "stepped", "milestones", "compound", "none")


def sections(visit: Visit) -> Iterator[Section]:
    """The method from the value to the sources of its formulas."""
    margin = figures.ratio(float(_profile(visit)["about_margin"]), visit.language)
    cases = _titles(visit, "rule", "when", "examples")
    paths = [Rule(say(f"path.{path}", visit.language), visit.says(f"course.{path}")) for path in _PATHS]
    courses = (visit.says("plan.path"), visit.says("method.expected"))
    title = visit.says
    profile = visit.name("profiles", visit.view.profile)
    intro = title("method.intro", day=visit.view.as_of, profile=profile)
    yield Section("", [intro], after=hint(visit, visit.assessments, "method"))
    yield Section(title("method.value"), _prose(visit, "value", 3, margin=margin))
    yield Section(title("method.basis"), headings=cases, rules=[*_bases(visit)])
    yield Section(title("method.attainment"), *_formula(visit, "attainment", 2))
    yield Section(title("method.progress"), *_formula(visit, "progress", 3))
    yield Section(title("method.expected"), _prose(visit, "expected", 2), headings=courses, rules=paths)
    yield Section(title("method.pace"), *_formula(visit, "pace", 2), after=_profiles(visit))
    yield Section(title("method.status"), _prose(visit, "status", 1), headings=cases, rules=[*_statuses(visit)])
    yield from _worked(visit)
    yield Section(title("method.flags"), _prose(visit, "flags", 1), headings=cases, rules=[*_flags(visit)])
    yield Section(title("method.outlook"), [*_prose(visit, "outlook", 1), *_outlooks(visit)])
    yield Section(title("method.rollup"), _prose(visit, "rollup", 2))
    yield Section(title("method.sources"), _prose(visit, "source", 3))


def _profile(visit: Visit) -> Mapping[str, Any]:
    return visit.known.profiles[visit.view.profile]


def _titles(visit: Visit, *names: str) -> list[str]:
    return [visit.says(f"method.{name}") for name in names]


def _prose(visit: Visit, name: str, count: int, **filled: object) -> list[str]:
    return [visit.says(f"method.{name}_{number}", **filled) for number in range(1, count + 1)]


def _formula(visit: Visit, name: str, count: int) -> tuple[list[str], str]:
    formula, *prose = _prose(visit, name, count)
    return prose, formula


def _rule(visit: Visit, name: str, when: str, found: Iterable[Assessment], status: str = "") -> Rule:
    """A case with the plainest of the metrics to which it applies: the one with the most steps and the fewest flags."""
    look = mark(status, visit.language) if status else None
    one = min(found, key=lambda one: (-len(steps(one, _profile(visit), visit.language)), len(one.flags)), default=None)
    if one is None:
        return Rule(name, when, look, so=visit.says("method.no_example"))
    return Rule(name, when, look, _link(visit, one), reason(one, _profile(visit), visit.language))


def _link(visit: Visit, one: Assessment) -> Fact:
    zh = visit.language is Language.ZH
    name = f"{one.name} · {one.area}" if zh else f"{one.name_en} · {one.area_en}"
    return Fact("name", name, visit.address.href("metric", metric=one.metric_id))


def _bases(visit: Visit) -> Iterator[Rule]:
    for basis in Basis:
        # A composite may be published without a target.
        both = visit.assessments.having("basis", {basis})
        of_basis = (both.targets or both)[:_TRIED]
        yield _rule(visit, visit.says(f"basis.{basis}"), visit.says(f"measured.{basis}"), of_basis)


def _statuses(visit: Visit) -> Iterator[Rule]:
    cuts = {"on_track": f"{_profile(visit)['on_track_from']:.2f}", "behind": f"{_profile(visit)['behind_from']:.2f}"}
    for status in Status:
        when = visit.says(f"when.{status}", **cuts)
        yield _rule(visit, "", when, visit.assessments.having("status", {status})[:_TRIED], status)


def _flags(visit: Visit) -> Iterator[Rule]:
    for flag in Flag:
        when = visit.says(f"told.{flag}", days=GRACE.days)
        flagged = visit.assessments.where(visit.assessments.numbers(flag) == 1)[:_TRIED]
        yield _rule(visit, say(f"flag.{flag}", visit.language), when, flagged)


def _profiles(visit: Visit) -> str:
    rows = [
        [
            Fact("name", visit.name("profiles", profile)),
            Fact("note", say(f"step.pace_{row['pace_method']}", visit.language)),
            Fact("number", f"{row['on_track_from']:.2f}"),
            Fact("number", f"{row['behind_from']:.2f}"),
            Fact("number", figures.ratio(float(row["about_margin"]), visit.language)),
            Fact("note", str(row["reference"])),
        ]
        for profile, row in visit.known.profiles.items()
    ]
    rule, *others = _titles(visit, "rule", "on_track_from", "behind_from", "margin", "reference")
    headings = [rule, visit.says("metric.reckoning"), *others]
    return draw_table(headings, rows, visit.says("method.pace"))


def _worked(visit: Visit) -> Iterator[Section]:
    """One metric for each measure, from its value to its status."""
    for basis in Basis:
        taken = [
            (steps(one, _profile(visit), visit.language), one)
            for one in visit.assessments.having("basis", {basis})[:_TRIED]
        ]
        found, one = max(taken, key=lambda pair: len(pair[0]), default=([], None))
        if one is not None and found:
            name = one.name if visit.language is Language.ZH else one.name_en
            title = visit.says("method.steps", name=name)
            headings = [visit.says(f"metric.{word}") for word in ("step", "reckoning", "result")]
            rows = [[Fact("name", s.name), Fact("reckoning", s.reckoning), Fact("number", s.result)] for s in found]
            why = reason(one, _profile(visit), visit.language)
            yield Section(title, [why], level=3, after=draw_table(headings, rows, title))


def _outlooks(visit: Visit) -> list[str]:
    """Each kind of sentence that the data on show gives, once."""
    known = visit.assessments
    found = [known.having("outlook", {name})[0] for name in sorted(known.texts("outlook"))]
    told = {one.outlook: outlook(one, visit.language) for one in found}
    return [say("outlook.none", visit.language), *told.values()]
