"""Stores workouts as the engine made them, and takes out those that nobody has touched."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, tzinfo
from typing import Any, Final

from sqlalchemy import Connection, delete, select

from app.engine.constants import VERSION
from app.gateways.bulk import insert_rows
from app.gateways.week_workouts import GENERATED
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.days import moment
from models.values.exercises import Exercise
from models.values.ids import new_uuids
from models.values.kinds import SetType, WorkoutExerciseSection, WorkoutSelectionMode, WorkoutStatus
from models.values.plan import Block
from models.values.planned import PlannedExercise, PlannedSet, PlannedWorkout
from models.values.positions import shown

_WORKOUT: Final = (
    "id", "user_id", "scheduled_date", "status", "estimated_minutes", "selection_mode", "session_intent",
    "selection_metadata", "training_block_id", "week_in_block", "block_phase", "selection_rationale", "name", "source",
)  # fmt: skip
_EXERCISE: Final = (
    "id", "workout_id", "exercise_id", "order_index", "section", "is_main_lift", "movement_patterns",
    "selection_reason", "prescription_rationale",
)  # fmt: skip
_SET: Final = (
    "id", "workout_exercise_id", "set_index", "target_reps", "target_rep_min", "target_rep_max", "target_rpe",
    "target_load", "rest_seconds",
)  # fmt: skip
_TRUSTED: Final = frozenset({"id", "user_id", "workout_id", "workout_exercise_id", "exercise_id"})
_Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """Whose workouts are written, and where in the season they stand."""

    athlete_id: str
    block: Block
    week: int
    """0-based week of the season."""
    sessions: int
    """All the sessions the week has, those included that are there already."""
    today: date
    at: time
    where: tzinfo | None


def write_planned(
    connection: Connection,
    target: Target,
    planned: Sequence[PlannedWorkout],
    catalogue: Mapping[str, Exercise],
    exercise_ids: Mapping[str, str],
) -> list[str]:
    """Insert workouts with their exercises, sets and rationales; returns their ids in the same order.

    `exercise_ids` maps catalogue ids to those of the database.
    """
    rows = _Rows(target, catalogue, exercise_ids)
    ids = [rows.add(each) for each in planned]
    insert_rows(connection, workout, _WORKOUT, rows.workouts)
    insert_rows(connection, workout_exercise, _EXERCISE, rows.exercises, trusted=_TRUSTED)
    insert_rows(connection, workout_set, _SET, rows.sets, trusted=_TRUSTED)
    return ids


class _Rows:
    """The rows of some workouts, by table."""

    def __init__(self, target: Target, catalogue: Mapping[str, Exercise], exercise_ids: Mapping[str, str]) -> None:
        self.target, self.catalogue, self.exercise_ids = target, catalogue, exercise_ids
        self.workouts: list[_Row] = []
        self.exercises: list[_Row] = []
        self.sets: list[_Row] = []

    def add(self, each: PlannedWorkout) -> str:
        target = self.target
        workout_id, *entries = new_uuids(1 + len(each.exercises))
        metadata = {"version": 1, "constants": VERSION, "made": target.today.isoformat()}
        metadata |= {"seasonWeek": target.week, "sessions": target.sessions}
        phase = f"Week {shown(each.week_in_block)} of {str(target.block.block_type).capitalize()}"
        self.workouts.append(
            (workout_id, target.athlete_id, moment(each.day, target.at, target.where), WorkoutStatus.PLANNED,
             each.minutes, WorkoutSelectionMode.AUTO, each.intent, metadata, target.block.id, each.week_in_block, phase,
             dict(each.selection_rationale), each.name, GENERATED)
        )  # fmt: skip
        for entry, one in zip(entries, each.exercises, strict=True):
            self._exercise(entry, workout_id, one)
        return workout_id

    def _exercise(self, entry: str, workout_id: str, one: PlannedExercise) -> None:
        section = WorkoutExerciseSection.MAIN if one.is_main_lift else WorkoutExerciseSection.ACCESSORY
        known = self.catalogue[one.exercise_id]
        self.exercises.append(
            (entry, workout_id, self.exercise_ids[one.exercise_id], one.order_index, section, one.is_main_lift,
             list(known.patterns), dict(one.selection_reason), dict(one.prescription_rationale))
        )  # fmt: skip
        self.sets += [
            self._set(set_id, entry, index, each)
            for index, (set_id, each) in enumerate(zip(new_uuids(len(one.sets)), one.sets, strict=True))
        ]

    def _set(self, set_id: str, entry: str, index: int, each: PlannedSet) -> _Row:
        """A warm-up asks for no effort and no range: by that it is known (`performed.PLANNED_WARM_UP`)."""
        if each.set_type is SetType.WARMUP:
            return (set_id, entry, index, each.reps, None, None, None, each.load_kg, each.rest_seconds)
        low, high = each.rep_range or (each.reps, each.reps)
        rpe = None if each.rir is None else 10 - each.rir
        return (set_id, entry, index, each.reps, low, high, rpe, each.load_kg, each.rest_seconds)


def remove_untouched(connection: Connection, workouts: Collection[str]) -> None:
    """Delete workouts without logs, with their exercises and sets; check-ins and proposals lose their link only."""
    ids = sorted(workouts)
    if not ids:
        return
    entries = select(workout_exercise.c.id).where(workout_exercise.c.workout_id.in_(ids))
    sets = select(workout_set.c.id).where(workout_set.c.workout_exercise_id.in_(entries))
    connection.execute(delete(set_log).where(set_log.c.workout_set_id.in_(sets)))
    connection.execute(delete(workout_set).where(workout_set.c.workout_exercise_id.in_(entries)))
    connection.execute(delete(workout_exercise).where(workout_exercise.c.workout_id.in_(ids)))
    connection.execute(delete(workout).where(workout.c.id.in_(ids)))
