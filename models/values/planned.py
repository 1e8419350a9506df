"""What the engine proposes for a week: workouts, their exercises and sets, and the stored reasons beside each.

The three rationales are plain JSON mappings, because they are stored as they are and read again by
whoever explains a workout; their shapes stand in resources/schemas.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.values.kinds import SetType, WorkoutSessionIntent


@dataclass(frozen=True, slots=True)
class PlannedSet:
    """One set to do; the load counts as the exercise counts it, None where it has to be found or is body weight."""

    set_type: SetType
    reps: int
    rep_range: tuple[int, int] | None
    rir: float | None
    load_kg: float | None
    rest_seconds: int


@dataclass(frozen=True, slots=True)
class PlannedExercise:
    """An exercise of a proposed workout, warm-up sets first."""

    exercise_id: str
    """Catalogue id."""
    order_index: int
    is_main_lift: bool
    sets: Sequence[PlannedSet]
    selection_reason: Mapping[str, Any]
    prescription_rationale: Mapping[str, Any]

    @property
    def working_sets(self) -> int:
        return sum(each.set_type is not SetType.WARMUP for each in self.sets)


@dataclass(frozen=True, slots=True)
class PlannedWorkout:
    """A proposed workout."""

    day: date
    """The athlete's local day."""
    name: str
    intent: WorkoutSessionIntent
    week_in_block: int
    """0-based."""
    minutes: int
    """Estimated, warming up included."""
    exercises: Sequence[PlannedExercise]
    selection_rationale: Mapping[str, Any]
