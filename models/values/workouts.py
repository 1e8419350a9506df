"""Workouts: planned and performed sets, and what an imported log says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# Found here by their subject; the tables, loaded at start-up, take them from `kinds` and pay for no dataclass.
from models.values.kinds import (  # noqa: F401 - as above
    LoadConvention,
    Measurement,
    SetType,
    SplitDay,
    TemplateIntent,
    WorkoutExerciseSection,
    WorkoutSelectionMode,
    WorkoutSessionIntent,
    WorkoutStatus,
)
from models.values.plan import BlockType


@dataclass(frozen=True, slots=True)
class LoggedSet:
    """One set of an imported log. Blank stays None: nothing is invented."""

    line: int
    """Physical line of the file, counted from 1."""
    set_type: SetType
    reps: int | None
    load_kg: float | None
    rpe: float | None = None
    duration_seconds: float | None = None
    distance_m: float | None = None
    notes: str | None = None
    rest_seconds: int | None = None
    """The rest timer that ran after the set."""


@dataclass(frozen=True, slots=True)
class LoggedExercise:
    """A contiguous run of sets of one exercise inside one workout."""

    name: str
    """As the file spells it."""
    sets: Sequence[LoggedSet]
    superset: str | None = None
    notes: str | None = None
    rest_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class LoggedWorkout:
    """A workout of an imported log; times are the athlete's local wall clock, without a zone."""

    name: str
    start: datetime
    end: datetime | None
    """None where the file gives no credible duration; the original then stands in `notes`."""
    notes: str | None
    exercises: Sequence[LoggedExercise]
    line: int
    elapsed_seconds: float | None = None
    """Set where the file gives a duration rather than an end: true time, whatever the clocks did meanwhile."""

    @property
    def set_count(self) -> int:
        return sum(len(exercise.sets) for exercise in self.exercises)


@dataclass(frozen=True, slots=True)
class SkippedLine:
    """A line of the file that was not imported, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ParsedLog:
    """What a log file says: `format` is `strong` or `hevy`."""

    format: str
    workouts: Sequence[LoggedWorkout]
    skipped: Sequence[SkippedLine]
    flagged: Sequence[SkippedLine] = ()
    """Lines that were imported but deserve a look (outliers, forgotten timers)."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do (`dry_run`)."""

    format: str
    workouts: int
    """Workouts added."""
    sets: int
    """Sets added."""
    already_there: int
    """Workouts of the file that the database already had."""
    skipped: Sequence[SkippedLine]
    flagged: Sequence[SkippedLine]
    unmatched: Sequence[str]
    """Exercise names that mean nothing the program knows the muscles of; kept as the athlete's own."""
    dry_run: bool
    first: datetime | None
    """Start of the oldest workout in the file, local wall clock."""
    last: datetime | None
    import_id: str | None = None
    """By which the import can be undone; None where nothing was written."""


@dataclass(frozen=True, slots=True)
class PastImport:
    """An import of the past, as it can be undone."""

    id: str
    format: str
    file_name: str
    workouts: int
    sets: int
    at: datetime
    """Aware UTC."""


@dataclass(frozen=True, slots=True)
class SetEntry:
    """One set, planned beside performed; loads in kilograms."""

    set_index: int
    set_type: SetType | str
    target_reps: int | None
    target_rep_range: tuple[int, int] | None
    target_rpe: float | None
    target_load_kg: float | None
    rest_seconds: int | None
    actual_reps: int | None
    actual_rpe: float | None
    actual_load_kg: float | None
    was_skipped: bool
    logged: bool
    notes: str | None = None
    duration_seconds: float | None = None
    distance_m: float | None = None
    id: str = ""
    """By which the set is logged."""


@dataclass(frozen=True, slots=True)
class ExerciseEntry:
    """An exercise inside a workout, with its sets and the two stored rationales."""

    id: str
    exercise_id: str
    name: str
    order_index: int
    section: WorkoutExerciseSection | str | None
    is_main_lift: bool
    superset: str | None
    notes: str | None
    sets: Sequence[SetEntry]
    selection_reason: Mapping[str, Any] | None = None
    prescription_rationale: Mapping[str, Any] | None = None
    catalogue_id: str | None = None
    """None for an exercise of the athlete's own."""
    load_convention: LoadConvention | str | None = None
    measurement: Measurement | str | None = None


@dataclass(frozen=True, slots=True)
class WorkoutSummary:
    """A row of the workouts page."""

    id: str
    athlete_id: str
    name: str | None
    scheduled: datetime
    completed: datetime | None
    """Aware UTC, both."""
    status: WorkoutStatus | str
    exercises: int
    hard_sets: int
    volume_load_kg: float
    minutes: int | None
    block_type: BlockType | str | None
    week_in_block: int | None


@dataclass(frozen=True, slots=True)
class Workout:
    """A whole workout."""

    summary: WorkoutSummary
    notes: str | None
    exercises: Sequence[ExerciseEntry]
    selection_rationale: Mapping[str, Any] | None
    was_autoregulated: bool
    autoregulation_log: Mapping[str, Any] | None
    session_rpe: float | None = None
    """How hard the whole session was, 0 to 10."""
    estimated_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class WorkoutPage:
    """One page of a long list, sorted and filtered by the database."""

    rows: Sequence[WorkoutSummary]
    total: int
    offset: int
