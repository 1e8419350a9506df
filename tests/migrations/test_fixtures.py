"""Every schema there has been, frozen with rows in it, still comes up to the head with every row as it was.

A new revision adds its own files: `PEAKLINE_WRITE_FIXTURES=1` writes those that are missing. What
is there is never written again, for it is what people's databases look like.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.gateways import fingerprints, migrations
from app.gateways.database import Database
from app.gateways.moving import FILLED
from app.gateways.revision import HEAD, REVISIONS
from app.gateways.selecting import in_order
from app.usecases.upgrading import Upgrading
from models.values.upgrading import DatabaseState
from tests.fakes.histories import paths_in
from tests.migrations.samples import fill

FOLDER = Path(__file__).parent / "fixtures"
WRITE = "PEAKLINE_WRITE_FIXTURES"
ENDINGS = {"sqlite": "sqlite.sql", "postgresql": "postgresql.sql"}


def write(database, revision, file):
    with database.write() as connection:
        migrations.apply(connection, revision, lambda *_: None, up=True)
        for tag in ("a", "b", "c"):
            fill(connection, tag)
    lines = [*made(database, revision), *filled(database)]
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(lines) + "\n", "utf-8")


def made(database, revision):
    written = migrations.written(database.dialect, "base", revision, up=True)
    wanted = [each.strip() for each in written.split(";\n") if not each.strip().startswith(("BEGIN", "COMMIT"))]
    return [f"{' '.join(line for line in each.splitlines() if not line.startswith('--'))};" for each in wanted if each]


def filled(database):
    as_text = "::text" if database.path is None else ""
    with database.read() as connection:
        for table in in_order(migrations.existing_tables(connection)):
            if table == "alembic_version":
                continue
            names = fingerprints.stored_columns(connection)[table]
            columns = ", ".join(f'"{name}"{as_text}' for name in names)
            for row in connection.exec_driver_sql(f'SELECT {columns} FROM "{table}" ORDER BY 1, 2').all():
                values = ", ".join(literal(each) for each in row)
                quoted = ", ".join(f'"{name}"' for name in names)
                yield f'INSERT INTO "{table}" ({quoted}) VALUES ({values});'


def literal(value):
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"


def load(database, file):
    script = file.read_text("utf-8")
    if database.path is not None:
        with closing(sqlite3.connect(database.path)) as connection:
            connection.executescript(script)
        return
    with database.write() as connection:
        connection.connection.driver_connection.execute(script)


def contents(database, columns=None):
    with database.read() as connection:
        columns = columns or fingerprints.stored_columns(connection, without=FILLED)
        return columns, {name: fingerprints.row_digests(connection, name, columns[name]) for name in columns}


@pytest.mark.parametrize("revision", REVISIONS)
def test_it_comes_up_to_the_head_with_every_row_as_it_was(database_url, tmp_path, revision):
    database = Database(database_url)
    file = FOLDER / f"{revision}.{ENDINGS[database.dialect]}"
    if not file.exists():
        if not os.environ.get(WRITE):
            pytest.fail(f"{file.name} is missing; set {WRITE}=1 to freeze the new schema, and review it.")
        write(database, revision, file)
    else:
        load(database, file)
    columns, before = contents(database)
    assert all(len(rows) == 3 for rows in before.values())
    upgrading = Upgrading(database, paths_in(tmp_path / "home"))
    assert upgrading.status().revision == revision
    report = upgrading.run(upgrading.plan(), backfill=False)
    _, after = contents(database, columns)
    assert {name: {key: after[name].get(key) for key in rows} for name, rows in before.items()} == before
    assert upgrading.status().state is DatabaseState.CURRENT
    assert report.to_revision == HEAD
    database.close()
