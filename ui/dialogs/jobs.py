"""Every long piece of work on a database: how it is planned, run and told."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from models.values.upgrading import DatabaseState
from ui.dialogs.choosers import Chooser, FileChooser, RevisionChooser
from ui.kit.background import Ticket
from ui.widgets.work_plans import tell_backfill, tell_backup, tell_restore, tell_rollback, tell_upgrade
from ui.widgets.work_reports import tell_backfilled, tell_report, tell_validated
from ui.widgets.work_told import PlanTold, ReportTold

if TYPE_CHECKING:
    from app.bootstrap import Services

AS_BEFORE: Final = "Nothing was changed; the database is as it was before."
_BACKUPS: Final = "Backups (*.db *.dump *.zip);;All files (*)"
_COPIES: Final = "Backups (*.db);;All files (*)"
_ARCHIVES: Final = "Backups (*.zip *.dump);;All files (*)"


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """One piece of work. `plan`, `run` and `sql` are called in the worker, the others in the GUI thread."""

    title: str
    verb: str
    run: Callable[[Any, Ticket], Any]
    """Does what the plan says."""
    tell_report: Callable[[Any], ReportTold]
    plan: Callable[[Any, Ticket], Any] | None = None
    """Makes the plan of what was chosen; None where nothing is changed and so nothing need be shown first."""
    tell_plan: Callable[[Any], PlanTold] | None = None
    sql: Callable[[Any], str] | None = None
    chooser: Callable[[], Chooser] | None = None
    prepare: Callable[[], Any] | None = None
    """What the chooser has to know first; called in the worker."""
    nothing_yet: str = ""
    """What to say while there is nothing to make a plan of."""
    is_grave: bool = False
    """Whether it cannot be taken back by itself: Cancel is the default then."""
    kept: str = AS_BEFORE
    """What is so when it fails or is cancelled."""
    cancels_to: str = "nothing was changed"
    """The same as the end of a sentence."""
    reopens: bool = True
    """Whether the database is another one afterwards, to be opened anew."""


def upgrade(services: "Services") -> Job:
    """Bring the open database to this version's schema; one of the web application is adopted by it."""
    upgrading = services.upgrading
    return Job(
        "Upgrade the database",
        "Upgrade",
        run=lambda plan, ticket: upgrading.run(plan, progress=ticket),
        tell_report=tell_report,
        plan=lambda _choice, _ticket: upgrading.plan(),
        tell_plan=tell_upgrade,
        sql=upgrading.sql,
    )


def adopt(services: "Services") -> Job:
    """Take over a database that the web application made."""
    upgrading = services.upgrading
    return Job(
        "Adopt the existing database",
        "Adopt",
        run=lambda plan, ticket: upgrading.adopt(plan, progress=ticket),
        tell_report=tell_report,
        plan=lambda _choice, _ticket: upgrading.plan_adoption(),
        tell_plan=tell_upgrade,
        sql=upgrading.sql,
    )


def roll_back(services: "Services") -> Job:
    """Go back to an earlier revision; what that takes out is exported first."""
    upgrading = services.upgrading
    return Job(
        "Roll the database back",
        "Roll back",
        run=lambda plan, ticket: upgrading.roll_back(plan, progress=ticket),
        tell_report=tell_report,
        plan=lambda choice, _ticket: upgrading.plan_rollback(choice),
        tell_plan=tell_rollback,
        sql=upgrading.sql,
        chooser=RevisionChooser,
        prepare=upgrading.history,
        nothing_yet="The database is at its first revision: there is nothing to go back to.",
        is_grave=True,
    )


def back_up(services: "Services", engine: str) -> Job:
    """Make a verified backup now."""
    backing_up, upgrading = services.backing_up, services.upgrading
    chosen: list[Path | None] = [None]

    def plan(choice: Any, _ticket: Ticket) -> Any:
        chosen[0] = choice
        return backing_up.plan(choice), upgrading.status()

    return Job(
        "Back up the database",
        "Back up",
        run=lambda _plan, ticket: backing_up.backup_now(chosen[0], ticket),
        tell_report=tell_report,
        plan=plan,
        tell_plan=lambda plan: tell_backup(*plan),
        chooser=lambda: FileChooser("Where", _COPIES if engine == "sqlite" else _ARCHIVES, writes=True),
        kept="The database was not touched, and no half backup was left behind.",
        cancels_to="no half backup was left behind",
        reopens=False,
    )


def restore(services: "Services", file: Path | None) -> Job:
    """Put a backup in the place of the database."""
    backing_up, upgrading = services.backing_up, services.upgrading

    def plan(choice: Any, _ticket: Ticket) -> Any:
        now = {each.table: each.rows for each in upgrading.overview().counts}
        return backing_up.plan_restore(choice), now

    return Job(
        "Restore a backup",
        "Restore",
        run=lambda plan, ticket: backing_up.restore(plan[0], ticket),
        tell_report=tell_report,
        plan=plan,
        tell_plan=lambda plan: tell_restore(*plan),
        chooser=lambda: FileChooser("Backup", _BACKUPS, file),
        nothing_yet="Choose a backup; what is in it, and what it would replace, is shown here before anything is done.",
        is_grave=True,
        kept="The former database is in its place, as it was, and open again.",
    )


def backfill(services: "Services") -> Job:
    """Give seasons and exposures to whoever lacks them; planned by a dry run."""
    backfilling = services.backfilling
    return Job(
        "Backfill seasons and exposures",
        "Backfill",
        run=lambda _plan, ticket: backfilling.run(progress=ticket),
        tell_report=tell_backfilled,
        plan=lambda _choice, ticket: backfilling.run(dry_run=True, progress=ticket),
        tell_plan=tell_backfill,
        kept="Each athlete is whole: written or as before. Run it again and it goes on from there.",
        cancels_to="athletes already done keep what was written, the others are as before; run it again to go on",
    )


def validate(services: "Services") -> Job:
    """Look at everything and change nothing, so there is no plan to show."""
    validating = services.validating
    return Job(
        "Validate the data",
        "",
        run=lambda _plan, ticket: validating.run(ticket),
        tell_report=tell_validated,
        reopens=False,
    )


def upgrade_or_adopt(services: "Services", state: DatabaseState) -> Job:
    """What the word upgrade means for a database in this state."""
    return adopt(services) if state is DatabaseState.ADOPTABLE else upgrade(services)
