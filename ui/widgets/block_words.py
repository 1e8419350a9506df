"""A block's four JSON documents in the words of a coach: lifts, accessories, rotation, deload triggers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from models.values.exercises import Glossary
from models.values.plan import Block, WeekTarget
from ui.widgets import wording
from ui.widgets.wording import number

Limits = Mapping[str, Any]


def _range(pair: Any, unit: str = "") -> str:
    """`3–5`, `80–88 %`; shares below 1.5 are read as fractions."""
    low, high = pair
    if unit == " %" and high <= 1.5:
        low, high = low * 100, high * 100
    return f"{number(low)}{unit}" if low == high else f"{number(low)}–{number(high)}{unit}"


def main_lifts(block: Block, glossary: Glossary) -> list[tuple[str, str]]:
    """(exercise, repetitions and load) of each main lift, in the order of the plan."""
    lifts = block.main_lifts.get("lifts", block.main_lifts)
    found = []
    for pattern, lift in lifts.items():
        if isinstance(lift, str):
            found.append((glossary.exercise(lift), wording.plain(pattern)))
        elif isinstance(lift, Mapping) and isinstance(lift.get("exercise"), str):
            found.append((glossary.exercise(lift["exercise"]), _lift_detail(pattern, lift)))
    return found


def _lift_detail(pattern: str, lift: Limits) -> str:
    parts = []
    if lift.get("repRange"):
        parts.append(f"{_range(lift['repRange'])} reps")
    if lift.get("percentRange"):
        parts.append(f"{_range(lift['percentRange'], ' %')} of 1RM")
    role = lift.get("role")
    if isinstance(role, str) and role not in {"main", "primary", "PRIMARY", "MAIN"}:
        parts.append(wording.plain(role).lower())
    return " · ".join(parts) or wording.plain(pattern)


def accessories(block: Block, glossary: Glossary) -> list[tuple[str, str]]:
    """(muscle, exercises in order of preference) of the accessory pool."""
    muscles = block.accessory_pool.get("muscles", block.accessory_pool)
    found = []
    for muscle, pool in muscles.items():
        if isinstance(pool, Sequence) and not isinstance(pool, str):
            ids = [item.get("exercise") if isinstance(item, Mapping) else item for item in pool]
            names = ", ".join(glossary.exercise(key) for key in ids if isinstance(key, str))
            found.append((glossary.muscle(muscle), names or wording.NOTHING))
    return found


def rotation(block: Block) -> list[str]:
    """What stays and what changes, as sentences."""
    policy = block.rotation_policy
    sentences = []
    if policy.get("mainLifts") == "maintain":
        sentences.append("Main lifts stay for the whole block.")
    elif policy.get("mainLifts"):
        sentences.append(f"Main lifts: {wording.plain(str(policy['mainLifts'])).lower()}.")
    own = policy.get("accessories")
    if isinstance(own, Mapping):
        every = own.get("cadenceWeeks", own.get("cadence"))
        share = own.get("noveltyShare", own.get("novelty"))
        if every is not None:
            span = _range(every) if isinstance(every, Sequence) else number(every)
            sentences.append(f"Accessories change every {span} {'week' if span == '1' else 'weeks'}.")
        if isinstance(share, int | float):
            sentences.append(f"At most {round(100 * share)} % of them are new at a time.")
    return sentences or ["Nothing was said about rotation."]


def _third(share: float) -> str:
    return "a third" if abs(share - 1 / 3) < 0.01 else f"{round(100 * share)} %"


_TRIGGERS: Final[Mapping[str, Callable[[Limits], str]]] = {
    "low_freshness": lambda it: (
        f"Freshness below {round(100 * it['below'])} on {number(it['days'])} of {number(it['of_days'])} days"
    ),
    "declining_lifts": lambda it: (
        f"At least {_third(it['share_of_main_lifts'])} of the main lifts declining, "
        f"{number(it['evaluations'])} evaluations running"
    ),
    "rpe_drift": lambda it: (
        f"Sets {number(it['at_least'])} RPE harder than meant at the same load, in {number(it['sessions'])} sessions"
    ),
    "soreness": lambda it: (
        f"Soreness {number(it['level'])} of 3 in {number(it['muscles'])} muscles, "
        f"more than {number(it['days'])} days long"
    ),
    "compliance": lambda it: (
        f"Less than {round(100 * it['below'])} % of the plan done, {number(it['weeks'])} weeks running"
    ),
    "performanceStall": lambda it: f"No progress for {number(it['value'])} weeks",
    "lowRecoveryDays": lambda it: f"Low recovery on {number(it['value'])} days",
}


def _trigger(name: str, limits: Limits) -> str:
    try:
        return _TRIGGERS[name](limits)
    except (KeyError, TypeError, ValueError):
        # Written by another program or version: shown as it stands, but never as JSON.
        told = ", ".join(f"{wording.plain(key).lower()} {value}" for key, value in limits.items())
        return f"{wording.plain(name)}: {told}" if told else wording.plain(name)


def triggers(block: Block) -> tuple[str, list[str]]:
    """A sentence on when a deload comes, and the signals it names."""
    document = block.deload_triggers
    signals = []
    if isinstance(document.get("triggers"), Sequence):
        signals = [_trigger(one.get("name", ""), one.get("thresholds", {})) for one in document["triggers"]]
    else:
        signals = [_trigger(key, {"value": value}) for key, value in document.items() if key != "version"]
    planned = document.get("scheduledWeeks")
    start = f"Planned after {_range(planned)} weeks of work" if planned else "Planned where the timeline shows it"
    needed = document.get("signalsNeeded")
    count = f"when {number(needed)} of these agree" if needed and needed > 1 else "when one of these is met"
    return (f"{start}; earlier {count}:" if signals else f"{start}.", signals)


def week_sets(weeks: Sequence[WeekTarget], at: int) -> Mapping[str, float]:
    """The fractional sets by muscle of one week of a block; empty where the plan has none."""
    return weeks[at].sets if 0 <= at < len(weeks) else {}
