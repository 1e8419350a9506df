"""What was shown last is shown again only where it is certain to be what the database holds."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from models.values.plan import BlockType
from tests.fakes import services as fakes
from ui.kit import lastseen

TODAY = fakes.TODAY


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "peakline.db"
    file.write_bytes(b"a database")
    return file


@pytest.fixture
def kept(tmp_path: Path, database: Path) -> Path:
    file = tmp_path / "cache" / "today.json"
    lastseen.save(file, lastseen.signature_of(database), TODAY, fakes.roster())
    return file


def test_comes_back_as_it_was(kept: Path, database: Path) -> None:
    assert lastseen.load(kept, database, TODAY) == fakes.roster()
    blocks = lastseen.load(kept, database, TODAY)[0].blocks
    assert blocks[0].block_type == BlockType.ACCUMULATION


def test_a_copy_with_its_times_counts_as_the_file(kept: Path, database: Path) -> None:
    copy = database.with_name("copy.db")
    copy.write_bytes(database.read_bytes())
    times = database.stat()
    os.utime(copy, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert lastseen.load(kept, copy, TODAY) is not None


def test_not_when_the_file_has_changed(kept: Path, database: Path) -> None:
    times = database.stat()
    os.utime(database, ns=(times.st_atime_ns, times.st_mtime_ns + 1))
    assert lastseen.load(kept, database, TODAY) is None


def test_not_while_a_log_holds_what_is_not_in_the_file_yet(kept: Path, database: Path) -> None:
    database.with_name("peakline.db-wal").write_bytes(b"")
    assert lastseen.load(kept, database, TODAY) is not None
    database.with_name("peakline.db-wal").write_bytes(b"frames")
    assert lastseen.load(kept, database, TODAY) is None
    assert lastseen.signature_of(database) is None


def test_not_on_another_day(kept: Path, database: Path) -> None:
    assert lastseen.load(kept, database, TODAY + timedelta(days=1)) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1}', "\x00"])
def test_a_damaged_file_is_as_good_as_none(kept: Path, database: Path, text: str) -> None:
    kept.write_text(text, "utf-8")
    assert lastseen.load(kept, database, TODAY) is None


def test_without_a_signature_nothing_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "today.json"
    lastseen.save(file, None, TODAY, fakes.roster())
    assert not file.exists()
    assert lastseen.load(file, tmp_path / "nothing.db", TODAY) is None


def test_a_cache_that_cannot_be_written_costs_nothing(tmp_path: Path, database: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    lastseen.save(tmp_path / "cache" / "today.json", lastseen.signature_of(database), TODAY, fakes.roster())
