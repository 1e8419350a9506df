"""The short notation in which revisions write tables, and the SQL it means on each database.

A column is `name Type`, then in this order and as needed `?` (may be NULL), `= default` and
`-> Table` or `-> Table CASCADE` or `-> Table SET NULL`:

    "userId T -> User CASCADE"    "weekInBlock I?"    "status WorkoutStatus = 'PLANNED'"

Types: T text, I integer, F double precision, B boolean, D timestamp(3), J JSON, the name of an
enum, and any of T and the enums with `[]`. Defaults: SQL literals, `now`, `today`, `[]`, `{}`.
Revisions are history and depend on this module: extend it, never change what it writes.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from alembic import op

Enums = Mapping[str, Sequence[str]]
Check = str | tuple[str, str]
"""A condition, or a pair of them: PostgreSQL's and SQLite's."""

_COLUMN: Final = re.compile(
    r"(?P<name>\w+) (?P<type>\w+)(?P<many>\[\])?(?P<optional>\?)?(?: = (?P<default>.+?))?"
    r"(?: -> (?P<table>\w+)(?: (?P<rule>CASCADE|SET NULL))?)?"
)
_POSTGRESQL_TYPES: Final = {
    "T": "TEXT",
    "I": "INTEGER",
    "F": "DOUBLE PRECISION",
    "B": "BOOLEAN",
    "D": "TIMESTAMP(3)",
    "J": "JSONB",
}
# SQLite derives rules from type names: JSONB would be a number and "IntensityBias" an integer.
_SQLITE_TYPES: Final = _POSTGRESQL_TYPES | {"D": "TEXT", "J": "TEXT"}
_POSTGRESQL_DEFAULTS: Final = {"now": "CURRENT_TIMESTAMP", "today": "CURRENT_DATE", "{}": "'{}'::jsonb"}
_SQLITE_DEFAULTS: Final = {
    "now": "(strftime('%Y-%m-%d %H:%M:%f', 'now'))",
    "today": "(strftime('%Y-%m-%d 00:00:00.000', 'now'))",
    "{}": "'{}'",
    "[]": "'[]'",
    "true": "1",
    "false": "0",
}


def on_sqlite() -> bool:
    return op.get_context().dialect.name == "sqlite"


def create_enums(enums: Enums) -> None:
    """PostgreSQL's types; SQLite writes the values into the checks of the columns instead."""
    if not on_sqlite():
        for name, values in enums.items():
            op.execute(f'CREATE TYPE "{name}" AS ENUM ({_quoted(values)})')


def drop_enums(enums: Enums) -> None:
    if not on_sqlite():
        for name in reversed(list(enums)):
            op.execute(f'DROP TYPE "{name}"')


def create_table(
    table: str,
    *columns: str,
    key: Sequence[str] = ("id",),
    enums: Enums | None = None,
    checks: Mapping[str, Check] | None = None,
) -> None:
    """Create a table; `enums` are the values SQLite has to check, `checks` are conditions by column."""
    body = [_column(table, column, enums or {}, checks or {}) for column in columns]
    names = ", ".join(f'"{name}"' for name in key)
    body.append(f'CONSTRAINT "{table}_pkey" PRIMARY KEY ({names})')
    op.execute(f'CREATE TABLE "{table}" ({", ".join(body)})')


def add_columns(
    table: str, *columns: str, enums: Enums | None = None, checks: Mapping[str, Check] | None = None
) -> None:
    """Add columns with their rules in place: SQLite knows no other way to add a foreign key or a check."""
    for column in columns:
        op.execute(f'ALTER TABLE "{table}" ADD COLUMN {_column(table, column, enums or {}, checks or {})}')


def drop_columns(table: str, *names: str) -> None:
    """Drop columns, which takes their own rules along; indexes on them have to go before."""
    for name in names:
        op.execute(f'ALTER TABLE "{table}" DROP COLUMN "{name}"')


def create_index(table: str, *columns: str) -> None:
    op.execute(f'CREATE INDEX "{_joined(table, columns)}_idx" ON "{table}" ({_names(columns)})')


def create_unique(table: str, *columns: str, where: str = "", named: str = "") -> None:
    """A unique index, partial where a condition is given; `named` when the name says more than the columns."""
    condition = f" WHERE {where}" if where else ""
    name = f"{table}_{named}" if named else _joined(table, columns)
    op.execute(f'CREATE UNIQUE INDEX "{name}_key" ON "{table}" ({_names(columns)}){condition}')


def drop_indexes(*names: str) -> None:
    for name in names:
        op.execute(f'DROP INDEX "{name}"')


def drop_tables(*names: str) -> None:
    """Drop tables one by one, never with CASCADE: what still refers to them must stop this."""
    for name in names:
        op.execute(f'DROP TABLE "{name}"')


def _column(table: str, written: str, enums: Enums, checks: Mapping[str, Check]) -> str:
    found = _COLUMN.fullmatch(written)
    if found is None:
        raise ValueError(f"this is not a column: {written}")
    parts = [f'"{found["name"]}"', _type(found)]
    if not found["optional"]:
        parts.append("NOT NULL")
    if found["default"]:
        parts.append(f"DEFAULT {_default(found)}")
    if found["table"]:
        parts.append(f'CONSTRAINT "{table}_{found["name"]}_fkey" REFERENCES "{found["table"]}" ("id")')
        parts.append(f"ON DELETE {found['rule'] or 'RESTRICT'} ON UPDATE CASCADE")
    if condition := _condition(found, enums, checks):
        parts.append(f'CONSTRAINT "{table}_{found["name"]}_check" CHECK ({condition})')
    return " ".join(parts)


def _type(column: re.Match[str]) -> str:
    if on_sqlite():
        return "TEXT" if column["many"] else _SQLITE_TYPES.get(column["type"], "TEXT")
    single = _POSTGRESQL_TYPES.get(column["type"], f'"{column["type"]}"')
    return f"{single}[]" if column["many"] else single


def _default(column: re.Match[str]) -> str:
    default = column["default"]
    if on_sqlite():
        return _SQLITE_DEFAULTS.get(default, default)
    if default == "[]":
        return f"ARRAY[]::{_type(column)}"
    return _POSTGRESQL_DEFAULTS.get(default, default)


def _condition(column: re.Match[str], enums: Enums, checks: Mapping[str, Check]) -> str:
    """The condition on a column: the revision's own, and on SQLite first what the type would refuse."""
    own = checks.get(column["name"], "")
    if not on_sqlite():
        return own if isinstance(own, str) else own[0]
    own = own if isinstance(own, str) else own[1]
    implied = _implied(column, enums)
    return f"{implied} AND {own}" if implied and own else implied or own


def _implied(column: re.Match[str], enums: Enums) -> str:
    name = f'"{column["name"]}"'
    if column["many"]:
        rule = f"json_valid({name}) AND json_type({name}) = 'array'"
    elif column["type"] == "J":
        rule = f"json_valid({name})"
    elif column["type"] == "B":
        return f"{name} IN (0, 1)"
    elif column["type"] in _SQLITE_TYPES:
        return ""
    else:
        return f"{name} IN ({_quoted(enums[column['type']])})"
    # json_valid(NULL) is 0 before SQLite 3.45, so NULL has to be let through by name.
    return f"{name} IS NULL OR ({rule})" if column["optional"] else rule


def _quoted(values: Sequence[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _joined(table: str, columns: Sequence[str]) -> str:
    return "_".join((table, *columns))
