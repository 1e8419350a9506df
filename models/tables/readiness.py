"""Readiness signals: what an athlete said, what a device measured, what was computed from both."""

from sqlalchemy import Boolean, Integer

from models.tables.base import NOW, YES, Rule, column, plain_index, refers, table
from models.tables.types import Json, Real, Utc, Words, utc_now


def _between(name: str, low: int, high: int) -> Rule:
    """Closed ranges also keep NaN out: PostgreSQL sorts it above every number."""
    return Rule(name, f'"{name}" BETWEEN {low} AND {high}')


readiness_signal = table(
    "ReadinessSignal",
    column("id", Words, primary_key=True),
    column("userId", Words, refers("User", "CASCADE")),
    column("timestamp", Utc, default=NOW, insert_default=utc_now),
    column("whoopRecovery", Real, optional=True),
    column("whoopStrain", Real, optional=True),
    column("whoopHrv", Real, optional=True),
    column("whoopSleepQuality", Real, optional=True),
    column("whoopSleepHours", Real, optional=True),
    column("subjectiveReadiness", Integer),
    column("subjectiveSoreness", Json),
    column("subjectiveMotivation", Integer),
    column("subjectiveStress", Integer, optional=True),
    # Neutral until there is a history; performanceAssessed says which it is.
    column("performanceRpe", Real, default=0),
    column("performanceStalls", Integer, default=0),
    column("performanceCompliance", Real, default="1.0"),
    column("fatigueScore", Real),
    column("note", Words, optional=True),
    column("scoreParts", Json, optional=True),
    column("scoreConfidence", Real, optional=True),
    column("scoreVersion", Words, optional=True),
    column("performanceAssessed", Boolean, default=YES),
    column("replacedById", Words, refers("ReadinessSignal", "SET NULL"), optional=True),
    plain_index("ReadinessSignal", "userId", "timestamp"),
    _between("whoopRecovery", 0, 100),
    _between("whoopStrain", 0, 21),
    _between("whoopHrv", 0, 1000),
    _between("whoopSleepQuality", 0, 100),
    _between("whoopSleepHours", 0, 24),
    _between("subjectiveReadiness", 1, 5),
    Rule(
        "subjectiveSoreness",
        "jsonb_typeof(\"subjectiveSoreness\") = 'object'",
        sqlite="json_type(\"subjectiveSoreness\") = 'object'",
    ),
    _between("subjectiveMotivation", 1, 5),
    _between("subjectiveStress", 1, 5),
    _between("performanceRpe", -10, 10),
    Rule("performanceStalls", '"performanceStalls" >= 0'),
    _between("performanceCompliance", 0, 1),
    _between("fatigueScore", 0, 1),
    _between("scoreConfidence", 0, 1),
)
