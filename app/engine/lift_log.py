"""What the sessions of one lift say of today's strength: an estimate with its deviation, and the last load."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from app.engine.constants import ASSUMED_RIR, E1RM_MOST_REPS, E1RM_MOST_RIR
from app.engine.constants_training import (
    DAY_PERCENT,
    DRIFT_PERCENT_PER_WEEK,
    LAST_SESSIONS,
    SESSION_WINDOW_DAYS,
    TOP_SETS,
)
from app.engine.strength import e1rm, e1rm_sigma, percent_of_1rm
from app.engine.workouts.brief import Strength

ESTIMATES_KEPT: Final = 16_384
"""The same plates are lifted again and again."""
NOTHING: Final[Mapping[float, int]] = MappingProxyType({})


class TopSet(NamedTuple):
    """A working set as it was logged; the load as the exercise counts it."""

    load_kg: float | None
    reps: int
    rir: float | None
    deload: bool = False


class LiftSession(NamedTuple):
    """One session of one exercise."""

    day: date
    estimates: Sequence[tuple[float, float]] = ()
    """Of the sets that can speak for a maximum: e1RM in kg and its deviation in percent."""
    tops: Mapping[float, int] = NOTHING
    """Load in kg to the most repetitions done with it; help from a machine counts as less than nothing."""
    deload: bool = False
    tired: bool = False
    """Begun with little freshness."""
    workout_id: str = ""


class Estimate(NamedTuple):
    """An estimated maximum in kg, its deviation in percent, and the sets it rests on."""

    kg: float
    sigma: float
    sets: int


@lru_cache(ESTIMATES_KEPT)
def set_estimate(reps: int, lifted_kg: float, rpe: float | None) -> tuple[float, float] | None:
    """A working set's e1RM in kg with its deviation in percent; None where it cannot speak for one.

    `lifted_kg` is all that moves, body weight included; without a logged effort two are taken to be in reserve.
    """
    rir = ASSUMED_RIR if rpe is None else 10 - rpe
    if not 1 <= reps <= E1RM_MOST_REPS or not 0 <= rir <= E1RM_MOST_RIR or lifted_kg <= 0:
        return None
    kg = e1rm(lifted_kg, reps, rir)
    return None if kg is None else (kg, e1rm_sigma(reps, rir))


@lru_cache(ESTIMATES_KEPT)
def least_estimate(reps: int, lifted_kg: float, rpe: float | None) -> float:
    """What a set that cannot speak for a maximum still says: it is at least this, in kg.

    Fifteen repetitions with 30 kg leave the maximum open, but it is more than ten with 20 kg tell.
    """
    rir = min(E1RM_MOST_RIR, ASSUMED_RIR if rpe is None else max(0.0, 10 - rpe))
    percent = percent_of_1rm(min(reps + rir, E1RM_MOST_REPS), 0.0)
    return 0.0 if percent is None or lifted_kg <= 0 else lifted_kg * 100 / percent


def session_estimate(estimates: Sequence[tuple[float, float]]) -> Estimate | None:
    """The mean of a session's best two sets, each weighted by what it can tell; None without any."""
    if not estimates:
        return None
    top = sorted(estimates, reverse=True)[:TOP_SETS] if len(estimates) > TOP_SETS else estimates
    total = share = 0.0
    for kg, sigma in top:
        weight = 1 / sigma**2
        total += weight
        share += kg * weight
    return Estimate(share / total, math.sqrt(1 / total + DAY_PERCENT**2), len(top))


def combined(sessions: Sequence[LiftSession], today: date) -> Estimate | None:
    """Today's estimate from the last sessions, oldest first: what lies further back weighs less and is less sure.

    Deload sessions and those begun tired are left out; None where nothing is left.
    """
    fit = [(one, found) for one in sessions if _speaks(one) and (found := session_estimate(one.estimates)) is not None]
    if not fit:
        return None
    last = fit[-1][0].day
    recent = [pair for pair in fit[-LAST_SESSIONS:] if (last - pair[0].day).days <= SESSION_WINDOW_DAYS]
    sigmas = [math.hypot(found.sigma, DRIFT_PERCENT_PER_WEEK * (last - one.day).days / 7) for one, found in recent]
    weights = [1 / sigma**2 for sigma in sigmas]
    total = math.fsum(weights)
    kg = math.fsum(found.kg * weight for (_, found), weight in zip(recent, weights, strict=True)) / total
    stale = DRIFT_PERCENT_PER_WEEK * max(0, (today - last).days) / 7
    return Estimate(kg, math.hypot(math.sqrt(1 / total), stale), sum(found.sets for _, found in recent))


def strength(
    sessions: Sequence[LiftSession], last: TopSet | None, today: date, trend: str | None = None
) -> Strength | None:
    """What the sessions of an exercise, oldest first, and its last heavy set say; None where it was never done."""
    if not sessions:
        return None
    estimate = combined(sessions, today)
    return Strength(
        e1rm_kg=None if estimate is None else estimate.kg,
        sigma_percent=0.0 if estimate is None else estimate.sigma,
        day=max((one.day for one in sessions if _speaks(one) and one.estimates), default=sessions[-1].day),
        sets=0 if estimate is None else estimate.sets,
        last_load_kg=None if last is None else last.load_kg,
        last_reps=None if last is None else last.reps,
        last_rir=None if last is None else last.rir,
        trend=trend,
        is_from_deload=last is not None and last.deload,
    )


def _speaks(one: LiftSession) -> bool:
    return not one.deload and not one.tired
