"""What the roster knows of every athlete, in a fixed number of queries whatever their number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, ScalarSelect, and_, case, func, or_, select

from app.engine.progress import LiftTrend
from app.gateways.performed import HARD, PERFORMED_AT
from models.tables.athletes import goals, profile, user
from models.tables.exercises import exercise
from models.tables.plan import exercise_exposure, macro_cycle, mesocycle, training_block
from models.tables.readiness import readiness_signal
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.athletes import Athlete, RosterBlock, TrainingAge
from models.values.days import local_day, moment, monday, zone
from models.values.kinds import TrainingGoal, WorkoutStatus
from models.values.units import Unit

MISSED_DAYS = 28
TREND_DAYS = 42
"""A lift not trained for longer has no current trend."""
_JUDGED = frozenset(trend.value for trend in LiftTrend if trend is not LiftTrend.TOO_LITTLE)
_DONE = workout.c.status == WorkoutStatus.COMPLETED


@dataclass(slots=True)
class Record:
    """One athlete's facts, as the roster needs them."""

    athlete: Athlete
    goal: TrainingGoal | str | None
    training_age: TrainingAge | str | None
    event: date | None
    has_plan: bool
    signal: tuple[datetime, float] | None = None
    last_workout: date | None = None
    sessions: int = 0
    missed: int = 0
    blocks: list[RosterBlock] = field(default_factory=list)
    lifts: dict[LiftTrend, list[str]] = field(default_factory=dict)
    """Names of the main lifts with a trend, the most trained first."""
    weekly_sets: dict[date, int] = field(default_factory=dict)


def read_roster(connection: Connection, today: date, as_of: datetime, first: date, last: date) -> list[Record]:
    """Every athlete's record: weeks and blocks between two Mondays, signals and sessions up to `as_of`."""
    records = _athletes(connection, as_of)
    _count_sessions(connection, records, today, as_of)
    _add_weekly_sets(connection, records, first, as_of)
    _add_blocks(connection, records, first, last)
    _add_trends(connection, records, today)
    return list(records.values())


def _start(day: date) -> datetime:
    return moment(day, time(), None)


def _latest_signal(as_of: datetime) -> ScalarSelect[str]:
    return (
        select(readiness_signal.c.id)
        .where(
            readiness_signal.c.user_id == user.c.id,
            readiness_signal.c.replaced_by_id.is_(None),
            readiness_signal.c.timestamp <= as_of,
        )
        .order_by(readiness_signal.c.timestamp.desc())
        .limit(1)
        .correlate(user)
        .scalar_subquery()
    )


def _last_workout(as_of: datetime) -> ScalarSelect[str]:
    return (
        select(workout.c.id)
        .where(workout.c.user_id == user.c.id, _DONE, workout.c.scheduled_date <= as_of)
        .order_by(workout.c.scheduled_date.desc())
        .limit(1)
        .correlate(user)
        .scalar_subquery()
    )


def _athletes(connection: Connection, as_of: datetime) -> dict[str, Record]:
    rows = connection.execute(
        select(
            user.c.id,
            user.c.email,
            user.c.name,
            user.c.unit,
            user.c.is_demo,
            user.c.time_zone,
            macro_cycle.c.id.label("macro_id"),
            macro_cycle.c.primary_goal.label("macro_goal"),
            macro_cycle.c.training_age.label("macro_age"),
            macro_cycle.c.event_date,
            goals.c.primary_goal,
            profile.c.training_age,
            readiness_signal.c.timestamp,
            readiness_signal.c.fatigue_score,
            workout.c.scheduled_date,
            workout.c.completed_at,
        )
        .outerjoin(macro_cycle, and_(macro_cycle.c.user_id == user.c.id, macro_cycle.c.is_active))
        .outerjoin(goals, goals.c.user_id == user.c.id)
        .outerjoin(profile, profile.c.user_id == user.c.id)
        .outerjoin(readiness_signal, readiness_signal.c.id == _latest_signal(as_of))
        .outerjoin(workout, workout.c.id == _last_workout(as_of))
        .order_by(func.coalesce(user.c.name, user.c.email), user.c.id)
    )
    return {row.id: _record(row) for row in rows}


def _record(row: Any) -> Record:
    done = row.completed_at or row.scheduled_date
    return Record(
        athlete=Athlete(row.id, row.email, row.name, Unit(row.unit or Unit.KG), row.is_demo),
        goal=row.macro_goal or row.primary_goal,
        training_age=row.macro_age or row.training_age,
        event=row.event_date,
        has_plan=row.macro_id is not None,
        signal=None if row.timestamp is None else (row.timestamp, row.fatigue_score),
        last_workout=None if done is None else local_day(done, zone(row.time_zone)),
    )


def _count_sessions(connection: Connection, records: Mapping[str, Record], today: date, as_of: datetime) -> None:
    missed = or_(workout.c.status == WorkoutStatus.SKIPPED, workout.c.status == WorkoutStatus.PLANNED)
    rows = connection.execute(
        select(
            user.c.id,
            func.sum(case((_DONE, 1), else_=0)).label("sessions"),
            func.sum(case((and_(missed, workout.c.scheduled_date < _start(today)), 1), else_=0)).label("missed"),
        )
        .join(workout, workout.c.user_id == user.c.id)
        .where(workout.c.scheduled_date.between(_start(today - timedelta(days=MISSED_DAYS)), as_of))
        .group_by(user.c.id)
    )
    for row in rows:
        records[row.id].sessions, records[row.id].missed = int(row.sessions), int(row.missed)


def _add_weekly_sets(connection: Connection, records: Mapping[str, Record], first: date, as_of: datetime) -> None:
    # Counted workout by workout: left to itself SQLite begins with a scan of every set there is.
    rows = connection.execute(
        select(user.c.id, user.c.time_zone, PERFORMED_AT.label("at"), _hard_sets().label("sets"))
        .join(workout, workout.c.user_id == user.c.id)
        # A day's margin: the week is the athlete's own, taken below.
        .where(workout.c.scheduled_date.between(_start(first - timedelta(days=1)), as_of))
    )
    for row in rows:
        week = monday(local_day(row.at, zone(row.time_zone)))
        if week >= first:
            weeks = records[row.id].weekly_sets
            weeks[week] = weeks.get(week, 0) + row.sets


def _hard_sets() -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(workout_exercise)
        .join(workout_set, workout_set.c.workout_exercise_id == workout_exercise.c.id)
        .join(set_log, set_log.c.workout_set_id == workout_set.c.id)
        .where(workout_exercise.c.workout_id == workout.c.id, HARD)
        .correlate(workout)
        .scalar_subquery()
    )


def _add_blocks(connection: Connection, records: Mapping[str, Record], first: date, last: date) -> None:
    rows = connection.execute(
        select(
            macro_cycle.c.user_id,
            macro_cycle.c.id,
            macro_cycle.c.start_date,
            macro_cycle.c.end_date,
            training_block.c.block_type,
            training_block.c.duration_weeks,
        )
        .join(mesocycle, mesocycle.c.macro_cycle_id == macro_cycle.c.id)
        .join(training_block, training_block.c.mesocycle_id == mesocycle.c.id)
        .where(or_(macro_cycle.c.is_active, macro_cycle.c.end_date >= first))
        .order_by(
            macro_cycle.c.user_id,
            macro_cycle.c.start_date,
            macro_cycle.c.id,
            mesocycle.c.order_index,
            training_block.c.order_index,
        )
    )
    for (user_id, _), blocks in groupby(rows, key=lambda row: (row.user_id, row.id)):
        records[user_id].blocks += _placed(list(blocks), first, last)


def _placed(blocks: Sequence[Any], first: date, last: date) -> list[RosterBlock]:
    """A macrocycle's blocks that touch the window; what an archived one never reached is cut off."""
    found = []
    start = blocks[0].start_date
    ends = blocks[0].end_date
    for block in blocks:
        weeks = block.duration_weeks
        if ends is not None:
            weeks = min(weeks, ((ends - start).days + 7) // 7)
        if weeks > 0 and start <= last and start + timedelta(weeks=weeks) > first:
            found.append(RosterBlock(block.block_type, start, weeks))
        start += timedelta(weeks=block.duration_weeks)
    return found


def _add_trends(connection: Connection, records: Mapping[str, Record], today: date) -> None:
    rows = connection.execute(
        select(exercise_exposure.c.user_id, exercise.c.name, exercise_exposure.c.performance)
        .join(exercise, exercise.c.id == exercise_exposure.c.exercise_id)
        .where(exercise_exposure.c.last_used >= _start(today - timedelta(days=TREND_DAYS)))
        .order_by(exercise_exposure.c.user_id, exercise_exposure.c.usage_count.desc(), exercise.c.name)
    )
    for row in rows:
        # Another program's performance may be anything; what is not ours says nothing.
        known = row.performance if isinstance(row.performance, dict) else {}
        if known.get("isMain") and known.get("trend") in _JUDGED:
            records[row.user_id].lifts.setdefault(LiftTrend(known["trend"]), []).append(row.name)
