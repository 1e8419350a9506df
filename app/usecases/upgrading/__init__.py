"""Where a database stands, and bringing it to the schema this version needs."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from app.errors import WrongSchema
from app.gateways import revision
from models.values.upgrading import DatabaseOverview, DatabaseState, DatabaseStatus, Revision, TableCount

if TYPE_CHECKING:
    from app.gateways.database import Database
    from app.gateways.vault import Vault
    from app.paths import Paths
    from models.values.maintenance import RollbackPlan, UpgradePlan, WorkReport

Progress = Callable[[float, str], None]
"""Told the share done so far (0 to 1) and a sentence."""

quick_status = revision.quick_status
"""The status of a SQLite file, for callers that want no more than that and no SQLAlchemy for it."""

_UPGRADABLE: Final = frozenset(
    (DatabaseState.EMPTY, DatabaseState.CURRENT, DatabaseState.BEHIND, DatabaseState.ADOPTABLE)
)
_UNFIT: Final = {
    DatabaseState.EMPTY: ("{location} has no tables yet; this version needs {head}.", "upgrade"),
    DatabaseState.BEHIND: ("{location} is at {revision}; this version needs {head}.", "upgrade"),
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


class Upgrading:
    """The state of one database, and the way from there to the newest schema and back.

    Plans change nothing. Whatever runs asks `progress` often, with the share done (0 to 1) and a
    sentence; where that raises `Cancelled`, the work stops and nothing is left half done.
    """

    def __init__(self, database: "Database", paths: "Paths | None" = None, vault: "Vault | None" = None) -> None:
        """Without `paths`, copies are kept in a folder beside the file and nothing is remembered."""
        self._database = database
        self._paths = paths
        self._vault = vault

    def status(self) -> DatabaseStatus:
        """Look, and change nothing: a SQLite file is opened read-only and never created."""
        if self._database.path is not None:
            return revision.quick_status(str(self._database.path))
        # Lazy: SQLAlchemy's inspection is needed on servers only.
        from app.gateways.migrations import server_facts  # noqa: PLC0415

        with self._database.read() as connection:
            tables, stamped, version, size = server_facts(connection)
        return DatabaseStatus(
            location=self._database.location,
            engine=self._database.dialect,
            engine_version=version,
            revision=stamped,
            head=revision.HEAD,
            state=revision.classify(tables, stamped),
            size_bytes=size,
            free_bytes=None,
        )

    def history(self) -> Sequence[Revision]:
        """Every revision from the first to the head, marked where it is applied."""
        return revision.history(self.status().revision)

    def overview(self) -> DatabaseOverview:
        """The status, the history, rows of each known table, last backup and validation, who else is connected."""
        status = self.status()
        return DatabaseOverview(status, revision.history(status.revision), self._counts(status))

    def prepare(self) -> DatabaseStatus:
        """Make sure the database is fit for work, or raise `WrongSchema` naming both versions.

        Only an empty or missing SQLite file is made ready unasked; a server never is.
        """
        status = self.status()
        if status.state is DatabaseState.EMPTY and status.engine == "sqlite":
            status = self.upgrade()
        if status.state is not DatabaseState.CURRENT:
            raise _unfit(status)
        return status

    def upgrade(self, progress: "Progress | None" = None) -> DatabaseStatus:
        """Bring the schema to the head, in one transaction; `WrongSchema` for what is newer or foreign."""
        from app.gateways import migrations  # noqa: PLC0415  (SQLAlchemy; `db status` does without)

        status = self.status()
        if status.state not in _UPGRADABLE:
            raise _unfit(status)
        migrations.upgrade(self._database, "head", progress)
        return self.status()

    def plan(self, to: str = "head") -> "UpgradePlan":
        """What an upgrade to a revision would do, and what stands in its way; touches nothing."""
        raise NotImplementedError

    def sql(self, plan: "UpgradePlan | RollbackPlan") -> str:
        """The statements of a plan as they would run, found out without changing the database."""
        raise NotImplementedError

    def run(self, plan: "UpgradePlan", *, progress: "Progress | None" = None, backfill: bool = True) -> "WorkReport":
        """Lock, back up, upgrade in one transaction with rows compared, backfill and validate.

        `WrongSchema` for what is newer or foreign, `DatabaseUnavailable` where somebody is in the
        way or there is no room, `Cancelled` where that came before anything was changed; later than
        that, the report says `cancelled` and what is done.
        """
        raise NotImplementedError

    def plan_adoption(self) -> "UpgradePlan":
        """How a database of the web application differs from what it should be, and what taking it over would do."""
        raise NotImplementedError

    def adopt(self, plan: "UpgradePlan", *, progress: "Progress | None" = None, backfill: bool = True) -> "WorkReport":
        """Take such a database over in place, its rows untouched; raises as `run` does."""
        raise NotImplementedError

    def plan_rollback(self, to: str) -> "RollbackPlan":
        """What going back to a revision would take out, row by row; touches nothing."""
        raise NotImplementedError

    def roll_back(self, plan: "RollbackPlan", *, progress: "Progress | None" = None) -> "WorkReport":
        """Export what would be lost to `plan.archive`, then remove exactly our objects, in one transaction."""
        raise NotImplementedError

    def _counts(self, status: DatabaseStatus) -> Sequence[TableCount]:
        if status.state in (DatabaseState.EMPTY, DatabaseState.FOREIGN):
            return []
        from app.gateways.migrations import count_rows  # noqa: PLC0415  (SQLAlchemy; `db status` does without)

        with self._database.read() as connection:
            return count_rows(connection)


def _unfit(status: DatabaseStatus) -> WrongSchema:
    sentence, advice = _UNFIT[status.state]
    return WrongSchema(
        sentence.format(location=status.location, revision=status.revision or "none", head=status.head),
        advice=_ADVICE[advice],
    )
