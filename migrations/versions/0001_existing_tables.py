"""The existing tables, made where there are none and taken as they are where they stand."""

from alembic import op
from sqlalchemy import inspect, text

from app.errors import WrongSchema
from migrations.notation import Enums, create_enums, create_index, create_table, create_unique, drop_enums, drop_tables

revision = "0001_existing_tables"
down_revision = None
branch_labels = None
depends_on = None

ENUMS: Enums = {
    "TrainingAge": ("BEGINNER", "INTERMEDIATE", "ADVANCED"),
    "PrimaryGoal": ("HYPERTROPHY", "STRENGTH", "FAT_LOSS", "ATHLETICISM", "GENERAL_HEALTH"),
    "SecondaryGoal": ("POSTURE", "CONDITIONING", "INJURY_PREVENTION", "NONE"),
    "SplitType": ("PPL", "UPPER_LOWER", "FULL_BODY", "CUSTOM"),
    "SplitDay": ("PUSH", "PULL", "LEGS", "UPPER", "LOWER", "FULL_BODY"),
    "SplitTag": ("PUSH", "PULL", "LEGS", "CORE", "MOBILITY", "PREHAB", "CONDITIONING"),
    "MovementPatternV2": (
        *("HORIZONTAL_PUSH", "VERTICAL_PUSH", "HORIZONTAL_PULL", "VERTICAL_PULL", "SQUAT", "HINGE", "LUNGE", "CARRY"),
        *("ROTATION", "ANTI_ROTATION", "FLEXION", "EXTENSION", "ABDUCTION", "ADDUCTION", "ISOLATION"),
    ),
    "JointStress": ("LOW", "MEDIUM", "HIGH"),
    "EquipmentType": (
        *("BARBELL", "DUMBBELL", "MACHINE", "CABLE", "BODYWEIGHT", "KETTLEBELL", "BAND", "CARDIO", "SLED", "BENCH"),
        *("RACK", "EZ_BAR", "TRAP_BAR", "OTHER"),
    ),
    "Difficulty": ("BEGINNER", "INTERMEDIATE", "ADVANCED"),
    "WorkoutStatus": ("PLANNED", "IN_PROGRESS", "COMPLETED", "SKIPPED"),
    "WorkoutSelectionMode": ("AUTO", "MANUAL", "BONUS", "INTENT"),
    "WorkoutSessionIntent": ("PUSH", "PULL", "LEGS", "UPPER", "LOWER", "FULL_BODY", "BODY_PART"),
    "WorkoutExerciseSection": ("WARMUP", "MAIN", "ACCESSORY"),
    "StimulusBias": ("MECHANICAL", "METABOLIC", "STRETCH", "STABILITY"),
    "MuscleRole": ("PRIMARY", "SECONDARY"),
    "BaselineCategory": ("MAIN_LIFT", "BARBELL_ACCESSORY", "DUMBBELL", "MACHINE_CABLE", "BENCH_VARIATION", "OTHER"),
    "VariationType": ("TEMPO", "PAUSED", "SINGLE_ARM", "SINGLE_LEG", "GRIP", "ANGLE", "RANGE_OF_MOTION", "OTHER"),
    "TemplateIntent": ("FULL_BODY", "UPPER_LOWER", "PUSH_PULL_LEGS", "BODY_PART", "CUSTOM"),
}

TABLES = {
    "User": "id T; email T; createdAt D = now",
    "UserPreference": (
        "userId T -> User; favoriteExercises T[]? = []; avoidExercises T[]? = []; favoriteExerciseIds T[]? = []; "
        "avoidExerciseIds T[]? = []; rpeTargets J?; progressionStyle T?; optionalConditioning B = true; "
        "benchFrequency I?; squatFrequency I?; deadliftFrequency I?; updatedAt D"
    ),
    "Profile": ("userId T -> User; age I?; sex T?; heightIn I?; weightLb F?; trainingAge TrainingAge = 'INTERMEDIATE'"),
    "Constraints": (
        "userId T -> User; daysPerWeek I; sessionMinutes I; splitType SplitType; equipmentNotes T?; "
        "availableEquipment EquipmentType[]? = []"
    ),
    "Goals": "userId T -> User; primaryGoal PrimaryGoal; secondaryGoal SecondaryGoal; proteinTarget I?",
    "Injury": ("id T; userId T -> User; bodyPart T; description T?; severity I; isActive B = true; createdAt D = now"),
    "Equipment": "id T; name T; type EquipmentType",
    "Muscle": "id T; name T; mv I = 0; mev I = 0; mav I = 0; mrv I = 0; sraHours I = 48",
    "Exercise": (
        "id T; name T; movementPatterns MovementPatternV2[]? = []; splitTags SplitTag[]? = []; "
        "jointStress JointStress; isMainLiftEligible B = false; isCompound B = false; fatigueCost I = 3; "
        "stimulusBias StimulusBias[]? = []; contraindications J?; timePerSetSec I = 120; sfrScore I = 3; "
        "lengthPositionScore I = 3; difficulty Difficulty = 'BEGINNER'; isUnilateral B = false; "
        "repRangeMin I = 1; repRangeMax I = 20"
    ),
    "ExerciseVariation": (
        "id T; exerciseId T -> Exercise; name T; description T?; variationType VariationType?; metadata J?"
    ),
    "ExerciseAlias": "id T; exerciseId T -> Exercise; alias T",
    "ExerciseMuscle": "exerciseId T -> Exercise; muscleId T -> Muscle; role MuscleRole",
    "ExerciseEquipment": "exerciseId T -> Exercise; equipmentId T -> Equipment",
    "SubstitutionRule": (
        "id T; fromExerciseId T -> Exercise; toExerciseId T -> Exercise; reason T?; priority I = 50; "
        "constraints J?; preserves J?"
    ),
    "Program": (
        "id T; userId T -> User; name T; isActive B = true; weeklySchedule WorkoutSessionIntent[]? = []; "
        "createdAt D = now"
    ),
    "ProgramBlock": "id T; programId T -> Program; blockIndex I; weeks I; deloadWeek I?",
    "WorkoutTemplate": (
        "id T; userId T -> User; name T; targetMuscles T[]? = []; isStrict B = false; "
        "intent TemplateIntent = 'CUSTOM'; createdAt D = now; updatedAt D"
    ),
    "Workout": (
        "id T; userId T -> User; programBlockId T? -> ProgramBlock SET NULL; "
        "templateId T? -> WorkoutTemplate SET NULL; scheduledDate D; completedAt D?; "
        "status WorkoutStatus = 'PLANNED'; estimatedMinutes I?; notes T?; "
        "selectionMode WorkoutSelectionMode = 'AUTO'; sessionIntent WorkoutSessionIntent?; selectionMetadata J?; "
        "forcedSplit SplitDay?; advancesSplit B = true"
    ),
    "WorkoutExercise": (
        "id T; workoutId T -> Workout; exerciseId T -> Exercise; orderIndex I; section WorkoutExerciseSection?; "
        "isMainLift B; movementPatterns MovementPatternV2[]? = []; notes T?"
    ),
    "WorkoutSet": (
        "id T; workoutExerciseId T -> WorkoutExercise; setIndex I; targetReps I; targetRepMin I?; "
        "targetRepMax I?; targetRpe F?; targetLoad F?; restSeconds I?"
    ),
    "SetLog": (
        "id T; workoutSetId T -> WorkoutSet; actualReps I?; actualRpe F?; actualLoad F?; completedAt D = now; "
        "notes T?; wasSkipped B = false"
    ),
    "SessionCheckIn": (
        "id T; userId T -> User; workoutId T? -> Workout SET NULL; date D; readiness I; painFlags J?; notes T?; "
        "createdAt D = now"
    ),
    "Baseline": (
        "id T; userId T -> User; exerciseId T -> Exercise; exerciseName T; context T = 'default'; "
        "category BaselineCategory; unit T = 'lbs'; workingWeightMin F?; workingWeightMax F?; "
        "workingRepsMin I?; workingRepsMax I?; topSetWeight F?; topSetReps I?; projected1RMMin F?; "
        "projected1RMMax F?; notes T?; createdAt D = now"
    ),
    "WorkoutTemplateExercise": (
        "id T; templateId T -> WorkoutTemplate; exerciseId T -> Exercise; orderIndex I; supersetGroup I?"
    ),
}
"""In an order in which each table comes after those it refers to."""

KEYS = {
    "ExerciseMuscle": ("exerciseId", "muscleId"),
    "ExerciseEquipment": ("exerciseId", "equipmentId"),
} | dict.fromkeys(("UserPreference", "Profile", "Constraints", "Goals"), ("userId",))

UNIQUES = (
    ("User", "email"),
    ("Equipment", "name"),
    ("Muscle", "name"),
    ("Exercise", "name"),
    ("ExerciseAlias", "alias"),
    ("SetLog", "workoutSetId"),
    ("Baseline", "userId", "exerciseId", "context"),
    ("WorkoutTemplateExercise", "templateId", "orderIndex"),
)

INDEXES = (
    ("Injury", "userId", "isActive"),
    ("Workout", "userId", "scheduledDate"),
    ("SessionCheckIn", "userId", "date"),
    ("Baseline", "exerciseId"),
)


def upgrade() -> None:
    # Written out as SQL, there is no database to look at: then it is what an empty one gets.
    present = [] if op.get_context().as_sql else inspect(op.get_bind()).get_table_names()
    missing = TABLES.keys() - present
    if not missing:
        return
    if len(missing) < len(TABLES):
        raise WrongSchema(
            f"Of the {len(TABLES)} existing tables {len(missing)} are missing: {', '.join(sorted(missing))}.",
            advice="Restore the database it was, or begin with an empty one; nothing was changed.",
        )
    create_enums(ENUMS)
    for table, columns in TABLES.items():
        create_table(table, *columns.split("; "), key=KEYS.get(table, ("id",)), enums=ENUMS)
    for unique in UNIQUES:
        create_unique(*unique)
    for index in INDEXES:
        create_index(*index)


def downgrade() -> None:
    looked_at = [] if op.get_context().as_sql else list(TABLES)
    held = [table for table in looked_at if op.get_bind().execute(text(f'SELECT 1 FROM "{table}" LIMIT 1')).first()]  # noqa: S608  (our own names)
    if held:
        raise WrongSchema(
            f"The existing tables still hold rows ({', '.join(sorted(held))}), so they were not dropped.",
            advice="Go no further back than 0001_existing_tables.",
        )
    drop_tables(*reversed(TABLES))
    drop_enums(ENUMS)
