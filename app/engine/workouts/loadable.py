"""What can be loaded, and the load that the numbers of a rationale make."""

import math
from collections.abc import Mapping
from typing import Any

from app.engine.constants_workouts import ADDED, BARBELL, DUMBBELL, EZ_BAR, KETTLEBELL, MACHINE, STEPS, TRAP_BAR, Steps
from models.values.exercises import EquipmentType, Exercise, LoadConvention
from models.values.units import Unit


def raw_load(inputs: Mapping[str, Any]) -> float | None:
    """The load in kg before it is rounded; None where there is none.

    From a maximum: e1RM x percent x factor, less the share of body weight (help is that share less
    the load). From the last load: that x factor + step, for help divided and taken off.
    """
    if inputs.get("basis") == "e1rm":
        total = inputs["e1rmKg"] * inputs["percent"] / 100 * inputs["factor"]
        body = (inputs.get("bodyweightShare") or 0.0) * (inputs.get("bodyweightKg") or 0.0)
        return float(body - total if inputs["assisted"] else total - body)
    if inputs.get("basis") != "last" or inputs.get("lastKg") is None:
        return None
    if inputs["assisted"]:
        return float(inputs["lastKg"] / inputs["factor"] - inputs["stepKg"])
    return float(inputs["lastKg"] * inputs["factor"] + inputs["stepKg"])


def loaded(inputs: Mapping[str, Any]) -> float | None:
    """The load in kg from nothing but the numbers of a stored rationale; None where there is none.

    The raw load, the cap, the rounding, and the least that can be loaded; what was lifted before
    and is repeated is not rounded. "Down" means easier, so help is rounded up.
    """
    raw = raw_load(inputs)
    if raw is None or inputs.get("exact"):
        return raw
    cap = inputs.get("capKg")
    if cap is not None:
        raw = max(raw, cap) if inputs["assisted"] else min(raw, cap)
    steps = raw / inputs["incrementKg"]
    if inputs["rounding"] == "nearest":
        whole = math.floor(steps + 0.5)
    elif inputs["assisted"]:
        whole = math.ceil(steps - 1e-6)
    else:
        whole = math.floor(steps + 1e-6)
    return float(round(max(whole * inputs["incrementKg"], inputs["leastKg"]), 10))


def steps_of(exercise: Exercise, unit: Unit) -> Steps:
    """What an exercise can be loaded with."""
    equipment, steps = set(exercise.equipment), STEPS[unit]
    match exercise.load_convention:
        case LoadConvention.BARBELL_TOTAL:
            if EquipmentType.EZ_BAR in equipment:
                return steps[EZ_BAR]
            return steps[TRAP_BAR] if EquipmentType.TRAP_BAR in equipment else steps[BARBELL]
        case LoadConvention.PER_IMPLEMENT if EquipmentType.DUMBBELL in equipment:
            return steps[DUMBBELL]
        case LoadConvention.PER_IMPLEMENT if EquipmentType.KETTLEBELL in equipment:
            return steps[KETTLEBELL]
        case LoadConvention.ADDED:
            return steps[ADDED]
        case _:
            return steps[MACHINE]


def step_at(steps: Steps, load: float) -> float:
    """The step around a load, both in the athlete's unit."""
    return steps.fine if load < steps.fine_to else steps.step
