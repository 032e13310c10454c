"""How people and programs name a day and a moment."""

from datetime import UTC, date, datetime, time

from metrics.errors import YardstickError

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)


def read_day(text: str) -> date:
    """2026-09-30; `YardstickError` for what isn't a day between 1990 and 2100."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise YardstickError("bad_date", value=text) from error
    if not FIRST_DAY <= day <= LAST_DAY:
        raise YardstickError("no_day", value=text, first=FIRST_DAY, last=LAST_DAY)
    return day


def read_moment(text: str) -> datetime:
    """The end of a day, or a moment such as 2026-09-30T12:00:00Z; UTC without a zone. Raises as `read_day` does."""
    if "T" not in text:
        return datetime.combine(read_day(text), time.max)
    try:
        moment = datetime.fromisoformat(text)
        plain = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError) as error:
        raise YardstickError("bad_date", value=text) from error
    read_day(str(plain.date()))
    return plain


def write_moment(moment: datetime) -> str:
    """As `read_moment` reads it."""
    return f"{moment.isoformat()}Z"
