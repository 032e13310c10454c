"""Assessments as rows of a file: stable columns, raw numbers, ISO dates, nothing for what is unknown."""

import csv
import io
from collections.abc import Iterable, Iterator

from metrics.assessment import EXPORTED, Assessment, View, exported
from metrics.snapshot.cells import cell


def assessment_rows(assessments: Iterable[Assessment], view: View) -> Iterator[list[str]]:
    """One row of cells a metric, in the columns of `schemas/assessments.json`."""
    for one in assessments:
        yield [cell(value) for value in exported(one, view).values()]


def assessments_csv(assessments: Iterable[Assessment], view: View) -> str:
    """UTF-8 text without a byte-order mark, a header and one line a metric, lines ended by a line feed."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(EXPORTED)
    writer.writerows(assessment_rows(assessments, view))
    return text.getvalue()
