"""What counts as performed, in SQL: the one place that says which logged set is a hard set and what it weighs."""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, FromClause, and_, case, func, or_, type_coerce

from app.gateways.hard_sets import HARD_SET_LOWEST_RPE
from models.tables.exercises import exercise
from models.tables.types import Kilograms
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.kinds import LoadConvention, SetType, WorkoutExerciseSection

PERFORMED_AT: Final[ColumnElement[datetime]] = func.coalesce(
    workout.c.completed_at, workout.c.scheduled_date, type_=workout.c.completed_at.type
)
"""When a workout was done: other programs leave completedAt empty."""

LOGGED: Final[ColumnElement[bool]] = set_log.c.was_skipped.is_(False)
"""A log that says something was done."""

WORKING: Final[ColumnElement[bool]] = and_(
    LOGGED,
    set_log.c.set_type != SetType.WARMUP.value,
    or_(workout_exercise.c.section.is_(None), workout_exercise.c.section != WorkoutExerciseSection.WARMUP),
)
"""A logged set that is not a warm-up."""

PLANNED_WARM_UP: Final[ColumnElement[bool]] = and_(
    workout_exercise.c.prescription_rationale.is_not(None),
    workout_set.c.target_rpe.is_(None),
    workout_set.c.target_rep_min.is_(None),
)
"""A planned set that is a warm-up: the table of planned sets has no type, so those this program makes ask for no
effort and no range, which every working set it makes does. Other programs' sets are never taken for one."""

HARD: Final[ColumnElement[bool]] = and_(
    WORKING,
    set_log.c.actual_reps >= 1,
    or_(set_log.c.actual_rpe.is_(None), set_log.c.actual_rpe >= HARD_SET_LOWEST_RPE),
)

HARD_SETS: Final[ColumnElement[int]] = func.coalesce(func.sum(case((HARD, 1), else_=0)), 0)

_WEIGHED: Final = and_(
    WORKING,
    set_log.c.actual_reps >= 1,
    set_log.c.actual_load > 0,
    set_log.c.duration_seconds.is_(None),
    or_(exercise.c.load_convention.is_(None), exercise.c.load_convention != LoadConvention.ASSISTED.value),
)

VOLUME_LOAD: Final[ColumnElement[float]] = type_coerce(
    func.coalesce(func.sum(case((_WEIGHED, set_log.c.actual_reps * set_log.c.actual_load), else_=0.0)), 0.0), Kilograms
)
"""Sum of repetitions times load in kilograms; warm-ups, assisted lifts and timed sets lift nothing here."""


def sets_of_workouts() -> FromClause:
    """WorkoutExercise with its exercise, sets and logs; exercises and sets without any stay in."""
    return (
        workout_exercise.join(exercise, exercise.c.id == workout_exercise.c.exercise_id)
        .outerjoin(workout_set, workout_set.c.workout_exercise_id == workout_exercise.c.id)
        .outerjoin(set_log, set_log.c.workout_set_id == workout_set.c.id)
    )
