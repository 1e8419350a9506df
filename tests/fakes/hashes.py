"""Row counts and content hashes that are the same on both engines, to compare what two histories left behind."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Table, inspect, select

from app.gateways.migrations import existing_tables
from models.tables import metadata
from models.values.upgrading import TableHash

_BATCH: Final = 2_000
_MODULUS: Final = 1 << 256


def table_hashes(connection: Connection, columns: Mapping[str, Sequence[str]] | None = None) -> dict[str, TableHash]:
    """Count and hash of every known table that is there, by its name.

    `columns` restricts the tables and their columns (physical names), so that what an upgrade adds
    does not count as a difference; by default all columns the database has. The hash does not
    depend on the order of the rows, counts duplicates, and is the same on both databases.
    """
    wanted = columns if columns is not None else known_columns(connection)
    return {name: _hashed(connection, metadata.tables[name], wanted[name]) for name in sorted(wanted)}


def known_columns(connection: Connection) -> dict[str, list[str]]:
    """The columns the database has of each table we know, by physical names."""
    found = inspect(connection)
    present = [name for name in existing_tables(connection) if name in metadata.tables]
    ours = {name: {column.name for column in metadata.tables[name].columns} for name in present}
    return {name: [c["name"] for c in found.get_columns(name) if c["name"] in ours[name]] for name in present}


def _hashed(connection: Connection, table: Table, columns: Sequence[str]) -> TableHash:
    by_name = {column.name: column for column in table.columns}
    statement = select(*(by_name[name] for name in sorted(columns)))
    total, rows = 0, 0
    for batch in connection.execute(statement, execution_options={"yield_per": _BATCH}).partitions():
        rows += len(batch)
        total += _sum(batch)
    return TableHash(rows, f"{total % _MODULUS:064x}")


def _sum(batch: Iterable[Sequence[Any]]) -> int:
    # A sum instead of a running hash: rows come in any order, and a row that is there twice counts twice.
    return sum(int.from_bytes(hashlib.sha256(_text(row)).digest()) for row in batch)


def _text(row: Sequence[Any]) -> bytes:
    return json.dumps(list(row), default=str, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
