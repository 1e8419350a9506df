"""Every state a database can be in, what is said of it, and that looking and refusing change nothing."""

import hashlib
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from sqlalchemy import text

from app.errors import DatabaseUnavailable, WrongSchema
from app.gateways import migrations
from app.gateways.database import Database
from app.gateways.revision import EXISTING_TABLES, HEAD, REVISIONS, quick_status
from app.usecases.upgrading import Upgrading
from models.tables import metadata
from models.values.upgrading import DatabaseState

FUTURE = "0099_from_the_future"


def empty(_database):
    return


def current(database):
    migrations.upgrade(database)


def behind(database):
    migrations.upgrade(database, "0003")


def newer(database):
    migrations.upgrade(database)
    execute(database, f"UPDATE alembic_version SET version_num = '{FUTURE}'")


def adoptable(database):
    migrations.upgrade(database, "0001")
    execute(database, "DROP TABLE alembic_version")


def foreign(database):
    execute(database, 'CREATE TABLE "Invoice" (id TEXT NOT NULL)')


def foreign_with_revisions(database):
    foreign(database)
    execute(database, "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    execute(database, "INSERT INTO alembic_version VALUES ('ae1027a6acf')")


def partial(database):
    execute(database, 'CREATE TABLE "User" (id TEXT NOT NULL)')


def taken_back(database):
    migrations.upgrade(database, "0002")
    migrations.downgrade(database, "base")


STATES = [
    (empty, DatabaseState.EMPTY, None),
    (current, DatabaseState.CURRENT, HEAD),
    (behind, DatabaseState.BEHIND, "0003_extend_workout"),
    (newer, DatabaseState.NEWER, FUTURE),
    (adoptable, DatabaseState.ADOPTABLE, None),
    (foreign, DatabaseState.FOREIGN, None),
    (foreign_with_revisions, DatabaseState.FOREIGN, "ae1027a6acf"),
    (partial, DatabaseState.FOREIGN, None),
    (taken_back, DatabaseState.EMPTY, None),
]
each_state = pytest.mark.parametrize(("made", "state", "revision"), STATES, ids=[made.__name__ for made, *_ in STATES])


@pytest.fixture
def fresh(database_url):
    database = Database(database_url)
    yield database
    database.close()


def execute(database, statement):
    with database.write() as connection:
        connection.execute(text(statement))


def fingerprint(database):
    """The bytes of a file, or the objects of a server."""
    if database.path is None:
        with database.read() as connection:
            return migrations.existing_tables(connection), Upgrading(database).status().revision
    database.close()
    return hashlib.sha256(database.path.read_bytes()).hexdigest() if database.path.exists() else None


@each_state
def test_each_state_is_told(fresh, made, state, revision):
    made(fresh)
    before = fingerprint(fresh)
    found = Upgrading(fresh).status()
    assert (found.state, found.revision, found.head) == (state, revision, HEAD)
    assert found.engine == fresh.dialect
    assert found.location == fresh.location
    assert found.engine_version[0].isdigit()
    assert fingerprint(fresh) == before


@each_state
def test_only_what_is_current_is_fit_for_work(fresh, made, state, revision):
    made(fresh)
    before = fingerprint(fresh)
    upgrading = Upgrading(fresh)
    if state is DatabaseState.CURRENT or (state is DatabaseState.EMPTY and fresh.dialect == "sqlite"):
        assert upgrading.prepare().state is DatabaseState.CURRENT
        return
    with pytest.raises(WrongSchema, match=HEAD) as raised:
        upgrading.prepare()
    assert (revision or "") in str(raised.value)
    assert raised.value.advice
    assert fingerprint(fresh) == before


@each_state
def test_an_upgrade_reaches_the_head_or_changes_nothing(fresh, made, state, revision):
    made(fresh)
    before = fingerprint(fresh)
    upgrading = Upgrading(fresh)
    if state in (DatabaseState.NEWER, DatabaseState.FOREIGN):
        for attempt in (upgrading.upgrade, lambda: upgrading.roll_back(upgrading.plan_rollback("0001"))):
            with pytest.raises(WrongSchema):
                attempt()
        assert fingerprint(fresh) == before
    else:
        assert upgrading.upgrade().state is DatabaseState.CURRENT
        # And once more is nothing at all.
        after = fingerprint(fresh)
        assert upgrading.upgrade().revision == HEAD
        assert fingerprint(fresh) == after


def test_a_newer_database_is_named_with_both_versions(fresh):
    newer(fresh)
    with pytest.raises(WrongSchema) as raised:
        Upgrading(fresh).prepare()
    assert FUTURE in str(raised.value)
    assert HEAD in str(raised.value)
    assert "Update Peakline; nothing was changed." in str(raised.value)


def test_progress_is_told_step_by_step(fresh):
    told = []
    Upgrading(fresh).upgrade(lambda share, sentence: told.append((share, sentence)))
    assert [sentence for _, sentence in told[: len(REVISIONS)]] == [f"Applied {revision}." for revision in REVISIONS]
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert told[-1][0] == 1.0
    told.clear()
    migrations.downgrade(fresh, "0003", lambda _, sentence: told.append(sentence))
    assert told == [f"Took back {revision}." for revision in reversed(list(REVISIONS)[3:])]


def test_the_history_runs_from_the_existing_tables_to_the_head(fresh):
    behind(fresh)
    history = Upgrading(fresh).history()
    assert [each.revision for each in history] == list(REVISIONS)
    assert [each.applied for each in history] == [True] * 3 + [False] * (len(REVISIONS) - 3)
    assert "existing tables" in history[0].title


def test_the_overview_counts_rows(fresh):
    current(fresh)
    execute(fresh, "INSERT INTO \"User\" (id, email) VALUES ('a', 'a@example.org'), ('b', 'b@example.org')")
    overview = Upgrading(fresh).overview()
    counts = {each.table: each.rows for each in overview.counts}
    assert list(counts) == sorted(metadata.tables)
    assert counts["User"] == 2
    assert counts["Exercise"] > 50
    assert overview.status.size_bytes > 100_000


def test_the_overview_of_a_foreign_database_counts_nothing(fresh):
    foreign(fresh)
    assert Upgrading(fresh).overview().counts == []


def test_the_existing_tables_are_those_of_the_tables_file():
    assert EXISTING_TABLES.issubset(metadata.tables)


def test_looking_at_a_missing_file_makes_none(tmp_path):
    file = tmp_path / "nowhere" / "peakline.db"
    found = quick_status(f"sqlite:///{file}")
    assert (found.state, found.size_bytes) == (DatabaseState.EMPTY, None)
    assert found.free_bytes > 0
    assert not file.parent.exists()


def test_looking_takes_paths_and_urls_as_sqlalchemy_reads_them(tmp_path):
    file = tmp_path / "my data?.db"
    url = f"sqlite:///{quote(str(file))}"
    migrations.upgrade(database := Database(url))
    database.close()
    assert database.path == file
    assert quick_status(str(file)).state is DatabaseState.CURRENT
    assert quick_status(url).location == str(file)


def test_looking_at_what_is_no_database(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("three sets of five\n" * 100)
    with pytest.raises(DatabaseUnavailable, match="cannot be read as a database"):
        quick_status(str(file))


def test_looking_sees_what_a_writer_has_not_yet_moved_into_the_file(sqlite_url):
    database = Database(sqlite_url)
    migrations.upgrade(database)
    found = quick_status(sqlite_url)  # the connection is still open, so the log of writes is beside the file
    assert found.state is DatabaseState.CURRENT
    assert found.size_bytes > database.path.stat().st_size
    database.close()


def test_looking_needs_neither_sqlalchemy_nor_alembic():
    script = (
        "import sys; from app.usecases.upgrading import quick_status; quick_status('none.db');"
        "print([m for m in sys.modules if m in ('sqlalchemy', 'alembic', 'models.tables')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("version", "accepted"),
    [
        ("PostgreSQL 18.4 on x86_64-pc-linux-gnu, compiled by gcc", True),
        ("PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64-pc-linux-gnu", True),
        ("PostgreSQL 19beta1 on x86_64", False),
        ("PostgreSQL 14.12 on x86_64-pc-linux-gnu", False),
        ("PostgreSQL 15.2-YB-2.25.1.0-b0 on x86_64-pc-linux-gnu", False),
        ("CockroachDB CCL v24.1.0 (x86_64-pc-linux-gnu)", False),
    ],
)
def test_only_servers_that_keep_their_locks_are_upgraded(version, accepted):
    if accepted:
        migrations.check_engine(version)
    else:
        with pytest.raises(WrongSchema, match="PostgreSQL"):
            migrations.check_engine(version)


def test_an_upgrade_does_not_wait_behind_a_reader_of_a_server(postgres_url):
    database, reader = Database(postgres_url), Database(postgres_url)
    adoptable(database)
    with reader.read() as connection:
        connection.execute(text('SELECT count(*) FROM "Workout"'))
        begun = time.monotonic()
        with pytest.raises(DatabaseUnavailable, match="busy"):
            Upgrading(database).upgrade()
        assert time.monotonic() - begun < 4
    assert Upgrading(database).status().state is DatabaseState.ADOPTABLE
    assert Upgrading(database).upgrade().state is DatabaseState.CURRENT
    database.close()
    reader.close()
