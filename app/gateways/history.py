"""What an athlete has done, as planning needs it: weeks, sessions, lifts and limits, aggregated in SQL."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo
from statistics import fmean, median
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, case, exists, func, select

from app.engine.constants import ASSUMED_RIR, E1RM_MOST_REPS, INJURY_LEAST_SEVERITY
from app.engine.strength import e1rm
from app.gateways.performed import HARD, HARD_SETS, LOGGED, PERFORMED_AT, WORKING
from models.tables.athletes import constraints, injury, user_preference
from models.tables.exercises import exercise, exercise_muscle, muscle
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.days import local_day, monday, span
from models.values.exercises import EquipmentType, MuscleRole
from models.values.workouts import WorkoutStatus

TOP_SETS: Final = 2
"""A day's e1RM is the mean of its two best sets: the best alone is biased upwards."""
_RPE_SUM: Final = func.sum(case((HARD, 10 - set_log.c.actual_rpe), else_=None))
_RPE_COUNT: Final = func.sum(case((and_(HARD, set_log.c.actual_rpe.is_not(None)), 1), else_=0))


@dataclass(slots=True)
class WeekDone:
    """What was performed in one calendar week."""

    hard_sets: int = 0
    sets: dict[str, float] = field(default_factory=dict)
    """Fractional hard sets by muscle key."""
    rir: float | None = None
    """Mean logged RIR of the hard sets, None where none was logged."""
    days: Counter[str] = field(default_factory=Counter)
    """Workout id to its hard sets."""
    exercises: Counter[str] = field(default_factory=Counter)
    """Catalogue id to hard sets."""
    minutes: list[int] = field(default_factory=list)

    @property
    def sessions(self) -> int:
        return len(self.days)


def read_weeks(
    connection: Connection, athlete_id: str, first: date, last: date, where: tzinfo | None
) -> dict[date, WeekDone]:
    """Performed weeks by their Monday, from the week of `first` to that of `last`; empty weeks are absent."""
    start, end = span(monday(first), monday(last) + timedelta(days=6), where)
    shares = _shares(connection, athlete_id)
    weeks: dict[date, WeekDone] = defaultdict(WeekDone)
    efforts: dict[date, list[tuple[float, int]]] = defaultdict(list)
    for row in connection.execute(_performed(athlete_id).where(PERFORMED_AT.between(start, end))):
        day = monday(local_day(row.at, where))
        if day > last:
            continue
        week = weeks[day]
        if row.workout_id not in week.days and row.minutes:
            week.minutes.append(row.minutes)
        week.days[row.workout_id] += row.hard
        week.hard_sets += row.hard
        if row.catalogue_id is not None:
            week.exercises[row.catalogue_id] += row.hard
        for key, share in shares.get(row.exercise_id, {}).items():
            week.sets[key] = week.sets.get(key, 0.0) + share * row.hard
        if row.rated:
            efforts[day].append((float(row.rir), int(row.rated)))
    for day, pairs in efforts.items():
        weeks[day].rir = sum(total for total, _ in pairs) / sum(count for _, count in pairs)
    return dict(sorted(weeks.items()))


def _performed(athlete_id: str) -> Select[Any]:
    return (
        select(
            workout.c.id.label("workout_id"),
            PERFORMED_AT.label("at"),
            func.coalesce(workout.c.actual_minutes, 0).label("minutes"),
            exercise.c.id.label("exercise_id"),
            exercise.c.catalogue_id,
            HARD_SETS.label("hard"),
            _RPE_SUM.label("rir"),
            _RPE_COUNT.label("rated"),
        )
        .join(workout_exercise, workout_exercise.c.workout_id == workout.c.id)
        .join(exercise, exercise.c.id == workout_exercise.c.exercise_id)
        .join(workout_set, workout_set.c.workout_exercise_id == workout_exercise.c.id)
        .join(set_log, set_log.c.workout_set_id == workout_set.c.id)
        .where(workout.c.user_id == athlete_id, workout.c.status == WorkoutStatus.COMPLETED, LOGGED)
        .group_by(workout.c.id, exercise.c.id)
        .order_by(PERFORMED_AT, workout.c.id, exercise.c.id)
    )


def _shares(connection: Connection, athlete_id: str) -> dict[str, dict[str, float]]:
    """Exercise id to muscle shares, of the exercises the athlete has ever had in a workout."""
    used = (
        select(workout_exercise.c.exercise_id)
        .join(workout, workout.c.id == workout_exercise.c.workout_id)
        .where(workout.c.user_id == athlete_id)
    )
    rows = connection.execute(
        select(exercise_muscle.c.exercise_id, muscle.c.key, exercise_muscle.c.role)
        .join(muscle, muscle.c.id == exercise_muscle.c.muscle_id)
        .where(muscle.c.key.is_not(None), exercise_muscle.c.exercise_id.in_(used))
    )
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for exercise_id, key, role in rows:
        shares[exercise_id][key] = 1.0 if role == MuscleRole.PRIMARY else 0.5
    return shares


def read_session_days(connection: Connection, athlete_id: str, where: tzinfo | None) -> list[date]:
    """The local day of every completed workout with a logged set, ascending, one entry per workout."""
    logged = (
        exists()
        .where(workout_exercise.c.workout_id == workout.c.id)
        .where(workout_set.c.workout_exercise_id == workout_exercise.c.id)
        .where(set_log.c.workout_set_id == workout_set.c.id)
        .where(LOGGED)
    )
    rows = connection.execute(
        select(PERFORMED_AT.label("at")).where(
            workout.c.user_id == athlete_id, workout.c.status == WorkoutStatus.COMPLETED, logged
        )
    )
    return sorted(local_day(row.at, where) for row in rows)


def read_lifts(
    connection: Connection, athlete_id: str, lifts: Collection[str], since: date, until: date, where: tzinfo | None
) -> dict[str, list[tuple[date, float]]]:
    """Catalogue id to the e1RM in kg of each day; sets without a logged effort are taken to have 2 in reserve."""
    top = func.max(set_log.c.actual_load, type_=set_log.c.actual_load.type)
    rows = connection.execute(
        select(
            exercise.c.catalogue_id,
            PERFORMED_AT.label("at"),
            set_log.c.actual_reps.label("reps"),
            set_log.c.actual_rpe.label("rpe"),
            top.label("load"),
        )
        .join(workout_exercise, workout_exercise.c.workout_id == workout.c.id)
        .join(exercise, exercise.c.id == workout_exercise.c.exercise_id)
        .join(workout_set, workout_set.c.workout_exercise_id == workout_exercise.c.id)
        .join(set_log, set_log.c.workout_set_id == workout_set.c.id)
        .where(
            workout.c.user_id == athlete_id,
            workout.c.status == WorkoutStatus.COMPLETED,
            WORKING,
            PERFORMED_AT.between(*span(since, until, where)),
            exercise.c.catalogue_id.in_(sorted(lifts)),
            set_log.c.actual_reps.between(1, int(E1RM_MOST_REPS)),
            set_log.c.actual_load.is_not(None),
        )
        .group_by(exercise.c.catalogue_id, workout.c.id, set_log.c.actual_reps, set_log.c.actual_rpe)
    )
    found: dict[str, dict[date, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        rir = ASSUMED_RIR if row.rpe is None else max(0.0, 10 - row.rpe)
        estimate = e1rm(row.load, row.reps, rir)
        if estimate is not None:
            found[row.catalogue_id][local_day(row.at, where)].append(estimate)
    return {
        key: [(day, fmean(sorted(values)[-TOP_SETS:])) for day, values in sorted(days.items())]
        for key, days in sorted(found.items())
    }


@dataclass(frozen=True, slots=True)
class Limits:
    """What an athlete has, does not want, and must spare."""

    equipment: Sequence[EquipmentType | str]
    avoided: frozenset[str]
    """Catalogue ids."""
    injured: tuple[str, ...]
    """Body parts of active injuries, as they were written."""


def read_limits(connection: Connection, athlete_id: str) -> Limits:
    """Equipment, avoided exercises (by id or by name) and active injuries of some severity."""
    equipment = connection.execute(
        select(constraints.c.available_equipment).where(constraints.c.user_id == athlete_id)
    ).scalar()
    wishes = connection.execute(
        select(user_preference.c.avoid_exercise_ids, user_preference.c.avoid_exercises).where(
            user_preference.c.user_id == athlete_id
        )
    ).one_or_none()
    parts = connection.execute(
        select(injury.c.body_part)
        .where(injury.c.user_id == athlete_id, injury.c.is_active, injury.c.severity >= INJURY_LEAST_SEVERITY)
        .order_by(injury.c.body_part)
    ).scalars()
    avoided = frozenset() if wishes is None else _catalogue_ids(connection, *wishes)
    return Limits(equipment or [], avoided, tuple(parts))


def _catalogue_ids(connection: Connection, ids: Sequence[str], names: Sequence[str]) -> frozenset[str]:
    if not ids and not names:
        return frozenset()
    known = connection.execute(
        select(exercise.c.catalogue_id).where(
            exercise.c.catalogue_id.is_not(None),
            exercise.c.id.in_(list(ids)) | func.lower(exercise.c.name).in_([name.lower() for name in names]),
        )
    ).scalars()
    # An id may also be the catalogue's own.
    return frozenset(known) | frozenset(ids)


def habits(weeks: Mapping[date, WeekDone]) -> tuple[int | None, int | None]:
    """Sessions a week and minutes a session as they were usual in these weeks; None where nothing says so."""
    sessions = [week.sessions for week in weeks.values() if week.sessions]
    minutes = [minute for week in weeks.values() for minute in week.minutes]
    return round(fmean(sessions)) if sessions else None, round(median(minutes)) if minutes else None
