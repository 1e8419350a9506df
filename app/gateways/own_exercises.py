"""Exercises that came with a log and that the catalogue does not know, and how their history moves to one it knows."""

from collections.abc import Collection, Mapping, Sequence
from datetime import tzinfo
from typing import Any, Final

from sqlalchemy import Connection, and_, case, delete, func, insert, literal, or_, select, update

from app.gateways.logbook import MAIN_LIFTS
from app.gateways.performed import LOGGED, PERFORMED_AT
from models.tables.exercises import exercise, exercise_alias
from models.tables.plan import exercise_exposure
from models.tables.workouts import (
    baseline,
    set_log,
    workout,
    workout_exercise,
    workout_set,
    workout_template_exercise,
)
from models.values.days import local_day
from models.values.exercises import JointStress
from models.values.ids import IdStyle, new_id
from models.values.kinds import WorkoutExerciseSection, WorkoutStatus
from models.values.training import OwnExercise

_ROW: Final = ("id", "name", "joint_stress", "load_convention")
"""What an import knows of an exercise of its own."""


def read_own(connection: Connection, athlete_id: str, where: tzinfo | None) -> list[OwnExercise]:
    """The athlete's exercises without a place in the catalogue, the most used first."""
    done = and_(workout.c.status == WorkoutStatus.COMPLETED, LOGGED)
    uses = func.count(workout.c.id.distinct())
    rows = connection.execute(
        select(
            exercise.c.id,
            exercise.c.name,
            uses.label("workouts"),
            func.coalesce(func.sum(case((done, 1), else_=0)), 0).label("sets"),
            func.max(case((done, PERFORMED_AT)), type_=workout.c.completed_at.type).label("last"),
        )
        .join(workout_exercise, workout_exercise.c.exercise_id == exercise.c.id)
        .join(workout, workout.c.id == workout_exercise.c.workout_id)
        .outerjoin(workout_set, workout_set.c.workout_exercise_id == workout_exercise.c.id)
        .outerjoin(set_log, set_log.c.workout_set_id == workout_set.c.id)
        .where(workout.c.user_id == athlete_id, exercise.c.catalogue_id.is_(None))
        .group_by(exercise.c.id, exercise.c.name)
        .order_by(uses.desc(), exercise.c.name)
    )
    return [
        OwnExercise(row.id, row.name, row.workouts, row.sets, None if row.last is None else local_day(row.last, where))
        for row in rows
    ]


def read_one(connection: Connection, exercise_id: str) -> Mapping[str, Any] | None:
    """An exercise of somebody's own by id; None where it is gone or the catalogue's."""
    columns = [exercise.c[key] for key in _ROW]
    row = connection.execute(
        select(*columns).where(exercise.c.id == exercise_id, exercise.c.catalogue_id.is_(None))
    ).one_or_none()
    return None if row is None else dict(zip(_ROW, row, strict=True))


def users_of(connection: Connection, entries: Collection[str]) -> list[str]:
    """The athletes whose workouts hold these entries."""
    rows = connection.execute(
        select(workout.c.user_id)
        .distinct()
        .join(workout_exercise, workout_exercise.c.workout_id == workout.c.id)
        .where(workout_exercise.c.id.in_(sorted(entries)))
    )
    return sorted(rows.scalars())


def entries_of(connection: Connection, exercise_id: str) -> list[str]:
    """The ids of every workout entry of an exercise, whoever's."""
    rows = connection.execute(select(workout_exercise.c.id).where(workout_exercise.c.exercise_id == exercise_id))
    return sorted(rows.scalars())


def move_entries(connection: Connection, entries: Sequence[str], old: str, new: str, *, known: bool) -> None:
    """Let entries mean another exercise; one the catalogue knows brings its patterns and may be a main lift.

    An opening exercise that is eligible is one, as the import decides for names it knows.
    """
    target = connection.execute(
        select(exercise.c.movement_patterns, exercise.c.is_main_lift_eligible).where(exercise.c.id == new)
    ).one()
    columns = workout_exercise.c
    ours = and_(columns.exercise_id == old, columns.id.in_(entries))
    opening = and_(ours, columns.order_index < MAIN_LIFTS)
    working = or_(columns.section.is_(None), columns.section != WorkoutExerciseSection.WARMUP)
    main = known and target.is_main_lift_eligible
    if main:
        lead = {"is_main_lift": True, "section": WorkoutExerciseSection.MAIN}
        connection.execute(update(workout_exercise).where(opening, working).values(lead))
    elif not known:
        plain = {"is_main_lift": False, "section": WorkoutExerciseSection.ACCESSORY}
        connection.execute(update(workout_exercise).where(opening, working).values(plain))
    moved = {"exercise_id": new, "movement_patterns": target.movement_patterns}
    connection.execute(update(workout_exercise).where(ours).values(moved))


def move_mentions(connection: Connection, old: str, new: str) -> None:
    """What else names the exercise: templates, aliases, and baselines that do not meet one of the new exercise."""
    for table in (workout_template_exercise, exercise_alias):
        connection.execute(update(table).where(table.c.exercise_id == old).values(exercise_id=new))
    there = baseline.alias()
    met = (
        select(literal(1))
        .where(there.c.exercise_id == new, there.c.user_id == baseline.c.user_id)
        .where(there.c.context == baseline.c.context)
        .exists()
    )
    connection.execute(update(baseline).where(baseline.c.exercise_id == old, ~met).values(exercise_id=new))


def remember(connection: Connection, name: str, exercise_id: str) -> bool:
    """Let a name mean an exercise from now on; False where it means one already."""
    taken = connection.execute(select(exercise_alias.c.id).where(exercise_alias.c.alias == name)).scalar()
    if taken is not None:
        return False
    row = {"id": new_id(IdStyle.UUID), "exercise_id": exercise_id, "alias": name}
    connection.execute(insert(exercise_alias), [row])
    return True


def forget(connection: Connection, name: str, exercise_id: str) -> bool:
    """Take a remembered name back; False where it is gone."""
    mine = and_(exercise_alias.c.alias == name, exercise_alias.c.exercise_id == exercise_id)
    return connection.execute(delete(exercise_alias).where(mine)).rowcount > 0


def remove_own(connection: Connection, exercise_id: str) -> None:
    """Delete an exercise that nothing means any more; one that something still names makes way with its name.

    The next import looks for the name among the exercises first.
    """
    connection.execute(delete(exercise_exposure).where(exercise_exposure.c.exercise_id == exercise_id))
    still = connection.execute(select(baseline.c.id).where(baseline.c.exercise_id == exercise_id).limit(1)).scalar()
    if still is None:
        connection.execute(delete(exercise).where(exercise.c.id == exercise_id))
    else:
        renamed = exercise.c.name + f" ({exercise_id[:8]})"
        connection.execute(update(exercise).where(exercise.c.id == exercise_id).values(name=renamed))


def restore_own(connection: Connection, exercise_id: str, name: str, load_convention: str | None) -> None:
    """The exercise of somebody's own as it was before it was linked."""
    there = connection.execute(select(exercise.c.id).where(exercise.c.id == exercise_id)).scalar()
    if there is not None:
        connection.execute(update(exercise).where(exercise.c.id == exercise_id).values(name=name))
        return
    row = {"id": exercise_id, "name": name, "joint_stress": JointStress.LOW, "load_convention": load_convention}
    connection.execute(insert(exercise), [row])
