"""One program at work on a database: locks that go back by themselves when their holder dies."""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from app.errors import DatabaseBusy, DatabaseUnavailable

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.gateways.database import Database

KEY: Final = 0x5045_414B
"""The advisory lock of all work on a server's whole database: "PEAK" in ASCII."""
WAIT_SECONDS: Final = 60
"""How long to wait for another upgrade, which ends by itself; a window that is open does not."""
WINDOW: Final = "window"
WORK: Final = "work"
_PAUSE_SECONDS: Final = 0.1
_HOLDER: Final = """
SELECT a.application_name, a.usename, a.pid
FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.objid = %(key)s AND l.classid = 0 AND l.objsubid = 1
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""

Waiting = Callable[[str], None]
"""Called again and again while waiting, with a sentence; it may raise `Cancelled`."""


class DatabaseLock:
    """The lock of one SQLite file, beside it as `<file>.lock`.

    The window holds it while it is open; an upgrade, a restore or a roll back holds it for its
    length. Reading, and the small writes of the command line, need none: SQLite's own locks do.
    Within one program `lock_for` gives every thread the same lock.
    """

    def __init__(self, database: Path) -> None:
        self._file = database.with_name(database.name + ".lock")
        self._holder = database.with_name(database.name + ".lock.pid")
        # Not the library's default, which would keep a worker thread out of its own window's lock.
        self._lock = FileLock(self._file, timeout=0, thread_local=False)

    def acquire(self, purpose: str = WORK) -> None:
        """Take the lock at once, or raise `DatabaseBusy` naming the process that holds it."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout:
            raise DatabaseBusy(
                f"Another Peakline{self._named_holder()} has this database open.",
                advice="Close it there and try again; nothing was changed.",
            ) from None
        except OSError as error:
            raise DatabaseUnavailable(f"The lock {self._file} could not be taken: {error.strerror}.") from None
        # Only told to people; the lock itself is the operating system's.
        with contextlib.suppress(OSError):
            self._holder.write_text(f"{os.getpid()} {purpose}")

    def release(self) -> None:
        """Give back what `acquire` took, which counts; once too often does nothing."""
        if self._lock.is_locked:
            if self._lock.lock_counter == 1:
                self._holder.unlink(missing_ok=True)
            self._lock.release()

    @property
    def is_held(self) -> bool:
        return self._lock.is_locked

    @contextlib.contextmanager
    def held(self, waiting: Waiting | None = None, seconds: float = 0) -> Iterator[None]:
        """Hold the lock for a block; where this very object holds it already, it simply goes on.

        With `seconds`, waits that long for other work to end, but never for a window.
        """
        already = self.is_held
        if not already:
            self._wait(waiting or (lambda _sentence: None), time.monotonic() + seconds)
        try:
            yield
        finally:
            if not already:
                self.release()

    def holder(self) -> tuple[int, str] | None:
        """The process that holds the lock and what for, None where nobody else does."""
        if self.is_held or not self._file.exists():
            return None
        try:
            with FileLock(self._file, timeout=0, thread_local=False):
                return None
        except Timeout:
            return self._written_holder() or (0, WORK)
        except OSError:
            return None

    def _wait(self, waiting: Waiting, until: float) -> None:
        while True:
            try:
                return self.acquire()
            except DatabaseBusy:
                found = self._written_holder()
                if (found and found[1] == WINDOW) or time.monotonic() >= until:
                    raise
            waiting(f"Waiting for another Peakline{self._named_holder()} to finish.")
            time.sleep(_PAUSE_SECONDS)

    def _named_holder(self) -> str:
        found = self._written_holder()
        return f" (process {found[0]})" if found else ""

    def _written_holder(self) -> tuple[int, str] | None:
        try:
            process, _, purpose = self._holder.read_text().partition(" ")
            return int(process), purpose or WORK
        except (OSError, ValueError):
            return None


_known: dict[Path, DatabaseLock] = {}


def lock_for(database: Path) -> DatabaseLock:
    """The one lock of this program for a file."""
    return _known.setdefault(database.absolute(), DatabaseLock(database.absolute()))


@contextlib.contextmanager
def exclusive(database: "Database", waiting: Waiting | None = None, seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock of a database for a block: that of the file, or that of the server.

    Raises `DatabaseBusy` naming the holder where others do not finish in time.
    """
    if database.path is not None:
        with lock_for(database.path).held(waiting, seconds):
            yield
        return
    with database.session("peakline upgrade") as connection:
        _lock_server(connection, waiting or (lambda _sentence: None), time.monotonic() + seconds)
        try:
            yield
        finally:
            # The connection may be gone, and the lock with it.
            with contextlib.suppress(Exception):
                connection.exec_driver_sql(f"SELECT pg_advisory_unlock({KEY})")


def _lock_server(connection: "Connection", waiting: Waiting, until: float) -> None:
    while not connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({KEY})").scalar_one():
        holder = server_holder(connection)
        if time.monotonic() >= until:
            raise DatabaseBusy(
                f"This database is being upgraded or backed up by {holder or 'another program'}.",
                advice="Wait until that is done and try again; nothing was changed.",
            )
        waiting(f"Waiting for {holder or 'another program'} to finish.")
        time.sleep(_PAUSE_SECONDS)


def server_holder(connection: "Connection") -> str | None:
    """Who holds the server's lock: program, user and process of the session."""
    found = connection.exec_driver_sql(_HOLDER, {"key": KEY}).first()
    return None if found is None else f"{found[0] or 'a program'} (user {found[1]}, session {found[2]})"
