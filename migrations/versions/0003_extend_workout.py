"""Block context, rationale and adaptation of a workout, and the training age an exercise asks for."""

from migrations.notation import Enums, add_columns, create_index, drop_columns, drop_indexes

revision = "0003_extend_workout"
down_revision = "0002_add_periodization"
branch_labels = None
depends_on = None

TRAINING_AGE: Enums = {"TrainingAge": ("BEGINNER", "INTERMEDIATE", "ADVANCED")}


def upgrade() -> None:
    add_columns(
        "Workout",
        *("trainingBlockId T? -> TrainingBlock SET NULL", "weekInBlock I?", "blockPhase T?"),
        *("selectionRationale J?", "wasAutoregulated B = false", "autoregulationLog J?"),
        checks={"weekInBlock": '"weekInBlock" >= 0'},
    )
    create_index("Workout", "trainingBlockId")
    add_columns("WorkoutExercise", "selectionReason J?", "prescriptionRationale J?")
    add_columns("Exercise", "minTrainingAge TrainingAge?", enums=TRAINING_AGE)


def downgrade() -> None:
    drop_columns("Exercise", "minTrainingAge")
    drop_columns("WorkoutExercise", "prescriptionRationale", "selectionReason")
    drop_indexes("Workout_trainingBlockId_idx")
    drop_columns("Workout", "autoregulationLog", "wasAutoregulated", "selectionRationale")
    drop_columns("Workout", "blockPhase", "weekInBlock", "trainingBlockId")
