"""Backups of a whole database, and the way back from one."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.errors import DatabaseUnavailable, PeaklineError, UnreadableFile, WrongSchema
from app.gateways import archives, backups, rereading, server_backups
from app.gateways.locks import exclusive
from app.gateways.manifests import read_manifest
from app.gateways.revision import REVISIONS, quick_status
from app.gateways.standing import OURS, require, status_of, unfit
from app.usecases import copying
from app.usecases.recording import Minutes
from models.values.maintenance import BackupPlan, Finding, Method, RestorePlan, Work, WorkReport
from models.values.upgrading import Backup, DatabaseState, DatabaseStatus

if TYPE_CHECKING:
    from app.gateways.database import Database
    from app.paths import Paths

Progress = Callable[[float, str], None]

_BACKED_UP: Final = OURS | {DatabaseState.ADOPTABLE}
_UNTOUCHABLE: Final = (DatabaseState.NEWER, DatabaseState.FOREIGN)
_ROLLED_BACK: Final = "rolled back"
_FOUND_RIGHT: Final = {
    Method.COPY: "Every byte is what was backed up (SHA-256), and SQLite finds the file and its references whole.",
    Method.ARCHIVE: "Every byte is what was backed up (SHA-256), and the rows of every table could be read.",
    Method.PG_DUMP: "Every byte is what was backed up (SHA-256). What pg_dump wrote was not restored to try it.",
}


class BackingUp:
    """Copies of one database: made, listed, thinned out and put back."""

    def __init__(self, database: "Database", paths: "Paths | None" = None) -> None:
        self._database = database
        self._paths = paths

    def plan(self, target: Path | None = None) -> BackupPlan:
        """How a backup would be made, where to, and how much room it needs."""
        return copying.planned(self._database, self._paths, target)

    def backup_now(self, target: Path | None = None, progress: Progress | None = None) -> WorkReport:
        """Make a verified backup; by default in the folder of automatic ones, which is then thinned out.

        `WrongSchema` for a database that is newer or foreign: what is not understood cannot be verified.
        """
        status = status_of(self._database)
        if status.state is DatabaseState.EMPTY:
            raise DatabaseUnavailable(f"{status.location} has no tables yet: there is nothing to back up.")
        require(status, _BACKED_UP)
        minutes = Minutes(Work.BACKUP, self._database, progress)
        plan = self.plan(target)
        with minutes.step("backup", "Backing up.", plan.sentence, (0.0, 0.95)) as tell:
            backup, notes = copying.made(self._database, plan, tell, minutes.began_at)
        minutes.notes += notes
        if target is None:
            copying.thin_out(self._database, self._paths, minutes.began_at)
        minutes.finished(f"Backed up to {backup.file}.")
        method = Method(backup.manifest.method)
        return minutes.report(backup=backup.file, backup_method=method, rows=dict(backup.manifest.rows))

    def plan_restore(self, file: Path) -> RestorePlan:
        """What is in a file, and what restoring it would do; touches nothing."""
        status = status_of(self._database)
        facts = _facts(file)
        about_file = facts.pop("findings")
        findings = [*_about(status, facts, server=self._database.path is None), *about_file]
        return RestorePlan(file=file, status=status, findings=findings, **facts)

    def restore(self, plan: RestorePlan, progress: Progress | None = None) -> WorkReport:
        """Put a backup in the place of the database; a file that stood there is kept beside it.

        A server's database has to be empty. What a roll back took out goes back beside the rows there are.
        """
        minutes = Minutes(Work.RESTORE, self._database, progress)
        with exclusive(self._database, minutes.waiting):
            now = self.plan_restore(plan.file)
            _refuse(now)
            done = f"Restored {plan.file.name}."
            with minutes.step("restore", "Restoring.", done, (0.0, 0.95)) as tell:
                more = self._put_back(now, tell, minutes)
        minutes.finished(f"Restored {plan.file.name}.")
        return minutes.report(**more)

    def list(self) -> Sequence[Backup]:
        """The backups of this database in the folder of automatic ones, newest first."""
        return copying.known(self._database, self._paths)

    def verify(self, backup: Backup, progress: Progress | None = None) -> str:
        """Read a backup whole now, and say what was found right with it; touches nothing.

        `UnreadableFile` where it is gone, is not what was backed up, or is damaged.
        """
        tell = progress or (lambda _share, _sentence: None)
        file, method = backup.file, Method(backup.manifest.method)
        if not file.exists():
            raise UnreadableFile(f"{file} is not there any more.", advice="Make a backup now.")
        if method is Method.COPY:
            backups.verified(file, tell)
        else:
            server_backups.verified(file, lambda share, sentence: tell(share / 2, sentence))
            if method is Method.ARCHIVE:
                tell(0.5, f"Reading every table of {file.name}.")
                archives.read_head(file)
        tell(1.0, _FOUND_RIGHT[method])
        return _FOUND_RIGHT[method]

    def last(self) -> datetime | None:
        """When the newest known backup was made, aware UTC."""
        return next((each.manifest.made_at for each in self.list()), None)

    def _put_back(self, plan: RestorePlan, tell: Progress, minutes: Minutes) -> dict[str, Any]:
        if plan.only_rolled_back:
            with self._database.write() as connection:
                done = rereading.put_back(connection, plan.file, archives.read_head(plan.file), tell)
            minutes.notes += done.notes
            return {"rows": dict(done.rows)}
        if self._database.path is not None:
            self._database.close()
            backup = backups.verified(plan.file)
            kept = backups.restore(backup, self._database.path, tell, datetime.now(UTC))
            if kept is not None:
                minutes.notes.append(f"The database that stood there was kept as {kept.file}.")
            return {"rows": dict(backup.manifest.rows), "kept": kept.file if kept else None}
        manifest = server_backups.verified(plan.file)
        if plan.method is Method.PG_DUMP:
            return {"rows": dict(server_backups.restore_dump(self._database, plan.file, manifest, tell))}
        done = server_backups.restore_archive(self._database, plan.file, tell)
        minutes.notes += done.notes
        return {"rows": dict(done.rows)}


def _facts(file: Path) -> dict[str, Any]:
    """What a file is, as the fields of a plan."""
    facts: dict[str, Any] = {"method": None, "made_at": None, "revision": None, "rows": {}, "only_rolled_back": False}
    facts["findings"] = []
    try:
        if archives.looks_like_one(file):
            head = archives.read_head(file)
            facts |= {"method": Method.ARCHIVE, "made_at": head.made_at, "revision": head.revision, "rows": head.rows}
            facts |= {"only_rolled_back": head.kind == _ROLLED_BACK, "engine": head.engine}
            return facts
        manifest = read_manifest(file)
        facts |= {"method": Method(manifest.method), "made_at": manifest.made_at, "rows": dict(manifest.rows)}
        facts |= {"revision": manifest.revision, "engine": "postgresql"}
        if facts["method"] is Method.COPY:
            status = quick_status(str(file))
            facts |= {"revision": status.revision, "engine": "sqlite"}
            if status.state in _UNTOUCHABLE:
                facts["findings"].append(_untouchable(status))
    except PeaklineError as error:
        facts["findings"].append(Finding("backup", error.message, error.advice))
    except (OSError, ValueError, KeyError, TypeError):
        sentence = f"{file.name} is no backup of Peakline's: nothing beside it says what it is."
        facts["findings"].append(Finding("backup", sentence, "Keep the .json file beside each backup."))
    return facts


def _about(status: DatabaseStatus, facts: dict[str, Any], *, server: bool) -> Sequence[Finding]:
    """What speaks against restoring such a file here."""
    engine = facts.pop("engine", None)
    if status.state in _UNTOUCHABLE or engine is None:
        return [_untouchable(status)] if status.state in _UNTOUCHABLE else []
    if engine != status.engine:
        return [Finding("backup", f"The backup is of {engine}; this database is {status.engine}.", "Open the other.")]
    revision = facts["revision"]
    if revision is not None and revision not in REVISIONS:
        sentence = f"The backup is at {revision}, which this version does not know; the newest it knows is"
        return [Finding("newer", f"{sentence} {status.head}.", "Update Peakline; nothing was changed.")]
    if not facts["only_rolled_back"]:
        return _about_room(status) if server else []
    return _about_rolled_back(status, revision)


def _about_room(status: DatabaseStatus) -> Sequence[Finding]:
    if status.state is not DatabaseState.EMPTY:
        advice = "Make an empty database, connect to it and restore there; nothing was changed."
        return [Finding("rows", f"{status.location} is not empty, and a backup goes into an empty one only.", advice)]
    return []


def _about_rolled_back(status: DatabaseStatus, revision: str | None) -> Sequence[Finding]:
    order = list(REVISIONS)
    here = order.index(status.revision) if status.revision in REVISIONS else -1
    if revision in REVISIONS and here >= order.index(revision):
        return []
    sentence = f"The archive holds what was taken out of {revision}; {status.location} is at {status.revision}."
    return [Finding("revision", sentence, "Upgrade first; nothing was changed.")]


def _untouchable(status: DatabaseStatus) -> Finding:
    error = unfit(status)
    return Finding(status.state.value, error.message, error.advice)


def _refuse(plan: RestorePlan) -> None:
    if plan.blockers:
        first = plan.blockers[0]
        kind = WrongSchema if first.kind in ("newer", "foreign", "revision") else DatabaseUnavailable
        raise kind(first.sentence, advice=first.advice)
