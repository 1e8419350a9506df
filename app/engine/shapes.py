"""Builds the four JSON shapes of a training block; resources/schemas describes each of them.

They are distinct on purpose: what is lifted (main lifts), what may stand beside it (accessory
pool), what may change (rotation policy) and when to back off (deload triggers).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.engine.constants import (
    DELOAD_TRIGGERS,
    NOVELTY_SHARE,
    POOL_WEIGHTS,
    ROTATION_WEEKS,
    SCHEDULED_DELOAD_WEEKS,
    SIGNALS_NEEDED,
)
from app.engine.lifts import MainLift
from app.engine.zones import Zone
from models.values.athletes import TrainingAge
from models.values.exercises import Exercise

SHAPE_VERSION: Final = 1


def main_lifts(lifts: Sequence[MainLift], zone: Zone) -> dict[str, Any]:
    """Movement pattern to exercise, role, repetition range and percent range."""
    return {
        "version": SHAPE_VERSION,
        "lifts": {
            lift.pattern.value: {
                "exercise": lift.exercise.id,
                "role": lift.role,
                "repRange": list(zone.reps),
                "percentRange": list(zone.percent),
            }
            for lift in lifts
        },
    }


def accessory_pool(pool: Mapping[str, Sequence[Exercise]]) -> dict[str, Any]:
    """Muscle key to exercises in order of preference, with weights that add up to 1."""
    return {
        "version": SHAPE_VERSION,
        "muscles": {
            muscle: [
                {"exercise": exercise.id, "weight": weight}
                for exercise, weight in zip(exercises, _weights(len(exercises)), strict=True)
            ]
            for muscle, exercises in pool.items()
        },
    }


def _weights(count: int) -> list[float]:
    raw = POOL_WEIGHTS[:count]
    weights = [round(weight / sum(raw), 3) for weight in raw]
    # Rounding must not leave the sum short of 1.
    return [round(weights[0] + 1 - sum(weights), 3), *weights[1:]] if weights else []


def rotation_policy(age: TrainingAge) -> dict[str, Any]:
    """Main lifts maintained, accessories changed at a cadence by at most a share."""
    return {
        "version": SHAPE_VERSION,
        "mainLifts": "maintain",
        "accessories": {"cadenceWeeks": ROTATION_WEEKS[age], "noveltyShare": NOVELTY_SHARE[age]},
    }


def deload_triggers(age: TrainingAge) -> dict[str, Any]:
    """The planned interval and the signals of an early deload with their thresholds."""
    return {
        "version": SHAPE_VERSION,
        "signalsNeeded": SIGNALS_NEEDED,
        "scheduledWeeks": list(SCHEDULED_DELOAD_WEEKS[age]),
        "triggers": [{"name": name, "thresholds": dict(limits)} for name, limits in DELOAD_TRIGGERS.items()],
    }
