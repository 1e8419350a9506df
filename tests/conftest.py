"""Databases for tests: SQLite files and PostgreSQL databases, empty or upgraded to head."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.gateways.database import Database
from models.tables import metadata


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """An empty SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'peakline.db'}"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "peakline.db"
    database = Database(f"sqlite:///{file}")
    with database.write() as connection:
        metadata.create_all(connection)
        try:
            from app.gateways.seeding import seed_catalogue
        except ImportError:
            pass
        else:
            seed_catalogue(connection)
    database.close()
    return file


@pytest.fixture
def fast_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A SQLite database at head with the catalogue, for tests to which the engine does not matter."""
    file = tmp_path / "fast.db"
    shutil.copyfile(sqlite_template, file)
    database = Database(f"sqlite:///{file}")
    yield database
    database.close()


@pytest.fixture
def database(fast_database: Database) -> Database:
    return fast_database
