"""Everything that is wrong with the content of a package: names, references, definitions, values, their history."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Any

from metrics.checks.definition import check_metric
from metrics.checks.limits import Check, Severity, limits_of
from metrics.checks.observation import Subject, check_observation, check_series
from metrics.checks.text import NOTE, TITLE, check_address, check_text
from metrics.definitions import Metric, Observation, Unit
from metrics.errors import Problem, nearest
from metrics.package.history import historic
from metrics.package.read import Entry, Package
from metrics.package.schema import tables
from metrics.vocabulary import FICTIONAL, Basis

_LONGEST = {"name": TITLE, "name_en": TITLE, "title": TITLE, "publisher": TITLE, "section": TITLE}
REFERENCES = {
    ("areas", "parent_id"): "areas",
    ("cluster_areas", "cluster_id"): "clusters",
    ("cluster_areas", "area_id"): "areas",
    ("cluster_areas", "source_id"): "sources",
    ("plans", "area_id"): "areas",
    ("plans", "source_id"): "sources",
    ("metrics", "plan_id"): "plans",
    ("metrics", "area_id"): "areas",
    ("metrics", "cluster_id"): "clusters",
    ("metrics", "category_id"): "categories",
    ("metrics", "unit_id"): "units",
    ("metrics", "owner_id"): "owners",
    ("metrics", "source_id"): "sources",
    ("metrics", "breaks_from"): "metrics",
    ("items", "metric_id"): "metrics",
    ("parts", "metric_id"): "metrics",
    ("parts", "part_id"): "metrics",
    ("milestones", "metric_id"): "metrics",
    ("observations", "metric_id"): "metrics",
    ("observations", "source_id"): "sources",
    ("observations", "unit_id"): "units",
}


def check_package(package: Package) -> list[Problem]:
    """Every problem of a package, in the order of its files and lines; none means that it can be loaded."""
    rules = (_doubled, _unknown, _limits, _circles, _texts)
    found = [*package.problems, *(problem for rule in rules for problem in rule(package))]
    if not found:
        found = [*_definitions(package), *_values(package)]
    return found


def invented_beside_real(areas: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """A place that is made up never stands beside real ones. The areas are all that there are to be."""
    roots = {row["kind"] == FICTIONAL for row in areas if row["parent_id"] is None}
    return [Problem("invented_beside_real")] if len(roots) > 1 else []


def _texts(package: Package) -> Iterator[Problem]:
    """Texts that can be read, and links that are links. What was once recorded stays as it is, but for a link."""
    for name, table in tables().items():
        texts = [column.name for column in table.columns if column.type == "string" and not column.choices]
        texts = [column for column in texts if column == "url" or not package.historic]
        for entry in package.tables[name] if name != "observations" else ():
            for column in texts:
                value = entry.values[column]
                text = value if isinstance(value, str) else ""
                found = check_address(text) if column == "url" else check_text(column, text, _LONGEST.get(column, NOTE))
                yield from (replace(problem, place=entry.place) for problem in found)


def _doubled(package: Package) -> Iterator[Problem]:
    for name in tables():
        table = historic(name) if package.historic else tables()[name]
        first: dict[tuple[Any, ...], str] = {}
        for entry in package.tables[name]:
            key = tuple(entry.values[column] for column in table.key)
            if key in first:
                shown = " ".join(str(part) for part in key if part is not None)
                yield Problem("doubled", entry.place, {"name": shown, "first": first[key]})
            first.setdefault(key, entry.place)


def _limits(package: Package) -> Iterator[Problem]:
    """A limit is for a metric or a kind of unit that there is, and its bounds are for a range."""
    known = {
        "metric": {str(entry.values["metric_id"]) for entry in package.tables["metrics"]},
        "unit_kind": {str(entry.values["kind"]) for entry in package.tables["units"]},
    }
    for entry in package.tables["limits"]:
        scope, name = str(entry.values["scope"]), str(entry.values["name"])
        if name not in known[scope]:
            filled = {"of": entry.values["check_id"], "column": "name", "value": name, "table": scope}
            yield Problem("reference", entry.place, filled, nearest(name, sorted(known[scope])))
        bounded = entry.values["least"] is not None or entry.values["most"] is not None
        if bounded != (entry.values["check_id"] == Check.RANGE and entry.values["severity"] != Severity.NONE):
            yield Problem("limit_bounds", entry.place, {"check": entry.values["check_id"]})


def _unknown(package: Package) -> Iterator[Problem]:
    known = {name: [entry.values[table.key[0]] for entry in package.tables[name]] for name, table in tables().items()}
    sets = {name: frozenset(names) for name, names in known.items()}
    for (name, column), target in REFERENCES.items():
        for entry in package.tables[name]:
            value = entry.values[column]
            if value is not None and value not in sets[target]:
                filled = {
                    "column": column,
                    "value": value,
                    "table": target,
                    "of": entry.values[tables()[name].key[0]],
                }
                yield Problem(
                    "reference", entry.place, filled, nearest(str(value), [str(one) for one in known[target]])
                )


def _circles(package: Package) -> Iterator[Problem]:
    parents = {entry.values["area_id"]: entry.values["parent_id"] for entry in package.tables["areas"]}
    for entry in package.tables["areas"]:
        seen, area = set(), entry.values["area_id"]
        while area is not None and area not in seen:
            seen.add(area)
            area = parents.get(area)
        if area is not None:
            yield Problem("area_circle", entry.place, {"area": entry.values["area_id"]})


def _definitions(package: Package) -> Iterator[Problem]:
    for entry in package.tables["metrics"]:
        metric = Metric.of(entry.values)
        yield from check_metric(metric, entry.place)
        if metric.basis is Basis.CHECKLIST and not _children(package, "items", metric):
            yield Problem(
                "metric_lacks",
                entry.place,
                {"metric": metric.metric_id, "column": "items", "because": "checklist"},
            )
        if metric.path == "milestones" and not _children(package, "milestones", metric):
            yield Problem(
                "metric_lacks",
                entry.place,
                {"metric": metric.metric_id, "column": "milestones", "because": "path"},
            )
    if not package.sealed:
        yield from _parts(package)
    yield from _history(package.tables["metrics"], ("metric_id",), "version")


def _parts(package: Package) -> Iterator[Problem]:
    """A composite weighs values of one unit, and isn't made of composites."""
    latest = {metric.metric_id: metric for metric in sorted(_metrics(package), key=lambda metric: metric.version)}
    for entry in package.tables["parts"]:
        whole, part = latest[str(entry.values["metric_id"])], latest[str(entry.values["part_id"])]
        filled = {"metric": whole.metric_id, "part": part.metric_id}
        if whole.basis is not Basis.COMPOSITE or part.basis is Basis.COMPOSITE:
            yield Problem("part_basis", entry.place, filled)
        elif whole.unit_id != part.unit_id:
            yield Problem("part_unit", entry.place, filled)


def _children(package: Package, table: str, metric: Metric) -> list[Entry]:
    own = (metric.metric_id, metric.version)
    return [entry for entry in package.tables[table] if (entry.values["metric_id"], entry.values["version"]) == own]


def _history(entries: Sequence[Entry], key: tuple[str, ...], number: str) -> Iterator[Problem]:
    """Versions and revisions count 1, 2, 3 and are never recorded before the one that they follow."""
    grouped: dict[tuple[Any, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        grouped[tuple(entry.values[column] for column in key)].append(entry)
    for history in grouped.values():
        history.sort(key=lambda entry: _whole(entry, number))
        for wanted, entry in enumerate(history, 1):
            if entry.values[number] != wanted:
                yield Problem("gap", entry.place, {"column": number, "found": entry.values[number], "wanted": wanted})
                break
        for before, after in pairwise(history):
            if str(after.values["recorded_at"]) < str(before.values["recorded_at"]):
                yield Problem("recorded_before", after.place, {"column": number, "number": after.values[number]})


def _whole(entry: Entry, column: str) -> int:
    value = entry.values[column]
    assert isinstance(value, int)  # noqa: S101 - the schema says so
    return value


def _values(package: Package) -> Iterator[Problem]:
    units = {unit.unit_id: unit for unit in _units(package.tables["units"])}
    latest = {metric.metric_id: metric for metric in sorted(_metrics(package), key=lambda metric: metric.version)}
    items: dict[object, list[str]] = defaultdict(list)
    for entry in package.tables["items"]:
        items[entry.values["metric_id"]].append(str(entry.values["item_id"]))
    yield from _history(package.tables["observations"], ("metric_id", "period", "item_id"), "revision")
    if package.sealed:
        return  # each was right when it was recorded, by the definition of that day
    limits = [entry.values for entry in package.tables["limits"]]
    ordered = sorted(package.tables["observations"], key=lambda entry: str(entry.values["metric_id"]))
    for metric_id, entries in groupby(ordered, key=lambda entry: str(entry.values["metric_id"])):
        metric, series = latest[metric_id], list(entries)
        subject = Subject(metric, items[metric_id], units, limits_of(metric, units, limits))
        wrong = [
            problem
            for entry in series
            for problem in check_observation(subject, Observation.of(entry.values), _day(entry), entry.place)
            if not problem.doubt
        ]
        yield from wrong or check_series(subject, _last_revisions(series))


def _last_revisions(series: Iterable[Entry]) -> list[tuple[str, Observation]]:
    last: dict[tuple[object, object], Entry] = {}
    for entry in sorted(series, key=lambda entry: _whole(entry, "revision")):
        last[entry.values["period"], entry.values["item_id"]] = entry
    return [(entry.place, Observation.of(entry.values)) for entry in last.values()]


def _metrics(package: Package) -> Iterator[Metric]:
    return (Metric.of(entry.values) for entry in package.tables["metrics"])


def _units(entries: Iterable[Entry]) -> Iterator[Unit]:
    for entry in entries:
        values: dict[str, Any] = entry.values
        yield Unit(values["unit_id"], values["kind"], values["factor"], values["name_en"])


def _day(entry: Entry) -> Any:
    recorded: Any = entry.values["recorded_at"]
    return recorded.date()
