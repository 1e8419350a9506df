"""What can be seen before work on a database begins: rights, room, other people; nothing is touched."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from app.errors import WrongSchema
from app.gateways import locks, migrations, sessions
from app.gateways.database import Database
from app.gateways.safe_files import free_bytes
from models.values.maintenance import Finding
from models.values.upgrading import Session

ROOM: Final = 2.2
"""Free space asked for before an upgrade, as a multiple of the database: a copy, and room to change in."""
_MEGABYTE: Final = 1_000_000
_NOT_OURS: Final = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
  AND c.relname = ANY(%(tables)s) AND NOT pg_has_role(current_user, c.relowner, 'USAGE')
ORDER BY c.relname
"""


def findings(database: Database, tables: Sequence[str], size: int | None, folder: Path | None) -> list[Finding]:
    """What stands in the way of changing these tables, or is worth knowing before; blockers and warnings."""
    found = list(_in_file(database.path, size, folder)) if database.path is not None else []
    if database.path is None:
        with database.read() as connection:
            found += _on_server(connection, tables)
    return found


def others(database: Database) -> list[Session]:
    """Who else is connected: sessions of a server, or the program that holds a file's lock."""
    if database.path is not None:
        holder = locks.lock_for(database.path).holder()
        return [] if holder is None else [Session("peakline", "", holder[0], "has the file open", None, True)]
    with database.read() as connection:
        return sessions.sessions(connection)


def _in_file(file: Path, size: int | None, folder: Path | None) -> Iterator[Finding]:
    where = next((each for each in (file, *file.absolute().parents) if each.exists()), file)
    if not os.access(where, os.W_OK) or not os.access(where if where.is_dir() else where.parent, os.W_OK):
        yield Finding("rights", f"{where} can only be read.", "Change its permissions, or work on a copy.")
    for each in {file.absolute().parent, folder or file.absolute().parent}:
        yield from _room(each, size or 0)
    holder = locks.lock_for(file).holder()
    if holder is not None:
        stops = holder[1] == locks.WINDOW
        sentence = f"Another Peakline (process {holder[0]}) has this database open."
        yield Finding("lock", sentence, "Close it there first." if stops else "It will be waited for.", stops)


def _room(folder: Path, size: int) -> Iterator[Finding]:
    free = free_bytes(folder)
    missing = 0 if free is None else round(ROOM * size) - free
    if missing > 0:
        sentence = f"There is too little room in {folder}: {-(-missing // _MEGABYTE)} MB more are needed."
        yield Finding("space", sentence, "Free some space; nothing was changed.")


def _on_server(connection: Connection, tables: Sequence[str]) -> Iterator[Finding]:
    try:
        migrations.check_engine(str(connection.exec_driver_sql("SELECT version()").scalar_one()))
    except WrongSchema as error:
        yield Finding("engine", error.message, error.advice)
        return
    yield from _rights(connection, tables)
    holder = locks.server_holder(connection)
    if holder is not None:
        yield Finding("lock", f"{holder} is at work on this database.", "It will be waited for.", stops=False)
    for each in sessions.long_ones(sessions.sessions(connection)):
        sentence = f"{sessions.named(each)} may hold tables that have to be changed."
        yield Finding("session", sentence, "The work gives up within seconds where it does.", stops=False)


def _rights(connection: Connection, tables: Sequence[str]) -> Iterator[Finding]:
    user = connection.exec_driver_sql("SELECT current_user").scalar_one()
    not_ours = list(connection.exec_driver_sql(_NOT_OURS, {"tables": list(tables)}).scalars())
    if not_ours:
        sentence = f"The user {user} does not own {', '.join(not_ours)} and cannot change them."
        yield Finding("rights", sentence, "Connect as the owner of the tables.")
    if not connection.exec_driver_sql("SELECT has_schema_privilege(current_schema(), 'CREATE')").scalar_one():
        yield Finding("rights", f"The user {user} may not make tables here.", "Connect as the database's owner.")
