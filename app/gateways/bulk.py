"""Inserts many rows at a price near that of the driver alone, through the same column types as everywhere else."""

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table, insert

_Processor = Callable[[Any], Any]


@contextmanager
def many_objects() -> Iterator[None]:
    """Pause the search for reference cycles while tens of thousands of values are made that hold none.

    Each of them would bring the next search nearer, and every search walks the whole program:
    a quarter of the time of an import, measured. Memory is freed by reference counts meanwhile.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def insert_rows(
    connection: Connection,
    table: Table,
    keys: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    *,
    trusted: Collection[str] = (),
) -> None:
    """Insert tuples whose values stand in the order of the column `keys`.

    Values of `trusted` columns go to the driver as they are, unchecked: ids of our own making and
    numbers the driver takes. On SQLite the columns' own converters run once a column instead of
    through the statement once a row, which is what most of a bulk insert's time goes into.
    """
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        connection.execute(insert(table), [dict(zip(keys, row, strict=True)) for row in rows])
        return
    dialect = connection.dialect
    statement = insert(table).compile(dialect=dialect, column_keys=list(keys))
    columns = dict(zip(keys, zip(*rows, strict=True), strict=True))
    converted = [_converted(table, key, columns[key], trusted, dialect) for key in statement.positiontup or ()]
    connection.exec_driver_sql(str(statement), list(zip(*converted, strict=True)))


def _converted(
    table: Table, key: str, values: tuple[Any, ...], trusted: Collection[str], dialect: Any
) -> Sequence[Any]:
    processor: _Processor | None = table.c[key].type.dialect_impl(dialect).bind_processor(dialect)
    if processor is None or key in trusted:
        return values
    return tuple(_each(processor, values))


def _each(processor: _Processor, values: Iterable[Any]) -> Iterator[Any]:
    """Every value converted; one that is the same object as the value before it is not converted again."""
    last: Any = object()
    done: Any = None
    for value in values:
        if value is not last:
            last, done = value, processor(value)
        yield done
