"""The demonstration's seasons: what each invented athlete planned a year ago and plans now, as the planner plans it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.engine.constants import RECENT_WEEKS
from app.engine.lifts import Means
from app.engine.personas import Persona
from app.engine.seasons import SeasonBrief, default_weeks, make_season
from app.engine.splits import Week
from models.values.days import monday
from models.values.exercises import Exercise, Muscle
from models.values.plan import Block, Macrocycle, TrainingGoal

SEED: Final = 21
"""Chosen once; another seed makes other noise, the same stories."""
YEAR_WEEKS: Final = 52
WEEKS_AHEAD: Final = 8
"""Seasons without an event go on for this long after the current week."""


@dataclass(frozen=True, slots=True)
class PlannedSeason:
    """A macrocycle with the day it was closed, None while it is active."""

    macro: Macrocycle
    ended: date | None


def seasons(
    persona: Persona, exercises: Sequence[Exercise], muscles: Sequence[Muscle], today: date
) -> list[PlannedSeason]:
    """The archived season of the past year and the active one, oldest first; none for who has no sessions."""
    if not persona.sessions or persona.past is None:
        return []
    current = monday(today) - timedelta(weeks=persona.current_weeks)
    first = monday(today) - timedelta(weeks=YEAR_WEEKS)
    event = _event(persona, today)
    ahead = persona.current_weeks + WEEKS_AHEAD
    weeks = default_weeks(persona.season_goal, persona.training_age, current, event) if event else ahead

    def season(goal: TrainingGoal, start: date, weeks: int, event: date | None) -> Macrocycle:
        return make_season(
            SeasonBrief(
                goal=goal,
                age=persona.training_age,
                start=start,
                weeks=weeks,
                exercises=exercises,
                muscles=muscles,
                event=event,
                days=len(persona.sessions),
                minutes=persona.minutes,
                means=Means(own_sets=_own_sets(persona)),
            )
        )

    return [
        PlannedSeason(season(persona.past, first, (current - first).days // 7, None), current - timedelta(days=1)),
        PlannedSeason(season(persona.season_goal, current, weeks, event), None),
    ]


def _own_sets(persona: Persona) -> dict[str, int]:
    """Sets of half a year by exercise, so that a season is planned with the lifts the persona does."""
    sets: dict[str, int] = {}
    for session in persona.sessions:
        for slot in session.slots:
            for option in slot.options:
                sets[option] = sets.get(option, 0) + slot.sets * RECENT_WEEKS // len(slot.options)
    return sets


def training_weeks(planned: Sequence[PlannedSeason]) -> list[Week]:
    """Every week of the seasons in a row, as the simulation lives them."""
    blocks = [block for season in planned for block in season.macro.blocks]
    return [week for number, block in enumerate(blocks) for week in _weeks(number, block)]


def _weeks(number: int, block: Block) -> list[Week]:
    if block.start is None:
        raise ValueError("a block of a made season has a start")
    return [
        Week(
            block.start + timedelta(weeks=target.week_in_block),
            number,
            block.block_type,
            target.week_in_block,
            block.duration_weeks,
            target.rir,
            target.hard_sets,
        )
        for target in block.weeks
    ]


def _event(persona: Persona, today: date) -> date | None:
    """The Saturday nearest to the persona's event: meets are held at weekends."""
    if persona.event_in_days is None:
        return None
    wished = today + timedelta(days=persona.event_in_days)
    return wished + timedelta(days=(5 - wished.weekday() + 3) % 7 - 3)
