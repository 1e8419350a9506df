"""Where a database stands, on either engine, and the one error for those that this version must not touch."""

from typing import TYPE_CHECKING, Final

from app.errors import WrongSchema
from app.gateways import revision
from models.values.standing import DatabaseState, DatabaseStatus

if TYPE_CHECKING:
    from collections.abc import Collection

    from app.gateways.database import Database

OURS: Final = frozenset((DatabaseState.CURRENT, DatabaseState.BEHIND))
UPGRADABLE: Final = OURS | {DatabaseState.EMPTY, DatabaseState.ADOPTABLE}

_UNFIT: Final = {
    DatabaseState.EMPTY: ("{location} has no tables yet; this version needs {head}.", "upgrade"),
    DatabaseState.BEHIND: ("{location} is at {revision}; this version needs {head}.", "upgrade"),
    DatabaseState.CURRENT: ("{location} is at {revision}, as this version needs it ({head}).", "other"),
    DatabaseState.NEWER: (
        "{location} is at {revision}, which this version does not know; the newest it knows is {head}.",
        "update",
    ),
    DatabaseState.ADOPTABLE: (
        "{location} holds the earlier program's tables and no revision; this version needs {head}.",
        "upgrade",
    ),
    DatabaseState.FOREIGN: (
        "{location} holds tables of another program (revision {revision}); this version needs {head}.",
        "other",
    ),
}
_ADVICE: Final = {
    "upgrade": "Run `peakline db upgrade`, or choose Upgrade on the database page; no row is lost.",
    "update": "Update Peakline; nothing was changed.",
    "other": "Choose another database; nothing was changed.",
}


def status_of(database: "Database") -> DatabaseStatus:
    """Look, and change nothing: a SQLite file is opened read-only and never created."""
    if database.path is not None:
        return revision.quick_status(str(database.path))
    # Lazy: SQLAlchemy's inspection is needed on servers only.
    from app.gateways.migrations import server_facts  # noqa: PLC0415

    with database.read() as connection:
        tables, stamped, version, size = server_facts(connection)
    return DatabaseStatus(
        location=database.location,
        engine=database.dialect,
        engine_version=version,
        revision=stamped,
        head=revision.HEAD,
        state=revision.classify(tables, stamped),
        size_bytes=size,
        free_bytes=None,
    )


def require(status: DatabaseStatus, fit: "Collection[DatabaseState]") -> None:
    """Raise `WrongSchema`, naming the database's revision and ours, unless the state is one of the fit ones."""
    if status.state not in fit:
        raise unfit(status)


def unfit(status: DatabaseStatus) -> WrongSchema:
    """The error for a database in the wrong state."""
    sentence, advice = _UNFIT[status.state]
    return WrongSchema(
        sentence.format(location=status.location, revision=status.revision or "none", head=status.head),
        advice=_ADVICE[advice],
    )
