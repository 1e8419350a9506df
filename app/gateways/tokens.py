"""The rows of connected devices: finding tokens that still lie in them, and leaving references instead."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, false, func, null, or_, select, update

from app.gateways.database import Database
from models.tables.integrations import user_integration
from models.values.integrations import PREFIX, Reference

_BUSY_SECONDS: Final = 2.0
_COLUMNS: Final = (
    user_integration.c.id,
    user_integration.c.user_id,
    user_integration.c.provider,
    user_integration.c.access_token,
    user_integration.c.refresh_token,
    user_integration.c.expires_at,
)


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One connected device as its row says; the token columns show in no repr."""

    id: str
    reference: Reference
    access: str | None = field(repr=False)
    refresh: str | None = field(repr=False)
    expires_at: datetime | None

    @property
    def plain_access(self) -> str | None:
        return self.access if is_token(self.access) else None

    @property
    def plain_refresh(self) -> str | None:
        return self.refresh if is_token(self.refresh) else None


def is_token(text: str | None) -> bool:
    """Whether a token column holds more than nothing or a reference."""
    return bool(text) and not str(text).startswith(PREFIX)


def rows_with_tokens(connection: Connection) -> Sequence[TokenRow]:
    """Every row that holds a plain token, in a fixed order."""
    wanted = or_(_holds_token(user_integration.c.access_token), _holds_token(user_integration.c.refresh_token))
    query = select(*_COLUMNS).where(wanted).order_by(user_integration.c.id)
    return [_token_row(*row) for row in connection.execute(query)]


def read_row(connection: Connection, row_id: str) -> TokenRow | None:
    """One row as it is now, None where it is gone."""
    found = connection.execute(select(*_COLUMNS).where(user_integration.c.id == row_id)).first()
    return None if found is None else _token_row(*found)


def leave_reference(connection: Connection, row: TokenRow) -> bool:
    """Put the reference where the tokens were; False where another program has changed the row meanwhile."""
    overwrite(connection)
    done = connection.execute(
        update(user_integration)
        .where(
            user_integration.c.id == row.id,
            user_integration.c.access_token.is_not_distinct_from(row.access),
            user_integration.c.refresh_token.is_not_distinct_from(row.refresh),
        )
        .values(access_token=str(row.reference), refresh_token=null())
    )
    return done.rowcount == 1


def forget_tokens(connection: Connection, reference: Reference) -> bool:
    """Empty the token columns of an athlete's device and switch it off; False where there is no such row."""
    overwrite(connection)
    done = connection.execute(
        update(user_integration)
        .where(user_integration.c.user_id == reference.owner, user_integration.c.provider == reference.provider)
        .values(access_token=null(), refresh_token=null(), expires_at=null(), is_active=false())
    )
    return done.rowcount > 0


def overwrite(connection: Connection) -> None:
    """Have SQLite overwrite with zeros what this connection replaces."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


def swept(database: Database) -> bool:
    """Rewrite a SQLite file and empty its log, so that text replaced earlier is in neither.

    False where another program keeps the file busy or there is no room for the copy; and on a
    server, whose files are not ours to rewrite.
    """
    if database.path is None:
        return False
    try:
        with closing(sqlite3.connect(database.path, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("VACUUM")
            busy, _pages, _moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:
        return False
    return not busy


def _holds_token(column: ColumnElement[str | None]) -> ColumnElement[bool]:
    # Not LIKE: on SQLite that takes no notice of case.
    return and_(column.is_not(None), column != "", func.substr(column, 1, len(PREFIX)) != PREFIX)


def _token_row(
    row_id: str, athlete_id: str, provider: str, access: str | None, refresh: str | None, expires_at: datetime | None
) -> TokenRow:
    return TokenRow(row_id, Reference(provider, athlete_id), access, refresh, expires_at)
