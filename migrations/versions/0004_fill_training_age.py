"""The training age an exercise asks for, taken from its difficulty where nobody has said."""

from alembic import op

from migrations.notation import on_sqlite

revision = "0004_fill_training_age"
down_revision = "0003_extend_workout"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Through text: the two enums share their names, not their types, and a difficulty that
    # another program added has no training age to become.
    text = '"difficulty"' if on_sqlite() else '"difficulty"::text'
    target = text if on_sqlite() else f'({text})::"TrainingAge"'
    op.execute(
        f'UPDATE "Exercise" SET "minTrainingAge" = {target} '  # noqa: S608  (two constants)
        f"WHERE \"minTrainingAge\" IS NULL AND {text} IN ('BEGINNER', 'INTERMEDIATE', 'ADVANCED')"
    )


def downgrade() -> None:
    """Nothing to take back: a filled value cannot be told from one that somebody chose."""
