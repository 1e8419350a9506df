"""What a check-in asks for: its band, the rules that hold it back, and the effect that is left of it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from app.engine.constants_adapting import (
    BANDS,
    DEVICE,
    GO,
    LOW_CONFIDENCE,
    RECOVERY,
    RIR_UP,
    SETS_DOWN,
    TWO_SIGNALS,
)
from models.values.adapting import Rules
from models.values.readiness import Freshness

ANSWERS, WEARABLE = "subjective", "wearable"
CUTS: Final = frozenset({RIR_UP, SETS_DOWN, RECOVERY})
_EPSILON: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Effect:
    """What is done to every exercise: sets and load in percent (negative takes away), RIR added, sets added."""

    rir: float = 0.0
    load: float = 0.0
    sets: float = 0.0
    sets_most: float = math.inf
    """Sets an exercise may lose at most."""
    extra: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The band, what it does, the rules that took part (the deciding one first) and whether two signals agree."""

    band: str
    effect: Effect
    rules: tuple[str, ...]
    agree: bool
    is_sure: bool

    @property
    def is_held(self) -> bool:
        """The band would cut sets and load, but one signal alone may not."""
        return self.band in CUTS and not self.agree


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


def judge(freshness: Freshness, rules: Rules) -> Verdict:
    """What the rules make of a check-in that still counts."""
    band = band_of(freshness.score, rules)
    agree = signals_agree(freshness.groups, rules)
    device = freshness.groups.get(WEARABLE)
    is_red = device is not None and device < rules.number(DEVICE, "below")
    is_sure = freshness.confidence >= rules.number(LOW_CONFIDENCE, "below")
    effect, decided = _band_effect(band, rules), [band]
    if band in CUTS and not agree:
        # One signal alone holds effort back, no more than the mildest of these bands does.
        effect = Effect(rir=min(effect.rir, rules.number(RIR_UP, "rir")))
        decided.append(TWO_SIGNALS)
    if is_red:
        effect = replace(effect, rir=max(effect.rir, rules.number(DEVICE, "rir")), load=min(0.0, effect.load), extra=0)
        decided = [*decided, DEVICE] if band in CUTS else [DEVICE, *decided]
    low = [score for score in freshness.groups.values() if score is not None]
    if band == GO and any(score < rules.number(TWO_SIGNALS, "groupBelow") for score in low):
        effect = replace(effect, load=min(0.0, effect.load), extra=0)
        decided.append(TWO_SIGNALS)
    if not is_sure:
        rule = rules.rule(LOW_CONFIDENCE)
        effect = Effect(
            load=max(min(0.0, effect.load), rule.number("loadPercent")),
            sets=effect.sets,
            sets_most=rule.number("setsMost"),
        )
        decided.insert(0, LOW_CONFIDENCE)
    return Verdict(band, effect, tuple(dict.fromkeys(decided)), agree, is_sure)


def _band_effect(band: str, rules: Rules) -> Effect:
    found = {number.key: number.value for number in rules.rule(band).effects}
    return Effect(
        rir=found.get("rir", 0.0),
        load=found.get("loadPercent", 0.0),
        sets=found.get("setsPercent", 0.0),
        extra=int(found.get("sets", 0.0)),
    )
