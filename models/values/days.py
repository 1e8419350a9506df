"""Local days: which calendar day a moment belongs to for an athlete, and where that day begins and ends."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zone(name: str | None) -> tzinfo | None:
    """The athlete's time zone by its IANA name; None, the machine's own, where it is unset or unknown."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def local_day(moment: datetime, where: tzinfo | None) -> date:
    """The local calendar day of an aware moment."""
    return moment.astimezone(where).date()


def moment(day: date, at: time, where: tzinfo | None) -> datetime:
    """Aware UTC of a local day and time."""
    return datetime.combine(day, at, where).astimezone(UTC)


def span(first: date, last: date, where: tzinfo | None) -> tuple[datetime, datetime]:
    """Aware UTC from the first moment of `first` to the first after `last` (excluded)."""
    return moment(first, time(), where), moment(last + timedelta(days=1), time(), where)


def monday(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())
