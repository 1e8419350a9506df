"""How much is taken from a session: whole sets, loads that plates can follow, and effort inside its limits."""

import math
from typing import Final

from app.engine.constants_adapting import RIR_MOST, ROUNDING_REACH

_EPSILON: Final = 1e-9
DUST_KG: Final = 1e-4
"""Loads in pounds are no round numbers of kilograms."""


def fewer_sets(sets: int, percent: float, most: float = math.inf, least_cut: int = 0) -> int:
    """Sets left of `sets` when `percent` (negative) of them are taken, at most `most`, never below one.

    Halves are kept: a quarter of two sets is no set.
    """
    cut = max(math.ceil(sets * -percent / 100 - 0.5 - _EPSILON), least_cut, 0)
    return max(min(sets, 1), sets - int(min(cut, most)))


def scaled_load(load_kg: float | None, percent: float, increment_kg: float, least_kg: float = 0.0) -> float | None:
    """The loadable weight for a load changed by `percent`; None stays None, as does what plates cannot follow.

    An increase is rounded down; a decrease takes the nearest step, but never more than twice what
    was asked nor below `least_kg`, the empty bar: better the planned load than a jump.
    """
    if load_kg is None or load_kg <= 0 or not percent:
        return load_kg
    step = increment_kg if increment_kg > 0 else 0.0
    if percent > 0:
        most = load_kg * (1 + percent / 100)
        steps = most if not step else math.floor(most / step + _EPSILON) * step
        return _tidy(steps, load_kg) if steps > load_kg else load_kg
    target = max(load_kg * (1 + percent / 100), min(least_kg, load_kg))
    least = max(load_kg * (1 + ROUNDING_REACH * percent / 100), least_kg)
    if not step:
        return _tidy(target, load_kg)
    first = math.ceil(least / step - _EPSILON)
    grid = [number * step for number in range(first, math.floor(load_kg / step + _EPSILON) + 1)]
    return _tidy(min((*grid, load_kg), key=lambda kg: (abs(kg - target), kg)), load_kg)


def _tidy(scaled_kg: float, load_kg: float) -> float:
    """The load without the dust of binary arithmetic; what differs by dust alone is the same load."""
    return load_kg if abs(scaled_kg - load_kg) < DUST_KG else round(scaled_kg, 10)


def more_reserve(rir: float | None, more: float) -> float | None:
    """The target effort moved away from failure, up to 4 in reserve; further off it stays where it was."""
    return None if rir is None else max(rir, min(rir + more, RIR_MOST))
