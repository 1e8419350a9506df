"""The sessions a week has already: which of them stay, what they count for, and which may be made anew."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, exists, func, not_, or_, select

from app.gateways.performed import PERFORMED_AT, PLANNED_WARM_UP
from models.tables.exercises import exercise
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.days import local_day, span
from models.values.kinds import WorkoutExerciseSection, WorkoutStatus

GENERATED: Final = "generated"
"""`Workout.source` of what this program has made."""
_OURS: Final = (GENERATED, "demo")
"""A demonstration's coming sessions give way to real ones."""


@dataclass(frozen=True, slots=True)
class WeekWorkout:
    """A workout of a calendar week."""

    id: str
    day: date
    """The local day it was done, or is planned for."""
    status: WorkoutStatus | str
    is_untouched: bool
    """Made by this program and changed by nobody since."""

    @property
    def is_performed(self) -> bool:
        return self.status == WorkoutStatus.COMPLETED

    @property
    def is_open(self) -> bool:
        return self.status in (WorkoutStatus.PLANNED, WorkoutStatus.IN_PROGRESS)


def read_week(connection: Connection, athlete_id: str, monday: date, where: tzinfo | None) -> list[WeekWorkout]:
    """Every workout of the calendar week, by day."""
    begin, end = span(monday, monday + timedelta(days=6), where)
    rows = connection.execute(
        select(workout.c.id, PERFORMED_AT.label("at"), workout.c.status, untouched().label("untouched"))
        .where(workout.c.user_id == athlete_id, begin <= PERFORMED_AT, end > PERFORMED_AT)
        .order_by(PERFORMED_AT, workout.c.id)
    )
    return [WeekWorkout(row.id, local_day(row.at, where), row.status, bool(row.untouched)) for row in rows]


def untouched() -> ColumnElement[bool]:
    """A planned workout that this program made and nobody has changed since."""
    entries = workout_exercise.c.workout_id == workout.c.id
    logged = (
        exists()
        .where(entries, workout_set.c.workout_exercise_id == workout_exercise.c.id)
        .where(set_log.c.workout_set_id == workout_set.c.id)
    )
    noted = exists().where(entries, workout_exercise.c.notes.is_not(None))
    return and_(
        workout.c.status == WorkoutStatus.PLANNED,
        workout.c.source.in_(_OURS),
        workout.c.notes.is_(None),
        not_(workout.c.was_autoregulated),
        not_(logged),
        not_(noted),
    )


def read_planned_sets(connection: Connection, workouts: Collection[str]) -> dict[str, int]:
    """Working sets that these workouts ask for, by exercise id."""
    if not workouts:
        return {}
    section = workout_exercise.c.section
    rows = connection.execute(
        select(workout_exercise.c.exercise_id, func.count(workout_set.c.id))
        .join(workout_set, workout_set.c.workout_exercise_id == workout_exercise.c.id)
        .where(workout_exercise.c.workout_id.in_(sorted(workouts)), not_(PLANNED_WARM_UP))
        .where(or_(section.is_(None), section != WorkoutExerciseSection.WARMUP))
        .group_by(workout_exercise.c.exercise_id)
        .order_by(workout_exercise.c.exercise_id)
    )
    return {row[0]: row[1] for row in rows}


def read_accessories(
    connection: Connection, athlete_id: str, block_id: str | None, week: int, but: Collection[str]
) -> list[str]:
    """Catalogue ids of the accessories a block has had up to its 0-based week, the latest first.

    Workouts `but` those of the ids count, left-out ones do not.
    """
    if block_id is None:
        return []
    rows = connection.execute(
        select(exercise.c.catalogue_id, workout.c.week_in_block, workout_exercise.c.order_index)
        .select_from(workout)
        .join(workout_exercise, workout_exercise.c.workout_id == workout.c.id)
        .join(exercise, exercise.c.id == workout_exercise.c.exercise_id)
        .where(
            workout.c.user_id == athlete_id,
            workout.c.training_block_id == block_id,
            workout.c.week_in_block <= week,
            workout.c.status != WorkoutStatus.SKIPPED,
            workout.c.id.not_in(sorted(but)),
            not_(workout_exercise.c.is_main_lift),
            exercise.c.catalogue_id.is_not(None),
        )
        .order_by(workout.c.week_in_block.desc(), workout.c.scheduled_date, workout_exercise.c.order_index)
    )
    return list(dict.fromkeys(row[0] for row in rows))


def fractional(
    counts: Mapping[str, int], shares: Mapping[str, Mapping[str, float]], into: Mapping[str, float]
) -> dict[str, float]:
    """Fractional sets per muscle of sets by exercise id, added to what is there."""
    total = dict(into)
    for key, count in counts.items():
        for muscle, share in shares.get(key, {}).items():
            total[muscle] = total.get(muscle, 0.0) + share * count
    return total


def by_catalogue(counts: Mapping[str, int], names: Mapping[str, Any], into: Mapping[str, int]) -> dict[str, int]:
    """Sets by exercise id as sets by catalogue id, added to what is there; own exercises have none."""
    total = dict(into)
    for key, count in counts.items():
        if (name := names[key].catalogue_id) is not None:
            total[name] = total.get(name, 0) + count
    return total


def kept_of(workouts: Sequence[WeekWorkout], today: date, *, replace: bool) -> list[WeekWorkout]:
    """Those that stay and count: performed, begun, made or changed by hand; planned ones of days gone by do not count.

    Untouched ones give way where `replace` says so.
    """
    return [
        one
        for one in workouts
        if one.is_performed
        or one.status == WorkoutStatus.IN_PROGRESS
        or (one.is_open and one.day >= today and not (replace and one.is_untouched))
    ]


def replaced_of(workouts: Sequence[WeekWorkout], today: date) -> list[str]:
    """Ids of untouched sessions from today on: days gone by stay as they were."""
    return [one.id for one in workouts if one.is_untouched and one.day >= today]
