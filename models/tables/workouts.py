"""Workouts planned and performed, the older programs and templates, check-ins and baselines."""

from sqlalchemy import Boolean, Integer

from models.tables.base import (
    NO,
    NOW,
    YES,
    Rule,
    column,
    created_at,
    empty_list,
    plain_index,
    refers,
    table,
    unique_index,
    updated_at,
)
from models.tables.types import Choice, ChoiceList, Json, Kilograms, Real, TextList, Utc, Words, utc_now
from models.values.kinds import (
    BaselineCategory,
    MovementPattern,
    SplitDay,
    TemplateIntent,
    WorkoutExerciseSection,
    WorkoutSelectionMode,
    WorkoutSessionIntent,
    WorkoutStatus,
)

program = table(
    "Program",
    column("id", Words, primary_key=True),
    column("userId", Words, refers("User")),
    column("name", Words),
    column("isActive", Boolean, default=YES),
    column(
        "weeklySchedule",
        ChoiceList(WorkoutSessionIntent),
        optional=True,
        default=empty_list('"WorkoutSessionIntent"'),
    ),
    created_at(),
)

program_block = table(
    "ProgramBlock",
    column("id", Words, primary_key=True),
    column("programId", Words, refers("Program")),
    column("blockIndex", Integer),
    column("weeks", Integer),
    column("deloadWeek", Integer, optional=True),
)

workout = table(
    "Workout",
    column("id", Words, primary_key=True),
    column("userId", Words, refers("User")),
    column("programBlockId", Words, refers("ProgramBlock", "SET NULL"), optional=True),
    column("templateId", Words, refers("WorkoutTemplate", "SET NULL"), optional=True),
    column("scheduledDate", Utc),
    column("completedAt", Utc, optional=True),
    column("status", Choice(WorkoutStatus), default="'PLANNED'"),
    column("estimatedMinutes", Integer, optional=True),
    column("notes", Words, optional=True),
    column("selectionMode", Choice(WorkoutSelectionMode), default="'AUTO'"),
    column("sessionIntent", Choice(WorkoutSessionIntent), optional=True),
    column("selectionMetadata", Json, optional=True),
    column("forcedSplit", Choice(SplitDay), optional=True),
    column("advancesSplit", Boolean, default=YES),
    column("trainingBlockId", Words, refers("TrainingBlock", "SET NULL"), optional=True),
    # A snapshot of where the workout stood when it was planned: it outlives the block (decisions, A10).
    column("weekInBlock", Integer, optional=True),
    column("blockPhase", Words, optional=True),
    column("selectionRationale", Json, optional=True),
    column("wasAutoregulated", Boolean, default=NO),
    column("autoregulationLog", Json, optional=True),
    column("name", Words, optional=True),
    column("source", Words, optional=True),
    column("importId", Words, refers("LogImport", "SET NULL"), optional=True),
    column("actualMinutes", Integer, optional=True),
    column("sessionRpe", Real, optional=True),
    plain_index("Workout", "userId", "scheduledDate"),
    plain_index("Workout", "trainingBlockId"),
    plain_index("Workout", "importId"),
    Rule("weekInBlock", '"weekInBlock" >= 0'),
    Rule("actualMinutes", '"actualMinutes" >= 0'),
    Rule("sessionRpe", '"sessionRpe" BETWEEN 0 AND 10'),
)

workout_exercise = table(
    "WorkoutExercise",
    column("id", Words, primary_key=True),
    column("workoutId", Words, refers("Workout")),
    column("exerciseId", Words, refers("Exercise")),
    column("orderIndex", Integer),
    column("section", Choice(WorkoutExerciseSection), optional=True),
    column("isMainLift", Boolean),
    column(
        "movementPatterns",
        ChoiceList(MovementPattern, "MovementPatternV2"),
        optional=True,
        default=empty_list('"MovementPatternV2"'),
    ),
    column("notes", Words, optional=True),
    column("selectionReason", Json, optional=True),
    column("prescriptionRationale", Json, optional=True),
    column("supersetGroup", Words, optional=True),
    plain_index("WorkoutExercise", "workoutId"),
    plain_index("WorkoutExercise", "exerciseId"),
)

workout_set = table(
    "WorkoutSet",
    column("id", Words, primary_key=True),
    column("workoutExerciseId", Words, refers("WorkoutExercise")),
    column("setIndex", Integer),
    column("targetReps", Integer),
    column("targetRepMin", Integer, optional=True),
    column("targetRepMax", Integer, optional=True),
    column("targetRpe", Real, optional=True),
    column("targetLoad", Kilograms, optional=True),
    column("restSeconds", Integer, optional=True),
    plain_index("WorkoutSet", "workoutExerciseId"),
)

set_log = table(
    "SetLog",
    column("id", Words, primary_key=True),
    column("workoutSetId", Words, refers("WorkoutSet")),
    column("actualReps", Integer, optional=True),
    column("actualRpe", Real, optional=True),
    column("actualLoad", Kilograms, optional=True),
    column("completedAt", Utc, default=NOW, insert_default=utc_now),
    column("notes", Words, optional=True),
    column("wasSkipped", Boolean, default=NO),
    column("setType", Words, default="'NORMAL'"),
    column("durationSeconds", Real, optional=True),
    column("distanceMeters", Real, optional=True),
    unique_index("SetLog", "workoutSetId"),
    Rule("durationSeconds", '"durationSeconds" BETWEEN 0 AND 1e9'),
    Rule("distanceMeters", '"distanceMeters" BETWEEN 0 AND 1e9'),
)

session_check_in = table(
    "SessionCheckIn",
    column("id", Words, primary_key=True),
    column("userId", Words, refers("User")),
    column("workoutId", Words, refers("Workout", "SET NULL"), optional=True),
    column("date", Utc),
    column("readiness", Integer),
    column("painFlags", Json, optional=True),
    column("notes", Words, optional=True),
    created_at(),
    plain_index("SessionCheckIn", "userId", "date"),
)

baseline = table(
    "Baseline",
    column("id", Words, primary_key=True),
    column("userId", Words, refers("User")),
    column("exerciseId", Words, refers("Exercise")),
    column("exerciseName", Words),
    column("context", Words, default="'default'"),
    column("category", Choice(BaselineCategory)),
    # The row's own unit holds for its weights, so they are plain numbers here.
    column("unit", Words, default="'lbs'"),
    column("workingWeightMin", Real, optional=True),
    column("workingWeightMax", Real, optional=True),
    column("workingRepsMin", Integer, optional=True),
    column("workingRepsMax", Integer, optional=True),
    column("topSetWeight", Real, optional=True),
    column("topSetReps", Integer, optional=True),
    column("projected1RMMin", Real, optional=True),
    column("projected1RMMax", Real, optional=True),
    column("notes", Words, optional=True),
    created_at(),
    unique_index("Baseline", "userId", "exerciseId", "context"),
    plain_index("Baseline", "exerciseId"),
)

workout_template = table(
    "WorkoutTemplate",
    column("id", Words, primary_key=True),
    column("userId", Words, refers("User")),
    column("name", Words),
    column("targetMuscles", TextList, optional=True, default=empty_list("TEXT")),
    column("isStrict", Boolean, default=NO),
    column("intent", Choice(TemplateIntent), default="'CUSTOM'"),
    created_at(),
    updated_at(server=False),
)

workout_template_exercise = table(
    "WorkoutTemplateExercise",
    column("id", Words, primary_key=True),
    column("templateId", Words, refers("WorkoutTemplate")),
    column("exerciseId", Words, refers("Exercise")),
    column("orderIndex", Integer),
    column("supersetGroup", Integer, optional=True),
    unique_index("WorkoutTemplateExercise", "templateId", "orderIndex"),
)
