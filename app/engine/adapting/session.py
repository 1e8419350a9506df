"""What readiness makes of today's session: bands, the two-signal rule, and changes that stay inside them.

Who is fresher is never asked for less, all else equal: every rule below only ever takes more away as
a signal falls. Volume goes before load, and nobody is left without a set.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from app.engine.adapting.dosing import fewer_sets, more_reserve, scaled_load
from app.engine.adapting.rules import of_100
from app.engine.adapting.verdicts import Effect, Verdict, judge
from app.engine.constants_adapting import (
    AS_PLANNED,
    DELOAD,
    DEVICE,
    GO,
    LOW_CONFIDENCE,
    RECOVERY,
    RULE_CLAIMS,
    SIGNAL_AGE,
    SORE_MUSCLE,
    TWO_SIGNALS,
    VOLUME_FIRST_CLAIMS,
)
from models.values.adapting import Autoregulation, Rules, SessionChange, TodayExercise, VolumeRoom
from models.values.readiness import Freshness

UNKNOWN: Final = "unknown"


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
    verdict = judge(freshness, rules)
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


def _is_sore(exercise: TodayExercise, freshness: Freshness, rules: Rules) -> bool:
    return bool(_sore_muscles(exercise, freshness, rules))


def _sore_muscles(exercise: TodayExercise, freshness: Freshness, rules: Rules) -> list[str]:
    """Muscles that the exercise trains directly and that are as sore as the rule asks."""
    level = rules.number(SORE_MUSCLE, "level")
    return sorted(m for m, share in exercise.muscles.items() if share >= 1 and freshness.sore.get(m, 0) >= level)


def _sore_effect(verdict: Verdict, rules: Rules) -> Effect:
    """The verdict with what soreness adds; it never adds up, the stricter of both counts."""
    effect = replace(verdict.effect, load=min(0.0, verdict.effect.load), extra=0)
    if verdict.is_sure:
        effect = replace(effect, rir=max(effect.rir, rules.number(SORE_MUSCLE, "rir")))
    return effect


def _changes(exercise: TodayExercise, effect: Effect, why: Mapping[str, str]) -> list[SessionChange]:
    """What an effect does to one exercise: sets, then load, then effort; empty where plates and bounds allow none."""
    wanted: list[tuple[str, float | None, float | None]] = [
        ("sets", exercise.sets, fewer_sets(exercise.sets, effect.sets, effect.sets_most, int(why.get("lose", "0")))),
        ("load", exercise.load_kg, _scaled(exercise, effect)),
        ("rir", exercise.rir, more_reserve(exercise.rir, effect.rir)),
    ]
    return [
        SessionChange(exercise.exercise, exercise.name, name, original, adjusted, why[name])
        for name, original, adjusted in wanted
        if original is not None and adjusted is not None and original != adjusted
    ]


def _scaled(exercise: TodayExercise, effect: Effect) -> float | None:
    return scaled_load(exercise.load_kg, effect.load, exercise.increment_kg, exercise.least_kg)


def _why(
    exercise: TodayExercise, verdict: Verdict, rules: Rules, freshness: Freshness, *, is_sore: bool
) -> dict[str, str]:
    """A reason per field, naming the rule with its numbers; `lose` is how many sets soreness takes at least."""
    decided = verdict.band if verdict.rules[0] == LOW_CONFIDENCE else verdict.rules[0]
    parts = [f"{_named(decided, rules)} Freshness today {of_100(round(freshness.score, 2))}."]
    parts += [rules.rule(TWO_SIGNALS).sentence] if verdict.is_held else []
    parts += [] if verdict.is_sure else [rules.rule(LOW_CONFIDENCE).sentence]
    reasons = dict.fromkeys(("sets", "load", "rir"), " ".join(parts))
    capped = "" if verdict.is_sure else f" {rules.rule(LOW_CONFIDENCE).sentence}"
    if is_sore:
        muscles = _sore_muscles(exercise, freshness, rules)
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
    verdict: Verdict,
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
    verdict: Verdict,
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


def _summary(verdict: Verdict, freshness: Freshness, rules: Rules, changes: Sequence[SessionChange]) -> str:
    head = f"Freshness {of_100(round(freshness.score, 2))}, confidence {round(100 * freshness.confidence)} %"
    own = " (rules edited for this athlete)" if rules.is_own else ""
    if not changes:
        return f"{head}: the session stays as planned{own}.{_why_not(verdict, rules)}"
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
    held = f" Sets and load stay. {rules.rule(TWO_SIGNALS).sentence}" if verdict.is_held else ""
    offer = " Rest is as good a choice today." if verdict.band == RECOVERY and verdict.agree else ""
    return f"{head}: {', '.join(done)}{own}.{held}{offer}"


def _why_not(verdict: Verdict, rules: Rules) -> str:
    """Why a band that changes something changed nothing."""
    if not verdict.is_sure and verdict.band != AS_PLANNED:
        return f" {rules.rule(LOW_CONFIDENCE).sentence}"
    if verdict.is_held:
        return f" {rules.rule(TWO_SIGNALS).sentence}"
    if verdict.band == GO and verdict.effect.load > 0:
        return f" No load has a step as small as {verdict.effect.load:g} %."
    return ""


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
