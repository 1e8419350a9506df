"""What an athlete has to train with, does not want, and must spare."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from app.engine.constants import INJURY_LEAST_SEVERITY
from app.gateways.catalogue import JOINTS
from models.tables.athletes import constraints, injury, user_preference
from models.tables.exercises import exercise, exercise_alias
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
    avoided = _catalogue_ids(connection, [tuple(row) for row in wishes])
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


def read_favourites(connection: Connection, athlete_id: str) -> frozenset[str]:
    """Catalogue ids of the athlete's favourite exercises, which are stored by id or by name."""
    columns = user_preference.c
    rows = connection.execute(
        select(columns.user_id, columns.favorite_exercise_ids, columns.favorite_exercises).where(
            columns.user_id == athlete_id
        )
    )
    return _catalogue_ids(connection, [tuple(row) for row in rows]).get(athlete_id, frozenset())


def joints(parts: Iterable[str]) -> list[str]:
    """The joint keys that injured body parts name, as somebody wrote them: "Left knee", "Lower back", "back"."""
    return sorted({joint for joint in JOINTS for part in parts if _names(part, joint)})


def _names(part: str, joint: str) -> bool:
    words = part.lower().replace("_", " ")
    return joint.replace("_", " ") in words or (joint == "lower_back" and words.strip() == "back")


def _catalogue_ids(
    connection: Connection, wishes: Sequence[tuple[str, Sequence[str], Sequence[str]]]
) -> dict[str, frozenset[str]]:
    """Catalogue ids by athlete, from exercise ids and names; an id may also be the catalogue's own."""
    keys = {key for _, some, _ in wishes for key in some or ()}
    names = {name.strip().lower() for _, _, some in wishes for name in some or ()}
    if not keys and not names:
        return {}
    lowered, alias = func.lower(exercise.c.name), func.lower(exercise_alias.c.alias)
    known = exercise.c.catalogue_id.is_not(None)
    rows = connection.execute(
        select(exercise.c.id, lowered, exercise.c.catalogue_id).where(
            known, exercise.c.id.in_(sorted(keys)) | lowered.in_(sorted(names))
        )
    ).all()
    aliases = connection.execute(
        select(alias, exercise.c.catalogue_id)
        .join(exercise, exercise.c.id == exercise_alias.c.exercise_id)
        .where(known, alias.in_(sorted(names)))
    )
    by_id = {row[0]: row[2] for row in rows}
    by_name = {row[0]: row[1] for row in aliases} | {row[1]: row[2] for row in rows}
    return {
        athlete_id: frozenset(
            {*(some or ()), *(by_id[key] for key in some or () if key in by_id)}
            | {by_name[key] for name in called or () if (key := name.strip().lower()) in by_name}
        )
        for athlete_id, some, called in wishes
    }
