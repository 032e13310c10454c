"""How the cells of a sheet become entries: each remembers its cell, and what can't be read is told with it."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from metrics.definitions import Metric, Observation, Unit
from metrics.errors import Problem, nearest
from metrics.numbers import OtherUnitError
from metrics.package.guard import unguarded
from metrics.periods import parse_period
from metrics.sheets.headings import folded, numbered_day, read_period
from metrics.sheets.layout import HEADINGS, OwnShape, PlainShape, named_once
from metrics.sheets.read import Sheet
from metrics.store.entries import Entry, Source
from metrics.store.queries import Known
from metrics.typed import read_typed
from metrics.vocabulary import ObsStatus, Qualifier


@dataclass(frozen=True, slots=True)
class Read:
    """What a sheet says: entries, and the problems of the cells that can't be read."""

    entries: list[Entry]
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a sheet needs. `reason` is why, for corrections without a note.

    The same few metrics, periods and units stand in very many cells: each is looked up once.
    """

    sheet: Sheet
    known: Known
    units: Mapping[str, Unit]
    english: Mapping[str, str]
    names: Mapping[str, str]
    reason: str = ""
    metrics: dict[str, Metric] = field(default_factory=dict)
    periods: dict[str, str] = field(default_factory=dict)

    def metric(self, metric_id: str) -> Metric:
        """A metric that there is."""
        if metric_id not in self.metrics:
            self.metrics[metric_id] = self.known.metric(metric_id)
        return self.metrics[metric_id]

    def named(self, text: str) -> str:
        """The id of the one metric of that name; nothing where several bear it, the text itself where none does."""
        return self.names.get(folded(text), text)

    def period(self, text: str) -> str:
        """The period that a text names, or the text itself."""
        if text not in self.periods:
            self.periods[text] = read_period(text) or numbered_day(text) or text
        return self.periods[text]

    def unit(self, text: str) -> str:
        """The unit of that name, in either language."""
        named = unicodedata.normalize("NFKC", text).strip()
        return self.english.get(named, named)


def read_entries(
    sheet: Sheet, shape: OwnShape | PlainShape, known: Known, reason: str = "", among: Collection[str] | None = None
) -> Read:
    """The values of a sheet. A cell that is empty says nothing. A metric's name is looked for among some, or all."""
    units = known.convertible()
    english = {unit.name_en: name for name, unit in units.items()}
    names = named_once({name: row for name, row in known.metrics.items() if among is None or name in among})
    reading, read = Reading(sheet, known, units, english, names, reason), Read([], [])
    found = _own(reading, shape) if isinstance(shape, OwnShape) else _plain(reading, shape)
    for one in found:
        if isinstance(one, Problem):
            read.problems.append(one)
        else:
            read.entries.append(one)
    return read


def _own(reading: Reading, shape: OwnShape) -> Iterator[Entry | Problem]:
    sheet, columns = reading.sheet, shape.columns
    for row in range(shape.header + 1, len(sheet.rows)):
        told = {name: unguarded(sheet.cell(row, columns.get(name))) for name in HEADINGS}
        value = told["value"] or told["grade"]
        if not value and told["obs_status"] != ObsStatus.MISSING:
            continue
        metric_id = told["metric_id"]
        if not metric_id:
            metric_id = reading.named(told["metric"])
        place = sheet.place(row, columns["value"])
        if not metric_id and told["metric"]:
            yield Problem("metric_ambiguous", place, {"name": told["metric"]})
        else:
            yield _entry(reading, place, metric_id, told)


def _plain(reading: Reading, shape: PlainShape) -> Iterator[Entry | Problem]:
    sheet = reading.sheet.turned() if shape.turned else reading.sheet
    for row, metric_id in shape.metrics.items():
        if not metric_id:
            continue
        unit, note = sheet.cell(row, shape.unit), unguarded(sheet.cell(row, shape.note))
        for column, period in shape.periods.items():
            value = unguarded(sheet.cell(row, column))
            if value and period:
                said = unit or _unit_around(reading, shape, (row, column), value)
                told = dict.fromkeys(HEADINGS, "") | {"value": value, "period": period, "unit_id": said, "note": note}
                yield _entry(reading, sheet.place(row, column), metric_id, told)


def _unit_around(reading: Reading, shape: PlainShape, cell: tuple[int, int], value: str) -> str:
    """The unit that the row's or the column's heading tells of a bare number, where it is of the metric's kind."""
    told = shape.row_units.get(cell[0]) or shape.units.get(cell[1]) or ""
    own = reading.metric(shape.metrics[cell[0]]).unit_id if shape.metrics[cell[0]] in reading.known.metrics else None
    if not told or own is None or not re.fullmatch(r"[-+]?[\d,.]+", unicodedata.normalize("NFKC", value)):
        return ""
    return told if reading.units[told].kind == reading.units[own].kind else ""


def _entry(reading: Reading, place: str, metric_id: str, told: Mapping[str, str]) -> Entry | Problem:
    known = reading.known
    if metric_id not in known.metrics:
        near = nearest(metric_id, [*known.metrics, *(row["name"] for row in known.metrics.values())])
        return Problem("metric_unknown", place, {"name": metric_id}, near)
    metric = reading.metric(metric_id)
    key = (reading.period(told["period"]), told["item_id"])
    try:
        value = told["value"] or told["grade"] or "-"
        unit = reading.unit(told["unit_id"])
        if unit not in reading.units and unit[:1] in ("万", "亿") and unit[1:] in reading.units:
            value, unit = value + unit, ""
        found, guessed = read_typed(metric, key, value, reading.units, unit)
        found, unsaid = _qualified(found, told), not told["obs_status"]
        return Entry(found, _source(told), None, place, guessed, reading.reason, unsaid)
    except OtherUnitError:
        filled = {"metric": metric_id, "value": told["value"], "unit": told["unit_id"]}
        return Problem("unit_other", place, filled)
    except ValueError:
        return Problem("unreadable", place, {"metric": metric_id, "value": told["value"]})


def _qualified(found: Observation, told: Mapping[str, str]) -> Observation:
    """With what its other columns say; `ValueError` where they say nothing that there is."""
    found = replace(found, note=told["note"] or None)
    if told["qualifier"]:
        found = replace(found, qualifier=Qualifier(told["qualifier"]))
    if told["obs_status"] and found.obs_status is not ObsStatus.MISSING:
        found = replace(found, obs_status=ObsStatus(told["obs_status"]))
    return found


def _source(told: Mapping[str, str]) -> Source | None:
    if not (told["source"] or told["url"]):
        return None
    published = None
    if told["published_on"]:
        published = parse_period(read_period(told["published_on"])).start
    return Source(told["source"], published_on=published, url=told["url"])
