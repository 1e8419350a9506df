"""Verified copies of a SQLite database: made beside, checked, then renamed; and put back the same way.

A copy under its final name is complete by construction: it is written as `*.partial`, closed,
opened again and checked, flushed to the disk, and only then renamed.
"""

import contextlib
import errno
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from app.errors import DatabaseUnavailable, UnreadableFile
from app.gateways.manifests import manifest_file, read_manifest, write_manifest
from app.gateways.revision import VERSION_TABLE
from app.gateways.safe_files import PARTIAL, flush, no_room, sha256
from models.values.upgrading import Backup, Manifest

Progress = Callable[[float, str], None]

KEEP_NEWEST: Final = 10
KEEP_WEEKS: Final = 8
_PAGES_A_STEP: Final = 1_000
_MARGIN: Final = 1.05
"""Free space asked for, as a multiple of the database."""


def make_backup(source: Path, target: Path, progress: Progress, now: datetime) -> Backup:
    """Copy a database, what is still in its write-ahead log included, to a new verified file.

    `progress` may raise `Cancelled`: then, as after any failure, no file is left behind and the
    database is as it was. Raises `DatabaseUnavailable` naming the megabytes that are missing where
    the disk is too small.
    """
    if target.exists():
        raise UnreadableFile(f"{target} is already there.", advice="Choose another name; nothing was overwritten.")
    target.parent.mkdir(parents=True, exist_ok=True)
    _room_for(source, target.parent)
    partial = target.with_name(target.name + PARTIAL)
    _remove(partial)
    try:
        with _disk_full_says_so(source, target.parent):
            _copy(source, partial, progress)
            progress(0.7, "Checking the copy.")
            manifest = replace(_examined(partial, now), location=str(source))
            flush(partial)
            write_manifest(target, manifest)
            partial.replace(target)
            flush(target.parent)
    except BaseException:
        _remove(partial)
        if not target.exists():
            _remove(manifest_file(target))
        raise
    progress(1.0, f"Backed up to {target}.")
    return Backup(target, manifest)


def verified(file: Path, progress: Progress = lambda _share, _text: None) -> Backup:
    """The copy of a SQLite file at a path, or `UnreadableFile` saying why it cannot be trusted."""
    try:
        manifest = read_manifest(file)
    except (OSError, ValueError, KeyError, TypeError):
        raise UnreadableFile(
            f"{file.name} has no readable manifest beside it.", advice="It may not be a Peakline backup."
        ) from None
    _same(file, manifest, lambda share: progress(share / 2, f"Reading {file.name}."))
    progress(0.5, f"Checking the structure of {file.name}.")
    _examined(file, manifest.made_at)
    return Backup(file, manifest)


def restore(backup: Backup, database: Path, progress: Progress, now: datetime) -> Backup | None:
    """Put a verified backup in the place of a database; what stood there is backed up first and returned.

    The caller holds the database's lock and has closed every connection. The swap is one rename:
    whatever interrupts it leaves the old database or the new one, whole.
    """
    checked = verified(backup.file)
    kept = None
    if database.exists() and database.stat().st_size:
        name = f"{database.stem}-before-restore-{now:%Y%m%d-%H%M%S-%f}.db"
        kept = make_backup(database, database.parent / name, lambda share, text: progress(share / 2, text), now)
        _fold_log(database)
    database.parent.mkdir(parents=True, exist_ok=True)
    partial = database.with_name(database.name + PARTIAL)
    try:
        with _disk_full_says_so(checked.file, database.parent):
            progress(0.6, "Copying the backup into place.")
            shutil.copyfile(checked.file, partial)
            _same(partial, checked.manifest)
            flush(partial)
            partial.replace(database)
            flush(database.parent)
    except BaseException:
        _remove(partial)
        raise
    progress(1.0, f"Restored {checked.file.name}.")
    return kept


def backups_in(folder: Path) -> Sequence[Backup]:
    """The backups of a folder by their manifests, newest first."""
    if not folder.is_dir():
        return []
    found = []
    for beside in folder.glob("*.json"):
        file = beside.with_suffix("")
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            if file.exists():
                found.append(Backup(file, read_manifest(file)))
    return sorted(found, key=lambda backup: backup.manifest.made_at, reverse=True)


def remove_leftovers(folder: Path, *, older_than: timedelta = timedelta(hours=1)) -> Sequence[Path]:
    """Remove unfinished copies nobody is writing any more; returns what was removed."""
    limit = datetime.now(UTC) - older_than
    stale = [file for file in folder.glob(f"*{PARTIAL}") if datetime.fromtimestamp(file.stat().st_mtime, UTC) <= limit]
    for file in stale:
        _remove(file)
    for manifest in folder.glob("*.json"):
        # Written before the copy got its name, so a kill in between leaves it alone.
        if not manifest.with_suffix("").exists() and datetime.fromtimestamp(manifest.stat().st_mtime, UTC) <= limit:
            manifest.unlink(missing_ok=True)
    return stale


def outdated(backups: Sequence[Backup], now: datetime) -> Sequence[Backup]:
    """Those no longer worth keeping: beyond the newest 10 and the newest of each of the last 8 weeks."""
    ordered = sorted(backups, key=lambda backup: backup.manifest.made_at, reverse=True)
    kept = {backup.file for backup in ordered[:KEEP_NEWEST]}
    weeks: set[int] = set()
    for backup in ordered:
        week = (now - backup.manifest.made_at).days // 7
        if week < KEEP_WEEKS and week not in weeks:
            weeks.add(week)
            kept.add(backup.file)
    return [backup for backup in ordered if backup.file not in kept]


def discard(backup: Backup) -> None:
    """Remove a backup; its manifest goes last, so that an interrupted removal leaves nothing that looks whole."""
    _remove(backup.file)
    _remove(manifest_file(backup.file))


def _copy(source: Path, partial: Path, progress: Progress) -> None:
    with _opened(source, "ro") as old, _opened(partial, "rwc") as new:

        def stepped(_status: int, remaining: int, total: int) -> None:
            progress(0.65 * (1 - remaining / max(1, total)), "Copying the database.")

        old.backup(new, pages=_PAGES_A_STEP, progress=stepped, sleep=0.01)
        # One file that is everything: the copy needs no log beside it.
        new.execute("PRAGMA journal_mode = DELETE")


def _examined(file: Path, made_at: datetime) -> Manifest:
    with _opened(file, "ro") as connection:
        try:
            (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
            rows = _counts(connection)
            revision = _revision(connection, rows)
        except sqlite3.DatabaseError as error:
            raise UnreadableFile(f"{file.name} is damaged: {error}.", advice="It was not used.") from None
    if verdict != "ok":
        raise UnreadableFile(f"{file.name} is damaged: {verdict}.", advice="It was not used.")
    if orphan is not None:
        raise UnreadableFile(f"{file.name} has a row in {orphan[0]} that refers to one that is not there.")
    return Manifest(made_at, revision, sha256(file), file.stat().st_size, rows)


def _counts(connection: sqlite3.Connection) -> Mapping[str, int]:
    names = connection.execute(
        r"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name"
    ).fetchall()
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}  # noqa: S608 - names come from the database itself


def _revision(connection: sqlite3.Connection, rows: Mapping[str, int]) -> str | None:
    if VERSION_TABLE not in rows:
        return None
    found: str | None = connection.execute(f"SELECT max(version_num) FROM {VERSION_TABLE}").fetchone()[0]  # noqa: S608 - a constant
    return found


def _fold_log(database: Path) -> None:
    """Bring the write-ahead log into the file: one left beside would be replayed into the new database."""
    in_use = DatabaseUnavailable(f"{database} is in use by another program.", advice="Close it and try again.")
    with _opened(database, "rw") as connection:
        connection.execute("PRAGMA busy_timeout = 2000")
        try:
            (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.OperationalError:
            raise in_use from None
    if mode != "delete":
        raise in_use


@contextlib.contextmanager
def _opened(file: Path, mode: str) -> Iterator[sqlite3.Connection]:
    try:
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
    except sqlite3.Error as error:
        raise UnreadableFile(f"{file} could not be opened: {error}.") from None
    try:
        yield connection
    finally:
        connection.close()


@contextlib.contextmanager
def _disk_full_says_so(source: Path, folder: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise _no_room(source, folder) from None
        raise DatabaseUnavailable(f"The copy could not be made: {error}.", advice="Nothing was changed.") from None
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise _no_room(source, folder) from None
        raise DatabaseUnavailable(
            f"The copy could not be made: {error.strerror}.", advice="Nothing was changed."
        ) from None


def _room_for(source: Path, folder: Path) -> None:
    if _needed(source) > shutil.disk_usage(folder).free:
        raise _no_room(source, folder)


def _needed(source: Path) -> int:
    log = Path(f"{source}-wal")
    return round(_MARGIN * (source.stat().st_size + (log.stat().st_size if log.exists() else 0)))


def _no_room(source: Path, folder: Path) -> DatabaseUnavailable:
    return no_room(folder, _needed(source) - shutil.disk_usage(folder).free)


def _same(file: Path, manifest: Manifest, progress: Callable[[float], None] = lambda _share: None) -> None:
    try:
        digest = sha256(file, progress)
    except OSError as error:
        raise UnreadableFile(f"{file} could not be read: {error.strerror}.") from None
    if digest != manifest.sha256:
        raise UnreadableFile(f"{file.name} is not the file that was backed up.", advice="Choose another backup.")


def _remove(file: Path) -> None:
    for each in (file, Path(f"{file}-journal"), Path(f"{file}-wal"), Path(f"{file}-shm")):
        each.unlink(missing_ok=True)
