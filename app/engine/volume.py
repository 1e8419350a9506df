"""How much was done: hard sets, fractional sets, tonnage, session load, and how a taper takes it away."""

import math
from collections.abc import Iterable, Sequence
from statistics import fmean, stdev
from typing import NamedTuple

from app.engine.constants import CUSUM_SLACK, HARD_SET_MOST_RIR
from app.engine.load import PerformedSet
from models.values.workouts import SetType


def is_hard_set(performed: PerformedSet) -> bool:
    """A working set: no warm-up, at least one repetition, and at most 4 in reserve where that is known."""
    if performed.set_type is SetType.WARMUP or performed.reps < 1:
        return False
    return performed.rir is None or performed.rir <= HARD_SET_MOST_RIR


def fractional_sets(performed: Iterable[PerformedSet]) -> dict[str, float]:
    """Hard sets per muscle key, a direct set counted 1 and an indirect one 0.5 (`pelland2025`)."""
    totals: dict[str, float] = {}
    for one in performed:
        if is_hard_set(one):
            for muscle, share in one.muscles.items():
                totals[muscle] = totals.get(muscle, 0.0) + share
    return totals


def volume_load(sets: Iterable[PerformedSet]) -> float:
    """Tonnage in kg: the sum of repetitions times load over every set but warm-ups."""
    return sum(one.reps * one.load_kg for one in sets if one.set_type is not SetType.WARMUP)


def average_intensity(sets: Sequence[PerformedSet], one_rm_kg: float) -> float | None:
    """Mean load per repetition as a fraction of a one-repetition maximum in kg; None without a working repetition."""
    if one_rm_kg <= 0:
        raise ValueError(f"a one-repetition maximum is more than 0 kg, not {one_rm_kg}")
    repetitions = sum(one.reps for one in sets if one.set_type is not SetType.WARMUP)
    return volume_load(sets) / repetitions / one_rm_kg if repetitions else None


def density(volume_load_kg: float, minutes: float) -> float:
    """Volume load per minute, kg/min."""
    if minutes <= 0:
        raise ValueError(f"a session lasts more than 0 minutes, not {minutes}")
    return volume_load_kg / minutes


def session_rpe_load(rpe: float, minutes: float) -> float:
    """Session load in arbitrary units: CR-10 rating times minutes (`foster2001`)."""
    if not 0 <= rpe <= 10 or minutes < 0:
        raise ValueError("a session is rated 0 to 10 and lasts at least 0 minutes")
    return rpe * minutes


def monotony(daily_loads: Sequence[float]) -> float | None:
    """Mean daily load over its sample deviation, rest days as 0 (`foster1998`).

    None where it has no value: fewer than two days, or days that are all alike. No cut-off is
    universal; compare an athlete with their own weeks.
    """
    if len(daily_loads) < 2:
        return None
    spread = stdev(daily_loads)
    return fmean(daily_loads) / spread if spread > 0 else None


def strain(daily_loads: Sequence[float]) -> float | None:
    """The period's load times its monotony (`foster1998`); None where monotony has no value."""
    uniformity = monotony(daily_loads)
    return None if uniformity is None else sum(daily_loads) * uniformity


def inol(reps: float, percent: float) -> float:
    """Intensity times number of lifts: repetitions / (100 - percent of 1RM), one lift (Hristov)."""
    if not 0 <= percent < 100 or reps < 0:
        raise ValueError("INOL needs at least 0 repetitions at 0 to below 100 percent")
    return reps / (100 - percent)


class Cusum(NamedTuple):
    """Cumulative sums in standard deviations, one value per observation, both at least 0."""

    upper: Sequence[float]
    lower: Sequence[float]


def cusum(values: Sequence[float], target: float, sigma: float, n: int = 1, *, slack: float = CUSUM_SLACK) -> Cusum:
    """Tabular cumulative sums of deviations from `target` (Page 1954, doi:10.1093/biomet/41.1-2.100).

    Each value is the mean of `n` observations whose deviation is `sigma`; `slack` is k in standard
    deviations of that mean. A sum above 4 to 5 says that the level has moved.
    """
    if sigma <= 0 or n < 1:
        raise ValueError("cusum needs a deviation above 0 and at least 1 observation per value")
    upper: list[float] = []
    lower: list[float] = []
    up = down = 0.0
    for value in values:
        deviation = (value - target) / (sigma / math.sqrt(n))
        up = max(0.0, up + deviation - slack)
        down = max(0.0, down - deviation - slack)
        upper.append(up)
        lower.append(down)
    return Cusum(upper, lower)


class Taper(NamedTuple):
    """An exponential taper V(t) = V0 exp(-t/tau): its time constant and what is left of the volume."""

    tau_days: float
    weeks: Sequence[float]
    """Mean share of the volume before the taper, week by week; the last week may be shorter than 7 days."""
    days: Sequence[float]
    """The same, day by day."""


def taper(days: int, mean_reduction: float) -> Taper:
    """The exponential taper of `days` whose volume is on average lower by `mean_reduction` (a fraction).

    14 days and 0.5 give tau 8.785 d and weeks of 0.689 and 0.311 (`bosquet2007`: two weeks, 41 to
    60 % less volume, intensity and frequency kept).
    """
    if days < 1 or not 0 < mean_reduction < 1:
        raise ValueError("a taper takes at least 1 day and a mean reduction between 0 and 1")
    tau = _tau(days, 1 - mean_reduction)
    weeks = [_mean_left(tau, start, min(start + 7, days)) for start in range(0, days, 7)]
    return Taper(tau, weeks, [_mean_left(tau, day, day + 1) for day in range(days)])


def _mean_left(tau: float, start: float, end: float) -> float:
    return tau * (math.exp(-start / tau) - math.exp(-end / tau)) / (end - start)


def _tau(days: int, mean_left: float) -> float:
    """The mean share left grows with tau, so halving an interval finds it."""
    low, high = days / 1000, days * 1000.0
    for _ in range(80):
        middle = math.sqrt(low * high)
        if _mean_left(middle, 0, days) < mean_left:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)
