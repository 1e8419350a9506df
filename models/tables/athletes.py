"""Who is coached: user, preferences, profile, constraints, goals and injuries."""

from sqlalchemy import Boolean, Integer

from models.tables.base import (
    NO,
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
from models.tables.types import Choice, ChoiceList, Json, Kilograms, TextList, Words
from models.values.kinds import EquipmentType, PrimaryGoal, SecondaryGoal, SplitType, TrainingAge

_NO_TEXTS = empty_list("TEXT")

user = table(
    "User",
    column("id", Words, primary_key=True),
    column("email", Words),
    created_at(),
    column("name", Words, optional=True),
    column("unit", Words, optional=True),
    column("timeZone", Words, optional=True),
    column("isDemo", Boolean, default=NO),
    unique_index("User", "email"),
    Rule("unit", "\"unit\" IN ('kg', 'lb')"),
)

user_preference = table(
    "UserPreference",
    column("userId", Words, refers("User"), primary_key=True),
    column("favoriteExercises", TextList, optional=True, default=_NO_TEXTS),
    column("avoidExercises", TextList, optional=True, default=_NO_TEXTS),
    column("favoriteExerciseIds", TextList, optional=True, default=_NO_TEXTS),
    column("avoidExerciseIds", TextList, optional=True, default=_NO_TEXTS),
    column("rpeTargets", Json, optional=True),
    column("progressionStyle", Words, optional=True),
    column("optionalConditioning", Boolean, default=YES),
    column("benchFrequency", Integer, optional=True),
    column("squatFrequency", Integer, optional=True),
    column("deadliftFrequency", Integer, optional=True),
    updated_at(server=False),
)

profile = table(
    "Profile",
    column("userId", Words, refers("User"), primary_key=True),
    column("age", Integer, optional=True),
    column("sex", Words, optional=True),
    column("heightIn", Integer, optional=True),
    # The key says what Python sees; the column holds pounds.
    column("weightLb", Kilograms, optional=True, key="weight_kg"),
    column("trainingAge", Choice(TrainingAge), default="'INTERMEDIATE'"),
)

constraints = table(
    "Constraints",
    column("userId", Words, refers("User"), primary_key=True),
    column("daysPerWeek", Integer),
    column("sessionMinutes", Integer),
    column("splitType", Choice(SplitType)),
    column("equipmentNotes", Words, optional=True),
    column("availableEquipment", ChoiceList(EquipmentType), optional=True, default=empty_list('"EquipmentType"')),
)

goals = table(
    "Goals",
    column("userId", Words, refers("User"), primary_key=True),
    column("primaryGoal", Choice(PrimaryGoal)),
    column("secondaryGoal", Choice(SecondaryGoal)),
    column("proteinTarget", Integer, optional=True),
)

injury = table(
    "Injury",
    column("id", Words, primary_key=True),
    column("userId", Words, refers("User")),
    column("bodyPart", Words),
    column("description", Words, optional=True),
    column("severity", Integer),
    column("isActive", Boolean, default=YES),
    created_at(),
    plain_index("Injury", "userId", "isActive"),
)

__all__ = ["constraints", "goals", "injury", "profile", "user", "user_preference"]
