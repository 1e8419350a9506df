"""${message}."""

from migrations.notation import add_columns

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "add_columns()"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
