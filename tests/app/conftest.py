"""What tests of several floors of app share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.gateways.database import Database
from tests.fakes.whoop_play import Play, playing


@pytest.fixture
def play(fast_database: Database, tmp_path: Path) -> Iterator[Play]:
    """A fake Whoop on a socket, and a database with Anna and Ben, of whom nobody is connected yet."""
    with playing(fast_database, tmp_path) as made:
        yield made


@pytest.fixture
def connected(play: Play) -> Play:
    """The same, with Anna connected."""
    play.connect()
    return play
