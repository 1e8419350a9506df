"""Puts exercises into the sessions of a week without breaking a ceiling: time, hard sets, sets per muscle."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Final, NamedTuple

from app.engine.constants import (
    HEAVY,
    MAIN_TIME_SHARE,
    MRV_CAP,
    PRIMARY,
    SESSION_HARD_SETS_MOST,
    SESSION_SETS_MOST,
    SETS_LEAST,
)
from app.engine.constants_workouts import (
    EXERCISES_MOST,
    EXPOSURE_MOST,
    EXPOSURE_SETS,
    FAMILY_MOST,
    GENERAL_WARM_UP_SECONDS,
    MAIN_SHARE_HEAVY,
    ONE_DAY_HINGE,
    ONE_DAY_PRACTISED,
    ONE_DAY_SETS,
    SHORT_EXERCISES_MOST,
    SHORT_SESSION_MINUTES,
    WARM_UPS_FIRST,
    WARM_UPS_LATER,
)
from app.engine.workouts.division import Place, fits, has_event
from app.engine.workouts.efforts import Style, exercise_seconds, most_reps, set_seconds
from app.engine.workouts.frame import MAIN, Frame, Slot, Tally, is_movable
from models.values.athletes import TrainingAge
from models.values.exercises import Exercise, MovementPattern

TIME, CEILING, SPLIT = "over_time", "session_ceiling", "split"
EVENT_ORDER: Final = 0.4
NEIGHBOURS: Final = 1
"""Days between sessions that count as too close for the same lift."""
_HEAVY_PAIR: Final = frozenset({MovementPattern.SQUAT, MovementPattern.HINGE})


@dataclass(slots=True)
class Item:
    """An exercise of a session under construction."""

    slot: Slot
    exercise: Exercise
    style: Style
    sets: int
    is_heavy: bool
    """The week's leading exposure of a main lift."""
    choice: object = None


@dataclass(slots=True)
class Session:
    """A session under construction; its time is counted with the shortest rests and the most warm-ups."""

    place: Place
    items: list[Item] = field(default_factory=list)
    muscles: dict[str, float] = field(default_factory=dict)
    seconds: float = GENERAL_WARM_UP_SECONDS
    hard_sets: int = 0

    def add(self, item: Item, seconds: float) -> None:
        self.items.append(item)
        self.seconds += seconds
        self.grow(item, item.sets)

    def grow(self, item: Item, sets: int) -> None:
        self.hard_sets += sets
        for muscle, share in item.exercise.muscles.items():
            self.muscles[muscle] = self.muscles.get(muscle, 0.0) + share * sets


class Room(NamedTuple):
    """How many sets a session can still take of an exercise, and what stops it from taking more."""

    sets: int
    limit: str


class Planner:
    """The sessions of a week while they are filled."""

    def __init__(self, frame: Frame, places: Sequence[Place], slots: Sequence[Slot] = ()) -> None:
        self.frame = frame
        self.sessions = [Session(place) for place in places]
        self.isolated = Counter(_isolated(frame, slot) for slot in slots if slot.sets >= EXPOSURE_SETS)
        """Direct muscles of single-joint work to the number of its slots that are a day's work."""
        self.tally = Tally(dict(frame.brief.done))
        self.limit_seconds = 60.0 * frame.brief.minutes
        is_short = frame.brief.minutes <= SHORT_SESSION_MINUTES
        self.exercises_most = SHORT_EXERCISES_MOST if is_short else EXERCISES_MOST
        self.sets_left = week_sets(frame, len(places))
        self.is_first_round = True
        """While every slot gets its first sets, main lifts leave some of each session to the others."""

    def room(self, session: Session, slot: Slot, exercise: Exercise, style: Style, *, is_heavy: bool = True) -> Room:
        """Sets of an exercise that is not there yet."""
        if not (fits(exercise, session.place.intent) or self._is_welcome(slot, exercise)):
            return Room(0, SPLIT)
        if len(session.items) >= self.exercises_most or self._family(session, exercise) >= self._family_most(exercise):
            return Room(0, CEILING)
        reps = most_reps(self.frame, slot, exercise, style, is_heavy=is_heavy)
        return self._room(session, slot, exercise, style, reps, self.warm_ups(session, slot), is_new=True)

    def _is_welcome(self, slot: Slot, exercise: Exercise) -> bool:
        """Light single-joint work may go to another day of the split, once its own days have had their turn."""
        return not self.is_first_round and is_movable(slot) and not exercise.is_compound

    def _limit(self, slot: Slot) -> float:
        if slot.kind != MAIN or not self.is_first_round:
            return self.limit_seconds
        share = MAIN_SHARE_HEAVY if self.frame.bias in HEAVY else MAIN_TIME_SHARE
        return GENERAL_WARM_UP_SECONDS + share * (self.limit_seconds - GENERAL_WARM_UP_SECONDS)

    def _room(
        self, session: Session, slot: Slot, exercise: Exercise, style: Style, reps: int, warm_ups: int, *, is_new: bool
    ) -> Room:
        spare = self._limit(slot) - session.seconds
        one = exercise_seconds(reps, style.sides, 1, style.rest.short, warm_ups)
        step = exercise_seconds(reps, style.sides, 2, style.rest.short, warm_ups) - one
        by_time = int((spare - one) // step) + 1 if is_new and spare >= one else 0
        if not is_new:
            by_time = int(spare // step)
        ceiling = min(SESSION_HARD_SETS_MOST - session.hard_sets, self.sets_left)
        for muscle, share in exercise.muscles.items():
            ceiling = min(ceiling, int((SESSION_SETS_MOST - session.muscles.get(muscle, 0.0)) / share))
            if muscle in self.frame.marks:
                cap = MRV_CAP * self.frame.marks[muscle].mrv - self.tally.have.get(muscle, 0.0)
                ceiling = min(ceiling, int(cap / share + 1e-9))
        return Room(max(0, min(by_time, ceiling)), TIME if by_time < ceiling else CEILING)

    @staticmethod
    def _family(session: Session, exercise: Exercise) -> int:
        """Exercises there that move and train the same."""
        return sum(_is_alike(item.exercise, exercise) for item in session.items)

    def _family_most(self, exercise: Exercise) -> int:
        days = sum(fits(exercise, session.place.intent) for session in self.sessions)
        return FAMILY_MOST if exercise.is_compound or days < 2 or not self.is_first_round else 1

    @staticmethod
    def warm_ups(session: Session, slot: Slot) -> int:
        """The most warm-up sets the exercise may need there."""
        if not session.items:
            return WARM_UPS_FIRST
        return WARM_UPS_LATER if slot.kind == MAIN else 0

    def best_room(self, slot: Slot, exercise: Exercise, style: Style) -> Room:
        """The most room any session will have; where none has, what stops the likeliest one."""
        is_first, self.is_first_round = self.is_first_round, False
        rooms = [self.room(session, slot, exercise, style) for session in self.sessions]
        self.is_first_round = is_first
        return max(rooms, key=lambda room: (room.sets, room.limit != SPLIT), default=Room(0, SPLIT))

    def place(self, slot: Slot, exercise: Exercise, style: Style, sets: int) -> int:
        """Spread an exercise's weekly sets over the sessions; returns how many found no place yet."""
        left = sets
        for index, size in enumerate(self._parts(slot, exercise, sets)):
            left -= self._place_part(slot, exercise, style, min(size, left), is_heavy=index == 0)
        return self._fill_up(slot, exercise, left)

    def place_rest(self, slot: Slot, exercise: Exercise, style: Style, left: int) -> int:
        """Second round: sets that found no place go wherever there is time; returns how many still have none."""
        self.is_first_round = False
        left = self._fill_up(slot, exercise, left)
        while left >= (1 if self.frame.is_easy else SETS_LEAST):
            is_heavy = not any(item.exercise.id == exercise.id for one in self.sessions for item in one.items)
            size = left if left <= EXPOSURE_SETS else -(-left // 2)
            size = min(size, EXPOSURE_MOST[slot.role])
            placed = self._place_part(slot, exercise, style, size, is_heavy=is_heavy)
            left -= placed
            if not placed:
                break
        return left

    def _parts(self, slot: Slot, exercise: Exercise, sets: int) -> list[int]:
        """Sizes of the exposures, the larger first."""
        days = sum(fits(exercise, session.place.intent) for session in self.sessions)
        if not exercise.is_compound:
            # One day for each that is alike, where each is worth a day.
            days = max(1, days - max(0, self.isolated[_direct(exercise)] - 1))
        if sets <= self._one_day(slot, exercise) or days < 2:
            return [min(sets, EXPOSURE_MOST[slot.role])]
        count = min(days, max(2, -(-sets // EXPOSURE_SETS)))
        # A third exposure is only worth its setting up where two would be long.
        if count > 2 and -(-sets // (count - 1)) <= EXPOSURE_SETS + 1:
            count -= 1
        base, extra = divmod(sets, count)
        return [min(base + (index < extra), EXPOSURE_MOST[slot.role]) for index in range(count)]

    def _one_day(self, slot: Slot, exercise: Exercise) -> int:
        if slot.kind == MAIN and exercise.patterns[0] is MovementPattern.HINGE:
            return ONE_DAY_HINGE
        is_practised = self.frame.bias in HEAVY or self.frame.brief.age is TrainingAge.BEGINNER
        return ONE_DAY_PRACTISED if slot.role == PRIMARY and is_practised else ONE_DAY_SETS

    def _place_part(self, slot: Slot, exercise: Exercise, style: Style, size: int, *, is_heavy: bool) -> int:
        least = min(size, 1 if self.frame.is_easy else SETS_LEAST)
        best: tuple[float, int, Session] | None = None
        for session in self.sessions:
            if any(item.exercise.id == exercise.id for item in session.items):
                continue
            sets = min(size, self.room(session, slot, exercise, style, is_heavy=is_heavy).sets)
            if sets < max(least, 1):
                continue
            cost = self._cost(session, slot, exercise, is_heavy=is_heavy) + 2.0 * (size - sets) / size
            if not fits(exercise, session.place.intent):
                cost += 2.0
            if best is None or cost < best[0] - 1e-9:
                best = (cost, sets, session)
        if best is None:
            return 0
        _, sets, session = best
        warm_ups = self.warm_ups(session, slot)
        reps = most_reps(self.frame, slot, exercise, style, is_heavy=is_heavy)
        seconds = exercise_seconds(reps, style.sides, sets, style.rest.short, warm_ups)
        session.add(Item(slot, exercise, style, sets, is_heavy and slot.kind == MAIN), seconds)
        self._count(exercise, sets)
        return sets

    def _fill_up(self, slot: Slot, exercise: Exercise, left: int) -> int:
        """Give sets that found no place to the days the exercise already has."""
        for session in self.sessions:
            for item in session.items:
                if left <= 0 or item.exercise.id != exercise.id:
                    continue
                reps = most_reps(self.frame, slot, exercise, item.style, is_heavy=item.is_heavy)
                room = self._room(session, slot, exercise, item.style, reps, 0, is_new=False).sets
                more = min(left, room, EXPOSURE_MOST[slot.role] - item.sets)
                if more > 0:
                    item.sets += more
                    session.grow(item, more)
                    session.seconds += more * (set_seconds(reps, item.style.sides) + item.style.rest.short)
                    self._count(exercise, more)
                    left -= more
        return left

    def _count(self, exercise: Exercise, sets: int) -> None:
        self.tally.add(exercise, sets)
        self.sets_left -= sets

    def _event_cost(self, session: Session, exercise: Exercise) -> float:
        """Before an event the hinge, which takes longest to recover from, has its day first and the others later."""
        index = self.sessions.index(session)
        is_hinge = exercise.patterns[0] is MovementPattern.HINGE
        return EVENT_ORDER * (index if is_hinge else len(self.sessions) - 1 - index)

    def _cost(self, session: Session, slot: Slot, exercise: Exercise, *, is_heavy: bool) -> float:
        """What speaks against a session: how full it is, what it already trains, and what the days beside it do."""
        direct = [muscle for muscle, share in exercise.muscles.items() if share == 1]
        cost = session.seconds / self.limit_seconds + 0.6 * len(session.items) / self.exercises_most
        cost += sum(session.muscles.get(muscle, 0.0) for muscle in direct) / SESSION_SETS_MOST
        cost += 0.8 * self._family(session, exercise)
        if slot.kind == MAIN:
            cost += 0.25 * sum(item.slot.kind == MAIN for item in session.items)
            if exercise.patterns[0] in _HEAVY_PAIR:
                cost += sum(
                    (2.0 if is_heavy and item.is_heavy else 0.5)
                    for item in session.items
                    if item.slot.kind == MAIN and item.exercise.patterns[0] in _HEAVY_PAIR
                )
            if is_heavy and has_event(self.frame.brief):
                cost += self._event_cost(session, exercise)
        for other in self.sessions:
            if other is session or abs((other.place.day - session.place.day).days) > NEIGHBOURS:
                continue
            cost += 1.0 * any(item.exercise.id == exercise.id for item in other.items)
            cost += 0.5 * sum(min(other.muscles.get(muscle, 0.0), 6.0) for muscle in direct) / 6.0
        return cost


def week_sets(frame: Frame, count: int) -> int:
    """Hard sets for the sessions that are left: their share of the week, so that nothing missed is crammed in."""
    share = 1.0 if has_event(frame.brief) else min(1.0, count / max(1, min(frame.brief.days, 7)))
    return ceil(share * sum(frame.target.exercises.values()))


def _is_alike(one: Exercise, other: Exercise) -> bool:
    if one.is_compound is not other.is_compound or (one.is_compound and one.patterns[0] is not other.patterns[0]):
        return False
    return _direct(one) == _direct(other)


def _isolated(frame: Frame, slot: Slot) -> frozenset[str]:
    exercise = frame.by_id.get(slot.planned)
    return frozenset() if exercise is None or exercise.is_compound else _direct(exercise)


def _direct(exercise: Exercise) -> frozenset[str]:
    return frozenset(muscle for muscle, share in exercise.muscles.items() if share == 1)
