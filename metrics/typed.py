"""What somebody typed into one cell, read for the metric that it belongs to: a number, a grade, a tick, or none."""

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from metrics.definitions import Metric, Observation, Unit
from metrics.numbers import read_chosen
from metrics.package.schema import plain
from metrics.vocabulary import Basis, ObsStatus

_NONE = {"-", "–", "—", "/", "无", "无数据", "缺失", "n/a", "na", "none", "m"}
_TICKS = {"1": 1, "是": 1, "完成": 1, "已完成": 1, "yes": 1, "done": 1, "✓": 1, "√": 1}
_TICKS |= {"0": 0, "否": 0, "未完成": 0, "no": 0, "not done": 0, "×": 0}


def read_typed(
    metric: Metric, key: tuple[str, str], text: str, units: Mapping[str, Unit], unit: str = ""
) -> tuple[Observation, bool]:
    """The observation that a text says for a period and an item, and whether its unit was guessed.

    A dash or 无 says that there is no value; `unit` is the unit that was chosen beside it. `ValueError` where the text
    isn't a value of this metric's kind, `OtherUnitError` where it names another unit.
    """
    period, item = key
    told = Observation(metric.metric_id, period, item_id=item)
    read = unicodedata.normalize("NFKC", text).strip()
    if read.lower() in _NONE:
        return replace(told, obs_status=ObsStatus.MISSING), False
    if metric.basis is Basis.GRADE:
        return replace(told, grade=read), False
    if metric.basis is Basis.CHECKLIST:
        if read.lower() not in _TICKS:
            raise ValueError(text)
        return replace(told, value=Decimal(_TICKS[read.lower()])), False
    typed = read_chosen(read, unit, metric.unit_id, units)
    return replace(told, value=typed.value, unit_id=typed.unit_id, qualifier=typed.qualifier), typed.guessed


def continued(told: Observation, standing: Observation, own: str | None) -> Observation:
    """A value that says nothing of its status, with the status and the source of the one whose place it takes.

    `own` is the metric's unit, which a value may name or not. A forecast and a missing value leave nothing behind.
    """
    if told.obs_status is not ObsStatus.NORMAL or standing.obs_status in (ObsStatus.FORECAST, ObsStatus.MISSING):
        return told
    unit_id = standing.unit_id if told.unit_id is None and standing.unit_id == own else told.unit_id
    source_id = told.source_id or standing.source_id
    return replace(told, obs_status=standing.obs_status, source_id=source_id, unit_id=unit_id)


def same_value(told: Observation, standing: Observation, own: str | None) -> bool:
    """Whether two say the same, whatever their status, their sources and their notes."""
    left, right = ((one.value, one.unit_id or own, one.grade, one.qualifier) for one in (told, standing))
    return left == right


def as_typed(told: Observation) -> str:
    """The text that reads as this value again."""
    if told.obs_status is ObsStatus.MISSING:
        return "–"
    if told.grade is not None or told.value is None:
        return told.grade or ""
    before = {"above": ">", "below": "<", "about": "~"}.get(told.qualifier or "", "")
    return before + plain(told.value) + (told.unit_id or "")
