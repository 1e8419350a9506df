"""What an athlete has to train with, does not want, and must spare."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from app.engine.constants import INJURY_LEAST_SEVERITY
from models.tables.athletes import constraints, injury, user_preference
from models.tables.exercises import exercise
from models.values.exercises import EquipmentType


@dataclass(frozen=True, slots=True)
class Limits:
    """What an athlete has, does not want, and must spare."""

    equipment: Sequence[EquipmentType | str]
    avoided: frozenset[str]
    """Catalogue ids."""
    injured: tuple[str, ...]
    """Body parts of active injuries, as they were written."""


def read_limits(connection: Connection, athlete_ids: Collection[str]) -> dict[str, Limits]:
    """Equipment, avoided exercises (by id or by name) and active injuries of some severity, by athlete id."""
    equipment = connection.execute(
        select(constraints.c.user_id, constraints.c.available_equipment).where(constraints.c.user_id.in_(athlete_ids))
    )
    has = {row.user_id: row.available_equipment for row in equipment}
    wishes = connection.execute(
        select(
            user_preference.c.user_id, user_preference.c.avoid_exercise_ids, user_preference.c.avoid_exercises
        ).where(user_preference.c.user_id.in_(athlete_ids))
    )
    avoided = {row[0]: _catalogue_ids(connection, *row[1:]) for row in wishes.all()}
    parts: dict[str, list[str]] = defaultdict(list)
    for athlete_id, part in connection.execute(
        select(injury.c.user_id, injury.c.body_part)
        .where(injury.c.user_id.in_(athlete_ids), injury.c.is_active, injury.c.severity >= INJURY_LEAST_SEVERITY)
        .order_by(injury.c.body_part)
    ):
        parts[athlete_id].append(part)
    return {
        key: Limits(has.get(key) or [], avoided.get(key, frozenset()), tuple(parts.get(key, ()))) for key in athlete_ids
    }


def _catalogue_ids(connection: Connection, ids: Sequence[str], names: Sequence[str]) -> frozenset[str]:
    if not ids and not names:
        return frozenset()
    known = connection.execute(
        select(exercise.c.catalogue_id).where(
            exercise.c.catalogue_id.is_not(None),
            exercise.c.id.in_(list(ids)) | func.lower(exercise.c.name).in_([name.lower() for name in names]),
        )
    ).scalars()
    # An id may also be the catalogue's own.
    return frozenset(known) | frozenset(ids)
