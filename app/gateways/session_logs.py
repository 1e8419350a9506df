"""A workout while it is done: its state, and the log of each set."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, exists, func, insert, select, update

from app.gateways.performed import LOGGED, PLANNED_WARM_UP
from models.tables.athletes import user
from models.tables.plan import training_block
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.ids import IdStyle, new_id
from models.values.kinds import BlockType, SetType, WorkoutExerciseSection, WorkoutStatus

FIELDS = ("actual_reps", "actual_rpe", "actual_load", "notes", "was_skipped", "set_type", "duration_seconds",
          "distance_meters")  # fmt: skip
"""What a log says; a column's key each."""
_NOTHING_ASKED = {"target_reps": 0, "target_rep_min": 0, "target_rep_max": 0}
"""The column cannot be empty, and a set that asks for no repetitions is known to be one beyond the plan."""


@dataclass(frozen=True, slots=True)
class OpenWorkout:
    """The state of a workout, held against others until the transaction ends."""

    id: str
    athlete_id: str
    status: WorkoutStatus | str
    completed_at: datetime | None
    scheduled: datetime
    block_id: str | None
    week_in_block: int | None
    is_deload: bool

    @property
    def is_completed(self) -> bool:
        return self.status == WorkoutStatus.COMPLETED


@dataclass(frozen=True, slots=True)
class OpenSet:
    """A set of a workout with its log, as far as logging it needs them."""

    id: str
    workout_id: str
    is_warm_up: bool
    """By the plan."""
    log: Mapping[str, Any] | None
    """The logged fields; None where nothing was logged."""


def hold_workout(connection: Connection, workout_id: str) -> OpenWorkout | None:
    """The workout, which nobody else changes until this transaction is through; None where it is gone.

    The athlete comes first, as for whoever makes a week or brings in a log: what follows from two
    workouts of one athlete is written one after the other.
    """
    whose = select(workout.c.user_id).where(workout.c.id == workout_id)
    connection.execute(select(user.c.id).where(user.c.id.in_(whose)).with_for_update())
    row = connection.execute(
        select(
            workout.c.id,
            workout.c.user_id,
            workout.c.status,
            workout.c.completed_at,
            workout.c.scheduled_date,
            workout.c.training_block_id,
            workout.c.week_in_block,
        )
        .where(workout.c.id == workout_id)
        .with_for_update()
    ).one_or_none()
    if row is None:
        return None
    kind = connection.execute(select(training_block.c.block_type).where(training_block.c.id == row[5])).scalar()
    return OpenWorkout(*row, kind == BlockType.DELOAD)


def workout_of_set(connection: Connection, set_id: str) -> str | None:
    """The id of the workout a set belongs to."""
    return connection.execute(
        select(workout_exercise.c.workout_id)
        .join(workout_set, workout_set.c.workout_exercise_id == workout_exercise.c.id)
        .where(workout_set.c.id == set_id)
    ).scalar()


def workout_of_entry(connection: Connection, entry_id: str) -> str | None:
    """The id of the workout an exercise entry belongs to."""
    return connection.execute(select(workout_exercise.c.workout_id).where(workout_exercise.c.id == entry_id)).scalar()


def read_set(connection: Connection, set_id: str) -> OpenSet:
    """A set that is known to be there, with its log."""
    warm_up = PLANNED_WARM_UP | (workout_exercise.c.section == WorkoutExerciseSection.WARMUP)
    row = (
        connection.execute(
            select(
                workout_exercise.c.workout_id,
                warm_up.label("is_warm_up"),
                set_log.c.id.label("log_id"),
                *[set_log.c[key].label(f"log_{key}") for key in FIELDS],
            )
            .select_from(workout_set)
            .join(workout_exercise, workout_exercise.c.id == workout_set.c.workout_exercise_id)
            .outerjoin(set_log, set_log.c.workout_set_id == workout_set.c.id)
            .where(workout_set.c.id == set_id)
        )
        .mappings()
        .one()
    )
    log = None if row["log_id"] is None else {key: row[f"log_{key}"] for key in FIELDS}
    return OpenSet(set_id, row["workout_id"], bool(row["is_warm_up"]), log)


def put_log(connection: Connection, one: OpenSet, values: Mapping[str, Any], now: datetime) -> bool:
    """Store what a set's log says; False where it said that already."""
    if one.log is None:
        row = {"id": new_id(IdStyle.UUID), "workout_set_id": one.id, "completed_at": now, **values}
        connection.execute(insert(set_log), [row])
        return True
    if all(_same(one.log[key], values[key]) for key in FIELDS):
        return False
    # A set that is only now done was done now; a correction leaves its time alone.
    done_now = {"completed_at": now} if one.log["was_skipped"] else {}
    connection.execute(update(set_log).where(set_log.c.workout_set_id == one.id).values(**values, **done_now))
    return True


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) or isinstance(other, float):
        return one is not None and other is not None and abs(one - other) < 1e-6
    return bool(one == other)


def delete_log(connection: Connection, set_id: str) -> bool:
    """Take a set's log out; False where there was none."""
    return connection.execute(delete(set_log).where(set_log.c.workout_set_id == set_id)).rowcount > 0


def add_row(connection: Connection, entry_id: str) -> str:
    """A set beyond the plan, behind the others of its exercise; it asks for nothing (targets of 0)."""
    last = connection.execute(
        select(func.max(workout_set.c.set_index)).where(workout_set.c.workout_exercise_id == entry_id)
    ).scalar()
    set_id, index = new_id(IdStyle.UUID), 0 if last is None else int(last) + 1
    row = {"id": set_id, "workout_exercise_id": entry_id, "set_index": index, **_NOTHING_ASKED}
    connection.execute(insert(workout_set), [row])
    return set_id


def set_status(connection: Connection, workout_id: str, status: WorkoutStatus, **values: Any) -> None:
    """Write a workout's status and what comes with it."""
    connection.execute(update(workout).where(workout.c.id == workout_id).values(status=status, **values))


def performed_span(connection: Connection, workout_id: str) -> tuple[int, datetime | None, datetime | None]:
    """How many sets of the workout were done, and when the first and the last of them were logged."""
    row = connection.execute(
        select(
            func.count(set_log.c.id).label("sets"),
            func.min(set_log.c.completed_at, type_=set_log.c.completed_at.type).label("first"),
            func.max(set_log.c.completed_at, type_=set_log.c.completed_at.type).label("last"),
        )
        .join(workout_set, workout_set.c.id == set_log.c.workout_set_id)
        .join(workout_exercise, workout_exercise.c.id == workout_set.c.workout_exercise_id)
        .where(workout_exercise.c.workout_id == workout_id, LOGGED)
    ).one()
    return row.sets, row.first, row.last


def is_only_set(connection: Connection, one: OpenSet) -> bool:
    """Whether no other set of the workout was done."""
    others = exists().where(
        and_(
            workout_exercise.c.workout_id == one.workout_id,
            workout_set.c.workout_exercise_id == workout_exercise.c.id,
            set_log.c.workout_set_id == workout_set.c.id,
            workout_set.c.id != one.id,
            LOGGED,
        )
    )
    return not connection.execute(select(others)).scalar()


def said(**values: Any) -> dict[str, Any]:
    """The fields of a log: those given, the others empty."""
    empty: dict[str, Any] = dict.fromkeys(FIELDS)
    return {**empty, "was_skipped": False, "set_type": SetType.NORMAL.value, **values}
