"""A row for every table, so that migrations are tried on databases with something in them."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Integer, Table, inspect, select

from models.tables import metadata
from models.tables.types import Choice, ChoiceList, Json, Kilograms, LocalDate, Real, TextList, Utc, Words

AT = datetime(2026, 2, 14, 18, 30, 0, 123000, tzinfo=UTC)
_ALWAYS_EMPTY = {"end_date", "replaced_by_id"}
_SPECIAL = {"unit": "kg", "provider": "whoop", "Proposal.state": "OPEN", "DeviceDay.state": "SCORED"}
_SAMPLES: list[tuple[tuple[type[Any], ...], Any]] = [
    ((Boolean, Integer), 1),
    ((Real, Kilograms), 0.5),
    ((Utc,), AT),
    ((LocalDate,), date(2026, 2, 14)),
    ((TextList,), ["one", 'two, "quoted"']),
    ((Json,), {"version": 1, "text": "é\u200b", "numbers": [1, 2.5, None, True]}),
]


def fill(connection: Connection, tag: str = "1") -> None:
    """Insert one row into every table the database has, into every column it has; `tag` keeps them apart."""
    for table, columns in _present(connection):
        connection.execute(table.insert().values({each.key: _value(each, tag) for each in columns}))


def contents(connection: Connection, tables: set[str]) -> dict[str, list[dict[str, Any]]]:
    """The rows of the given tables, column by column, in a fixed order."""
    return {
        table.name: [
            dict(row._mapping) for row in connection.execute(select(*columns).order_by(*table.primary_key.columns))
        ]
        for table, columns in _present(connection)
        if table.name in tables
    }


def _present(connection: Connection) -> list[tuple[Table, list[Column[Any]]]]:
    look = inspect(connection)
    names = set(look.get_table_names())
    found = []
    for table in metadata.sorted_tables:
        if table.name in names:
            there = {each["name"] for each in look.get_columns(table.name)}
            found.append((table, [each for each in table.columns if each.name in there]))
    return found


def _value(column: Column[Any], tag: str) -> Any:
    if column.key in _ALWAYS_EMPTY:
        return None
    if column.foreign_keys:
        return f"{next(iter(column.foreign_keys)).column.table.name} {tag}"
    if column.key == "id":
        return f"{column.table.name} {tag}"
    for name in (column.key, f"{column.table.name}.{column.key}"):
        if name in _SPECIAL:
            return _SPECIAL[name]
    return _by_type(column, tag)


def _by_type(column: Column[Any], tag: str) -> Any:
    if isinstance(column.type, Choice | ChoiceList):
        members = list(column.type.members)
        return members[0] if isinstance(column.type, Choice) else members[1:3]
    if isinstance(column.type, Words):
        return f"{column.name} {tag}"
    return next(value for kinds, value in _SAMPLES if isinstance(column.type, kinds))
