"""What the last sessions say of an athlete's state: effort against plan, sets done, stalled lifts."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, case, func, not_, or_, select

from app.engine.progress import LiftTrend
from app.gateways.compliance import ADDED
from app.gateways.effort import COMPARABLE, DRIFT
from app.gateways.performed import LOGGED, PERFORMED_AT, PLANNED_WARM_UP, sets_of_workouts
from models.tables.plan import exercise_exposure
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.kinds import SetType, WorkoutExerciseSection, WorkoutStatus
from models.values.readiness import Performance

SESSIONS: Final = 3
SESSION_DAYS: Final = 28
"""The last three sessions count, none of them older than four weeks."""
TREND_DAYS: Final = 42
"""A lift not trained for longer has no current trend."""
NOW_DAYS: Final = 7
"""Trends are kept for now only: a check-in of longer ago is not told about them."""
_JUDGED: Final = frozenset(trend.value for trend in LiftTrend if trend is not LiftTrend.TOO_LITTLE)
_HELD_BACK: Final = frozenset((LiftTrend.STALLED.value, LiftTrend.DECLINING.value))
IMPORTED: Final = ("strong", "hevy")
"""Sources of workouts that were written down, not planned."""
_PLANNED: Final = and_(
    workout_set.c.id.is_not(None),
    not_(PLANNED_WARM_UP),
    or_(set_log.c.set_type.is_(None), set_log.c.set_type != SetType.WARMUP.value),
    # A set added to the plan makes up for none that was left out.
    not_(ADDED),
    or_(workout_exercise.c.section.is_(None), workout_exercise.c.section != WorkoutExerciseSection.WARMUP),
)


def read_performance(connection: Connection, athlete_id: str, before: datetime, now: datetime) -> Performance:
    """Performance as it stood at `before` (aware UTC); every number is None where the log cannot give it."""
    stalled, tracked = _stalls(connection, athlete_id, before) if now - before <= timedelta(days=NOW_DAYS) else (0, 0)
    return Performance(
        rpe_drift=_drift(connection, athlete_id, before),
        compliance=_compliance(connection, athlete_id, before),
        stalled=stalled if tracked else None,
        tracked=tracked or None,
    )


def _recent(athlete_id: str, before: datetime) -> ColumnElement[bool]:
    return and_(
        workout.c.user_id == athlete_id,
        workout.c.scheduled_date.between(before - timedelta(days=SESSION_DAYS), before),
    )


def _drift(connection: Connection, athlete_id: str, before: datetime) -> float | None:
    """Effort above plan as reviews see it, session by session: a long one does not outweigh a short one."""
    rows = connection.execute(
        select(func.avg(DRIFT).label("drift"))
        .select_from(sets_of_workouts().join(workout, workout.c.id == workout_exercise.c.workout_id))
        .where(
            _recent(athlete_id, before),
            workout.c.status == WorkoutStatus.COMPLETED,
            before > PERFORMED_AT,
            COMPARABLE,
        )
        .group_by(workout.c.id, workout.c.scheduled_date)
        .order_by(workout.c.scheduled_date.desc(), workout.c.id)
        .limit(SESSIONS)
    )
    drifts = [float(row.drift) for row in rows]
    return sum(drifts) / len(drifts) if drifts else None


def _compliance(connection: Connection, athlete_id: str, before: datetime) -> float | None:
    """Planned sets done, of the last sessions that were due: a session skipped counts with none done."""
    due = (
        select(workout.c.id)
        .where(_recent(athlete_id, before), workout.c.status != WorkoutStatus.IN_PROGRESS)
        # An imported log plans nothing: its targets are what was done.
        .where(workout.c.import_id.is_(None), or_(workout.c.source.is_(None), workout.c.source.not_in(IMPORTED)))
        # A session planned for today is not late before today is over.
        .where(or_(workout.c.status != WorkoutStatus.PLANNED, workout.c.scheduled_date < before - timedelta(days=1)))
        .order_by(workout.c.scheduled_date.desc(), workout.c.id)
        .limit(SESSIONS)
        .subquery("due")
    )
    row = connection.execute(
        select(func.count(), func.coalesce(func.sum(case((LOGGED, 1), else_=0)), 0))
        .select_from(sets_of_workouts())
        .where(workout_exercise.c.workout_id.in_(select(due.c.id)), _PLANNED)
    ).one()
    planned, done = (int(number) for number in row)
    return done / planned if planned else None


def _stalls(connection: Connection, athlete_id: str, before: datetime) -> tuple[int, int]:
    rows = connection.execute(
        select(exercise_exposure.c.performance).where(
            exercise_exposure.c.user_id == athlete_id,
            exercise_exposure.c.last_used >= before - timedelta(days=TREND_DAYS),
        )
    ).scalars()
    # Another program's performance may be anything; what is not ours says nothing.
    trends = [known.get("trend") for known in rows if isinstance(known, dict)]
    judged = [trend for trend in trends if trend in _JUDGED]
    return sum(trend in _HELD_BACK for trend in judged), len(judged)
