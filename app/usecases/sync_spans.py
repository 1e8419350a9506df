"""Which spans of time a sync asks a provider for; pure."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

FIRST_DAYS: Final = 90
"""What the first sync fetches; the rest of the history is asked for by hand."""
AGAIN_DAYS: Final = 7
"""Providers score days again, and take some away, for about so long."""
SPAN_DAYS: Final = 21
"""What fits on one page of Whoop's, with a few second sleeps."""
OLDEST: Final = datetime(2012, 1, 1, tzinfo=UTC)
"""No provider has measured anything before."""

Span = tuple[datetime, datetime | None]
"""From and to (excluded); None is now, by the provider's own clock."""


def sync_start(last_sync: datetime | None, now: datetime) -> datetime:
    """Where a sync begins: a week before the last one that came to its end, and never less than a week ago."""
    if last_sync is None:
        return now - timedelta(days=FIRST_DAYS)
    return max(OLDEST, min(last_sync, now) - timedelta(days=AGAIN_DAYS))


def recent_spans(start: datetime, now: datetime) -> Sequence[Span]:
    """The spans from now back to a start, the newest first."""
    spans: list[Span] = []
    end: datetime | None = None
    first = now
    while first > start:
        first = max(start, first - timedelta(days=SPAN_DAYS))
        spans.append((first, end))
        end = first
    return spans


def older_span(end: datetime) -> tuple[datetime, datetime]:
    """The span before a moment, a day of which is read once more: what lies on the border belongs to both."""
    return max(OLDEST, end - timedelta(days=SPAN_DAYS)), end + timedelta(days=1)


def settled_days(span: Span, now: datetime) -> tuple[date, date] | None:
    """The days of a span of which every record must have been told, whatever the zone; None where it has none."""
    start, end = span
    first = start.date() + timedelta(days=2)
    last = (end - timedelta(days=2)).date() if end is not None else now.date() + timedelta(days=2)
    return (first, last) if first <= last else None
