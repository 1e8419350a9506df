"""Runs the revisions on the connection, and inside the transaction, that the caller hands over, or writes their SQL."""

from alembic import context

from models.tables import metadata

attributes = context.config.attributes
if context.is_offline_mode() and "dialect" in attributes:
    context.configure(dialect_name=attributes["dialect"], target_metadata=metadata, transactional_ddl=True)
elif "connection" in attributes:
    context.configure(
        connection=attributes["connection"],
        target_metadata=metadata,
        transactional_ddl=True,
        on_version_apply=attributes.get("on_version_apply"),
    )
else:
    raise SystemExit("The revisions run through `peakline db upgrade`, which brings the connection.")
with context.begin_transaction():
    context.run_migrations()
