"""A season prepared for painting: columns, bands and states, worked out once and not at every frame."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Final

from models.values.adapting import Proposal
from models.values.plan import Adaptation, Block, Season, SeasonWeek
from ui.widgets import wording

MISSED_BELOW: Final = 0.8
OVERSHOT_ABOVE: Final = 1.2
"""Shares of the planned hard sets between which a week counts as hit; the legend says so."""


class WeekState(Enum):
    """How a week went against its plan; the value is the word shown."""

    NONE = "no plan"
    AHEAD = "to come"
    UNDER_WAY = "under way"
    MISSED = "missed"
    HIT = "hit"
    OVERSHOT = "overshot"


@dataclass(frozen=True, slots=True)
class Band:
    """A run of columns with one name, in one of the stacked lanes."""

    first: int
    count: int
    labels: tuple[str, ...]
    """Longest first."""
    details: tuple[str, ...] = ()
    """A second line where there is room, longest first."""
    kind: str = ""
    """The block type; empty for mesocycles and the macrocycle."""

    @property
    def end(self) -> int:
        return self.first + self.count


@dataclass(frozen=True, slots=True)
class Mark:
    """An adaptation on the time axis."""

    column: float
    adaptation: Adaptation


class SeasonView:
    """A `Season` on a time axis whose unit is the week: column 0 is the first week shown.

    Columns are floats where a day matters (today, the event) and integers where a week does.
    """

    def __init__(self, season: Season, today: date, proposals: Sequence[Proposal] = ()) -> None:
        """`proposals` are the open ones: they would change the plan from the coming week on."""
        self.season = season
        self.proposals = proposals
        self.today_date = today
        self.weeks: Sequence[SeasonWeek] = season.weeks
        self.start: date = season.weeks[0].start if season.weeks else season.macro.start_date
        self.columns = len(season.weeks)
        self.blocks: Sequence[Block] = season.blocks
        self.plan_first = self._plan_first()
        self.block_bands = self._block_bands()
        self.meso_bands = self._meso_bands()
        self.macro_bands = (self._macro_band(),)
        self.months = self._months()
        self.states = [self.state(week) for week in self.weeks]
        self.today = self.column_of(today) + 0.5 / 7
        event = season.macro.event_date
        self.event = None if event is None else self.column_of(event) + 0.5 / 7
        self.marks = sorted(
            (Mark(self.column_of(item.at.date()) + 0.5 / 7, item) for item in season.adaptations),
            key=lambda mark: mark.column,
        )
        coming = int(self.today) + 1
        self.proposed: float | None = coming + 0.5 / 7 if proposals and coming < self.columns else None
        """Where open proposals stand: the week they would begin with."""
        self.most_sets = max(
            (max(week.planned_hard_sets or 0, week.performed_hard_sets or 0) for week in self.weeks), default=0
        )
        self._block_firsts = [band.first for band in self.block_bands]

    def _plan_first(self) -> int:
        return next((column for column, week in enumerate(self.weeks) if week.index >= 0), self.columns)

    def column_of(self, day: date) -> float:
        return (day - self.start).days / 7

    def date_of(self, column: int) -> date:
        return self.start + timedelta(weeks=column)

    def _block_bands(self) -> tuple[Band, ...]:
        bands = []
        first = self.plan_first
        for block in self.blocks:
            length, rir = wording.weeks(block.duration_weeks), f"RIR {ramp(block)}"
            labels = wording.block_labels(block.block_type)
            details = (f"{length} · {rir}", rir, length)
            bands.append(Band(first, block.duration_weeks, labels, details, str(block.block_type)))
            first += block.duration_weeks
        return tuple(bands)

    def _meso_bands(self) -> tuple[Band, ...]:
        bands = []
        first = self.plan_first
        for number, meso in enumerate(self.season.macro.mesocycles, 1):
            goal = wording.goal_name(meso.primary_goal)
            labels = (f"{number} · {goal} · {wording.weeks(meso.total_weeks)}", f"{number} · {goal}", str(number))
            bands.append(Band(first, meso.total_weeks, labels))
            first += meso.total_weeks
        return tuple(bands)

    def _macro_band(self) -> Band:
        macro = self.season.macro
        goal = f"{wording.goal_name(macro.primary_goal)} season"
        dates = wording.span(macro.start_date, macro.start_date + timedelta(weeks=macro.total_weeks))
        length = wording.weeks(macro.total_weeks)
        return Band(self.plan_first, macro.total_weeks, (f"{goal} · {length} · {dates}", f"{goal} · {length}", goal))

    def _months(self) -> tuple[tuple[float, date], ...]:
        """(column of the first of the month, the month) for every month that is touched."""
        found = []
        month = self.start.replace(day=1)
        end = self.date_of(self.columns)
        while month < end:
            found.append((self.column_of(month), month))
            month = (month + timedelta(days=32)).replace(day=1)
        return tuple(found)

    def state(self, week: SeasonWeek) -> WeekState:
        if not week.planned_hard_sets:
            return WeekState.NONE
        if week.start > self.today_date or week.performed_hard_sets is None:
            return WeekState.AHEAD
        share = week.performed_hard_sets / week.planned_hard_sets
        if share > OVERSHOT_ABOVE:
            return WeekState.OVERSHOT
        if self.today_date < week.start + timedelta(weeks=1):
            return WeekState.UNDER_WAY
        return WeekState.MISSED if share < MISSED_BELOW else WeekState.HIT

    def is_deload(self, column: int) -> bool:
        block = self.block_at(column)
        return block is not None and self.block_bands[block].kind == "DELOAD"

    def block_at(self, column: float) -> int | None:
        """The block's index at a column, None outside the plan."""
        found = bisect_right(self._block_firsts, column) - 1
        return found if found >= 0 and column < self.block_bands[found].end else None

    @property
    def current_column(self) -> int:
        """The column of today, kept inside the season."""
        return max(0, min(self.columns - 1, int(self.today)))


def ramp(block: Block) -> str:
    """`3 → 1`, or one number where the RIR does not change."""
    first, last = wording.number(block.rir_start), wording.number(block.rir_end)
    return first if first == last else f"{first} → {last}"


def visible(bands: Sequence[Band], first: int, end: int) -> Sequence[Band]:
    """The bands that touch the columns `first` to `end`; bands are sorted and do not overlap."""
    low = bisect_right(bands, first, key=lambda band: band.first) - 1
    high = bisect_right(bands, end, key=lambda band: band.first)
    return bands[max(low, 0) : high]
