"""Weeks that were generated and workouts that were done: what the program answers when training goes on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from models.values.kinds import SetType
from models.values.planned import PlannedWorkout


class RecordKind(StrEnum):
    """What a record is the best of."""

    LOAD = "load"
    REPS = "reps"
    E1RM = "e1rm"


@dataclass(frozen=True, slots=True)
class Position:
    """Where an athlete stands in a season; all indexes are 0-based."""

    completed_weeks: int
    total_weeks: int
    mesocycle: int
    """Order index of the mesocycle."""
    block: int
    """Order index of the block inside its mesocycle."""
    week_in_block: int
    block_id: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether every week of the season is done."""
        return self.completed_weeks >= self.total_weeks


@dataclass(frozen=True, slots=True)
class GeneratedWeek:
    """A week of sessions as it was stored, or as it would be (`workouts` is empty then)."""

    athlete_id: str
    week: int
    """Week of the season, 1-based as people count."""
    monday: date
    planned: Sequence[PlannedWorkout]
    """The new sessions in the order of their days."""
    workouts: Sequence[str]
    """Ids of the new sessions in the same order; empty for a preview."""
    kept: Sequence[str] = ()
    """Ids of sessions of this week that were there already and stay: done, begun, changed or made by hand."""
    replaced: int = 0
    """Generated sessions nobody had touched, which these take the place of."""
    sentences: Sequence[str] = ()
    """What was made, kept, replaced and assumed."""


@dataclass(frozen=True, slots=True)
class SetResult:
    """What was done in one set; the load in kilograms as the exercise counts it, None for body weight alone."""

    reps: int | None = None
    load_kg: float | None = None
    rpe: float | None = None
    set_type: SetType | None = None
    """None keeps what the plan says: a warm-up stays one."""
    notes: str | None = None
    duration_seconds: float | None = None
    distance_m: float | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A best that a workout brought, with the best before it; the first performance of an exercise is none."""

    exercise_id: str
    name: str
    kind: RecordKind
    value: float
    """Kilograms, or repetitions for a record of repetitions."""
    before: float
    load_kg: float | None
    """The load the repetitions were done with."""
    sentence: str


@dataclass(frozen=True, slots=True)
class StrengthChange:
    """An estimated maximum before and after a workout, in kilograms; `before_kg` None for a first estimate."""

    exercise_id: str
    name: str
    before_kg: float | None
    after_kg: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Compliance:
    """Planned beside performed working sets of one workout."""

    planned: int
    performed: int
    """Of the planned ones."""
    skipped: int
    added: int = 0
    """Performed beyond the plan."""

    @property
    def share(self) -> float | None:
        """Performed share of the plan, 0 to 1; None without a plan."""
        return self.performed / self.planned if self.planned else None


@dataclass(frozen=True, slots=True)
class Completion:
    """What completing a workout changed."""

    workout_id: str
    at: datetime
    """When it was completed, aware UTC."""
    already: bool
    """It was complete before, here or elsewhere; nothing was written."""
    compliance: Compliance
    records: Sequence[Record] = ()
    strength: Sequence[StrengthChange] = ()
    position: Position | None = None
    """None for an athlete without a season."""
    advanced: bool = False
    """The season moved on by at least a week."""
    sentences: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Skipped:
    """What leaving a workout out changed; the sentences say where the season stands."""

    workout_id: str
    position: Position | None
    advanced: bool
    sentences: Sequence[str]


@dataclass(frozen=True, slots=True)
class OwnExercise:
    """A name of an imported log that matched nothing of the catalogue, kept as the athlete's own exercise."""

    id: str
    name: str
    workouts: int
    sets: int
    last_used: date | None


@dataclass(frozen=True, slots=True)
class Link:
    """An own exercise whose history now counts for a catalogue exercise; with it the link can be taken back."""

    exercise_id: str
    """The own exercise's, which is no more."""
    name: str
    target_id: str
    """The catalogue exercise's id in the database."""
    target_name: str
    entries: Sequence[str]
    """The workout entries that moved."""
    load_convention: str | None
    is_remembered: bool
    """The name means the catalogue exercise in the next import too."""
    sentence: str
