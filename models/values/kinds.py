"""The enumerations of the database, apart from the values that use them: the tables need nothing else."""

from enum import StrEnum


class TrainingAge(StrEnum):
    BEGINNER = "BEGINNER"
    INTERMEDIATE = "INTERMEDIATE"
    ADVANCED = "ADVANCED"


class PrimaryGoal(StrEnum):
    HYPERTROPHY = "HYPERTROPHY"
    STRENGTH = "STRENGTH"
    FAT_LOSS = "FAT_LOSS"
    ATHLETICISM = "ATHLETICISM"
    GENERAL_HEALTH = "GENERAL_HEALTH"


class SecondaryGoal(StrEnum):
    POSTURE = "POSTURE"
    CONDITIONING = "CONDITIONING"
    INJURY_PREVENTION = "INJURY_PREVENTION"
    NONE = "NONE"


class SplitType(StrEnum):
    PPL = "PPL"
    UPPER_LOWER = "UPPER_LOWER"
    FULL_BODY = "FULL_BODY"
    CUSTOM = "CUSTOM"


class TrainingGoal(StrEnum):
    """What a macrocycle or mesocycle is for (missing in the specification; see docs/decisions.md)."""

    HYPERTROPHY = "HYPERTROPHY"
    STRENGTH = "STRENGTH"
    POWER = "POWER"
    MUSCULAR_ENDURANCE = "MUSCULAR_ENDURANCE"
    FAT_LOSS = "FAT_LOSS"
    ATHLETICISM = "ATHLETICISM"
    GENERAL_HEALTH = "GENERAL_HEALTH"
    POSTURE = "POSTURE"
    CONDITIONING = "CONDITIONING"
    INJURY_PREVENTION = "INJURY_PREVENTION"


class BlockType(StrEnum):
    ACCUMULATION = "ACCUMULATION"
    INTENSIFICATION = "INTENSIFICATION"
    REALIZATION = "REALIZATION"
    DELOAD = "DELOAD"
    RESTORATION = "RESTORATION"


class VolumeTarget(StrEnum):
    MEV = "MEV"
    MAV = "MAV"
    APPROACHING_MRV = "APPROACHING_MRV"
    DELOAD_VOLUME = "DELOAD_VOLUME"


class IntensityBias(StrEnum):
    STRENGTH = "STRENGTH"
    HYPERTROPHY = "HYPERTROPHY"
    POWER = "POWER"
    MUSCULAR_ENDURANCE = "MUSCULAR_ENDURANCE"


class AdaptationType(StrEnum):
    EARLY_DELOAD = "EARLY_DELOAD"
    BLOCK_EXTENSION = "BLOCK_EXTENSION"
    GOAL_SHIFT = "GOAL_SHIFT"
    EXERCISE_SWAP = "EXERCISE_SWAP"
    VOLUME_REDUCTION = "VOLUME_REDUCTION"
    INTENSITY_REDUCTION = "INTENSITY_REDUCTION"
    STALL_INTERVENTION = "STALL_INTERVENTION"


class SplitTag(StrEnum):
    PUSH = "PUSH"
    PULL = "PULL"
    LEGS = "LEGS"
    CORE = "CORE"
    MOBILITY = "MOBILITY"
    PREHAB = "PREHAB"
    CONDITIONING = "CONDITIONING"


class MovementPattern(StrEnum):
    """`MovementPatternV2` in the database."""

    HORIZONTAL_PUSH = "HORIZONTAL_PUSH"
    VERTICAL_PUSH = "VERTICAL_PUSH"
    HORIZONTAL_PULL = "HORIZONTAL_PULL"
    VERTICAL_PULL = "VERTICAL_PULL"
    SQUAT = "SQUAT"
    HINGE = "HINGE"
    LUNGE = "LUNGE"
    CARRY = "CARRY"
    ROTATION = "ROTATION"
    ANTI_ROTATION = "ANTI_ROTATION"
    FLEXION = "FLEXION"
    EXTENSION = "EXTENSION"
    ABDUCTION = "ABDUCTION"
    ADDUCTION = "ADDUCTION"
    ISOLATION = "ISOLATION"


class JointStress(StrEnum):
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"


class EquipmentType(StrEnum):
    BARBELL = "BARBELL"
    DUMBBELL = "DUMBBELL"
    MACHINE = "MACHINE"
    CABLE = "CABLE"
    BODYWEIGHT = "BODYWEIGHT"
    KETTLEBELL = "KETTLEBELL"
    BAND = "BAND"
    CARDIO = "CARDIO"
    SLED = "SLED"
    BENCH = "BENCH"
    RACK = "RACK"
    EZ_BAR = "EZ_BAR"
    TRAP_BAR = "TRAP_BAR"
    OTHER = "OTHER"


class Difficulty(StrEnum):
    BEGINNER = "BEGINNER"
    INTERMEDIATE = "INTERMEDIATE"
    ADVANCED = "ADVANCED"


class StimulusBias(StrEnum):
    MECHANICAL = "MECHANICAL"
    METABOLIC = "METABOLIC"
    STRETCH = "STRETCH"
    STABILITY = "STABILITY"


class MuscleRole(StrEnum):
    PRIMARY = "PRIMARY"
    SECONDARY = "SECONDARY"


class BaselineCategory(StrEnum):
    MAIN_LIFT = "MAIN_LIFT"
    BARBELL_ACCESSORY = "BARBELL_ACCESSORY"
    DUMBBELL = "DUMBBELL"
    MACHINE_CABLE = "MACHINE_CABLE"
    BENCH_VARIATION = "BENCH_VARIATION"
    OTHER = "OTHER"


class VariationType(StrEnum):
    TEMPO = "TEMPO"
    PAUSED = "PAUSED"
    SINGLE_ARM = "SINGLE_ARM"
    SINGLE_LEG = "SINGLE_LEG"
    GRIP = "GRIP"
    ANGLE = "ANGLE"
    RANGE_OF_MOTION = "RANGE_OF_MOTION"
    OTHER = "OTHER"


class LoadConvention(StrEnum):
    """What the number written beside a set means."""

    BARBELL_TOTAL = "BARBELL_TOTAL"
    PER_IMPLEMENT = "PER_IMPLEMENT"
    MACHINE = "MACHINE"
    ADDED = "ADDED"
    ASSISTED = "ASSISTED"


class Measurement(StrEnum):
    """What is counted in a set of the exercise."""

    LOAD_REPS = "LOAD_REPS"
    BODYWEIGHT_REPS = "BODYWEIGHT_REPS"
    DURATION = "DURATION"
    DISTANCE = "DISTANCE"


class SplitDay(StrEnum):
    PUSH = "PUSH"
    PULL = "PULL"
    LEGS = "LEGS"
    UPPER = "UPPER"
    LOWER = "LOWER"
    FULL_BODY = "FULL_BODY"


class WorkoutStatus(StrEnum):
    PLANNED = "PLANNED"
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    SKIPPED = "SKIPPED"


class WorkoutSelectionMode(StrEnum):
    AUTO = "AUTO"
    MANUAL = "MANUAL"
    BONUS = "BONUS"
    INTENT = "INTENT"


class WorkoutSessionIntent(StrEnum):
    PUSH = "PUSH"
    PULL = "PULL"
    LEGS = "LEGS"
    UPPER = "UPPER"
    LOWER = "LOWER"
    FULL_BODY = "FULL_BODY"
    BODY_PART = "BODY_PART"


class WorkoutExerciseSection(StrEnum):
    WARMUP = "WARMUP"
    MAIN = "MAIN"
    ACCESSORY = "ACCESSORY"


class TemplateIntent(StrEnum):
    FULL_BODY = "FULL_BODY"
    UPPER_LOWER = "UPPER_LOWER"
    PUSH_PULL_LEGS = "PUSH_PULL_LEGS"
    BODY_PART = "BODY_PART"
    CUSTOM = "CUSTOM"


class SetType(StrEnum):
    """What kind of set was performed; only a warm-up is not a working set."""

    NORMAL = "NORMAL"
    WARMUP = "WARMUP"
    DROP = "DROP"
    FAILURE = "FAILURE"


class LiftTrend(StrEnum):
    """How a lift is going, as an exposure's performance tells it."""

    IMPROVING = "improving"
    STALLED = "stalled"
    DECLINING = "declining"
    UNCERTAIN = "uncertain"
    TOO_LITTLE = "not enough data"
