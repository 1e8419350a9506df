"""Runs the revisions on the connection, and inside the transaction, that the caller hands over."""

from alembic import context

from models.tables import metadata

attributes = context.config.attributes
if "connection" not in attributes:
    raise SystemExit("The revisions run through `peakline db upgrade`, which brings the connection.")

context.configure(
    connection=attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    on_version_apply=attributes.get("on_version_apply"),
)
with context.begin_transaction():
    context.run_migrations()
