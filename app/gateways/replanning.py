"""Writes a changed season over the stored one: the weeks to come only, in the caller's transaction."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from app.engine.adapting.changes import weeks_of
from app.engine.standing import place, position_of, week_of
from app.gateways.seasons import StoredSeason, block_row
from app.gateways.week_workouts import untouched
from app.gateways.workout_rows import remove_untouched
from models.tables.plan import macro_cycle, mesocycle, training_block
from models.tables.types import utc_now
from models.tables.workouts import workout
from models.values.ids import new_id
from models.values.kinds import WorkoutStatus
from models.values.plan import Block, Macrocycle

_ASIDE: Final = 1000
"""Indexes are moved out of each other's way first: two rows may not have one at the same time."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What became of planned workouts of the weeks to come."""

    removed: int
    """Generated and untouched ones of changed weeks: to be generated again."""
    kept: int
    """Others of changed weeks, which stay as somebody made or changed them."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A planned workout of a week to come."""

    id: str
    week: int
    is_untouched: bool


def rewrite_season(
    connection: Connection, stored: StoredSeason, old: Macrocycle, new: Macrocycle, first: int
) -> Rewritten:
    """Store `new` in place of `old`; weeks before `first` (0-based) and performed workouts are not touched.

    Raises `ValueError` where `new` differs from `old` before `first`, or in its length: a fault of
    the caller, and nothing is written.
    """
    before, after = _content(old), _content(new)
    if len(before) != len(after) or before[:first] != after[:first]:
        raise ValueError("a change of the plan must leave its length and the weeks gone by as they were")
    waiting = _planned(connection, old, first)
    now = utc_now()
    known = {block.id for block in old.blocks}
    new = _with_ids(new)
    _write_blocks(connection, stored, new, known, now)
    _write_cursors(connection, stored, new, now)
    changed = {week for week in range(first, len(after)) if before[week] != after[week]}
    return _settle(connection, waiting, new, changed)


def _content(season: Macrocycle) -> list[Any]:
    """What every week asks for, whatever its block is called."""
    return [
        (
            block.block_type,
            week.rir,
            week.hard_sets,
            dict(week.sets),
            dict(week.exercises),
            dict(block.main_lifts),
            dict(block.accessory_pool),
        )
        for block, week in weeks_of(season)
    ]


def _with_ids(season: Macrocycle) -> Macrocycle:
    return replace(
        season,
        mesocycles=[
            replace(meso, blocks=[block if block.id else replace(block, id=new_id()) for block in meso.blocks])
            for meso in season.mesocycles
        ],
    )


def _write_blocks(
    connection: Connection, stored: StoredSeason, new: Macrocycle, known: set[str | None], now: datetime
) -> None:
    rows = {row["id"]: row for those in stored.blocks.values() for row in those}
    connection.execute(
        update(training_block)
        .where(training_block.c.id.in_(sorted(rows)))
        .values(order_index=training_block.c.order_index + _ASIDE)
    )
    seen: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    kept: set[str] = set()
    for meso in new.mesocycles:
        for block in meso.blocks:
            row = block_row(block, str(meso.id), now, seen)
            if block.id in known:
                kept.add(str(block.id))
                _update(connection, row, rows[str(block.id)])
            else:
                connection.execute(insert(training_block), [row])
    gone = sorted(set(rows) - kept)
    if gone:
        connection.execute(delete(training_block).where(training_block.c.id.in_(gone)))
    _write_mesocycles(connection, stored, new, now)


def _update(connection: Connection, row: dict[str, Any], before: Mapping[str, Any]) -> None:
    """Columns of a block that differ; one that another program wrote keeps the shapes it has."""
    values = {key: value for key, value in row.items() if key != "id" and value != before[key]}
    connection.execute(update(training_block).where(training_block.c.id == row["id"]).values(**values))
    if "order_index" not in values:
        index = training_block.c.order_index - _ASIDE
        connection.execute(update(training_block).where(training_block.c.id == row["id"]).values(order_index=index))


def _write_mesocycles(connection: Connection, stored: StoredSeason, new: Macrocycle, now: datetime) -> None:
    kept = [str(meso.id) for meso in new.mesocycles]
    gone = [row["id"] for row in stored.mesocycles if row["id"] not in kept]
    if gone:
        connection.execute(delete(mesocycle).where(mesocycle.c.id.in_(gone)))
    before = {row["id"]: row for row in stored.mesocycles}
    # In ascending order every index moves down into a free place.
    for meso in new.mesocycles:
        row = before[str(meso.id)]
        values = {"order_index": meso.order_index, "total_weeks": meso.total_weeks}
        if any(row[key] != value for key, value in values.items()):
            connection.execute(update(mesocycle).where(mesocycle.c.id == meso.id).values(**values, updated_at=now))


def _write_cursors(connection: Connection, stored: StoredSeason, new: Macrocycle, now: datetime) -> None:
    """The stored place names blocks by index, and indexes have moved."""
    done = int(stored.macro["completed_weeks"])
    here = position_of(new, done)
    if here is None:
        return
    changed = {"current_meso": here.mesocycle, "updated_at": now}
    connection.execute(update(macro_cycle).where(macro_cycle.c.id == new.id).values(**changed))
    for meso in new.mesocycles:
        last: Block = meso.blocks[-1]
        block, week = 0, 0
        if meso.order_index == here.mesocycle:
            block, week = here.block, here.week_in_block
        elif meso.order_index < here.mesocycle:
            block, week = last.order_index, last.duration_weeks - 1
        values = {"current_block": block, "current_week_in_block": week}
        connection.execute(update(mesocycle).where(mesocycle.c.id == meso.id).values(**values))


def _planned(connection: Connection, old: Macrocycle, first: int) -> list[_Waiting]:
    """Planned workouts that stand in a week from `first` on."""
    ids = [block.id for block in old.blocks if block.id is not None]
    rows = connection.execute(
        select(
            workout.c.id,
            workout.c.training_block_id.label("block"),
            workout.c.week_in_block.label("week"),
            untouched().label("untouched"),
        )
        .where(workout.c.training_block_id.in_(ids), workout.c.status == WorkoutStatus.PLANNED)
        .order_by(workout.c.scheduled_date, workout.c.id)
    )
    found = []
    for row in rows:
        week = None if row.week is None else week_of(old.blocks, row.block, row.week)
        if week is not None and week >= first:
            found.append(_Waiting(row.id, week, bool(row.untouched)))
    return found


def _settle(connection: Connection, waiting: Sequence[_Waiting], new: Macrocycle, changed: set[int]) -> Rewritten:
    """Take out what has to be made again; what stays is tied to the block its week belongs to now."""
    gone = [one.id for one in waiting if one.is_untouched and one.week in changed]
    remove_untouched(connection, gone)
    stays = [one for one in waiting if one.id not in set(gone)]
    for one in stays:
        block, week = place(new.blocks, one.week)
        values = {"training_block_id": block.id, "week_in_block": week}
        connection.execute(update(workout).where(workout.c.id == one.id).values(**values))
    return Rewritten(len(gone), sum(one.week in changed for one in stays))
