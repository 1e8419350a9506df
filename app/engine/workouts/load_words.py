"""What sets, repetitions, load, effort and rest of an exercise are, each with its sentence and inputs."""

from collections.abc import Mapping
from typing import Any, Final

from app.engine.constants_workouts import DELOAD_LOAD_SHARE
from app.engine.workouts.efforts import is_free_bar, is_safe_to_push
from app.engine.workouts.frame import MAIN, Frame
from app.engine.workouts.prescribing import Prescribed
from app.engine.workouts.wording import capital, estimate, load, num, plural, sets
from models.values.exercises import Exercise, LoadConvention
from models.values.plan import BlockType, IntensityBias
from models.values.units import Unit

Part = dict[str, Any]
DOUBTS: Final[Mapping[str, str]] = {
    "wide": "the estimate is uncertain",
    "few": "few sessions are logged yet",
    "tired": "freshness is low today",
}


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
        text += f": the {frame.muscle(muscle)} are to get {num(planned)} in week {week} of {weeks}."
    citations = ["pelland2025"]
    if frame.block_type is BlockType.DELOAD:
        text += " A deload halves the sets and keeps the exercises."
        citations = ["rogerson2024"]
    elif frame.block_type is BlockType.REALIZATION:
        text += " Volume falls before the event, the loads do not."
        citations = ["bosquet2007", "pritchard2016"]
    inputs = {"today": item.sets, "week": slot.sets, "muscle": muscle or None, "muscleWeek": planned}
    return {"value": item.sets, "sentence": text, "inputs": inputs, "citations": citations}


def reps_part(frame: Frame, one: Prescribed) -> Part:
    item, reps = one.item, one.load.reps
    low, high = item.style.reps
    inputs: Part = {"range": [low, high], "exerciseRange": list(item.exercise.rep_range)}
    if item.slot.kind == MAIN:
        inputs |= {"zone": list(item.slot.reps), "percentRange": list(item.slot.percent), "leading": item.is_heavy}
        day = "the heavier of its days" if item.is_heavy else "a lighter day of it"
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


def load_part(frame: Frame, one: Prescribed) -> Part:
    return {
        "valueKg": one.load.value_kg,
        "method": one.load.method,
        "sentence": _load_sentence(frame, one),
        "inputs": one.load.inputs,
        "citations": _load_citations(one),
    }


def _load_citations(one: Prescribed) -> list[str]:
    if one.load.value_kg is None:
        return ["halperin2022"]
    if one.load.inputs["basis"] == "e1rm":
        return ["tuchscherer2008", "halperin2022"]
    return ["rogerson2024"] if "easy" in one.load.notes else ["acsm2009"]


def _load_sentence(frame: Frame, one: Prescribed) -> str:
    chosen, exercise, unit = one.load, one.item.exercise, frame.brief.unit
    if chosen.method == "bodyweight":
        return "Body weight is the load; repetitions and effort make it harder or easier."
    if chosen.value_kg is None:
        return "Nothing that is logged says what to load, so the first session finds it; no number is invented."
    inputs = chosen.inputs
    text = load(chosen.value_kg, exercise, unit)
    if inputs["basis"] == "last":
        start = _from_last_words(one, exercise, unit, text)
    else:
        start = _from_estimate_words(one, unit, text)
    return " ".join([start, *_doubts(one)])


def _from_estimate_words(one: Prescribed, unit: Unit, text: str) -> str:
    inputs = one.load.inputs
    percent, maximum = num(inputs["percent"]), estimate(inputs["e1rmKg"], unit)
    body = ""
    if inputs["bodyweightShare"]:
        share = num(100 * inputs["bodyweightShare"], 0)
        body = f", of which {share} % of a body weight of {estimate(inputs['bodyweightKg'], unit)} count"
    why = f"{plural(inputs['reps'], 'repetition')} with {num(inputs['rir'])} in reserve"
    if "easy" in one.load.notes:
        why = "an easy week, whose loads are light"
    elif "zone" in one.load.notes:
        why = "the top of the block's zone, moved fast"
    return (
        f"{capital(text)}: {percent} % of an estimated maximum of {maximum} "
        f"(± {num(inputs['sigmaPercent'])} %){body}, for {why}."
    )


def _from_last_words(one: Prescribed, exercise: Exercise, unit: Unit, text: str) -> str:
    inputs, notes = one.load.inputs, one.load.notes
    last = f"{load(inputs['lastKg'], exercise, unit)} for {plural(inputs['lastReps'], 'repetition')}"
    if "easy" in notes:
        return f"{capital(text)}: {num(100 * DELOAD_LOAD_SHARE, 0)} % of the last load ({last}), for an easy week."
    if "step" in notes and inputs["stepKg"]:
        way = "less help" if exercise.load_convention is LoadConvention.ASSISTED else "more"
        return f"{capital(text)}: a step {way} than last time ({last}), because the top of the range was reached."
    return f"{capital(text)}, as last time ({last}): first the repetitions, then the load."


def _doubts(one: Prescribed) -> list[str]:
    inputs, notes, found = one.load.inputs, one.load.notes, []
    doubts = [DOUBTS[key] for key in notes if key in DOUBTS]
    if doubts:
        found.append(f"Rounded down, because {' and '.join(doubts)}.")
    if "stale" in notes:
        found.append(f"It was last done {plural(inputs['daysOld'], 'day')} ago, so less is asked.")
    if "held" in notes:
        found.append("The lift has not been rising, so the load is held rather than pushed.")
    if "least" in notes:
        found.append("This is the least that can be loaded; a lighter variation would suit better.")
    return found


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
    if is_free_bar(item.exercise) and not frame.is_easy:
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
    text = f"{_clock(seconds)} between sets: {why}."
    if seconds < full:
        text = (
            f"{_clock(seconds)} between sets instead of {_clock(full)}, so that {frame.brief.minutes} minutes hold all."
        )
    return {"seconds": seconds, "sentence": text, "inputs": {"full": full, "short": short}, "citations": citations}


def _clock(seconds: int) -> str:
    return f"{num(seconds / 60)} min" if seconds >= 120 else f"{seconds} s"


def find_part(one: Prescribed) -> Part | None:
    """Steps to a first load where nothing is known."""
    if one.load.method != "find":
        return None
    exercise, reps, rir = one.item.exercise, one.load.reps, num(one.rir)
    if exercise.load_convention is LoadConvention.BARBELL_TOTAL:
        start = "the empty bar"
    elif exercise.load_convention is LoadConvention.ASSISTED:
        start = "plenty of help"
    else:
        start = "the lightest load that still feels like work"
    more = "less help" if exercise.load_convention is LoadConvention.ASSISTED else "a little more"
    steps = [
        f"Start with {start} for {plural(reps, 'repetition')}.",
        f"Take {more} from set to set, in steps that feel small, resting {_clock(one.rest_seconds)} between.",
        f"Stop where {plural(reps, 'repetition')} leave {rir} in reserve: about {rir} more would just be possible.",
        f"Keep that load for the {sets(one.item.sets)} and log it; the next session builds on it.",
    ]
    return {"steps": steps}


def paragraph(frame: Frame, one: Prescribed) -> str:
    item, chosen = one.item, one.load
    unit = frame.brief.unit
    if chosen.value_kg is not None:
        with_load = f" with {load(chosen.value_kg, item.exercise, unit)}"
    else:
        with_load = " with body weight" if chosen.method == "bodyweight" else ", the load still to be found"
    first = (
        f"{item.exercise.name}: {sets(item.sets)} of {chosen.reps}{with_load}, "
        f"{num(one.rir)} in reserve, {_clock(one.rest_seconds)} rest."
    )
    return f"{first} {_load_sentence(frame, one)}"
