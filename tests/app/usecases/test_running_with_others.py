"""Upgrades while others are there: readers, writers, open windows, and other upgrades."""

import subprocess
import sys
import threading
import time
from contextlib import closing

import psycopg
import pytest
from sqlalchemy.engine import make_url

from app.errors import DatabaseBusy
from app.gateways import migrations, moving
from app.gateways.database import Database
from app.gateways.locks import DatabaseLock, lock_for
from app.gateways.revision import HEAD
from app.usecases.upgrading import Upgrading
from models.values.upgrading import DatabaseState
from tests.fakes.histories import at_revision, paths_in, web_database


def test_an_idle_reader_costs_others_a_moment_and_the_upgrade_nothing(postgres_url, tmp_path):
    database, reader = Database(postgres_url), Database(postgres_url)
    web_database(database)
    upgrading = Upgrading(database, paths_in(tmp_path))
    plan = upgrading.plan()
    waited = []
    stop = threading.Event()

    def other_client():
        with closing(psycopg.connect(_libpq(postgres_url), autocommit=True)) as connection:
            while not stop.is_set():
                begun = time.monotonic()
                connection.execute('SELECT count(*) FROM "Workout"')
                waited.append(time.monotonic() - begun)
                time.sleep(0.01)

    client = threading.Thread(target=other_client)
    with reader.read() as connection:
        connection.exec_driver_sql('SELECT count(*) FROM "Workout"')
        client.start()
        began = {}
        with pytest.raises(DatabaseBusy, match=r"Workout by peakline \(user postgres, session \d+, idle in trans"):
            upgrading.run(plan, progress=lambda _, sentence: began.setdefault(sentence, time.monotonic()))
        took = time.monotonic() - began["Upgrading."]
        stop.set()
    client.join()
    print(f"gave up after {took:.2f} s; another client waited {max(waited):.2f} s at most")
    assert took <= 3
    assert max(waited) <= 2.5
    assert upgrading.status().state is DatabaseState.ADOPTABLE
    assert upgrading.run(upgrading.plan(), backfill=False).to_revision == HEAD
    database.close()
    reader.close()


def _libpq(url):
    parsed = make_url(url)
    return f"host={parsed.query['host']} user=postgres dbname={parsed.database}"


def test_tables_are_not_held_for_long_while_others_are_connected(postgres_url, tmp_path, monkeypatch):
    database = Database(postgres_url)
    web_database(database)
    upgrading = Upgrading(database, paths_in(tmp_path))
    monkeypatch.setattr(moving, "HOLD_SECONDS", 0.1)
    monkeypatch.setattr(migrations, "seed", lambda connection, _: connection.exec_driver_sql("SELECT pg_sleep(20)"))
    with closing(psycopg.connect(_libpq(postgres_url))):
        begun = time.monotonic()
        with pytest.raises(DatabaseBusy, match="fewer people"):
            upgrading.run(upgrading.plan(), backfill=False)
        assert time.monotonic() - begun < 15
    assert upgrading.status().state is DatabaseState.ADOPTABLE
    database.close()


HOLD = """
import sys, time
from pathlib import Path
from app.gateways.locks import DatabaseLock, lock_for
lock = DatabaseLock(Path(sys.argv[1]))
lock.acquire(sys.argv[2])
print("held", flush=True)
time.sleep(float(sys.argv[3]))
lock.release()
"""


@pytest.mark.parametrize("purpose", ["window", "work"])
def test_an_open_window_is_refused_and_other_work_waited_for(sqlite_url, tmp_path, purpose):
    database = Database(sqlite_url)
    at_revision(database, "0003", rows=1)
    upgrading = Upgrading(database, paths_in(tmp_path / "home"))
    command = [sys.executable, "-c", HOLD, str(database.path), purpose, "1.5"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        holder.stdout.readline()
        assert upgrading.overview().sessions[0].process == holder.pid
        plan = upgrading.plan()
        if purpose == "window":
            assert not plan.can_run
            with pytest.raises(DatabaseBusy, match=f"process {holder.pid}"):
                upgrading.run(plan)
            assert upgrading.status().revision == "0003_extend_workout"
        else:
            assert plan.warnings
            said = []
            assert upgrading.run(plan, progress=lambda _, word: said.append(word)).to_revision == HEAD
            assert any(f"process {holder.pid}" in word for word in said)
    database.close()


def test_the_window_and_its_own_worker_share_one_lock(sqlite_url, tmp_path):
    database = Database(sqlite_url)
    at_revision(database, "0004", rows=1)
    upgrading = Upgrading(database, paths_in(tmp_path / "home"))
    lock = lock_for(database.path)
    lock.acquire("window")
    found = []
    worker = threading.Thread(target=lambda: found.append(upgrading.run(upgrading.plan())))
    worker.start()
    worker.join()
    assert found[0].to_revision == HEAD
    assert lock.is_held
    lock.release()
    assert DatabaseLock(database.path).holder() is None
    database.close()
