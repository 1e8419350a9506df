"""Checks of the database itself: its revision, its schema against the one on file, and its own integrity."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection

from app.gateways.checks import Found, found
from app.gateways.migrations import existing_tables
from app.gateways.revision import HEAD, VERSION_TABLE
from app.gateways.schema import Schema, differences, expected, snapshot
from models.tables import metadata

KNOWN_DRIFT: Final = frozenset(
    {
        "Baseline foreign key Baseline_exerciseId_fkey",
        "Baseline unique constraint Baseline_userId_exerciseId_context_key",
        "Baseline unique index Baseline_userId_exerciseId_context_key",
        "ExerciseAlias column id",
        "ExerciseAlias foreign key ExerciseAlias_exerciseId_fkey",
        "ExerciseAlias unique constraint ExerciseAlias_alias_key",
        "ExerciseAlias unique index ExerciseAlias_alias_key",
        "SessionCheckIn column createdAt",
        "SessionCheckIn column date",
        "SessionCheckIn column id",
        "SessionCheckIn foreign key SessionCheckIn_userId_fkey",
        "SessionCheckIn foreign key SessionCheckIn_workoutId_fkey",
        "WorkoutTemplateExercise unique constraint WorkoutTemplateExercise_templateId_orderIndex_key",
        "WorkoutTemplateExercise unique index WorkoutTemplateExercise_templateId_orderIndex_key",
        "enum EquipmentType",
    }
)
"""Where existing tables that grew by the web application's migrations differ and work all the same."""


def at_head(connection: Connection) -> Found:
    """The revision is the one this version needs; failing is the one that stands there."""
    tables = existing_tables(connection)
    stamped = None
    if VERSION_TABLE in tables:
        stamped = connection.exec_driver_sql(f"SELECT max(version_num) FROM {VERSION_TABLE}").scalar()  # noqa: S608  (a constant)
    return found([] if stamped == HEAD else [str(stamped or "none")], 1)


def schema_as_expected(connection: Connection) -> Found:
    """Every object of ours is there and as it should be; what others added beside is theirs."""
    wanted, actual = expected(HEAD, connection.dialect.name), snapshot(connection)
    names = {name for name in _ours(wanted, actual) if wanted.objects.get(name) != actual.objects.get(name)}
    drift = names & KNOWN_DRIFT
    return found(
        names - drift,
        len(wanted.objects),
        [
            *differences(_only(wanted, names - drift), _only(actual, names - drift))[:20],
            *(f"{name} differs as the web application's own migrations left it; it works." for name in sorted(drift)),
        ],
    )


def _ours(wanted: Schema, actual: Schema) -> Iterator[str]:
    """Everything expected, and what our tables have beyond it; a plain index more helps somebody and hurts nobody."""
    yield from wanted.objects
    for name in actual.objects.keys() - wanted.objects.keys():
        table, _, rest = name.partition(" ")
        if table in metadata.tables and not rest.startswith("index "):
            yield name


def _only(schema: Schema, names: set[str]) -> Schema:
    return Schema({name: text for name, text in schema.objects.items() if name in names})


def sound(connection: Connection) -> Found:
    """What the engine finds: a damaged file, rows that refer to nothing, constraints and indexes not in force."""
    return _sqlite(connection) if connection.dialect.name == "sqlite" else _postgresql(connection)


def _sqlite(connection: Connection) -> Found:
    damage = [str(line) for line in connection.exec_driver_sql("PRAGMA integrity_check").scalars()]
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    failing: list[str] = []
    notes = [line for line in damage if line != "ok"][:20]
    if notes:
        failing.append("integrity_check")
    for table, rowid, parent, _ in orphans:
        failing.append(f"{table}/{_key(connection, table, rowid)}")
        notes.append(f"{table} refers to a row of {parent} that is not there.")
    return found(failing, len(metadata.tables), sorted(set(notes)))


def _key(connection: Connection, table: str, rowid: int | None) -> str:
    key = next(iter(metadata.tables[table].primary_key.columns), None) if table in metadata.tables else None
    if key is None or rowid is None:
        return str(rowid)
    query = f'SELECT "{key.name}" FROM "{table}" WHERE rowid = {int(rowid)}'  # noqa: S608  (our own names, a number)
    return str(connection.exec_driver_sql(query).scalar())


_NOT_IN_FORCE: Final = """
SELECT c.relname || ' ' || k.conname, 'is not validated'
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE c.relnamespace = current_schema()::regnamespace AND NOT k.convalidated
UNION ALL
SELECT t.relname || ' ' || c.relname, 'is invalid'
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
WHERE c.relnamespace = current_schema()::regnamespace AND NOT (i.indisvalid AND i.indisready)
"""


def _postgresql(connection: Connection) -> Found:
    rows = connection.exec_driver_sql(_NOT_IN_FORCE).all()
    return found([row[0] for row in rows], len(metadata.tables), [f"{name} {what}." for name, what in rows])
