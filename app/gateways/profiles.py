"""A profile lies in three older tables: Profile, Goals and Constraints; read and written here as one value."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from models.tables.athletes import constraints, goals, profile
from models.values.athletes import Profile, SecondaryGoal, SplitType
from models.values.units import CM_PER_INCH


def read_profile(connection: Connection, athlete_id: str) -> Profile:
    """The athlete's profile; fields nobody has filled are None."""
    return read_profiles(connection, [athlete_id])[athlete_id]


def read_profiles(connection: Connection, athlete_ids: Collection[str]) -> dict[str, Profile]:
    """The profile of every athlete of the ids."""
    said, aims, limits = (_rows(connection, table, athlete_ids) for table in (profile, goals, constraints))
    return {key: _profile(key, said.get(key, {}), aims.get(key, {}), limits.get(key, {})) for key in athlete_ids}


def _profile(athlete_id: str, said: dict[str, Any], aims: dict[str, Any], limits: dict[str, Any]) -> Profile:
    height = said.get("height_in")
    return Profile(
        athlete_id,
        age=said.get("age"),
        sex=said.get("sex"),
        height_cm=None if height is None else round(height * CM_PER_INCH),
        weight_kg=said.get("weight_kg"),
        training_age=said.get("training_age"),
        primary_goal=aims.get("primary_goal"),
        secondary_goal=aims.get("secondary_goal"),
        days_per_week=limits.get("days_per_week"),
        session_minutes=limits.get("session_minutes"),
    )


def write_profile(connection: Connection, new: Profile) -> None:
    """Store a checked profile; a table whose fields are all None loses its row, other columns of a row stay."""
    height = None if new.height_cm is None else round(new.height_cm / CM_PER_INCH)
    said: dict[str, Any] = {"age": new.age, "sex": new.sex, "height_in": height, "weight_kg": new.weight_kg}
    if new.training_age is not None:
        # The older column cannot be empty; unsaid leaves what is there, or its default.
        said["training_age"] = new.training_age
    _put(connection, profile, new.athlete_id, said)
    aims = {"primary_goal": new.primary_goal, "secondary_goal": new.secondary_goal or SecondaryGoal.NONE}
    _put(connection, goals, new.athlete_id, aims if new.primary_goal is not None else {})
    limits = {"days_per_week": new.days_per_week, "session_minutes": new.session_minutes}
    _put(connection, constraints, new.athlete_id, limits, {"split_type": SplitType.CUSTOM})


def _rows(connection: Connection, table: Table, athlete_ids: Collection[str]) -> dict[str, dict[str, Any]]:
    found = connection.execute(select(table).where(table.c.user_id.in_(athlete_ids))).mappings()
    # On its own a row knows the physical names only; the keys are the columns'.
    return {row[table.c.user_id]: {column.key: row[column] for column in table.columns} for row in found}


def _put(
    connection: Connection,
    table: Table,
    athlete_id: str,
    values: dict[str, Any],
    once: dict[str, Any] | None = None,
) -> None:
    """Update, insert (with the values given `once`) or delete the athlete's row of a table."""
    if all(value is None for value in values.values()):
        connection.execute(delete(table).where(table.c.user_id == athlete_id))
        return
    changed = connection.execute(update(table).where(table.c.user_id == athlete_id).values(values)).rowcount
    if not changed:
        connection.execute(insert(table), [{"user_id": athlete_id, **values, **(once or {})}])
