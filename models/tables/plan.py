"""The season: macrocycle, mesocycles, blocks, proposals and adaptations, and how often an exercise was used."""

from sqlalchemy import Boolean, Integer

from models.tables.base import (
    NOW,
    TODAY,
    YES,
    Default,
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
from models.tables.types import Choice, ChoiceList, Json, LocalDate, Real, Utc, Words, utc_now
from models.values.kinds import AdaptationType, BlockType, IntensityBias, TrainingAge, TrainingGoal, VolumeTarget

_EMPTY_OBJECT = Default("'{}'::jsonb", "'{}'")

macro_cycle = table(
    "MacroCycle",
    column("id", Words, primary_key=True),
    column("userId", Words, refers("User", "CASCADE")),
    column("startDate", LocalDate, default=TODAY),
    column("endDate", LocalDate, optional=True),
    column("trainingAge", Choice(TrainingAge)),
    column("primaryGoal", Choice(TrainingGoal)),
    column("secondaryGoals", ChoiceList(TrainingGoal), default=empty_list('"TrainingGoal"')),
    column("isActive", Boolean, default=YES),
    column("currentMeso", Integer, default=0),
    column("completedWeeks", Integer, default=0),
    created_at(),
    updated_at(server=True),
    column("eventDate", LocalDate, optional=True),
    column("assessment", Json, optional=True),
    column("assumptions", Json, optional=True),
    unique_index("MacroCycle", "userId", where='"isActive"', named="userId_isActive"),
    plain_index("MacroCycle", "userId", "startDate"),
    # The day decides: other clients store the moment a season began.
    Rule(
        "endDate",
        '"endDate" >= date_trunc(\'day\', "startDate")',
        sqlite='"endDate" >= substr("startDate", 1, 10)',
    ),
    Rule(
        "secondaryGoals",
        'NOT ("primaryGoal" = ANY ("secondaryGoals"))',
        sqlite="""instr("secondaryGoals", '"' || "primaryGoal" || '"') = 0""",
    ),
    Rule("isActive", '"isActive" = ("endDate" IS NULL)'),
    Rule("currentMeso", '"currentMeso" >= 0'),
    Rule("completedWeeks", '"completedWeeks" >= 0'),
)

mesocycle = table(
    "Mesocycle",
    column("id", Words, primary_key=True),
    column("macroCycleId", Words, refers("MacroCycle", "CASCADE")),
    column("orderIndex", Integer),
    column("totalWeeks", Integer),
    column("currentBlock", Integer, default=0),
    column("currentWeekInBlock", Integer, default=0),
    column("primaryGoal", Choice(TrainingGoal)),
    created_at(),
    updated_at(server=True),
    unique_index("Mesocycle", "macroCycleId", "orderIndex"),
    Rule("orderIndex", '"orderIndex" >= 0'),
    Rule("totalWeeks", '"totalWeeks" >= 1'),
    Rule("currentBlock", '"currentBlock" >= 0'),
    Rule("currentWeekInBlock", '"currentWeekInBlock" >= 0'),
)

training_block = table(
    "TrainingBlock",
    column("id", Words, primary_key=True),
    column("mesocycleId", Words, refers("Mesocycle", "CASCADE")),
    column("orderIndex", Integer),
    column("blockType", Choice(BlockType)),
    column("durationWeeks", Integer),
    column("volumeTarget", Choice(VolumeTarget)),
    column("intensityBias", Choice(IntensityBias)),
    column("weeklyVolumeRamp", Real, default="1.10"),
    column("rirStart", Real),
    column("rirEnd", Real),
    column("mainLifts", Json, default=_EMPTY_OBJECT),
    column("accessoryPool", Json, default=_EMPTY_OBJECT),
    column("rotationPolicy", Json, default=_EMPTY_OBJECT),
    column("allowAutoScale", Boolean, default=YES),
    column("deloadTriggers", Json, default=_EMPTY_OBJECT),
    created_at(),
    updated_at(server=True),
    column("weeklyTargets", Json, optional=True),
    unique_index("TrainingBlock", "mesocycleId", "orderIndex"),
    Rule("orderIndex", '"orderIndex" >= 0'),
    Rule("durationWeeks", '"durationWeeks" >= 1'),
    Rule("weeklyVolumeRamp", '"weeklyVolumeRamp" > 0 AND "weeklyVolumeRamp" <= 10'),
    Rule("rirStart", '"rirStart" BETWEEN 0 AND 10'),
    Rule("rirEnd", '"rirEnd" BETWEEN 0 AND "rirStart"'),
)

macro_adaptation = table(
    "MacroAdaptation",
    column("id", Words, primary_key=True),
    column("macroCycleId", Words, refers("MacroCycle", "CASCADE")),
    column("date", Utc, default=NOW, insert_default=utc_now),
    column("type", Choice(AdaptationType)),
    column("reason", Words),
    column("blockAffected", Words, refers("TrainingBlock", "SET NULL"), optional=True),
    column("autoTriggered", Boolean),
    column("metadata", Json, optional=True),
    plain_index("MacroAdaptation", "macroCycleId", "date"),
)

exercise_exposure = table(
    "ExerciseExposure",
    column("id", Words, primary_key=True),
    column("userId", Words, refers("User", "CASCADE")),
    column("exerciseId", Words, refers("Exercise")),
    column("lastUsed", Utc),
    column("usageCount", Integer, default=1),
    column("performance", Json, default=_EMPTY_OBJECT),
    created_at(),
    updated_at(server=True),
    unique_index("ExerciseExposure", "userId", "exerciseId"),
    plain_index("ExerciseExposure", "userId", "lastUsed"),
    Rule("usageCount", '"usageCount" >= 0'),
)

proposal = table(
    "Proposal",
    column("id", Words, primary_key=True),
    column("userId", Words, refers("User", "CASCADE")),
    column("macroCycleId", Words, refers("MacroCycle", "CASCADE"), optional=True),
    column("trainingBlockId", Words, refers("TrainingBlock", "SET NULL"), optional=True),
    column("workoutId", Words, refers("Workout", "SET NULL"), optional=True),
    column("kind", Words),
    # What it is about, for example "deload:BLOCK": the same finding is open once.
    column("topic", Words),
    column("title", Words),
    column("reason", Words),
    column("evidence", Json),
    column("before", Json),
    column("after", Json),
    column("state", Words, default="'OPEN'"),
    created_at(),
    column("decidedAt", Utc, optional=True),
    column("note", Words, optional=True),
    column("adaptationId", Words, refers("MacroAdaptation", "SET NULL"), optional=True),
    unique_index("Proposal", "userId", "topic", where="\"state\" = 'OPEN'"),
    plain_index("Proposal", "userId"),
    plain_index("Proposal", "macroCycleId"),
    plain_index("Proposal", "trainingBlockId"),
    plain_index("Proposal", "workoutId"),
    plain_index("Proposal", "adaptationId"),
    Rule("state", "\"state\" IN ('OPEN', 'ACCEPTED', 'REJECTED', 'WITHDRAWN')"),
)
