"""One program a database file: a lock that the operating system takes back when its holder dies."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from app.errors import DatabaseUnavailable


class DatabaseLock:
    """The lock of one SQLite file, beside it as `<file>.lock`.

    The window holds it while it is open; an upgrade, a restore or a roll back holds it for its
    length. Reading, and the small writes of the command line, need none: SQLite's own locks do.
    """

    def __init__(self, database: Path) -> None:
        self._file = database.with_name(database.name + ".lock")
        self._holder = database.with_name(database.name + ".lock.pid")
        self._lock = FileLock(self._file, timeout=0)

    def acquire(self) -> None:
        """Take the lock at once, or raise `DatabaseUnavailable` naming the process that holds it."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire()
        except Timeout:
            raise DatabaseUnavailable(
                f"Another Peakline{self._named_holder()} has this database open.",
                advice="Close it there and try again; nothing was changed.",
            ) from None
        except OSError as error:
            raise DatabaseUnavailable(f"The lock {self._file} could not be taken: {error.strerror}.") from None
        # Only told to people; the lock itself is the operating system's.
        with contextlib.suppress(OSError):
            self._holder.write_text(str(os.getpid()))

    def release(self) -> None:
        """Give the lock back; doing so twice does nothing."""
        if self._lock.is_locked:
            self._holder.unlink(missing_ok=True)
            self._lock.release()

    @property
    def is_held(self) -> bool:
        return self._lock.is_locked

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock for a block; where this very object holds it already, it simply goes on."""
        already = self.is_held
        if not already:
            self.acquire()
        try:
            yield
        finally:
            if not already:
                self.release()

    def _named_holder(self) -> str:
        try:
            return f" (process {int(self._holder.read_text())})"
        except (OSError, ValueError):
            return ""
