"""A full disk harms nothing: what was there is there, nothing half made is left, and the message says so."""

import subprocess
from datetime import timedelta

import pytest

from app.errors import PeaklineError
from app.gateways import backups
from app.gateways.database import Database
from app.gateways.revision import HEAD
from app.usecases.upgrading import Upgrading
from models.values.upgrading import DatabaseState
from tests.fakes.histories import at_revision, paths_in, rows_by_key


def refused_for_want_of_room(upgrading):
    """What an upgrade says where the disk is full; empty where it was large enough after all."""
    try:
        upgrading.run(upgrading.plan(), backfill=False)
    except PeaklineError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("limit", [60_000, 300_000])
def test_files_that_cannot_grow_harm_nothing(database_url, tmp_path, limit, full_disk):
    fresh = Database(database_url)
    at_revision(fresh, "0003")
    before = rows_by_key(fresh)
    fresh.close()
    upgrading = Upgrading(fresh, paths_in(tmp_path / "home"))
    full_disk(limit)
    said = refused_for_want_of_room(upgrading)
    full_disk(None)
    if said:
        assert upgrading.status().revision == "0003_extend_workout"
        assert rows_by_key(fresh) == before
        assert not list(tmp_path.rglob("*.partial"))
    assert upgrading.run(upgrading.plan(), backfill=False).to_revision == HEAD
    fresh.close()


@pytest.fixture
def full_disk():
    """Let no file of this process grow beyond a size, as a full disk would."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def limit(size):
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft if size is None else size, hard))

    yield limit
    limit(None)


@pytest.fixture
def small_disk(tmp_path):
    """A file system of its own of a given size, where we may make one."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mounted(size):
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("no file system can be mounted here")
        return folder

    yield mounted
    subprocess.run(["umount", str(folder)], capture_output=True, check=False)


@pytest.mark.nightly
@pytest.mark.parametrize("size", range(1_600_000, 4_600_001, 333_333))
def test_a_disk_of_any_size_keeps_the_old_data(small_disk, size, monkeypatch):
    folder = small_disk(size)
    # The check beforehand would spare the disk from ever filling up: here it has to.
    monkeypatch.setattr("app.gateways.preflight.ROOM", 0)
    monkeypatch.setattr(backups, "_MARGIN", 0)
    database = Database(f"sqlite:///{folder / 'a.db'}")
    at_revision(database, "0003", rows=100)
    database.close()
    before = rows_by_key(database)
    upgrading = Upgrading(database, paths_in(folder / "home"))
    said = refused_for_want_of_room(upgrading)
    database.close()
    if said:
        assert "room" in said
        assert upgrading.status().revision == "0003_extend_workout"
        assert rows_by_key(database) == before
        backups.remove_leftovers(folder / "home" / "data" / "backups", older_than=timedelta(0))
        assert not list(folder.rglob("*.partial"))
    else:
        assert upgrading.status().state is DatabaseState.CURRENT
    database.close()
