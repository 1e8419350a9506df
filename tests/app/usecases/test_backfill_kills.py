"""A backfill that is killed at any moment is simply run again, and ends where an uninterrupted one ends."""

import signal
import subprocess
import sys

import pytest

from app.usecases.validating import Validating
from models.tables.plan import exercise_exposure, macro_cycle, mesocycle, training_block
from tests.fakes.coached import Coached
from tests.fakes.hashes import known_columns, table_hashes

# Run in a process of its own: backfill the database of the first argument and die, as by `kill -9`,
# before the statement whose number the second gives.
_BACKFILL = """
import os, signal, sys
from datetime import date
from itertools import count
from sqlalchemy import event
from sqlalchemy.engine import Engine
from app.gateways.database import Database
from app.usecases.backfilling import Backfilling
number, last = count(), int(sys.argv[2])
@event.listens_for(Engine, "before_cursor_execute")
def die(*_):
    if next(number) == last:
        os.kill(os.getpid(), signal.SIGKILL)
report = Backfilling(Database(sys.argv[1])).run(today=date.fromisoformat(sys.argv[3]))
print(report.created, report.skipped, report.failed)
"""
PLAN = (training_block, mesocycle, macro_cycle, exercise_exposure)
UNTOLD = {"createdAt", "updatedAt"}
"""When a row was written is the one thing that may differ."""
DAY = "2026-03-04"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 to try it with")


def backfill(database, last=-1):
    command = [sys.executable, "-c", _BACKFILL, database.url, str(last), DAY]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


def state(database):
    with database.read() as connection:
        columns = known_columns(connection)
        return table_hashes(
            connection, {table.name: [n for n in columns[table.name] if n not in UNTOLD] for table in PLAN}
        )


def interrupted(database, moments):
    """The outcome of backfills killed at these moments one after another, and of a last one left alone."""
    with database.write() as connection:
        for table in PLAN:
            connection.execute(table.delete())
    for last in moments:
        done = backfill(database, last)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
    return backfill(database)


def test_a_killed_backfill_ends_where_an_uninterrupted_one_does(database):
    athletes = len(Coached(database).fill(10))
    done = backfill(database)
    assert done.stdout.split() == [str(athletes), "0", "0"], done.stderr
    expected = state(database)
    # Before a season, between its tables, between the season and the exposures, and late.
    again = interrupted(database, (14, 17, 33))
    created, skipped, failed = map(int, again.stdout.split())
    assert skipped > 0
    assert (created + skipped, failed) == (athletes, 0)
    assert state(database) == expected
    assert Validating(database).run().ok


@pytest.mark.nightly
def test_a_thousand_athletes_and_a_hundred_kills(database):
    """Every kill comes a little later than the last, so all moments of a batch and of an athlete are met."""
    athletes = len(Coached(database).fill(1_000))
    assert backfill(database).stdout.split() == [str(athletes), "0", "0"]
    expected = state(database)
    again = interrupted(database, range(10, 110))
    assert again.stdout.split()[2] == "0"
    assert state(database) == expected
    assert Validating(database).run().ok


@pytest.mark.nightly
def test_two_backfills_at_once_make_one_season_each(database):
    athletes = len(Coached(database).fill(60))
    command = [sys.executable, "-c", _BACKFILL, database.url, "-1", DAY]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    counts = [list(map(int, each.communicate(timeout=300)[0].split())) for each in running]
    assert [sum(count) for count in counts] == [athletes] * 2
    assert sum(created for created, _, _ in counts) == athletes
    assert [failed for _, _, failed in counts] == [0, 0]
    assert Validating(database).run().ok
