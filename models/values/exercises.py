"""Exercises, muscles and equipment: the enums of the catalogue tables and one exercise as a value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Found here by their subject; the tables, loaded at start-up, take them from `kinds` and pay for no dataclass.
from models.values.kinds import (  # noqa: F401 - as above
    BaselineCategory,
    Difficulty,
    EquipmentType,
    JointStress,
    LoadConvention,
    Measurement,
    MovementPattern,
    MuscleRole,
    SplitTag,
    StimulusBias,
    VariationType,
)


@dataclass(frozen=True, slots=True)
class Exercise:
    """A catalogue exercise.

    `muscles` maps a muscle key (`chest`, `lats`, `upper_back`, `quads`, `hamstrings`, `glutes`,
    `calves`, `front_delts`, `side_delts`, `rear_delts`, `biceps`, `triceps`, `abs`, `traps`,
    `forearms`, `adductors`, `lower_back`) to its share of a set: 1 direct, 0.5 indirect.
    """

    id: str
    """The catalogue's own key, for example `barbell_back_squat`; knowledge is bound to it."""
    name: str
    aliases: Sequence[str]
    patterns: Sequence[MovementPattern]
    muscles: Mapping[str, float]
    equipment: Sequence[EquipmentType]
    is_compound: bool
    is_main_lift: bool
    is_unilateral: bool
    difficulty: Difficulty
    min_training_age: str
    rep_range: tuple[int, int]
    fatigue_cost: int
    """1 (light) to 5 (heavy), an engineering grade."""
    sfr_score: int
    """Stimulus to fatigue, 1 to 5."""
    length_score: int
    """How long the target muscle is loaded, 1 (short) to 5 (long)."""
    score_grade: str
    """Evidence grade of the two scores: A, B, C, D or E."""
    joint_stress: JointStress
    split_tags: Sequence[SplitTag]
    stimulus: Sequence[StimulusBias]
    contraindications: Sequence[str]
    load_convention: LoadConvention
    measurement: Measurement
    bodyweight_share: float = 0.0
    """Share of body weight that is lifted, for body-weight exercises."""
    seconds_per_set: int = 120
    """Time a set takes of a session, its usual rest included."""
    is_generic: bool = False
    """A name logs use for several lifts ("Triceps Extension"): counted where it was done, never proposed."""


@dataclass(frozen=True, slots=True)
class Muscle:
    """A muscle's weekly landmarks in fractional sets, for an intermediate (practice grade, see docs)."""

    key: str
    name: str
    mv: int
    mev: int
    mav_low: int
    mav_high: int
    mrv: int
    confidence: str
    """`normal`, or `low` where no published row exists."""
    aliases: Sequence[str] = ()
    """Other names programs give the muscle."""


@dataclass(frozen=True, slots=True)
class MuscleMarks:
    """A muscle's landmarks scaled to one training age, in fractional sets a week."""

    name: str
    mev: float
    mav_low: float
    mav_high: float
    mrv: float
    is_certain: bool
    """False where no published row exists for the muscle."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """Names and landmarks for what a plan refers to by key, so that no page shows a key."""

    exercises: Mapping[str, str]
    """Catalogue id to name."""
    marks: Mapping[str, MuscleMarks]
    """Muscle key to its name and landmarks, in the catalogue's order."""

    def exercise(self, key: str) -> str:
        """The exercise's name; an id that the catalogue no longer has is made readable."""
        return self.exercises.get(key) or key.replace("_", " ").capitalize()

    def muscle(self, key: str) -> str:
        """The muscle's name, likewise."""
        return self.marks[key].name if key in self.marks else key.replace("_", " ").capitalize()
