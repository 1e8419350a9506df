"""Opening a database, off the GUI thread: connect, look at its schema, make an empty file usable.

A local file whose schema fits is looked at and read with the standard library alone; SQLAlchemy, which
costs as much as Qt itself, is loaded after the first page is on screen. Everything else needs it at once.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import Conflict, WrongSchema
from app.paths import Paths

if TYPE_CHECKING:
    from app.bootstrap import Services
    from models.values.athletes import Athlete
    from models.values.standing import DatabaseStatus

Report = Callable[[float, str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A database at hand; where it has a `problem`, `athletes` is empty and pages must wait."""

    services: "Services"
    """Where they are not loaded yet, only the roster may be asked for."""
    status: "DatabaseStatus"
    athletes: "Sequence[Athlete]"
    url: str = field(repr=False)
    """May hold a password: kept in memory, never shown or stored."""
    problem: WrongSchema | None = None
    """Why the schema does not fit, in words."""
    label: str = ""
    """What to call the database on screen, where its location says nothing."""
    keep: bool = False
    """Whether the next start opens it again."""

    @property
    def is_current(self) -> bool:
        return self.problem is None

    @property
    def can_upgrade(self) -> bool:
        """Whether an upgrade would make this database fit."""
        return self.problem is not None and self.status.state.value in ("empty", "behind", "adoptable")


def file_url(file: Path) -> str:
    """The SQLAlchemy address of a SQLite file."""
    return f"sqlite:///{file.as_posix()}"


def open_database(paths: Paths, url: str, *, hold: bool = False) -> Opened:
    """Open a database; a new or empty SQLite file gets its tables, everything else is left as it is.

    With `hold`, other Peaklines are kept out of the file while it is open; `DatabaseBusy` where one has it.
    """
    from app.bootstrap import build  # noqa: PLC0415 - after the first paint

    services = build(paths, url)
    if services.path is not None:
        services.path.parent.mkdir(parents=True, exist_ok=True)
    try:
        if hold:
            services.hold()
        return _looked_at(services, url)
    except BaseException:
        services.close()
        raise


def _looked_at(services: "Services", url: str) -> Opened:
    from app.usecases.upgrading import quick_status  # noqa: PLC0415 - after the first paint

    if services.path is not None:
        status = quick_status(str(services.path))
        if status.state.value == "current":
            return Opened(services, status, services.roster.list(), url)
    services.load_all()
    try:
        status = services.upgrading.prepare()
    except WrongSchema as problem:
        return Opened(services, services.upgrading.status(), (), url, problem)
    return Opened(services, status, services.roster.list(), url)


def open_with_demo(paths: Paths, url: str, today: date, report: Report, *, hold: bool = False) -> Opened:
    """Open a database and load the demo where nobody is in it; reuse a demo that is there already.

    Raises `Conflict` when the database holds real athletes: the demo never mixes with them.
    """
    opened = open_database(paths, url, hold=hold)
    if not opened.is_current or any(athlete.is_demo for athlete in opened.athletes):
        return opened
    if opened.athletes:
        opened.services.close()
        raise Conflict(
            "This database already holds athletes, so the demo was not loaded into it.",
            advice="Leave out --demo, or name another database.",
        )
    opened.services.demo.load(today, report)
    return replace(opened, athletes=opened.services.roster.list())


def demo_master(paths: Paths, today: date) -> Path:
    """The file that today's throwaway databases are copied from; it may not exist yet."""
    from app.bootstrap import demo_master as found  # noqa: PLC0415 - see the module's docstring

    return found(paths, today)


def throwaway_demo(paths: Paths, today: date, report: Report) -> Path:
    """A fresh copy of today's demo database in the temporary folder; the caller deletes it.

    The demo is simulated once a day, kept in the cache, and copied for every start.
    """
    import shutil  # noqa: PLC0415 - only the demo needs the two
    import tempfile  # noqa: PLC0415

    master = demo_master(paths, today)
    if not master.exists():
        _simulate(paths, master, today, report)
    descriptor, name = tempfile.mkstemp(prefix="peakline-demo-", suffix=".db")
    os.close(descriptor)
    shutil.copyfile(master, name)
    return Path(name)


def delete_database_file(file: Path) -> None:
    """Delete a SQLite file and what SQLite and we keep beside it."""
    for ending in ("", "-wal", "-shm", "-journal", ".lock", ".lock.pid"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def _simulate(paths: Paths, master: Path, today: date, report: Report) -> None:
    import tempfile  # noqa: PLC0415 - see above

    paths.cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=paths.cache, ignore_cleanup_errors=True) as folder:
        partial = Path(folder) / "demo.db"
        opened = open_with_demo(paths, file_url(partial), today, report)
        opened.services.close()
        for old in paths.cache.glob("demo-*.db"):
            old.unlink(missing_ok=True)
        # The last connection to close folds the write-ahead log into the file, so this one file is whole.
        partial.replace(master)
