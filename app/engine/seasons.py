"""A season from a goal, a training age and a number of weeks: mesocycles and blocks that cover it exactly."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce

from app.engine.blocks import BlockFiller, Brief
from app.engine.composing import Shape, compose, compose_for_event, usual_weeks
from app.engine.constants import (
    EVENT_LEAST_DAYS,
    GOALS,
    SECONDARY,
    SESSION_LEAST_MINUTES,
    SESSION_OVERHEAD_MINUTES,
    TAPER_DAYS,
    WEEKS,
    Goal,
)
from app.engine.lifts import Means
from app.engine.targets import Start
from app.errors import InvalidInput
from models.values.athletes import TrainingAge
from models.values.exercises import Exercise, Muscle
from models.values.plan import Macrocycle, Mesocycle, TrainingGoal


@dataclass(frozen=True, slots=True)
class SeasonBrief:
    """What a season is made from; the same brief always gives the same season."""

    goal: TrainingGoal
    age: TrainingAge
    start: date
    """A Monday."""
    weeks: int
    exercises: Sequence[Exercise]
    muscles: Sequence[Muscle]
    secondary: Sequence[TrainingGoal] = ()
    event: date | None = None
    means: Means = field(default_factory=Means)
    volume: Start = field(default_factory=Start)
    days: int = 3
    minutes: int = 60
    weekly_seconds: float | None = None
    """Training time of a week where the athlete's own log shows more than days and minutes would."""


def make_season(brief: SeasonBrief) -> Macrocycle:
    """The macrocycle of a brief, with every block filled; nothing of it is stored.

    Raises `InvalidInput` for weeks outside 4..52, a start that is no Monday, or an event outside the season.
    """
    _check(brief)
    goal = combined(brief.goal, brief.secondary)
    shape = _shape(brief, goal)
    seconds = 60.0 * brief.days * max(brief.minutes - SESSION_OVERHEAD_MINUTES, SESSION_LEAST_MINUTES)
    filler = BlockFiller(
        Brief(
            age=brief.age,
            goal=goal,
            exercises=brief.exercises,
            muscles=brief.muscles,
            means=brief.means,
            start=brief.volume,
            days=brief.days,
            seconds=max(seconds, brief.weekly_seconds or 0.0),
            event=brief.event,
        )
    )
    filled = filler.fill(shape, brief.start)
    return Macrocycle(
        start_date=brief.start,
        training_age=brief.age,
        primary_goal=brief.goal,
        secondary_goals=tuple(brief.secondary),
        mesocycles=[Mesocycle(index, brief.goal, blocks) for index, blocks in enumerate(filled)],
        event_date=brief.event,
        assumptions=_room(brief, filler),
    )


def _room(brief: SeasonBrief, filler: BlockFiller) -> tuple[str, ...]:
    names = {muscle.key: muscle.name.lower() for muscle in brief.muscles}
    sentences: list[str] = []
    if filler.squeezed:
        listed = ", ".join(names[key] for key in filler.squeezed)
        sentences.append(f"{brief.days} x {brief.minutes} minutes hold no more: less than planned for {listed}.")
    if filler.untrained:
        listed = ", ".join(names[key] for key in filler.untrained)
        sentences.append(f"No exercise is left that trains {listed} directly.")
    return tuple(sentences)


def combined(primary: TrainingGoal, secondary: Sequence[TrainingGoal]) -> Goal:
    """The primary goal's profile with the small changes of each secondary goal."""
    return reduce(_add, (SECONDARY[goal] for goal in secondary), GOALS[primary])


def _add(goal: Goal, change: Goal) -> Goal:
    emphasis = dict(goal.emphasis)
    for muscle, factor in change.emphasis.items():
        emphasis[muscle] = max(emphasis.get(muscle, 1.0), factor)
    return goal._replace(
        volume=goal.volume * change.volume,
        ramp_most=min(goal.ramp_most, change.ramp_most),
        rir_least=max(goal.rir_least, change.rir_least),
        emphasis=emphasis,
        unilateral=goal.unilateral or change.unilateral,
        lift_reps=goal.lift_reps + change.lift_reps,
        rir_end_shift=goal.rir_end_shift + change.rir_end_shift,
    )


def default_weeks(goal: TrainingGoal, age: TrainingAge, start: date, event: date | None) -> int:
    """Whole templates; with an event, up to its week and a restoration behind it where 52 weeks allow."""
    if event is None:
        return usual_weeks(age, GOALS[goal].bias)
    to_event = (event - start).days // 7 + 1
    return max(WEEKS[0], to_event + 1) if to_event < WEEKS[1] else to_event


def coming_monday(day: date) -> date:
    """The day itself if it is a Monday, else the next one."""
    return day + timedelta(days=-day.weekday() % 7)


def taper_weeks(event: date) -> int:
    """Calendar weeks of the realization that leave 8 to 14 days before the event, which falls into the last one."""
    weeks = 1
    while 7 * (weeks - 1) + event.weekday() < TAPER_DAYS[0]:
        weeks += 1
    return weeks


def _shape(brief: SeasonBrief, goal: Goal) -> Shape:
    if brief.event is None:
        return compose(brief.age, goal.bias, brief.weeks)
    to_event = (brief.event - brief.start).days // 7 + 1
    peak = taper_weeks(brief.event)
    return compose_for_event(brief.age, goal.bias, to_event - peak, peak, brief.weeks - to_event)


def _check(brief: SeasonBrief) -> None:
    if brief.start.weekday():
        raise InvalidInput(f"start must be a Monday, not {brief.start.isoformat()}.")
    if brief.goal in brief.secondary or len(set(brief.secondary)) != len(brief.secondary):
        raise InvalidInput("secondary goals must differ from the primary goal and from each other.")
    if brief.event is not None:
        _check_event(brief, brief.event)
    if not WEEKS[0] <= brief.weeks <= WEEKS[1]:
        raise InvalidInput(f"weeks must be {WEEKS[0]} to {WEEKS[1]}, not {brief.weeks}.")


def _check_event(brief: SeasonBrief, event: date) -> None:
    earliest = brief.start + timedelta(days=EVENT_LEAST_DAYS)
    last = brief.start + timedelta(weeks=min(brief.weeks, WEEKS[1]), days=-1)
    if not earliest <= event <= last:
        raise InvalidInput(
            f"event must lie from {earliest.isoformat()} to {last.isoformat()}, not on {event.isoformat()}.",
            advice=f"The taper needs {EVENT_LEAST_DAYS} days from the start, and the season must reach the event.",
        )
