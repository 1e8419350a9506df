"""An upgrade is all or nothing: the process is killed before one statement after another."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.gateways import schema
from app.gateways.database import Database
from app.usecases.upgrading import Upgrading
from models.values.upgrading import DatabaseState

# Run in a process of its own: upgrade the database of the first argument and die, as by `kill -9`,
# before the statement whose number the second gives; a third argument is Alembic's own default.
_UPGRADE = """
import os, signal, sys
from itertools import count
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
from app.gateways import database, migrations
url, last, plain = sys.argv[1], int(sys.argv[2]), len(sys.argv) > 3
number = count()
@event.listens_for(Engine, "before_cursor_execute")
def die(*_):
    if next(number) == last:
        os.kill(os.getpid(), signal.SIGKILL)
if plain:
    database._sqlite_engine = create_engine
migrations.upgrade(database.Database(url))
"""
PROMPT_MOMENTS = (3, 12, 40, 70, 95)


def upgrade(url, last, *more):
    command = [sys.executable, "-c", _UPGRADE, url, str(last), *more]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def half_done(url):
    database = Database(url)
    try:
        with database.read() as connection:
            objects = schema.snapshot(connection).objects
    finally:
        database.close()
    return len(objects) > 0 and Upgrading(database).status().state is not DatabaseState.CURRENT


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 to try it with")
@pytest.mark.parametrize("last", PROMPT_MOMENTS)
def test_a_killed_upgrade_leaves_nothing_and_can_be_tried_again(database_url, last):
    assert upgrade(database_url, last).returncode == -signal.SIGKILL
    assert not half_done(database_url)
    database = Database(database_url)
    assert Upgrading(database).upgrade().state is DatabaseState.CURRENT
    database.close()


@pytest.mark.nightly
@pytest.mark.parametrize("last", range(0, 112, 2))
def test_no_moment_is_a_bad_one(database_url, last):
    test_a_killed_upgrade_leaves_nothing_and_can_be_tried_again(database_url, last)


def test_the_harness_sees_the_half_upgraded_file_of_a_plain_engine(sqlite_url):
    assert upgrade(sqlite_url, 40, "plain").returncode == -signal.SIGKILL
    assert half_done(sqlite_url)


def test_programs_upgrading_at_once_all_end_at_head(database_url):
    with ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda _: upgrade(database_url, -1), range(3)))
    assert [(each.returncode, each.stderr) for each in done] == [(0, "")] * 3
    database = Database(database_url)
    assert Upgrading(database).status().state is DatabaseState.CURRENT
    database.close()
