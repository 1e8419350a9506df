"""The load of a set: from the estimated maximum or the last load, as it can be loaded, or still to be found."""

import math
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from app.engine.constants import ASSUMED_RIR
from app.engine.constants_workouts import (
    CAUTIOUS_SESSIONS,
    DELOAD_LOAD_SHARE,
    FRESHNESS_DAYS,
    LOST_DAYS,
    LOST_SHARE,
    LOW_FRESHNESS,
    STALE_DAYS,
    STALE_SHARE,
    WIDE_SIGMA,
    ZONE_TOLERANCE,
)
from app.engine.strength import percent_of_1rm
from app.engine.workouts.brief import Strength
from app.engine.workouts.efforts import Style
from app.engine.workouts.factors import days_since
from app.engine.workouts.frame import MAIN, Frame, Slot
from app.engine.workouts.loadable import loaded, raw_load, step_at, steps_of
from models.values.exercises import Exercise, LoadConvention, Measurement
from models.values.units import in_unit, to_kg

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
        return _find(ask) if exercise.load_convention is LoadConvention.ASSISTED else _bodyweight(ask, known)
    return _find(ask) if known is None else _known(ask, known)


def _known(ask: Ask, known: Strength) -> Load:
    """Main lifts follow their estimate, accessories their last load; easy weeks take the lighter of the two."""
    estimate = _from_estimate(ask, known)
    repeated = _from_last(ask, known)
    if ask.frame.is_easy and estimate is not None and repeated is not None:
        # A deload takes a share of the last load, and never more than leaves the week's repetitions in reserve.
        return min(repeated, estimate, key=lambda load: _effort(load, ask.exercise))
    if ask.slot.kind == MAIN and not ask.frame.is_easy:
        return estimate or repeated or _find(ask, known)
    if repeated is not None and not (estimate is not None and (known.last_reps or 0) > ask.style.reps[1] + 2):
        return repeated
    return estimate or repeated or _find(ask, known)


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
    maximum = round(known.e1rm_kg, 2)
    inputs = _inputs(ask, known, down=down)
    inputs |= {"basis": "e1rm", "e1rmKg": maximum}
    inputs |= {"percent": percent, "factor": factor, "bodyweightKg": body if share else None}
    inputs |= {"bodyweightShare": share or None, "reps": reps, "sets": known.sets, "daysOld": _days_old(ask, known)}
    raw = _with_step(ask, inputs)
    if _is_held(known, reps) and known.last_load_kg is not None and _is_harder(inputs, raw, known.last_load_kg):
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
    last, exercise = known.last_load_kg, ask.exercise
    low, _ = ask.style.reps
    if last is None or known.last_reps is None:
        return None
    if ask.frame.is_easy:
        step, reps, factor, notes = 0.0, low, DELOAD_LOAD_SHARE, ["easy"]
    elif known.last_reps < low - 1:
        return None  # A heavier range: the last load says nothing directly.
    else:
        (step, reps, note), factor = _next_step(ask, known), 1.0
        notes = [note]
    stale, why = _stale(ask, known)
    if why:
        step, notes = 0.0, why
    tired = _is_tired(ask)
    inputs = _inputs(ask, known, down=tired or ask.frame.is_easy or bool(why))
    inputs |= {"basis": "last", "lastKg": last, "lastReps": known.last_reps, "lastRir": known.last_rir}
    inputs |= {"factor": round(factor * stale, 4), "stepKg": step, "reps": reps, "daysOld": _days_old(ask, known)}
    inputs["exact"] = factor * stale == 1.0 and not step  # What was lifted can be loaded.
    _with_step(ask, inputs)
    return Load(loaded(inputs), _method(exercise, "progression"), reps, inputs, (*notes, *(["tired"] if tired else [])))


def _next_step(ask: Ask, known: Strength) -> tuple[float, int, str]:
    """The step in kg, the repetitions to aim at, and which of up, down or the same again it is."""
    (low, high), last_reps = ask.style.reps, known.last_reps or 1
    rir = ASSUMED_RIR if known.last_rir is None else known.last_rir
    unit = ask.frame.brief.unit
    step = to_kg(step_at(steps_of(ask.exercise, unit), in_unit(known.last_load_kg or 0.0, unit)), unit)
    able = last_reps + rir - ask.style.rir
    if known.trend not in HELD and last_reps >= high and rir >= ask.style.rir:
        return step, low, "step"
    if able < low - 1:
        return -step, low, "lower"
    more = last_reps + 1 if rir >= ask.style.rir and known.trend not in HELD else 0
    return 0.0, min(max(math.floor(able), more, low), high), "repeat"


def _bodyweight(ask: Ask, known: Strength | None) -> Load:
    """Nothing to load: repetitions as the athlete's own strength allows, where that is known."""
    exercise, body = ask.exercise, ask.frame.brief.bodyweight_kg
    low, high = ask.style.reps
    reps, inputs = ask.reps, _empty(ask)
    if known is not None and known.last_reps is not None:
        rir = ASSUMED_RIR if known.last_rir is None else known.last_rir
        reps = known.last_reps + (1 if rir >= ask.style.rir and known.trend not in HELD else 0)
        reps = max(1, min(reps, exercise.rep_range[1]))
        if ask.frame.is_easy:
            reps = max(1, math.floor(known.last_reps * 0.6))
        inputs |= {"basis": "last", "lastReps": known.last_reps, "lastRir": known.last_rir}
    inputs |= {"reps": reps, "bodyweightKg": body, "bodyweightShare": exercise.bodyweight_share or None}
    notes = ("range",) if not low <= reps <= high else ()
    return Load(None, "bodyweight", reps, inputs, notes)


def _find(ask: Ask, known: Strength | None = None) -> Load:
    inputs = _empty(ask)
    if known is not None and known.last_load_kg and known.last_reps:
        inputs |= {"lastKg": known.last_load_kg, "lastReps": known.last_reps, "lastRir": known.last_rir}
    return Load(None, "find", ask.reps, inputs, ())


def _empty(ask: Ask) -> dict[str, Any]:
    return {
        "basis": None, "e1rmKg": None, "sigmaPercent": None, "percent": None, "bodyweightKg": None,
        "bodyweightShare": None, "incrementKg": None, "rounding": None, "reps": ask.reps, "rir": ask.style.rir,
    }  # fmt: skip


def _inputs(ask: Ask, known: Strength, *, down: bool) -> dict[str, Any]:
    unit = ask.frame.brief.unit
    steps = steps_of(ask.exercise, unit)
    is_help = ask.exercise.load_convention is LoadConvention.ASSISTED
    return _empty(ask) | {
        "sigmaPercent": round(known.sigma_percent, 2),
        "rounding": "down" if down else "nearest",
        "leastKg": to_kg(steps.least, unit) if not is_help else 0.0,
        "assisted": is_help,
    }


def _with_step(ask: Ask, inputs: dict[str, Any]) -> float:
    """The raw load, and in the inputs the step that equipment has around it."""
    raw, unit = raw_load(inputs) or 0.0, ask.frame.brief.unit
    inputs["incrementKg"] = to_kg(step_at(steps_of(ask.exercise, unit), in_unit(max(raw, 0.0), unit)), unit)
    return raw


def _is_harder(inputs: Mapping[str, Any], one_kg: float, other_kg: float) -> bool:
    return one_kg < other_kg if inputs["assisted"] else one_kg > other_kg


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
    """Days from the last time it was done, or the last day the estimate rests on, to the week's first."""
    used = days_since(ask.frame, ask.exercise.id)
    days = max(0, (ask.frame.brief.monday - known.day).days)
    return days if used is None else min(days, used)


def _is_held(known: Strength, reps: int) -> bool:
    return known.trend in HELD and known.last_reps is not None and reps >= known.last_reps


def _rounds_down(ask: Ask, known: Strength) -> tuple[bool, list[str]]:
    """Doubt rounds down: a wide estimate, few logged sessions, a tired athlete near the session's day."""
    notes = ["wide"] if known.sigma_percent > WIDE_SIGMA else []
    if ask.frame.brief.sessions_logged < CAUTIOUS_SESSIONS:
        notes.append("few")
    if _is_tired(ask):
        notes.append("tired")
    return bool(notes), notes


def _is_tired(ask: Ask) -> bool:
    freshness = ask.frame.brief.freshness
    return ask.is_near and freshness is not None and freshness.score < LOW_FRESHNESS


def is_near(day_offset: int) -> bool:
    """Whether a session is close enough to today for today's freshness to count."""
    return abs(day_offset) <= FRESHNESS_DAYS
