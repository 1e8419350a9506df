"""Who else is at a PostgreSQL server, and who stands in the way of an upgrade."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection

from models.values.upgrading import Session

OURS: Final = "peakline"
_LONG_SECONDS: Final = 5.0
"""A transaction open for longer than that is worth naming before an upgrade begins."""
_SESSIONS: Final = """
SELECT application_name, coalesce(usename, ''), pid, coalesce(state, ''),
       extract(epoch FROM clock_timestamp() - xact_start)::float8
FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
ORDER BY pid
"""
_HOLDERS: Final = """
SELECT DISTINCT c.relname, a.application_name, coalesce(a.usename, ''), a.pid, coalesce(a.state, ''),
       coalesce(extract(epoch FROM clock_timestamp() - a.xact_start)::float8, 0)
FROM pg_locks l
JOIN pg_class c ON c.oid = l.relation
JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.granted AND l.pid <> pg_backend_pid() AND c.relname = ANY(%(tables)s)
  AND c.relnamespace = current_schema()::regnamespace
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
ORDER BY a.pid, c.relname
"""


def sessions(connection: Connection) -> list[Session]:
    """The other sessions of this database; those of other users show no more than the server lets us see."""
    rows = connection.exec_driver_sql(_SESSIONS)
    return [
        Session(application or "", user, pid, state, seconds, application.startswith(OURS))
        for application, user, pid, state, seconds in rows
    ]


def long_ones(found: Sequence[Session]) -> list[Session]:
    """Those with a transaction that has been open for long: they may hold tables."""
    return [each for each in found if each.seconds is not None and each.seconds >= _LONG_SECONDS]


def named(session: Session) -> str:
    """A session for a sentence: `webapp (user anna, session 4711, idle in transaction for 12 s)`."""
    open_for = f" for {session.seconds:.0f} s" if session.seconds is not None else ""
    state = f", {session.state}{open_for}" if session.state else ""
    return f"{session.application or 'a program'} (user {session.user or 'unknown'}, session {session.process}{state})"


def holders(connection: Connection, tables: Sequence[str]) -> dict[str, list[str]]:
    """Who holds any lock on the tables: the session in words, and the tables it holds."""
    found: dict[str, list[str]] = {}
    for table, application, user, pid, state, seconds in connection.exec_driver_sql(_HOLDERS, {"tables": list(tables)}):
        found.setdefault(named(Session(application, user, pid, state, seconds)), []).append(table)
    return found
