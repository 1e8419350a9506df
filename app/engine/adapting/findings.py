"""What a review proposes: one thing at a time, the most pressing first, each with its numbers and its change."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from app.engine.adapting.attendance import Absence
from app.engine.adapting.changes import Change
from app.engine.adapting.ladder import LiftFacts, Recovery, Step, Taken, next_step
from app.engine.adapting.rules import of_100
from app.engine.adapting.smaller import SMALLER, Small, is_thin_attendance, volume, what_is_done
from app.engine.adapting.trends import percent_of, trend_sentence
from app.engine.adapting.triggers import DeloadReading, Trigger
from app.engine.constants import SCHEDULED_DELOAD_WEEKS
from app.engine.constants_adapting import (
    AWAY_EASY_WEEKS,
    EXTENSION_FRESH,
    EXTENSION_SHARE,
    JUDGED_LIFTS_LEAST,
)
from app.engine.progress import is_stall
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
_VOLUME_CLAIMS: Final = ("choice-volume-first", "spiering2021")


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
    absence: Absence | None = None
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

    Time away explains everything else: who has not trained needs no deload, and their lifts are not
    judged. A deload speaks for everything smaller while it stands. One signal alone asks for one
    small change, volume before load. Of the stalled lifts one is spoken of at a time. A block that
    goes well may go on a week longer.
    """
    if situation.absence is not None:
        back = (_pain(situation, fits), _after_absence(situation, situation.absence, fits))
        return [each for each in back if each is not None]
    deload = _deload(situation, fits)
    if deload is not None:
        return [deload]
    small = _single_signal(situation, fits) or _attendance(situation, fits)
    found = [each for each in (small, _stall(situation, fits)) if each is not None]
    if not found and (longer := _extension(situation, fits)) is not None:
        found.append(longer)
    return found


def _after_absence(situation: Situation, absence: Absence, fits: Fits) -> Finding | None:
    change = {**volume(absence.factor), "weeks": AWAY_EASY_WEEKS}
    if not fits(change):
        return None
    return Finding(
        AdaptationType.VOLUME_REDUCTION,
        f"volume:{situation.block_id}",
        "Fewer sets after time away",
        f"{absence.sentence} After time away training begins with less: sets times {absence.factor:g} for "
        f"{AWAY_EASY_WEEKS} weeks at most.",
        _evidence(situation.reading, _VOLUME_CLAIMS, (), absence.numbers, (absence.sentence,)),
        change,
    )


def _pain(situation: Situation, fits: Fits) -> Finding | None:
    hurt = [one for one in situation.reading.firing if one.name == "soreness" and one.numbers["pain"]]
    return _smaller(hurt[0], SMALLER["soreness"], situation, fits) if hurt else None


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
    made = SMALLER.get(firing[0].name) if len(firing) == 1 else None
    return None if made is None else _smaller(firing[0], made, situation, fits)


def _attendance(situation: Situation, fits: Fits) -> Finding | None:
    """Sessions missed week after week, where nothing else speaks."""
    thin = [one for one in situation.reading.triggers if is_thin_attendance(one)]
    if situation.reading.firing or not thin:
        return None
    return _smaller(thin[0], what_is_done, situation, fits)


def _smaller(trigger: Trigger, made: Callable[[Trigger], Small], situation: Situation, fits: Fits) -> Finding | None:
    kind, title, why, change = made(trigger)
    if not fits(change):
        return None
    word = "volume" if kind is AdaptationType.VOLUME_REDUCTION else "intensity"
    return Finding(
        kind,
        f"{word}:{situation.block_id}",
        title,
        f"{trigger.sentence} {why}",
        _evidence(situation.reading, _VOLUME_CLAIMS if word == "volume" else ("choice-autoregulation",), (trigger,)),
        change,
    )


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
    trend = trend_sentence(lift.name, latest, weeks)
    numbers = {
        **step.numbers,
        "lift": lift.exercise,
        "step": step.number,
        "variant": step.variant,
        "trend": latest.trend.value,
        "sessions": latest.sessions,
        "percentPerWeek": percent_of(latest),
        "evaluations": weeks,
        "falling": round(latest.falling, 2),
        "percentBelowBest": round(100 * (1 - math.exp(-latest.below_best)), 2),
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
