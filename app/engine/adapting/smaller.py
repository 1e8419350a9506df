"""One signal of load by itself: one small change of the weeks left in the block."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from app.engine.adapting.changes import Change
from app.engine.adapting.triggers import Trigger
from app.engine.constants_adapting import AWAY_SHARE, INTENSITY_STEP, NEARER_LEAST, VOLUME_CUT
from models.values.kinds import AdaptationType

Small = tuple[AdaptationType, str, str, Change]


def _fewer_sets(_: Trigger) -> Small:
    why = f"One signal alone asks for no deload, but for fewer sets: {round(100 * (1 - VOLUME_CUT))} % less."
    return AdaptationType.VOLUME_REDUCTION, "Fewer sets to the end of the block", why, volume(VOLUME_CUT)


def volume(factor: float, muscles: Sequence[str] = ()) -> Change:
    return {"kind": "volume", "factor": factor, "muscles": list(muscles)}


def what_is_done(trigger: Trigger) -> Small:
    """Nobody trains a plan that does not fit their week: plan about what is being done."""
    shares = [share for share in trigger.numbers["shares"] if share is not None]
    factor = round(max(NEARER_LEAST, min(1.0, sum(shares) / len(shares))), 2)
    why = f"A plan that is done beats one that is not: sets times {factor:g}."
    return AdaptationType.VOLUME_REDUCTION, "A plan nearer to what is done", why, volume(factor)


def is_thin_attendance(trigger: Trigger) -> bool:
    """Week after week sessions were missed; a week left out altogether says nothing of how much fits into one."""
    return bool(trigger.numbers.get("attendance")) and bool(min(trigger.numbers["shares"]) >= AWAY_SHARE)


def _sore_muscles(trigger: Trigger) -> Small:
    if trigger.numbers["pain"]:
        why = "Train away from failure until it is clear what it is."
        change: Change = {"kind": "rir", "by": INTENSITY_STEP}
        return AdaptationType.INTENSITY_REDUCTION, "Away from failure while something hurts", why, change
    muscles = list(trigger.numbers["muscles"])
    why = f"Their sets alone go down by {round(100 * (1 - VOLUME_CUT))} %."
    return AdaptationType.VOLUME_REDUCTION, "Fewer sets for sore muscles", why, volume(VOLUME_CUT, muscles)


def _easier(_: Trigger) -> Small:
    why = f"The weeks left in the block keep their sets and get {INTENSITY_STEP:g} more repetition in reserve."
    change: Change = {"kind": "rir", "by": INTENSITY_STEP}
    return AdaptationType.INTENSITY_REDUCTION, "One more repetition in reserve", why, change


SMALLER: Final[Mapping[str, Callable[[Trigger], Small]]] = {
    "low_freshness": _fewer_sets,
    "lowRecoveryDays": _fewer_sets,
    "compliance": what_is_done,
    "soreness": _sore_muscles,
    "rpe_drift": _easier,
}
