"""Checks of the season's tables: one active season an athlete, whole plans, cursors in range, shapes as documented."""

import json
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Text, and_, cast, distinct, exists, func, or_, select

from app.gateways.checks import Found, count, found, ids
from app.gateways.seasons import SHAPES, TARGETS
from app.gateways.shapes import fault
from models.tables.athletes import user
from models.tables.plan import macro_cycle, mesocycle, training_block
from models.tables.workouts import workout
from models.values.workouts import WorkoutStatus

ROWS_AT_ONCE = 500


def one_active_season(connection: Connection) -> Found:
    """Exactly one active season for everybody there is something to plan from; the others are listed.

    Something is a completed workout or an earlier season. Who was only just added has neither yet
    and is no fault: an athlete is met before they are planned for.
    """
    active = func.count(macro_cycle.c.id).filter(macro_cycle.c.is_active)
    known = exists().where(workout.c.user_id == user.c.id, workout.c.status == WorkoutStatus.COMPLETED)
    rows = connection.execute(
        select(user.c.id, user.c.email, active.label("active"), func.count(macro_cycle.c.id), known.label("known"))
        .outerjoin(macro_cycle, macro_cycle.c.user_id == user.c.id)
        .group_by(user.c.id, user.c.email)
        .order_by(user.c.email)
    ).all()
    failing = [row.id for row in rows if row.active > 1 or (not row.active and (row.known or row[3]))]
    waiting = [row.email for row in rows if not row.active and not row.known and not row[3]]
    return found(failing, len(rows), [f"{email} has no season yet, and has completed no workout." for email in waiting])


def seasons_have_mesocycles(connection: Connection) -> Found:
    empty = select(macro_cycle.c.id).where(~exists().where(mesocycle.c.macro_cycle_id == macro_cycle.c.id))
    return found(ids(connection, empty), count(connection, macro_cycle))


def mesocycles_have_blocks(connection: Connection) -> Found:
    empty = select(mesocycle.c.id).where(~exists().where(training_block.c.mesocycle_id == mesocycle.c.id))
    return found(ids(connection, empty), count(connection, mesocycle))


def mesocycles_in_order(connection: Connection) -> Found:
    """Order indexes run from 0 without a gap; failing are the seasons."""
    gaps = (
        select(mesocycle.c.macro_cycle_id)
        .group_by(mesocycle.c.macro_cycle_id)
        .having(_has_gaps(mesocycle.c.order_index))
    )
    return found(ids(connection, gaps), count(connection, macro_cycle))


def blocks_in_order(connection: Connection) -> Found:
    """Order indexes run from 0 without a gap; failing are the mesocycles."""
    gaps = (
        select(training_block.c.mesocycle_id)
        .group_by(training_block.c.mesocycle_id)
        .having(_has_gaps(training_block.c.order_index))
    )
    return found(ids(connection, gaps), count(connection, mesocycle))


def _has_gaps(index: Any) -> Any:
    return or_(func.min(index) != 0, func.max(index) != func.count() - 1, func.count(distinct(index)) != func.count())


def weeks_add_up(connection: Connection) -> Found:
    """A mesocycle is as long as its blocks together."""
    wrong = (
        select(mesocycle.c.id)
        .join(training_block, training_block.c.mesocycle_id == mesocycle.c.id)
        .group_by(mesocycle.c.id, mesocycle.c.total_weeks)
        .having(func.sum(training_block.c.duration_weeks) != mesocycle.c.total_weeks)
    )
    return found(ids(connection, wrong), count(connection, mesocycle))


def cursors_in_range(connection: Connection) -> Found:
    """Where a season stands lies inside it; failing are seasons and mesocycles."""
    sizes = (
        select(
            mesocycle.c.macro_cycle_id,
            func.count(distinct(mesocycle.c.id)).label("mesocycles"),
            func.sum(training_block.c.duration_weeks).label("weeks"),
        )
        .join(training_block, training_block.c.mesocycle_id == mesocycle.c.id)
        .group_by(mesocycle.c.macro_cycle_id)
        .subquery()
    )
    macros = (
        select(macro_cycle.c.id)
        .join(sizes, sizes.c.macro_cycle_id == macro_cycle.c.id)
        .where(or_(macro_cycle.c.current_meso >= sizes.c.mesocycles, macro_cycle.c.completed_weeks > sizes.c.weeks))
    )
    place = and_(
        training_block.c.mesocycle_id == mesocycle.c.id, training_block.c.order_index == mesocycle.c.current_block
    )
    # A mesocycle without blocks is told elsewhere.
    mesos = (
        select(mesocycle.c.id)
        .outerjoin(training_block, place)
        .where(
            or_(
                and_(training_block.c.id.is_(None), exists().where(_of_mesocycle())),
                mesocycle.c.current_week_in_block >= training_block.c.duration_weeks,
            )
        )
    )
    failing = [*ids(connection, macros), *ids(connection, mesos)]
    return found(failing, count(connection, macro_cycle) + count(connection, mesocycle))


def _of_mesocycle() -> Any:
    other = training_block.alias()
    return other.c.mesocycle_id == mesocycle.c.id


def blocks_in_shape(connection: Connection) -> Found:
    """The JSON of every block follows resources/schemas; targets by week may be missing altogether.

    An object without a version is the specification's own looser shape, as other programs write it.
    """
    names = (*SHAPES, TARGETS)
    columns = [cast(training_block.c[name], Text).label(name) for name in names]
    known: dict[bytes, str | None] = {}
    failing: set[str] = set()
    notes: dict[str, int] = {}
    checked = 0
    rows = connection.execute(select(training_block.c.id, *columns), execution_options={"yield_per": ROWS_AT_ONCE})
    for block_id, *texts in rows:
        checked += 1
        for name, text in zip(names, texts, strict=True):
            if text is None and name == TARGETS:
                continue
            key = sha256(f"{name} {text}".encode()).digest()
            if key not in known:
                known[key] = _fault(name, text)
            if (wrong := known[key]) is not None:
                failing.add(str(block_id))
                notes[f"{name}: {wrong}."] = notes.get(f"{name}: {wrong}.", 0) + 1
    return found(failing, checked, [f"{text} ({times} times)" for text, times in sorted(notes.items())[:10]])


def _fault(name: str, text: str | None) -> str | None:
    document = None if text is None else json.loads(text)
    looser = name != TARGETS and isinstance(document, dict) and "version" not in document
    return None if looser else fault(name, document)


def secondary_goals(connection: Connection) -> Found:
    """Each secondary goal once, and never the primary one."""
    rows = connection.execute(select(macro_cycle.c.id, macro_cycle.c.primary_goal, macro_cycle.c.secondary_goals)).all()
    failing = [row[0] for row in rows if len(set(row[2])) != len(row[2]) or row[1] in row[2]]
    return found(failing, len(rows))
