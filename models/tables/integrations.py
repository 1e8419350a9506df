"""Connected devices; tokens stay in the keyring, a row holds only a reference to them."""

from sqlalchemy import Boolean

from models.tables.base import YES, Rule, column, created_at, plain_index, refers, table, unique_index, updated_at
from models.tables.types import LocalDate, Utc, Words

user_integration = table(
    "UserIntegration",
    column("id", Words, primary_key=True),
    column("userId", Words, refers("User", "CASCADE")),
    column("provider", Words),
    column("accessToken", Words, optional=True),
    column("refreshToken", Words, optional=True),
    column("expiresAt", Utc, optional=True),
    column("isActive", Boolean, default=YES),
    created_at(),
    updated_at(server=True),
    column("accountId", Words, optional=True),
    column("lastSyncAt", Utc, optional=True),
    column("historyFrom", LocalDate, optional=True),
    column("problem", Words, optional=True),
    unique_index("UserIntegration", "userId", "provider"),
    plain_index("UserIntegration", "userId", "isActive"),
    Rule("provider", '"provider" = lower("provider") AND "provider" <> \'\''),
)
