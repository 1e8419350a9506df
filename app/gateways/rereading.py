"""Puts the rows of an archive back: into the tables, or into the columns, that they came from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, inspect

from app.errors import InvalidInput
from app.gateways.archives import Head, Part, rows_of
from app.gateways.migrations import existing_tables
from app.gateways.selecting import foreign_keys, in_order, types_of
from models.tables import metadata

Progress = Callable[[float, str], None]

STAGE: Final = "peakline_archive_rows"
_BATCH: Final = 2_000


@dataclass(frozen=True, slots=True)
class PutBack:
    rows: Mapping[str, int]
    """Rows written, by table (and column)."""
    notes: Sequence[str]
    """What could not be put back, and why."""


def put_back(connection: Connection, file: Path, head: Head, progress: Progress) -> PutBack:
    """Write an archive's rows where nothing stands in their place; the caller's transaction keeps all or none.

    Rows that refer to something that is gone, and rows whose place is taken, are left out and counted.
    """
    if head.engine != connection.dialect.name:
        raise InvalidInput(
            f"This archive holds rows of {head.engine}; they do not fit into {connection.dialect.name}.",
            advice="Nothing was changed.",
        )
    present = existing_tables(connection)
    rows: dict[str, int] = {}
    notes: list[str] = []
    parts = sorted(head.parts, key=lambda part: not part.whole_rows)
    for number, part in enumerate(_ordered(parts)):
        progress(number / len(parts), f"Putting back {part.table}.")
        if part.table not in present or part.table not in metadata.tables:
            notes.append(f"{part.table} ({part.rows} rows) has no table here and was left in the archive.")
            continue
        written, there = _put(connection, file, part, notes)
        label = part.table if part.whole_rows else f"{part.table} (columns)"
        rows[label] = written
        if there:
            notes.append(f"{label}: {there} of {part.rows} rows were there already and were left as they are.")
        if missing := part.rows - written - there:
            notes.append(f"{label}: {missing} of {part.rows} rows have no place any more and were not put back.")
    return PutBack(rows, notes)


def _ordered(parts: Sequence[Part]) -> list[Part]:
    """Whole rows first, so that columns find what they refer to; parents before children."""
    place = {name: at for at, name in enumerate(in_order([part.table for part in parts]))}
    return sorted(parts, key=lambda part: (not part.whole_rows, place[part.table]))


def _put(connection: Connection, file: Path, part: Part, notes: list[str]) -> tuple[int, int]:
    """Rows written, and rows that needed no writing."""
    columns = {each["name"] for each in inspect(connection).get_columns(part.table)}
    missing = [name for name in part.columns if name not in columns]
    if missing:
        notes.append(f"{part.table}: {', '.join(missing)} do not exist here and were left in the archive.")
    kept = [name for name in part.columns if name in columns]
    _stage(connection, part, rows_of(file, part))
    try:
        if not part.whole_rows:
            return _put_columns(connection, part, [name for name in kept if name not in part.key]), 0
        if part.table == "MacroCycle":
            _make_way(connection)
        there = _there_already(connection, part)
        return _put_rows(connection, part.table, kept), there
    finally:
        connection.exec_driver_sql(f"DROP TABLE {STAGE}")


def _stage(connection: Connection, part: Part, rows: Iterable[list[Any]]) -> None:
    on_server = connection.dialect.name == "postgresql"
    columns = ", ".join(f'"{name}" text' if on_server else f'"{name}"' for name in part.columns)
    connection.exec_driver_sql(f"CREATE TEMP TABLE {STAGE} ({columns})")
    if on_server:
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f"COPY {STAGE} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" for _ in part.columns)
    left = iter(rows)
    while batch := [tuple(row) for row in islice(left, _BATCH)]:
        connection.exec_driver_sql(f"INSERT INTO {STAGE} VALUES ({marks})", batch)  # noqa: S608  (a constant)


def _put_rows(connection: Connection, table: str, columns: Sequence[str]) -> int:
    types = types_of(connection, table)
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(_cast(name, types) for name in columns)
    conditions = " AND ".join(_refers(name, parent, table) for name, parent in foreign_keys(table) if name in columns)
    statement = (
        f'INSERT INTO "{table}" ({names}) SELECT {values} FROM {STAGE} s '  # noqa: S608  (names of our own tables)
        f"WHERE {conditions or 'true'} ON CONFLICT DO NOTHING"
    )
    return connection.exec_driver_sql(statement).rowcount


def _there_already(connection: Connection, part: Part) -> int:
    types = types_of(connection, part.table)
    same = " AND ".join(f't."{name}" = {_cast(name, types)}' for name in part.key)
    statement = f'SELECT count(*) FROM {STAGE} s JOIN "{part.table}" t ON {same}'  # noqa: S608  (names of our own tables)
    return int(connection.exec_driver_sql(statement).scalar_one())


def _put_columns(connection: Connection, part: Part, columns: Sequence[str]) -> int:
    if not columns:
        return 0
    types = types_of(connection, part.table)
    parents = dict(foreign_keys(part.table))
    values = [
        f'"{name}" = CASE WHEN {_refers(name, parents[name], part.table)} THEN {_cast(name, types)} END'
        if name in parents
        else f'"{name}" = {_cast(name, types)}'
        for name in columns
    ]
    same = " AND ".join(f't."{name}" = {_cast(name, types)}' for name in part.key)
    statement = f'UPDATE "{part.table}" AS t SET {", ".join(values)} FROM {STAGE} s WHERE {same}'  # noqa: S608  (names of our own tables)
    return connection.exec_driver_sql(statement).rowcount


def _cast(name: str, types: Mapping[str, str]) -> str:
    return f'CAST(s."{name}" AS {types[name]})' if name in types else f's."{name}"'


def _refers(name: str, parent: str, table: str) -> str:
    """The condition that what a row refers to is there, or comes with the same rows."""
    there = f'EXISTS (SELECT 1 FROM "{parent}" p WHERE p."id" = s."{name}")'  # noqa: S608  (names of our own tables)
    if parent == table:
        there += f' OR EXISTS (SELECT 1 FROM {STAGE} o WHERE o."id" = s."{name}")'  # noqa: S608
    return f'(s."{name}" IS NULL OR {there})'


def _make_way(connection: Connection) -> None:
    """One active season an athlete: one nobody has trained in ends for the archived one, else that comes back ended."""
    on_server = connection.dialect.name == "postgresql"
    now = "date_trunc('milliseconds', timezone('utc', now()))" if on_server else "strftime('%Y-%m-%d %H:%M:%f', 'now')"
    active = "'true', 't'" if on_server else "1"
    worked_on = (
        'SELECT 1 FROM "Workout" w JOIN "TrainingBlock" b ON b."id" = w."trainingBlockId" '
        'JOIN "Mesocycle" m ON m."id" = b."mesocycleId" WHERE m."macroCycleId" = "MacroCycle"."id"'
    )
    latest = "greatest" if on_server else "max"
    connection.exec_driver_sql(
        f'UPDATE "MacroCycle" SET "isActive" = false, "endDate" = {latest}({now}, "startDate") WHERE "isActive" '  # noqa: S608  (constants)
        f'AND EXISTS (SELECT 1 FROM {STAGE} s WHERE s."isActive" IN ({active}) AND s."userId" = "MacroCycle"."userId" '
        f'AND s."id" <> "MacroCycle"."id") AND NOT EXISTS ({worked_on})'
    )
    false, text, start = ("'false'", "::text", '"startDate"::timestamp') if on_server else ("0", "", '"startDate"')
    connection.exec_driver_sql(
        f'UPDATE {STAGE} SET "isActive" = {false}, "endDate" = {latest}({now}, {start}){text} '  # noqa: S608  (constants)
        f'WHERE "isActive" IN ({active}) AND EXISTS (SELECT 1 FROM "MacroCycle" m WHERE m."isActive" '
        f'AND m."userId" = {STAGE}."userId" AND m."id" <> {STAGE}."id")'
    )
