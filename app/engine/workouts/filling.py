"""Fills the sessions of a week: chooses for every slot by priority and places what was chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.engine.workouts.choosing import Choice, Chooser
from app.engine.workouts.division import Place
from app.engine.workouts.frame import Frame, Rule, Slot, is_movable, slots_of
from app.engine.workouts.placing import Planner, Session
from app.engine.workouts.trimming import trimmed


@dataclass(slots=True)
class Filled:
    """A week's sessions and what became of every slot."""

    sessions: Sequence[Session]
    choices: dict[str, Choice] = field(default_factory=dict)
    """By catalogue id."""
    short: dict[str, int] = field(default_factory=dict)
    """Catalogue id to sets that found no place."""
    dropped: Sequence[tuple[str, Rule]] = ()


class _Filler:
    def __init__(self, frame: Frame, planner: Planner, chooser: Chooser, filled: Filled) -> None:
        self.frame = frame
        self.planner = planner
        self.chooser = chooser
        self.filled = filled

    def fill(self, slots: Iterable[Slot]) -> None:
        """One round of choosing and placing, one that uses up the time that is left."""
        self.planner.is_first_round = True
        waiting: dict[str, int] = {}
        for slot in slots:
            choice = self.chooser.choose(slot)
            if choice is None:
                self._miss(slot.planned, slot.sets)
                continue
            key, sets = choice.exercise.id, slot.sets
            if key != slot.planned:
                sets -= self.frame.brief.done_exercises.get(key, 0)
            if sets > 0:
                self.filled.choices[key] = choice
                left = self.planner.place(slot, choice.exercise, choice.style, sets)
                waiting[key] = left + self.filled.short.pop(slot.planned, 0)
        self._place_rest(waiting)

    def _place_rest(self, waiting: dict[str, int]) -> None:
        """What is shortest of its sets comes first, whether it was trimmed or found no place."""
        choices = self.filled.choices
        for key in sorted(waiting, key=lambda key: -waiting[key] / (waiting[key] + choices[key].slot.sets)):
            choice, count = choices[key], waiting[key]
            if count:
                self._miss(key, self.planner.place_rest(choice.slot, choice.exercise, choice.style, count))

    def _miss(self, key: str, sets: int) -> None:
        if sets:
            self.filled.short[key] = self.filled.short.get(key, 0) + sets


def filled_week(frame: Frame, places: Sequence[Place]) -> tuple[Filled, Planner]:
    """The week's sessions, filled by priority; small muscles, which may move to any day, come last."""
    asked = slots_of(frame)
    slots = trimmed(frame, asked, places)
    planner = Planner(frame, places, slots)
    chooser = Chooser(frame, planner, slots)
    filled = Filled(planner.sessions)
    for before, after in zip(asked, slots, strict=True):
        if before.sets > after.sets:
            filled.short[before.planned] = before.sets - after.sets
    filler = _Filler(frame, planner, chooser, filled)
    first = next((n for n, slot in enumerate(slots) if is_movable(slot)), len(slots))
    filler.fill(slots[:first])
    filler.fill(slots[first:])
    filled.sessions = [session for session in planner.sessions if session.items]
    filled.dropped = tuple(chooser.dropped)
    return filled, planner
