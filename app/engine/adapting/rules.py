"""Readiness rules as data: the shipped ones, their sentences, their JSON, and what makes edited ones unusable."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

from app.engine.constants import VERSION
from app.engine.constants_adapting import (
    AS_PLANNED,
    BAND_GAP,
    BANDS,
    DEVICE,
    GO,
    LOW_CONFIDENCE,
    RECOVERY,
    RIR_UP,
    RULES,
    SETS_DOWN,
    SIGNAL_AGE,
    SORE_MUSCLE,
    TWO_SIGNALS,
    Number,
)
from app.errors import InvalidInput
from models.values.adapting import ReadinessRule, RuleNumber, Rules

RULES_VERSION: Final = 1
SCHEMA: Final = "readiness_rules"
_SEVERER: Final = ((RIR_UP, SETS_DOWN), (SETS_DOWN, RECOVERY))


def default_rules() -> Rules:
    """The rules as they are shipped, with their sentences."""
    return with_sentences(
        Rules(tuple(ReadinessRule(s.id, s.name, _numbers(s.thresholds), _numbers(s.effects)) for s in RULES))
    )


def _numbers(numbers: Sequence[Number]) -> tuple[RuleNumber, ...]:
    return tuple(RuleNumber(*each) for each in numbers)


def with_sentences(rules: Rules) -> Rules:
    """The rules with each sentence made anew from their numbers."""
    said = sentences(rules)
    return replace(rules, rules=tuple(replace(rule, sentence=said[rule.id]) for rule in rules.rules))


def checked(rules: Rules) -> Rules:
    """The rules with their sentences, where they can be used.

    Raises `InvalidInput` naming rule, field and limit: a number outside its limits, thresholds of
    bands that meet or cross, or a band that takes less away than a fresher one.
    """
    for rule in rules.rules:
        for number in rule.numbers:
            _check_number(rule, number)
    for fresher, wearier in pairwise(BANDS[:-1]):
        upper, lower = rules.number(fresher, "atLeast"), rules.number(wearier, "atLeast")
        if upper - lower < BAND_GAP - 1e-9:
            raise InvalidInput(
                f"{rules.rule(wearier).name}: freshness at least must lie {of_100(BAND_GAP)} or more below "
                f"{rules.rule(fresher).name} ({of_100(upper)}), not at {of_100(lower)}."
            )
    for milder, severer in _SEVERER:
        _check_severity(rules.rule(milder), rules.rule(severer))
    return with_sentences(rules)


def _check_number(rule: ReadinessRule, number: RuleNumber) -> None:
    if not math.isfinite(number.value) or not number.low - 1e-9 <= number.value <= number.high + 1e-9:
        raise InvalidInput(
            f"{rule.name}: {number.label} must be {shown(number, number.low)} to {shown(number, number.high)}, "
            f"not {shown(number, number.value)}."
        )
    if number.unit in {"sets", "groups", "soreness"} and number.value != round(number.value):
        raise InvalidInput(f"{rule.name}: {number.label} must be a whole number, not {number.value:g}.")


def _check_severity(milder: ReadinessRule, severer: ReadinessRule) -> None:
    """Who is fresher must never be asked for less, so each band takes at least what the one above it takes."""
    limits = {number.key: number for number in milder.effects}
    for number in severer.effects:
        other = limits.get(number.key)
        takes_less = other is not None and (
            number.value < other.value if number.key == "rir" else number.value > other.value
        )
        if other is not None and takes_less:
            raise InvalidInput(
                f"{severer.name}: {number.label} must take at least as much as {milder.name} "
                f"({shown(other, other.value)}), not {shown(number, number.value)}."
            )


def shown(number: RuleNumber, value: float) -> str:
    """A value as people read it: freshness of 100, confidence in per cent."""
    if not math.isfinite(value):
        return "no number"
    match number.unit:
        case "freshness":
            return of_100(value)
        case "confidence":
            return f"{100 * value:g} %"
        case "percent":
            return f"{value:+g} %" if value else "0 %"
        case "hours":
            return f"{value:g} hours"
    return f"{value:g}"


def of_100(freshness: float) -> str:
    """0.4 as "40", the way every page shows freshness."""
    return f"{round(100 * freshness, 6):g}"


def sentences(rules: Rules) -> dict[str, str]:
    """Rule id to a finished English sentence with the rule's own numbers."""
    at = {band: of_100(rules.number(band, "atLeast")) for band in BANDS[:-1]}
    two, low = rules.rule(TWO_SIGNALS), rules.rule(LOW_CONFIDENCE)
    go, sore = rules.rule(GO), rules.rule(SORE_MUSCLE)
    lost = sore.number("setsMost")
    sore_sets = f"; when two signals agree they lose {_count(lost, 'set', 'sets')}" if lost else ""
    return {
        SIGNAL_AGE: f"A check-in older than {rules.number(SIGNAL_AGE, 'hours'):g} hours says nothing about today.",
        LOW_CONFIDENCE: (
            f"Below a confidence of {100 * low.number('below'):g} %, at most {_count(low.number('setsMost'), 'set')} "
            f"an exercise and {abs(low.number('loadPercent')):g} % of load are taken away, and nothing is added."
        ),
        TWO_SIGNALS: (
            f"Sets and load are cut only when {two.number('groups'):g} or more of answers, performance and device "
            f"stand below {of_100(two.number('groupBelow'))}, or the answers alone below "
            f"{of_100(two.number('answersBelow'))}."
        ),
        DEVICE: (
            f"A device below {of_100(rules.number(DEVICE, 'below'))} asks for "
            f"{_reserve(rules.number(DEVICE, 'rir'))}; on its own it changes nothing else."
        ),
        GO: f"Freshness {at[GO]} or more: {_gains(go)}.",
        AS_PLANNED: f"Freshness {at[AS_PLANNED]} to {at[GO]}: train as planned.",
        RIR_UP: f"Freshness {at[RIR_UP]} to {at[AS_PLANNED]}: {_effects(rules.rule(RIR_UP))}.",
        SETS_DOWN: f"Freshness {at[SETS_DOWN]} to {at[RIR_UP]}: {_effects(rules.rule(SETS_DOWN))}.",
        RECOVERY: f"Freshness below {at[SETS_DOWN]}: a recovery session or rest; {_effects(rules.rule(RECOVERY))}.",
        SORE_MUSCLE: (
            f"Exercises that train a muscle at soreness {sore.number('level'):g} of 3 directly get "
            f"{_reserve(sore.number('rir'))}{sore_sets}."
        ),
    }


def _effects(rule: ReadinessRule) -> str:
    """What a band does, volume first: "25 % fewer sets, 1 more repetition in reserve, 3 % less load"."""
    found = {number.key: number.value for number in rule.effects}
    parts = []
    if found.get("setsPercent"):
        parts.append(f"{-found['setsPercent']:g} % fewer sets")
    if found.get("rir"):
        parts.append(_reserve(found["rir"]))
    if found.get("loadPercent"):
        parts.append(f"{-found['loadPercent']:g} % less load")
    return ", ".join(parts) or "train as planned"


def _gains(rule: ReadinessRule) -> str:
    parts = []
    if load := rule.number("loadPercent"):
        parts.append(f"up to {load:g} % more load, as far as the plates allow")
    if rule.number("sets"):
        parts.append("1 more set for a muscle below its productive volume")
    return ", and ".join(parts) or "train as planned"


def _reserve(rir: float) -> str:
    if not rir:
        return "no more repetitions in reserve"
    return f"{rir:g} more repetition{'' if rir == 1 else 's'} in reserve"


def _count(number: float, one: str, many: str | None = None) -> str:
    return f"{number:g} {one if number == 1 else many or one + 's'}"


def as_json(rules: Rules) -> dict[str, Any]:
    """The numbers of the rules as they are stored, in the shape of resources/schemas/readiness_rules.json."""
    return {
        "version": RULES_VERSION,
        "constants": VERSION,
        "rules": [
            {
                "id": rule.id,
                "thresholds": {number.key: number.value for number in rule.thresholds},
                "effects": {number.key: number.value for number in rule.effects},
            }
            for rule in rules.rules
        ],
    }


def from_json(document: Mapping[str, Any]) -> Rules:
    """An athlete's own rules from a document of the right shape; what it does not name keeps its usual number.

    Raises `InvalidInput` for a rule or field that does not exist, and as `checked` does.
    """
    rules = replace(default_rules(), is_own=True)
    for stored in document["rules"]:
        for key, value in {**stored["thresholds"], **stored["effects"]}.items():
            try:
                rules = rules.edited(stored["id"], key, float(value))
            except KeyError:
                raise InvalidInput(f"There is no readiness rule {stored['id']!r} with a field {key!r}.") from None
    return checked(rules)
