"""Why a load is what it is, in words, and how to find one where nothing is known."""

from collections.abc import Mapping
from typing import Any, Final

from app.engine.constants_workouts import DELOAD_LOAD_SHARE
from app.engine.workouts.frame import Frame
from app.engine.workouts.prescribing import Prescribed
from app.engine.workouts.wording import capital, clock, estimate, load, num, plural, sets
from models.values.exercises import Exercise, LoadConvention
from models.values.units import Unit

Part = dict[str, Any]
DOUBTS: Final[Mapping[str, str]] = {
    "wide": "the estimate is uncertain",
    "few": "few sessions are logged yet",
    "tired": "freshness is low today",
}


def load_part(frame: Frame, one: Prescribed) -> Part:
    chosen = one.load
    text = load_reason(frame, one)
    if chosen.value_kg is not None:
        text = f"{capital(load(chosen.value_kg, one.item.exercise, frame.brief.unit))}: {text}"
    return {
        "valueKg": chosen.value_kg,
        "method": chosen.method,
        "sentence": text,
        "inputs": chosen.inputs,
        "citations": _citations(one),
    }


def _citations(one: Prescribed) -> list[str]:
    if one.load.method == "find":
        return ["choice-find-load"]
    if one.load.method == "bodyweight":
        return ["choice-reps"]
    if one.load.inputs["basis"] == "e1rm":
        return ["tuchscherer2008", "choice-load", "halperin2022"]
    return ["rogerson2024"] if "easy" in one.load.notes else ["acsm2009"]


def load_reason(frame: Frame, one: Prescribed) -> str:
    """Where the load comes from, without the load itself."""
    chosen, exercise, unit = one.load, one.item.exercise, frame.brief.unit
    if chosen.method == "bodyweight":
        return "Body weight is the load; repetitions and effort make it harder or easier."
    if chosen.value_kg is None:
        return "Nothing that is logged says what to load, so the first session finds it; no number is invented."
    is_last = chosen.inputs["basis"] == "last"
    start = _from_last(one, exercise, unit) if is_last else _from_estimate(one, unit)
    return " ".join([start, *_doubts(one)])


def _from_estimate(one: Prescribed, unit: Unit) -> str:
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
    return f"{percent} % of an estimated maximum of {maximum} (± {num(inputs['sigmaPercent'])} %){body}, for {why}."


def _from_last(one: Prescribed, exercise: Exercise, unit: Unit) -> str:
    inputs, notes = one.load.inputs, one.load.notes
    last = f"{load(inputs['lastKg'], exercise, unit)} for {plural(inputs['lastReps'], 'repetition')}"
    if inputs["lastRir"] is None:
        last += ", effort not logged"
    way = "less help" if exercise.load_convention is LoadConvention.ASSISTED else "more"
    if "stale" in notes:
        return f"a share of {num(inputs['factor'], 2)} of the last load ({last})."
    if "easy" in notes:
        return f"{num(100 * DELOAD_LOAD_SHARE, 0)} % of the last load ({last}), for an easy week."
    if "step" in notes:
        return f"a step {way} than last time ({last}), because the top of the range was reached."
    if "lower" in notes:
        back = "more help" if exercise.load_convention is LoadConvention.ASSISTED else "less"
        return f"a step {back} than last time ({last}), which was too hard for this range."
    return f"the same as last time ({last}): first the repetitions, then the load."


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


def find_part(one: Prescribed, unit: Unit) -> Part | None:
    """Steps to a first load where nothing is known."""
    if one.load.method != "find":
        return None
    exercise, reps, rir = one.item.exercise, one.load.reps, num(one.rir)
    about = rir if one.rir == int(one.rir) else f"{int(one.rir)} to {int(one.rir) + 1}"
    inputs = one.load.inputs
    if inputs.get("lastKg") is not None:
        last = load(inputs["lastKg"], exercise, unit)
        start = f"clearly less than the {last} last used for {plural(inputs['lastReps'], 'repetition')}"
    elif exercise.load_convention is LoadConvention.BARBELL_TOTAL:
        start = "the empty bar"
    elif exercise.load_convention is LoadConvention.ASSISTED:
        start = "plenty of help"
    else:
        start = "the lightest load that still feels like work"
    more = "less help" if exercise.load_convention is LoadConvention.ASSISTED else "a little more"
    steps = [
        f"Start with {start} for {plural(reps, 'repetition')}.",
        f"Take {more} from set to set, in steps that feel small, resting {clock(one.rest_seconds)} between.",
        f"Stop where {plural(reps, 'repetition')} leave {rir} in reserve: about {about} more would just be possible.",
        f"Keep that load for the {sets(one.item.sets)} and log it; the next session builds on it.",
    ]
    return {"steps": steps}
