"""Chooses a block's main lifts and accessory pool: hard filters first, then documented scores."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.engine.constants import (
    BARBELL_BONUS,
    COMPETITION_BONUS,
    COMPETITION_LIFTS,
    DIFFICULTY_COST,
    ELIGIBLE_BONUS,
    FATIGUE_WEIGHT,
    HEAVY,
    KNOWN_NAMES,
    KNOWN_WEIGHT,
    LENGTH_WEIGHT,
    MAIN_SLOTS,
    OWN_LIFT_SHARE,
    OWN_SHARE_WEIGHT,
    PATTERN_MUSCLES,
    POOL_SIZE,
    PRIMARY,
    PRIMARY_PATTERNS,
    SECONDARY_ROLE,
    UNILATERAL_BONUS,
    UNILATERAL_MAIN_COST,
    Goal,
)
from models.values.athletes import TrainingAge
from models.values.exercises import EquipmentType, Exercise, LoadConvention, Measurement, MovementPattern

AGE_RANK: Mapping[str, int] = {age.value: rank for rank, age in enumerate(TrainingAge)}


@dataclass(frozen=True, slots=True)
class Means:
    """What an athlete may and does train with."""

    equipment: Collection[EquipmentType | str] = ()
    """Empty: nobody has said, everything is taken to be there."""
    avoided: Collection[str] = ()
    """Catalogue ids the athlete does not want; never chosen."""
    injured: Collection[str] = ()
    """Joint keys; exercises contraindicated for one of them are never chosen."""
    own_sets: Mapping[str, int] = field(default_factory=dict)
    """Catalogue id to hard sets of the last half year."""


@dataclass(frozen=True, slots=True)
class MainLift:
    """The exercise that stands for a movement pattern in a block."""

    pattern: MovementPattern
    exercise: Exercise
    role: str
    """`primary` or `secondary`."""


def usable(exercises: Iterable[Exercise], age: TrainingAge, means: Means) -> list[Exercise]:
    """The exercises that pass every hard filter: counted in repetitions, wanted, possible, safe, not too advanced."""
    counted = (Measurement.LOAD_REPS, Measurement.BODYWEIGHT_REPS)
    injured = set(means.injured)
    return [
        exercise
        for exercise in exercises
        if exercise.measurement in counted
        and not exercise.is_generic
        and exercise.id not in means.avoided
        and AGE_RANK[exercise.min_training_age] <= AGE_RANK[age]
        and injured.isdisjoint(exercise.contraindications)
        and _has_equipment(exercise, means.equipment)
    ]


def _has_equipment(exercise: Exercise, equipment: Collection[EquipmentType | str]) -> bool:
    if not equipment:
        return True
    return all(kind in equipment or kind is EquipmentType.BODYWEIGHT for kind in exercise.equipment)


def choose_main_lifts(exercises: Sequence[Exercise], age: TrainingAge, goal: Goal, means: Means) -> list[MainLift]:
    """One lift per movement pattern of the goal, from usable exercises; a pattern without any is left out.

    The athlete's own lifts weigh most: whoever squats low bar all year keeps the low-bar squat.
    """
    chosen: list[MainLift] = []
    compounds: dict[MovementPattern, list[Exercise]] = defaultdict(list)
    for exercise in exercises:
        if exercise.is_compound:
            compounds[exercise.patterns[0]].append(exercise)
    for pattern in MAIN_SLOTS[goal.bias]:
        taken = {lift.exercise.id for lift in chosen}
        candidates = [e for e in compounds[pattern] if stands_for(e, pattern) and e.id not in taken]
        shares = _shares(candidates, means.own_sets)
        scored = [(_main_score(e, age, goal, shares.get(e.id, 0.0)), e) for e in candidates]
        own = {} if goal.bias in HEAVY else shares
        scored = [pair for pair in scored if _may_lead(pair[1], scored, own)]
        if scored:
            best = max(scored, key=lambda pair: pair[0])[1]
            role = PRIMARY if pattern in PRIMARY_PATTERNS[goal.bias] else SECONDARY_ROLE
            chosen.append(MainLift(pattern, best, role))
    return chosen


def stands_for(exercise: Exercise, pattern: MovementPattern) -> bool:
    trained = exercise.muscles
    return all(trained.get(muscle, 0.0) >= share for muscle, share in PATTERN_MUSCLES[pattern].items())


def _may_lead(exercise: Exercise, scored: Sequence[tuple[float, Exercise]], shares: Mapping[str, float]) -> bool:
    """A main lift is eligible as one, or it is what the athlete mostly does, or the pattern has nothing eligible."""
    if exercise.is_main_lift or shares.get(exercise.id, 0.0) >= OWN_LIFT_SHARE:
        return True
    return exercise.patterns[0] is MovementPattern.VERTICAL_PULL or not any(e.is_main_lift for _, e in scored)


def _shares(candidates: Sequence[Exercise], own_sets: Mapping[str, int]) -> dict[str, float]:
    total = sum(own_sets.get(exercise.id, 0) for exercise in candidates)
    return {e.id: own_sets.get(e.id, 0) / total for e in candidates} if total else {}


def _main_score(exercise: Exercise, age: TrainingAge, goal: Goal, own_share: float) -> float:
    score = _quality(exercise) + OWN_SHARE_WEIGHT * own_share
    if exercise.load_convention is LoadConvention.BARBELL_TOTAL:
        score += BARBELL_BONUS[goal.bias]
    if exercise.id in COMPETITION_LIFTS:
        score += COMPETITION_BONUS[goal.bias]
    if exercise.is_main_lift:
        score += ELIGIBLE_BONUS
    if exercise.is_unilateral:
        score -= UNILATERAL_MAIN_COST
    return score - _too_hard(exercise, age)


def _quality(exercise: Exercise) -> float:
    """Catalogue scores; what logs know by many names stands in more gyms than what has one name only."""
    known = KNOWN_WEIGHT * min(len(exercise.aliases), KNOWN_NAMES) / KNOWN_NAMES
    return exercise.sfr_score + LENGTH_WEIGHT * exercise.length_score + known


def _too_hard(exercise: Exercise, age: TrainingAge) -> float:
    return DIFFICULTY_COST * max(0, AGE_RANK[exercise.difficulty] - AGE_RANK[age])


def choose_pool(
    exercises: Sequence[Exercise],
    muscles: Iterable[str],
    lifts: Sequence[MainLift],
    age: TrainingAge,
    goal: Goal,
    means: Means,
) -> dict[str, list[Exercise]]:
    """For each muscle up to four exercises that train it directly, the best first; muscles without any are left out."""
    taken = {lift.exercise.id for lift in lifts}
    trained: dict[str, list[Exercise]] = defaultdict(list)
    for exercise in exercises:
        if exercise.id not in taken:
            for muscle, share in exercise.muscles.items():
                if share == 1:
                    trained[muscle].append(exercise)
    pool: dict[str, list[Exercise]] = {}
    for muscle in muscles:
        direct = trained[muscle]
        shares = _shares(direct, means.own_sets)
        ranked = sorted(direct, key=lambda e: -_pool_score(e, age, goal, shares.get(e.id, 0.0)))
        if ranked:
            pool[muscle] = ranked[:POOL_SIZE]
    return pool


def _pool_score(exercise: Exercise, age: TrainingAge, goal: Goal, own_share: float) -> float:
    score = _quality(exercise) - FATIGUE_WEIGHT * exercise.fatigue_cost + OWN_SHARE_WEIGHT * own_share
    if goal.unilateral and exercise.is_unilateral:
        score += UNILATERAL_BONUS
    return score - _too_hard(exercise, age)


def rotated(pool: Mapping[str, Sequence[Exercise]], mesocycle: int, spread: int) -> dict[str, list[Exercise]]:
    """The pool as a mesocycle prefers it: every mesocycle one muscle in `spread` moves on by one exercise."""
    turned: dict[str, list[Exercise]] = {}
    for index, (muscle, exercises) in enumerate(pool.items()):
        shift = (mesocycle + index % spread) // spread % len(exercises)
        turned[muscle] = [*exercises[shift:], *exercises[:shift]]
    return turned
