"""What Peakline keeps beyond the specification; all of it may be empty or has a default."""

from migrations.notation import (
    add_columns,
    create_index,
    create_table,
    create_unique,
    drop_columns,
    drop_indexes,
    drop_tables,
)

revision = "0005_peakline_details"
down_revision = "0004_fill_training_age"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_table(
        "LogImport",
        *("id T", "userId T -> User", "format T", "fileName T", "workouts I", "sets I", "createdAt D = now"),
        checks={"workouts": '"workouts" >= 0', "sets": '"sets" >= 0'},
    )
    create_index("LogImport", "userId")
    _extend_athletes_and_exercises()
    _extend_workouts()
    _extend_plan_and_readiness()


def _extend_athletes_and_exercises() -> None:
    add_columns(
        "User",
        *("name T?", "unit T?", "timeZone T?", "isDemo B = false"),
        checks={"unit": "\"unit\" IN ('kg', 'lb')"},
    )
    add_columns(
        "Exercise",
        *("catalogueId T?", "loadConvention T?", "measurement T?", "bodyweightShare F?"),
        checks={"bodyweightShare": '"bodyweightShare" BETWEEN 0 AND 1'},
    )
    create_unique("Exercise", "catalogueId", where='"catalogueId" IS NOT NULL')
    add_columns("Muscle", "key T?", "mavLow I?", "mavHigh I?")
    create_unique("Muscle", "key", where='"key" IS NOT NULL')


def _extend_workouts() -> None:
    add_columns(
        "Workout",
        *("name T?", "source T?", "importId T? -> LogImport SET NULL", "actualMinutes I?"),
        checks={"actualMinutes": '"actualMinutes" >= 0'},
    )
    create_index("Workout", "importId")
    add_columns("WorkoutExercise", "supersetGroup T?")
    create_index("WorkoutExercise", "workoutId")
    create_index("WorkoutExercise", "exerciseId")
    create_index("WorkoutSet", "workoutExerciseId")
    add_columns(
        "SetLog",
        *("setType T = 'NORMAL'", "durationSeconds F?", "distanceMeters F?"),
        checks={name: f'"{name}" BETWEEN 0 AND 1e9' for name in ("durationSeconds", "distanceMeters")},
    )


def _extend_plan_and_readiness() -> None:
    add_columns("MacroCycle", "eventDate D?", "assessment J?", "assumptions J?")
    add_columns("TrainingBlock", "weeklyTargets J?")
    add_columns(
        "ReadinessSignal",
        *("note T?", "scoreParts J?", "scoreConfidence F?", "scoreVersion T?", "performanceAssessed B = true"),
        "replacedById T? -> ReadinessSignal SET NULL",
        checks={"scoreConfidence": '"scoreConfidence" BETWEEN 0 AND 1'},
    )


def downgrade() -> None:
    drop_columns("ReadinessSignal", "replacedById", "performanceAssessed", "scoreVersion", "scoreConfidence")
    drop_columns("ReadinessSignal", "scoreParts", "note")
    drop_columns("TrainingBlock", "weeklyTargets")
    drop_columns("MacroCycle", "assumptions", "assessment", "eventDate")
    drop_columns("SetLog", "distanceMeters", "durationSeconds", "setType")
    drop_indexes("WorkoutSet_workoutExerciseId_idx", "WorkoutExercise_exerciseId_idx", "WorkoutExercise_workoutId_idx")
    drop_columns("WorkoutExercise", "supersetGroup")
    drop_indexes("Workout_importId_idx")
    drop_columns("Workout", "actualMinutes", "importId", "source", "name")
    drop_indexes("Muscle_key_key")
    drop_columns("Muscle", "mavHigh", "mavLow", "key")
    drop_indexes("Exercise_catalogueId_key")
    drop_columns("Exercise", "bodyweightShare", "measurement", "loadConvention", "catalogueId")
    drop_columns("User", "isDemo", "timeZone", "unit", "name")
    drop_indexes("LogImport_userId_idx")
    drop_tables("LogImport")
