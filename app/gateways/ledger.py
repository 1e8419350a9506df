"""Every performed set of many athletes in two queries, so that what is computed from logs costs no query each."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Double, select, type_coerce

from app.gateways.performed import HARD, LOGGED, PERFORMED_AT, WORKING
from models.tables.exercises import exercise
from models.tables.plan import training_block
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.plan import BlockType
from models.values.units import kg_from_lb
from models.values.workouts import WorkoutStatus


class PerformedSet(NamedTuple):
    """A logged set that was not skipped."""

    exercise_id: str
    is_main_lift: bool
    working: bool
    """Not a warm-up."""
    hard: bool
    reps: int | None
    rpe: float | None
    load_kg: float | None


@dataclass(slots=True)
class PerformedWorkout:
    """A completed workout; one without any logged set is in the ledger too, and counts for nothing."""

    id: str
    at: datetime
    minutes: int
    """As logged, 0 where nobody has said."""
    deload: bool
    """In a deload block of a season."""
    exercises: dict[str, list[PerformedSet]] = field(default_factory=dict)
    """Exercise id to its logged sets; an exercise twice in a workout stands here once."""


Ledger = Sequence[PerformedWorkout]
"""An athlete's completed workouts, oldest first."""


class ExerciseFacts(NamedTuple):
    """What the catalogue table says of an exercise, as far as logs need it."""

    catalogue_id: str | None
    bodyweight_share: float | None
    load_convention: str | None


def read_ledgers(connection: Connection, athlete_ids: Collection[str]) -> dict[str, Ledger]:
    """The ledger of every athlete of the ids, empty where nothing was completed."""
    ledgers: dict[str, list[PerformedWorkout]] = {athlete_id: [] for athlete_id in athlete_ids}
    by_id: dict[str, PerformedWorkout] = {}
    for row in connection.execute(_workouts(athlete_ids)):
        one = by_id[row.id] = PerformedWorkout(row.id, row.at, row.minutes or 0, row.block_type == BlockType.DELOAD)
        ledgers[row.user_id].append(one)
    kilograms: dict[float | None, float | None] = {None: None}
    rows = _sets(connection, athlete_ids) if by_id else ()
    for workout_id, exercise_id, main, working, hard, reps, rpe, pounds in rows:
        if pounds not in kilograms:
            kilograms[pounds] = kg_from_lb(float(pounds))
        # A workout completed between the two queries waits for the next look.
        if (found := by_id.get(workout_id)) is not None:
            performed = PerformedSet(exercise_id, main, working, hard, reps, rpe, kilograms[pounds])
            found.exercises.setdefault(exercise_id, []).append(performed)
    return dict(ledgers)


def _workouts(athlete_ids: Collection[str]) -> Any:
    return (
        select(
            workout.c.id,
            workout.c.user_id,
            PERFORMED_AT.label("at"),
            workout.c.actual_minutes.label("minutes"),
            training_block.c.block_type,
        )
        .outerjoin(training_block, training_block.c.id == workout.c.training_block_id)
        .where(workout.c.user_id.in_(athlete_ids), workout.c.status == WorkoutStatus.COMPLETED)
        .order_by(PERFORMED_AT, workout.c.id)
    )


def _sets(connection: Connection, athlete_ids: Collection[str]) -> Sequence[Any]:
    # Plain numbers: converting 1,000 equal loads one by one costs more than reading them.
    load = type_coerce(set_log.c.actual_load, Double)
    statement = (
        select(
            workout_exercise.c.workout_id,
            workout_exercise.c.exercise_id,
            workout_exercise.c.is_main_lift,
            WORKING.label("working"),
            HARD.label("hard"),
            set_log.c.actual_reps,
            type_coerce(set_log.c.actual_rpe, Double),
            load,
        )
        .join(workout, workout.c.id == workout_exercise.c.workout_id)
        .join(workout_set, workout_set.c.workout_exercise_id == workout_exercise.c.id)
        .join(set_log, set_log.c.workout_set_id == workout_set.c.id)
        .where(workout.c.user_id.in_(athlete_ids), workout.c.status == WorkoutStatus.COMPLETED, LOGGED)
    )
    # At once: a fetch for each row is a third of the price of reading.
    return connection.execute(statement).all()


def read_exercise_facts(connection: Connection) -> Mapping[str, ExerciseFacts]:
    """Every exercise of the database by its id."""
    columns = (exercise.c.id, exercise.c.catalogue_id, exercise.c.bodyweight_share, exercise.c.load_convention)
    return {row[0]: ExerciseFacts(*row[1:]) for row in connection.execute(select(*columns))}


def grouped(ledger: Ledger) -> Iterator[tuple[PerformedWorkout, str, list[PerformedSet]]]:
    """The logged sets of each workout and exercise."""
    for one in ledger:
        for exercise_id, sets in one.exercises.items():
            yield one, exercise_id, sets
