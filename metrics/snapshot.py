"""How assessments become a CSV: stable columns, raw numbers, ISO dates, nothing for what is unknown."""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from metrics.assessment import EXPORTED, Assessment, View, exported
from metrics.package.schema import plain


def assessments_csv(assessments: Iterable[Assessment], view: View) -> str:
    """UTF-8 text without a byte-order mark, a header and one line a metric, lines ended by a line feed."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(EXPORTED)
    for one in assessments:
        writer.writerow([cell(value) for value in exported(one, view).values()])
    return text.getvalue()


def cell(value: object) -> str:
    """A value as it stands in a file: 235 for 235.0, 2020-12-31, 2016-12-30T00:00:00Z, and nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat() + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    return str(value)
