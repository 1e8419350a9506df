"""A week of training as a coach reads it: where it stands in the season, and its sessions, planned beside performed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.values.kinds import BlockType, TrainingGoal


class SessionState(StrEnum):
    """How a session stands today, in the word a coach reads."""

    PLANNED = "planned"
    TODAY = "today"
    IN_PROGRESS = "in progress"
    DONE = "done"
    SKIPPED = "skipped"
    MISSED = "missed"
    """Planned, its day is past, and nothing was logged."""


@dataclass(frozen=True, slots=True)
class WeekSession:
    """One session of a week; warm-ups are not counted."""

    id: str
    name: str
    day: date
    """The athlete's local day: of doing it where it was done, else of its plan."""
    status: str
    """As stored; `state` is how it reads."""
    state: SessionState
    planned_sets: int | None
    """Working sets asked for; None where nobody planned it (an imported log)."""
    done_sets: int
    """Working sets logged."""
    hard_sets: int
    planned_minutes: int | None
    done_minutes: int | None
    volume_load_kg: float
    exercises: Sequence[str]
    """Names, in the order of the sheet."""
    is_proposed: bool = False
    """Made by the program, with its reasons beside it."""
    was_autoregulated: bool = False


@dataclass(frozen=True, slots=True)
class SeasonPlace:
    """Where a week stands in the athlete's season."""

    week: int
    """0-based week of the season."""
    weeks: int
    goal: TrainingGoal | str
    block_type: BlockType | str
    week_in_block: int
    """0-based."""
    block_weeks: int
    rir: float | None
    hard_sets: int | None


@dataclass(frozen=True, slots=True)
class TrainingWeek:
    """The sessions of one calendar week of one athlete."""

    athlete_id: str
    monday: date
    sessions: Sequence[WeekSession]
    place: SeasonPlace | None
    """None where the week lies outside the season, or there is none."""
    has_season: bool = False
    why_not: str = ""
    """Why sessions cannot be proposed for this week, in a sentence; empty where they can."""

    @property
    def end(self) -> date:
        """The day after the week's last."""
        return self.monday + timedelta(weeks=1)

    @property
    def waiting(self) -> Sequence[WeekSession]:
        """Sessions that can still be done."""
        over = (SessionState.DONE, SessionState.SKIPPED)
        return [session for session in self.sessions if session.state not in over]


@dataclass(frozen=True, slots=True)
class NextSession:
    """The athlete's next session that is not over, for the first page."""

    athlete_id: str
    workout_id: str
    name: str
    day: date
    state: SessionState
    exercises: int
    planned_sets: int
    minutes: int | None
