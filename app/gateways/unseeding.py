"""Takes back what the catalogue added to the existing tables, as far as nobody has come to use it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection

from app.gateways.catalogue import load_catalogue
from app.gateways.migrations import existing_tables
from app.gateways.seeding import EQUIPMENT_NAMES, database_id
from models.tables import metadata

Keys = Mapping[str, Sequence[tuple[str, ...]]]
"""Rows by table: values of the columns in `KEYS`."""

KEYS: Final = {
    "ExerciseAlias": ("id",),
    "ExerciseMuscle": ("exerciseId", "muscleId"),
    "ExerciseEquipment": ("exerciseId", "equipmentId"),
    "Exercise": ("id",),
    "Muscle": ("id",),
    "Equipment": ("id",),
}
"""The tables that are seeded, in an order in which their rows can go, and what tells a row."""
_LINKS: Final = ("ExerciseAlias", "ExerciseMuscle", "ExerciseEquipment")


def unused(connection: Connection, going: Iterable[str]) -> Keys:
    """The seeded rows that nothing refers to but what goes along with them; `going` are tables that go whole."""
    away = set(going)
    catalogue = load_catalogue()
    aliases = {database_id(f"alias:{alias}") for each in catalogue.exercises for alias in each.aliases}
    here = {"ExerciseAlias": _there(connection, "ExerciseAlias", aliases)}
    exercises = _there(connection, "Exercise", {database_id(each.id) for each in catalogue.exercises})
    used = _referred_to(connection, "Exercise", away | {"ExerciseMuscle", "ExerciseEquipment"}, here["ExerciseAlias"])
    here["Exercise"] = exercises - used
    rows: dict[str, Sequence[tuple[str, ...]]] = {"ExerciseAlias": [(each,) for each in sorted(here["ExerciseAlias"])]}
    for link, other in (("ExerciseMuscle", "muscleId"), ("ExerciseEquipment", "equipmentId")):
        pairs = connection.exec_driver_sql(f'SELECT "exerciseId", "{other}" FROM "{link}"').all()  # noqa: S608  (constants)
        rows[link] = sorted((one, two) for one, two in pairs if one in here["Exercise"])
    rows["Exercise"] = [(each,) for each in sorted(here["Exercise"])]
    muscles = {database_id(f"muscle:{each.key}") for each in catalogue.muscles}
    rows["Muscle"] = _loose(connection, "Muscle", "ExerciseMuscle", "muscleId", muscles, here["Exercise"])
    kinds = {database_id(f"equipment:{kind.value}") for kind in EQUIPMENT_NAMES}
    rows["Equipment"] = _loose(connection, "Equipment", "ExerciseEquipment", "equipmentId", kinds, here["Exercise"])
    return {table: rows[table] for table in KEYS if rows[table]}


def remove(connection: Connection, rows: Keys) -> None:
    """Delete those rows; one that somebody has come to use in the meantime stops it all by its foreign key."""
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    for table, keys in rows.items():
        condition = " AND ".join(f'"{name}" = {mark}' for name in KEYS[table])
        connection.exec_driver_sql(f'DELETE FROM "{table}" WHERE {condition}', list(keys))  # noqa: S608  (constants)


def condition(rows: Sequence[tuple[str, ...]], table: str) -> str:
    """The SQL condition that chooses these rows; their values are ids of our own making or another client's."""
    names = ", ".join(f'"{name}"' for name in KEYS[table])
    values = ", ".join("(" + ", ".join(f"'{_quoted(each)}'" for each in row) + ")" for row in rows)
    return f"({names}) IN (VALUES {values})"


def _quoted(value: str) -> str:
    return value.replace("'", "''")


def _there(connection: Connection, table: str, ids: set[str]) -> set[str]:
    return ids & set(connection.exec_driver_sql(f'SELECT "id" FROM "{table}"').scalars())  # noqa: S608  (constants)


def _referred_to(connection: Connection, table: str, away: set[str], own_aliases: set[str]) -> set[str]:
    """The ids that rows of staying tables refer to; our own aliases go along and do not count."""
    used: set[str] = set()
    for name in existing_tables(connection):
        if name in away or name not in metadata.tables:
            continue
        for key in metadata.tables[name].foreign_keys:
            if key.column.table.name != table:
                continue
            own = '"id"' if name == "ExerciseAlias" else "''"
            found = connection.exec_driver_sql(f'SELECT {own}, "{key.parent.name}" FROM "{name}"')  # noqa: S608  (our own names)
            used |= {target for row, target in found if row not in own_aliases}
    return used


def _loose(
    connection: Connection, table: str, link: str, column: str, ours: set[str], going: set[str]
) -> Sequence[tuple[str, ...]]:
    pairs = connection.exec_driver_sql(f'SELECT "exerciseId", "{column}" FROM "{link}"')  # noqa: S608  (constants)
    used = {target for exercise, target in pairs if exercise not in going}
    return [(each,) for each in sorted(_there(connection, table, ours) - used)]
