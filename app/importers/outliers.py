"""Loads that stick out from an athlete's own log: flagged for a look, never dropped."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from app.importers.findings import Findings
from models.values.workouts import LoggedSet, LoggedWorkout

_FACTOR: Final = 2.0
_WORKOUTS: Final = 4
_LEAST_KG: Final = 20.0


def flag_outliers(workouts: Sequence[LoggedWorkout], findings: Findings) -> None:
    """Flag the heaviest set of an exercise where it is more than twice that of every other workout.

    That is the mark of a slipped digit or decimal point. Exercises done in fewer than four
    workouts give nothing to compare with.
    """
    tops: defaultdict[str, dict[int, LoggedSet]] = defaultdict(dict)
    for index, workout in enumerate(workouts):
        for exercise in workout.exercises:
            best = tops[exercise.name]
            for one in exercise.sets:
                if one.load_kg and (index not in best or one.load_kg > (best[index].load_kg or 0)):
                    best[index] = one
    for name, best in tops.items():
        if len(best) < _WORKOUTS:
            continue
        first, second = sorted(best.values(), key=lambda one: one.load_kg or 0, reverse=True)[:2]
        if (load := first.load_kg or 0) > max(_FACTOR * (second.load_kg or 0), _LEAST_KG):
            findings.flag(
                first.line, f"{load:g} kg is more than twice the heaviest {name} of any other workout in the file"
            )
