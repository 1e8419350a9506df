"""How moments, days and enum members stand in a database, for whoever reads one without SQLAlchemy.

The column types of models/tables/types.py use the same functions.
"""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def truncated(moment: datetime) -> datetime:
    """The same moment in UTC, cut (not rounded) to milliseconds; a naive time is a `ValueError`."""
    if moment.tzinfo is None:
        raise ValueError(f"A time needs a zone: {moment.isoformat()}.")
    in_utc = moment.astimezone(UTC)
    return in_utc.replace(microsecond=in_utc.microsecond // 1000 * 1000)


def time_text(naive: datetime) -> str:
    """A naive UTC time as SQLite holds it: `YYYY-MM-DD HH:MM:SS.mmm`, which sorts by time."""
    return naive.isoformat(" ", "milliseconds")


def moment_of(stored: object) -> datetime:
    """A stored time as aware UTC; also ISO 8601 and milliseconds since 1970, as other clients write them."""
    if isinstance(stored, datetime):
        return stored.replace(tzinfo=UTC) if stored.tzinfo is None else stored.astimezone(UTC)
    text = str(stored)
    if text.lstrip("-").isdigit():
        return _EPOCH + timedelta(milliseconds=int(text))
    parsed = datetime.fromisoformat(text)
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)


def day_of(stored: object) -> date:
    """A stored calendar day; the time of day beside it says nothing."""
    return moment_of(stored).date()


def member_or_text(members: type[StrEnum], value: str) -> StrEnum | str:
    """The enum member of that value, or the value itself where the enum does not know it."""
    try:
        return members(value)
    except ValueError:
        return value
