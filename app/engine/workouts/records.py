"""The stored reason for an exercise and for its sets, as JSON; resources/schemas describes both."""

from typing import Any, Final

from app.engine.constants import VERSION
from app.engine.workouts import part_words as say
from app.engine.workouts.choosing import BLOCK, ROTATION, Choice, Loser
from app.engine.workouts.factor_words import BETTER, against, deciding, lost, sentence
from app.engine.workouts.factors import IDS, WEIGHTS, Scored, inputs_of
from app.engine.workouts.frame import MAIN, Frame
from app.engine.workouts.load_words import find_part, load_part
from app.engine.workouts.placing import Item
from app.engine.workouts.prescribing import Prescribed
from app.engine.workouts.wording import num, plural

SHAPE_VERSION: Final = 1
SECOND_REASON: Final = 0.02
"""Points from which a second reason is worth a word."""
MAIN_CITATIONS: Final = ("kassiano2022", "fonseca2014")
ACCESSORY_CITATIONS: Final = ("pelland2025", "kassiano2022", "schoenfeld2021")


def selection_reason(frame: Frame, choice: Choice, item: Item) -> dict[str, Any]:
    """Why this exercise: the factors as they were used, who lost and why, who was ruled out."""
    slot, scored = choice.slot, choice.scored
    inputs = inputs_of(choice.scene, scored.exercise)
    record: dict[str, Any] = {
        "version": SHAPE_VERSION,
        "constants": VERSION,
        "exercise": scored.exercise.id,
        "name": scored.exercise.name,
        "slot": {"kind": slot.kind, "pattern": slot.pattern, "muscle": slot.muscle, "sets": item.sets},
        "planned": slot.planned,
        "fixed": choice.fixed is not None,
        "fixedBy": choice.fixed,
        "sentence": _why(frame, choice),
        "score": scored.score,
        "factors": [
            factor | {"sentence": sentence(frame, slot, key, numbers), "inputs": numbers}
            for factor, key, numbers in zip(_factors(scored), IDS, inputs, strict=True)
        ],
        "alternatives": [
            {
                "exercise": loser.scored.exercise.id,
                "name": loser.scored.exercise.name,
                "score": loser.scored.score,
                "factors": _factors(loser.scored),
                "barred": loser.barred,
                "lost": _lost(frame, choice, loser),
            }
            for loser in choice.losers
        ],
        "ruledOut": [
            {"exercise": key, "name": frame.name(key), "rule": rule.id, "sentence": rule.sentence}
            for key, rule in choice.ruled_out
        ],
        "citations": list(_citations(choice)),
    }
    return record


def _factors(scored: Scored) -> list[dict[str, Any]]:
    return [
        {"id": key, "value": value, "weight": weight, "points": points}
        for key, value, weight, points in zip(IDS, scored.values, WEIGHTS, scored.points, strict=True)
    ]


def _citations(choice: Choice) -> tuple[str, ...]:
    if choice.slot.kind == MAIN:
        return MAIN_CITATIONS
    long = choice.scored.values[IDS.index("length_position")] >= 0.75
    return (*ACCESSORY_CITATIONS, *(("wolf2025",) if long else ()))


def _why(frame: Frame, choice: Choice) -> str:
    slot, name = choice.slot, choice.exercise.name
    weeks = frame.brief.block.duration_weeks
    if choice.fixed == BLOCK:
        stays = f"stays for all {plural(weeks, 'week')}" if weeks > 1 else "stays"
        return f"{name} is the block's {_part(frame, choice)} and {stays}, so that its weeks can be compared."
    gone = next((rule.sentence for key, rule in choice.ruled_out if key == slot.planned), None)
    start = ""
    if gone is not None and choice.exercise.id != slot.planned:
        start = f"{gone} {name} takes its place as {_part(frame, choice)}"
    if choice.fixed == ROTATION:
        return (
            f"{start + '.' if start else ''}{' ' if start else ''}{name} has been in this block for the "
            f"{frame.muscle(slot.muscle or '')} and stays until its {plural(frame.cadence, 'week')} are over."
        )
    start = start or f"{name} was chosen for the {frame.muscle(slot.muscle or '')}"
    return f"{start}{_ahead(choice)}"


def _part(frame: Frame, choice: Choice) -> str:
    if choice.slot.kind == MAIN:
        return f"main lift of the {(choice.slot.pattern or 'main').replace('_', ' ').lower()} pattern"
    return f"exercise for the {frame.muscle(choice.slot.muscle or '')}"


def _ahead(choice: Choice) -> str:
    """How far ahead it is of the best that could have been taken instead."""
    rivals = [loser.scored for loser in choice.losers if loser.barred is None]
    if not rivals:
        return "; nothing else that trains it was left."
    rival = rivals[0]
    index = deciding(choice.scored, rival)
    scores = against(choice.scored.score, rival.score)
    if index is None or choice.scored.score == rival.score:
        return f"; {rival.exercise.name} scores the same ({scores}) and comes later in the catalogue."
    second = _second(choice.scored, rival, index)
    return f", ahead of {rival.exercise.name} ({scores}): it {BETTER[IDS[index]]}{second}."


def _second(winner: Scored, rival: Scored, first: int) -> str:
    """The next reason, where it counts for something beside the first."""
    gaps = [(mine - other, n) for n, (mine, other) in enumerate(zip(winner.points, rival.points, strict=True))]
    gap, index = max((pair for pair in gaps if pair[1] != first), key=lambda pair: pair[0])
    return f", and it {BETTER[IDS[index]]}" if gap >= SECOND_REASON else ""


def _lost(frame: Frame, choice: Choice, loser: Loser) -> str:
    scores = against(loser.scored.score, choice.scored.score)
    link = ", but" if loser.scored.score > choice.scored.score else "; besides,"
    if loser.barred == BLOCK:
        return f"It scores {scores}{link} a main lift is not exchanged inside a block."
    if loser.barred == ROTATION and choice.fixed == ROTATION:
        return f"It scores {scores}{link} {choice.exercise.name} stays until its {frame.cadence} weeks are over."
    if loser.barred == ROTATION:
        share = num(100 * frame.novelty_share, 0)
        return f"It scores {scores}{link} it would be new, and at most {share} % of the accessories change at once."
    return lost(choice.scored, loser.scored)


def prescription_rationale(frame: Frame, one: Prescribed) -> dict[str, Any]:
    """Why these sets: sets, repetitions, load, effort and rest with the numbers they came from."""
    parts = {
        "sets": say.sets_part(frame, one),
        "reps": say.reps_part(frame, one),
        "load": load_part(frame, one),
        "rir": say.rir_part(frame, one),
        "rest": say.rest_part(frame, one),
    }
    cited = dict.fromkeys(key for part in parts.values() for key in part["citations"])
    return {
        "version": SHAPE_VERSION,
        "constants": VERSION,
        **parts,
        "find": find_part(one, frame.brief.unit),
        "warmUps": [{"loadKg": warm_up.load_kg, "reps": warm_up.reps} for warm_up in one.warm_ups],
        "sentence": say.paragraph(frame, one),
        "citations": list(cited),
    }
