"""Gauges of attainment: of one metric, or of many together with how many of them have reported."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.drawing.status import mark
from dashboard.drawing.templates import drawn
from dashboard.words import page_says
from metrics.assessment import Assessment
from metrics.explanation import allowance_used
from metrics.rollup import Rollup, expected_attainment
from metrics.words import Language, figures

# One metric may pass its target; the dial goes on to 125 %, and beyond that an arrow says so.
_PAST = 1.25


@dataclass(frozen=True, slots=True)
class Gauge:
    """What a dial shows. `share` and `expected` are fractions of the dial, None where nothing is known.

    `tone` is that of a status, as the style sheet has it; without one the dial has the accent.
    """

    label: str
    href: str
    reading: str
    share: float | None
    expected: float | None
    target: float | None
    over: bool
    below: str
    described: str
    tone: str = ""


def coverage(one: Rollup, language: Language) -> str:
    """How many of the targets have a value to judge, and of how many the mean is where some have no share."""
    key = "coverage" if one.shared == one.judged else "coverage_shared"
    return page_says(f"gauge.{key}", language, judged=one.judged, targets=one.targets, shared=one.shared)


def of_rollup(label: str, href: str, one: Rollup, language: Language) -> Gauge:
    """The dial of an area or a cluster: 0 to 100 %, with its coverage below."""
    covered = coverage(one, language)
    reading = figures.ratio(one.attainment, language)
    return Gauge(
        label=label,
        href=href,
        reading=reading,
        share=one.attainment,
        expected=one.expected_attainment,
        target=None,
        over=False,
        below=covered,
        described=_described(label, reading, one.expected_attainment, language) + covered,
    )


def of_metric(name: str, one: Assessment, language: Language) -> Gauge:
    """The dial of one metric: 0 to 125 % of its target, with a mark at 100 %. Its name stands on the page already."""
    reading = figures.ratio(one.attainment, language, 1)
    expected = expected_attainment(one)
    return Gauge(
        label="",
        href="",
        reading=reading,
        share=None if one.attainment is None else min(max(one.attainment, 0) / _PAST, 1),
        expected=None if expected is None else min(max(expected, 0) / _PAST, 1),
        target=1 / _PAST,
        over=one.attainment is not None and one.attainment > _PAST,
        below=_against(one, language),
        described=_described(name, reading, expected, language),
        tone=mark(one.status, language).tone,
    )


def _against(one: Assessment, language: Language) -> str:
    """The value with its period against the target; of a ceiling on a sum how much of it is used, too."""
    against = f"{figures.reported(one, language)} / {figures.target(one, language)}"
    used = allowance_used(one)
    if used is None:
        return against
    return page_says("gauge.used", language, against=against, share=figures.ratio(used, language, 1))


def draw_gauges(gauges: Sequence[Gauge], *, large: bool = False) -> str:
    """A strip of dials; where none has anything to show, the names with how many have reported."""
    if not large and all(one.share is None for one in gauges):
        return drawn("covered", gauges=gauges)
    return drawn("gauges", gauges=gauges, large=large)


def _described(label: str, reading: str, expected: float | None, language: Language) -> str:
    if reading == figures.NONE:
        return page_says("gauge.unknown", language, label=label)
    due = figures.ratio(expected, language)
    key = "gauge.described" if expected is None else "gauge.described_expected"
    return page_says(key, language, label=label, reading=reading, expected=due)
