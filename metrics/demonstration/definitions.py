"""How an outline becomes definitions: the version that the plan began with, and the one that it was changed to."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import TypeAlias

from metrics.demonstration.told import Outline, Place, Plan, words
from metrics.package.schema import tables

Row: TypeAlias = dict[str, object]

_CHANGED_ON, _DECIDED_ON = (7, 1), (6, 18)  # month and day


def source_of(plan: Plan, *, amended: bool = False) -> str:
    """The identity of the document that a plan's definitions come from."""
    return f"{plan.id}-amended" if amended else plan.id


def definitions(metric_id: str, place: Place, outline: Outline, plan: Plan, this_year: int) -> dict[str, list[Row]]:
    """A metric's rows by table: its versions, with their items, parts and milestones."""
    versions = [_first(metric_id, place, outline, plan)]
    if outline.changed is not None:
        versions.append(_changed(versions[0], outline.changed, plan, this_year))
    numbers = [{"metric_id": metric_id, "version": row["version"]} for row in versions]
    items = [{"item_id": item["id"], "name": item["name"], "name_en": item["name_en"]} for item in outline.items]
    parts = [{"part_id": f"{place.id}-{part}", "weight": weight} for part, weight in outline.parts]
    marks = [{"due": date(this_year + ahead, 12, 31), "value": value} for ahead, value in outline.milestones]
    children = {"items": items, "parts": parts, "milestones": marks}
    return {
        "metrics": versions,
        **{name: [number | child for number in numbers for child in told] for name, told in children.items()},
    }


def _first(metric_id: str, place: Place, outline: Outline, plan: Plan) -> Row:
    row: Row = {name: getattr(outline, name) for name in tables()["metrics"].names if hasattr(outline, name)}
    starts_from_zero = outline.basis in ("total", "yearly", "checklist") and outline.comparator
    base = 0 if starts_from_zero else None if outline.unpublished else outline.baseline
    target = bool(outline.comparator)
    row |= {
        "metric_id": metric_id, "version": 1, "plan_id": plan.id, "area_id": place.id, "cluster_id": outline.cluster,
        "category_id": outline.category, "target_low": outline.low, "target_high": outline.high,
        "target_grade": outline.grade, "unit_id": outline.unit, "owner_id": outline.owner,
        "baseline": base if target else None,
        "baseline_period": plan.first - 1 if target and base is not None and not starts_from_zero else None,
        "due": date(plan.last, 12, 31) if target and plan.last else None,
        "source_id": source_of(plan), "section": words()["section"].format(number=1 + len(outline.id) % 9),
        "recorded_at": f"{plan.published:%Y-%m-%dT%H:%M:%SZ}", "recorded_by": words()["office"],
    }  # fmt: skip
    return row


def _changed(first: Row, change: Mapping[str, float], plan: Plan, this_year: int) -> Row:
    year = int(this_year + change["year"])
    told = {"before": f"{first['target_low']:g}", "after": f"{change['low']:g}"}
    return first | {
        "version": 2, "target_low": change["low"], "effective_from": date(year, *_CHANGED_ON),
        "source_id": source_of(plan, amended=True), "note": words()["change"].format(**told),
        "recorded_at": f"{datetime.combine(date(year, *_DECIDED_ON), time(2)):%Y-%m-%dT%H:%M:%SZ}",
    }  # fmt: skip
