"""Deload triggers of a block, each read as true, false or not assessable, with its numbers and a sentence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from app.engine.adapting.attendance import WeekShare, sessions_said
from app.engine.adapting.rules import of_100
from app.engine.constants import DELOAD_TRIGGERS, SIGNALS_NEEDED
from app.engine.constants_adapting import (
    DRIFT_SESSIONS,
    DRIFT_WINDOW_DAYS,
    JUDGED_LIFTS_LEAST,
    LOW_RECOVERY,
    LOW_RECOVERY_OF_DAYS,
    PAIN_DAYS,
    SORE_GAP_DAYS,
    SORE_WINDOW_DAYS,
)
from models.values.kinds import LiftTrend

Limits = Mapping[str, float]
_HELD_BACK: Final = frozenset({LiftTrend.STALLED, LiftTrend.DECLINING})


@dataclass(frozen=True, slots=True)
class TriggerFacts:
    """What triggers are read from; empty means that nobody knows, never that all is well."""

    today: date
    freshness: Mapping[date, float] = field(default_factory=dict)
    """Of each day with a check-in, 0 to 1."""
    recovery: Mapping[date, float] = field(default_factory=dict)
    """A device's, percent."""
    soreness: Mapping[date, Mapping[str, int]] = field(default_factory=dict)
    """Of each day with a check-in: muscle key to 1 .. 3."""
    lifts: Mapping[str, Sequence[LiftTrend]] = field(default_factory=dict)
    """Name of each main lift to its last weekly evaluations, the newest last."""
    drifts: Sequence[tuple[date, float]] = ()
    """Of each session with comparable sets: RPE above what the same load and repetitions should cost or did cost."""
    compliance: Sequence[WeekShare] = ()
    """The last complete weeks of the season, the newest last."""
    pain: Sequence[tuple[date, str]] = ()
    """Days on which pain was reported, and where."""
    missed: Sequence[str] = ()
    """Main lifts with too few sessions to judge that fell short of their repetitions twice running: a hint only."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger as it stands today."""

    name: str
    state: bool | None
    """None: not assessable, too little is known."""
    numbers: Mapping[str, Any]
    sentence: str

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "state": self.state, "numbers": dict(self.numbers), "sentence": self.sentence}


@dataclass(frozen=True, slots=True)
class DeloadReading:
    """All triggers of a block."""

    triggers: Sequence[Trigger]
    needed: int

    @property
    def firing(self) -> Sequence[Trigger]:
        return [each for each in self.triggers if each.state]

    @property
    def asks_for_deload(self) -> bool:
        """As many as needed are true; what cannot be assessed counts for nothing."""
        return len(self.firing) >= self.needed


def read_triggers(document: Mapping[str, Any], facts: TriggerFacts) -> DeloadReading:
    """Read a block's deloadTriggers; the specification's own looser names are understood too.

    `performanceStall: n` is n weekly evaluations in a row stalled or declining, `lowRecoveryDays: n`
    is n of 7 days with a recovery below 40 %. What is not known is left out.
    """
    needed = document.get("signalsNeeded")
    found = [_READERS[name](limits, facts) for name, limits in _named(document) if name in _READERS]
    return DeloadReading(found, needed if isinstance(needed, int) and needed >= 1 else SIGNALS_NEEDED)


def _named(document: Mapping[str, Any]) -> list[tuple[str, Limits]]:
    stored = document.get("triggers")
    if isinstance(stored, Sequence) and not isinstance(stored, str):
        # A threshold that somebody left out keeps its usual number.
        return [(each["name"], {**DELOAD_TRIGGERS.get(each["name"], {}), **each["thresholds"]}) for each in stored]
    loose = ((name, document.get(name)) for name in ("performanceStall", "lowRecoveryDays"))
    return [(name, {"count": value}) for name, value in loose if isinstance(value, int | float) and value >= 1]


def _low_freshness(limits: Limits, facts: TriggerFacts) -> Trigger:
    below, days, of_days = limits["below"], int(limits["days"]), int(limits["of_days"])
    return _days_below(
        "low_freshness", facts.freshness, facts.today, below, days, of_days, f"Freshness below {of_100(below)}"
    )


def _low_recovery(limits: Limits, facts: TriggerFacts) -> Trigger:
    days = min(int(limits["count"]), LOW_RECOVERY_OF_DAYS)
    said = f"Recovery below {LOW_RECOVERY:g} %"
    return _days_below("lowRecoveryDays", facts.recovery, facts.today, LOW_RECOVERY, days, LOW_RECOVERY_OF_DAYS, said)


def _days_below(
    name: str, daily: Mapping[date, float], today: date, below: float, days: int, of_days: int, said: str
) -> Trigger:
    """True where enough days were below; false where even the unknown days could not make it so."""
    window = [daily[day] for back in range(of_days) if (day := today - timedelta(days=back)) in daily]
    low = sum(value < below for value in window)
    unknown = of_days - len(window)
    state = True if low >= days else False if low + unknown < days else None
    numbers = {"daysBelow": low, "daysKnown": len(window), "ofDays": of_days, "daysNeeded": days, "below": below}
    known = f"{said} on {low} of the last {of_days} days"
    if state is None:
        return Trigger(name, None, numbers, f"{known}, but only {len(window)} have a value: {days} are needed to tell.")
    return Trigger(name, state, numbers, f"{known}; {days} are needed.")


def _declining_lifts(limits: Limits, facts: TriggerFacts) -> Trigger:
    share, count = limits["share_of_main_lifts"], int(limits["evaluations"])
    return _held_back("declining_lifts", facts, share, count, frozenset({LiftTrend.DECLINING}), "declining")


def _performance_stall(limits: Limits, facts: TriggerFacts) -> Trigger:
    return _held_back("performanceStall", facts, 1 / 3, int(limits["count"]), _HELD_BACK, "stalled or declining")


def _held_back(
    name: str, facts: TriggerFacts, share: float, count: int, states: frozenset[LiftTrend], word: str
) -> Trigger:
    judged = {
        lift: trends[-count:]
        for lift, trends in facts.lifts.items()
        if len(trends) >= count and LiftTrend.TOO_LITTLE not in trends[-count:]
    }
    guilty = sorted(lift for lift, trends in judged.items() if states.issuperset(trends))
    numbers = {
        "lifts": guilty,
        "count": len(guilty),
        "judged": len(judged),
        "mainLifts": len(facts.lifts),
        "shareNeeded": round(share, 3),
        "evaluations": count,
        "missed": list(facts.missed),
    }
    hint = f" {', '.join(facts.missed)} fell short of the repetitions twice running." if facts.missed else ""
    if len(judged) < min(JUDGED_LIFTS_LEAST, max(1, len(facts.lifts))):
        said = f"Only {len(judged)} of {len(facts.lifts)} main lifts have sessions enough of late to be judged."
        return Trigger(name, None, numbers, f"{said}{hint}")
    named = f" ({', '.join(guilty)})" if guilty else ""
    said = (
        f"{len(guilty)} of {len(judged)} judged main lifts {word} in {count} weekly evaluations running{named}; "
        f"{round(100 * share)} % are needed.{hint}"
    )
    return Trigger(name, len(guilty) >= share * len(judged) - 1e-9 and bool(guilty), numbers, said)


def _rpe_drift(limits: Limits, facts: TriggerFacts) -> Trigger:
    least, needed = limits["at_least"], int(limits["sessions"])
    since = facts.today - timedelta(days=DRIFT_WINDOW_DAYS)
    known = sorted((day, drift) for day, drift in facts.drifts if since < day <= facts.today)
    recent = [drift for _, drift in known[-max(DRIFT_SESSIONS, needed) :]]
    above = sum(drift >= least - 1e-9 for drift in recent)
    numbers = {
        "sessions": above,
        "sessionsKnown": len(recent),
        "sessionsNeeded": needed,
        "atLeast": least,
        "largest": round(max(recent), 2) if recent else None,
    }
    if len(recent) < needed:
        said = f"Only {len(recent)} sessions in {DRIFT_WINDOW_DAYS} days have sets whose effort can be compared."
        return Trigger("rpe_drift", None, numbers, said)
    said = (
        f"Effort at least {least:g} RPE above what the same load and repetitions should cost in {above} of "
        f"the last {len(recent)} sessions; {needed} are needed."
    )
    return Trigger("rpe_drift", above >= needed, numbers, said)


def _soreness(limits: Limits, facts: TriggerFacts) -> Trigger:
    level, muscles, days = limits["level"], int(limits["muscles"]), int(limits["days"])
    pain = sorted({where for day, where in facts.pain if 0 <= (facts.today - day).days < PAIN_DAYS})
    runs = {
        muscle: _run(muscle, level, facts) for muscle in sorted({m for said in facts.soreness.values() for m in said})
    }
    lasting = sorted(muscle for muscle, (length, _) in runs.items() if length > days)
    maybe = sorted(muscle for muscle, (length, is_open) in runs.items() if 0 < length <= days and is_open)
    latest = max((day for day in facts.soreness if day <= facts.today), default=None)
    numbers = {
        "muscles": lasting,
        "musclesNeeded": muscles,
        "level": level,
        "longerThanDays": days,
        "longest": max((length for length, _ in runs.values()), default=0),
        "pain": pain,
    }
    if pain:
        said = f"Pain was reported: {', '.join(pain)}. Pain stops progression; a professional should look at it."
        return Trigger("soreness", True, numbers, said)
    if latest is None or (facts.today - latest).days > SORE_GAP_DAYS:
        return Trigger("soreness", None, numbers, f"No check-in in the last {SORE_GAP_DAYS} days tells of soreness.")
    listed = f" ({', '.join(muscle.replace('_', ' ') for muscle in lasting)})" if lasting else ""
    said = f"{len(lasting)} muscles at soreness {level:g} of 3 for more than {days} days{listed}; {muscles} are needed."
    if len(lasting) < muscles <= len(lasting) + len(maybe):
        return Trigger("soreness", None, numbers, f"{said} The check-ins before are missing.")
    return Trigger("soreness", len(lasting) >= muscles, numbers, said)


def _run(muscle: str, level: float, facts: TriggerFacts) -> tuple[int, bool]:
    """Days the muscle has been this sore up to its latest check-in, and whether earlier ones are merely missing."""
    window = facts.today - timedelta(days=SORE_WINDOW_DAYS)
    days = sorted((day for day in facts.soreness if window < day <= facts.today), reverse=True)
    if not days or (facts.today - days[0]).days > SORE_GAP_DAYS:
        return 0, False
    first = None
    for day in days:
        if first is not None and (first - day).days > SORE_GAP_DAYS:
            return (days[0] - first).days + 1, True
        if facts.soreness[day].get(muscle, 0) < level:
            return (0, False) if first is None else ((days[0] - first).days + 1, False)
        first = day
    return (days[0] - (first or days[0])).days + 1, True


def _compliance(limits: Limits, facts: TriggerFacts) -> Trigger:
    """Sets left out of sessions that were begun; who was not there is no more tired for it."""
    below, weeks = limits["below"], int(limits["weeks"])
    recent = facts.compliance[-weeks:]
    shares = [one.share for one in recent if one.share is not None]
    numbers: dict[str, Any] = {
        "shares": [_rounded(one.share) for one in recent],
        "begun": [_rounded(one.begun) for one in recent],
        "sessions": [one.sessions for one in recent],
        "sessionsPlanned": [one.of for one in recent],
        "weeks": [one.day.isoformat() for one in recent],
        "below": below,
        "weeksNeeded": weeks,
        "attendance": False,
    }
    if any(share >= below for share in shares):
        said = f"At least {100 * below:g} % of the planned sets were done in one of the last {weeks} weeks."
        return Trigger("compliance", False, numbers, said)
    if len(shares) < weeks:
        said = f"Only {len(shares)} of the last {weeks} complete weeks were planned."
        return Trigger("compliance", None, numbers, said)
    done = " and ".join(f"{round(100 * share)} %" for share in shares)
    said = f"{done} of the planned sets were done in the last {weeks} weeks{sessions_said(recent)}"
    if not all(one.is_unfinished(below) for one in recent):
        why = "sessions were missed, which is attendance and no sign of fatigue"
        return Trigger("compliance", False, {**numbers, "attendance": True}, f"{said}: {why}.")
    return Trigger("compliance", True, numbers, f"{said}, below {100 * below:g} % in sessions that were begun.")


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 2)


_READERS: Final[Mapping[str, Callable[[Limits, TriggerFacts], Trigger]]] = {
    "low_freshness": _low_freshness,
    "declining_lifts": _declining_lifts,
    "rpe_drift": _rpe_drift,
    "soreness": _soreness,
    "compliance": _compliance,
    "performanceStall": _performance_stall,
    "lowRecoveryDays": _low_recovery,
}
