"""How a value stands in a file."""

from datetime import date, datetime
from decimal import Decimal

from metrics.package.schema import plain


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
