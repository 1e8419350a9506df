"""How a backup of a database is made, and where to: what backing up by hand and before an upgrade share."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.errors import Cancelled, PeaklineError
from app.gateways import backups, server_backups
from app.gateways.database import Database
from app.gateways.safe_files import free_bytes
from app.gateways.standing import status_of
from models.values.maintenance import BackupPlan, Method
from models.values.upgrading import Backup, DatabaseState

if TYPE_CHECKING:
    from app.paths import Paths

Progress = Callable[[float, str], None]

_ENDINGS: Final = {Method.COPY: "db", Method.PG_DUMP: "dump", Method.ARCHIVE: "zip"}
_SENTENCES: Final = {
    Method.COPY: "A verified copy of the whole file.",
    Method.PG_DUMP: "A dump by {program}, which PostgreSQL's own pg_restore reads.",
    Method.ARCHIVE: (
        "No pg_dump that fits this server was found, so the rows of all tables are written to an archive that "
        "Peakline can read back. It holds no views, triggers, rights or other programs' functions."
    ),
    Method.NONE: "There is nothing to back up.",
}
_SEPARATORS: Final = str.maketrans(dict.fromkeys('/\\:*?"<>| ', "-"))


def location_of(database: Database) -> str:
    """What a backup says it is of: the whole path of the file, or server and database."""
    return str(database.path.absolute()) if database.path is not None else database.location


def folder_for(database: Database, paths: "Paths | None") -> Path | None:
    """The folder of automatic backups; None where nobody said and there is no file to put it beside."""
    if paths is not None:
        return paths.backups
    return None if database.path is None else database.path.absolute().parent / "backups"


def planned(database: Database, paths: "Paths | None", target: Path | None = None) -> BackupPlan:
    """How a backup would be made now; nothing is written."""
    status = status_of(database)
    folder = target.parent if target else folder_for(database, paths)
    if status.state is DatabaseState.EMPTY or folder is None:
        return BackupPlan(Method.NONE, None, _SENTENCES[Method.NONE])
    method, program = Method.COPY, None
    if database.path is None:
        program = server_backups.pg_dump_for(database)
        method = Method.PG_DUMP if program else Method.ARCHIVE
    file = target or folder / f"{stem(database)}-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.{_ENDINGS[method]}"
    sentence = _SENTENCES[method].format(program=program)
    return BackupPlan(method, file, sentence, status.size_bytes or 0, free_bytes(folder))


def made(database: Database, plan: BackupPlan, progress: Progress, now: datetime) -> tuple[Backup, list[str]]:
    """Make the backup of a plan; the second is what should be known about it.

    Where pg_dump fails the archive is made instead, and that is said.
    """
    if plan.target is None:
        raise PeaklineError("There is nothing to back up.")
    if database.path is not None:
        return backups.make_backup(database.path.absolute(), plan.target, progress, now), []
    if plan.method is Method.PG_DUMP and (program := server_backups.pg_dump_for(database)) is not None:
        try:
            return server_backups.make_dump(database, program, plan.target, progress, now), [plan.sentence]
        except Cancelled:
            raise
        except PeaklineError as error:
            said = f"{error} An archive was made instead."
        target = plan.target.with_suffix(".zip")
        return server_backups.make_archive(database, target, progress, now), [said, _SENTENCES[Method.ARCHIVE]]
    return server_backups.make_archive(database, plan.target, progress, now), [_SENTENCES[Method.ARCHIVE]]


def known(database: Database, paths: "Paths | None") -> list[Backup]:
    """The automatic backups of this database, newest first."""
    folder = folder_for(database, paths)
    found = backups.backups_in(folder) if folder else []
    return [each for each in found if each.manifest.location in ("", location_of(database))]


def thin_out(database: Database, paths: "Paths | None", now: datetime) -> int:
    """Remove automatic backups no longer worth keeping, and what interrupted ones left; how many went."""
    folder = folder_for(database, paths)
    if folder is None or not folder.is_dir():
        return 0
    backups.remove_leftovers(folder)
    old = backups.outdated(known(database, paths), now)
    for each in old:
        backups.discard(each)
    return len(old)


def stem(database: Database) -> str:
    """What files about this database are called."""
    if database.path is not None:
        return database.path.stem
    return database.location.rpartition("/")[2].translate(_SEPARATORS) or "server"
