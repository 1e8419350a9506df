import re
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from app.errors import InvalidInput, WrongSchema
from app.gateways import migrations, schema
from app.gateways.database import Database
from app.gateways.revision import EXISTING_TABLES, HEAD, REVISIONS
from app.paths import MIGRATIONS
from models.tables import metadata
from tests.conftest import emptied
from tests.migrations.samples import contents, fill


@pytest.fixture
def empty(database_url):
    database = Database(database_url)
    yield database
    database.close()


def snapshot(database):
    with database.read() as connection:
        return schema.snapshot(connection)


def test_the_revisions_make_what_the_tables_declare(empty):
    with empty.write() as connection:
        metadata.create_all(connection)
    declared = snapshot(empty)
    emptied(empty)
    migrations.upgrade(empty)
    assert schema.differences(declared, snapshot(empty)) == []


def test_every_step_goes_up_down_and_up_again_with_rows_in_it(empty):
    order = list(REVISIONS)
    for at, revision in enumerate(order):
        migrations.upgrade(empty, revision)
        with empty.write() as connection:
            fill(connection, tag=revision)
        if at == 0:
            continue
        shape = snapshot(empty)
        before = existing_rows(empty)
        migrations.downgrade(empty, order[at - 1])
        below = existing_rows(empty)
        assert below == narrowed(before, below)
        migrations.upgrade(empty, revision)
        assert narrowed(existing_rows(empty), below) == below
        assert schema.differences(shape, snapshot(empty)) == []


def existing_rows(database):
    with database.read() as connection:
        return contents(connection, set(EXISTING_TABLES))


def narrowed(rows, like):
    """The rows with no more columns than those of the other contents."""
    return {
        table: [{key: value for key, value in row.items() if key in like[table][0]} for row in found]
        for table, found in rows.items()
    }


def test_the_way_down_leaves_the_existing_rows_exactly_as_they_were(empty):
    migrations.upgrade(empty, "0001")
    with empty.write() as connection:
        fill(connection)
    with empty.read() as connection:
        before = contents(connection, set(EXISTING_TABLES))
    shape = snapshot(empty)
    migrations.upgrade(empty)
    migrations.downgrade(empty, "0001")
    with empty.read() as connection:
        # The catalogue that came with the head stays, as rows of the existing tables do.
        kept = {
            table: [row for row in rows if row in before[table]]
            for table, rows in contents(connection, set(EXISTING_TABLES)).items()
        }
    assert kept == before
    assert schema.differences(shape, snapshot(empty)) == []


DRIFT = (
    # How a database that grew by the older program's own migrations differs from its schema file.
    'ALTER TABLE "ExerciseAlias" ALTER id SET DEFAULT gen_random_uuid()::text',
    (
        'ALTER TABLE "ExerciseAlias" DROP CONSTRAINT "ExerciseAlias_exerciseId_fkey", ADD CONSTRAINT '
        '"ExerciseAlias_exerciseId_fkey" FOREIGN KEY ("exerciseId") REFERENCES "Exercise" (id) ON DELETE CASCADE'
    ),
    'DROP INDEX "ExerciseAlias_alias_key"',
    'ALTER TABLE "ExerciseAlias" ADD CONSTRAINT "ExerciseAlias_alias_key" UNIQUE (alias)',
    'ALTER TABLE "SessionCheckIn" ALTER date TYPE timestamp, ALTER "createdAt" TYPE timestamp',
)


def test_existing_tables_are_taken_as_they_are(empty):
    migrations.upgrade(empty, "0001")
    with empty.write() as connection:
        fill(connection)
        before = contents(connection, set(EXISTING_TABLES))
        connection.execute(text("DROP TABLE alembic_version"))
        connection.execute(text('CREATE TABLE "_prisma_migrations" (id TEXT NOT NULL)'))
        for statement in DRIFT if empty.dialect == "postgresql" else ():
            connection.execute(text(statement))
    shape = snapshot(empty)
    migrations.upgrade(empty, "0004")
    assert narrowed(existing_rows(empty), before) == before
    changed = schema.differences(shape, snapshot(empty))
    assert changed
    assert all("is not expected" in each for each in changed)  # something came, nothing else changed


def test_a_partial_set_of_existing_tables_is_refused(empty):
    with empty.write() as connection:
        connection.execute(text('CREATE TABLE "User" (id TEXT NOT NULL)'))
    shape = snapshot(empty)
    with pytest.raises(WrongSchema, match="Of the 24 existing tables 23 are missing: Baseline, "):
        migrations.upgrade(empty)
    assert schema.differences(shape, snapshot(empty)) == []


def test_existing_tables_with_rows_are_never_dropped(empty):
    migrations.upgrade(empty, "0002")
    with empty.write() as connection:
        fill(connection)
    shape = snapshot(empty)
    with pytest.raises(WrongSchema, match=r"still hold rows \(Baseline, "):
        migrations.downgrade(empty, "base")
    # All or nothing: the season's tables are still there too.
    assert schema.differences(shape, snapshot(empty)) == []


def test_an_empty_database_goes_back_to_nothing(empty):
    migrations.upgrade(empty, "0003")
    migrations.downgrade(empty, "base")
    assert snapshot(empty).objects == {}


def test_training_age_is_filled_from_difficulty_where_nobody_has_said(empty):
    migrations.upgrade(empty, "0003")
    with empty.write() as connection:
        connection.execute(
            text(
                'INSERT INTO "Exercise" (id, name, "jointStress", difficulty, "minTrainingAge") VALUES '
                "('a', 'A', 'LOW', 'ADVANCED', NULL), ('b', 'B', 'LOW', 'ADVANCED', 'BEGINNER')"
            )
        )
    migrations.upgrade(empty, "0004")
    with empty.read() as connection:
        rows = connection.execute(text('SELECT id, "minTrainingAge" FROM "Exercise" ORDER BY id')).all()
    assert [tuple(row) for row in rows] == [("a", "ADVANCED"), ("b", "BEGINNER")]


def test_a_difficulty_nobody_knows_is_left_alone(postgres_url):
    database = Database(postgres_url)
    migrations.upgrade(database, "0003")
    with database.write() as connection:
        connection.execute(text("ALTER TYPE \"Difficulty\" ADD VALUE 'LEGENDARY'"))
    with database.write() as connection:
        connection.execute(
            text(
                "INSERT INTO \"Exercise\" (id, name, \"jointStress\", difficulty) VALUES ('a', 'A', 'LOW', 'LEGENDARY')"
            )
        )
    migrations.upgrade(database)
    with database.read() as connection:
        assert connection.execute(text('SELECT "minTrainingAge" FROM "Exercise" WHERE id = \'a\'')).scalar() is None
    database.close()


def test_a_revision_that_does_not_exist_is_named(empty):
    for to in ("0009", "", "000"):
        with pytest.raises(InvalidInput, match="There is no revision"):
            migrations.upgrade(empty, to)


def test_the_history_told_is_the_history_written():
    scripts = list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())[::-1]
    assert {script.revision: script.doc.removesuffix(".") for script in scripts} == REVISIONS
    assert [script.revision for script in scripts] == list(REVISIONS)
    assert scripts[-1].revision == HEAD
    assert all(Path(script.path).stem == script.revision for script in scripts)


def test_the_existing_tables_told_are_those_of_the_first_revision():
    written = (MIGRATIONS / "versions" / "0001_existing_tables.py").read_text("utf-8")
    assert set(re.findall(r'^    "(\w+)": (?:\(|"(?:id|userId|exerciseId) )', written, re.MULTILINE)) >= EXISTING_TABLES
    assert len(EXISTING_TABLES) == 24


@pytest.mark.parametrize("file", sorted(MIGRATIONS.rglob("*.py")), ids=lambda file: file.name)
def test_revisions_rebuild_no_table_and_know_no_model(file):
    written = file.read_text("utf-8")
    # Rebuilding a parent table with foreign keys on deletes its children without a word.
    assert "batch_alter_table" not in written
    if file.name != "env.py":
        assert not re.search(r"^\s*(from|import) models", written, re.MULTILINE)
