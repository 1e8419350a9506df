"""What can be said of a set or a session: every number between its limits, named in the sentence that refuses it."""

import math
from typing import Any

from app.engine.constants_training import (
    LOAD_MOST_KG,
    METRES_MOST,
    MINUTES_MOST,
    REPS_MOST,
    RPE_BAND,
    RPE_STEP,
    SECONDS_MOST,
)
from app.errors import InvalidInput
from models.values.training import SetResult


def checked(result: SetResult) -> dict[str, Any]:
    """The log's fields of a result by column key; `InvalidInput` naming the field and its limits."""
    if result.reps is None and result.duration_seconds is None and result.distance_m is None:
        raise InvalidInput("A set needs its repetitions, its time or its distance.", advice="Or leave the set out.")
    _between("Repetitions", result.reps, 0, REPS_MOST)
    _between("The load", result.load_kg, -LOAD_MOST_KG, LOAD_MOST_KG, " kg")
    _between("The time", result.duration_seconds, 0, SECONDS_MOST, " seconds")
    _between("The distance", result.distance_m, 0, METRES_MOST, " metres")
    _rpe(result.rpe)
    return {
        "actual_reps": result.reps,
        "actual_load": result.load_kg,
        "actual_rpe": result.rpe,
        "notes": (result.notes or "").strip() or None,
        "duration_seconds": result.duration_seconds,
        "distance_meters": result.distance_m,
    }


def checked_session(session_rpe: float | None, minutes: int | None) -> None:
    """`InvalidInput` where a session's rating or length is outside its limits."""
    _between("The session's RPE", session_rpe, 0, RPE_BAND[1])
    _between("The length", minutes, 0, MINUTES_MOST, " minutes")


def _rpe(rpe: float | None) -> None:
    low, high = RPE_BAND
    _between("RPE", rpe, low, high)
    if rpe is not None and rpe / RPE_STEP != round(rpe / RPE_STEP):
        raise InvalidInput(f"RPE goes in steps of {RPE_STEP:g}, as 8 or 8.5, not {rpe:g}.")


def _between(what: str, value: float | None, low: float, high: float, unit: str = "") -> None:
    if value is not None and not (math.isfinite(value) and low <= value <= high):
        verb = "go" if what.endswith("s") and not what.startswith("The") else "goes"
        raise InvalidInput(f"{what} {verb} from {low:g} to {high:g}{unit}, not {value:g}.")
