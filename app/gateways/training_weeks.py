"""The sessions of a span of days with what was asked and what was done, read in two statements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, case, func, not_, or_, select

from app.gateways.performed import HARD_SETS, PERFORMED_AT, PLANNED_WARM_UP, VOLUME_LOAD, WORKING, sets_of_workouts
from models.tables.exercises import exercise
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.days import local_day, span
from models.values.kinds import SetType, WorkoutExerciseSection, WorkoutStatus
from models.values.weeks import SessionState, WeekSession

_ASKED: Final = and_(
    workout_set.c.id.is_not(None),
    or_(workout_exercise.c.section.is_(None), workout_exercise.c.section != WorkoutExerciseSection.WARMUP),
    or_(set_log.c.set_type.is_(None), set_log.c.set_type != SetType.WARMUP.value),
    not_(PLANNED_WARM_UP),
)
"""A working set of the sheet, logged or not."""

_LOGS: Final = ("strong", "hevy")
"""Sources that say what was done and never what was planned."""


def read_sessions(
    connection: Connection, athlete_id: str, first: date, last: date, where: tzinfo | None, today: date
) -> list[WeekSession]:
    """The athlete's sessions planned for the local days `first` to `last`, in the order they are to be done."""
    begin, end = span(first, last, where)
    planned_then = and_(workout.c.scheduled_date >= begin, workout.c.scheduled_date < end)
    return _sessions(connection, and_(workout.c.user_id == athlete_id, planned_then), where, today)


def read_next(connection: Connection, athlete_id: str, where: tzinfo | None, today: date) -> WeekSession | None:
    """The first session from today on that is not over; one under way comes before all."""
    begin, _ = span(today, today, where)
    open_now = or_(
        workout.c.status == WorkoutStatus.IN_PROGRESS,
        and_(workout.c.status == WorkoutStatus.PLANNED, workout.c.scheduled_date >= begin),
    )
    under_way = case((workout.c.status == WorkoutStatus.IN_PROGRESS, 0), else_=1)
    found = connection.execute(
        select(workout.c.id)
        .where(workout.c.user_id == athlete_id, open_now)
        .order_by(under_way, workout.c.scheduled_date, workout.c.id)
        .limit(1)
    ).scalar()
    if found is None:
        return None
    return _sessions(connection, workout.c.id == found, where, today)[0]


def _sessions(
    connection: Connection, wanted: ColumnElement[bool], where: tzinfo | None, today: date
) -> list[WeekSession]:
    rows = connection.execute(
        select(
            workout.c.id,
            workout.c.name,
            workout.c.scheduled_date,
            PERFORMED_AT.label("at"),
            workout.c.status,
            workout.c.estimated_minutes,
            workout.c.actual_minutes,
            workout.c.source,
            workout.c.import_id,
            workout.c.selection_rationale,
            workout.c.was_autoregulated,
        )
        .where(wanted)
        .order_by(workout.c.scheduled_date, workout.c.id)
    ).all()
    counts = _counts(connection, wanted)
    names = _exercises(connection, wanted)
    return [_session(row, counts.get(row.id), names.get(row.id, ()), where, today) for row in rows]


def _counts(connection: Connection, wanted: ColumnElement[bool]) -> Mapping[str, Any]:
    rows = connection.execute(
        select(
            workout_exercise.c.workout_id.label("id"),
            func.sum(case((_ASKED, 1), else_=0)).label("asked"),
            func.sum(case((WORKING, 1), else_=0)).label("done"),
            HARD_SETS.label("hard"),
            VOLUME_LOAD.label("volume"),
        )
        .select_from(sets_of_workouts())
        .where(workout_exercise.c.workout_id.in_(select(workout.c.id).where(wanted)))
        .group_by(workout_exercise.c.workout_id)
    )
    return {row.id: row for row in rows}


def _exercises(connection: Connection, wanted: ColumnElement[bool]) -> Mapping[str, Sequence[str]]:
    rows = connection.execute(
        select(workout_exercise.c.workout_id.label("id"), exercise.c.name.label("name"))
        .join(exercise, exercise.c.id == workout_exercise.c.exercise_id)
        .where(workout_exercise.c.workout_id.in_(select(workout.c.id).where(wanted)))
        .order_by(workout_exercise.c.workout_id, workout_exercise.c.order_index, workout_exercise.c.id)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[row.id].append(row.name)
    return found


def _session(row: Any, counts: Any, names: Sequence[str], where: tzinfo | None, today: date) -> WeekSession:
    day = local_day(row.at, where)
    was_logged_elsewhere = row.import_id is not None or row.source in _LOGS
    done = 0 if counts is None else counts.done
    asked = None if was_logged_elsewhere else 0 if counts is None else counts.asked
    return WeekSession(
        id=row.id,
        name=row.name or "Workout",
        day=day,
        status=str(row.status),
        state=_state(str(row.status), day, today, done=done),
        planned_sets=asked,
        done_sets=done,
        hard_sets=0 if counts is None else counts.hard,
        planned_minutes=row.estimated_minutes,
        done_minutes=row.actual_minutes,
        volume_load_kg=0.0 if counts is None else round(counts.volume or 0.0, 2),
        exercises=names,
        is_proposed=row.selection_rationale is not None,
        was_autoregulated=row.was_autoregulated,
    )


def _state(status: str, day: date, today: date, *, done: int) -> SessionState:
    plain = {
        WorkoutStatus.COMPLETED: SessionState.DONE,
        WorkoutStatus.SKIPPED: SessionState.SKIPPED,
        WorkoutStatus.IN_PROGRESS: SessionState.IN_PROGRESS,
    }
    if status in plain:
        return plain[WorkoutStatus(status)]
    if done:
        return SessionState.IN_PROGRESS
    if day == today:
        return SessionState.TODAY
    return SessionState.MISSED if day < today else SessionState.PLANNED


def plan_of_workout(connection: Connection, workout_id: str) -> tuple[str, datetime] | None:
    """Whose a workout is and when it is planned for; None for an unknown id."""
    columns = workout.c
    row = connection.execute(
        select(columns.user_id.label("athlete"), columns.scheduled_date.label("at")).where(columns.id == workout_id)
    ).one_or_none()
    return None if row is None else (row.athlete, row.at)
