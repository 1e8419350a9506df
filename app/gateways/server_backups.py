"""Backups of a PostgreSQL database: by pg_dump where a fitting one is found, else as an archive of every row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from app.errors import DatabaseUnavailable, UnreadableFile
from app.gateways import archives, dumps, migrations, rereading, selecting
from app.gateways.database import Database
from app.gateways.manifests import read_manifest, write_manifest
from app.gateways.revision import VERSION_TABLE
from app.gateways.safe_files import sha256
from models.values.upgrading import Backup, Manifest

Progress = Callable[[float, str], None]

DUMP: Final = "pg_dump"
ARCHIVE: Final = "archive"


def pg_dump_for(database: Database) -> Path | None:
    """The installed pg_dump that fits the server, None where there is none."""
    with database.read() as connection:
        major = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one()) // 10_000
    return dumps.fitting_pg_dump(major)


def make_dump(database: Database, pg_dump: Path, target: Path, progress: Progress, now: datetime) -> Backup:
    """A dump of one snapshot, with the rows of that snapshot counted."""
    with database.read(snapshot=True) as connection:
        snapshot = str(connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one())
        rows, revision = _rows(connection), _revision(connection)
        dumps.dump(pg_dump, database.access, target, snapshot, progress)
    return _with_manifest(target, Manifest(now, revision, "", 0, rows, DUMP, database.location))


def make_archive(database: Database, target: Path, progress: Progress, now: datetime) -> Backup:
    """An archive of every row of every table, all of one moment."""
    with database.read(snapshot=True) as connection:
        revision = _revision(connection)
        enums = selecting.enums(connection)
        head = archives.Head("whole", database.dialect, database.location, revision, now, (), enums)
        written = archives.write(target, connection, selecting.everything(connection), head, progress)
    return _with_manifest(target, Manifest(now, revision, "", 0, written.rows, ARCHIVE, database.location))


def verified(file: Path, progress: Progress = lambda _share, _text: None) -> Manifest:
    """The manifest of a dump or archive that is still the file it was; `UnreadableFile` otherwise."""
    try:
        manifest = read_manifest(file)
        unchanged = sha256(file, lambda share: progress(share, f"Reading {file.name}.")) == manifest.sha256
    except (OSError, ValueError, KeyError, TypeError):
        raise UnreadableFile(
            f"{file.name} has no readable manifest beside it.", advice="It may not be a Peakline backup."
        ) from None
    if not unchanged:
        raise UnreadableFile(f"{file.name} is not the file that was backed up.", advice="Choose another backup.")
    return manifest


def restore_dump(database: Database, file: Path, manifest: Manifest, progress: Progress) -> Mapping[str, int]:
    """Fill an empty server database from a dump; every row is counted afterwards."""
    pg_dump = pg_dump_for(database)
    pg_restore = dumps.pg_restore_beside(pg_dump) if pg_dump else None
    if pg_restore is None:
        raise DatabaseUnavailable(
            "There is no pg_restore here that fits the server.",
            advice=f"Install PostgreSQL's client programs, or name one with {dumps.CHOSEN}. Nothing was changed.",
        )
    dumps.restore(pg_restore, database.access, file, progress)
    with database.read() as connection:
        found = _rows(connection)
    if found != dict(manifest.rows):
        raise UnreadableFile(
            "The restored rows are not those of the backup.", advice="Empty the database and restore another backup."
        )
    return found


def restore_archive(database: Database, file: Path, progress: Progress) -> rereading.PutBack:
    """Make the tables of the archive's revision in an empty database and fill them, in one transaction."""
    head = archives.read_head(file)
    with database.write() as connection:
        migrations.apply(connection, head.revision or "0001_existing_tables", lambda *_: None, up=True)
        _add_enum_values(connection, head.enums)
        parts = [part for part in head.parts if part.table != VERSION_TABLE]
        done = rereading.put_back(connection, file, replace(head, parts=parts), progress)
        if head.revision is None:
            connection.exec_driver_sql(f"DROP TABLE {VERSION_TABLE}")
        short = [part.table for part in parts if part.table in done.rows and done.rows[part.table] != part.rows]
        if short:
            raise UnreadableFile(f"Not every row of {', '.join(short)} could be put back.", advice="Nothing was kept.")
    return done


def _add_enum_values(connection: Connection, wanted: Mapping[str, Sequence[str]]) -> None:
    """What another program added to our types; they are of this transaction, so their new values can be used in it."""
    here = selecting.enums(connection)
    for name, values in wanted.items():
        for value in values:
            if name in here and value not in here[name]:
                quoted = value.replace("'", "''")
                connection.exec_driver_sql(f"ALTER TYPE \"{name}\" ADD VALUE '{quoted}'")


def _with_manifest(target: Path, manifest: Manifest) -> Backup:
    whole = replace(manifest, sha256=sha256(target), size_bytes=target.stat().st_size)
    try:
        write_manifest(target, whole)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return Backup(target, whole)


def _rows(connection: Connection) -> dict[str, int]:
    counts = {}
    for table in migrations.existing_tables(connection):
        counts[table] = int(connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar_one())  # noqa: S608  (names of the database's own)
    return counts


def _revision(connection: Connection) -> str | None:
    return migrations.server_facts(connection)[1]
