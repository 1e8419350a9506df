"""Divides a week: how many sessions, on which days, and what each of them is for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Final

from app.engine.constants import LAST_HEAVY_DAYS
from app.engine.constants_workouts import BEGINNER_FULL_BODY_DAYS, LAST_SESSION_DAYS, SPLITS, USUAL_WEEKDAYS
from app.engine.workouts.brief import WeekBrief
from models.values.athletes import TrainingAge
from models.values.exercises import Exercise, SplitTag
from models.values.workouts import WorkoutSessionIntent as Intent

WEEK: Final = 7
NAMES: Final = {
    Intent.FULL_BODY: "Full body",
    Intent.UPPER: "Upper",
    Intent.LOWER: "Lower",
    Intent.PUSH: "Push",
    Intent.PULL: "Pull",
    Intent.LEGS: "Legs",
}
TAGS: Final = {
    Intent.UPPER: frozenset({SplitTag.PUSH, SplitTag.PULL}),
    Intent.LOWER: frozenset({SplitTag.LEGS}),
    Intent.PUSH: frozenset({SplitTag.PUSH}),
    Intent.PULL: frozenset({SplitTag.PULL}),
    Intent.LEGS: frozenset({SplitTag.LEGS}),
}
_PLACED: Final = frozenset({SplitTag.PUSH, SplitTag.PULL, SplitTag.LEGS})


@dataclass(frozen=True, slots=True)
class Place:
    """A session that is to be filled."""

    index: int
    """0-based within the week, sessions already there counted."""
    day: date
    intent: Intent
    name: str


def divide(brief: WeekBrief) -> list[Place]:
    """The sessions still to plan, in the order of their days; empty where the week has no day left for one."""
    free = _free_days(brief)
    done = len(set(brief.done_days))
    wanted = max(0, min(brief.days, WEEK) - done)
    count = min(wanted, _capacity(brief, free))
    if not count:
        return []
    days = _choose(brief, free, count)
    intents = _intents(brief, done, count, is_whole=count == wanted)
    used: dict[Intent, int] = {}
    for intent in _layout(min(brief.days, WEEK), brief.age)[:done] if count == wanted else ():
        used[intent] = used.get(intent, 0) + 1
    places: list[Place] = []
    for offset, (day, intent) in enumerate(zip(days, intents, strict=True)):
        letter = chr(ord("A") + used.get(intent, 0))
        used[intent] = used.get(intent, 0) + 1
        several = _layout(min(brief.days, WEEK), brief.age).count(intent) > 1 or intents.count(intent) > 1
        places.append(Place(done + offset, day, intent, f"{NAMES[intent]} {letter}" if several else NAMES[intent]))
    return places


def fits(exercise: Exercise, intent: Intent) -> bool:
    """Whether an exercise belongs in a session; what no split claims (abs, prehab) goes anywhere."""
    tags = _PLACED.intersection(exercise.split_tags)
    if intent not in TAGS or not tags:
        return True
    if SplitTag.LEGS in tags and intent is Intent.UPPER:
        return False  # A deadlift also pulls, but its day is the lower one.
    return bool(tags & TAGS[intent])


def _layout(days: int, age: TrainingAge) -> tuple[Intent, ...]:
    if age is TrainingAge.BEGINNER and days <= BEGINNER_FULL_BODY_DAYS:
        return (Intent.FULL_BODY,) * days
    return SPLITS[days]


def _intents(brief: WeekBrief, done: int, count: int, *, is_whole: bool) -> tuple[Intent, ...]:
    """What is left of the week's split; a shorter week than planned is split anew, so that nothing goes missing."""
    if is_whole:
        return _layout(min(brief.days, WEEK), brief.age)[done:]
    return _layout(count, brief.age)


def _free_days(brief: WeekBrief) -> list[date]:
    """Days from today to Sunday without a session; before an event none closer than two days."""
    taken = set(brief.done_days)
    days = [brief.monday + timedelta(days=offset) for offset in range(WEEK)]
    free = [day for day in days if day >= brief.today and day not in taken]
    event = brief.event
    if event is None or event < brief.monday:
        return free
    return [day for day in free if (event - day).days >= LAST_HEAVY_DAYS[0]]


def _capacity(brief: WeekBrief, free: Sequence[date]) -> int:
    """Sessions the days have room for: their share of the week's, so that nothing missed is crammed in.

    Before an event it is the days the athlete would train on anyway.
    """
    days = min(brief.days, WEEK)
    if has_event(brief) and free:
        usual = set(brief.weekdays) or set(USUAL_WEEKDAYS[days])
        return max(1, sum(day.weekday() in usual for day in free))
    return -(-len(free) * days // WEEK)


def has_event(brief: WeekBrief) -> bool:
    """Whether the event falls into the week, so that the plan has already made it shorter."""
    return brief.event is not None and 0 <= (brief.event - brief.monday).days < WEEK


def _choose(brief: WeekBrief, free: Sequence[date], count: int) -> tuple[date, ...]:
    usual = {brief.monday + timedelta(days=weekday) for weekday in brief.weekdays}
    default = {brief.monday + timedelta(days=weekday) for weekday in USUAL_WEEKDAYS[count]}
    done = list(brief.done_days)

    def merit(days: tuple[date, ...]) -> tuple[float, ...]:
        return (
            -_event_distance(brief, days[-1]),
            len(usual.intersection(days)),
            0.0 if usual or done else float(len(default.intersection(days))),
            -_crowding([*days, *done]),
            -float(days[-1].toordinal()),
        )

    return max(combinations(free, count), key=merit)


def _event_distance(brief: WeekBrief, last: date) -> int:
    """How far the week's last session lies from the best day before an event; 0 where a later week has that session."""
    if brief.event is None or brief.event <= last:
        return 0
    later = brief.monday + timedelta(days=WEEK)
    if (brief.event - later).days >= LAST_HEAVY_DAYS[0]:
        return 0
    return abs((brief.event - last).days - LAST_SESSION_DAYS)


def _crowding(days: Sequence[date]) -> float:
    """How close sessions lie to each other, the next week's first day counted as this one's."""
    gaps = [abs((one - other).days) for one, other in combinations(days, 2)]
    return sum(1 / min(gap, WEEK - gap) ** 2 for gap in gaps if 0 < gap < WEEK)
