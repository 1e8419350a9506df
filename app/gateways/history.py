"""What an athlete has done, as planning needs it: weeks, sessions, lifts and limits, aggregated in SQL."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from statistics import fmean, median
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, and_, case, exists, func, select

from app.engine.constants import E1RM_MOST_REPS
from app.engine.lift_log import session_estimate, set_estimate
from app.gateways.ledger import ExerciseFacts, Ledger, grouped
from app.gateways.performed import HARD, HARD_SETS, LOGGED, PERFORMED_AT, WORKING
from models.tables.exercises import exercise, exercise_muscle, muscle
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.days import local_day, monday, span
from models.values.exercises import MuscleRole
from models.values.workouts import WorkoutStatus

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
    shares = read_shares(connection, athlete_id)
    rows = connection.execute(_performed(athlete_id).where(PERFORMED_AT.between(start, end)))
    return _weeks((Performed(*row) for row in rows), shares, last, where)


class Performed(NamedTuple):
    """An exercise of one workout: hard sets, and of those with an effort the number and the sum of their RIR."""

    workout_id: str
    at: datetime
    minutes: int
    exercise_id: str
    catalogue_id: str | None
    hard: int
    rir: float | None
    rated: int | None


Shares = Mapping[str, Mapping[str, float]]
"""Exercise id to the share of a set by muscle key."""


def weeks_of(
    ledger: Ledger,
    exercises: Mapping[str, ExerciseFacts],
    shares: Shares,
    first: date,
    last: date,
    where: tzinfo | None,
) -> dict[date, WeekDone]:
    """What `read_weeks` finds, from a ledger that has been read already."""
    start, end = span(monday(first), monday(last) + timedelta(days=6), where)
    recent = [one for one in ledger if start <= one.at <= end]
    return _weeks(_performed_of(recent, exercises), shares, last, where)


def _performed_of(ledger: Ledger, exercises: Mapping[str, ExerciseFacts]) -> Iterator[Performed]:
    for one, exercise_id, sets in grouped(ledger):
        hard = [performed for performed in sets if performed.hard]
        efforts = [10 - performed.rpe for performed in hard if performed.rpe is not None]
        name = exercises[exercise_id].catalogue_id
        yield Performed(one.id, one.at, one.minutes, exercise_id, name, len(hard), sum(efforts), len(efforts))


def _weeks(rows: Iterable[Performed], shares: Shares, last: date, where: tzinfo | None) -> dict[date, WeekDone]:
    weeks: dict[date, WeekDone] = defaultdict(WeekDone)
    efforts: dict[date, list[tuple[float, int]]] = defaultdict(list)
    mondays: dict[datetime, date] = {}
    for row in rows:
        if row.at not in mondays:
            mondays[row.at] = monday(local_day(row.at, where))
        day = mondays[row.at]
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
        if row.rated and row.rir is not None:
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


def read_shares(connection: Connection, athlete_id: str | None = None) -> dict[str, dict[str, float]]:
    """Exercise id to muscle shares, of the exercises the athlete has ever had in a workout, or of all."""
    statement = (
        select(exercise_muscle.c.exercise_id, muscle.c.key, exercise_muscle.c.role)
        .join(muscle, muscle.c.id == exercise_muscle.c.muscle_id)
        .where(muscle.c.key.is_not(None))
        .order_by(exercise_muscle.c.exercise_id, muscle.c.key)
    )
    if athlete_id is not None:
        used = (
            select(workout_exercise.c.exercise_id)
            .join(workout, workout.c.id == workout_exercise.c.workout_id)
            .where(workout.c.user_id == athlete_id)
        )
        statement = statement.where(exercise_muscle.c.exercise_id.in_(used))
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for exercise_id, key, role in connection.execute(statement):
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


def session_days_of(ledger: Ledger, where: tzinfo | None) -> list[date]:
    """What `read_session_days` finds, from a ledger that has been read already."""
    return sorted(local_day(one.at, where) for one in ledger if one.exercises)


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
    return _best_days((tuple(row) for row in rows), where)


def lifts_of(
    ledger: Ledger,
    exercises: Mapping[str, ExerciseFacts],
    lifts: Collection[str],
    since: date,
    until: date,
    where: tzinfo | None,
) -> dict[str, list[tuple[date, float]]]:
    """What `read_lifts` finds, from a ledger that has been read already."""
    start, end = span(since, until, where)
    tops: dict[tuple[str, str, int, float | None], float] = {}
    moments: dict[str, datetime] = {}
    for one, exercise_id, sets in grouped([one for one in ledger if start <= one.at <= end]):
        name = exercises[exercise_id].catalogue_id
        if name is None or name not in lifts:
            continue
        moments[one.id] = one.at
        for performed in sets:
            reps, load = performed.reps, performed.load_kg
            if performed.working and load is not None and reps is not None and 1 <= reps <= int(E1RM_MOST_REPS):
                key = (name, one.id, reps, performed.rpe)
                tops[key] = max(load, tops.get(key, load))
    return _best_days(((key[0], moments[key[1]], key[2], key[3], load) for key, load in tops.items()), where)


def _best_days(tops: Iterable[tuple[Any, ...]], where: tzinfo | None) -> dict[str, list[tuple[date, float]]]:
    """e1RM by lift and day, from (catalogue id, moment, repetitions, RPE or None, kilograms) of the best sets."""
    found: dict[str, dict[date, list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
    for catalogue_id, at, reps, rpe, load in tops:
        estimate = set_estimate(reps, load, rpe)
        if estimate is not None:
            found[catalogue_id][local_day(at, where)].append(estimate)
    return {
        key: [(day, best.kg) for day, sets in sorted(days.items()) if (best := session_estimate(sets)) is not None]
        for key, days in sorted(found.items())
    }


def habits(weeks: Mapping[date, WeekDone]) -> tuple[int | None, int | None]:
    """Sessions a week and minutes a session as they were usual in these weeks; None where nothing says so."""
    sessions = [week.sessions for week in weeks.values() if week.sessions]
    minutes = [minute for week in weeks.values() for minute in week.minutes]
    return round(fmean(sessions)) if sessions else None, round(median(minutes)) if minutes else None
