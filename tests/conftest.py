"""Databases for tests: SQLite files and PostgreSQL databases, empty or upgraded to head."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from app.gateways.database import Database
from app.usecases.upgrading import Upgrading
from tests.postgres import Server, running_server

TEMPLATE = "peakline_template"
_numbers = count()


def upgraded(url: str) -> None:
    """Bring the database behind the URL to head, seeded, and leave no connection to it."""
    database = Database(url)
    try:
        Upgrading(database).upgrade()
    finally:
        database.close()


def emptied(database: Database) -> None:
    """Throw away everything in a database, whatever made it."""
    if database.path is not None:
        database.close()
        for file in database.path.parent.glob(f"{database.path.name}*"):
            file.unlink()
        return
    with database.write() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One server for the session (one for each worker when they run in parallel)."""
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Server) -> str:
    """The name of a database at head that others are copied from."""
    upgraded(postgres_server.create(TEMPLATE))
    return TEMPLATE


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at head that others are copied from; closed, so the file is all there is of it."""
    file = tmp_path_factory.mktemp("template") / "peakline.db"
    upgraded(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """An empty SQLite database: a file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'peakline.db'}"


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """An empty PostgreSQL database."""
    name = f"empty_{next(_numbers)}"
    yield postgres_server.create(name)
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database, once on each engine."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture
def fast_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A SQLite database at head with the catalogue, for tests to which the engine does not matter."""
    file = tmp_path / "fast.db"
    shutil.copyfile(sqlite_template, file)
    database = Database(f"sqlite:///{file}")
    yield database
    database.close()


@pytest.fixture
def server_database(postgres_server: Server, postgres_template: str) -> Iterator[Database]:
    """A PostgreSQL database at head with the catalogue."""
    name = f"head_{next(_numbers)}"
    database = Database(postgres_server.create(name, postgres_template))
    yield database
    database.close()
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """A database at head with the catalogue, once on each engine."""
    found = request.getfixturevalue("fast_database" if request.param == "sqlite" else "server_database")
    assert isinstance(found, Database)
    return found
