"""Strength arithmetic: effort and repetitions to load, estimated maxima, scores by body weight, trends."""

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from statistics import NormalDist, median
from typing import Final, Literal, NamedTuple

from app.engine.constants import (
    DOTS_BODYWEIGHT,
    DOTS_COEFFICIENTS,
    E1RM_MOST_REPS,
    E1RM_MOST_RIR,
    RTS_PERCENT,
    SIGMA_PER_REP,
    SIGMA_REPS,
    SIGMA_RIR_BASE,
    SIGMA_RIR_PER_RIR,
    SIGMA_TEST,
    WILKS_BODYWEIGHT,
    WILKS_COEFFICIENTS,
)

Sex = Literal["male", "female"]
_BRZYCKI_LIMIT: Final = 37
EFFORTS_KEPT: Final = 2_048
"""Pairs of repetitions and RIR whose arithmetic is remembered: logs hold few, many times each."""


@lru_cache(EFFORTS_KEPT)
def percent_of_1rm(reps: float, rir: float = 0.0) -> float | None:
    """Percent of a one-repetition maximum that allows `reps` with `rir` in reserve, for example 81.1.

    The RTS chart (Tuchscherer 2008, a starting table to customise): repetitions and effort enter
    only through their sum n = reps + rir. Half steps are the chart's own, finer ones are linear
    between them. None beyond the chart (n > 15.5).

    Raises `ValueError` below one repetition or below zero in reserve.
    """
    _check_effort(reps, rir)
    step = 2 * (reps + rir - 1)
    if step > len(RTS_PERCENT) - 1:
        return None
    below = math.floor(step)
    if below == step:
        return RTS_PERCENT[below]
    return RTS_PERCENT[below] + (step - below) * (RTS_PERCENT[below + 1] - RTS_PERCENT[below])


def e1rm(load_kg: float, reps: float, rir: float = 0.0) -> float | None:
    """Estimated one-repetition maximum in kg from one set, by the RTS chart.

    None where the estimate would not be worth having: n = reps + rir above 12, more than 4 in
    reserve, or no load. Past 10 to 12 repetitions every formula drifts apart by exercise
    (`nuzzo2024`), and few people know how far from failure they are at 5 in reserve (`halperin2022`).
    """
    _check_effort(reps, rir)
    if load_kg <= 0 or rir > E1RM_MOST_RIR or reps + rir > E1RM_MOST_REPS:
        return None
    percent = percent_of_1rm(reps, rir)
    return None if percent is None else load_kg * 100 / percent


@lru_cache(EFFORTS_KEPT)
def e1rm_sigma(reps: float, rir: float) -> float:
    """Standard deviation of `e1rm` in percent: test-retest noise, misjudged effort, and distance from one rep."""
    _check_effort(reps, rir)
    sigma_rir = SIGMA_RIR_BASE + SIGMA_RIR_PER_RIR * rir
    return math.sqrt(SIGMA_TEST**2 + (SIGMA_PER_REP * sigma_rir) ** 2 + (SIGMA_REPS * max(0.0, reps + rir - 5)) ** 2)


def epley(load_kg: float, reps: float) -> float:
    """Epley 1985: w(1 + r/30) for a set to failure; one repetition is the maximum itself. Best for 2 to 10."""
    _check_effort(reps, 0.0)
    return load_kg if reps == 1 else load_kg * (1 + reps / 30)


def brzycki(load_kg: float, reps: float) -> float:
    """Brzycki 1993 (doi:10.1080/07303084.1993.10606684): 36w/(37 - r), stated for fewer than 10 repetitions.

    Raises `ValueError` from 37 repetitions, where the formula has its pole.
    """
    _check_effort(reps, 0.0)
    if reps >= _BRZYCKI_LIMIT:
        raise ValueError(f"Brzycki's formula ends before {_BRZYCKI_LIMIT} repetitions, not {reps}")
    return load_kg * 36 / (_BRZYCKI_LIMIT - reps)


def wathan(load_kg: float, reps: float) -> float:
    """Wathan 1994: 100w/(48.8 + 53.8 exp(-0.075 r)), for a set to failure."""
    _check_effort(reps, 0.0)
    return 100 * load_kg / (48.8 + 53.8 * math.exp(-0.075 * reps))


def load_for(e1rm_kg: float, reps: float, rir: float, increment_kg: float = 0.0, *, down: bool = False) -> float | None:
    """Load in kg for `reps` with `rir` in reserve, rounded to the increment (nearest, or `down`); 0 does not round.

    None beyond the chart: no load is invented there.
    """
    percent = percent_of_1rm(reps, rir)
    if percent is None:
        return None
    load = e1rm_kg * percent / 100
    if increment_kg <= 0:
        return load
    steps = load / increment_kg
    # A load that is a whole number of steps must not fall a step for a rounding error in the last bit.
    whole = math.floor(steps + 1e-9) if down else math.floor(steps + 0.5)
    return whole * increment_kg


def dots(total_kg: float, bodyweight_kg: float, sex: Sex) -> float:
    """DOTS points of a total (Konertz 2019; coefficients as OpenPowerlifting publishes them)."""
    return _points(total_kg, bodyweight_kg, DOTS_COEFFICIENTS[_sex(sex)], DOTS_BODYWEIGHT[sex])


def wilks(total_kg: float, bodyweight_kg: float, sex: Sex) -> float:
    """Wilks points of a total, with the original coefficients (not the revision of 2020)."""
    return _points(total_kg, bodyweight_kg, WILKS_COEFFICIENTS[_sex(sex)], WILKS_BODYWEIGHT[sex])


def _sex(sex: str) -> Sex:
    if sex == "male":
        return "male"
    if sex == "female":
        return "female"
    raise ValueError(f'sex is "male" or "female" here, not {sex!r}')


def _points(total_kg: float, bodyweight_kg: float, coefficients: Sequence[float], limits: tuple[float, float]) -> float:
    """500 total / polynomial(body weight); body weights beyond the fitted range count as its edge."""
    if total_kg < 0 or bodyweight_kg <= 0:
        raise ValueError("a total is at least 0 kg and a body weight more than 0 kg")
    weight = min(max(bodyweight_kg, limits[0]), limits[1])
    return 500 * total_kg / sum(factor * weight**power for power, factor in enumerate(coefficients))


def _check_effort(reps: float, rir: float) -> None:
    if reps < 1 or rir < 0 or not math.isfinite(reps + rir):
        raise ValueError(f"a set has at least 1 repetition and 0 in reserve, not {reps} and {rir}")


class Slope(NamedTuple):
    """A robust slope with its confidence interval, in units of y per unit of x."""

    slope: float
    low: float
    high: float
    intercept: float


def theil_sen(x: Sequence[float], y: Sequence[float], confidence: float = 0.95) -> Slope:
    """Median of all pairwise slopes with Sen's rank interval (Sen 1968, doi:10.1080/01621459.1968.10480934).

    The interval takes the ranks from the normal approximation of Kendall's statistic with tie
    correction; up to 9 points without ties these are the ranks of its exact distribution for the
    usual confidences. Too few points for the asked confidence give the widest interval there is:
    the extreme slopes.

    Raises `ValueError` for unequal lengths, fewer than two points, all x equal, or a confidence outside 0..1.
    """
    if len(x) != len(y) or len(x) < 2 or not 0 < confidence < 1:
        raise ValueError("theil_sen needs two or more pairs and a confidence between 0 and 1")
    slopes = pairwise_slopes(x, y)
    if not slopes:
        raise ValueError("theil_sen needs at least two different x")
    middle = median(slopes)
    low, high = _rank_interval(slopes, x, y, confidence)
    return Slope(middle, low, high, median(y) - middle * median(x))


def pairwise_slopes(x: Sequence[float], y: Sequence[float]) -> list[float]:
    """Every slope between two points of different x, ascending."""
    return sorted((y[j] - y[i]) / (x[j] - x[i]) for i in range(len(x)) for j in range(i + 1, len(x)) if x[j] != x[i])


def _rank_interval(
    slopes: Sequence[float], x: Sequence[float], y: Sequence[float], confidence: float
) -> tuple[float, float]:
    n, count = len(y), len(slopes)
    variance = (n * (n - 1) * (2 * n + 5) - _tie_term(x) - _tie_term(y)) / 18
    width = NormalDist().inv_cdf(0.5 + confidence / 2) * math.sqrt(max(variance, 0.0))
    lower = max(round((count - width) / 2) - 1, 0)
    upper = min(round((count + width) / 2), count - 1)
    return slopes[lower], slopes[upper]


def _tie_term(values: Sequence[float]) -> float:
    counts = Counter(values).values()
    return sum(k * (k - 1) * (2 * k + 5) for k in counts)
