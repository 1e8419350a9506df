"""Everything a week of workouts is made from; no clock, no database: the same brief makes the same week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.engine.lifts import Means
from models.values.adapting import Rules
from models.values.athletes import TrainingAge
from models.values.exercises import Exercise, Muscle
from models.values.plan import Block, TrainingGoal
from models.values.readiness import Freshness
from models.values.units import Unit


@dataclass(frozen=True, slots=True)
class Strength:
    """What an athlete's log says of one exercise."""

    e1rm_kg: float | None
    """Of what is lifted, the share of body weight included; None where no set could be estimated."""
    sigma_percent: float
    """Standard deviation of the estimate in percent."""
    day: date
    """The last day it rests on."""
    sets: int
    """Sets it rests on."""
    last_load_kg: float | None = None
    """Of the last performed working set outside a deload, as the exercise counts it."""
    last_reps: int | None = None
    last_rir: float | None = None
    trend: str | None = None
    """`improving`, `stalled`, `declining`, `uncertain` or `not enough data`."""
    is_from_deload: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """When an exercise was last done and how often, for rotation."""

    last_used: date
    weeks_running: int
    """Calendar weeks in a row up to the last use."""
    sessions_8_weeks: int


@dataclass(frozen=True, slots=True)
class WeekBrief:
    """One week of one athlete's block, and what is known of the athlete on `today`."""

    today: date
    monday: date
    """Of the week to plan."""
    block: Block
    week_in_block: int
    """0-based."""
    age: TrainingAge
    goal: TrainingGoal
    exercises: Sequence[Exercise]
    muscles: Sequence[Muscle]
    means: Means
    favourites: frozenset[str] = frozenset()
    days: int = 3
    minutes: int = 60
    weekdays: Sequence[int] = ()
    """0 Monday .. 6; the days the athlete usually trains, empty where unknown."""
    strengths: Mapping[str, Strength] = field(default_factory=dict)
    """By catalogue id."""
    uses: Mapping[str, Use] = field(default_factory=dict)
    """By catalogue id."""
    done: Mapping[str, float] = field(default_factory=dict)
    """Fractional hard sets per muscle already performed in this week."""
    done_exercises: Mapping[str, int] = field(default_factory=dict)
    """Catalogue id to hard sets already performed in this week."""
    done_days: Sequence[date] = ()
    """Days of this week that already have a session, performed or planned and kept."""
    kept: Sequence[str] = ()
    """Accessories of this block's earlier weeks (catalogue ids): rotation keeps them until its cadence is over."""
    freshness: Freshness | None = None
    rules: Rules | None = None
    """The athlete's readiness rules; None takes the usual ones."""
    bodyweight_kg: float | None = None
    unit: Unit = Unit.KG
    sessions_logged: int = 0
    event: date | None = None
    assumptions: Sequence[str] = ()
    """Sentences naming what nobody had said."""
