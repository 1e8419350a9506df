"""The rows that link athletes with their devices; what they hold of a token is where in the keyring it lies."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, insert, null, select, true, update

from app.errors import NotFound
from app.gateways.tokens import overwrite
from models.tables.athletes import user
from models.tables.integrations import user_integration
from models.values.ids import IdStyle, new_id
from models.values.integrations import Reference


@dataclass(frozen=True, slots=True)
class Link:
    """One athlete's row of one provider; without a row nothing of it is set."""

    is_active: bool = False
    account_id: str | None = None
    last_sync: datetime | None = None
    history_from: date | None = None
    problem: str | None = None
    """A reason of device_words."""


def read_link(connection: Connection, athlete_id: str, provider: str) -> Link:
    """The link as it is; `NotFound` for an unknown athlete."""
    table = user_integration.c
    if connection.execute(select(user.c.id).where(user.c.id == athlete_id)).first() is None:
        raise NotFound("This athlete is no longer there.", advice="Choose another one.")
    row = connection.execute(
        select(table.is_active, table.account_id, table.last_sync_at, table.history_from, table.problem).where(
            *_mine(athlete_id, provider)
        )
    ).first()
    return Link() if row is None else Link(bool(row[0]), *row[1:])


def linked_with(connection: Connection, provider: str, account_id: str, besides: str) -> bool:
    """Whether another athlete has an active link to the same account."""
    table = user_integration.c
    query = select(table.id).where(
        table.provider == provider, table.account_id == account_id, table.user_id != besides, table.is_active
    )
    return connection.execute(query).first() is not None


def save_link(connection: Connection, reference: Reference, account_id: str, expires_at: datetime) -> None:
    """Make the link, or mend it; what has been fetched through it stays known."""
    overwrite(connection)
    values = {
        "access_token": str(reference),
        "refresh_token": null(),
        "expires_at": expires_at,
        "is_active": true(),
        "account_id": account_id,
        "problem": null(),
        "updated_at": datetime.now(UTC),
    }
    mine = _mine(reference.owner, reference.provider)
    if connection.execute(update(user_integration).where(*mine).values(values)).rowcount == 0:
        row = {"id": new_id(IdStyle.UUID), "user_id": reference.owner, "provider": reference.provider}
        connection.execute(insert(user_integration).values(row | values))


def note_problem(connection: Connection, athlete_id: str, provider: str, reason: str | None) -> None:
    connection.execute(_change(athlete_id, provider, problem=reason))


def note_sync(connection: Connection, athlete_id: str, provider: str, at: datetime, history_from: date) -> None:
    """A sync has come to its end: everything from a day on has been fetched, and nothing is wrong."""
    known = read_link(connection, athlete_id, provider).history_from
    earliest = history_from if known is None else min(known, history_from)
    connection.execute(_change(athlete_id, provider, last_sync_at=at, history_from=earliest, problem=None))


def note_account(connection: Connection, athlete_id: str, provider: str, account_id: str) -> None:
    connection.execute(_change(athlete_id, provider, account_id=account_id))


def note_history(connection: Connection, athlete_id: str, provider: str, history_from: date) -> None:
    connection.execute(_change(athlete_id, provider, history_from=history_from))


def forget_account(connection: Connection, athlete_id: str, provider: str) -> None:
    """Leave nothing of the account, so that another one may be connected."""
    connection.execute(
        _change(athlete_id, provider, account_id=None, last_sync_at=None, history_from=None, problem=None)
    )


def _change(athlete_id: str, provider: str, **values: Any) -> Any:
    mine = _mine(athlete_id, provider)
    return update(user_integration).where(*mine).values(**values, updated_at=datetime.now(UTC))


def _mine(athlete_id: str, provider: str) -> tuple[Any, Any]:
    return user_integration.c.user_id == athlete_id, user_integration.c.provider == provider
