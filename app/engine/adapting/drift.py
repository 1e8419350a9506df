"""Whether the same work costs more effort than it did: RPE of equal loads and repetitions, session against session."""

from collections.abc import Iterable
from datetime import date
from statistics import fmean
from typing import NamedTuple

from app.engine.constants_adapting import MATCH_DAYS


class RatedSet(NamedTuple):
    """A working set with an effort."""

    workout: str
    day: date
    exercise: str
    load_kg: float
    reps: int
    rpe: float


def effort_drifts(sets: Iterable[RatedSet]) -> dict[str, tuple[date, float]]:
    """Workout to its day and its mean change of RPE at equal exercise, load and repetitions, sets oldest first.

    Each is held against the last session in which the same was done, at most 42 days before; a
    workout in which nothing of the kind was done before is not in the answer.
    """
    by_workout: dict[str, dict[tuple[str, float, int], list[float]]] = {}
    days: dict[str, date] = {}
    for one in sets:
        days[one.workout] = one.day
        key = (one.exercise, round(one.load_kg, 1), one.reps)
        by_workout.setdefault(one.workout, {}).setdefault(key, []).append(one.rpe)
    last: dict[tuple[str, float, int], tuple[date, float]] = {}
    found: dict[str, tuple[date, float]] = {}
    for workout, efforts in by_workout.items():
        day = days[workout]
        changes = []
        for key, rpes in efforts.items():
            before = last.get(key)
            if before is not None and (day - before[0]).days <= MATCH_DAYS:
                changes.append(fmean(rpes) - before[1])
            last[key] = (day, fmean(rpes))
        if changes:
            found[workout] = (day, fmean(changes))
    return found
