"""The metadata every table stands on, and the words its columns, keys, indexes and checks are made of."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    MetaData,
    Table,
    event,
    false,
    text,
    true,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex, SchemaItem
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine

from models.tables.types import Choice, ChoiceList, Json, TextList, Utc, utc_now

metadata: Final = MetaData(
    naming_convention={"pk": "%(table_name)s_pkey", "fk": "%(table_name)s_%(column_0_name)s_fkey"}
)
"""Names follow the existing database: `User_pkey`, `Workout_userId_fkey`."""


class Default(ColumnElement[Any]):
    """A server default that is written differently on the two databases."""

    inherit_cache = True

    def __init__(self, postgresql: str, sqlite: str) -> None:
        self.texts = {"postgresql": postgresql, "sqlite": sqlite}


@compiles(Default)
def _write_default(element: Default, compiler: Any, **_: Any) -> str:
    return element.texts[compiler.dialect.name]


NOW: Final = Default("CURRENT_TIMESTAMP", "(strftime('%Y-%m-%d %H:%M:%f', 'now'))")
TODAY: Final = Default("CURRENT_DATE", "(strftime('%Y-%m-%d 00:00:00.000', 'now'))")
YES: Final = true()
NO: Final = false()


def empty_list(physical: str) -> Default:
    """An empty array of the given PostgreSQL type name, quoted where it needs to be."""
    return Default(f"ARRAY[]::{physical}[]", "'[]'")


def snake(name: str) -> str:
    """The Python key of a physical column name: `projected1RMMin` gives `projected_1rm_min`."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return spaced.lower()


def column(
    name: str,
    kind: TypeEngine[Any] | type[TypeEngine[Any]],
    *extra: SchemaItem,
    optional: bool = False,
    default: str | float | ColumnElement[Any] | None = None,
    key: str | None = None,
    **more: Any,
) -> Column[Any]:
    """A column under its physical name; NOT NULL unless optional; `default` is the server's, text is SQL."""
    server = text(str(default)) if isinstance(default, str | float | int) else default
    return Column(name, kind, *extra, key=key or snake(name), nullable=optional, server_default=server, **more)


def created_at() -> Column[Any]:
    return column("createdAt", Utc, default=NOW, insert_default=utc_now)


def updated_at(*, server: bool) -> Column[Any]:
    """The client sets it; the older tables have no server default for it."""
    return column("updatedAt", Utc, default=NOW if server else None, insert_default=utc_now, onupdate=utc_now)


def refers(table: str, on_delete: str = "RESTRICT") -> ForeignKey:
    """A foreign key to `table.id` under the existing database's rules."""
    return ForeignKey(f"{table}.id", ondelete=on_delete, onupdate="CASCADE")


def plain_index(table: str, *columns: str) -> Index:
    return Index(f"{table}_{'_'.join(columns)}_idx", *(snake(name) for name in columns))


def unique_index(table: str, *columns: str, where: str | None = None, named: str | None = None) -> Index:
    """A unique index as the existing database names it; `where` makes it partial on both databases."""
    name = f"{table}_{named or '_'.join(columns)}_key"
    return Index(name, *(snake(each) for each in columns), unique=True, info={"where": where})


@compiles(CreateIndex)
def _write_index(create: CreateIndex, compiler: Any, **more: Any) -> str:
    # SQLAlchemy's own postgresql_where would load that dialect for everybody, a tenth of the start.
    written: str = compiler.visit_create_index(create, **more)
    where = create.element.info.get("where")
    return f"{written} WHERE {where}" if where else written


class Rule:
    """A CHECK on one column, by its physical name; `sqlite` where that database needs other words."""

    def __init__(self, column_name: str, sql: str, sqlite: str | None = None) -> None:
        self.column_name = column_name
        self.sql = sql
        self.sqlite = sqlite or sql


def table(name: str, *items: SchemaItem | Rule) -> Table:
    """A table on the common metadata; its rules become checks only when tables are made from it."""
    rules = [item for item in items if isinstance(item, Rule)]
    others = [item for item in items if not isinstance(item, Rule)]
    return Table(name, metadata, *others, info={"rules": rules})


def _append_checks(made: Table) -> None:
    """Give a table the checks of its own rules, and those that its column types imply on SQLite."""
    rules: list[Rule] | None = made.info.pop("rules", None)
    if rules is None:
        return
    for rule in rules:
        _append_rule(made, rule)
    ruled = {rule.column_name for rule in rules}
    for each in made.columns:
        if each.name not in ruled and (implied := sqlite_rule(each)):
            _append_check(made, each.name, implied, "sqlite")


def _append_rule(made: Table, rule: Rule) -> None:
    implied = sqlite_rule(next(each for each in made.columns if each.name == rule.column_name))
    _append_check(made, rule.column_name, rule.sql, "postgresql")
    _append_check(made, rule.column_name, f"{implied} AND {rule.sqlite}" if implied else rule.sqlite, "sqlite")


def _append_check(made: Table, column_name: str, sql: str, dialect: str) -> None:
    check = CheckConstraint(text(sql), name=f"{made.name}_{column_name}_check")
    made.append_constraint(check.ddl_if(dialect=dialect))


def sqlite_rule(each: Column[Any]) -> str | None:
    """What PostgreSQL's type would refuse and SQLite has to be told."""
    name = f'"{each.name}"'
    match each.type:
        case Boolean():
            return f"{name} IN (0, 1)"
        case Choice(members=members):
            return f"{name} IN ({', '.join(repr(member.value) for member in members)})"
        case ChoiceList() | TextList():
            rule = f"json_valid({name}) AND json_type({name}) = 'array'"
        case Json():
            rule = f"json_valid({name})"
        case _:
            return None
    # json_valid(NULL) is 0 before SQLite 3.45, so NULL has to be let through by name.
    return f"{name} IS NULL OR ({rule})" if each.nullable else rule


def enum_types() -> Iterator[tuple[str, type[StrEnum]]]:
    """Every enum type the tables use, by its physical name, each once, in a fixed order."""
    found: dict[str, type[StrEnum]] = {}
    for each_table in metadata.tables.values():
        for each in each_table.columns:
            if isinstance(each.type, Choice | ChoiceList):
                found[each.type.name] = each.type.members
    yield from sorted(found.items())


@event.listens_for(metadata, "before_create")
def _prepare_tables(_target: MetaData, connection: Connection, **_: Any) -> None:
    """What has to be there before the tables: their checks, and PostgreSQL's enum types.

    Making tables from here serves tests and comparisons; databases are made by the migrations.
    So the program's start need not pay for 150 checks.
    """
    for each in metadata.tables.values():
        _append_checks(each)
    if connection.dialect.name == "postgresql":
        for name, members in enum_types():
            values = ", ".join(f"'{member.value}'" for member in members)
            connection.exec_driver_sql(f'CREATE TYPE "{name}" AS ENUM ({values})')
