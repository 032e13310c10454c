"""What a metric's page tells in tables: the reckoning, other rules, every revision, the definition."""

from datetime import date
from typing import TypeAlias

from dashboard.drawing.facts import Fact
from dashboard.drawing.status import mark_of
from dashboard.metric_sources import recorder
from dashboard.visit import Visit
from metrics.assessment import Assessment, SeriesValue
from metrics.definitions import Observation
from metrics.explanation import steps
from metrics.package.schema import plain
from metrics.reporting import next_report
from metrics.snapshot import cell
from metrics.store import Row
from metrics.vocabulary import ObsStatus, Qualifier
from metrics.words import Language, figures, say

Table: TypeAlias = tuple[list[str], list[list[Fact]]]


def name_of(one: Assessment, language: Language) -> str:
    """The metric's name in the reader's language."""
    return one.name if language is Language.ZH else one.name_en


def reckoning(visit: Visit, one: Assessment) -> Table:
    """How the status comes about, step by step."""
    rule = visit.known.profiles[visit.view.profile]
    rows = [
        [Fact("name", step.name), Fact("reckoning", step.reckoning), Fact("number", step.result)]
        for step in steps(one, rule, visit.language)
    ]
    return _headings(visit, "step", "reckoning", "result"), rows


def other_rules(visit: Visit, one: Assessment) -> Table:
    """What each rule makes of the same data."""
    if one.comparator is None or one.value is None:
        return [], []
    rows = []
    for profile in visit.known.profiles:
        other = visit.assessment_under(profile, one)
        pace = figures.NONE if other.pace is None else f"{other.pace:.2f}"
        status = mark_of(other, visit.language)
        shown = f"{status.shape} {status.word}"
        rows.append([Fact("name", visit.name("profiles", profile)), Fact("number", pace), Fact("kind", shown)])
    return _headings(visit, "rule", "pace", "status"), rows


def items(visit: Visit, one: Assessment) -> Table:
    """The things of a checklist: which are done, and by when."""
    last = {value.item_id: value for value in visit.series(one.metric_id) if value.value is not None}
    rows = []
    for item in visit.known.items.get(one.metric_id, []):
        value = last.get(item["item_id"])
        done = figures.NONE if value is None else visit.says("metric.done" if value.value == 1 else "metric.not_done")
        rows.append(
            [
                Fact("name", _name(item, visit.language)),
                Fact("kind", done),
                Fact("period", value.period if value else ""),
            ]
        )
    return _headings(visit, "item", "state", "period"), rows


def parts(visit: Visit, one: Assessment) -> Table:
    """The parts of a composite, with their weights where they are published."""
    rows = []
    for row in visit.known.parts.get(one.metric_id, []):
        part = visit.assessment(row["part_id"])
        weight = visit.says("metric.unpublished") if row["weight"] is None else plain(row["weight"])
        there = visit.address.href("metric", metric=part.metric_id)
        value = Fact("number", figures.value(part, visit.language))
        rows.append([Fact("name", name_of(part, visit.language), there), Fact("kind", weight), value])
    return _headings(visit, "part", "weight", "value"), rows


def records(visit: Visit, one: Assessment, only: tuple[str, str] | None = None) -> Table:
    """Every revision of every value with who, when, source and note: the latest period first, of each its last one.

    Of `only` one period and item where they are given.
    """
    asked = [row for row in visit.revisions(one.metric_id) if only in (None, (row["period"], row["item_id"]))]
    told = sorted(asked, key=_latest, reverse=True)
    newest = {(row["period"], row["item_id"]): row["revision"] for row in reversed(told)}
    rows = [_record(visit, row, newest[row["period"], row["item_id"]]) for row in told]
    return _headings(visit, "period", "value", "obs_status", "source", "note", "recorded"), rows


def value_row(visit: Visit, value: SeriesValue) -> list[Fact]:
    """A value as it was typed, in a table of a metric's values: its period leads to its history."""
    told = Observation(
        value.metric_id, value.period, value.entered, value.entered_unit, value.grade,
        Qualifier(value.qualifier) if value.qualifier else None,
    )  # fmt: skip
    known = visit.known.metrics[value.metric_id]
    there = visit.address.href("history", metric=value.metric_id, when=value.period, item=value.item_id)
    return [
        Fact("period", value.period, there),
        Fact("number", figures.entered(told, known["unit_id"], visit.language, visit.known.units, known["decimals"])),
        Fact("note", value.note or ""),
    ]


def definition(visit: Visit, one: Assessment) -> list[Fact]:
    """What the metric is, who reports it, and which document says so."""
    source = visit.known.sources[one.source_id]
    baseline = (
        "" if one.baseline is None else figures.amount(float(one.baseline), one, visit.language, decimals=one.decimals)
    )
    if one.baseline_qualifier:
        baseline = say(f"qualifier.{one.baseline_qualifier}", visit.language, value=baseline)
    named = {
        "target": figures.target(one, visit.language) if one.comparator else "",
        "due": cell(one.due),
        "basis": visit.says(f"basis.{one.basis}"),
        "binding": "" if one.binding == "unstated" else visit.says(f"binding.{one.binding}"),
        "baseline": figures.dated(baseline, one.baseline_period, visit.language),
        "owner": visit.name("owners", one.owner_id) if one.owner_id else "",
        "frequency": visit.says(f"frequency.{one.frequency}") if one.frequency else "",
    }
    named["next_report"] = _next_report(visit, one)
    facts = [Fact(visit.says(f"metric.{name}"), text) for name, text in named.items()]
    facts += [_place(visit, "area", one.area_id), _place(visit, "cluster", one.cluster_id or "")]
    document = " ".join(part for part in (source["title"], source["document_number"]) if part)
    facts.append(Fact(visit.says("metric.source"), document, source["url"] or ""))
    facts.append(Fact(visit.says("metric.section"), one.section))
    if one.breaks_from:
        other = visit.assessment(one.breaks_from)
        there = visit.address.href("metric", metric=other.metric_id)
        facts.append(Fact(visit.says("metric.breaks_from"), name_of(other, visit.language), there))
    return [*facts, Fact(visit.says("metric.note"), one.note or ""), Fact(visit.says("metric.id"), one.metric_id)]


def _place(visit: Visit, kind: str, identity: str) -> Fact:
    """The area or the cluster that the metric belongs to; without a text where it belongs to none."""
    name = visit.name(f"{kind}s", identity) if identity else ""
    return Fact(visit.says(f"metric.{kind}"), name, visit.address.href(kind, **{kind: identity, "metric": ""}))


def _next_report(visit: Visit, one: Assessment) -> str:
    """The period of the next report and its last day."""
    heard = (value.period_end for value in visit.series(one.metric_id) if value.obs_status != ObsStatus.FORECAST)
    reported = max((day for day in heard if day <= visit.view.as_of), default=None)
    plan = visit.known.plans[one.plan_id]
    report = next_report(one.frequency, plan["period_start"], one.due or plan["period_end"], reported)
    if report is None:
        return ""
    key = "metric.report_overdue" if one.overdue else "metric.report_by"
    return visit.says(key, period=report.period.name, day=report.by)


def _latest(row: Row) -> tuple[date, str, str, int]:
    return row["period_end"], row["period"], row["item_id"], row["revision"]


def _record(visit: Visit, row: Row, newest: int) -> list[Fact]:
    """A line of the table; a revision that another one has replaced says so."""
    source = visit.known.sources.get(row["source_id"] or "", {})
    known = visit.known.metrics[row["metric_id"]]
    entered = figures.entered(
        Observation.of(row), known["unit_id"], visit.language, visit.known.units, known["decimals"]
    )
    item = next(
        (each for each in visit.known.items.get(row["metric_id"], []) if each["item_id"] == row["item_id"]), None
    )
    period = row["period"] if item is None else f"{row['period']} {_name(item, visit.language)}"
    filled = {
        "who": recorder(visit, row["recorded_by"]),
        "at": f"{row['recorded_at']:%Y-%m-%d %H:%M}",
        "revision": row["revision"],
    }
    by, past = visit.says("metric.by", **filled), row["revision"] != newest
    return [
        Fact("period", period),
        Fact("number past" if past else "number", entered),
        Fact("kind", visit.says(f"obs_status.{row['obs_status']}")),
        Fact("source", source.get("title", ""), source.get("url") or ""),
        Fact("note", row["note"] or ""),
        Fact("recorded", visit.says("metric.replaced", told=by) if past else by),
    ]


def _name(row: Row, language: Language) -> str:
    return str(row["name" if language is Language.ZH else "name_en"])


def _headings(visit: Visit, *names: str) -> list[str]:
    return [visit.says(f"metric.{name}") for name in names]
