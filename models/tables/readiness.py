"""Readiness: what an athlete said, what a device measured, what was computed, and an athlete's own rules."""

from sqlalchemy import Boolean, Integer

from models.tables.base import (
    NO,
    NOW,
    YES,
    Rule,
    column,
    created_at,
    plain_index,
    refers,
    table,
    unique_index,
    updated_at,
)
from models.tables.types import Json, LocalDate, Real, Utc, Words, utc_now


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
    plain_index("ReadinessSignal", "replacedById"),
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

device_day = table(
    "DeviceDay",
    column("id", Words, primary_key=True),
    column("userId", Words, refers("User", "CASCADE")),
    column("provider", Words),
    # The provider's own id of the record; Whoop's cycle.
    column("recordKey", Words),
    column("day", LocalDate),
    column("state", Words),
    column("recovery", Real, optional=True),
    column("hrv", Real, optional=True),
    column("restingHeartRate", Real, optional=True),
    column("strain", Real, optional=True),
    column("sleepHours", Real, optional=True),
    column("sleepQuality", Real, optional=True),
    column("isProvisional", Boolean, default=NO),
    column("isCalibrating", Boolean, default=NO),
    column("wokeAt", Utc, optional=True),
    column("timeZoneOffset", Words, optional=True),
    column("changedAt", Utc, optional=True),
    created_at(),
    updated_at(server=True),
    unique_index("DeviceDay", "userId", "provider", "recordKey"),
    plain_index("DeviceDay", "userId", "day"),
    Rule("state", "\"state\" IN ('SCORED', 'PENDING', 'UNSCORABLE')"),
    _between("recovery", 0, 100),
    _between("hrv", 0, 1000),
    _between("restingHeartRate", 0, 300),
    _between("strain", 0, 21),
    _between("sleepHours", 0, 24),
    _between("sleepQuality", 0, 100),
)

readiness_policy = table(
    "ReadinessPolicy",
    column("id", Words, primary_key=True),
    column("userId", Words, refers("User", "CASCADE")),
    column("rules", Json),
    created_at(),
    updated_at(server=True),
    unique_index("ReadinessPolicy", "userId"),
)
