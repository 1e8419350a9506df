"""Reads the parts of a SQLite schema from its pragmas, and from the stored SQL what no pragma tells.

SQLite keeps the text of each CREATE statement and nothing else about checks, conditions of
partial indexes and names of constraints, so these are parsed out of it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection

from app.gateways.revision import VERSION_TABLE

_TOKEN: Final = re.compile(
    r"""--[^\n]*|/\*.*?\*/            # comments, left out below
      |'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]
      |\w+(?:\.\w+)?|<>|<=|>=|==|!=|\|\||\S""",
    re.DOTALL | re.VERBOSE,
)


@dataclass(slots=True)
class _Written:
    """What the text of a CREATE TABLE says beyond the pragmas."""

    checks: dict[str, str] = field(default_factory=dict)
    foreign_key_names: dict[tuple[str, ...], str] = field(default_factory=dict)
    primary_key_name: str = "unnamed"


def read(connection: Connection) -> Iterator[tuple[str, str]]:
    """Every object with its definition, in no order."""
    stored = connection.exec_driver_sql(
        r"SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\'"
    ).all()
    for kind, name, table, sql in stored:
        if table == VERSION_TABLE:
            continue
        match kind:
            case "table":
                yield from _table(connection, name, sql)
            case "trigger":
                yield f"{table} trigger {name}", _normal(sql)
            case "view":
                yield f"view {name}", _normal(sql)
    for kind, name, table, sql in stored:
        if kind == "index" and table != VERSION_TABLE:
            yield _index(connection, table, name, sql)


def _table(connection: Connection, table: str, sql: str) -> Iterator[tuple[str, str]]:
    written = _parsed(sql)
    yield table, "table"
    yield from _columns(connection, table, written)
    for name, condition in written.checks.items():
        yield f"{table} check {name}", condition
    yield from _foreign_keys(connection, table, written)
    # Unique constraints make indexes of their own, which have no text to be found by.
    for _, name, _, origin, _ in connection.exec_driver_sql(f'PRAGMA index_list("{table}")'):
        if origin == "u":
            columns = _index_columns(connection, name)
            yield f"{table} unique constraint ({columns})", "unique"


def _columns(connection: Connection, table: str, written: _Written) -> Iterator[tuple[str, str]]:
    key: dict[int, str] = {}
    for _, name, kind, not_null, default, place, *_ in connection.exec_driver_sql(f'PRAGMA table_xinfo("{table}")'):
        nullable = "" if not_null else ", may be NULL"
        standard = "" if default is None else f", default {_unwrapped(default)}"
        yield f"{table} column {name}", f"{kind.upper()}{nullable}{standard}"
        if place:
            key[place] = name
    if key:
        yield f"{table} primary key {written.primary_key_name}", ", ".join(key[place] for place in sorted(key))


def _foreign_keys(connection: Connection, table: str, written: _Written) -> Iterator[tuple[str, str]]:
    found: dict[int, list[Sequence[str]]] = {}
    for number, _, target, here, there, on_update, on_delete, _ in connection.exec_driver_sql(
        f'PRAGMA foreign_key_list("{table}")'
    ):
        found.setdefault(number, []).append((target, here, there or "", on_update, on_delete))
    for parts in found.values():
        here = tuple(part[1] for part in parts)
        target, _, _, on_update, on_delete = parts[0]
        name = written.foreign_key_names.get(here, "unnamed")
        there = ", ".join(part[2] for part in parts)
        rules = f"on update {on_update}, on delete {on_delete}"
        yield f"{table} foreign key {name} ({', '.join(here)})", f"to {target} ({there}), {rules}"


def _index(connection: Connection, table: str, name: str, sql: str) -> tuple[str, str]:
    tokens = _tokens(sql)
    unique = "unique " if tokens[1].upper() == "UNIQUE" else ""
    upper = [token.upper() for token in tokens]
    where = f" where {_joined(tokens[upper.index('WHERE') + 1 :])}" if "WHERE" in upper else ""
    return f"{table} {unique}index {name}", f"({_index_columns(connection, name)}){where}"


def _index_columns(connection: Connection, index: str) -> str:
    rows = connection.exec_driver_sql(f'PRAGMA index_xinfo("{index}")').all()
    names = [(name or "expression") + (" descending" if down else "") for _, _, name, down, _, is_key in rows if is_key]
    return ", ".join(names)


def _parsed(sql: str) -> _Written:
    """Names and checks of a CREATE TABLE, wherever in it they are written."""
    tokens = _tokens(sql)
    written = _Written()
    for definition in _definitions(tokens):
        _parse_definition(definition, written)
    return written


def _parse_definition(tokens: Sequence[str], written: _Written) -> None:
    """One column or one constraint of the table; a name belongs to the constraint that follows it."""
    columns: tuple[str, ...] = (_plain(tokens[0]),)
    name, at = "", 0
    while at < len(tokens):
        word = tokens[at].upper()
        if word == "CONSTRAINT":
            name, at = _plain(tokens[at + 1]), at + 2
            continue
        group = _group(tokens, at + 1) if word == "CHECK" else []
        if word == "CHECK":
            written.checks[name or f"unnamed {len(written.checks) + 1}"] = _joined(group)
        elif word == "FOREIGN":
            columns = tuple(_plain(each) for each in _group(tokens, at + 2) if each != ",")
        elif word == "REFERENCES":
            written.foreign_key_names[columns] = name or "unnamed"
        elif word == "PRIMARY":
            written.primary_key_name = name or "unnamed"
        # A name stays pending across the two words of FOREIGN KEY (columns) up to REFERENCES.
        name = "" if word in ("CHECK", "REFERENCES", "PRIMARY", "UNIQUE") else name
        at += 1 + (len(group) + 2 if group else 0)


def _definitions(tokens: Sequence[str]) -> Iterator[Sequence[str]]:
    """The comma-separated parts between the outer parentheses."""
    body = _group(tokens, tokens.index("("))
    depth, begin = 0, 0
    for at, each in enumerate([*body, ","]):
        depth += (each == "(") - (each == ")")
        if each == "," and depth == 0:
            yield body[begin:at]
            begin = at + 1


def _group(tokens: Sequence[str], opening: int) -> list[str]:
    """The tokens inside the parenthesis that opens at the given place."""
    depth = 0
    for at in range(opening, len(tokens)):
        depth += (tokens[at] == "(") - (tokens[at] == ")")
        if depth == 0:
            return list(tokens[opening + 1 : at])
    return list(tokens[opening + 1 :])


def _tokens(sql: str) -> list[str]:
    return [token for token in _TOKEN.findall(sql) if not token.startswith(("--", "/*"))]


def _plain(token: str) -> str:
    """An identifier without its quotes."""
    return token[1:-1] if token[:1] in {'"', "`", "["} else token


def _joined(tokens: Sequence[str]) -> str:
    return " ".join(_plain(token) for token in tokens)


def _normal(sql: str) -> str:
    return _joined(_tokens(sql))


def _unwrapped(expression: str) -> str:
    """A default without the parentheses around the whole of it."""
    tokens = _tokens(expression)
    while tokens[0] == "(" and len(_group(tokens, 0)) == len(tokens) - 2:
        tokens = tokens[1:-1]
    return _joined(tokens)
