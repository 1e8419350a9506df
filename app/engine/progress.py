"""Whether a lift is getting stronger: a robust trend of session e1RM with its uncertainty.

Single sessions vary by two to four per cent (Grgic 2020, doi:10.1186/s40798-020-00260-z), so two of
them can almost never prove a change; counting sessions without a record alarms nearly everyone who
is truly gaining. Hence a Theil-Sen slope over the last ten sessions, with a 90 % interval.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Final

from app.engine.strength import theil_sen
from app.engine.volume import cusum
from models.values.days import monday
from models.values.kinds import LiftTrend as LiftTrend  # noqa: PLC0414 - found here by its subject as well

PROGRESS_VERSION: Final = 2
SESSIONS: Final = 10
SPAN_DAYS: Final = 63
"""Sessions a trend looks back on, and the days it looks back on at least: ten of a lift trained once a week."""
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


MIDDLE: Final = 3
"""Sessions whose median stands for a level."""
CUSUM_LIMIT: Final = 4.0
"""Standard deviations that a falling sum must pass (Page 1954: 4 to 5)."""
CUSUM_SESSIONS: Final = 5
"""Latest sessions that are held against the median of as many before them."""
OUTLIER: Final = 3.0
"""Standard deviations that one session may speak for."""
LEAST_NOISE: Final = 0.025
"""Deviation of a session's estimate below which no log is believed, as a share (`grgic2020`: CV 4.2 %; RIR error)."""
EVALUATIONS: Final = 3
"""Weekly evaluations in a row that make a stall; the specification's `performanceStall: 3`."""
MISSED_REPS: Final = 2
MISSES: Final = 2
"""Repetitions short of the target at the planned load, and sessions in a row, that hint at a stall."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A lift's trend; slopes are shares per week (0.004 is 0.4 % a week), None without enough data."""

    trend: LiftTrend
    sessions: int
    slope: float | None = None
    low: float | None = None
    high: float | None = None
    falling: float = 0.0
    """Cumulative sum of the latest sessions' shortfall, in standard deviations."""
    below_best: float = 0.0
    """How far the last three sessions lie below the best three, as a share."""
    expected: float = STALL_THRESHOLD
    """The gain a week below which it counts as stalled."""

    @property
    def fell_at_once(self) -> bool:
        """The latest sessions fell by more than the cumulative sum allows."""
        return self.falling > CUSUM_LIMIT

    @property
    def fell_from_best(self) -> bool:
        """The last sessions lie further below the best ones than noise explains."""
        return self.below_best > MINIMAL_DETECTABLE_CHANGE

    @property
    def is_held_back(self) -> bool:
        """Stalled or declining."""
        return self.trend in (LiftTrend.STALLED, LiftTrend.DECLINING)


def progress(sessions: Sequence[tuple[date, float]], expected: float = STALL_THRESHOLD) -> Progress:
    """Judge a lift by its sessions' (day, e1RM in kg), oldest first.

    The caller leaves out deloads and sessions begun with a freshness below 0.40: they say nothing of
    strength. Declining: the interval lies below 0, the cumulative sum of the latest sessions fell by
    more than 4 standard deviations, or the last three stand further below the best three than noise
    explains. Improving: the interval lies above 0. Stalled: it ends below `expected`, the gain a
    week that the training age lets expect. Otherwise uncertain: keep going.
    """
    recent = _recent(sessions)
    if len(recent) < FEWEST_SESSIONS or (recent[-1][0] - recent[0][0]).days < FEWEST_DAYS:
        return Progress(LiftTrend.TOO_LITTLE, len(recent))
    weeks = [(day - recent[0][0]).days / 7 for day, _ in recent]
    logs = [math.log(kg) for _, kg in recent]
    line = theil_sen(weeks, logs, CONFIDENCE)
    middles = [median(logs[i : i + MIDDLE]) for i in range(len(logs) - MIDDLE + 1)]
    found = Progress(
        LiftTrend.UNCERTAIN, len(recent), line.slope, line.low, line.high, _falling(logs), max(middles) - middles[-1],
        expected,
    )  # fmt: skip
    if line.high < 0 or found.fell_at_once or found.fell_from_best:
        return replace(found, trend=LiftTrend.DECLINING)
    if line.low > 0:
        return replace(found, trend=LiftTrend.IMPROVING)
    return replace(found, trend=LiftTrend.STALLED) if line.high < expected else found


def _falling(logs: Sequence[float]) -> float:
    """How far the latest sessions fell below the level before them, as a cumulative sum in standard deviations.

    Held against a level and not against a rising line: who stops gaining has not fallen.
    """
    before, latest = logs[:-CUSUM_SESSIONS], logs[-CUSUM_SESSIONS:]
    if len(before) < MIDDLE:
        return 0.0
    steps = sorted(abs(b - a) for a, b in pairwise(logs))
    # The median step is blind to one fall; 0.6745 sqrt(2) makes a deviation of it.
    sigma = max(LEAST_NOISE, median(steps) / (0.6745 * math.sqrt(2)))
    level = median(before)
    # A mistyped load is one session, not a fall: alone it may not pass the limit.
    return cusum([max(one, level - OUTLIER * sigma) for one in latest], level, sigma).lower[-1]


def evaluations(
    sessions: Sequence[tuple[date, float]], last: date, expected: float = STALL_THRESHOLD, weeks: int = EVALUATIONS
) -> list[Progress]:
    """The judgement as it stood at the end of each of the last weeks, the week of `last` included, oldest first.

    A week without a session of the lift has no evaluation of its own: the last weeks are those with one.
    """
    mondays = sorted({monday(day) for day, _ in sessions if day <= last})[-weeks:]
    return [progress([one for one in sessions if monday(one[0]) <= week], expected) for week in mondays]


def is_stall(judged: Sequence[Progress], count: int = EVALUATIONS) -> bool:
    """Whether the last `count` weekly evaluations all found the lift stalled or declining."""
    return len(judged) >= count and all(one.is_held_back for one in judged[-count:])


def misses_targets(shortfalls: Sequence[float]) -> bool:
    """A soft flag for lifts with too few sessions: the last two fell 2 repetitions short at the planned load.

    `shortfalls` are targets minus repetitions done, the latest last.
    """
    return len(shortfalls) >= MISSES and all(short >= MISSED_REPS for short in shortfalls[-MISSES:])


def _recent(sessions: Sequence[tuple[date, float]]) -> Sequence[tuple[date, float]]:
    """The last ten sessions; of a lift trained more often those of as many weeks, which tell more."""
    count = min(SESSIONS, len(sessions))
    while count < len(sessions) and (sessions[-1][0] - sessions[-count - 1][0]).days <= SPAN_DAYS:
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
