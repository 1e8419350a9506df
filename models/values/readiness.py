"""Readiness: what an athlete said, what a device measured, and the freshness computed from both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ReadinessEntry:
    """One `ReadinessSignal` row. Scales 1 to 5: readiness and motivation 5 = best, stress 5 = most stressed."""

    id: str
    at: datetime
    """Aware UTC."""
    day: date
    """The athlete's local day."""
    readiness: int
    soreness: Mapping[str, int]
    """Muscle key to 1 (none) .. 3 (very sore)."""
    motivation: int
    stress: int | None
    whoop_recovery: float | None
    whoop_strain: float | None
    whoop_hrv: float | None
    """RMSSD in milliseconds."""
    whoop_sleep_quality: float | None
    whoop_sleep_hours: float | None
    performance_rpe: float
    performance_stalls: int
    performance_compliance: float
    freshness: float
    """0 exhausted to 1 fresh (the column is called fatigueScore)."""
    confidence: float | None = None
    parts: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ReadinessHistory:
    """Entries of a span of days, one a day, oldest first; days without an entry are simply absent."""

    athlete_id: str
    first: date
    last: date
    entries: Sequence[ReadinessEntry]


@dataclass(frozen=True, slots=True)
class Trend:
    """A daily signal with its 7-day mean and normal range; all sequences run along `days`, None is a gap."""

    days: Sequence[date]
    daily: Sequence[float | None]
    mean: Sequence[float | None]
    low: Sequence[float | None]
    high: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class ReadinessTrends:
    """What the readiness page draws for a span of days."""

    athlete_id: str
    first: date
    last: date
    freshness: Trend
    hrv: Trend
    recovery: Trend
    strain: Trend
    sleep_hours: Trend
    soreness: Mapping[str, Sequence[tuple[date, int]]]
    """Muscle key to (day, 1..3), only days on which the athlete said so."""
    latest: ReadinessEntry | None
    first_entry: date | None
    """The athlete's very first day, for the span `all`."""
