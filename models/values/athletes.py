"""Who is coached: enums of the athlete tables and what the pages show of an athlete."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

# Found here by their subject; the tables, loaded at start-up, take them from `kinds` and pay for no dataclass.
from models.values.kinds import (  # noqa: F401 - as above
    BlockType,
    PrimaryGoal,
    SecondaryGoal,
    SplitType,
    TrainingAge,
    TrainingGoal,
)
from models.values.units import Unit


@dataclass(frozen=True, slots=True)
class Athlete:
    """One coached person, as every page names them."""

    id: str
    email: str
    name: str | None
    unit: Unit = Unit.KG
    is_demo: bool = False

    @property
    def label(self) -> str:
        """The name to show: the athlete's own, else the address."""
        return self.name or self.email


@dataclass(frozen=True, slots=True)
class Profile:
    """What planning needs to know of an athlete; None where nobody has said."""

    athlete_id: str
    age: int | None = None
    sex: str | None = None
    height_cm: float | None = None
    weight_kg: float | None = None
    training_age: TrainingAge | None = None
    primary_goal: PrimaryGoal | None = None
    secondary_goal: SecondaryGoal | None = None
    days_per_week: int | None = None
    session_minutes: int | None = None


class Attention(StrEnum):
    """How urgently an athlete needs the coach; shown as shape and word, never by colour alone."""

    READY = "ready"
    STEADY = "steady"
    HOLD_BACK = "hold back"
    UNKNOWN = "no check-in"


@dataclass(frozen=True, slots=True)
class RosterBlock:
    """A block's place on the roster's time axis."""

    block_type: BlockType | str
    start: date
    weeks: int


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One athlete in the roster: state, recent weeks and the blocks around today."""

    athlete: Athlete
    attention: Attention
    reasons: Sequence[str]
    """Why the athlete stands where they stand, most urgent first, each a short sentence."""
    freshness: float | None
    freshness_at: datetime | None
    last_workout: date | None
    sessions_28_days: int
    missed_28_days: int
    goal: TrainingGoal | str | None
    training_age: TrainingAge | str | None
    event_date: date | None
    blocks: Sequence[RosterBlock]
    weekly_sets: Sequence[tuple[date, int]]
    """(Monday of the week, hard sets performed), oldest first."""
