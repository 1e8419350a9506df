"""Checks of what was done: exposures against the logs, links of workouts, soreness, enum values, tokens."""

from collections.abc import Iterator

from sqlalchemy import Column, Connection, Table, Text, and_, cast, func, or_, select

from app.gateways.catalogue import load_catalogue
from app.gateways.checks import Found, count, found, ids
from app.gateways.performed import LOGGED, PERFORMED_AT
from models.tables import metadata
from models.tables.encoding import stored_items
from models.tables.integrations import user_integration
from models.tables.plan import exercise_exposure, macro_cycle, mesocycle, training_block
from models.tables.readiness import readiness_signal
from models.tables.types import Choice, ChoiceList
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.workouts import WorkoutStatus

KEYRING = "keyring:"
GRADES = range(1, 4)
"""Of soreness, 1 to 3."""


def exposures_agree(connection: Connection) -> Found:
    """Every athlete's count and last use of every exercise, by the rule of the backfill; failing `athlete/exercise`."""
    wanted = {
        (row[0], row[1]): (row[2], row[3])
        for row in connection.execute(
            select(
                workout.c.user_id,
                workout_exercise.c.exercise_id,
                func.count(workout.c.id.distinct()),
                func.max(PERFORMED_AT, type_=workout.c.completed_at.type),
            )
            .join(workout, workout.c.id == workout_exercise.c.workout_id)
            .join(workout_set, workout_set.c.workout_exercise_id == workout_exercise.c.id)
            .join(set_log, set_log.c.workout_set_id == workout_set.c.id)
            .where(workout.c.status == WorkoutStatus.COMPLETED, LOGGED)
            .group_by(workout.c.user_id, workout_exercise.c.exercise_id)
        )
    }
    columns = exercise_exposure.c
    there = {
        (row[0], row[1]): (row[2], row[3])
        for row in connection.execute(
            select(columns.user_id, columns.exercise_id, columns.usage_count, columns.last_used)
        )
    }
    missing = wanted.keys() - there.keys()
    left_over = there.keys() - wanted.keys()
    differing = {key for key in wanted.keys() & there.keys() if wanted[key] != there[key]}
    words = {"missing": missing, "left over": left_over, "wrong in count or date": differing}
    notes = [f"{len(keys)} {word}." for word, keys in words.items() if keys]
    failing = ("/".join(key) for key in missing | left_over | differing)
    return found(failing, len(wanted.keys() | there.keys()), notes)


def own_blocks(connection: Connection) -> Found:
    """A workout stands in a block of its own athlete."""
    strange = (
        select(workout.c.id)
        .join(training_block, training_block.c.id == workout.c.training_block_id)
        .join(mesocycle, mesocycle.c.id == training_block.c.mesocycle_id)
        .join(macro_cycle, macro_cycle.c.id == mesocycle.c.macro_cycle_id)
        .where(macro_cycle.c.user_id != workout.c.user_id)
    )
    return found(ids(connection, strange), _linked(connection))


def weeks_in_blocks(connection: Connection) -> Found:
    """A workout's week lies inside its block, and one has no week without the other.

    A workout whose block was deleted keeps week and phase as a record of what was planned.
    """
    week, block = workout.c.week_in_block, training_block.c
    wrong = (
        select(workout.c.id)
        .outerjoin(training_block, block.id == workout.c.training_block_id)
        .where(
            or_(
                and_(block.id.is_not(None), or_(week.is_(None), week < 0, week >= block.duration_weeks)),
                and_(block.id.is_(None), week.is_not(None), workout.c.block_phase.is_(None)),
            )
        )
    )
    return found(ids(connection, wrong), _linked(connection))


def _linked(connection: Connection) -> int:
    placed = select(workout.c.id).where(
        or_(workout.c.training_block_id.is_not(None), workout.c.week_in_block.is_not(None))
    )
    return count(connection, placed.subquery())


def soreness_known(connection: Connection) -> Found:
    """Soreness names muscles of the catalogue and grades them 1 to 3."""
    muscles = {muscle.key for muscle in load_catalogue().muscles}
    failing: list[str] = []
    strange: set[str] = set()
    checked = 0
    rows = connection.execute(
        select(readiness_signal.c.id, readiness_signal.c.subjective_soreness), execution_options={"yield_per": 5_000}
    )
    for signal_id, soreness in rows:
        checked += 1
        entries = soreness.items() if isinstance(soreness, dict) else [("no object", None)]
        wrong = [key for key, grade in entries if key not in muscles or isinstance(grade, bool) or grade not in GRADES]
        if wrong:
            failing.append(signal_id)
            strange.update(wrong)
    return found(failing, checked, [f"Not understood: {', '.join(sorted(strange)[:10])}."] if strange else [])


def enum_values_known(connection: Connection) -> Found:
    """Every enum value is one this version knows; failing are the rows' ids."""
    failing: list[str] = []
    notes: list[str] = []
    columns = list(_enum_columns())
    for table, column in columns:
        text = cast(column, Text)
        members = {member.value for member in column.type.members}  # type: ignore[attr-defined]  # of Choice
        stored = connection.execute(select(text).distinct().where(column.is_not(None))).scalars()
        unknown = {value: set(_items(column, value)) - members for value in stored}
        strange = [value for value, items in unknown.items() if items]
        if strange:
            key = next(iter(table.primary_key.columns))
            failing += ids(connection, select(key).where(text.in_(strange)))
            words = sorted(set().union(*unknown.values()))
            notes.append(f"{table.name}.{column.name} holds {', '.join(words)}.")
    return found(failing, len(columns), notes)


def _enum_columns() -> Iterator[tuple[Table, Column[object]]]:
    for name in sorted(metadata.tables):
        for column in metadata.tables[name].columns:
            if isinstance(column.type, Choice | ChoiceList):
                yield metadata.tables[name], column


def _items(column: Column[object], stored: str) -> list[str]:
    return stored_items(stored) if isinstance(column.type, ChoiceList) else [stored]


def tokens_are_references(connection: Connection) -> Found:
    """Token columns hold nothing but references into the keyring."""
    columns = user_integration.c
    plain = [
        and_(column.is_not(None), column != "", ~column.startswith(KEYRING))
        for column in (columns.access_token, columns.refresh_token)
    ]
    return found(ids(connection, select(columns.id).where(or_(*plain))), count(connection, user_integration))
