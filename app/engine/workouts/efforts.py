"""How hard and how long a set is: repetition ranges, repetitions in reserve, rest, and the time it takes."""

from typing import Final, NamedTuple

from app.engine.constants import EASY_RIR, PRIMARY
from app.engine.constants_workouts import (
    ACCESSORY_CLOSER,
    ACCESSORY_RIR_LEAST,
    AGE_SAFE_TO_PUSH,
    CHANGE_SECONDS,
    COMPOUND_REST,
    ENDURANCE_MAIN_REST,
    ENDURANCE_REST,
    HEAVY_ABLE,
    HEAVY_REPS,
    HEAVY_REST,
    ISOLATION_REST,
    MAIN_REST,
    MAIN_RIR_LEAST,
    RANGE_LEAST,
    RANGE_WIDTH,
    REP_SECONDS,
    SET_SECONDS,
    WARM_UP_SET_SECONDS,
    Rest,
)
from app.engine.strength import percent_of_1rm
from app.engine.workouts.factors import wanted_reps
from app.engine.workouts.frame import MAIN, Frame, Slot
from models.values.exercises import EquipmentType, Exercise, JointStress, Measurement
from models.values.plan import IntensityBias

FREE_BARS: Final = frozenset({EquipmentType.BARBELL, EquipmentType.TRAP_BAR})


class Style(NamedTuple):
    """What a set of an exercise is like in this block."""

    reps: tuple[int, int]
    rest: Rest
    rir: float
    sides: int
    """2 where every set is done once for each side."""


def style(frame: Frame, slot: Slot, exercise: Exercise) -> Style:
    reps = rep_range(frame, slot, exercise)
    return Style(
        reps, rest(frame, slot, exercise, reps), rir(frame, slot, exercise), 2 if exercise.is_unilateral else 1
    )


def rep_range(frame: Frame, slot: Slot, exercise: Exercise) -> tuple[int, int]:
    """The block's range as far as the exercise is worth doing in it, else the exercise's own end next to it."""
    low, high = wanted_reps(frame, slot, exercise)
    least, most = exercise.rep_range
    if slot.kind == MAIN and least <= HEAVY_ABLE:
        least = min(least, low)  # What is worth doing for triples is done for singles as well, to peak.
    if least > high:
        return least, min(least + 2, most)
    if most < low:
        return max(most - 2, least), most
    low, high = max(low, least), min(high, most)
    if slot.kind == MAIN:
        return low, high
    return low, min(max(high, low + RANGE_LEAST), low + RANGE_WIDTH, most)


def rest(frame: Frame, slot: Slot, exercise: Exercise, reps: tuple[int, int]) -> Rest:
    endurance = frame.bias is IntensityBias.MUSCULAR_ENDURANCE
    if slot.kind == MAIN:
        if endurance:
            return ENDURANCE_MAIN_REST
        is_heavy = reps[0] <= HEAVY_REPS and slot.role == PRIMARY and frame.bias is not IntensityBias.HYPERTROPHY
        return HEAVY_REST if is_heavy else MAIN_REST
    if endurance:
        return ENDURANCE_REST
    return COMPOUND_REST if exercise.is_compound else ISOLATION_REST


def rir(frame: Frame, slot: Slot, exercise: Exercise) -> float:
    """The week's RIR; safe isolation work one closer, an easy week never under four."""
    asked = frame.target.rir
    if frame.is_easy:
        return max(asked, EASY_RIR)
    if slot.kind == MAIN or not is_safe_to_push(frame, exercise):
        return max(asked, MAIN_RIR_LEAST if is_free_bar(exercise) else 0.0)
    return max(asked - ACCESSORY_CLOSER, frame.goal.rir_least, min(asked, ACCESSORY_RIR_LEAST))


def is_free_bar(exercise: Exercise) -> bool:
    return exercise.is_compound and not FREE_BARS.isdisjoint(exercise.equipment)


def is_safe_to_push(frame: Frame, exercise: Exercise) -> bool:
    """Single-joint work that stresses no joint much, by somebody who can judge effort."""
    light = exercise.joint_stress is not JointStress.HIGH and FREE_BARS.isdisjoint(exercise.equipment)
    for_size = frame.bias in (IntensityBias.HYPERTROPHY, IntensityBias.MUSCULAR_ENDURANCE)
    return not exercise.is_compound and light and for_size and frame.brief.age in AGE_SAFE_TO_PUSH


def planned_reps(frame: Frame, slot: Slot, style: Style, *, is_heavy: bool) -> int:
    """Repetitions of a main lift by the block's zone, of an accessory the middle of its range.

    The leading exposure works from the middle of the zone's percent range to its top as the block
    goes on, the other ones from its bottom to its middle; of the zone's repetitions the number is
    taken that the chart puts nearest to that percent.
    """
    low, high = style.reps
    if slot.kind != MAIN:
        return (low + high) // 2
    if frame.is_easy:
        return low
    wanted = _zone_point(frame, slot, is_heavy=is_heavy)
    if wanted is None:
        return low if is_heavy else high
    known = [(abs(at - wanted), reps) for reps in range(low, high + 1) if (at := percent_of_1rm(reps, style.rir))]
    return min(known)[1] if known else low


def _zone_point(frame: Frame, slot: Slot, *, is_heavy: bool) -> float | None:
    bottom, top = slot.percent
    if top <= 0:
        return None
    middle = (bottom + top) / 2
    weeks = frame.brief.block.duration_weeks
    through = min(1.0, frame.brief.week_in_block / (weeks - 1)) if weeks > 1 else 0.5
    first, last = (middle, top) if is_heavy else (bottom, middle)
    return first + (last - first) * through


def most_reps(frame: Frame, slot: Slot, exercise: Exercise, style: Style, *, is_heavy: bool) -> int:
    """The most repetitions that a set may come out with, for its time."""
    known = frame.brief.strengths.get(exercise.id)
    if exercise.measurement is Measurement.BODYWEIGHT_REPS and known is not None:
        return max(style.reps[1], exercise.rep_range[1])
    is_by_chart = slot.kind == MAIN and known is not None and known.e1rm_kg is not None
    has_body = not exercise.bodyweight_share or frame.brief.bodyweight_kg is not None
    return planned_reps(frame, slot, style, is_heavy=is_heavy) if is_by_chart and has_body else style.reps[1]


def set_seconds(reps: int, sides: int) -> float:
    return SET_SECONDS + REP_SECONDS * reps * sides


def exercise_seconds(reps: int, sides: int, sets: int, rest_seconds: int, warm_ups: int) -> float:
    """Setting up, warming up, working and resting; after the last set the next exercise is set up instead."""
    work = sets * set_seconds(reps, sides) + max(0, sets - 1) * rest_seconds
    return CHANGE_SECONDS + warm_ups * WARM_UP_SET_SECONDS + work
