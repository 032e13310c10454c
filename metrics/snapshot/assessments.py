"""Assessments as rows of a file: stable columns, raw numbers, ISO dates, nothing for what is unknown."""

from collections.abc import Iterable, Iterator

from metrics.assessment import Assessment, View, exported
from metrics.snapshot.cells import cell


def assessment_rows(assessments: Iterable[Assessment], view: View) -> Iterator[list[str]]:
    """One row of cells a metric, in the columns of `schemas/assessments.json`."""
    for one in assessments:
        yield [cell(value) for value in exported(one, view).values()]
