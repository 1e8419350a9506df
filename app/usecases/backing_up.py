"""Backups of a whole database, and the way back from one."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from models.values.maintenance import BackupPlan, RestorePlan, WorkReport
from models.values.upgrading import Backup

if TYPE_CHECKING:
    from app.gateways.database import Database
    from app.paths import Paths

Progress = Callable[[float, str], None]


class BackingUp:
    """Copies of one database: made, listed, thinned out and put back."""

    def __init__(self, database: "Database", paths: "Paths | None" = None) -> None:
        self._database = database
        self._paths = paths

    def plan(self, target: Path | None = None) -> BackupPlan:
        """How a backup would be made, where to, and how much room it needs."""
        raise NotImplementedError

    def backup_now(self, target: Path | None = None, progress: Progress | None = None) -> WorkReport:
        """Make a verified backup; by default in the folder of automatic ones, which is then thinned out."""
        raise NotImplementedError

    def plan_restore(self, file: Path) -> RestorePlan:
        """What is in a file, and what restoring it would do; touches nothing."""
        raise NotImplementedError

    def restore(self, plan: RestorePlan, progress: Progress | None = None) -> WorkReport:
        """Put a backup in the place of the database; a file that stood there is kept beside it."""
        raise NotImplementedError

    def list(self) -> Sequence[Backup]:
        """The backups of this database in the folder of automatic ones, newest first."""
        raise NotImplementedError

    def last(self) -> datetime | None:
        """When the newest known backup was made, aware UTC."""
        raise NotImplementedError
