"""Readiness: what an athlete said, what a device measured, and the freshness computed from both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

INPUTS: Final = "inputs"
"""Under this key the stored parts keep what the score was given, so that it can be computed again."""


def score_inputs(parts: Any) -> Mapping[str, Any]:
    """What a stored score was given; empty where another program stored something else."""
    found = parts.get(INPUTS) if isinstance(parts, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def remembered_sleep(parts: Any) -> float | None:
    """Hours of sleep as the athlete remembered them; None where a device measured the night or nobody said."""
    inputs = score_inputs(parts)
    hours = inputs.get("sleepHours") if inputs.get("sleepSource") == "athlete" else None
    return float(hours) if isinstance(hours, int | float) else None


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
    note: str | None = None
    performance_assessed: bool = True
    """False where the three performance numbers are neutral for want of a history."""
    version: str | None = None
    """Of the algorithm that scored it."""


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What an athlete answers in the morning; None is unanswered."""

    readiness: int
    """1 (not at all ready) .. 5 (fully ready)."""
    motivation: int
    """1 (none) .. 5 (eager)."""
    stress: int | None = None
    """1 (none) .. 5 (most stressed)."""
    soreness: Mapping[str, int] | None = None
    """Muscle key to 1 (not sore) .. 3 (very sore); None where nobody asked."""
    sleep_hours: float | None = None
    """The athlete's own estimate, used where no device measured the night."""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class LoggedCheckIn:
    """A check-in as it was taken."""

    entry: "ReadinessEntry | None"
    """None while it waits on this computer for its server."""
    sentences: Sequence[str]
    """What was counted, what was not known, what an earlier entry of the day became."""
    corrected: bool = False
    """An earlier entry of the day was kept and replaced."""

    @property
    def is_waiting(self) -> bool:
        return self.entry is None


@dataclass(frozen=True, slots=True)
class Performance:
    """What an athlete's log says of the last sessions; None where it cannot say."""

    rpe_drift: float | None = None
    """Mean of actual minus expected RPE over the last three sessions with both."""
    compliance: float | None = None
    """Share of planned sets done over the last three sessions that were due."""
    stalled: int | None = None
    tracked: int | None = None
    """Exercises with a trend, and how many of them stalled or declined."""

    @property
    def is_assessed(self) -> bool:
        return any(value is not None for value in (self.rpe_drift, self.compliance, self.stalled))


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


@dataclass(frozen=True, slots=True)
class Freshness:
    """The readiness a session is planned under; None in the brief where nothing is known or it is older than 48 h."""

    score: float
    confidence: float
    age_hours: float
    groups: Mapping[str, float | None]
    """`subjective`, `performance`, `wearable` to their scores."""
    sore: Mapping[str, int] = field(default_factory=dict)
    """Muscle key to 1 (none) .. 3 (very sore)."""
