"""What readiness makes of today's session: bands, the two-signal rule, and changes that stay inside them.

Who is fresher is never asked for less, all else equal: every rule below only ever takes more away as
a signal falls. Volume goes before load, and nobody is left without a set.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from app.engine.adapting.dosing import fewer_sets, more_reserve, scaled_load
from app.engine.adapting.rules import of_100
from app.engine.constants_adapting import (
    AS_PLANNED,
    BANDS,
    DELOAD,
    DEVICE,
    GO,
    LOW_CONFIDENCE,
    RECOVERY,
    RIR_UP,
    RULE_CLAIMS,
    SETS_DOWN,
    SIGNAL_AGE,
    SORE_MUSCLE,
    TWO_SIGNALS,
    VOLUME_FIRST_CLAIMS,
)
from app.engine.workouts.brief import Freshness
from models.values.adapting import Autoregulation, Rules, SessionChange, TodayExercise, VolumeRoom

ANSWERS, PERFORMANCE, WEARABLE = "subjective", "performance", "wearable"
UNKNOWN: Final = "unknown"
_CUTS: Final = frozenset({RIR_UP, SETS_DOWN, RECOVERY})
_EPSILON: Final = 1e-9


@dataclass(frozen=True, slots=True)
class _Effect:
    """What is done to every exercise: sets and load in percent (negative takes away), RIR added, sets added."""

    rir: float = 0.0
    load: float = 0.0
    sets: float = 0.0
    sets_most: float = math.inf
    """Sets an exercise may lose at most."""
    extra: int = 0


@dataclass(frozen=True, slots=True)
class _Verdict:
    """The band, what it does, the rules that took part (the deciding one first) and whether two signals agree."""

    band: str
    effect: _Effect
    rules: tuple[str, ...]
    agree: bool
    is_sure: bool


def autoregulate(
    planned: Sequence[TodayExercise],
    freshness: Freshness | None,
    rules: Rules,
    *,
    is_deload: bool = False,
    may_scale: bool = True,
    room: VolumeRoom | None = None,
) -> Autoregulation:
    """Adjust a session to the athlete's readiness; the same input always gives the same answer.

    `freshness` is None where nothing is known; signals older than the rules allow are ignored.
    Deload sessions and blocks that allow no scaling stay as planned. Changes come exercise by
    exercise, sets before load before RIR; nothing is ever cut below one set.
    """
    if is_deload:
        return _nothing(DELOAD, "A deload is easy already.", "A deload session stays as planned.", freshness)
    if not may_scale:
        return _nothing(None, "", "This block allows no automatic changes: the session stays as planned.", freshness)
    if freshness is None or not math.isfinite(freshness.score):
        return _nothing(None, "", "Nothing is known of today: the session stays as planned.", None)
    if freshness.age_hours > rules.number(SIGNAL_AGE, "hours"):
        said = f"The last check-in is {freshness.age_hours:.0f} hours old: the session stays as planned."
        return _nothing(SIGNAL_AGE, rules.rule(SIGNAL_AGE).sentence, said, freshness)
    verdict = _judge(freshness, rules)
    changes: list[SessionChange] = []
    sore_names: list[str] = []
    for exercise in planned:
        is_sore = _is_sore(exercise, freshness, rules)
        effect = _sore_effect(verdict, rules) if is_sore else verdict.effect
        own = _changes(exercise, effect, _why(exercise, verdict, rules, freshness, is_sore=is_sore))
        if is_sore and own:
            sore_names.append(exercise.name)
        changes += own
    changes += _extra_set(planned, verdict, rules, room, changes, freshness)
    return _answer(verdict, freshness, rules, changes, sore_names)


def band_of(score: float, rules: Rules) -> str:
    """The band a freshness of 0 to 1 falls into."""
    for band in BANDS[:-1]:
        if score >= rules.number(band, "atLeast") - _EPSILON:
            return band
    return RECOVERY


def signals_agree(groups: Mapping[str, float | None], rules: Rules) -> bool:
    """Whether sets and load may be cut: enough groups are low, or the answers alone are very low."""
    rule = rules.rule(TWO_SIGNALS)
    low = sum(score is not None and score < rule.number("groupBelow") for score in groups.values())
    answers = groups.get(ANSWERS)
    return low >= rule.number("groups") or (answers is not None and answers < rule.number("answersBelow"))


def _judge(freshness: Freshness, rules: Rules) -> _Verdict:
    band = band_of(freshness.score, rules)
    agree = signals_agree(freshness.groups, rules)
    device = freshness.groups.get(WEARABLE)
    is_red = device is not None and device < rules.number(DEVICE, "below")
    is_sure = freshness.confidence >= rules.number(LOW_CONFIDENCE, "below")
    effect, decided = _band_effect(band, rules), [band]
    if band in _CUTS and not agree:
        # One signal alone holds effort back, no more than the mildest of these bands does.
        effect = _Effect(rir=min(effect.rir, rules.number(RIR_UP, "rir")))
        decided.insert(0, TWO_SIGNALS)
    if is_red:
        effect = replace(effect, rir=max(effect.rir, rules.number(DEVICE, "rir")), load=min(0.0, effect.load), extra=0)
        decided = [*decided, DEVICE] if band in _CUTS else [DEVICE, *decided]
    low = [score for score in freshness.groups.values() if score is not None]
    if band == GO and any(score < rules.number(TWO_SIGNALS, "groupBelow") for score in low):
        effect = replace(effect, load=min(0.0, effect.load), extra=0)
        decided.append(TWO_SIGNALS)
    if not is_sure:
        rule = rules.rule(LOW_CONFIDENCE)
        effect = _Effect(
            load=max(min(0.0, effect.load), rule.number("loadPercent")),
            sets=effect.sets,
            sets_most=rule.number("setsMost"),
        )
        decided.insert(0, LOW_CONFIDENCE)
    return _Verdict(band, effect, tuple(dict.fromkeys(decided)), agree, is_sure)


def _band_effect(band: str, rules: Rules) -> _Effect:
    found = {number.key: number.value for number in rules.rule(band).effects}
    return _Effect(
        rir=found.get("rir", 0.0),
        load=found.get("loadPercent", 0.0),
        sets=found.get("setsPercent", 0.0),
        extra=int(found.get("sets", 0.0)),
    )


def _is_sore(exercise: TodayExercise, freshness: Freshness, rules: Rules) -> bool:
    level = rules.number(SORE_MUSCLE, "level")
    return any(share >= 1 and freshness.sore.get(muscle, 0) >= level for muscle, share in exercise.muscles.items())


def _sore_effect(verdict: _Verdict, rules: Rules) -> _Effect:
    """The verdict with what soreness adds; it never adds up, the stricter of both counts."""
    effect = replace(verdict.effect, load=min(0.0, verdict.effect.load), extra=0)
    if verdict.is_sure:
        effect = replace(effect, rir=max(effect.rir, rules.number(SORE_MUSCLE, "rir")))
    return effect


def _changes(exercise: TodayExercise, effect: _Effect, why: Mapping[str, str]) -> list[SessionChange]:
    """What an effect does to one exercise: sets, then load, then effort; empty where plates and bounds allow none."""
    wanted: list[tuple[str, float | None, float | None]] = [
        ("sets", exercise.sets, fewer_sets(exercise.sets, effect.sets, effect.sets_most, int(why.get("lose", "0")))),
        ("load", exercise.load_kg, scaled_load(exercise.load_kg, effect.load, exercise.increment_kg)),
        ("rir", exercise.rir, more_reserve(exercise.rir, effect.rir)),
    ]
    return [
        SessionChange(exercise.exercise, exercise.name, name, original, adjusted, why[name])
        for name, original, adjusted in wanted
        if original is not None and adjusted is not None and original != adjusted
    ]


def _why(
    exercise: TodayExercise, verdict: _Verdict, rules: Rules, freshness: Freshness, *, is_sore: bool
) -> dict[str, str]:
    """A reason per field, naming the rule with its numbers; `lose` is how many sets soreness takes at least."""
    lead = _named(verdict.rules[0], rules)
    today = f"today {of_100(round(freshness.score, 2))}"
    band = f"{_named(verdict.band, rules)} Freshness {today}."
    shown = band if verdict.rules[0] in {verdict.band, LOW_CONFIDENCE} else f"{lead} Freshness {today}."
    capped = f" {rules.rule(LOW_CONFIDENCE).sentence}" if not verdict.is_sure else ""
    reasons = dict.fromkeys(("sets", "load", "rir"), f"{shown}{capped}")
    if is_sore:
        muscles = sorted(m for m, share in exercise.muscles.items() if share >= 1 and freshness.sore.get(m, 0) > 1)
        sore = f"{_named(SORE_MUSCLE, rules)} Sore today: {', '.join(m.replace('_', ' ') for m in muscles)}."
        if verdict.is_sure and rules.number(SORE_MUSCLE, "rir") > verdict.effect.rir:
            reasons["rir"] = sore
        if verdict.agree:
            lost = int(rules.number(SORE_MUSCLE, "setsMost"))
            reasons["lose"] = str(lost)
            if exercise.sets - fewer_sets(exercise.sets, verdict.effect.sets) < lost:
                reasons["sets"] = f"{sore}{capped}"
    return reasons


def _named(rule_id: str, rules: Rules) -> str:
    rule = rules.rule(rule_id)
    return f"{rule.name}: {rule.sentence}"


def _extra_set(
    planned: Sequence[TodayExercise],
    verdict: _Verdict,
    rules: Rules,
    room: VolumeRoom | None,
    changes: Sequence[SessionChange],
    freshness: Freshness,
) -> list[SessionChange]:
    """One more set for the first exercise with a muscle below its productive volume, where time allows."""
    if not verdict.effect.extra or room is None:
        return []
    taken = {change.exercise for change in changes if change.field == "sets"}
    for exercise in planned:
        short = any(
            share >= 1 and room.planned.get(muscle, math.inf) < room.productive_from.get(muscle, 0.0)
            for muscle, share in exercise.muscles.items()
        )
        usable = exercise.sets and exercise.exercise not in taken and not _is_sore(exercise, freshness, rules)
        if short and usable and exercise.seconds_per_set <= room.seconds_left:
            why = f"{_named(GO, rules)} Freshness today {of_100(round(freshness.score, 2))}."
            return [SessionChange(exercise.exercise, exercise.name, "sets", exercise.sets, exercise.sets + 1, why)]
    return []


def _answer(
    verdict: _Verdict,
    freshness: Freshness,
    rules: Rules,
    changes: Sequence[SessionChange],
    sore: Sequence[str],
) -> Autoregulation:
    fired = (*verdict.rules, SORE_MUSCLE) if sore else verdict.rules
    if sore and verdict.band in {GO, AS_PLANNED} and DEVICE not in verdict.rules:
        # Nothing but the soreness changed anything.
        fired = (SORE_MUSCLE, *verdict.rules)
    citations = [claim for rule in fired for claim in RULE_CLAIMS[rule]]
    citations += VOLUME_FIRST_CLAIMS if any(change.field == "sets" for change in changes) else ()
    return Autoregulation(
        rule=fired[0],
        rule_sentence=rules.rule(fired[0]).sentence,
        changes=tuple(changes),
        sentence=_summary(verdict, freshness, rules, changes),
        band=verdict.band,
        rules=fired,
        signals=_signals(freshness),
        citations=tuple(dict.fromkeys(citations)),
    )


def _summary(verdict: _Verdict, freshness: Freshness, rules: Rules, changes: Sequence[SessionChange]) -> str:
    head = f"Freshness {of_100(round(freshness.score, 2))}, confidence {round(100 * freshness.confidence)} %"
    own = " (rules edited for this athlete)" if rules.is_own else ""
    if not changes:
        held = verdict.band in _CUTS and (TWO_SIGNALS in verdict.rules or LOW_CONFIDENCE in verdict.rules)
        because = f" {rules.rule(verdict.rules[0]).sentence}" if held else ""
        return f"{head}: the session stays as planned{own}.{because}"
    done = []
    for field, up, down in (
        ("sets", "one more set", "fewer sets"),
        ("load", "more load", "less load"),
        ("rir", "more in reserve", "less in reserve"),
    ):
        for is_up, words in ((False, down), (True, up)):
            names = [each for each in changes if each.field == field and (each.adjusted > each.original) is is_up]
            if names:
                done.append(f"{words} in {len(names)} exercise{'' if len(names) == 1 else 's'}")
    offer = " Rest is as good a choice today." if verdict.band == RECOVERY and verdict.agree else ""
    return f"{head}: {', '.join(done)}{own}.{offer}"


def _signals(freshness: Freshness | None) -> dict[str, Any]:
    if freshness is None:
        return {}
    return {
        "freshness": round(freshness.score, 4),
        "confidence": round(freshness.confidence, 4),
        "ageHours": round(freshness.age_hours, 1),
        "groups": {name: None if score is None else round(score, 4) for name, score in freshness.groups.items()},
        "soreness": dict(freshness.sore),
    }


def _nothing(rule: str | None, rule_sentence: str, sentence: str, freshness: Freshness | None) -> Autoregulation:
    return Autoregulation(rule, rule_sentence, (), sentence, UNKNOWN, (rule,) if rule else (), _signals(freshness))
