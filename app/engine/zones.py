"""What a block asks of effort and of the main lifts: its rule by goal and training age, ramps and zones."""

import math
from typing import NamedTuple

from app.engine.constants import (
    AGE_RULES,
    DELOAD_LOAD,
    EASY_RIR,
    RESTORATION_REPS,
    RESTORATION_ZONE,
    RULES,
    Goal,
    Rule,
)
from models.values.athletes import TrainingAge
from models.values.plan import BlockType, IntensityBias, VolumeTarget


class Zone(NamedTuple):
    """Repetitions and percent of 1RM of the main lifts."""

    reps: tuple[int, int]
    percent: tuple[float, float]


def rule_for(age: TrainingAge, goal: Goal, block_type: BlockType, before: Zone | None = None) -> Rule:
    """The rule of a block: the goal's template, the training age's departure from it, then the goal's own changes.

    `before` is the zone of the working block before it, from which a deload takes its lighter loads.
    """
    if block_type in (BlockType.DELOAD, BlockType.RESTORATION):
        zone = _easy_zone(goal, block_type, before or working_zone(age, goal))
        return Rule(VolumeTarget.DELOAD_VOLUME, 1.0, (EASY_RIR, EASY_RIR), zone.reps, zone.percent)
    rule = AGE_RULES.get((age, goal.bias, block_type)) or RULES[goal.bias, block_type]
    high, low = (max(rir, goal.rir_least) for rir in rule.rir)
    low = min(high, low + goal.rir_end_shift)
    least = max(1, rule.reps[0] + goal.lift_reps)
    return rule._replace(ramp=min(rule.ramp, goal.ramp_most), rir=(high, low), reps=(least, max(least, rule.reps[1])))


def working_zone(age: TrainingAge, goal: Goal) -> Zone:
    """The main lifts' zone in an accumulation."""
    rule = rule_for(age, goal, BlockType.ACCUMULATION)
    return Zone(rule.reps, rule.percent)


def _easy_zone(goal: Goal, block_type: BlockType, before: Zone) -> Zone:
    if block_type is BlockType.RESTORATION:
        endurance = goal.bias is IntensityBias.MUSCULAR_ENDURANCE
        return Zone(before.reps if endurance else RESTORATION_REPS, _lighter(before.percent, RESTORATION_ZONE))
    lighter = (round(before.percent[0] * DELOAD_LOAD[0]), round(before.percent[1] * DELOAD_LOAD[1]))
    return Zone(before.reps, lighter)


def _lighter(percent: tuple[float, float], limits: tuple[float, float]) -> tuple[float, float]:
    return min(percent[0], limits[0]), min(percent[1], limits[1])


def rir_ramp(start: float, end: float, weeks: int) -> list[float]:
    """RIR of each week, linear from start to end, rounded to 0.5; a single week takes the start.

    Halves round up, so the ramp never rises where start is at least end.
    """
    if weeks < 1:
        raise ValueError(f"a block has at least 1 week, not {weeks}")
    step = (end - start) / (weeks - 1) if weeks > 1 else 0.0
    return [half_step(start + step * week) for week in range(weeks)]


def half_step(value: float) -> float:
    """The nearest multiple of 0.5, halves up."""
    return math.floor(value * 2 + 0.5) / 2
