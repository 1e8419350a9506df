"""What coaching needs beyond a plan: device days, proposals, an athlete's own readiness rules, session effort."""

from migrations.notation import (
    add_columns,
    create_index,
    create_table,
    create_unique,
    drop_columns,
    drop_indexes,
    drop_tables,
)

revision = "0006_coaching_details"
down_revision = "0005_peakline_details"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_device_days()
    _create_proposals()
    create_table(
        "ReadinessPolicy",
        *("id T", "userId T -> User CASCADE", "rules J", "createdAt D = now", "updatedAt D = now"),
    )
    create_unique("ReadinessPolicy", "userId")
    add_columns("Workout", "sessionRpe F?", checks={"sessionRpe": '"sessionRpe" BETWEEN 0 AND 10'})
    add_columns("UserIntegration", "accountId T?", "lastSyncAt D?", "historyFrom D?", "problem T?")
    create_index("ReadinessSignal", "replacedById")


def _create_device_days() -> None:
    limits = {
        "recovery": 100,
        "hrv": 1000,
        "restingHeartRate": 300,
        "strain": 21,
        "sleepHours": 24,
        "sleepQuality": 100,
    }
    create_table(
        "DeviceDay",
        *("id T", "userId T -> User CASCADE", "provider T", "recordKey T", "day D", "state T"),
        *(f"{name} F?" for name in limits),
        *("isProvisional B = false", "isCalibrating B = false", "wokeAt D?", "timeZoneOffset T?"),
        *("changedAt D?", "createdAt D = now", "updatedAt D = now"),
        checks={
            "state": "\"state\" IN ('SCORED', 'PENDING', 'UNSCORABLE')",
            **{name: f'"{name}" BETWEEN 0 AND {most}' for name, most in limits.items()},
        },
    )
    create_unique("DeviceDay", "userId", "provider", "recordKey")
    create_index("DeviceDay", "userId", "day")


def _create_proposals() -> None:
    create_table(
        "Proposal",
        *("id T", "userId T -> User CASCADE", "macroCycleId T? -> MacroCycle CASCADE"),
        *("trainingBlockId T? -> TrainingBlock SET NULL", "workoutId T? -> Workout SET NULL"),
        *("kind T", "topic T", "title T", "reason T", "evidence J", "before J", "after J", "state T = 'OPEN'"),
        *("createdAt D = now", "decidedAt D?", "note T?", "adaptationId T? -> MacroAdaptation SET NULL"),
        checks={"state": "\"state\" IN ('OPEN', 'ACCEPTED', 'REJECTED', 'WITHDRAWN')"},
    )
    # The same finding is proposed once; a decided one may come back when it is found again.
    create_unique("Proposal", "userId", "topic", where="\"state\" = 'OPEN'")
    for column in ("userId", "macroCycleId", "trainingBlockId", "workoutId", "adaptationId"):
        create_index("Proposal", column)


def downgrade() -> None:
    drop_indexes("ReadinessSignal_replacedById_idx")
    drop_columns("UserIntegration", "problem", "historyFrom", "lastSyncAt", "accountId")
    drop_columns("Workout", "sessionRpe")
    drop_tables("ReadinessPolicy", "Proposal", "DeviceDay")
