"""What a plan's page tells: its document, its targets, the things below them, how its definitions have changed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any, TypeAlias

from dashboard.drawing.facts import Fact
from dashboard.visit import Visit
from metrics.assessment import Assessment
from metrics.package.schema import plain
from metrics.place import PROVIDER
from metrics.snapshot import cell
from metrics.store import Row
from metrics.words import Language, figures, say

Table: TypeAlias = tuple[list[str], list[list[Fact]]]
Group: TypeAlias = tuple[str, list[list[Fact]]]

TARGET_COLUMNS = ("metric", "target", "basis", "baseline", "due", "owner", "binding", "source")
MONITORED_COLUMNS = ("metric", "unit", "frequency", "owner", "source")
_BOUNDS = ("comparator", "target_low", "target_high", "tolerance", "target_grade")
_COMPARED = (
    *("name", "target", "basis", "unit", "baseline", "path", "due"),
    *("binding", "frequency", "owner", "category", "section"),
)
_NAMED = ("owner", "category", "unit")


def plans(visit: Visit) -> Table:
    """Every plan with its place, its period, how many targets it has and how many metrics it only monitors."""
    rows = []
    for plan_id, row in visit.known.plans.items():
        own = visit.assessments.having("plan_id", {plan_id})
        targets = len(own.targets)
        rows.append(
            [
                Fact("name", visit.name("plans", plan_id), visit.address.href("plans", plan=plan_id)),
                Fact("place", visit.name("areas", row["area_id"])),
                Fact("period", span(row)),
                Fact("number", str(targets)),
                Fact("number", str(len(own) - targets)),
            ]
        )
    return headings(visit, "plan", "area", "period", "targets", "monitored"), rows


def metrics_of(visit: Visit, plan_id: str) -> list[Assessment]:
    """The metrics of a plan in the order of its document."""
    return sorted(visit.assessments.having("plan_id", {plan_id}), key=lambda one: one.position)


def span(plan: Row) -> str:
    """The period of a plan; open where it has no end."""
    return f"{plan['period_start']} – {plan['period_end'] or ''}".strip()


def document(visit: Visit, plan_id: str) -> list[Fact]:
    """What the plan is: its documents, where and when it holds, and how it came into this store."""
    plan = visit.known.plans[plan_id]
    area = plan["area_id"]
    facts = [
        Fact(visit.says("plan.area"), visit.name("areas", area), visit.address.href("area", area=area, plan="")),
        Fact(visit.says("plan.period"), span(plan)),
        Fact(visit.says("plan.progress"), visit.says("plan.standing"), visit.address.href("")),
    ]
    sources = dict.fromkeys([plan["source_id"], *(one.source_id for one in metrics_of(visit, plan_id))])
    for source_id in filter(None, sources):
        facts.append(_source(visit, visit.known.sources[source_id]))
    facts.append(Fact(visit.says("metric.note"), plan["note"] or ""))
    for load in visit.loads(plan_id):
        told = {"package": load["package"], "by": load["recorded_by"], "at": f"{load['recorded_at']:%Y-%m-%d %H:%M}"}
        facts.append(Fact(visit.says("plan.loaded"), visit.says(f"plan.{_loading(load)}", **told)))
    return [*facts, Fact(visit.says("metric.id"), plan_id)]


def _loading(load: Row) -> str:
    """How it is told: what came with the program, or was made by it, nobody brought whom a reader could ask."""
    if load["recorded_by"] == PROVIDER:
        return "load_supplied"
    return "load_itself" if load["recorded_by"] == load["package"] else "load"


def definitions(visit: Visit, shown: Sequence[Assessment], columns: Sequence[str]) -> tuple[list[str], list[Group]]:
    """Metrics by category, each once and where the document has it first, and the headings without idle columns."""
    found = {one.metric_id: {column: _cell(visit, one, column) for column in columns[1:]} for one in shown}
    kept = [column for column in columns[1:] if any(row[column].text for row in found.values())]
    groups = [
        (
            visit.name("categories", category),
            [
                [_link(visit, one), *(found[one.metric_id][column] for column in kept)]
                for one in shown
                if one.category_id == category
            ],
        )
        for category in dict.fromkeys(one.category_id for one in shown)
    ]
    return headings(visit, columns[0], *kept), groups


def milestones(visit: Visit, shown: Sequence[Assessment]) -> Table:
    """What is to be reached on the way to a target."""
    rows = [
        [_link(visit, one), Fact("period", str(row["due"])), Fact("number", _amount(visit, one, row["value"]))]
        for one in shown
        for row in visit.known.milestones.get(one.metric_id, [])
    ]
    return headings(visit, "metric", "due", "value"), rows


def items(visit: Visit, shown: Sequence[Assessment]) -> Table:
    """The things that the checklists name."""
    rows = [
        [_link(visit, one), Fact("name", _named(row, visit.language))]
        for one in shown
        for row in visit.known.items.get(one.metric_id, [])
    ]
    return headings(visit, "metric", "item"), rows


def parts(visit: Visit, shown: Sequence[Assessment]) -> Table:
    """The parts of the composites, with their weights where they are published."""
    rows = [
        [
            _link(visit, one),
            _link(visit, visit.assessment(row["part_id"])),
            Fact("number", visit.says("metric.unpublished") if row["weight"] is None else plain(row["weight"])),
        ]
        for one in shown
        for row in visit.known.parts.get(one.metric_id, [])
    ]
    return headings(visit, "metric", "part", "weight"), rows


def changes(visit: Visit, plan_id: str) -> Table:
    """What has changed in the definitions of a plan: what it was and what it is, from which day, who said so when."""
    rows = [
        _change(visit, one, name, before, after)
        for metric_id, versions in groupby(visit.definitions(plan_id), key=lambda row: str(row["metric_id"]))
        for one in (visit.assessment(metric_id),)
        for before, after in pairwise(versions)
        for name in _COMPARED
        if _told(visit, one, before, name) != _told(visit, one, after, name)
    ]
    return headings(visit, "metric", "what", "before", "after", "from", "recorded"), rows


def _cell(visit: Visit, one: Assessment, column: str) -> Fact:
    row = visit.known.metrics[one.metric_id]
    if column != "source":
        return Fact(column, _told(visit, one, row, column))
    source = visit.known.sources[one.source_id]
    other = one.source_id != visit.known.plans[one.plan_id]["source_id"]
    return Fact(column, f"{source['title']} {one.section}" if other else one.section, source["url"] or "")


def _told(visit: Visit, one: Assessment, row: Row, column: str) -> str:
    """One field of a definition in words, as any version of it has it; empty where it says nothing."""
    if column == "target":
        return _target(visit, one, row)
    if column == "baseline":
        return _baseline(visit, one, row)
    if column == "name":
        return _named(row, visit.language)
    stands = row[f"{column}_id" if column in _NAMED else column]
    return _WORDED[column](visit, stands) if stands is not None else ""


def _unit(visit: Visit, unit_id: str) -> str:
    return str(visit.known.units[unit_id]["name_en"]) if visit.language is Language.EN else unit_id


_WORDED: dict[str, Callable[[Visit, Any], str]] = {
    "basis": lambda visit, basis: visit.says(f"basis.{basis}"),
    "binding": lambda visit, binding: "" if binding == "unstated" else visit.says(f"binding.{binding}"),
    "category": lambda visit, category: visit.name("categories", category),
    "due": lambda _, due: cell(due),
    "frequency": lambda visit, frequency: visit.says(f"frequency.{frequency}"),
    "owner": lambda visit, owner: visit.name("owners", owner),
    "path": lambda visit, path: say(f"path.{path}", visit.language),
    "section": lambda _, section: str(section),
    "unit": _unit,
}


def _target(visit: Visit, one: Assessment, row: Row) -> str:
    bounds = {name: row[name] for name in _BOUNDS}
    goal = None if row["target_low"] is None else float(row["target_low"])
    return figures.target(replace(one, goal=goal, **bounds), visit.language) if row["comparator"] else ""


def _baseline(visit: Visit, one: Assessment, row: Row) -> str:
    if row["baseline"] is None:
        return ""
    text = _amount(visit, one, row["baseline"])
    if row["baseline_qualifier"]:
        text = say(f"qualifier.{row['baseline_qualifier']}", visit.language, value=text)
    return figures.dated(text, row["baseline_period"], visit.language)


def _change(visit: Visit, one: Assessment, column: str, before: Row, after: Row) -> list[Fact]:
    told = {"who": after["recorded_by"], "at": f"{after['recorded_at']:%Y-%m-%d %H:%M}", "revision": after["version"]}
    return [
        _link(visit, one),
        Fact("name", visit.says(f"plan.{column}")),
        Fact("text", _told(visit, one, before, column) or figures.NONE),
        Fact("text", _told(visit, one, after, column) or figures.NONE),
        Fact("period", cell(after["effective_from"])),
        Fact("recorded", visit.says("metric.by", **told)),
    ]


def _source(visit: Visit, source: Row) -> Fact:
    parts = (source["title"], source["document_number"], source["publisher"], cell(source["published_on"]))
    return Fact(visit.says("plan.document"), " · ".join(part for part in parts if part), source["url"] or "")


def _link(visit: Visit, one: Assessment) -> Fact:
    name = one.name if visit.language is Language.ZH else one.name_en
    return Fact("name", name, visit.address.href("metric", metric=one.metric_id))


def _amount(visit: Visit, one: Assessment, number: Decimal) -> str:
    return figures.amount(float(number), one, visit.language, decimals=one.decimals)


def _named(row: Row, language: Language) -> str:
    return str(row["name" if language is Language.ZH else "name_en"])


def headings(visit: Visit, *names: str) -> list[str]:
    """The words above the columns."""
    return [visit.says(f"plan.{name}") for name in names]
