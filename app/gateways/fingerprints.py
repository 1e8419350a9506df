"""Row counts and hashes of what is stored, quick enough to be taken inside an upgrade.

Values are hashed as the engine stores them, so every changed bit shows; hashes of different
engines cannot be compared. The server computes its own.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, inspect

from app.gateways.migrations import existing_tables
from models.tables import metadata
from models.values.upgrading import TableHash

Columns = Mapping[str, Sequence[str]]
"""Physical columns by table."""

RowDigests = dict[tuple[Any, ...], str]
"""A hash of each row by its primary key."""

_BATCH: Final = 5_000
_MODULUS: Final = 1 << 256


def stored_columns(connection: Connection, without: Columns | None = None) -> dict[str, list[str]]:
    """The columns of every table of ours that the database has, but for those left out."""
    look = inspect(connection)
    left_out = without or {}
    return {
        table: [each["name"] for each in look.get_columns(table) if each["name"] not in left_out.get(table, ())]
        for table in existing_tables(connection)
        if table in metadata.tables
    }


def fingerprints(connection: Connection, columns: Columns) -> dict[str, TableHash]:
    """Count and hash of the given columns of each table; a table that is gone has none."""
    present = set(existing_tables(connection))
    there = {table: names for table, names in columns.items() if table in present}
    if connection.dialect.name == "postgresql":
        return _on_server(connection, there)
    return {table: _in_file(connection, table, names) for table, names in there.items()}


def row_digests(connection: Connection, table: str, columns: Sequence[str]) -> RowDigests:
    """A hash of each row by its primary key; for small tables."""
    key = [each.name for each in metadata.tables[table].primary_key.columns]
    as_text = "::text" if connection.dialect.name == "postgresql" else ""
    wanted = ", ".join([*(f'"{name}"' for name in key), *(f'"{name}"{as_text}' for name in sorted(columns))])
    rows = connection.exec_driver_sql(f'SELECT {wanted} FROM "{table}"')  # noqa: S608  (names of our own tables)
    return {tuple(row[: len(key)]): _digest(row[len(key) :]).hex() for row in rows}


def changes(before: Mapping[str, TableHash], after: Mapping[str, TableHash]) -> list[str]:
    """Each difference as a sentence."""
    sentences = []
    for table, was in before.items():
        now = after.get(table)
        if now is None:
            sentences.append(f"{table} is gone with {was.rows} rows.")
        elif now.rows != was.rows:
            sentences.append(f"{table} has {now.rows} rows instead of {was.rows}.")
        elif now.digest != was.digest:
            sentences.append(f"{table} has other values than before.")
    return sentences


def _on_server(connection: Connection, columns: Columns) -> dict[str, TableHash]:
    # One query for all: it runs while tables are held, and a line to the server may be slow.
    if not columns:
        return {}
    parts = [_counted_and_hashed(table, names) for table, names in columns.items()]
    found = connection.exec_driver_sql(" UNION ALL ".join(parts))
    return {table: TableHash(int(rows), f"{first}/{second}") for table, rows, first, second in found}


def _counted_and_hashed(table: str, columns: Sequence[str]) -> str:
    # Sums of two halves of each row's MD5: no order, duplicates count, and nothing leaves the server.
    row = ", ".join(f'"{name}"' for name in sorted(columns))
    halves = ", ".join(f"coalesce(sum(('x' || substr(h, {at}, 16))::bit(64)::bigint::numeric), 0)" for at in (1, 17))
    return f"SELECT '{table}', count(*), {halves} FROM (SELECT md5(ROW({row})::text) AS h FROM \"{table}\") AS hashed"  # noqa: S608  (names of our own tables)


def _in_file(connection: Connection, table: str, columns: Sequence[str]) -> TableHash:
    wanted = ", ".join(f'"{name}"' for name in sorted(columns))
    found = connection.exec_driver_sql(f'SELECT {wanted} FROM "{table}"')  # noqa: S608  (names of our own tables)
    rows, total = 0, 0
    for batch in found.partitions(_BATCH):
        rows += len(batch)
        total += _sum(batch)
    return TableHash(rows, f"{total % _MODULUS:064x}")


def _sum(batch: Iterable[Sequence[Any]]) -> int:
    return sum(int.from_bytes(_digest(row)) for row in batch)


def _digest(row: Iterable[Any]) -> bytes:
    # repr tells 1 from 1.0 and from '1', as the file does.
    return hashlib.sha256(repr(tuple(row)).encode("utf-8", "surrogatepass")).digest()
