"""Opening a database, off the GUI thread: connect, look at its schema, make an empty file usable.

The services are imported here, in the worker and after the first paint, because SQLAlchemy costs
as much as Qt itself.
"""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.errors import Conflict
from app.paths import Paths
from models.values.athletes import Athlete
from models.values.upgrading import DatabaseState, DatabaseStatus

if TYPE_CHECKING:
    from app.bootstrap import Services

Report = Callable[[float, str], None]

_ADVICE: Final = {
    DatabaseState.EMPTY: "It has no tables yet. Upgrade it to create them.",
    DatabaseState.BEHIND: "It was made by an earlier version. Upgrade it to go on; nothing in it is lost.",
    DatabaseState.NEWER: "It was made by a later version of Peakline. Nothing was changed. Please update Peakline.",
    DatabaseState.ADOPTABLE: "It holds the tables of the earlier program. Upgrade it to take it over as it stands.",
    DatabaseState.FOREIGN: "Its tables belong to another program. Nothing was changed. Open another database.",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A database at hand; `athletes` is empty and pages must wait unless the state is current."""

    services: "Services"
    status: DatabaseStatus
    athletes: Sequence[Athlete]
    url: str = field(repr=False)
    """May hold a password: kept in memory, never shown or stored."""

    @property
    def is_current(self) -> bool:
        return self.status.state is DatabaseState.CURRENT

    @property
    def advice(self) -> str:
        """What is wrong with the schema and what to do, in a sentence or two."""
        return _ADVICE.get(self.status.state, "")


def file_url(file: Path) -> str:
    """The SQLAlchemy address of a SQLite file."""
    return f"sqlite:///{file.as_posix()}"


def open_database(paths: Paths, url: str) -> Opened:
    """Open a database; a new or empty SQLite file gets its tables, everything else is left as it is."""
    from app.bootstrap import build  # noqa: PLC0415 - see the module's docstring

    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    services = build(paths, url)
    try:
        status = services.upgrading.status()
        if status.state is DatabaseState.EMPTY and status.engine == "sqlite":
            status = services.upgrading.upgrade()
        current = status.state is DatabaseState.CURRENT
        return Opened(services, status, services.athletes.list() if current else (), url)
    except BaseException:
        services.close()
        raise


def open_with_demo(paths: Paths, url: str, today: date, report: Report) -> Opened:
    """Open a database and load the demo where nobody is in it; reuse a demo that is there already.

    Raises `Conflict` when the database holds real athletes: the demo never mixes with them.
    """
    opened = open_database(paths, url)
    if not opened.is_current or any(athlete.is_demo for athlete in opened.athletes):
        return opened
    if opened.athletes:
        opened.services.close()
        raise Conflict(
            "This database already holds athletes, so the demo was not loaded into it.",
            advice="Leave out --demo, or name another database.",
        )
    opened.services.demo.load(today, report)
    return Opened(opened.services, opened.status, opened.services.athletes.list(), url)


def throwaway_demo(paths: Paths, today: date, report: Report) -> Path:
    """A fresh copy of today's demo database in the temporary folder; the caller deletes it.

    The demo is simulated once a day, kept in the cache, and copied for every start.
    """
    master = paths.cache / f"demo-{today.isoformat()}.db"
    if not master.exists():
        _simulate(paths, master, today, report)
    descriptor, name = tempfile.mkstemp(prefix="peakline-demo-", suffix=".db")
    with open(descriptor, "wb") as copy, master.open("rb") as source:  # noqa: PTH123 - a descriptor, not a path
        shutil.copyfileobj(source, copy)
    return Path(name)


def delete_database_file(file: Path) -> None:
    """Delete a SQLite file and what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def _simulate(paths: Paths, master: Path, today: date, report: Report) -> None:
    paths.cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=paths.cache, ignore_cleanup_errors=True) as folder:
        partial = Path(folder) / "demo.db"
        opened = open_with_demo(paths, file_url(partial), today, report)
        opened.services.close()
        for old in paths.cache.glob("demo-*.db"):
            old.unlink(missing_ok=True)
        # The last connection to close folds the write-ahead log into the file, so this one file is whole.
        partial.replace(master)
