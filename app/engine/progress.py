"""Whether a lift is getting stronger: a robust trend of session e1RM with its uncertainty.

Single sessions vary by two to four per cent (Grgic 2020, doi:10.1186/s40798-020-00260-z), so two of
them can almost never prove a change; counting sessions without a record alarms nearly everyone who
is truly gaining. Hence a Theil-Sen slope over the last ten sessions, with a 90 % interval.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final

from app.engine.strength import theil_sen
from models.values.kinds import LiftTrend as LiftTrend  # noqa: PLC0414 - found here by its subject as well

PROGRESS_VERSION: Final = 1
SESSIONS: Final = 10
"""Sessions a trend looks back on, or more where they lie closer than FEWEST_DAYS together."""
FEWEST_SESSIONS: Final = 8
FEWEST_DAYS: Final = 28
"""First to last session; eight of them in five calendar weeks."""
CONFIDENCE: Final = 0.90
EXPECTED: Final[Mapping[str, float]] = {"BEGINNER": 0.0040, "INTERMEDIATE": 0.0015, "ADVANCED": 0.0005}
"""Gain per week below which a lift counts as stalled, as a share, by training age."""
STALL_THRESHOLD: Final = EXPECTED["INTERMEDIATE"]
"""The simulated rule's own threshold, used where the training age is unknown."""
MINIMAL_DETECTABLE_CHANGE: Final = 1.645 * math.sqrt(2) * 0.042
"""90 % detectable change for a test-retest CV of 4.2 %, as a share."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A lift's trend; slopes are shares per week (0.004 is 0.4 % a week), None without enough data."""

    trend: LiftTrend
    sessions: int
    slope: float | None = None
    low: float | None = None
    high: float | None = None


def progress(sessions: Sequence[tuple[date, float]], expected: float = STALL_THRESHOLD) -> Progress:
    """Judge a lift by its sessions' (day, e1RM in kg), oldest first, deload weeks left out by the caller.

    Declining: the interval lies below 0, or the last three sessions stand further below the best
    three than noise explains. Improving: it lies above 0. Stalled: it ends below `expected`.
    """
    recent = _recent(sessions)
    if len(recent) < FEWEST_SESSIONS or (recent[-1][0] - recent[0][0]).days < FEWEST_DAYS:
        return Progress(LiftTrend.TOO_LITTLE, len(recent))
    weeks = [(day - recent[0][0]).days / 7 for day, _ in recent]
    logs = [math.log(kg) for _, kg in recent]
    line = theil_sen(weeks, logs, CONFIDENCE)
    middles = [median(logs[i : i + 3]) for i in range(len(logs) - 2)]
    if line.high < 0 or max(middles) - middles[-1] > MINIMAL_DETECTABLE_CHANGE:
        trend = LiftTrend.DECLINING
    elif line.low > 0:
        trend = LiftTrend.IMPROVING
    elif line.high < expected:
        trend = LiftTrend.STALLED
    else:
        trend = LiftTrend.UNCERTAIN
    return Progress(trend, len(recent), line.slope, line.low, line.high)


def _recent(sessions: Sequence[tuple[date, float]]) -> Sequence[tuple[date, float]]:
    """The last ten sessions; of a lift trained thrice a week as many more as reach back far enough."""
    count = min(SESSIONS, len(sessions))
    while count < len(sessions) and (sessions[-1][0] - sessions[-count][0]).days < FEWEST_DAYS:
        count += 1
    return sessions[len(sessions) - count :]


def last_record(sessions: Sequence[tuple[date, float]]) -> date | None:
    """The last day on which a session beat every one before it; the first session is no record."""
    best, found = math.inf, None
    for day, kg in sessions:
        if kg > best:
            found = day
        best = kg if best == math.inf else max(best, kg)
    return found
