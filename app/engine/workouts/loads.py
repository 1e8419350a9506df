"""The load of a set: from the estimated maximum or the last load, as it can be loaded, or still to be found."""

import math
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from app.engine.constants_workouts import (
    ADDED,
    BARBELL,
    CAUTIOUS_SESSIONS,
    DELOAD_LOAD_SHARE,
    DUMBBELL,
    EZ_BAR,
    FRESHNESS_DAYS,
    KETTLEBELL,
    LOST_DAYS,
    LOST_SHARE,
    LOW_FRESHNESS,
    MACHINE,
    STALE_DAYS,
    STALE_SHARE,
    STEPS,
    TRAP_BAR,
    WIDE_SIGMA,
    ZONE_TOLERANCE,
    Steps,
)
from app.engine.strength import percent_of_1rm
from app.engine.workouts.brief import Strength
from app.engine.workouts.efforts import Style
from app.engine.workouts.frame import MAIN, Frame, Slot
from models.values.exercises import EquipmentType, Exercise, LoadConvention, Measurement
from models.values.units import Unit, in_unit, to_kg

HELD: Final = frozenset({"stalled", "declining"})
"""Trends under which a load is not pushed."""


class Load(NamedTuple):
    """A load in kg as the exercise counts it (None: to be found, or body weight) and every number behind it."""

    value_kg: float | None
    method: str
    """`e1rm`, `progression`, `added`, `assisted`, `bodyweight` or `find`."""
    reps: int
    inputs: dict[str, Any]
    notes: tuple[str, ...]
    """Why it is not simply the nearest load: keys of sentences."""


class Ask(NamedTuple):
    """What a load is asked for."""

    frame: Frame
    slot: Slot
    exercise: Exercise
    style: Style
    reps: int
    is_near: bool
    """Whether today's freshness still says something about the session's day."""


def load_of(ask: Ask) -> Load:
    """The load of the working sets, by what is known of the exercise."""
    exercise, known = ask.exercise, ask.frame.brief.strengths.get(ask.exercise.id)
    if exercise.measurement is Measurement.BODYWEIGHT_REPS and not (known and known.last_load_kg):
        if exercise.load_convention is LoadConvention.ASSISTED:
            return _find(ask)
        return _bodyweight(ask, known)
    if known is None:
        return _find(ask)
    estimate = _from_estimate(ask, known)
    repeated = _from_last(ask, known)
    if ask.frame.is_easy and estimate is not None and repeated is not None:
        # A deload takes a share of the last load, and never more than leaves the week's repetitions in reserve.
        return min(repeated, estimate, key=lambda load: _effort(load, exercise))
    if ask.frame.is_easy or ask.slot.kind != MAIN:
        return repeated or estimate or _find(ask)
    return estimate or repeated or _find(ask)


def _effort(load: Load, exercise: Exercise) -> float:
    value = load.value_kg or 0.0
    return -value if exercise.load_convention is LoadConvention.ASSISTED else value


def _from_estimate(ask: Ask, known: Strength) -> Load | None:
    """From the estimated maximum by the RTS chart, kept inside the block's zone where that is asked of a main lift."""
    exercise, body = ask.exercise, ask.frame.brief.bodyweight_kg
    share = exercise.bodyweight_share
    if known.e1rm_kg is None or (share and body is None):
        return None
    reps, notes = ask.reps, []
    percent = zone_percent(ask, reps)
    if percent is None:
        return None
    if percent != percent_of_1rm(reps, ask.style.rir):
        notes.append("easy" if ask.frame.is_easy else "zone")
    steps, unit = steps_of(exercise, ask.frame.brief.unit), ask.frame.brief.unit
    factor, stale = _stale(ask, known)
    notes += stale
    down, why = _rounds_down(ask, known)
    notes += why
    raw = as_counted(known.e1rm_kg * percent / 100 * factor, exercise, body)
    inputs = _inputs(ask, known, raw, down=down)
    inputs |= {"basis": "e1rm", "e1rmKg": known.e1rm_kg, "sigmaPercent": round(known.sigma_percent, 2)}
    inputs |= {"percent": percent, "factor": factor, "bodyweightKg": body if share else None}
    inputs |= {"bodyweightShare": share or None, "reps": reps, "sets": known.sets, "daysOld": _days_old(ask, known)}
    if _is_held(known, reps) and known.last_load_kg is not None and raw > known.last_load_kg:
        inputs["capKg"] = known.last_load_kg
        notes.append("held")
    value = loaded(inputs)
    if value is not None and to_kg(steps.least, unit) >= value > raw:
        notes.append("least")
    return Load(value, _method(exercise, "e1rm"), reps, inputs, tuple(notes))


def zone_percent(ask: Ask, reps: int) -> float | None:
    """Percent of 1RM by the chart; a zone well below it decides itself (power work is fast, not heavy).

    An easy week takes the middle of its zone, unless the chart is lower still.
    """
    percent = percent_of_1rm(reps, ask.style.rir)
    bottom, top = ask.slot.percent
    if ask.slot.kind != MAIN or percent is None or top <= 0:
        return percent
    if ask.frame.is_easy:
        return min(percent, (bottom + top) / 2)
    return top if percent > top + ZONE_TOLERANCE else percent


def _from_last(ask: Ask, known: Strength) -> Load | None:
    """Double progression: a step up where the last session reached the top of the range, else the same again."""
    last = known.last_load_kg
    if last is None or known.last_reps is None:
        return None
    exercise, (low, high) = ask.exercise, ask.style.reps
    notes: list[str] = []
    if ask.frame.is_easy:
        reps, step, factor = low, 0.0, DELOAD_LOAD_SHARE
        notes.append("easy")
    elif known.last_reps < low - 1 or known.last_reps > high + 2:
        return None  # Another range: the last load says nothing directly.
    else:
        step, reps = _next_step(ask, known)
        factor = 1.0
        notes.append("step" if step else "repeat")
    stale, why = _stale(ask, known)
    down, because = _rounds_down(ask, known)
    notes += why + because
    if stale < 1.0:
        step = 0.0
    raw = last * factor * stale + step
    if exercise.load_convention is LoadConvention.ASSISTED:
        raw = last / (factor * stale) - step  # Less help is harder.
    inputs = _inputs(ask, known, raw, down=down or ask.frame.is_easy)
    inputs |= {"basis": "last", "lastKg": last, "lastReps": known.last_reps, "lastRir": known.last_rir}
    inputs |= {"factor": round(factor * stale, 4), "stepKg": step, "reps": reps, "daysOld": _days_old(ask, known)}
    inputs["exact"] = factor * stale == 1.0 and not step  # What was lifted can be loaded.
    return Load(loaded(inputs), _method(exercise, "progression"), reps, inputs, tuple(notes))


def _next_step(ask: Ask, known: Strength) -> tuple[float, int]:
    """The step in kg (0: none) and the repetitions to aim at."""
    (low, high), last_reps = ask.style.reps, known.last_reps or ask.style.reps[0]
    rir = 2.0 if known.last_rir is None else known.last_rir
    if known.trend in HELD:
        return 0.0, min(max(last_reps, low), high)
    if last_reps >= high and rir >= ask.style.rir:
        unit = ask.frame.brief.unit
        return to_kg(step_at(steps_of(ask.exercise, unit), in_unit(known.last_load_kg or 0.0, unit)), unit), low
    more = last_reps + 1 if rir >= ask.style.rir else last_reps
    return 0.0, min(max(more, low), high)


def _bodyweight(ask: Ask, known: Strength | None) -> Load:
    """Nothing to load: repetitions as the athlete's own strength allows, where that is known."""
    exercise, body = ask.exercise, ask.frame.brief.bodyweight_kg
    low, high = ask.style.reps
    reps, inputs = ask.reps, _empty(ask)
    if known is not None and known.last_reps is not None:
        rir = 2.0 if known.last_rir is None else known.last_rir
        reps = known.last_reps + (1 if rir >= ask.style.rir and known.trend not in HELD else 0)
        reps = max(1, min(reps, exercise.rep_range[1]))
        if ask.frame.is_easy:
            reps = max(1, math.floor(known.last_reps * 0.6))
        inputs |= {"basis": "last", "lastReps": known.last_reps, "lastRir": known.last_rir}
    inputs |= {"reps": reps, "bodyweightKg": body, "bodyweightShare": exercise.bodyweight_share or None}
    notes = ("range",) if not low <= reps <= high else ()
    return Load(None, "bodyweight", reps, inputs, notes)


def _find(ask: Ask) -> Load:
    return Load(None, "find", ask.reps, _empty(ask), ())


def _empty(ask: Ask) -> dict[str, Any]:
    return {
        "basis": None, "e1rmKg": None, "sigmaPercent": None, "percent": None, "bodyweightKg": None,
        "bodyweightShare": None, "incrementKg": None, "rounding": None, "reps": ask.reps, "rir": ask.style.rir,
    }  # fmt: skip


def _inputs(ask: Ask, known: Strength, raw: float, *, down: bool) -> dict[str, Any]:
    unit = ask.frame.brief.unit
    steps = steps_of(ask.exercise, unit)
    is_help = ask.exercise.load_convention is LoadConvention.ASSISTED
    return _empty(ask) | {
        "sigmaPercent": round(known.sigma_percent, 2),
        "incrementKg": to_kg(step_at(steps, in_unit(max(raw, 0.0), unit)), unit),
        "rounding": "down" if down else "nearest",
        "leastKg": to_kg(steps.least, unit) if not is_help else 0.0,
        "assisted": is_help,
    }


def loaded(inputs: Mapping[str, Any]) -> float | None:
    """The load in kg from nothing but the numbers of a stored rationale; None where there is none.

    From a maximum: e1RM x percent x factor, less the share of body weight (help is that share less
    the load). From the last load: that x factor + step. Then the cap, the rounding, and the least
    that can be loaded. "Down" means easier, so help is rounded up.
    """
    if inputs.get("basis") == "e1rm":
        total = inputs["e1rmKg"] * inputs["percent"] / 100 * inputs["factor"]
        body = (inputs.get("bodyweightShare") or 0.0) * (inputs.get("bodyweightKg") or 0.0)
        raw = body - total if inputs["assisted"] else total - body
    elif inputs.get("basis") == "last" and inputs.get("lastKg") is not None:
        if inputs["exact"]:
            return float(inputs["lastKg"])
        if inputs["assisted"]:
            raw = inputs["lastKg"] / inputs["factor"] - inputs["stepKg"]
        else:
            raw = inputs["lastKg"] * inputs["factor"] + inputs["stepKg"]
    else:
        return None
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
    return float(round(max(whole * inputs["incrementKg"], inputs["leastKg"]), 6))


def as_counted(lifted_kg: float, exercise: Exercise, bodyweight_kg: float | None) -> float:
    """What is lifted as the exercise counts it: less the body's share; help is what is missing to that share."""
    body = exercise.bodyweight_share * (bodyweight_kg or 0.0)
    return body - lifted_kg if exercise.load_convention is LoadConvention.ASSISTED else lifted_kg - body


def _method(exercise: Exercise, usual: str) -> str:
    if exercise.load_convention is LoadConvention.ASSISTED:
        return "assisted"
    is_added = exercise.load_convention is LoadConvention.ADDED and exercise.bodyweight_share > 0
    return "added" if is_added else usual


def _stale(ask: Ask, known: Strength) -> tuple[float, list[str]]:
    days = _days_old(ask, known)
    if days > LOST_DAYS:
        return LOST_SHARE, ["stale"]
    return (STALE_SHARE, ["stale"]) if days > STALE_DAYS else (1.0, [])


def _days_old(ask: Ask, known: Strength) -> int:
    return max(0, (ask.frame.brief.monday - known.day).days)


def _is_held(known: Strength, reps: int) -> bool:
    return known.trend in HELD and known.last_reps is not None and reps >= known.last_reps


def _rounds_down(ask: Ask, known: Strength) -> tuple[bool, list[str]]:
    """Doubt rounds down: a wide estimate, few logged sessions, a tired athlete near the session's day."""
    freshness = ask.frame.brief.freshness
    notes = []
    if known.sigma_percent > WIDE_SIGMA:
        notes.append("wide")
    if ask.frame.brief.sessions_logged < CAUTIOUS_SESSIONS:
        notes.append("few")
    if ask.is_near and freshness is not None and freshness.score < LOW_FRESHNESS:
        notes.append("tired")
    return bool(notes), notes


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


def is_near(day_offset: int) -> bool:
    """Whether a session is close enough to today for today's freshness to count."""
    return abs(day_offset) <= FRESHNESS_DAYS
