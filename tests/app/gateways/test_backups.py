import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.errors import Cancelled, DatabaseUnavailable, UnreadableFile
from app.gateways import backups
from models.values.upgrading import Backup, Manifest

NOW = datetime(2026, 5, 4, 6, 30, tzinfo=UTC)


def quiet(_share: float, _sentence: str) -> None:
    return


def filled(file: Path, rows: int = 500) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY, word TEXT)")
    connection.execute("CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent)")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO parent VALUES (?, ?)", [(i, "word" * 20) for i in range(rows)])
    connection.executemany("INSERT INTO child VALUES (?, ?)", [(i, i) for i in range(rows)])
    connection.execute("COMMIT")
    return connection


def words(file: Path) -> list[tuple[int, str]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT * FROM parent ORDER BY id").fetchall()


def test_a_backup_has_what_only_the_log_of_writes_had(tmp_path):
    source = tmp_path / "coach.db"
    writer = filled(source)
    assert (tmp_path / "coach.db-wal").stat().st_size > 50_000
    made = backups.make_backup(source, tmp_path / "kept" / "a.db", quiet, NOW)
    writer.close()
    assert words(made.file) == words(source)
    assert made.manifest.rows == {"parent": 500, "child": 500}
    assert backups.verified(made.file) == made
    assert sorted(f.name for f in (tmp_path / "kept").iterdir()) == ["a.db", "a.db.json"]


def test_an_existing_file_is_never_overwritten(tmp_path):
    filled(tmp_path / "coach.db").close()
    (tmp_path / "a.db").write_text("mine")
    with pytest.raises(UnreadableFile, match="already there"):
        backups.make_backup(tmp_path / "coach.db", tmp_path / "a.db", quiet, NOW)
    assert (tmp_path / "a.db").read_text() == "mine"


@pytest.mark.parametrize("at", [0.0, 0.7])
def test_cancelling_leaves_nothing_behind(tmp_path, at):
    filled(tmp_path / "coach.db", 20_000).close()

    def stop(share: float, _sentence: str) -> None:
        if share >= at:
            raise Cancelled("Enough.")

    with pytest.raises(Cancelled):
        backups.make_backup(tmp_path / "coach.db", tmp_path / "kept" / "a.db", stop, NOW)
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_damaged_database_is_not_backed_up(tmp_path):
    source = tmp_path / "coach.db"
    filled(source, 5000).close()
    content = bytearray(source.read_bytes())
    content[8192 : 8192 + 4096] = b"\x5a" * 4096
    source.write_bytes(bytes(content))
    with pytest.raises((UnreadableFile, DatabaseUnavailable)):
        backups.make_backup(source, tmp_path / "a.db", quiet, NOW)
    assert not (tmp_path / "a.db").exists()


def test_orphans_are_seen(tmp_path):
    connection = filled(tmp_path / "coach.db")
    connection.execute("INSERT INTO child VALUES (9999, 9999)")
    connection.close()
    with pytest.raises(UnreadableFile, match="child"):
        backups.make_backup(tmp_path / "coach.db", tmp_path / "a.db", quiet, NOW)


def test_no_room_names_the_missing_megabytes(tmp_path, monkeypatch):
    filled(tmp_path / "coach.db", 20_000).close()
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(backups.shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    with pytest.raises(DatabaseUnavailable, match=r"\d MB more are needed"):
        backups.make_backup(tmp_path / "coach.db", tmp_path / "a.db", quiet, NOW)


@pytest.mark.parametrize("fault", ["flip", "no manifest", "bad manifest", "cut"])
def test_a_backup_that_changed_is_refused(tmp_path, fault):
    filled(tmp_path / "coach.db").close()
    made = backups.make_backup(tmp_path / "coach.db", tmp_path / "a.db", quiet, NOW)
    manifest = tmp_path / "a.db.json"
    if fault == "no manifest":
        manifest.unlink()
    elif fault == "bad manifest":
        manifest.write_text("[]")
    else:
        content = made.file.read_bytes()
        made.file.write_bytes(content[: len(content) // 2] if fault == "cut" else content[:-1] + b"\x01")
    with pytest.raises(UnreadableFile):
        backups.verified(made.file)


def test_restoring_gives_back_the_rows_and_keeps_what_was_there(tmp_path):
    source = tmp_path / "coach.db"
    filled(source).close()
    before = words(source)
    made = backups.make_backup(source, tmp_path / "kept" / "a.db", quiet, NOW)
    with sqlite3.connect(source) as connection:
        connection.execute("DELETE FROM child")
        connection.execute("DELETE FROM parent")
    connection.close()
    kept = backups.restore(made, source, quiet, NOW)
    assert words(source) == before
    assert kept is not None
    assert words(kept.file) == []
    assert not list(tmp_path.glob("*-wal"))
    assert not list(tmp_path.glob("*.partial"))


def test_a_database_in_use_is_not_swapped(tmp_path):
    source = tmp_path / "coach.db"
    writer = filled(source)
    made = backups.make_backup(source, tmp_path / "kept" / "a.db", quiet, NOW)
    writer.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnavailable, match="in use"):
        backups.restore(made, source, quiet, NOW)
    writer.execute("ROLLBACK")
    assert len(words(source)) == 500
    writer.close()


def kept(day: int, hour: int = 0) -> Backup:
    made_at = NOW - timedelta(days=day, hours=hour)
    return Backup(Path(f"{day}-{hour}.db"), Manifest(made_at, None, "", 0, {}))


def test_the_newest_ten_and_one_a_week_are_kept():
    many = [kept(day) for day in range(100)]
    gone = {backup.file.name for backup in backups.outdated(many, NOW)}
    stay = [day for day in range(100) if f"{day}-0.db" not in gone]
    assert stay == [*range(10), 14, 21, 28, 35, 42, 49]
    assert backups.outdated(many[:10], NOW) == []


KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from app.gateways import backups
print("ready", flush=True)
for n in range(10_000):
    backups.make_backup(Path(sys.argv[1]), Path(sys.argv[2]) / f"{n}.db", lambda *_: None, datetime.now(UTC))
"""


MOMENTS = [pytest.param(0.001 * step, marks=() if step % 10 == 3 else pytest.mark.nightly) for step in range(1, 51)]
"""Fifty moments to kill a backup at; five of them in every run."""


@pytest.mark.parametrize("delay", MOMENTS)
def test_a_killed_backup_is_never_taken_for_a_good_one(tmp_path, delay):
    source, folder = tmp_path / "coach.db", tmp_path / "kept"
    filled(source, 4000).close()
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(source), str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(delay)
    child.kill()
    child.communicate()
    for backup in backups.backups_in(folder):
        assert words(backups.verified(backup.file).file) == words(source)
    assert not any(file.name.endswith(".partial") for backup in backups.backups_in(folder) for file in [backup.file])
    backups.remove_leftovers(folder, older_than=timedelta(0)) if folder.exists() else None
    assert not list(folder.glob("*.partial"))
