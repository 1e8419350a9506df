"""${message}."""

from migrations.notation import add_columns, drop_columns

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_columns("Table", "column T?")


def downgrade() -> None:
    drop_columns("Table", "column")
