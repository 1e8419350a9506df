"""Where an athlete stands in a season: weeks move on when their sessions are done, never by the calendar alone."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from app.engine.constants_training import WEEK_DONE_SHARE
from models.values.days import monday
from models.values.kinds import WorkoutStatus
from models.values.plan import Block, Macrocycle
from models.values.training import Position

_OPEN = (WorkoutStatus.PLANNED, WorkoutStatus.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Session:
    """A workout as far as the season's position depends on it."""

    day: date
    """The athlete's local day it was scheduled for; of one without a place in the season the day it was done."""
    status: WorkoutStatus | str
    week: int | None = None
    """0-based week of the season it was planned for; None for a workout of no week of this season."""
    of: int | None = None
    """How many sessions its week was to have; None where nobody has said."""


@dataclass(frozen=True, slots=True)
class WeekState:
    """The sessions of one week of the season, all planned for one calendar week."""

    sessions: int
    completed: int
    open: int
    """Those that can still be done in their calendar week."""
    is_full: bool
    """There are as many as the week was to have, or the calendar week is over."""

    @property
    def has_enough(self) -> bool:
        return self.completed >= WEEK_DONE_SHARE * self.sessions

    @property
    def is_done(self) -> bool:
        """None of its sessions can still be done or still be planned, and enough of them were done."""
        return self.sessions > 0 and self.is_full and not self.open and self.has_enough


def week_state(those: Sequence[Session], today: date, days: int, beside: int = 0) -> WeekState:
    """Sessions of one week and calendar week as of today; what was planned before this week can no longer be done.

    `days` is how many sessions a week has where nobody has said; `beside` counts workouts that were
    done in the calendar week without being planned for it.
    """
    this_week = monday(today)
    expected = max((one.of for one in those if one.of is not None), default=days)
    is_over = all(one.day < this_week for one in those)
    return WeekState(
        len(those),
        sum(one.status == WorkoutStatus.COMPLETED for one in those),
        sum(one.status in _OPEN and one.day >= this_week for one in those),
        is_over or len(those) + beside >= expected,
    )


class Done(NamedTuple):
    """Weeks of a season that lie behind an athlete, and the Monday of the calendar week the last of them took."""

    weeks: int
    last: date | None


def weeks_done(sessions: Sequence[Session], total: int, today: date, days: int) -> Done:
    """How many weeks of the season lie behind the athlete, 0 to `total`.

    A week is done when none of its sessions can still be done (or planned) in its calendar week and
    at least half of them were; a second attempt in another calendar week counts for itself. A calendar week
    trained without planned sessions (a log brought in from elsewhere) moves the season on as well
    where at least half of the usual `days` were trained. Weeks in which nothing was done do not.
    """
    attempts: dict[date, dict[int, list[Session]]] = defaultdict(lambda: defaultdict(list))
    free: Counter[date] = Counter()
    for one in sessions:
        if one.week is not None:
            attempts[monday(one.day)][one.week].append(one)
        elif one.status == WorkoutStatus.COMPLETED:
            free[monday(one.day)] += 1
    position, last = 0, None
    for start in sorted({*attempts, *free}):
        planned = attempts.get(start, {})
        finished = [week for week, those in planned.items() if week_state(those, today, days, free[start]).is_done]
        before = position
        if finished:
            position = max(position, *(week + 1 for week in finished))
        elif _trained_freely(planned, free[start], start, today, days):
            position += 1
        last = start if position > before else last
    return Done(min(position, total), last)


def _trained_freely(planned: Mapping[int, Sequence[Session]], done: int, start: date, today: date, days: int) -> bool:
    if any(one.status == WorkoutStatus.COMPLETED for those in planned.values() for one in those):
        return False
    enough = done >= max(1, WEEK_DONE_SHARE * days)
    return enough and (start < monday(today) or done >= days)


def position_of(macro: Macrocycle, completed: int) -> Position | None:
    """The place in the season after that many completed weeks; a season that is over stands in its last week."""
    total = macro.total_weeks
    if not total:
        return None
    completed = min(max(completed, 0), total)
    wanted = min(completed, total - 1)
    for meso in macro.mesocycles:
        for block in meso.blocks:
            if wanted < block.duration_weeks:
                return Position(completed, total, meso.order_index, block.order_index, wanted, block.id)
            wanted -= block.duration_weeks
    return None


def place(blocks: Sequence[Block], week: int) -> tuple[Block, int]:
    """The block of a week of the season and the week inside it, all 0-based; `IndexError` outside."""
    for block in blocks:
        if 0 <= week < block.duration_weeks:
            return block, week
        week -= block.duration_weeks
    raise IndexError(f"the season has no such week: {week}")


def week_of(blocks: Sequence[Block], block_id: str, week_in_block: int) -> int | None:
    """The 0-based week of the season that is this week of this block; None for a block of another season."""
    before = 0
    for block in blocks:
        if block.id == block_id:
            return before + min(week_in_block, block.duration_weeks - 1)
        before += block.duration_weeks
    return None


def monday_of(start: date, week: int, done: Done, today: date) -> date:
    """The Monday on which a week of a season begun on `start` is to be trained.

    By the plan's calendar; an athlete who has fallen behind trains the week they stand in now, or
    in the next calendar week where this one has been a done week already, and the rest follows.
    """
    free = monday(today) if done.last is None else max(monday(today), done.last + timedelta(weeks=1))
    return max(monday(start) + timedelta(weeks=week), free + timedelta(weeks=week - done.weeks))
