"""Seasons: macrocycle, mesocycles, training blocks, and their weeks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

# Found here by their subject; the tables, loaded at start-up, take them from `kinds` and pay for no dataclass.
from models.values.kinds import (
    AdaptationType,
    BlockType,
    IntensityBias,
    TrainingGoal,
    VolumeTarget,
)


@dataclass(frozen=True, slots=True)
class WeekTarget:
    """What one week of a block asks for."""

    week_in_block: int
    """0-based."""
    rir: float
    """Repetitions in reserve, in steps of 0.5."""
    sets: Mapping[str, float]
    """Fractional sets by muscle key (direct 1, indirect 0.5)."""
    hard_sets: int
    """Sets to perform in the week, each counted once."""
    exercises: Mapping[str, int] = field(default_factory=dict)
    """Catalogue id to sets: how the week's sets are spread."""


@dataclass(frozen=True, slots=True)
class Block:
    """A training block; `id` and `start` are None until it is stored."""

    order_index: int
    block_type: BlockType | str
    duration_weeks: int
    volume_target: VolumeTarget | str
    intensity_bias: IntensityBias | str
    weekly_volume_ramp: float
    rir_start: float
    rir_end: float
    main_lifts: Mapping[str, Any]
    accessory_pool: Mapping[str, Any]
    rotation_policy: Mapping[str, Any]
    deload_triggers: Mapping[str, Any]
    allow_auto_scale: bool = True
    weeks: Sequence[WeekTarget] = ()
    id: str | None = None
    start: date | None = None

    @property
    def end(self) -> date | None:
        """The day after the block's last day."""
        return None if self.start is None else self.start + timedelta(weeks=self.duration_weeks)


@dataclass(frozen=True, slots=True)
class Mesocycle:
    """A run of blocks with one goal."""

    order_index: int
    primary_goal: TrainingGoal | str
    blocks: Sequence[Block]
    id: str | None = None

    @property
    def total_weeks(self) -> int:
        return sum(block.duration_weeks for block in self.blocks)

    @property
    def start(self) -> date | None:
        return self.blocks[0].start if self.blocks else None


@dataclass(frozen=True, slots=True)
class Macrocycle:
    """A season, as the engine proposes it or as it is stored."""

    start_date: date
    training_age: str
    primary_goal: TrainingGoal | str
    secondary_goals: Sequence[TrainingGoal | str]
    mesocycles: Sequence[Mesocycle]
    event_date: date | None = None
    assumptions: Sequence[str] = ()
    """Sentences naming what nobody had said and the plan had to assume."""
    id: str | None = None

    @property
    def blocks(self) -> Sequence[Block]:
        return [block for mesocycle in self.mesocycles for block in mesocycle.blocks]

    @property
    def total_weeks(self) -> int:
        return sum(mesocycle.total_weeks for mesocycle in self.mesocycles)


@dataclass(frozen=True, slots=True)
class SeasonWeek:
    """One calendar week on the timeline, planned beside performed."""

    index: int
    """0-based from the macrocycle's first week; negative before it."""
    start: date
    block_index: int | None
    """Index into `Season.blocks`, None outside the plan."""
    week_in_block: int | None
    rir: float | None
    planned_sets: Mapping[str, float]
    """Fractional sets by muscle; empty outside the plan."""
    planned_hard_sets: int | None
    performed_sets: Mapping[str, float]
    performed_hard_sets: int | None
    """None where the week lies in the future."""
    performed_rir: float | None = None
    """Mean of the logged RIR, None where none was logged."""
    sessions: int = 0


def before_and_after(before: Mapping[str, Any], after: Mapping[str, Any]) -> Sequence[tuple[str, str, str]]:
    """(label, before, after) of two stored sides; what is no line of ours is left out."""
    old, new = _lines(before), _lines(after)
    return [(label, old.get(label, ""), new.get(label, "")) for label in {**old, **new}]


def _lines(side: Mapping[str, Any]) -> dict[str, str]:
    lines = side.get("lines")
    found = [line for line in lines if isinstance(line, Mapping)] if isinstance(lines, list | tuple) else []
    return {str(line["label"]): str(line.get("text", "")) for line in found if "label" in line}


@dataclass(frozen=True, slots=True)
class Adaptation:
    """A change of the plan, as it was made."""

    id: str
    at: datetime
    type: AdaptationType | str
    reason: str
    block_id: str | None
    auto_triggered: bool
    before: Mapping[str, Any] = field(default_factory=dict)
    """`lines` (each with `label` and `text`), as in a proposal; empty where nobody wrote it down."""
    after: Mapping[str, Any] = field(default_factory=dict)
    evidence: Mapping[str, Any] = field(default_factory=dict)
    """`numbers`, `sentences`, `triggers` and `citations` that it rests on."""

    @property
    def rows(self) -> Sequence[tuple[str, str, str]]:
        """(label, before, after) for each line that either side has."""
        return before_and_after(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Season:
    """Everything the plan page shows of one athlete's active macrocycle."""

    athlete_id: str
    macro: Macrocycle
    weeks: Sequence[SeasonWeek]
    """Contiguous, oldest first; may begin before the plan (history) but covers it whole."""
    adaptations: Sequence[Adaptation] = ()
    assessment: Mapping[str, Any] = field(default_factory=dict)
    """Training age votes and their inputs, as stored."""

    @property
    def blocks(self) -> Sequence[Block]:
        return self.macro.blocks


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What a coach asks of a new season; None means: decide, and say what was assumed."""

    athlete_id: str
    goal: TrainingGoal | None = None
    weeks: int | None = None
    start: date | None = None
    event: date | None = None
    secondary_goals: Sequence[TrainingGoal] = ()
