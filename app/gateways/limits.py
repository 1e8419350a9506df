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
    avoided = _avoided(connection, [tuple(row) for row in wishes])
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


def _avoided(
    connection: Connection, wishes: Sequence[tuple[str, Sequence[str], Sequence[str]]]
) -> dict[str, frozenset[str]]:
    """Catalogue ids by athlete, from exercise ids and names; an id may also be the catalogue's own."""
    keys = {key for _, some, _ in wishes for key in some}
    names = {name.lower() for _, _, some in wishes for name in some}
    if not keys and not names:
        return {}
    lowered = func.lower(exercise.c.name)
    rows = connection.execute(
        select(exercise.c.id, lowered, exercise.c.catalogue_id).where(
            exercise.c.catalogue_id.is_not(None), exercise.c.id.in_(sorted(keys)) | lowered.in_(sorted(names))
        )
    ).all()
    by_id, by_name = {row[0]: row[2] for row in rows}, {row[1]: row[2] for row in rows}
    return {
        athlete_id: frozenset(
            {*some, *(by_id[key] for key in some if key in by_id)}
            | {by_name[name.lower()] for name in called if name.lower() in by_name}
        )
        for athlete_id, some, called in wishes
    }
