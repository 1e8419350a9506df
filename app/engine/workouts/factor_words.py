"""What a factor says in words: of the chosen exercise, and of one that lost by it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from app.engine.workouts.factors import IDS, Scored
from app.engine.workouts.frame import MAIN, Frame, Slot
from app.engine.workouts.wording import capital, listed, num, plural, sets

Inputs = Mapping[str, Any]
Words = Callable[[Frame, Slot, Inputs], str]


def _block_fit(frame: Frame, slot: Slot, inputs: Inputs) -> str:
    part = "lift" if slot.kind == MAIN else f"exercise for the {frame.muscle(slot.muscle or '')}"
    where = {
        "planned": f"The block names it as its {part}",
        "pool": f"The block's pool has it for the {frame.muscle(slot.muscle or '')}",
        "outside": "The block's pool does not name it",
    }[inputs["place"]]
    (low, high), (least, most) = inputs["wantedReps"], inputs["repRange"]
    if least <= low and high <= most:
        return f"{where}, and {low} to {high} repetitions suit it."
    return f"{where}; it is best at {least} to {most} repetitions, the block wants {low} to {high}."


def _muscle_need(frame: Frame, slot: Slot, inputs: Inputs) -> str:  # noqa: ARG001 - as all factors here
    planned, covered, muscle = inputs["planned"], inputs["covered"], frame.muscle(inputs["muscle"])
    if planned <= 0:
        return f"The week asks for no sets of its own for the {muscle}."
    fills = {frame.muscle(key): count for key, count in inputs["fills"].items() if count > 0}
    text = f"{capital(muscle)}: {num(covered)} of the week's {sets(planned)} are covered before it"
    if not fills:
        return f"{text}; it fills nothing that is missing."
    return f"{text}; it fills {listed([f'{num(count)} for the {name}' for name, count in fills.items()])}."


def _stimulus(frame: Frame, slot: Slot, inputs: Inputs) -> str:  # noqa: ARG001 - as all factors here
    words = {1: "little", 2: "modest", 3: "fair", 4: "much", 5: "very much"}[inputs["score"]]
    return f"It gives {words} stimulus for its fatigue ({inputs['score']} of 5)."


def _length(frame: Frame, slot: Slot, inputs: Inputs) -> str:  # noqa: ARG001 - as all factors here
    words = "long" if inputs["score"] >= 4 else "at middle length" if inputs["score"] == 3 else "short"
    return f"The muscle is {words} where the lift is hardest ({inputs['score']} of 5); a tie-breaker."


def _favourite(frame: Frame, slot: Slot, inputs: Inputs) -> str:  # noqa: ARG001 - as all factors here
    return "The athlete likes it." if inputs["favourite"] else "It is not among the athlete's favourites."


def _novelty(frame: Frame, slot: Slot, inputs: Inputs) -> str:  # noqa: ARG001 - as all factors here
    running, cadence = inputs["weeksRunning"], inputs["cadenceWeeks"]
    if inputs["main"]:
        return "A main lift does not rotate inside a block; accessories do."
    if running >= cadence:
        return f"It has been done {plural(running, 'week')} running; after {cadence} something else may follow."
    if running:
        return f"It has been done {plural(running, 'week')} running and stays for {cadence}."
    return "It was done lately and has rested since." if inputs["known"] else "It is new, or was not done for 8 weeks."


def _recency(frame: Frame, slot: Slot, inputs: Inputs) -> str:  # noqa: ARG001 - as all factors here
    days = inputs["daysSince"]
    if days is None:
        return "There is no record of it, so its load has to be found."
    return f"It was last done {plural(days, 'day')} before this week began."


def _fatigue(frame: Frame, slot: Slot, inputs: Inputs) -> str:  # noqa: ARG001 - as all factors here
    block = frame.block_type.value.lower()
    return f"It costs {inputs['fatigueCost']} of 5 in fatigue, which counts {num(inputs['strain'], 2)} in this {block}."


def _time(frame: Frame, slot: Slot, inputs: Inputs) -> str:  # noqa: ARG001 - as all factors here
    return f"A set takes about {inputs['secondsPerSet']} seconds of a session, rest included."


def _unilateral(frame: Frame, slot: Slot, inputs: Inputs) -> str:  # noqa: ARG001 - as all factors here
    kind = "one side at a time" if inputs["unilateral"] else "both sides at once"
    wish = "one side at a time" if inputs["wanted"] else "both sides at once"
    return f"It trains {kind}; the goal prefers {wish}."


def _equipment(frame: Frame, slot: Slot, inputs: Inputs) -> str:  # noqa: ARG001 - as all factors here
    kinds = ", ".join(str(kind).replace("_", " ").lower() for kind in inputs["equipment"])
    return f"{STEPS_WORDS[inputs['steps']]} ({kinds})."


STEPS_WORDS: Final = {
    "fine": "Its load can be raised in fine steps",
    "help": "Its help can be taken away in steps",
    "coarse": "Its load rises in coarse steps",
    "body": "Only repetitions can be added to body weight",
}
WORDS: Final[Mapping[str, Words]] = {
    "block_fit": _block_fit,
    "muscle_need": _muscle_need,
    "stimulus_to_fatigue": _stimulus,
    "favourite": _favourite,
    "novelty": _novelty,
    "recency": _recency,
    "length_position": _length,
    "fatigue_fit": _fatigue,
    "time_fit": _time,
    "unilateral_preference": _unilateral,
    "equipment_fit": _equipment,
}
BETTER: Final[Mapping[str, str]] = {
    "block_fit": "fits the block's plan and repetitions better",
    "muscle_need": "fills more of what the week still needs",
    "stimulus_to_fatigue": "gives more stimulus for its fatigue",
    "favourite": "is a favourite of the athlete's",
    "novelty": "is better placed in the rotation",
    "recency": "was done more recently, so that its load is known",
    "length_position": "loads the muscle at a longer length",
    "fatigue_fit": "costs less fatigue",
    "time_fit": "takes less time",
    "unilateral_preference": "works the sides as the goal prefers",
    "equipment_fit": "can be loaded in finer steps",
}


def against(one: float, other: float) -> str:
    """Two scores side by side, as finely as it takes to tell them apart."""
    digits = next((n for n in (2, 3, 4) if round(one, n) != round(other, n)), 2)
    return f"{num(one, digits)} against {num(other, digits)}"


def sentence(frame: Frame, slot: Slot, key: str, inputs: Inputs) -> str:
    return WORDS[key](frame, slot, inputs)


def deciding(winner: Scored, loser: Scored) -> int | None:
    """The factor in which the winner is furthest ahead, None where it is ahead in none."""
    gaps = [mine - other for mine, other in zip(winner.points, loser.points, strict=True)]
    best = max(range(len(gaps)), key=gaps.__getitem__)
    return best if gaps[best] > 0 else None


def lost(winner: Scored, loser: Scored) -> str:
    """Why an exercise lost, in words that name the deciding factor."""
    index = deciding(winner, loser)
    scores = against(loser.score, winner.score)
    if index is None:
        return f"It scores the same ({scores}) and comes later in the catalogue."
    values = f"{num(winner.values[index], 2)} against {num(loser.values[index], 2)}"
    if winner.score == loser.score:
        return f"It scores the same ({scores}) and comes later in the catalogue."
    return f"It scores {scores}: {winner.exercise.name} {BETTER[IDS[index]]} ({values})."
