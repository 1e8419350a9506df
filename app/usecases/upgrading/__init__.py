"""Where a database stands, and the way to the schema this version needs, and back.

Looking has to be cheap, so everything that needs SQLAlchemy is imported where it is used.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.errors import WrongSchema
from app.gateways import revision, standing
from models.values.standing import DatabaseState, DatabaseStatus, Revision

if TYPE_CHECKING:
    from app.gateways.database import Database
    from app.gateways.vault import Vault
    from app.paths import Paths
    from models.values.maintenance import RollbackPlan, UpgradePlan, WorkReport
    from models.values.upgrading import DatabaseOverview, TableCount

Progress = Callable[[float, str], None]
"""Told the share done so far (0 to 1) and a sentence."""

quick_status = revision.quick_status
"""The status of a SQLite file, for callers that want no more than that and no SQLAlchemy for it."""


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
        return standing.status_of(self._database)

    def history(self) -> Sequence[Revision]:
        """Every revision from the first to the head, marked where it is applied."""
        return revision.history(self.status().revision)

    def overview(self) -> "DatabaseOverview":
        """The status, the history, rows of each known table, last backup and validation, who else is connected."""
        from app.gateways import memory, preflight  # noqa: PLC0415  (see the module's docstring)
        from app.usecases import copying  # noqa: PLC0415  (see the module's docstring)
        from models.values.upgrading import DatabaseOverview  # noqa: PLC0415  (the same)

        status = self.status()
        newest = next(iter(copying.known(self._database, self._paths)), None)
        remembered = None if self._paths is None else self._paths.data / memory.FILE
        return DatabaseOverview(
            status=status,
            revisions=revision.history(status.revision),
            counts=self._counts(status),
            last_backup=newest.manifest.made_at if newest else None,
            last_validation=memory.last_validation(remembered, status.location) if remembered else None,
            sessions=preflight.others(self._database),
        )

    def prepare(self) -> DatabaseStatus:
        """Make sure the database is fit for work, or raise `WrongSchema` naming both versions.

        Only an empty or missing SQLite file is made ready unasked; a server never is.
        """
        status = self.status()
        if status.state is DatabaseState.EMPTY and status.engine == "sqlite":
            status = self.upgrade()
        if status.state is not DatabaseState.CURRENT:
            raise standing.unfit(status)
        return status

    def upgrade(self, progress: "Progress | None" = None) -> DatabaseStatus:
        """Bring the schema to the head, and nothing more; `WrongSchema` for what is newer or foreign.

        Whoever asks a person goes through `plan` and `run`, which also backfill and validate.
        """
        status = self.status()
        standing.require(status, standing.UPGRADABLE)
        if status.state in (DatabaseState.EMPTY, DatabaseState.CURRENT):
            from app.gateways import migrations  # noqa: PLC0415  (SQLAlchemy; `db status` does without)

            migrations.upgrade(self._database, "head", progress)
        else:
            self.run(self.plan(), progress=progress, backfill=False)
        return self.status()

    def plan(self, to: str = "head") -> "UpgradePlan":
        """What an upgrade to a revision would do, and what stands in its way; touches nothing."""
        from app.usecases.upgrading import planning  # noqa: PLC0415  (see the module's docstring)

        return planning.planned(self._database, self._paths, to)

    def sql(self, plan: "UpgradePlan | RollbackPlan") -> str:
        """The statements of a plan as they would run, found out without changing the database."""
        from app.usecases.upgrading import planning, rolling_back  # noqa: PLC0415  (see the module's docstring)
        from models.values.maintenance import RollbackPlan  # noqa: PLC0415  (the same)

        if isinstance(plan, RollbackPlan):
            return rolling_back.statements(plan.status.engine, plan.status, plan.to_revision)
        return planning.sql(plan)

    def run(self, plan: "UpgradePlan", *, progress: "Progress | None" = None, backfill: bool = True) -> "WorkReport":
        """Lock, back up, upgrade in one transaction with rows compared, backfill and validate.

        `WrongSchema` for what is newer or foreign, `DatabaseUnavailable` where somebody is in the
        way or there is no room, `Cancelled` where that came before anything was changed; later than
        that, the report says `cancelled` and what is done.
        """
        from app.usecases.upgrading.running import Run  # noqa: PLC0415  (see the module's docstring)

        return Run(self._database, self._paths, self._vault, progress).carry_out(plan, backfill=backfill)

    def plan_adoption(self) -> "UpgradePlan":
        """How a database of the web application differs from what it should be, and what taking it over would do."""
        plan = self.plan()
        if plan.status.state is not DatabaseState.ADOPTABLE and plan.can_run:
            raise WrongSchema(
                f"{plan.status.location} is no database that the web application made.",
                advice="Upgrade it instead." if plan.status.state is not DatabaseState.CURRENT else "It is Peakline's.",
            )
        return plan

    def adopt(self, plan: "UpgradePlan", *, progress: "Progress | None" = None, backfill: bool = True) -> "WorkReport":
        """Take such a database over in place, its rows untouched; raises as `run` does."""
        return self.run(plan, progress=progress, backfill=backfill)

    def plan_rollback(self, to: str) -> "RollbackPlan":
        """What going back to a revision would take out, row by row; touches nothing."""
        from app.usecases.upgrading import rolling_back  # noqa: PLC0415  (see the module's docstring)

        return rolling_back.planned(self._database, self._paths, to)

    def roll_back(self, plan: "RollbackPlan", *, progress: "Progress | None" = None) -> "WorkReport":
        """Export what would be lost to `plan.archive`, then remove exactly our objects, in one transaction."""
        from app.usecases.upgrading import rolling_back  # noqa: PLC0415  (see the module's docstring)

        return rolling_back.carry_out(self._database, self._paths, plan, progress)

    def _counts(self, status: DatabaseStatus) -> "Sequence[TableCount]":
        if status.state in (DatabaseState.EMPTY, DatabaseState.FOREIGN):
            return []
        from app.gateways.migrations import count_rows  # noqa: PLC0415  (SQLAlchemy; `db status` does without)

        with self._database.read() as connection:
            return count_rows(connection)
