"""What would change a freshness score: which parts cost it most, and which unknown ones would make it surer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.engine.readiness import COVERAGE_WEIGHT, WEIGHTS

LEAST: Final = 0.02
"""A smaller gain is not worth a sentence."""
MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Lever:
    """One part of a score, and what its best answer would add to the score (0 to 1)."""

    part: str
    gain: float


def levers(parts: Mapping[str, Any]) -> list[Lever]:
    """The parts whose best answer would lift the stored score most, the largest gain first, at most three.

    A gain is exact for a change of this part alone: its share of the score times what it lacks.
    """
    found = [
        Lever(name, float(item["share"]) * (1.0 - float(item["score"])))
        for group in WEIGHTS
        for name, item in _items(parts, group).items()
    ]
    found = [lever for lever in found if lever.gain >= LEAST]
    return sorted(found, key=lambda lever: (-lever.gain, lever.part))[:MOST]


def unknown(parts: Mapping[str, Any]) -> list[Lever]:
    """The parts that nobody answered or measured, and what each would add to the confidence, the largest first."""
    found = [
        Lever(name, COVERAGE_WEIGHT * weight * share)
        for group, (weight, shares) in WEIGHTS.items()
        for name, share in shares.items()
        if name not in _items(parts, group)
    ]
    return sorted(found, key=lambda lever: (-lever.gain, lever.part))


def _items(parts: Mapping[str, Any], group: str) -> Mapping[str, Any]:
    known = parts.get(group)
    items = known.get("items") if isinstance(known, Mapping) else None
    return items if isinstance(items, Mapping) else {}
