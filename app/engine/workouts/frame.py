"""What choosing and prescribing read from a brief: the week's slots, the hard rules, landmarks and names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from app.engine.constants import FOCUS, GOALS, PRIMARY, SETS_LEAST, Goal
from app.engine.constants_workouts import MOVABLE
from app.engine.lifts import AGE_RANK, usable
from app.engine.targets import Landmarks, counted_muscles, scaled
from app.engine.workouts.brief import WeekBrief
from models.values.exercises import EquipmentType, Exercise, Measurement
from models.values.plan import BlockType, IntensityBias, WeekTarget

MAIN, ACCESSORY = "main", "accessory"
EASY: Final = frozenset({BlockType.DELOAD, BlockType.RESTORATION})
_COUNTED: Final = frozenset({Measurement.LOAD_REPS, Measurement.BODYWEIGHT_REPS})


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for one exercise in the week, and the sets it still has to bring."""

    kind: str
    """`main` or `accessory`."""
    role: str
    """`primary`, `secondary` or `accessory`."""
    planned: str
    """Catalogue id the block names."""
    sets: int
    """Of the week, what is already performed taken off."""
    muscle: str | None = None
    pattern: str | None = None
    reps: tuple[int, int] = (6, 12)
    percent: tuple[float, float] = (0.0, 0.0)
    """Of 1RM; main lifts only."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A hard rule that takes an exercise out, with the sentence that says so."""

    id: str
    sentence: str


class Frame:
    """A brief with everything derived from it once."""

    def __init__(self, brief: WeekBrief) -> None:
        self.brief = brief
        self.by_id: Mapping[str, Exercise] = {exercise.id: exercise for exercise in brief.exercises}
        self.allowed = usable(brief.exercises, brief.age, brief.means)
        self.allowed_ids = frozenset(exercise.id for exercise in self.allowed)
        self.bias = _bias(brief.block.intensity_bias)
        self.block_type = _block_type(brief.block.block_type)
        self.goal: Goal = GOALS[brief.goal]
        self.focus = FOCUS[self.bias]
        self.counted = counted_muscles(self.goal._replace(bias=self.bias))
        self.marks: Mapping[str, Landmarks] = {muscle.key: scaled(muscle, brief.age) for muscle in brief.muscles}
        self.muscle_names = {muscle.key: muscle.name.lower() for muscle in brief.muscles}
        self.target = _target(brief)
        self.is_easy = self.block_type in EASY
        self.cadence, self.novelty_share = _rotation(brief.block.rotation_policy)
        self._rules: dict[str, Rule | None] = {}

    def muscle(self, key: str) -> str:
        return self.muscle_names.get(key, key.replace("_", " "))

    def name(self, key: str) -> str:
        exercise = self.by_id.get(key)
        return exercise.name if exercise else key.replace("_", " ").capitalize()

    @cached_property
    def lifts(self) -> Mapping[str, Mapping[str, Any]]:
        """Movement pattern to the block's lift, where the document has the shape that this program writes."""
        stored = self.brief.block.main_lifts.get("lifts", {})
        lifts = stored.items() if isinstance(stored, Mapping) else ()
        return {pattern: lift for pattern, lift in lifts if isinstance(lift, Mapping) and lift.get("exercise")}

    @cached_property
    def pool(self) -> Mapping[str, Mapping[str, float]]:
        """Muscle key to catalogue ids with their weights."""
        stored = self.brief.block.accessory_pool.get("muscles", {})
        rows = stored.items() if isinstance(stored, Mapping) else ()
        return {muscle: {one["exercise"]: float(one["weight"]) for one in ones} for muscle, ones in rows}

    @cached_property
    def trained_by(self) -> Mapping[str, Sequence[Exercise]]:
        """Muscle key to the usable exercises that train it directly."""
        found: dict[str, list[Exercise]] = {}
        for exercise in self.allowed:
            for muscle, share in exercise.muscles.items():
                if share == 1:
                    found.setdefault(muscle, []).append(exercise)
        return found

    @cached_property
    def compounds(self) -> Mapping[str, Sequence[Exercise]]:
        """First movement pattern to the usable compound exercises."""
        found: dict[str, list[Exercise]] = {}
        for exercise in self.allowed:
            if exercise.is_compound:
                found.setdefault(exercise.patterns[0].value, []).append(exercise)
        return found

    def is_new_in_taper(self, key: str) -> bool:
        """Something the log does not know, in the weeks before an event, where nothing new begins."""
        primary = any(lift["exercise"] == key and lift.get("role") == PRIMARY for lift in self.lifts.values())
        is_taper = self.block_type is BlockType.REALIZATION and bool(self.brief.strengths)
        return is_taper and not primary and key not in self.brief.strengths

    def rule(self, key: str) -> Rule | None:
        """The hard rule that forbids an exercise, None for one that may be done."""
        if key not in self._rules:
            self._rules[key] = None if key in self.allowed_ids else self._broken(key)
        return self._rules[key]

    def _broken(self, key: str) -> Rule:
        exercise, means = self.by_id.get(key), self.brief.means
        if exercise is None:
            return Rule("no_equipment", f"{self.name(key)} is no longer in the catalogue.")
        name = exercise.name
        if key in means.avoided:
            return Rule("avoided", f"{name} is on the athlete's list of exercises to avoid.")
        if joints := sorted(set(means.injured).intersection(exercise.contraindications)):
            listed = " and ".join(joint.replace("_", " ") for joint in joints)
            return Rule("injured", f"{name} loads the {listed}, for which an injury is noted.")
        if AGE_RANK[exercise.min_training_age] > AGE_RANK[self.brief.age]:
            asked = exercise.min_training_age.lower()
            return Rule("too_advanced", f"{name} is for {asked} lifters; this one is {self.brief.age.value.lower()}.")
        if exercise.measurement not in _COUNTED or exercise.is_generic:
            return Rule("no_equipment", f"{name} is not counted in repetitions of one load and is not prescribed.")
        equipment = set(means.equipment)
        missing = [kind for kind in exercise.equipment if kind not in equipment and kind != EquipmentType.BODYWEIGHT]
        listed = " and ".join(kind.value.replace("_", " ").lower() for kind in missing)
        return Rule("no_equipment", f"{name} needs {listed or 'equipment'} that the athlete does not have.")


@dataclass(slots=True)
class Tally:
    """Fractional sets per muscle as the week fills up, performed ones included."""

    have: dict[str, float] = field(default_factory=dict)

    def add(self, exercise: Exercise, sets: int) -> None:
        for muscle, share in exercise.muscles.items():
            self.have[muscle] = self.have.get(muscle, 0.0) + share * sets


def is_movable(slot: Slot) -> bool:
    """Whether the slot's work may go to another day of the split."""
    return slot.kind == ACCESSORY and slot.muscle in MOVABLE


def slots_of(frame: Frame) -> list[Slot]:
    """The week's slots by priority: primary lifts, secondary ones, accessories of focus muscles, the others."""
    wanted = {
        key: count - frame.brief.done_exercises.get(key, 0) for key, count in frame.target.exercises.items() if count
    }
    wanted = {key: count for key, count in wanted.items() if not frame.is_new_in_taper(key)}
    mains: list[Slot] = []
    for pattern, lift in frame.lifts.items():
        key = str(lift["exercise"])
        if wanted.get(key, 0) > 0:
            reps, percent = lift.get("repRange", (6, 12)), lift.get("percentRange", (65, 80))
            low, high = int(reps[0]), int(reps[1])
            role = str(lift.get("role", PRIMARY))
            zone = (float(percent[0]), float(percent[1]))
            mains.append(Slot(MAIN, role, key, wanted[key], _main_muscle(frame, key), pattern, (low, high), zone))
    taken = {str(lift["exercise"]) for lift in frame.lifts.values()}
    # One set of an accessory is no part of a taper: it only costs its setting up.
    least = SETS_LEAST if frame.block_type is BlockType.REALIZATION else 1
    accessories = [
        Slot(ACCESSORY, ACCESSORY, key, count, _slot_muscle(frame, key))
        for key, count in wanted.items()
        if key not in taken and count >= least
    ]
    mains.sort(key=lambda slot: slot.role != PRIMARY)
    # What can only go to its own days is placed before what may move to another one.
    accessories.sort(key=lambda slot: (slot.muscle not in frame.focus, is_movable(slot)))
    return [*mains, *(slot for slot in accessories if slot.muscle is not None)]


def _main_muscle(frame: Frame, key: str) -> str | None:
    exercise = frame.by_id.get(key)
    return next((m for m, share in exercise.muscles.items() if share == 1), None) if exercise else None


def _slot_muscle(frame: Frame, key: str) -> str | None:
    """The muscle an accessory was planned for: the one whose pool names it, else its first direct one."""
    exercise = frame.by_id.get(key)
    direct = [m for m, share in exercise.muscles.items() if share == 1] if exercise else []
    named = [muscle for muscle, pool in frame.pool.items() if key in pool]
    return next((m for m in named if m in direct), direct[0] if direct else (named[0] if named else None))


def _target(brief: WeekBrief) -> WeekTarget:
    weeks = brief.block.weeks
    if not weeks:
        return WeekTarget(brief.week_in_block, brief.block.rir_start, {}, 0)
    return weeks[min(max(brief.week_in_block, 0), len(weeks) - 1)]


def _rotation(policy: Mapping[str, Any]) -> tuple[int, float]:
    rule = policy.get("accessories")
    if not isinstance(rule, Mapping):
        return 4, 0.4
    return int(rule.get("cadenceWeeks", 4)), float(rule.get("noveltyShare", 0.4))


def _bias(value: IntensityBias | str) -> IntensityBias:
    return value if isinstance(value, IntensityBias) else IntensityBias.HYPERTROPHY


def _block_type(value: BlockType | str) -> BlockType:
    return value if isinstance(value, BlockType) else BlockType.ACCUMULATION
