"""The state of a database, as the database page and `peakline db status` tell it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

# Found here by their subject; the start of the window takes them from `standing` and pays for nothing else.
from models.values.standing import DatabaseState, DatabaseStatus, Revision  # noqa: F401 - as above


@dataclass(frozen=True, slots=True)
class TableCount:
    table: str
    rows: int


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody else connected to the database."""

    application: str
    user: str
    process: int | None
    """The server's process of that session, or the program that holds the file's lock."""
    state: str
    """As PostgreSQL says it (`idle in transaction`), or `has the file open`."""
    seconds: float | None = None
    """How long its transaction has been open; None without one."""
    is_peakline: bool = False


@dataclass(frozen=True, slots=True)
class LastValidation:
    at: datetime
    """Aware UTC."""
    ok: bool


@dataclass(frozen=True, slots=True)
class DatabaseOverview:
    """What the database page shows."""

    status: DatabaseStatus
    revisions: Sequence[Revision]
    counts: Sequence[TableCount]
    last_backup: datetime | None = None
    """Aware UTC; None where no backup is known."""
    last_validation: LastValidation | None = None
    sessions: Sequence[Session] = ()
    """Who else is connected."""


@dataclass(frozen=True, slots=True)
class TableHash:
    """Rows of a table and a hash of their content."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands beside a backup, to judge it by."""

    made_at: datetime
    """Aware UTC."""
    revision: str | None
    sha256: str
    size_bytes: int
    rows: Mapping[str, int]
    """Table to number of rows."""
    method: str = "copy"
    """`copy` of a SQLite file, `pg_dump`, or `archive` of rows."""
    location: str = ""
    """Of which database it is; empty where nobody wrote it down."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified copy of a database."""

    file: Path
    manifest: Manifest
