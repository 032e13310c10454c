"""Tables of metrics: a bullet with value, expected mark and target beside the numbers and the status."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from dashboard.drawing.plots import Plot
from dashboard.drawing.status import Mark, flags_of, mark, mark_of
from dashboard.drawing.templates import drawn
from dashboard.words import page_says
from metrics.assessment import Assessment
from metrics.rollup import baseline_attainment, expected_attainment
from metrics.words import Language, figures

# Bars run to 125 % of the target, so that what passes it is seen to.
_SCALE = 1.25


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, in words and in fractions of the bar."""

    name: str
    href: str
    place: str
    value: str
    period: str
    target: str
    attainment: str
    bar: float | None
    expected: float | None
    baseline: float | None
    over: bool
    status: Mark
    flags: tuple[str, ...]
    usual: str
    described: str
    spark: Plot | None = None


def row(one: Assessment, href: str, language: Language, usual: str = "") -> Row:
    """How one metric is told; `usual` is its status under the default rule, where that is another one."""
    zh = language is Language.ZH
    name = one.name if zh else one.name_en
    attainment = figures.ratio(one.attainment, language)
    return Row(
        name=name,
        href=href,
        place=one.area if zh else one.area_en,
        value=figures.value(one, language),
        period=figures.period(one, language),
        target=figures.target(one, language),
        attainment=attainment,
        bar=_on_bar(one.attainment),
        expected=_on_bar(expected_attainment(one)),
        baseline=_on_bar(baseline_attainment(one)),
        over=one.attainment is not None and one.attainment > _SCALE,
        status=mark_of(one, language),
        flags=flags_of(one, language),
        usual=page_says("bullet.usual", language, status=mark(usual, language).word) if usual else "",
        described=page_says("bullet.described", language, name=name, reading=attainment),
    )


def _on_bar(share: float | None) -> float | None:
    return None if share is None else min(max(share, 0) / _SCALE, 1)


def _sparked(line: Row, one: Assessment, sparks: Mapping[str, Plot | None] | None) -> Row:
    return replace(line, spark=sparks[one.metric_id]) if sparks else line


def draw_bullets(
    shown: Sequence[Assessment],
    link: Callable[[Assessment], str],
    usual: Mapping[str, str],
    language: Language,
    sparks: Mapping[str, Plot | None] | None = None,
) -> str:
    """A table grouped by category, in the order in which the metrics come. Metrics that only monitor have no bar.

    `usual` has the status under the default rule of those metrics that have another one here; with `sparks` each line
    has its values over time, drawn small.
    """
    monitored = all(one.comparator is None for one in shown)
    zh = language is Language.ZH
    groups = [
        (heading, [_sparked(row(one, link(one), language, usual.get(one.metric_id, "")), one, sparks) for one in group])
        for heading, group in groupby(shown, key=lambda one: one.category if zh else one.category_en)
    ]
    words = {key: page_says(f"bullet.{key}", language) for key in _HEADINGS}
    several = len({one.area_id for one in shown}) > 1
    return drawn("bullets", groups=groups, words=words, monitored=monitored, sparks=sparks is not None, several=several)


_HEADINGS = (
    "trend",
    "metric",
    "attainment",
    "actual",
    "baseline",
    "expected",
    "target",
    "value",
    "status",
    "period",
    "area",
    "caption",
)
