"""The documented factors an exercise is scored by: each a value from 0 to 1, with the numbers behind it."""

from collections.abc import Iterable, Iterator, Mapping
from operator import mul
from typing import Any, Final, NamedTuple

from app.engine.constants_workouts import (
    ACCESSORY_REPS,
    BEYOND_COST,
    FACTOR_WEIGHTS,
    FINENESS,
    FRESH_DAYS,
    HEAVIER_BLOCKS,
    HEAVIER_SHIFT,
    KNOWN_DAYS,
    LEADERS,
    NEED_FULL,
    NOVELTY_NEW,
    NOVELTY_OVER,
    NOVELTY_RESTED,
    NOVELTY_RUNNING,
    OUTSIDE_FIT,
    POOL_FIT,
    STRAIN,
    TIME_SECONDS,
)
from app.engine.workouts.frame import MAIN, Frame, Slot, Tally
from models.values.exercises import EquipmentType, Exercise, LoadConvention, Measurement

IDS: Final = tuple(FACTOR_WEIGHTS)
WEIGHTS: Final = tuple(FACTOR_WEIGHTS.values())
NOVELTY: Final = IDS.index("novelty")
COARSE: Final = frozenset({EquipmentType.KETTLEBELL, EquipmentType.OTHER})


class Scene(NamedTuple):
    """What the factors of a slot look at."""

    frame: Frame
    slot: Slot
    missing: Mapping[str, float]
    """Muscle key to the week's fractional sets that nothing covers yet."""
    covered: float
    """Sets of the slot's own muscle that are placed already."""


def scene_of(frame: Frame, slot: Slot, tally: Tally) -> Scene:
    have = tally.have
    missing = {
        muscle: max(0.0, asked - have.get(muscle, 0.0))
        for muscle, asked in frame.target.sets.items()
        if muscle in frame.counted or muscle == slot.muscle
    }
    return Scene(frame, slot, missing, have.get(slot.muscle or "", 0.0))


Inputs = dict[str, Any]


def wanted_reps(frame: Frame, slot: Slot, exercise: Exercise) -> tuple[int, int]:
    """Repetitions that the block wants of the slot's exercise."""
    if slot.kind == MAIN:
        return slot.reps
    wanted = ACCESSORY_REPS[frame.bias]
    low, high = wanted.compound if exercise.is_compound else wanted.isolation
    shift = HEAVIER_SHIFT if frame.block_type in HEAVIER_BLOCKS else 0
    return low + shift, high + shift


def place(scene: Scene, exercise: Exercise) -> tuple[str, float]:
    """Where an exercise stands in the block's plan for the slot, and what that is worth."""
    if exercise.id == scene.slot.planned:
        return "planned", 1.0
    pool = scene.frame.pool.get(scene.slot.muscle or "", {})
    if exercise.id in pool:
        return "pool", POOL_FIT * pool[exercise.id] / max(pool.values())
    return "outside", OUTSIDE_FIT


def block_fit(scene: Scene, exercise: Exercise) -> float:
    """Its place in the plan, less where it is not worth doing for the repetitions that the block wants."""
    low, high = wanted_reps(scene.frame, scene.slot, exercise)
    least, most = exercise.rep_range
    overlap = max(0, min(high, most) - max(low, least) + 1) / (high - low + 1)
    return place(scene, exercise)[1] * (0.5 + 0.5 * overlap)


def muscle_need(scene: Scene, exercise: Exercise) -> float:
    """Fractional sets that the week still misses and the slot's sets would fill, less what goes beyond it.

    Muscles without a target of their own do not count: they get what the others leave them.
    """
    sets = scene.slot.sets
    filled = beyond = 0.0
    for muscle, share in exercise.muscles.items():
        if muscle in scene.missing:
            useful = min(scene.missing[muscle], share * sets)
            filled += useful
            beyond += share * sets - useful
    return min(1.0, max(0.0, (filled - BEYOND_COST * beyond) / (NEED_FULL * sets)))


def novelty(frame: Frame, exercise: Exercise) -> float:
    """In rotation and not over: 1; over its cadence: 0.3; known but resting: 0.7; new: 0.5."""
    running = weeks_running(frame, exercise.id)
    if running >= frame.cadence:
        return NOVELTY_OVER
    if running or exercise.id in frame.brief.kept:
        return NOVELTY_RUNNING
    return NOVELTY_RESTED if is_known(frame, exercise.id) else NOVELTY_NEW


def recency(frame: Frame, exercise: Exercise) -> float:
    """1 where it was done in the last two weeks, falling to 0 over the eight after which its load has to be found."""
    days = days_since(frame, exercise.id)
    return 0.0 if days is None else min(1.0, max(0.0, (KNOWN_DAYS - days) / (KNOWN_DAYS - FRESH_DAYS)))


def fatigue_fit(frame: Frame, exercise: Exercise) -> float:
    return 1 - (exercise.fatigue_cost - 1) / 4 * STRAIN[frame.block_type]


def time_fit(exercise: Exercise) -> float:
    low, high = TIME_SECONDS
    return 1 - min(1.0, max(0.0, (exercise.seconds_per_set - low) / (high - low)))


def equipment_fit(exercise: Exercise) -> float:
    """How finely its load can be raised."""
    return FINENESS[fineness(exercise)]


def fineness(exercise: Exercise) -> str:
    if exercise.load_convention is LoadConvention.ASSISTED:
        return "help"
    if exercise.measurement is Measurement.BODYWEIGHT_REPS:
        return "body"
    return "coarse" if COARSE.intersection(exercise.equipment) else "fine"


def lasting(frame: Frame, exercise: Exercise) -> tuple[float, ...]:
    """The factors after the first two, which are the same in every slot of a week."""
    return (
        (exercise.sfr_score - 1) / 4,
        1.0 if exercise.id in frame.brief.favourites else 0.0,
        novelty(frame, exercise),
        recency(frame, exercise),
        (exercise.length_score - 1) / 4,
        fatigue_fit(frame, exercise),
        time_fit(exercise),
        1.0 if exercise.is_unilateral is frame.goal.unilateral else 0.5,
        equipment_fit(exercise),
    )


class Scored(NamedTuple):
    """An exercise with its factors as they are stored; the score is the sum of the stored points."""

    exercise: Exercise
    values: tuple[float, ...]
    points: tuple[float, ...]
    score: float


class Scorer:
    """Scores exercises for the slots of one week; what does not change from slot to slot is worked out once."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._lasting: dict[str, tuple[float, tuple[float, ...]]] = {}

    def ranked(self, scene: Scene, exercises: Iterable[Exercise]) -> Iterator[Scored]:
        """The exercises by score, the best first; equal ones in the catalogue's order.

        Only the leading ones are rounded as they are stored, and put in order again by that.
        """
        rough = sorted(((self._rough(scene, one), one) for one in exercises), key=lambda pair: -pair[0])
        first = [self.score(scene, one) for _, one in rough[:LEADERS]]
        yield from sorted(first, key=lambda one: -one.score)
        yield from (self.score(scene, one) for _, one in rough[LEADERS:])

    def score(self, scene: Scene, exercise: Exercise) -> Scored:
        """Every factor's value, rounded to what is stored, so that the choice can be made again from the record."""
        found = [block_fit(scene, exercise), muscle_need(scene, exercise), *self._known(exercise)[1]]
        if scene.slot.kind == MAIN:
            found[NOVELTY] = NOVELTY_RUNNING if exercise.id == scene.slot.planned else NOVELTY_NEW
        values = tuple([round(value, 4) for value in found])
        points = tuple([round(value * weight, 6) for value, weight in zip(values, WEIGHTS, strict=True)])
        return Scored(exercise, values, points, round(sum(points), 6))

    def _rough(self, scene: Scene, exercise: Exercise) -> float:
        return (
            self._known(exercise)[0]
            + WEIGHTS[0] * block_fit(scene, exercise)
            + WEIGHTS[1] * muscle_need(scene, exercise)
        )

    def _known(self, exercise: Exercise) -> tuple[float, tuple[float, ...]]:
        known = self._lasting.get(exercise.id)
        if known is None:
            values = lasting(self.frame, exercise)
            known = sum(map(mul, values, WEIGHTS[2:])), values
            self._lasting[exercise.id] = known
        return known


def inputs_of(scene: Scene, exercise: Exercise) -> tuple[Inputs, ...]:
    """The numbers behind every factor, in the order of their ids."""
    frame, slot = scene.frame, scene.slot
    muscle = slot.muscle or ""
    where, worth = place(scene, exercise)
    grade = {"of": 5, "grade": exercise.score_grade}
    running, known = weeks_running(frame, exercise.id), is_known(frame, exercise.id)
    found: dict[str, Inputs] = {
        "block_fit": {
            "place": where,
            "placeValue": round(worth, 4),
            "wantedReps": list(wanted_reps(frame, slot, exercise)),
            "repRange": list(exercise.rep_range),
        },
        "muscle_need": {
            "muscle": muscle,
            "planned": frame.target.sets.get(muscle, 0.0),
            "covered": scene.covered,
            "fills": {
                key: min(scene.missing.get(key, 0.0), share * slot.sets) for key, share in exercise.muscles.items()
            },
            "sets": slot.sets,
        },
        "stimulus_to_fatigue": {"score": exercise.sfr_score, **grade},
        "favourite": {"favourite": exercise.id in frame.brief.favourites},
        "novelty": {"weeksRunning": running, "cadenceWeeks": frame.cadence, "known": known, "main": slot.kind == MAIN},
        "recency": {"daysSince": days_since(frame, exercise.id)},
        "length_position": {"score": exercise.length_score, **grade},
        "fatigue_fit": {"fatigueCost": exercise.fatigue_cost, "strain": STRAIN[frame.block_type]},
        "time_fit": {"secondsPerSet": exercise.seconds_per_set},
        "unilateral_preference": {"wanted": frame.goal.unilateral, "unilateral": exercise.is_unilateral},
        "equipment_fit": {"equipment": [kind.value for kind in exercise.equipment], "steps": fineness(exercise)},
    }
    return tuple(found[key] for key in IDS)


def days_since(frame: Frame, key: str) -> int | None:
    """Days from an exercise's last use to the week's first day, None where it was never used."""
    use = frame.brief.uses.get(key)
    return None if use is None else max(0, (frame.brief.monday - use.last_used).days)


def weeks_running(frame: Frame, key: str) -> int:
    """Weeks in a row up to now; 0 where the last use lies more than two weeks back."""
    days = days_since(frame, key)
    return frame.brief.uses[key].weeks_running if days is not None and days <= FRESH_DAYS else 0


def is_known(frame: Frame, key: str) -> bool:
    """Done within the last eight weeks, or already part of this block."""
    days = days_since(frame, key)
    return key in frame.brief.kept or (days is not None and days <= KNOWN_DAYS)
