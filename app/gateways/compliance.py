"""Planned beside performed working sets of a workout."""

from sqlalchemy import ColumnElement, Connection, and_, case, func, not_, or_, select

from app.gateways.performed import LOGGED, PLANNED_WARM_UP, sets_of_workouts
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.kinds import SetType, WorkoutExerciseSection
from models.values.training import Compliance

ADDED = workout_set.c.target_reps == 0
"""A set beyond the plan asks for nothing: the column cannot be empty."""

_WORKING = and_(
    workout_set.c.id.is_not(None),
    or_(workout_exercise.c.section.is_(None), workout_exercise.c.section != WorkoutExerciseSection.WARMUP),
    or_(set_log.c.set_type.is_(None), set_log.c.set_type != SetType.WARMUP.value),
    not_(PLANNED_WARM_UP),
)


def read_compliance(connection: Connection, workout_id: str) -> Compliance:
    """Of one workout; a log brought in from elsewhere has no plan, so everything in it counts as added."""
    imported = workout.c.import_id.is_not(None)
    asked = and_(_WORKING, not_(ADDED), not_(imported))
    done = and_(_WORKING, LOGGED)
    row = connection.execute(
        select(
            _count(asked).label("planned"),
            _count(and_(asked, LOGGED)).label("performed"),
            _count(and_(asked, set_log.c.was_skipped)).label("skipped"),
            _count(and_(done, or_(ADDED, imported))).label("added"),
        )
        .select_from(sets_of_workouts().join(workout, workout.c.id == workout_exercise.c.workout_id))
        .where(workout_exercise.c.workout_id == workout_id)
    ).one()
    return Compliance(row.planned, row.performed, row.skipped, row.added)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
