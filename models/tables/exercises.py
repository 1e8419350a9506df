"""The catalogue: exercises, muscles, equipment and how they belong together."""

from sqlalchemy import Boolean, Integer

from models.tables.base import NO, Rule, column, empty_list, refers, table, unique_index
from models.tables.types import Choice, ChoiceList, Json, Real, Words
from models.values.kinds import (
    Difficulty,
    EquipmentType,
    JointStress,
    MovementPattern,
    MuscleRole,
    SplitTag,
    StimulusBias,
    TrainingAge,
    VariationType,
)

equipment = table(
    "Equipment",
    column("id", Words, primary_key=True),
    column("name", Words),
    column("type", Choice(EquipmentType)),
    unique_index("Equipment", "name"),
)

muscle = table(
    "Muscle",
    column("id", Words, primary_key=True),
    column("name", Words),
    column("mv", Integer, default=0),
    column("mev", Integer, default=0),
    column("mav", Integer, default=0),
    column("mrv", Integer, default=0),
    column("sraHours", Integer, default=48),
    column("key", Words, optional=True),
    column("mavLow", Integer, optional=True),
    column("mavHigh", Integer, optional=True),
    unique_index("Muscle", "name"),
    unique_index("Muscle", "key", where='"key" IS NOT NULL'),
)

exercise = table(
    "Exercise",
    column("id", Words, primary_key=True),
    column("name", Words),
    column(
        "movementPatterns",
        ChoiceList(MovementPattern, "MovementPatternV2"),
        optional=True,
        default=empty_list('"MovementPatternV2"'),
    ),
    column("splitTags", ChoiceList(SplitTag), optional=True, default=empty_list('"SplitTag"')),
    column("jointStress", Choice(JointStress)),
    column("isMainLiftEligible", Boolean, default=NO),
    column("isCompound", Boolean, default=NO),
    column("fatigueCost", Integer, default=3),
    column("stimulusBias", ChoiceList(StimulusBias), optional=True, default=empty_list('"StimulusBias"')),
    column("contraindications", Json, optional=True),
    column("timePerSetSec", Integer, default=120),
    column("sfrScore", Integer, default=3),
    column("lengthPositionScore", Integer, default=3),
    column("difficulty", Choice(Difficulty), default="'BEGINNER'"),
    column("isUnilateral", Boolean, default=NO),
    column("repRangeMin", Integer, default=1),
    column("repRangeMax", Integer, default=20),
    column("minTrainingAge", Choice(TrainingAge), optional=True),
    column("catalogueId", Words, optional=True),
    column("loadConvention", Words, optional=True),
    column("measurement", Words, optional=True),
    column("bodyweightShare", Real, optional=True),
    unique_index("Exercise", "name"),
    unique_index("Exercise", "catalogueId", where='"catalogueId" IS NOT NULL'),
    Rule("bodyweightShare", '"bodyweightShare" BETWEEN 0 AND 1'),
)

exercise_variation = table(
    "ExerciseVariation",
    column("id", Words, primary_key=True),
    column("exerciseId", Words, refers("Exercise")),
    column("name", Words),
    column("description", Words, optional=True),
    column("variationType", Choice(VariationType), optional=True),
    column("metadata", Json, optional=True),
)

exercise_alias = table(
    "ExerciseAlias",
    column("id", Words, primary_key=True),
    column("exerciseId", Words, refers("Exercise")),
    column("alias", Words),
    unique_index("ExerciseAlias", "alias"),
)

exercise_muscle = table(
    "ExerciseMuscle",
    column("exerciseId", Words, refers("Exercise"), primary_key=True),
    column("muscleId", Words, refers("Muscle"), primary_key=True),
    column("role", Choice(MuscleRole)),
)

exercise_equipment = table(
    "ExerciseEquipment",
    column("exerciseId", Words, refers("Exercise"), primary_key=True),
    column("equipmentId", Words, refers("Equipment"), primary_key=True),
)

substitution_rule = table(
    "SubstitutionRule",
    column("id", Words, primary_key=True),
    column("fromExerciseId", Words, refers("Exercise")),
    column("toExerciseId", Words, refers("Exercise")),
    column("reason", Words, optional=True),
    column("priority", Integer, default=50),
    column("constraints", Json, optional=True),
    column("preserves", Json, optional=True),
)
