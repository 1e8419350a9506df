"""The window itself killed while it upgrades a database: nothing half done, and it opens again and offers the same."""

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.gateways import schema
from app.gateways.backups import backups_in, verified
from app.gateways.database import Database
from app.gateways.locks import lock_for
from app.gateways.revision import HEAD
from app.usecases.backfilling import Backfilling
from app.usecases.upgrading import Upgrading
from app.usecases.validating import Validating
from tests.conftest import emptied
from tests.fakes.histories import at_revision, old_rows, paths_in, rows_by_key

BEFORE = "0001_existing_tables"
SOON = 0.8
"""Seconds within which a single kill comes; many are spread over what the upgrade takes on this machine now."""
LATER = 1.15
"""By this the kills come later after one that came early, and earlier after one that came too late."""
PATIENCE = 120
ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 to try it with")


@dataclass(frozen=True)
class Beginning:
    """What a database was before anybody tried to upgrade it."""

    schema: schema.Schema
    rows: dict[str, dict[tuple[object, ...], str]]


class ShownWindow:
    """The program in a process of its own, with somebody who clicks in it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def says(self) -> str:
        return self.process.stdout.readline().strip()

    def confirm(self) -> None:
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def shown(url: str, home: Path, *more: str) -> Iterator[ShownWindow]:
    """The window on a database; whatever becomes of it, it is gone afterwards."""
    home.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "tests.fakes.clicker", "--database", url, *more]
    environment = {**os.environ, "PEAKLINE_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with (home / "errors").open("a") as errors:
        process = subprocess.Popen(command, text=True, cwd=ROOT, env=environment, stderr=errors, **pipes)
    silent = threading.Timer(PATIENCE, process.kill)
    silent.start()
    try:
        yield ShownWindow(process)
    finally:
        silent.cancel()
        process.kill()
        process.communicate()


def beginning(url: str) -> Beginning:
    """Make a database as the web application's first release left it, with people and their logs."""
    database = Database(url)
    emptied(database)
    at_revision(database, BEFORE, rows=3)
    with database.read() as connection:
        found = Beginning(schema.snapshot(connection), rows_by_key(database))
    database.close()
    return found


def ended_whole(url: str, home: Path, begun: Beginning) -> str:
    """The revision a killed window left, and nothing half done: what it was, or what it should be."""
    database = Database(url)
    try:
        status = Upgrading(database).status()
        with database.read() as connection:
            now = schema.snapshot(connection)
        wanted = begun.schema if status.revision == BEFORE else schema.expected(HEAD, database.dialect)
        assert status.revision in (BEFORE, HEAD)
        assert schema.differences(wanted, now) == []
        assert old_rows(database, begun.rows) == begun.rows
        if database.path is not None:
            # Nobody holds the file any more, whatever lies beside it.
            assert lock_for(database.path).holder() is None
            with lock_for(database.path).held():
                pass
        for backup in backups_in(paths_in(home).backups):
            if backup.file.suffix == ".db":
                verified(backup.file)
        if status.revision == HEAD:
            # Seasons are given to one athlete after the other: what was not reached can be done later.
            assert Backfilling(database).run().failed == 0
            assert Validating(database).run().ok
        return str(status.revision)
    finally:
        database.close()


def seconds_of_an_upgrade(url: str, home: Path) -> float:
    beginning(url)
    with shown(url, home) as window:
        assert window.says() == "asked"
        begun = time.monotonic()
        window.confirm()
        assert window.says() == "ended"
        return time.monotonic() - begun


def killed_windows(url: str, home: Path, kills: int, chance: random.Random) -> tuple[int, int]:
    """Kill so many windows; how many databases were as before and how many upgraded. The next window shows the same."""
    latest = SOON if kills == 1 else seconds_of_an_upgrade(url, home)
    begun, revision, as_before = beginning(url), BEFORE, 0
    for _ in range(kills):
        if revision == HEAD:
            begun = beginning(url)
        with shown(url, home) as window:
            assert window.says() == "asked"
            window.confirm()
            time.sleep(chance.uniform(0, latest))
            window.kill()
        revision = ended_whole(url, home, begun)
        as_before += revision == BEFORE
        # So that kills spread over the whole upgrade on a quick machine and on one with other things to do.
        latest *= LATER if revision == BEFORE else 1 / LATER
        if revision == HEAD:
            with shown(url, home) as window:
                assert window.says() == "current"
    if revision == BEFORE:
        with shown(url, home) as window:
            assert window.says() == "asked"
            window.confirm()
            assert window.says() == "ended"
        assert ended_whole(url, home, begun) == HEAD
    return as_before, kills - as_before


@pytest.mark.parametrize("kills", [1, pytest.param(50, marks=pytest.mark.nightly)])
def test_a_window_killed_while_it_upgrades_leaves_nothing_half_done(
    database_url: str, tmp_path: Path, kills: int
) -> None:
    before, after = killed_windows(database_url, tmp_path / "home", kills, random.Random(kills))
    print(f"{Database(database_url).dialect}: {kills} windows killed, {before} databases as before, {after} upgraded")
    assert kills == 1 or before > 0 < after


def test_a_plain_engine_is_caught_half_done(sqlite_url: str, tmp_path: Path) -> None:
    begun = beginning(sqlite_url)
    with shown(sqlite_url, tmp_path / "home", "--die-at", "4") as window:
        assert window.says() == "asked"
        window.confirm()
        assert window.says() == ""
    with pytest.raises(AssertionError):
        ended_whole(sqlite_url, tmp_path / "home", begun)
