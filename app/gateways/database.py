"""The one door to the database: transactions that read, transactions that write, and errors that speak."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from app.errors import DatabaseUnavailable, InvalidInput
from app.gateways.connections import system_authorities
from app.gateways.failures import translated
from app.gateways.local_file import Select, naive, stored
from models.values.connections import is_local_host

BUSY_MILLISECONDS: Final = 10_000
"""How long a SQLite connection waits for another one's transaction."""
CONNECT_SECONDS: Final = 10
_DRIVERS: Final = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_URL_HELP: Final = "Write sqlite:///path/to/file.db or postgresql://user@host/database."


class Database:
    """A SQLite file or a PostgreSQL server by its SQLAlchemy URL; nothing is opened before the first use.

    Use it from any thread; each transaction belongs to the thread that opened it. Every failure
    inside a transaction leaves as one of `app.errors`; a `ValueError` of a column type becomes
    `InvalidInput`.
    """

    def __init__(self, url: str | URL) -> None:
        self.url = url
        self._address = _parsed(url)

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._address.get_backend_name()

    @property
    def path(self) -> Path | None:
        """The SQLite file, None on a server."""
        return Path(self._address.database) if self.dialect == "sqlite" and self._address.database else None

    @property
    def location(self) -> str:
        """The file, or host, port and database; never a user or a password."""
        if self.dialect == "sqlite":
            return self._address.database or "memory"
        host = self._address.host or str(self._address.query.get("host", "local socket"))
        port = f":{self._address.port}" if self._address.port else ""
        return f"{host}{port}/{self._address.database or ''}"

    @property
    def access(self) -> dict[str, str]:
        """The environment in which PostgreSQL's own programs reach this server. It may hold a password: tell nobody."""
        url = self._address
        options = {name: str(value) for name, value in url.query.items()} | _encryption(url)
        found = {
            "PGHOST": url.host or options.get("host", ""),
            "PGPORT": str(url.port or ""),
            "PGUSER": url.username or "",
            "PGPASSWORD": str(url.password or ""),
            "PGDATABASE": url.database or "",
            "PGSSLMODE": options.get("sslmode", ""),
            "PGSSLROOTCERT": options.get("sslrootcert", ""),
            "PGAPPNAME": "peakline backup",
            "PGCONNECT_TIMEOUT": str(CONNECT_SECONDS),
        }
        return {name: value for name, value in found.items() if value}

    @contextmanager
    def read(self, *, snapshot: bool = False) -> Iterator[Connection]:
        """A transaction that sees one state of the data and keeps nothing.

        A server shows each statement the newest state, unless a `snapshot` is asked for.
        """
        with self._transaction("BEGIN", commit=False, snapshot=snapshot) as connection:
            yield connection

    @contextmanager
    def write(self, *, snapshot: bool = False) -> Iterator[Connection]:
        """A transaction that is kept when the block ends and undone when it raises."""
        with self._transaction("BEGIN IMMEDIATE", commit=True, snapshot=snapshot) as connection:
            yield connection

    @contextmanager
    def selecting(self) -> Iterator[Select]:
        """Read with plain SQL that is valid on both engines: one state of the data for the length of the block."""
        with self.read(snapshot=True) as connection:
            given = stored if self.dialect == "sqlite" else naive
            yield lambda statement, values=None: connection.execute(text(statement), given(values or {}))

    @contextmanager
    def session(self, name: str) -> Iterator[Connection]:
        """A connection to a server outside any transaction, of its own and closed afterwards; others see its name."""
        try:
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.detach()
                connection.exec_driver_sql("SELECT set_config('application_name', %(name)s, false)", {"name": name})
                yield connection
        except (SQLAlchemyError, UnicodeError) as error:
            raise translated(error, self.location) from None

    def close(self) -> None:
        """Give back every connection; the next use opens new ones."""
        if "_engine" in self.__dict__:
            self._engine.dispose()

    @contextmanager
    def _transaction(self, begin: str, *, commit: bool, snapshot: bool) -> Iterator[Connection]:
        options: dict[str, Any] = {"sqlite_begin": begin}
        if snapshot and self.dialect == "postgresql":
            options["isolation_level"] = "REPEATABLE READ"
        try:
            with self._engine.connect().execution_options(**options) as connection:
                transaction = connection.begin()
                yield connection
                if commit:
                    transaction.commit()
                else:
                    transaction.rollback()
        except (SQLAlchemyError, UnicodeError) as error:
            # The cause is dropped on purpose: PostgreSQL's text of it shows the failing row.
            raise translated(error, self.location) from None

    @cached_property
    def _engine(self) -> Engine:
        if self.dialect == "sqlite":
            return _sqlite_engine(self._address)
        return _postgresql_engine(self._address)


def _parsed(url: str | URL) -> URL:
    try:
        parsed = make_url(url)
        driver = _DRIVERS[parsed.drivername.partition("+")[0]]
    except (ArgumentError, KeyError, NoSuchModuleError):
        # The text itself may hold a password, so it is not repeated.
        raise InvalidInput("This is not the address of a database Peakline knows.", advice=_URL_HELP) from None
    return parsed.set(drivername=driver)


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    if url.database:
        _make_folder(Path(url.database).parent)
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnavailable(f"The folder {folder} cannot be made: {error.strerror}.") from None


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions by itself: it would do so too late, after DDL has
    # already been written (research: half-upgraded files in 33 of 60 interrupted upgrades).
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN IMMEDIATE"))


def _postgresql_engine(url: URL) -> Engine:
    # Defaults like CURRENT_TIMESTAMP follow the session's zone, so it has to be UTC everywhere.
    arguments: dict[str, Any] = {"options": _options(url), "connect_timeout": CONNECT_SECONDS}
    arguments["application_name"] = url.query.get("application_name", "peakline")
    arguments |= _encryption(url)
    return create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=arguments)


def _encryption(url: URL) -> dict[str, str]:
    """No server elsewhere is spoken to without checking who it is, unless the address says otherwise."""
    if "sslmode" in url.query or _is_local(url):
        return {}
    return {"sslmode": "verify-full", "sslrootcert": str(url.query.get("sslrootcert", system_authorities()))}


def _options(url: URL) -> str:
    return f"{url.query.get('options', '')} -c timezone=UTC".strip()


def _is_local(url: URL) -> bool:
    """Whether the connection stays on this computer, also where libpq takes the host from its environment."""
    host = url.host or url.query.get("host") or os.environ.get("PGHOST", "")
    address = url.query.get("hostaddr") or os.environ.get("PGHOSTADDR", "")
    return is_local_host(str(host)) and is_local_host(str(address))
