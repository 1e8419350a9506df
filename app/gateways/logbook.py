"""Writes the workouts of a training log into the tables, and takes those of one import out again."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Final

from sqlalchemy import Connection, delete, exists, not_, or_, select

from app.gateways.bulk import insert_rows
from app.gateways.recognition import KnownExercise, exercise_id
from models.tables.exercises import (
    exercise,
    exercise_alias,
    exercise_equipment,
    exercise_muscle,
    exercise_variation,
    substitution_rule,
)
from models.tables.plan import exercise_exposure
from models.tables.workouts import (
    baseline,
    set_log,
    workout,
    workout_exercise,
    workout_set,
    workout_template_exercise,
)
from models.values.ids import new_uuids
from models.values.workouts import (
    LoggedExercise,
    LoggedWorkout,
    SetType,
    WorkoutExerciseSection,
    WorkoutSelectionMode,
    WorkoutStatus,
)

MAIN_LIFTS: Final = 2
"""At most so many exercises of a logged workout count as its main lifts: those it opens with."""
_BATCH: Final = 100
_Key = tuple[str, str]


_WORKOUT: Final = (
    "id", "user_id", "scheduled_date", "completed_at", "status", "notes", "selection_mode", "selection_metadata",
    "name", "source", "import_id", "actual_minutes",
)  # fmt: skip
_EXERCISE: Final = (
    "id", "workout_id", "exercise_id", "order_index", "section", "is_main_lift", "movement_patterns", "notes",
    "superset_group",
)  # fmt: skip
_SET: Final = ("id", "workout_exercise_id", "set_index", "target_reps", "rest_seconds")
_LOG: Final = (
    "id", "workout_set_id", "actual_reps", "actual_rpe", "actual_load", "completed_at", "notes", "set_type",
    "duration_seconds", "distance_meters",
)  # fmt: skip
# Ids are our own and the numbers have been checked when the file was read.
_TRUSTED: Final = frozenset(
    ("id", "workout_id", "exercise_id", "workout_exercise_id", "workout_set_id", "set_type", "actual_rpe",
     "duration_seconds", "distance_meters")
)  # fmt: skip
_Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """Whose log is written, by which import, and in which zone its clock ran (None: the machine's)."""

    athlete_id: str
    import_id: str
    source: str
    zone: tzinfo | None


def key_of(name: str | None, start: datetime) -> _Key:
    """By what a workout is known again: its name and its start to the minute, on the local clock."""
    return (name or "", start.isoformat(timespec="minutes"))


def stored_keys(connection: Connection, athlete_id: str, zone: tzinfo | None) -> Counter[_Key]:
    """The keys of the workouts the athlete has done, and how many there are of each; plans do not count.

    Imported ones remember the local start itself, so a changed time zone does not make them strangers.
    """
    columns = (workout.c.name, workout.c.scheduled_date, workout.c.selection_metadata)
    keys: Counter[_Key] = Counter()
    done = workout.c.status.not_in((WorkoutStatus.PLANNED, WorkoutStatus.SKIPPED))
    for name, scheduled, metadata in connection.execute(select(*columns).where(workout.c.user_id == athlete_id, done)):
        local = _remembered_start(metadata) or scheduled.astimezone(zone).replace(tzinfo=None)
        keys[key_of(name, local)] += 1
    return keys


def _remembered_start(metadata: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(metadata["localStart"])
    except (TypeError, KeyError, ValueError):
        return None


def write_workouts(
    connection: Connection,
    workouts: Sequence[LoggedWorkout],
    exercises: Mapping[str, KnownExercise],
    target: Target,
    progress: Callable[[int], None],
) -> None:
    """Insert the workouts with their exercises, sets and logs; `progress` is told how many are written."""
    for start in range(0, len(workouts), _BATCH):
        rows = _Rows(target)
        for each in workouts[start : start + _BATCH]:
            rows.add_workout(each, exercises)
        rows.insert(connection)
        progress(min(start + _BATCH, len(workouts)))


@dataclass(slots=True)
class _Rows:
    """The rows of a batch of workouts, by table."""

    target: Target
    workouts: list[_Row] = field(default_factory=list)
    exercises: list[_Row] = field(default_factory=list)
    sets: list[_Row] = field(default_factory=list)
    logs: list[_Row] = field(default_factory=list)

    def insert(self, connection: Connection) -> None:
        """Parents first."""
        insert_rows(connection, workout, _WORKOUT, self.workouts)
        insert_rows(connection, workout_exercise, _EXERCISE, self.exercises, trusted=_TRUSTED)
        insert_rows(connection, workout_set, _SET, self.sets, trusted=_TRUSTED)
        insert_rows(connection, set_log, _LOG, self.logs, trusted=_TRUSTED)

    def add_workout(self, each: LoggedWorkout, known: Mapping[str, KnownExercise]) -> None:
        workout_id, *ids = new_uuids(1 + len(each.exercises))
        start, end = _span(each, self.target.zone)
        minutes = None if end is None else round((end - start).total_seconds() / 60)
        remembered = {"localStart": each.start.isoformat()}
        self.workouts.append(
            (workout_id, self.target.athlete_id, start, end or start, WorkoutStatus.COMPLETED, each.notes,
             WorkoutSelectionMode.MANUAL, remembered, each.name or None, self.target.source, self.target.import_id,
             minutes)
        )  # fmt: skip
        may_be_main, main_lifts = True, 0
        for index, (one_id, one) in enumerate(zip(ids, each.exercises, strict=True)):
            refers_to = known[one.name]
            warm_up = all(s.set_type is SetType.WARMUP for s in one.sets)
            may_be_main = may_be_main and (warm_up or (refers_to.is_main_lift and main_lifts < MAIN_LIFTS))
            is_main = may_be_main and not warm_up
            main_lifts += is_main
            section = _section(warm_up=warm_up, is_main=is_main)
            self.exercises.append(
                (one_id, workout_id, refers_to.id, index, section, is_main, refers_to.patterns, one.notes,
                 one.superset)
            )  # fmt: skip
            self._add_sets(one_id, one, end or start)

    def _add_sets(self, exercise_row: str, one: LoggedExercise, at: datetime) -> None:
        ids = new_uuids(2 * len(one.sets))
        common_rest = None if any(each.rest_seconds for each in one.sets) else one.rest_seconds
        for index, each in enumerate(one.sets):
            set_id = ids[2 * index]
            # The target cannot be empty; a log has none, so what was done stands there too.
            self.sets.append((set_id, exercise_row, index, each.reps or 0, each.rest_seconds or common_rest))
            self.logs.append(
                (ids[2 * index + 1], set_id, each.reps, each.rpe, each.load_kg, at, each.notes, each.set_type.value,
                 each.duration_seconds, each.distance_m)
            )  # fmt: skip


def _section(*, warm_up: bool, is_main: bool) -> WorkoutExerciseSection:
    if warm_up:
        return WorkoutExerciseSection.WARMUP
    return WorkoutExerciseSection.MAIN if is_main else WorkoutExerciseSection.ACCESSORY


def _span(each: LoggedWorkout, zone: tzinfo | None) -> tuple[datetime, datetime | None]:
    """Start and end in UTC; a duration is true time, an end is what the clock showed."""
    start = utc(each.start, zone)
    if each.elapsed_seconds is not None:
        return start, start + timedelta(seconds=each.elapsed_seconds)
    # Clocks that were set back meanwhile may show an end before the start.
    return start, None if each.end is None else max(utc(each.end, zone), start)


def utc(local: datetime, zone: tzinfo | None) -> datetime:
    """The moment a local clock showed this time; the first one where it was shown twice."""
    return local.replace(tzinfo=zone).astimezone(UTC)


def remove_import(connection: Connection, import_id: str) -> None:
    """Delete the workouts of an import with their exercises, sets and logs; check-ins lose their link only."""
    workouts = select(workout.c.id).where(workout.c.import_id == import_id)
    exercises = select(workout_exercise.c.id).where(workout_exercise.c.workout_id.in_(workouts))
    sets = select(workout_set.c.id).where(workout_set.c.workout_exercise_id.in_(exercises))
    connection.execute(delete(set_log).where(set_log.c.workout_set_id.in_(sets)))
    connection.execute(delete(workout_set).where(workout_set.c.workout_exercise_id.in_(exercises)))
    connection.execute(delete(workout_exercise).where(workout_exercise.c.workout_id.in_(workouts)))
    connection.execute(delete(workout).where(workout.c.import_id == import_id))


def remove_unused_exercises(connection: Connection, import_id: str) -> None:
    """Delete the exercises the import had added, unless somebody has taken them into use since."""
    mentions = (
        workout_exercise.c.exercise_id,
        workout_template_exercise.c.exercise_id,
        baseline.c.exercise_id,
        exercise_exposure.c.exercise_id,
        exercise_alias.c.exercise_id,
        exercise_equipment.c.exercise_id,
        exercise_muscle.c.exercise_id,
        exercise_variation.c.exercise_id,
        substitution_rule.c.from_exercise_id,
        substitution_rule.c.to_exercise_id,
    )
    unused = not_(or_(*(exists().where(column == exercise.c.id) for column in mentions)))
    candidates = connection.execute(
        select(exercise.c.id, exercise.c.name).where(exercise.c.catalogue_id.is_(None), unused).order_by(exercise.c.id)
    )
    own = [key for key, name in candidates if key == exercise_id(import_id, name)]
    if own:
        connection.execute(delete(exercise).where(exercise.c.id.in_(own)))
