"""What an archive takes of a database: every table, or exactly what a roll back would remove."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, inspect

from app.gateways.archives import Selection
from app.gateways.migrations import existing_tables
from app.gateways.moving import WHOLE
from models.tables import metadata

_ENUMS = """
SELECT t.typname, array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
WHERE t.typnamespace = current_schema()::regnamespace GROUP BY t.typname ORDER BY t.typname
"""
_TYPES = """
SELECT a.attname, format_type(a.atttypid, a.atttypmod)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = %(table)s AND a.attnum > 0 AND NOT a.attisdropped
"""


def everything(connection: Connection) -> list[Selection]:
    """Every table with all its columns; those that others refer to come first."""
    return [_selection(connection, table) for table in in_order(existing_tables(connection))]


def what_goes(connection: Connection, going: Mapping[str, Sequence[str]]) -> list[Selection]:
    """Tables and columns that a roll back removes: whole rows, and filled columns by primary key."""
    found = []
    for table in in_order(existing_tables(connection)):
        columns = going.get(table, ())
        if WHOLE in columns:
            found.append(_selection(connection, table))
        elif columns:
            found.append(_columns(connection, table, columns))
    return found


def count(connection: Connection, selection: Selection, column: str | None = None) -> int:
    """Rows of a selection, or those in which one column says something else than its default."""
    condition = _says_something(connection, selection.table, [column]) if column else selection.condition
    where = f" WHERE {condition}" if condition else ""
    if connection.dialect.name == "postgresql":
        where = where.replace("%", "%%")  # psycopg reads a single one as the beginning of a parameter
    statement = f'SELECT count(*) FROM "{selection.table}"{where}'  # noqa: S608  (names of the database's own)
    return int(connection.exec_driver_sql(statement).scalar_one())


def enums(connection: Connection) -> dict[str, list[str]]:
    """The enum types of a server with their values."""
    if connection.dialect.name != "postgresql":
        return {}
    return {name: list(values) for name, values in connection.exec_driver_sql(_ENUMS)}


def in_order(names: Sequence[str]) -> list[str]:
    """Tables that others refer to before those others; unknown ones last."""
    known = [table.name for table in metadata.sorted_tables if table.name in names]
    return known + [name for name in names if name not in metadata.tables]


def types_of(connection: Connection, table: str) -> dict[str, str]:
    """The type of each column in the server's words; empty on SQLite, where values carry theirs."""
    if connection.dialect.name != "postgresql":
        return {}
    rows = connection.exec_driver_sql(_TYPES, {"table": table}).all()
    return {str(name): str(kind) for name, kind in rows}


def _selection(connection: Connection, table: str) -> Selection:
    look = inspect(connection)
    columns = [each["name"] for each in look.get_columns(table)]
    types = types_of(connection, table)
    key = look.get_pk_constraint(table)["constrained_columns"]
    return Selection(table, columns, key, whole_rows=True, types=[types.get(name, "") for name in columns])


def _columns(connection: Connection, table: str, columns: Sequence[str]) -> Selection:
    whole = _selection(connection, table)
    wanted = [name for name in whole.columns if name in whole.key or name in columns]
    types = dict(zip(whole.columns, whole.types, strict=True))
    condition = _says_something(connection, table, columns)
    return Selection(table, wanted, whole.key, False, condition, [types[name] for name in wanted])


def _says_something(connection: Connection, table: str, columns: Sequence[str]) -> str:
    """The condition on rows in which any of the columns differs from its default."""
    defaults = {each["name"]: each["default"] for each in inspect(connection).get_columns(table)}
    differs = "IS DISTINCT FROM" if connection.dialect.name == "postgresql" else "IS NOT"
    return " OR ".join(f'"{name}" {differs} ({defaults[name] or "NULL"})' for name in columns)


def foreign_keys(table: str) -> list[tuple[str, str]]:
    """Column and parent table of each reference of a table."""
    known: Table | Any = metadata.tables[table]
    return [(each.parent.name, each.column.table.name) for each in known.foreign_keys]
