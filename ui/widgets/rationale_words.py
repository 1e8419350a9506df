"""The words a coach reads for the keys of stored reasons, and their numbers in the athlete's unit."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from models.values.knowledge import FACTORS
from models.values.units import Unit, load_text
from ui.widgets.rationale_parts import Stored, Value
from ui.widgets.wording import NOTHING, number, plain

RULES: Final[Mapping[str, str]] = {
    "avoided": "avoided",
    "injured": "injury",
    "no_equipment": "no equipment",
    "too_advanced": "too advanced",
    "over_time": "over the time",
    "session_ceiling": "session ceiling",
}

BANDS: Final[Mapping[str, tuple[str, str]]] = {
    "go": ("▲", "Go ahead"),
    "as_planned": ("●", "As planned"),
    "rir_up": ("▼", "Stop further from failure"),
    "sets_down": ("▼", "Fewer sets"),
    "recovery_session": ("▼", "Recovery session"),
    "unknown": ("–", "Not known"),
}
"""Shape and word of what readiness asks for."""

STATUSES: Final[Mapping[str, tuple[str, str]]] = {
    "below": ("▽", "below"),
    "productive": ("●", "productive"),
    "high": ("▲", "high"),
    "limit": ("■", "at limit"),
}
"""Shape and word of a muscle's week against its landmarks."""

TRENDS: Final[Mapping[str, tuple[str, str]]] = {
    "improving": ("▲", "improving"),
    "stalled": ("■", "stalled"),
    "declining": ("▼", "declining"),
    "uncertain": ("○", "uncertain"),
    "not enough data": ("–", "not enough data"),
}

VALUES: Final[Mapping[str, str]] = {"sets": "Sets", "reps": "Repetitions", "load": "Load", "rir": "RIR", "rest": "Rest"}

METHODS: Final[Mapping[str, str]] = {
    "e1rm": "from the estimated maximum",
    "progression": "from the last session",
    "find": "to be found",
    "bodyweight": "body weight",
    "added": "added to body weight",
    "assisted": "assistance",
}

_INPUTS: Final[Mapping[str, str]] = {
    "basis": "Based on",
    "bodyweightKg": "Body weight",
    "bodyweightShare": "Share of body weight lifted",
    "capKg": "At most",
    "daysOld": "Days old",
    "e1rmKg": "Estimated 1RM",
    "end": "Block ends at RIR",
    "exerciseRange": "Exercise is best at",
    "factor": "Reduced to",
    "full": "Full rest",
    "incrementKg": "Smallest step",
    "lastKg": "Last load",
    "lastReps": "Last repetitions",
    "lastRir": "Last RIR",
    "leading": "Heavier of its days",
    "leastKg": "Lightest load",
    "muscle": "Muscle",
    "muscleWeek": "Its sets this week",
    "percent": "Share of 1RM",
    "percentRange": "Block's loads in percent of 1RM",
    "reps": "Repetitions",
    "rir": "RIR",
    "rounding": "Rounded",
    "sets": "Sets behind it",
    "short": "Shortest rest",
    "sigmaPercent": "Uncertainty ±",
    "start": "Block begins at RIR",
    "stepKg": "Step",
    "today": "Today",
    "week": "This week",
    "zone": "Block's repetitions",
}
_TEXTS: Final[Mapping[str, str]] = {"last": "the last session", "e1rm": "the estimated maximum"}
_KINDS: Final[Mapping[str, str]] = {"percent": "Percent", "factor": "Share", "full": "Seconds", "short": "Seconds"}
_UNSAID: Final[Mapping[str, Any]] = {"assisted": False, "factor": 1.0, "leading": False, "stepKg": 0.0}
"""Inputs that say nothing where they have this value."""
_NEVER: Final = frozenset(("exact", "range"))
"""Inputs for whoever recomputes a number; the number itself says them already."""
_UNITS_OF_KEYS: Final = re.compile(r"(Kg|Percent|Seconds|Share|Hours|Minutes|Days)$")


def factor_name(key: str) -> str:
    return FACTORS.get(key, plain(key))


def rule_name(key: str) -> str:
    return RULES.get(key, plain(key).lower())


def shape_and_word(words: Mapping[str, tuple[str, str]], key: str) -> tuple[str, str]:
    """The shape and word of a key; one nobody knows is shown by its own name."""
    return words.get(key, ("○", plain(key).lower() if key else "not known"))


def decimals(value: float, places: int = 3) -> str:
    """A score as it was used, in up to `places` decimals."""
    text = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text.replace("-", "−")


def clock(seconds: float | None) -> str:
    """`3:00 min`, or `45 s` below a minute."""
    if seconds is None:
        return NOTHING
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60}:{whole % 60:02d} min"


def input_texts(inputs: Sequence[tuple[str, Any]], unit: Unit) -> list[tuple[str, str]]:
    """Names and values in words, without those that say nothing."""
    said = [(key, value) for key, value in inputs if key not in _NEVER and _UNSAID.get(key, ...) != value]
    return [input_text(key, value, unit) for key, value in said]


def input_text(key: str, value: Any, unit: Unit) -> tuple[str, str]:
    """An input's name and its value in words."""
    found = _UNITS_OF_KEYS.search(key)
    kind = _KINDS.get(key) or (found.group(1) if found and key != "daysOld" else "")
    name = _INPUTS.get(key) or plain(key.removesuffix(kind) if kind in ("Kg", "Percent", "Seconds") else key)
    return name, value_text(value, unit, kind)


def value_text(value: Any, unit: Unit, kind: str = "") -> str:
    """A JSON value as a coach reads it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _quantity(float(value), unit, kind)
    if isinstance(value, str):
        return _TEXTS.get(value) or value.replace("_", " ")
    if isinstance(value, Mapping):
        return (
            ", ".join(f"{plain(str(key)).lower()} {value_text(each, unit)}" for key, each in value.items()) or NOTHING
        )
    if isinstance(value, Sequence):
        ends = [value_text(each, unit) for each in value]
        pair = len(ends) == 2 and all(isinstance(each, int | float) for each in value)
        return f"{ends[0]} to {ends[1]}" if pair else ", ".join(ends) or NOTHING
    return NOTHING


def _quantity(value: float, unit: Unit, kind: str) -> str:
    if kind == "Kg":
        return load_text(value, unit)
    if kind == "Percent":
        return f"{number(value)} %"
    if kind == "Share":
        return f"{number(100 * value)} %"
    if kind == "Seconds":
        return clock(value)
    if kind in ("Hours", "Minutes", "Days"):
        return f"{number(value)} {kind.lower()}"
    return decimals(value) if value != round(value) else f"{value:g}"


def prescribed_text(value: Value, unit: Unit) -> str:
    """The prescribed number itself: `4 sets`, `5 to 8`, `102.5 kg`, `RIR 2`, `3:00 min`."""
    raw = value.raw
    if value.key == "load":
        kilograms, method = raw.number("valueKg"), raw.text("method")
        return METHODS.get(method, NOTHING) if kilograms is None else load_text(kilograms, unit)
    if value.key == "rest":
        return clock(raw.number("seconds"))
    if value.key == "reps":
        return _reps(raw)
    amount = raw.number("value")
    return NOTHING if amount is None else number(amount)


def _reps(raw: Stored) -> str:
    value, ends = raw.number("value"), raw.raw.get("range")
    target = NOTHING if value is None else number(value)
    if isinstance(ends, list | tuple) and len(ends) == 2 and all(isinstance(each, int | float) for each in ends):
        low, high = float(ends[0]), float(ends[1])
        if low != high:
            return f"{target} ({number(low)} to {number(high)})"
    return target


def changed_text(field: str, value: Any, unit: Unit) -> str:
    """A changed number before or after."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if field == "load":
            return load_text(float(value), unit)
        return number(float(value))
    return value_text(value, unit)
