"""Where a database stands: what is known of it at first sight."""

from dataclasses import dataclass
from enum import StrEnum


class DatabaseState(StrEnum):
    EMPTY = "empty"
    CURRENT = "current"
    BEHIND = "behind"
    NEWER = "newer"
    ADOPTABLE = "adoptable"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Revision:
    """One step of the schema's history."""

    revision: str
    title: str
    applied: bool


@dataclass(frozen=True, slots=True)
class DatabaseStatus:
    """Where the data is and how far its schema has come."""

    location: str
    """File path, or host, port and database; never a password."""
    engine: str
    """`sqlite` or `postgresql`."""
    engine_version: str
    revision: str | None
    head: str
    state: DatabaseState
    size_bytes: int | None
    free_bytes: int | None
