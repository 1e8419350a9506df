"""What a review proposes: one thing at a time, the most pressing first, each with its numbers and its change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from app.engine.adapting.changes import Change
from app.engine.adapting.ladder import LiftFacts, Recovery, Step, Taken, next_step
from app.engine.adapting.rules import of_100
from app.engine.adapting.triggers import DeloadReading, Trigger
from app.engine.constants import SCHEDULED_DELOAD_WEEKS
from app.engine.constants_adapting import (
    AWAY_SHARE,
    EXTENSION_FRESH,
    EXTENSION_SHARE,
    INTENSITY_STEP,
    JUDGED_LIFTS_LEAST,
    NEARER_LEAST,
    VOLUME_CUT,
)
from app.engine.progress import Progress, is_stall
from models.values.athletes import TrainingAge
from models.values.kinds import AdaptationType, LiftTrend

_TRIGGER_CLAIMS: Final[Mapping[str, Sequence[str]]] = {
    "low_freshness": ("saw2016",),
    "lowRecoveryDays": ("thamm2019",),
    "declining_lifts": ("choice-stall",),
    "performanceStall": ("choice-stall", "stall-naive"),
    "rpe_drift": ("zourdos2016",),
    "soreness": ("rogerson2024",),
    "compliance": ("choice-deload-triggers",),
}
_WORDS: Final[Mapping[str, str]] = {
    "low_freshness": "freshness",
    "lowRecoveryDays": "recovery",
    "declining_lifts": "declining lifts",
    "performanceStall": "stalled lifts",
    "rpe_drift": "effort",
    "soreness": "soreness",
    "compliance": "sets left out",
}


@dataclass(frozen=True, slots=True)
class Situation:
    """An athlete in a season, as a review sees them."""

    today: date
    block_id: str
    """Of the block the coming week belongs to, or the one before it where that is a deload."""
    age: TrainingAge
    reading: DeloadReading
    lifts: Sequence[LiftFacts] = ()
    """Main lifts of the block, primary ones first."""
    recovery: Recovery = field(default_factory=Recovery)
    taken: Sequence[Taken] = ()
    open_stall: str | None = None
    """Lift (catalogue id) that a proposal is open for."""
    ends_before_deload: bool = False
    """The current block of work ends this week and a deload follows."""
    weeks_of_work: int = 0
    """Weeks since the last easy one, this week included."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something worth proposing."""

    kind: AdaptationType
    topic: str
    title: str
    reason: str
    evidence: Mapping[str, Any]
    change: Change


Fits = Callable[[Change], bool]


def findings(situation: Situation, fits: Fits) -> list[Finding]:
    """What to propose now; `fits` says whether the season takes a change.

    A deload speaks for everything else: while it stands nothing smaller is proposed. One signal
    alone asks for one small change, volume before load. Of the stalled lifts one is spoken of at a
    time. A block that goes well may go on a week longer.
    """
    deload = _deload(situation, fits)
    if deload is not None:
        return [deload]
    found = [each for each in (_single_signal(situation, fits), _stall(situation, fits)) if each is not None]
    if not found and (longer := _extension(situation, fits)) is not None:
        found.append(longer)
    return found


def _deload(situation: Situation, fits: Fits) -> Finding | None:
    reading = situation.reading
    change: Change = {"kind": "deload"}
    if not reading.asks_for_deload or not fits(change):
        return None
    named = [_WORDS[trigger.name] for trigger in reading.firing]
    listed = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
    return Finding(
        AdaptationType.EARLY_DELOAD,
        f"deload:{situation.block_id}",
        "An earlier deload",
        f"{len(named)} of {len(reading.triggers)} signals agree, {reading.needed} are enough: {listed}. "
        + " ".join(trigger.sentence for trigger in reading.firing),
        _evidence(reading, ("choice-deload-triggers", "choice-deload", "rogerson2024"), reading.firing),
        change,
    )


def _evidence(
    reading: DeloadReading,
    claims: Sequence[str],
    firing: Sequence[Trigger],
    numbers: Mapping[str, Any] | None = None,
    sentences: Sequence[str] = (),
) -> dict[str, Any]:
    own = [claim for trigger in firing for claim in _TRIGGER_CLAIMS.get(trigger.name, ())]
    return {
        "version": 1,
        "numbers": dict(numbers or {}) | {trigger.name: dict(trigger.numbers) for trigger in firing},
        "sentences": [*sentences, *(trigger.sentence for trigger in firing)],
        "triggers": [trigger.as_json() for trigger in reading.triggers],
        "signalsNeeded": reading.needed,
        "citations": list(dict.fromkeys([*claims, *own])),
    }


def _single_signal(situation: Situation, fits: Fits) -> Finding | None:
    """One signal of load by itself: a smaller change of the weeks left in the block."""
    firing = situation.reading.firing
    if len(firing) != 1:
        return None
    (trigger,) = firing
    made = _SMALLER.get(trigger.name)
    if made is None:
        return None
    kind, title, why, change = made(trigger)
    if not fits(change):
        return None
    word = "volume" if kind is AdaptationType.VOLUME_REDUCTION else "intensity"
    claims = ("choice-volume-first", "spiering2021") if word == "volume" else ("choice-autoregulation",)
    return Finding(
        kind,
        f"{word}:{situation.block_id}",
        title,
        f"{trigger.sentence} {why}",
        _evidence(situation.reading, claims, firing),
        change,
    )


_Small = tuple[AdaptationType, str, str, Change]


def _fewer_sets(_: Trigger) -> _Small:
    why = f"One signal alone asks for no deload, but for fewer sets: {round(100 * (1 - VOLUME_CUT))} % less."
    return AdaptationType.VOLUME_REDUCTION, "Fewer sets to the end of the block", why, _volume(VOLUME_CUT)


def _volume(factor: float, muscles: Sequence[str] = ()) -> Change:
    return {"kind": "volume", "factor": factor, "muscles": list(muscles)}


def _what_is_done(trigger: Trigger) -> _Small:
    """Nobody trains a plan that does not fit their week: plan about what is being done."""
    shares = [share for share in trigger.numbers["shares"] if share is not None]
    factor = round(max(NEARER_LEAST, min(1.0, sum(shares) / len(shares))), 2)
    title, why = "A plan nearer to what is done", f"A plan that is done beats one that is not: sets times {factor:g}."
    if min(shares) < AWAY_SHARE:
        title = "Fewer sets after time away"
        why = f"After time away a block begins with less: sets times {factor:g}."
    return AdaptationType.VOLUME_REDUCTION, title, why, _volume(factor)


def _sore_muscles(trigger: Trigger) -> _Small:
    if trigger.numbers["pain"]:
        why = "Train away from failure until it is clear what it is."
        change: Change = {"kind": "rir", "by": INTENSITY_STEP}
        return AdaptationType.INTENSITY_REDUCTION, "Away from failure while something hurts", why, change
    muscles = list(trigger.numbers["muscles"])
    why = f"Their sets alone go down by {round(100 * (1 - VOLUME_CUT))} %."
    return AdaptationType.VOLUME_REDUCTION, "Fewer sets for sore muscles", why, _volume(VOLUME_CUT, muscles)


def _easier(_: Trigger) -> _Small:
    why = f"The weeks left in the block keep their sets and get {INTENSITY_STEP:g} more repetition in reserve."
    change: Change = {"kind": "rir", "by": INTENSITY_STEP}
    return AdaptationType.INTENSITY_REDUCTION, "One more repetition in reserve", why, change


_SMALLER: Final[Mapping[str, Callable[[Trigger], _Small]]] = {
    "low_freshness": _fewer_sets,
    "lowRecoveryDays": _fewer_sets,
    "compliance": _what_is_done,
    "soreness": _sore_muscles,
    "rpe_drift": _easier,
}


def _stall(situation: Situation, fits: Fits) -> Finding | None:
    """The next step for one stalled lift: the one already spoken of, else the first that is due."""
    stalled = [lift for lift in situation.lifts if is_stall(lift.judged)]
    stalled.sort(key=lambda lift: lift.exercise != situation.open_stall)
    for lift in stalled:
        step = next_step(lift, situation.recovery, situation.taken, situation.today, fits)
        if step is not None:
            return _step_finding(lift, step, situation)
    return None


def _step_finding(lift: LiftFacts, step: Step, situation: Situation) -> Finding:
    latest = lift.judged[-1]
    weeks = len(lift.judged)
    trend = _trend_sentence(lift.name, latest, weeks)
    numbers = {
        **step.numbers,
        "lift": lift.exercise,
        "step": step.number,
        "variant": step.variant,
        "trend": latest.trend.value,
        "sessions": latest.sessions,
        "percentPerWeek": _percent(latest),
        "evaluations": weeks,
        "falling": round(latest.falling, 2),
    }
    claims = ("choice-stall", f"ladder-{step.number}", "ladder-wait")
    return Finding(
        step.kind,
        f"stall:{lift.exercise}:{step.number}:{step.variant}",
        step.title,
        f"{trend} {step.sentence}",
        _evidence(situation.reading, claims, (), numbers, (trend, step.sentence, *step.skipped)),
        step.change,
    )


def _trend_sentence(name: str, latest: Progress, weeks: int) -> str:
    percent = _percent(latest)
    interval = ""
    if percent is not None:
        interval = f" ({percent[0]:+.2f} % a week, 90 % interval {percent[1]:+.2f} to {percent[2]:+.2f})"
    return (
        f"{name} was stalled or declining in {weeks} weekly evaluations running and is {latest.trend.value} now, "
        f"over {latest.sessions} sessions{interval}."
    )


def _percent(latest: Progress) -> list[float] | None:
    if latest.slope is None or latest.low is None or latest.high is None:
        return None
    return [round(100 * value, 2) for value in (latest.slope, latest.low, latest.high)]


def _extension(situation: Situation, fits: Fits) -> Finding | None:
    """A block that goes well, before a deload nobody needs yet."""
    change: Change = {"kind": "extension"}
    trends = [lift.judged[-1].trend for lift in situation.lifts if lift.judged]
    judged = [trend for trend in trends if trend is not LiftTrend.TOO_LITTLE]
    improving = sum(trend is LiftTrend.IMPROVING for trend in judged)
    fresh = situation.recovery.freshness
    goes_well = (
        situation.ends_before_deload
        and not situation.reading.firing
        and fresh is not None
        and fresh >= EXTENSION_FRESH
        and len(judged) >= JUDGED_LIFTS_LEAST
        and improving >= EXTENSION_SHARE * len(judged)
        and LiftTrend.DECLINING not in judged
        and situation.weeks_of_work < SCHEDULED_DELOAD_WEEKS[situation.age][1]
    )
    if not goes_well or fresh is None or not fits(change):
        return None
    reason = (
        f"{improving} of {len(judged)} judged main lifts improve, none declines, freshness was "
        f"{of_100(round(fresh, 2))} on average, and no signal asks for a deload after {situation.weeks_of_work} weeks "
        "of work. A week is taken from a later block, so the season stays as long as it is."
    )
    numbers = {
        "improving": improving,
        "judged": len(judged),
        "freshness": round(fresh, 3),
        "weeksOfWork": situation.weeks_of_work,
    }
    return Finding(
        AdaptationType.BLOCK_EXTENSION,
        f"extension:{situation.block_id}",
        "A week longer before the deload",
        reason,
        _evidence(situation.reading, ("choice-deload", "bell2022"), (), numbers, (reason,)),
        change,
    )
