"""The documented factors an exercise is scored by: each a value from 0 to 1, with the numbers behind it."""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from app.engine.constants_workouts import (
    ACCESSORY_REPS,
    FACTOR_WEIGHTS,
    FRESH_DAYS,
    HEAVIER_BLOCKS,
    HEAVIER_SHIFT,
    KNOWN_DAYS,
    OUTSIDE_FIT,
    POOL_FIT,
)
from app.engine.workouts.frame import MAIN, Frame, Slot, Tally
from models.values.exercises import EquipmentType, Exercise, LoadConvention, Measurement
from models.values.plan import BlockType

IDS: Final = tuple(FACTOR_WEIGHTS)
WEIGHTS: Final = tuple(FACTOR_WEIGHTS.values())
STRAIN: Final[Mapping[BlockType, float]] = {
    BlockType.ACCUMULATION: 0.5,
    BlockType.INTENSIFICATION: 0.75,
    BlockType.REALIZATION: 1.0,
    BlockType.DELOAD: 1.0,
    BlockType.RESTORATION: 1.0,
}
"""How much an exercise's fatigue costs in a block. E."""


class Scene(NamedTuple):
    """What the factors of a slot look at."""

    frame: Frame
    slot: Slot
    tally: Tally


Inputs = dict[str, Any]
Factor = Callable[[Scene, Exercise], tuple[float, Inputs]]


def wanted_reps(frame: Frame, slot: Slot, exercise: Exercise) -> tuple[int, int]:
    """Repetitions that the block wants of the slot's exercise."""
    if slot.kind == MAIN:
        return slot.reps
    wanted = ACCESSORY_REPS[frame.bias]
    low, high = wanted.compound if exercise.is_compound else wanted.isolation
    shift = HEAVIER_SHIFT if frame.block_type in HEAVIER_BLOCKS else 0
    return low + shift, high + shift


def block_fit(scene: Scene, exercise: Exercise) -> tuple[float, Inputs]:
    frame, slot = scene.frame, scene.slot
    pool = frame.pool.get(slot.muscle or "", {})
    if exercise.id == slot.planned:
        place, where = 1.0, "planned"
    elif exercise.id in pool:
        place, where = POOL_FIT * pool[exercise.id] / max(pool.values()), "pool"
    else:
        place, where = OUTSIDE_FIT, "outside"
    low, high = wanted_reps(frame, slot, exercise)
    least, most = exercise.rep_range
    overlap = max(0, min(high, most) - max(low, least) + 1) / (high - low + 1)
    inputs = {"place": where, "placeValue": round(place, 4), "wantedReps": [low, high], "repRange": [least, most]}
    return place * (0.5 + 0.5 * overlap), inputs


def muscle_need(scene: Scene, exercise: Exercise) -> tuple[float, Inputs]:
    planned, have = scene.frame.target.sets, scene.tally.have
    total = need = 0.0
    for muscle, share in exercise.muscles.items():
        asked = planned.get(muscle, 0.0)
        missing = max(0.0, asked - have.get(muscle, 0.0)) / asked if asked > 0 else 0.0
        need += share * min(1.0, missing)
        total += share
    muscle = scene.slot.muscle or ""
    inputs = {"muscle": muscle, "planned": planned.get(muscle, 0.0), "covered": have.get(muscle, 0.0)}
    return (need / total if total else 0.0), inputs


def stimulus_to_fatigue(_: Scene, exercise: Exercise) -> tuple[float, Inputs]:
    return (exercise.sfr_score - 1) / 4, {"score": exercise.sfr_score, "of": 5, "grade": exercise.score_grade}


def length_position(_: Scene, exercise: Exercise) -> tuple[float, Inputs]:
    return (exercise.length_score - 1) / 4, {"score": exercise.length_score, "of": 5, "grade": exercise.score_grade}


def favourite(scene: Scene, exercise: Exercise) -> tuple[float, Inputs]:
    is_favourite = exercise.id in scene.frame.brief.favourites
    return float(is_favourite), {"favourite": is_favourite}


def novelty(scene: Scene, exercise: Exercise) -> tuple[float, Inputs]:
    """In rotation and not over: 1; over its cadence: 0.3; known but resting: 0.7; new: 0.5."""
    frame = scene.frame
    days = days_since(frame, exercise.id)
    use = frame.brief.uses.get(exercise.id)
    running = use.weeks_running if use is not None and days is not None and days <= FRESH_DAYS else 0
    inputs: Inputs = {"weeksRunning": running, "cadenceWeeks": frame.cadence, "known": is_known(frame, exercise.id)}
    if exercise.id in frame.brief.kept and running < frame.cadence:
        return 1.0, inputs
    if running:
        return (1.0 if running < frame.cadence else 0.3), inputs
    return (0.7 if inputs["known"] else 0.5), inputs


def recency(scene: Scene, exercise: Exercise) -> tuple[float, Inputs]:
    days = days_since(scene.frame, exercise.id)
    if days is None:
        return 0.0, {"daysSince": None}
    return min(1.0, max(0.0, (KNOWN_DAYS - days) / (KNOWN_DAYS - FRESH_DAYS))), {"daysSince": days}


def fatigue_fit(scene: Scene, exercise: Exercise) -> tuple[float, Inputs]:
    strain = STRAIN[scene.frame.block_type]
    return 1 - (exercise.fatigue_cost - 1) / 4 * strain, {"fatigueCost": exercise.fatigue_cost, "strain": strain}


def time_fit(_: Scene, exercise: Exercise) -> tuple[float, Inputs]:
    seconds = exercise.seconds_per_set
    return 1 - min(1.0, max(0.0, (seconds - 60) / 180)), {"secondsPerSet": seconds}


def unilateral_preference(scene: Scene, exercise: Exercise) -> tuple[float, Inputs]:
    wanted = scene.frame.goal.unilateral
    inputs = {"wanted": wanted, "unilateral": exercise.is_unilateral}
    return (1.0 if exercise.is_unilateral is wanted else 0.5), inputs


def equipment_fit(_: Scene, exercise: Exercise) -> tuple[float, Inputs]:
    """How finely its load can be raised."""
    if exercise.load_convention is LoadConvention.ASSISTED:
        value = 0.7
    elif exercise.measurement is Measurement.BODYWEIGHT_REPS:
        value = 0.4
    elif {EquipmentType.KETTLEBELL, EquipmentType.OTHER}.intersection(exercise.equipment):
        value = 0.6
    else:
        value = 1.0
    return value, {"equipment": [kind.value for kind in exercise.equipment]}


FACTORS: Final[Mapping[str, Factor]] = {
    "block_fit": block_fit,
    "muscle_need": muscle_need,
    "stimulus_to_fatigue": stimulus_to_fatigue,
    "favourite": favourite,
    "novelty": novelty,
    "recency": recency,
    "length_position": length_position,
    "fatigue_fit": fatigue_fit,
    "time_fit": time_fit,
    "unilateral_preference": unilateral_preference,
    "equipment_fit": equipment_fit,
}
_RUN: Final = tuple(FACTORS[key] for key in IDS)


class Scored(NamedTuple):
    """An exercise with its factors as they are stored; the score is the sum of the stored points."""

    exercise: Exercise
    values: tuple[float, ...]
    points: tuple[float, ...]
    inputs: tuple[Inputs, ...]
    score: float


def score(scene: Scene, exercise: Exercise) -> Scored:
    """Every factor's value, rounded to what is stored, so that the choice can be made again from the record."""
    found = [factor(scene, exercise) for factor in _RUN]
    values = tuple([round(value, 4) for value, _ in found])
    points = tuple([round(value * weight, 6) for value, weight in zip(values, WEIGHTS, strict=True)])
    return Scored(exercise, values, points, tuple([inputs for _, inputs in found]), round(sum(points), 6))


def days_since(frame: Frame, key: str) -> int | None:
    """Days from an exercise's last use to the week's first day, None where it was never used."""
    use = frame.brief.uses.get(key)
    return None if use is None else max(0, (frame.brief.monday - use.last_used).days)


def is_known(frame: Frame, key: str) -> bool:
    """Done within the last eight weeks, or already part of this block."""
    days = days_since(frame, key)
    return key in frame.brief.kept or (days is not None and days <= KNOWN_DAYS)
