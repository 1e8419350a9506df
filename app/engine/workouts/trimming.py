"""Takes sets off a week that its sessions cannot hold, the least important first, before anything is placed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.engine.constants import MAIN_SETS, PRIMARY, SETS_LEAST
from app.engine.constants_workouts import (
    EXPOSURE_SETS,
    GENERAL_WARM_UP_SECONDS,
    PACKED_SHARE,
    WARM_UPS_LATER,
)
from app.engine.workouts.division import Place, fits
from app.engine.workouts.efforts import exercise_seconds, most_reps, style
from app.engine.workouts.frame import MAIN, Frame, Slot, is_movable
from app.engine.workouts.placing import week_sets


def trimmed(frame: Frame, slots: Sequence[Slot], places: Sequence[Place]) -> list[Slot]:
    """The slots with as many sets as their own days have time for; what is taken off goes slot by slot.

    Days that only some exercises may use (an upper day) fill up before others. Small muscles that
    may move to another day are left alone here. First accessories of muscles outside the focus fall
    to two sets, then the other accessories, then main lifts to three, the longest first.
    """
    sets = {index: slot.sets for index, slot in enumerate(slots)}
    costs = {index: _cost(frame, slot) for index, slot in enumerate(slots)}
    groups: dict[frozenset[int], list[int]] = {}
    for index, slot in enumerate(slots):
        exercise = frame.by_id.get(slot.planned)
        if exercise is None or is_movable(slot):
            continue
        days = frozenset(place.index for place in places if fits(exercise, place.intent))
        groups.setdefault(days, []).append(index)
    room = PACKED_SHARE * (60 * frame.brief.minutes - GENERAL_WARM_UP_SECONDS)
    for days, members in groups.items():
        over = sum(_seconds(sets[n], costs[n]) for n in members) - len(days) * room
        while days and over > 0 and (victim := _victim(frame, slots, sets, members)) is not None:
            before = _seconds(sets[victim], costs[victim])
            sets[victim] -= 1
            over -= before - _seconds(sets[victim], costs[victim])
    everything = list(sets)
    most = week_sets(frame, len(places))
    while sum(sets.values()) > most and (victim := _victim(frame, slots, sets, everything)) is not None:
        sets[victim] -= 1
    return [replace(slot, sets=sets[index]) for index, slot in enumerate(slots)]


def _cost(frame: Frame, slot: Slot) -> tuple[float, float]:
    """Seconds of one exposure with one set, and of each further set, with the shortest rests."""
    exercise = frame.by_id.get(slot.planned)
    if exercise is None:
        return 0.0, 0.0
    how = style(frame, slot, exercise)
    reps = most_reps(frame, slot, exercise, how, is_heavy=True)
    warm_ups = WARM_UPS_LATER if slot.kind == MAIN else 0
    one = exercise_seconds(reps, how.sides, 1, how.rest.short, warm_ups)
    return one, exercise_seconds(reps, how.sides, 2, how.rest.short, warm_ups) - one


def _seconds(sets: int, cost: tuple[float, float]) -> float:
    exposures = -(-sets // EXPOSURE_SETS)
    return exposures * cost[0] + (sets - exposures) * cost[1]


def _victim(frame: Frame, slots: Sequence[Slot], sets: Mapping[int, int], members: Sequence[int]) -> int | None:
    """The slot that loses the next set, None where every one has come down to its least."""

    def spare(index: int) -> int:
        return sets[index] - (MAIN_SETS[0] if slots[index].kind == MAIN else SETS_LEAST)

    def rank(index: int) -> tuple[bool, bool, float, int]:
        slot = slots[index]
        importance = 1.0 if slot.role == PRIMARY else 1.25
        return slot.kind == MAIN, slot.muscle in frame.focus, -importance * sets[index], index

    return min((index for index in members if spare(index) > 0), key=rank, default=None)
