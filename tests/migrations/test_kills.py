"""The whole upgrade, backup and all, killed at random moments; and ten administrators at once."""

import random
import subprocess
import sys
import time

import pytest

from app.gateways import schema
from app.gateways.backups import backups_in, verified
from app.gateways.database import Database
from app.gateways.revision import HEAD
from app.usecases.upgrading import Upgrading
from models.values.upgrading import DatabaseState
from tests.fakes.histories import at_revision, old_rows, paths_in, rows_by_key

# Upgrades the database of the first argument, with its files in the second; says when it begins.
_RUN = """
import os, sys
from pathlib import Path
from app.errors import PeaklineError
from app.gateways.database import Database
from app.paths import Paths
from app.usecases.upgrading import Upgrading
import app.usecases.backfilling, app.usecases.validating, alembic.command, app.usecases.upgrading.running
base = Path(sys.argv[2])
database = Database(sys.argv[1])
upgrading = Upgrading(database, Paths(base / "data", base / "config", base / "cache", base / "logs"))
print("ready", flush=True)
sys.stdin.readline()
report = upgrading.run(upgrading.plan(), backfill=False)
print(report.to_revision, report.seconds, flush=True)
database.close()
"""


def started(url, home):
    command = [sys.executable, "-c", _RUN, url, str(home)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(command, text=True, **pipes)
    assert process.stdout.readline() == "ready\n"
    return process


def told(process):
    process.stdin.write("\n")
    process.stdin.flush()


def killed_upgrades(database, url, tmp_path, kills, seed):
    """Kill that many upgrades; how many were killed in the middle, and how many had finished before."""
    chance = random.Random(seed)
    at_revision(database, "0002")
    before, rows = snapshot(database), rows_by_key(database)
    database.close()
    pristine = database.path.read_bytes() if database.path else None
    killed = 0
    for number in range(kills):
        home = tmp_path / f"home{number}"
        process = started(url, home)
        told(process)
        time.sleep(chance.uniform(0.0, 0.4 if database.path else 1.2))
        process.kill()
        process.communicate()
        state = Upgrading(database).status()
        # All or nothing: what it was, or what it should be.
        assert state.revision in ("0002_add_periodization", HEAD)
        if state.revision != HEAD:
            killed += 1
            assert schema.differences(before, snapshot(database)) == []
            assert rows_by_key(database) == rows
        for backup in backups_in(home / "data" / "backups"):
            if backup.file.suffix == ".db":
                verified(backup.file)
        upgrading = Upgrading(database, paths_in(home))
        if state.revision == HEAD or number == kills - 1:
            assert upgrading.run(upgrading.plan(), backfill=False).to_revision == HEAD
            assert old_rows(database, rows) == rows
        database.close()
        if state.revision == HEAD and number < kills - 1:
            start_again(database, pristine)
    return killed


def start_again(database, pristine):
    if pristine is None:
        with database.write() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
        at_revision(database, "0002")
        database.close()
        return
    for file in database.path.parent.glob(f"{database.path.name}-*"):
        file.unlink()
    database.path.write_bytes(pristine)


def snapshot(database):
    with database.read() as connection:
        return schema.snapshot(connection)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 to try it with")
@pytest.mark.parametrize("kills", [3, pytest.param(200, marks=pytest.mark.nightly)])
def test_an_upgrade_killed_at_any_moment_is_all_or_nothing(database_url, tmp_path, kills):
    database = Database(database_url)
    killed = killed_upgrades(database, database_url, tmp_path, kills, seed=kills)
    print(f"{database.dialect}: {killed} of {kills} upgrades killed before their end, no half state")
    assert killed > 0
    database.close()


@pytest.mark.nightly
@pytest.mark.parametrize("rounds", [20])
def test_ten_administrators_at_once_all_end_at_the_head(database_url, tmp_path, rounds):
    database = Database(database_url)
    for number in range(rounds):
        at_revision(database, "0003")
        before = rows_by_key(database)
        database.close()
        together = [started(database_url, tmp_path / f"home{number}") for _ in range(10)]
        for process in together:
            told(process)
        ends = [process.communicate(timeout=300) for process in together]
        assert [(process.returncode, error) for process, (_, error) in zip(together, ends, strict=True)] == [
            (0, "")
        ] * 10
        assert {out.split()[0] for out, _ in ends} == {HEAD}
        assert Upgrading(database).status().state is DatabaseState.CURRENT
        assert old_rows(database, before) == before
        database.close()
        if number < rounds - 1:
            emptied(database)
    database.close()


def emptied(database):
    if database.path is None:
        with database.write() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
        database.close()
        return
    for file in database.path.parent.glob(f"{database.path.name}*"):
        file.unlink()
