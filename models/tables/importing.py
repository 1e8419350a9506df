"""Imports of training logs, so that each can be told apart and taken back."""

from sqlalchemy import Integer

from models.tables.base import Rule, column, created_at, plain_index, refers, table
from models.tables.types import Words

log_import = table(
    "LogImport",
    column("id", Words, primary_key=True),
    column("userId", Words, refers("User")),
    column("format", Words),
    column("fileName", Words),
    column("workouts", Integer),
    column("sets", Integer),
    created_at(),
    plain_index("LogImport", "userId"),
    Rule("workouts", '"workouts" >= 0'),
    Rule("sets", '"sets" >= 0'),
)
