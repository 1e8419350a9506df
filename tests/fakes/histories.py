"""Databases with something in them, as an administrator would meet them, and a look at all their rows."""

import random
from pathlib import Path

from sqlalchemy import insert

from app.gateways import fingerprints, migrations
from app.gateways.database import Database
from app.gateways.revision import EXISTING_TABLES
from app.gateways.schema import expected
from app.paths import Paths
from models.tables import metadata
from models.values.ids import new_id
from tests.migrations.samples import AT, fill


def paths_in(folder: Path) -> Paths:
    return Paths(folder / "data", folder / "config", folder / "cache", folder / "logs")


def web_database(database: Database, rows: int = 2) -> None:
    """What the web application leaves: its 24 tables with rows, and no record of revisions."""
    migrations.upgrade(database, "0001")
    with database.write() as connection:
        for tag in range(rows):
            fill(connection, str(tag))
        connection.exec_driver_sql("DROP TABLE alembic_version")


def at_revision(database: Database, revision: str, rows: int = 2) -> None:
    migrations.upgrade(database, revision)
    with database.write() as connection:
        for tag in range(rows):
            fill(connection, str(tag))


def stamp(database: Database, revision: str) -> None:
    with database.write() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")


def existing_rows(database: Database) -> dict[str, object]:
    """Count and hash of every existing table, by the columns that it had from the beginning."""
    first = _first_columns(database)
    with database.read() as connection:
        return dict(fingerprints.fingerprints(connection, first))


def old_rows(database: Database, before: dict[str, dict[tuple[object, ...], str]]) -> dict[str, object]:
    """Of the rows there were before, those that are still there unchanged."""
    now = rows_by_key(database)
    return {table: {key: now[table].get(key) for key in rows} for table, rows in before.items()}


def rows_by_key(database: Database) -> dict[str, dict[tuple[object, ...], str]]:
    columns = _first_columns(database)
    with database.read() as connection:
        return {table: fingerprints.row_digests(connection, table, columns[table]) for table in sorted(EXISTING_TABLES)}


def _first_columns(database: Database) -> dict[str, list[str]]:
    objects = expected("0001_existing_tables", database.dialect).objects
    found: dict[str, list[str]] = {}
    for name in sorted(objects):
        table, kind, column = (*name.split(" ", 2), "", "")[:3]
        if kind == "column":
            found.setdefault(table, []).append(column)
    return found


def work_on(database: Database, seed: int) -> None:
    """Random weeks of use at the head: signals, exposures, names, notes and imports, in no fixed number."""
    chance = random.Random(seed)
    tables = metadata.tables
    with database.write() as connection:
        users = connection.exec_driver_sql('SELECT id FROM "User" ORDER BY id').scalars().all()
        exercises = connection.exec_driver_sql('SELECT id FROM "Exercise" ORDER BY id').scalars().all()
        for user in users:
            for _ in range(chance.randrange(4)):
                connection.execute(
                    insert(tables["ReadinessSignal"]).values(
                        id=new_id(), user_id=user, timestamp=AT, subjective_readiness=chance.randint(1, 5),
                        subjective_motivation=3, subjective_soreness={"chest": 2}, fatigue_score=chance.random(),
                        note=chance.choice([None, "slept badly", "été\u200b"]),
                    )
                )  # fmt: skip
            for exercise in chance.sample(exercises, chance.randrange(3)):
                connection.execute(
                    insert(tables["ExerciseExposure"]).values(
                        id=new_id(), user_id=user, exercise_id=exercise, last_used=AT, usage_count=chance.randrange(9)
                    )
                )  # fmt: skip
            connection.execute(
                tables["User"].update().where(tables["User"].c.id == user).values(name=f"N{seed}", is_demo=False)
            )
        if chance.random() < 0.5:
            connection.exec_driver_sql(
                'UPDATE "Workout" SET "weekInBlock" = 2, "blockPhase" = \'Week 3\', "name" = \'A\''
            )
