"""What sets, repetitions, effort and rest of an exercise are, each with its sentence and inputs."""

from typing import Final

from app.engine.workouts.division import fits
from app.engine.workouts.efforts import is_free_bar, is_safe_to_push
from app.engine.workouts.frame import MAIN, Frame
from app.engine.workouts.load_words import Part, load_reason
from app.engine.workouts.prescribing import Prescribed
from app.engine.workouts.wording import capital, clock, load, num, plural, sets
from models.values.plan import BlockType, IntensityBias

CLOSE_RIR: Final = 1.5
"""From here on it is worth saying that a free bar is never taken to failure."""


def sets_part(frame: Frame, one: Prescribed) -> Part:
    item, slot = one.item, one.item.slot
    week = frame.brief.week_in_block + 1
    weeks = frame.brief.block.duration_weeks
    muscle = slot.muscle or ""
    planned = frame.target.sets.get(muscle, 0.0)
    rest = f"{sets(slot.sets)} of it this week" if slot.sets != item.sets else "its only day this week"
    text = f"{capital(sets(item.sets))} today, {rest}"
    if slot.kind == MAIN:
        text += f": week {week} of {weeks} asks for {sets(frame.target.exercises.get(slot.planned, slot.sets))}."
    else:
        text += f": week {week} of {weeks} gives the {frame.muscle(muscle)} {sets(planned)} in all."
    citations = ["pelland2025"]
    if not fits(item.exercise, one.intent):
        text += " It stands here because its own days are full."
    if frame.block_type is BlockType.DELOAD:
        text += " A deload halves the sets and keeps the exercises."
        citations = ["rogerson2024"]
    elif frame.block_type is BlockType.REALIZATION:
        text += " Volume falls before the event, the loads do not."
        citations = ["bosquet2007", "pritchard2016"]
    inputs = {"today": item.sets, "week": slot.sets, "muscle": muscle or None, "muscleWeek": planned}
    return {"value": item.sets, "sentence": text, "inputs": inputs, "citations": citations}


def reps_part(frame: Frame, one: Prescribed) -> Part:
    item, slot, reps = one.item, one.item.slot, one.load.reps
    low, high = item.style.reps
    inputs: Part = {"range": [low, high], "exerciseRange": list(item.exercise.rep_range)}
    if item.slot.kind == MAIN:
        inputs |= {"zone": list(item.slot.reps), "percentRange": list(item.slot.percent), "leading": item.is_heavy}
        day = "the heavier of its days" if item.is_heavy else "a lighter day of it"
        if slot.sets == item.sets:
            day = "its one day of the week"
        text = f"{plural(reps, 'repetition')}: the block's zone is {_span(low, high)}, and this is {day}."
        if frame.is_easy:
            text = f"{plural(reps, 'repetition')}, the low end of the zone ({_span(low, high)}): an easy week."
        citations = ["acsm2026", "schoenfeld2021"]
    else:
        text = f"{plural(reps, 'repetition')} inside {_span(low, high)}, which the block wants of its accessories."
        citations = ["schoenfeld2021"]
    if not low <= reps <= high:
        text = (
            f"{plural(reps, 'repetition')}: what the athlete's strength allows, though the range is {_span(low, high)}."
        )
    shown = [min(low, reps), max(high, reps)]
    return {"value": reps, "range": shown, "sentence": text, "inputs": inputs, "citations": citations}


def _span(low: int, high: int) -> str:
    return f"{low} to {high}" if low != high else str(low)


def rir_part(frame: Frame, one: Prescribed) -> Part:
    item, asked = one.item, frame.target.rir
    value = num(one.rir)
    inputs = {"week": asked, "start": frame.brief.block.rir_start, "end": frame.brief.block.rir_end}
    citations = ["robinson2024", "refalo2023"]
    if frame.is_easy:
        text = f"{value} in reserve: this week is to restore, not to build."
        citations = ["rogerson2024"]
    elif one.rir > item.style.rir:
        text = f"{value} in reserve: the last heavy session before the event leaves something for the day."
        citations = ["pritchard2016"]
    elif one.rir < asked:
        text = f"{value} in reserve, one closer to failure than the week's {num(asked)}: safe to push on this exercise."
    elif item.slot.kind != MAIN and not is_safe_to_push(frame, item.exercise):
        text = f"{value} in reserve, as the week asks."
    else:
        text = f"{value} in reserve, as week {frame.brief.week_in_block + 1} of the block asks."
    if is_free_bar(item.exercise) and one.rir <= CLOSE_RIR:
        text += " A free bar is never taken to failure."
    return {"value": one.rir, "sentence": text, "inputs": inputs, "citations": citations}


def rest_part(frame: Frame, one: Prescribed) -> Part:
    full, short = one.item.style.rest
    seconds = one.rest_seconds
    if one.item.slot.kind == MAIN:
        why = "main lifts need their strength back between sets"
        citations = ["schoenfeld2016rest", "grgic2018rest"]
    elif one.item.exercise.is_compound:
        why, citations = "several muscles work at once", ["grgic2018rest", "singer2024"]
    else:
        why, citations = "little is gained beyond 90 seconds on one joint", ["singer2024"]
    if frame.bias is IntensityBias.MUSCULAR_ENDURANCE:
        why = "short rests are part of training endurance"
    text = f"{clock(seconds)} between sets: {why}."
    if seconds < full:
        text = (
            f"{clock(seconds)} between sets instead of {clock(full)}, so that {frame.brief.minutes} minutes hold all."
        )
    return {"seconds": seconds, "sentence": text, "inputs": {"full": full, "short": short}, "citations": citations}


def paragraph(frame: Frame, one: Prescribed) -> str:
    item, chosen = one.item, one.load
    unit = frame.brief.unit
    if chosen.value_kg is not None:
        with_load = f" with {load(chosen.value_kg, item.exercise, unit)}"
    else:
        with_load = " with body weight" if chosen.method == "bodyweight" else ", the load still to be found"
    first = (
        f"{item.exercise.name}: {sets(item.sets)} of {chosen.reps}{with_load}, "
        f"{num(one.rir)} in reserve, {clock(one.rest_seconds)} rest."
    )
    if chosen.value_kg is None:
        return f"{first} {load_reason(frame, one)}"
    return f"{first} The load: {load_reason(frame, one)}"
