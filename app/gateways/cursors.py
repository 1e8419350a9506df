"""Where an athlete stands in the active season: found from the sessions, and written in this one place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, tzinfo
from typing import Any

from sqlalchemy import Connection, Table, exists, or_, select, update

from app.engine.standing import Done, Session, position_of, week_of, weeks_done
from app.gateways.performed import LOGGED, PERFORMED_AT
from app.gateways.seasons import StoredSeason, as_value, read_active
from models.tables.plan import macro_cycle, mesocycle
from models.tables.types import utc_now
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.days import local_day, moment, monday
from models.values.kinds import WorkoutStatus
from models.values.plan import Macrocycle
from models.values.training import Position


@dataclass(frozen=True, slots=True)
class Standing:
    """The active season, its sessions, and where the athlete stands in it."""

    season: StoredSeason
    macro: Macrocycle
    sessions: Sequence[Session]
    done: Done
    position: Position
    days: int
    """Sessions of a usual week."""
    moved: int = 0
    """Weeks the stored place was behind this one; negative where it is taken back."""


def read_standing(
    connection: Connection,
    athlete_id: str,
    today: date,
    where: tzinfo | None,
    days: int,
    *,
    reopened: int | None = None,
) -> Standing | None:
    """The athlete's standing as the sessions give it; None without an active season that has any weeks.

    What is stored already is never taken back, except to the week of a session that was `reopened`
    (0-based): other programs move on by rules of their own.
    """
    stored = read_active(connection, athlete_id)
    if stored is None:
        return None
    macro = as_value(stored)
    sessions = read_sessions(connection, athlete_id, macro, where)
    found = weeks_done(sessions, macro.total_weeks, today, days)
    before = min(int(stored.macro["completed_weeks"]), macro.total_weeks)
    floor = before if reopened is None else min(before, reopened)
    done = found if found.weeks >= floor else Done(floor, None)
    position = position_of(macro, done.weeks)
    return None if position is None else Standing(stored, macro, sessions, done, position, days, done.weeks - before)


def read_sessions(connection: Connection, athlete_id: str, macro: Macrocycle, where: tzinfo | None) -> list[Session]:
    """The athlete's workouts since the season began, and every one that was planned for a week of it."""
    blocks = macro.blocks
    ids = [block.id for block in blocks if block.id is not None]
    begun = moment(monday(macro.start_date), time(), where)
    done = workout.c.status == WorkoutStatus.COMPLETED
    logged = (
        exists()
        .where(workout_exercise.c.workout_id == workout.c.id)
        .where(workout_set.c.workout_exercise_id == workout_exercise.c.id)
        .where(set_log.c.workout_set_id == workout_set.c.id)
        .where(LOGGED)
    )
    rows = connection.execute(
        select(
            workout.c.training_block_id,
            workout.c.week_in_block,
            workout.c.status,
            workout.c.scheduled_date,
            workout.c.selection_metadata,
            PERFORMED_AT.label("at"),
        )
        .where(workout.c.user_id == athlete_id)
        .where(or_(workout.c.training_block_id.in_(ids), done & (begun <= PERFORMED_AT) & logged))
        .order_by(workout.c.scheduled_date, workout.c.id)
    )
    found = []
    for row in rows:
        linked = row.training_block_id is not None and row.week_in_block is not None
        week = week_of(blocks, row.training_block_id, row.week_in_block) if linked else None
        at = row.at if week is None else row.scheduled_date
        found.append(Session(local_day(at, where), row.status, week, _planned_for_week(row.selection_metadata)))
    return found


def _planned_for_week(metadata: Any) -> int | None:
    """How many sessions the week was made with; other programs' metadata may be anything."""
    count = metadata.get("sessions") if isinstance(metadata, dict) else None
    return count if isinstance(count, int) and count > 0 else None


def write_position(connection: Connection, standing: Standing) -> bool:
    """Store where the athlete stands, in the season and in each of its mesocycles; False where that was known.

    Mesocycles gone by stand in their last week, those to come in their first.
    """
    here = standing.position
    macro = {"completed_weeks": here.completed_weeks, "current_meso": here.mesocycle}
    wrote = _put(connection, macro_cycle, standing.season.macro, macro)
    for meso, row in zip(standing.macro.mesocycles, standing.season.mesocycles, strict=True):
        if meso.order_index == here.mesocycle:
            values = {"current_block": here.block, "current_week_in_block": here.week_in_block}
        elif meso.order_index < here.mesocycle and meso.blocks:
            last = meso.blocks[-1]
            values = {"current_block": last.order_index, "current_week_in_block": last.duration_weeks - 1}
        else:
            values = {"current_block": 0, "current_week_in_block": 0}
        wrote = _put(connection, mesocycle, row, values) or wrote
    return wrote


def _put(connection: Connection, table: Table, row: Mapping[str, Any], values: Mapping[str, int]) -> bool:
    if all(row[key] == value for key, value in values.items()):
        return False
    connection.execute(update(table).where(table.c.id == row["id"]).values(**values, updated_at=utc_now()))
    return True
