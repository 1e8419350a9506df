"""Weekly sets per muscle: landmarks scaled to the athlete, where a block starts, how it grows, where it stops."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.engine.constants import (
    AGE_MRV_MOST,
    AGE_VOLUME,
    APPROACHING_MRV,
    DELOAD_BAND,
    DELOAD_SHARE,
    FOCUS,
    MRV_CAP,
    NEXT_BLOCK_STEP,
    SESSION_SETS_MOST,
    SUPPORT,
    SUPPORT_SHARE,
    Goal,
)
from models.values.athletes import TrainingAge
from models.values.exercises import Muscle
from models.values.plan import VolumeTarget


@dataclass(frozen=True, slots=True)
class Landmarks:
    """A muscle's landmarks for one athlete, in fractional sets per week."""

    mv: float
    mev: float
    mav_low: float
    mav_high: float
    mrv: float

    @property
    def mav(self) -> float:
        return (self.mav_low + self.mav_high) / 2


def scaled(muscle: Muscle, age: TrainingAge) -> Landmarks:
    """Landmarks by training age: MEV and MAV times 0.65, 1.0 or 1.15, MRV at most 1.1 times, order kept."""
    factor = AGE_VOLUME[age]
    mrv = muscle.mrv * min(factor, AGE_MRV_MOST)
    marks = (min(mark * factor, mrv) for mark in (muscle.mev, muscle.mav_low, muscle.mav_high))
    mev, mav_low, mav_high = marks
    return Landmarks(min(float(muscle.mv), mev), mev, mav_low, mav_high, mrv)


def number(target: VolumeTarget, marks: Landmarks, last_week: float = 0.0) -> float:
    """Sets per week of a volume target; a deload takes its number from the last working week.

    MEV = MEV, MAV = middle of the MAV range, APPROACHING_MRV = 0.9 MRV, DELOAD_VOLUME = half the
    last week, not below MV, and in any case 0.4 to 0.6 of that week.
    """
    if target is VolumeTarget.MEV:
        return marks.mev
    if target is VolumeTarget.MAV:
        return marks.mav
    if target is VolumeTarget.APPROACHING_MRV:
        return APPROACHING_MRV * marks.mrv
    least, most = (share * last_week for share in DELOAD_BAND)
    return min(max(DELOAD_SHARE * last_week, marks.mv, least), most)


def cap(target: VolumeTarget, marks: Landmarks, days: int) -> float:
    """What no week may pass: MAV's upper end, 0.95 MRV when approaching MRV, and 11 sets per session and muscle."""
    ceiling = MRV_CAP * marks.mrv
    if target is not VolumeTarget.APPROACHING_MRV:
        ceiling = min(ceiling, marks.mav_high)
    return min(ceiling, float(SESSION_SETS_MOST * days))


@dataclass(frozen=True, slots=True)
class Start:
    """Where an athlete's volume stands before the season."""

    own_sets: Mapping[str, float] | None = None
    """Mean fractional sets per week of the last weeks; None where too few were logged."""
    after_break: bool = False
    """Trained before, not lately: begin at MEV."""


def least(muscle: str, marks: Landmarks, goal: Goal, age: TrainingAge) -> float:
    """What a working week gives a counted muscle at least: MEV, or a share of it where it only supports."""
    return marks.mev if muscle in FOCUS[goal.bias] else SUPPORT_SHARE[age] * marks.mev


def first_start(
    muscle: str, marks: Landmarks, target: VolumeTarget, growth: float, goal: Goal, age: TrainingAge, start: Start
) -> float:
    """Sets in the first week of the first accumulation; `growth` is what its ramp makes of it in the last week.

    The athlete's own recent sets, kept between MEV and the upper end of MAV; MEV after a break, for
    supporting muscles and for a MEV target; otherwise so many that the block ends at its target.
    """
    factor = goal.volume * goal.emphasis.get(muscle, 1.0)
    if start.own_sets is not None:
        sets = start.own_sets.get(muscle, 0.0) * goal.emphasis.get(muscle, 1.0)
    elif start.after_break or muscle not in FOCUS[goal.bias] or target is VolumeTarget.MEV:
        sets = least(muscle, marks, goal, age) * goal.emphasis.get(muscle, 1.0)
    else:
        sets = number(target, marks) * factor / growth
    return min(max(sets, least(muscle, marks, goal, age)), marks.mav_high)


def next_start(before: float, marks: Landmarks) -> float:
    """Sets in the first week of a later accumulation: a little above the one before, up to the middle of MAV."""
    return max(before, min(before * NEXT_BLOCK_STEP, marks.mav))


def counted_muscles(goal: Goal) -> frozenset[str]:
    """Muscles that get sets of their own under a goal; the others get what the lifts give them."""
    return FOCUS[goal.bias] | SUPPORT[goal.bias] | frozenset(goal.emphasis)


def mean_of_weeks(weeks: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Mean fractional sets per muscle over weeks; a muscle missing in a week counts 0 there."""
    muscles = {muscle for week in weeks for muscle in week}
    return {muscle: sum(week.get(muscle, 0.0) for week in weeks) / len(weeks) for muscle in sorted(muscles)}
