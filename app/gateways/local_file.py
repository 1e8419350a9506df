"""Reads a local SQLite file with the standard library alone, so that the first page need not wait for SQLAlchemy."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import quote

from app.errors import PeaklineError
from models.values.stored import time_text, truncated

WAIT_SECONDS: Final = 10
"""How long to wait for another program's transaction."""

Value = str | float | date | datetime
Values = Mapping[str, Value]
"""What a statement's `:name` parameters stand for; moments are aware."""


class Select(Protocol):
    """Runs one statement that is valid on both engines; rows come as the driver gives them."""

    def __call__(self, statement: str, values: Values | None = None) -> Iterable[Any]: ...


class Readable(Protocol):
    """What can be read with plain SQL: this module's file, or a `Database`."""

    def selecting(self) -> Any:
        """A context manager that gives a `Select` for one read transaction."""


class LocalFile:
    """A SQLite file that is only read; another program's committed rows are seen, its write-ahead log included."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def selecting(self) -> Iterator[Select]:
        """One state of the data for the length of the block; failures leave as one of `app.errors`."""
        try:
            connection = sqlite3.connect(
                f"file:{quote(str(self.path.absolute()))}?mode=ro", uri=True, timeout=WAIT_SECONDS, isolation_level=None
            )
            try:
                connection.execute("BEGIN")
                yield lambda statement, values=None: connection.execute(statement, stored(values or {}))
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise _translated(error, str(self.path)) from None


def local_path(url: str) -> Path | None:
    """The file of a plain `sqlite:///` address; None for a server, a database in memory, and where options follow."""
    scheme, _, path = url.partition(":///")
    return Path(path) if scheme == "sqlite" and path not in ("", ":memory:") and "?" not in path else None


def naive(values: Values) -> dict[str, Value]:
    """Parameters as a server's TIMESTAMP(3) columns compare: moments in UTC, cut to milliseconds, without a zone."""
    cut = {name: truncated(value) for name, value in values.items() if isinstance(value, datetime)}
    return {**values, **{name: value.replace(tzinfo=None) for name, value in cut.items()}}


def stored(values: Values) -> dict[str, str | float]:
    """Parameters as a SQLite file holds them: days and moments are text."""
    return {name: _text(value) for name, value in naive(values).items()}


def _text(value: Value) -> str | float:
    if not isinstance(value, date):
        return value
    return time_text(value if isinstance(value, datetime) else datetime.combine(value, time()))


def _translated(error: sqlite3.Error, location: str) -> PeaklineError:
    # Only now, when there is no page to show: the words for every failure stand beside SQLAlchemy's.
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415

    from app.gateways.failures import translated  # noqa: PLC0415

    return translated(DBAPIError(None, None, error), location)
