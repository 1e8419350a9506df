"""Writes what readiness changes into a planned workout, and puts it back as it was planned."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Double, delete, insert, select, type_coerce, update

from app.engine.adapting.dosing import more_reserve, scaled_load
from app.gateways.planned_sessions import COLUMNS, HIGHEST_RPE, ORIGINAL, PlannedSession, originals
from models.tables.workouts import workout, workout_set
from models.values.adapting import Autoregulation, TodayExercise
from models.values.ids import IdStyle, new_id
from models.values.units import kg_from_lb


def rewrite_session(
    connection: Connection, session: PlannedSession, found: Autoregulation, log: dict[str, Any]
) -> None:
    """Write the changes into the planned sets; what was planned is kept in the log."""
    restore_session(connection, session)
    by_exercise: dict[str, dict[str, Any]] = defaultdict(dict)
    for change in found.changes:
        by_exercise[change.exercise][change.field] = change
    steps = {each.exercise: each for each in session.exercises}
    kept: list[dict[str, Any]] = []
    for key, changes in by_exercise.items():
        rows = session.rows[key]
        kept += [dict(row) for row in rows]
        _resize(connection, rows, changes.get("sets"))
        remaining = rows[: int(changes["sets"].adjusted)] if "sets" in changes else rows
        for row in remaining:
            values = _lighter(row, changes, steps[key])
            if values:
                connection.execute(update(workout_set).where(workout_set.c.id == row["id"]).values(values))
    stored = {**log, ORIGINAL: kept}
    values = {"was_autoregulated": True, "autoregulation_log": stored}
    connection.execute(update(workout).where(workout.c.id == session.id).values(values))


def _resize(connection: Connection, rows: Sequence[Mapping[str, Any]], change: Any) -> None:
    """Take the last sets away, or add a copy of the last one."""
    if change is None:
        return
    wanted = int(change.adjusted)
    gone = [row["id"] for row in rows[wanted:]]
    if gone:
        connection.execute(delete(workout_set).where(workout_set.c.id.in_(gone)))
    for number in range(len(rows), wanted):
        copy = {**rows[-1], "id": new_id(IdStyle.UUID), "set_index": rows[-1]["set_index"] + 1 + number - len(rows)}
        _insert(connection, copy)


def _lighter(row: Mapping[str, Any], changes: Mapping[str, Any], planned: TodayExercise) -> dict[Any, Any]:
    values: dict[Any, Any] = {}
    if "load" in changes and row["target_load"] is not None:
        change = changes["load"]
        # A back-off set moves by the same share as the heaviest one.
        percent = 100 * (change.adjusted / change.original - 1)
        heaviest = kg_from_lb(row["target_load"]) == change.original
        load = change.adjusted if heaviest else _followed(row, percent, planned)
        values[workout_set.c.target_load.key] = load
    if "rir" in changes and row["target_rpe"] is not None:
        by = changes["rir"].adjusted - changes["rir"].original
        rir = more_reserve(HIGHEST_RPE - row["target_rpe"], by)
        values[workout_set.c.target_rpe.key] = HIGHEST_RPE - (rir or 0.0)
    return values


def _followed(row: Mapping[str, Any], percent: float, planned: TodayExercise) -> float | None:
    return scaled_load(kg_from_lb(row["target_load"]), percent, planned.increment_kg, planned.least_kg)


def restore_session(connection: Connection, session: PlannedSession) -> bool:
    """Put the sets back as they were planned; False where nothing had been changed."""
    if session.log is None:
        return False
    for entry_id, rows in originals(session.log).items():
        there = workout_set.c.workout_exercise_id == entry_id
        ids = [row["id"] for row in rows]
        warm_ups = set(connection.execute(select(workout_set.c.id).where(there)).scalars()) - set(ids)
        added = _added(connection, warm_ups, max(row["set_index"] for row in rows))
        connection.execute(delete(workout_set).where(workout_set.c.id.in_([*ids, *added])))
        for row in rows:
            _insert(connection, row)
    values = {"was_autoregulated": False, "autoregulation_log": None}
    connection.execute(update(workout).where(workout.c.id == session.id).values(values))
    return True


def _added(connection: Connection, others: set[str], last: int) -> list[str]:
    """Sets behind the last planned one: those that a change had added."""
    behind = workout_set.c.id.in_(sorted(others)) & (workout_set.c.set_index > last)
    return list(connection.execute(select(workout_set.c.id).where(behind)).scalars())


def _insert(connection: Connection, row: Mapping[str, Any]) -> None:
    values = {name: row[name] for name in COLUMNS if name != "target_load"}
    # The column's own pounds, so that what comes back is what was there to the last bit.
    load = type_coerce(row["target_load"], Double)
    connection.execute(
        insert(workout_set).values({**values, "workout_exercise_id": row["entry_id"], "target_load": load})
    )
