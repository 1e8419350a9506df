"""The season and its parts, exposures, readiness signals and integrations."""

from migrations.notation import Enums, create_enums, create_index, create_table, create_unique, drop_enums, drop_tables

revision = "0002_add_periodization"
down_revision = "0001_existing_tables"
branch_labels = None
depends_on = None

ENUMS: Enums = {
    "TrainingGoal": (
        *("HYPERTROPHY", "STRENGTH", "POWER", "MUSCULAR_ENDURANCE", "FAT_LOSS", "ATHLETICISM", "GENERAL_HEALTH"),
        *("POSTURE", "CONDITIONING", "INJURY_PREVENTION"),
    ),
    "BlockType": ("ACCUMULATION", "INTENSIFICATION", "REALIZATION", "DELOAD", "RESTORATION"),
    "VolumeTarget": ("MEV", "MAV", "APPROACHING_MRV", "DELOAD_VOLUME"),
    "IntensityBias": ("STRENGTH", "HYPERTROPHY", "POWER", "MUSCULAR_ENDURANCE"),
    "AdaptationType": (
        *("EARLY_DELOAD", "BLOCK_EXTENSION", "GOAL_SHIFT", "EXERCISE_SWAP", "VOLUME_REDUCTION"),
        *("INTENSITY_REDUCTION", "STALL_INTERVENTION"),
    ),
}
TRAINING_AGE: Enums = {"TrainingAge": ("BEGINNER", "INTERMEDIATE", "ADVANCED")}


def upgrade() -> None:
    create_enums(ENUMS)
    _create_macrocycle()
    _create_mesocycle()
    _create_training_block()
    _create_adaptation()
    _create_exposure()
    _create_readiness_signal()
    _create_integration()


def downgrade() -> None:
    drop_tables("UserIntegration", "ReadinessSignal", "ExerciseExposure", "MacroAdaptation")
    drop_tables("TrainingBlock", "Mesocycle", "MacroCycle")
    drop_enums(ENUMS)


def _between(low: int, high: int, *names: str) -> dict[str, str]:
    """Closed ranges also keep NaN out: PostgreSQL sorts it above every number."""
    return {name: f'"{name}" BETWEEN {low} AND {high}' for name in names}


def _counts(*names: str) -> dict[str, str]:
    return {name: f'"{name}" >= 0' for name in names}


def _create_macrocycle() -> None:
    create_table(
        "MacroCycle",
        *("id T", "userId T -> User CASCADE", "startDate D = today", "endDate D?"),
        *("trainingAge TrainingAge", "primaryGoal TrainingGoal", "secondaryGoals TrainingGoal[] = []"),
        *("isActive B = true", "currentMeso I = 0", "completedWeeks I = 0", "createdAt D = now", "updatedAt D = now"),
        enums={**ENUMS, **TRAINING_AGE},
        checks={
            "isActive": '"isActive" = ("endDate" IS NULL)',
            # The day decides: other clients store the moment a season began.
            "endDate": (
                '"endDate" >= date_trunc(\'day\', "startDate")',
                '"endDate" >= substr("startDate", 1, 10)',
            ),
            "secondaryGoals": (
                'NOT ("primaryGoal" = ANY ("secondaryGoals"))',
                """instr("secondaryGoals", '"' || "primaryGoal" || '"') = 0""",
            ),
            **_counts("currentMeso", "completedWeeks"),
        },
    )
    create_unique("MacroCycle", "userId", where='"isActive"', named="userId_isActive")
    create_index("MacroCycle", "userId", "startDate")


def _create_mesocycle() -> None:
    create_table(
        "Mesocycle",
        *("id T", "macroCycleId T -> MacroCycle CASCADE", "orderIndex I", "totalWeeks I", "currentBlock I = 0"),
        *("currentWeekInBlock I = 0", "primaryGoal TrainingGoal", "createdAt D = now", "updatedAt D = now"),
        enums=ENUMS,
        checks={
            "totalWeeks": '"totalWeeks" >= 1',
            **_counts("orderIndex", "currentBlock", "currentWeekInBlock"),
        },
    )
    create_unique("Mesocycle", "macroCycleId", "orderIndex")


def _create_training_block() -> None:
    create_table(
        "TrainingBlock",
        *("id T", "mesocycleId T -> Mesocycle CASCADE", "orderIndex I", "blockType BlockType", "durationWeeks I"),
        *("volumeTarget VolumeTarget", "intensityBias IntensityBias", "weeklyVolumeRamp F = 1.10"),
        *("rirStart F", "rirEnd F", "mainLifts J = {}", "accessoryPool J = {}", "rotationPolicy J = {}"),
        *("allowAutoScale B = true", "deloadTriggers J = {}", "createdAt D = now", "updatedAt D = now"),
        enums=ENUMS,
        checks={
            "durationWeeks": '"durationWeeks" >= 1',
            "weeklyVolumeRamp": '"weeklyVolumeRamp" > 0 AND "weeklyVolumeRamp" <= 10',
            "rirEnd": '"rirEnd" BETWEEN 0 AND "rirStart"',
            **_between(0, 10, "rirStart"),
            **_counts("orderIndex"),
        },
    )
    create_unique("TrainingBlock", "mesocycleId", "orderIndex")


def _create_adaptation() -> None:
    create_table(
        "MacroAdaptation",
        *("id T", "macroCycleId T -> MacroCycle CASCADE", "date D = now", "type AdaptationType", "reason T"),
        *("blockAffected T? -> TrainingBlock SET NULL", "autoTriggered B", "metadata J?"),
        enums=ENUMS,
    )
    create_index("MacroAdaptation", "macroCycleId", "date")


def _create_exposure() -> None:
    create_table(
        "ExerciseExposure",
        *("id T", "userId T -> User CASCADE", "exerciseId T -> Exercise", "lastUsed D", "usageCount I = 1"),
        *("performance J = {}", "createdAt D = now", "updatedAt D = now"),
        checks=_counts("usageCount"),
    )
    create_unique("ExerciseExposure", "userId", "exerciseId")
    create_index("ExerciseExposure", "userId", "lastUsed")


def _create_readiness_signal() -> None:
    create_table(
        "ReadinessSignal",
        *("id T", "userId T -> User CASCADE", "timestamp D = now", "whoopRecovery F?", "whoopStrain F?"),
        *("whoopHrv F?", "whoopSleepQuality F?", "whoopSleepHours F?", "subjectiveReadiness I"),
        *("subjectiveSoreness J", "subjectiveMotivation I", "subjectiveStress I?", "performanceRpe F = 0"),
        *("performanceStalls I = 0", "performanceCompliance F = 1.0", "fatigueScore F"),
        checks={
            **_between(0, 100, "whoopRecovery", "whoopSleepQuality"),
            **_between(0, 21, "whoopStrain"),
            **_between(0, 1000, "whoopHrv"),
            **_between(0, 24, "whoopSleepHours"),
            **_between(1, 5, "subjectiveReadiness", "subjectiveMotivation", "subjectiveStress"),
            **_between(-10, 10, "performanceRpe"),
            **_between(0, 1, "performanceCompliance", "fatigueScore"),
            **_counts("performanceStalls"),
            "subjectiveSoreness": (
                "jsonb_typeof(\"subjectiveSoreness\") = 'object'",
                "json_type(\"subjectiveSoreness\") = 'object'",
            ),
        },
    )
    create_index("ReadinessSignal", "userId", "timestamp")


def _create_integration() -> None:
    create_table(
        "UserIntegration",
        *("id T", "userId T -> User CASCADE", "provider T", "accessToken T?", "refreshToken T?", "expiresAt D?"),
        *("isActive B = true", "createdAt D = now", "updatedAt D = now"),
        checks={"provider": '"provider" = lower("provider") AND "provider" <> \'\''},
    )
    create_unique("UserIntegration", "userId", "provider")
    create_index("UserIntegration", "userId", "isActive")
