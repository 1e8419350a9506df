"""The words a coach reads for the keys the program stores; one place, so that every page says the same."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QDate, QLocale

from models.values.kinds import AdaptationType, BlockType, IntensityBias, TrainingGoal, VolumeTarget

NOTHING: Final = "–"
"""What stands where there is no data; never a zero."""

BLOCKS: Final[Mapping[str, tuple[str, ...]]] = {
    BlockType.ACCUMULATION: ("Accumulation", "Accum.", "Acc", "A"),
    BlockType.INTENSIFICATION: ("Intensification", "Intens.", "Int", "I"),
    BlockType.REALIZATION: ("Realization", "Realiz.", "Rea", "R"),
    BlockType.DELOAD: ("Deload", "Deload", "De", "D"),
    BlockType.RESTORATION: ("Restoration", "Restor.", "Res", "S"),
}
"""Names of the block types, longest first, for whatever room a label has."""

GOALS: Final[Mapping[str, str]] = {
    TrainingGoal.HYPERTROPHY: "Hypertrophy",
    TrainingGoal.STRENGTH: "Strength",
    TrainingGoal.POWER: "Power",
    TrainingGoal.MUSCULAR_ENDURANCE: "Muscular endurance",
    TrainingGoal.FAT_LOSS: "Fat loss",
    TrainingGoal.ATHLETICISM: "Athleticism",
    TrainingGoal.GENERAL_HEALTH: "General health",
    TrainingGoal.POSTURE: "Posture",
    TrainingGoal.CONDITIONING: "Conditioning",
    TrainingGoal.INJURY_PREVENTION: "Injury prevention",
}

VOLUMES: Final[Mapping[str, str]] = {
    VolumeTarget.MEV: "minimum effective volume",
    VolumeTarget.MAV: "productive volume",
    VolumeTarget.APPROACHING_MRV: "close to the most that can be recovered",
    VolumeTarget.DELOAD_VOLUME: "deload volume",
}

BIASES: Final[Mapping[str, str]] = {
    IntensityBias.STRENGTH: "strength",
    IntensityBias.HYPERTROPHY: "hypertrophy",
    IntensityBias.POWER: "power",
    IntensityBias.MUSCULAR_ENDURANCE: "muscular endurance",
}

ADAPTATIONS: Final[Mapping[str, str]] = {
    AdaptationType.EARLY_DELOAD: "Early deload",
    AdaptationType.BLOCK_EXTENSION: "Block extended",
    AdaptationType.GOAL_SHIFT: "Goal shifted",
    AdaptationType.EXERCISE_SWAP: "Exercise swapped",
    AdaptationType.VOLUME_REDUCTION: "Volume reduced",
    AdaptationType.INTENSITY_REDUCTION: "Intensity reduced",
    AdaptationType.STALL_INTERVENTION: "Stall addressed",
}


@lru_cache(maxsize=512)
def plain(key: str) -> str:
    """A stored key nobody gave a name, made readable: `UPPER_BACK`, `performanceStall`."""
    spaced = "".join(f" {letter.lower()}" if letter.isupper() and not key.isupper() else letter for letter in key)
    text = spaced.replace("_", " ").strip().lower()
    return text[:1].upper() + text[1:]


def block_name(block_type: str) -> str:
    return BLOCKS[block_type][0] if block_type in BLOCKS else plain(block_type)


def block_labels(block_type: str) -> tuple[str, ...]:
    """Names for a block, longest first."""
    if block_type in BLOCKS:
        return BLOCKS[block_type]
    name = plain(block_type)
    return (name, name[:3], name[:1])


def goal_name(goal: str | None) -> str:
    return NOTHING if goal is None else GOALS.get(goal, plain(goal))


def adaptation_name(kind: str) -> str:
    return ADAPTATIONS.get(kind, plain(kind))


def number(value: float | None) -> str:
    """A count or an RIR without needless decimals, in the user's locale."""
    if value is None:
        return NOTHING
    text = QLocale().toString(float(value), "f", 1)
    return text[:-2] if text[-1] == "0" else text


def weeks(count: int) -> str:
    return "1 week" if count == 1 else f"{count} weeks"


def _day(day: date, pattern: str) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern)


def day(value: date | None) -> str:
    """`16 Mar 2026`."""
    return NOTHING if value is None else _day(value, "d MMM yyyy")


def short_day(value: date) -> str:
    """`16 Mar`."""
    return _day(value, "d MMM")


def month(value: date, *, short: bool = False) -> str:
    """`March 2026`, or `Mar` where there is little room."""
    return _day(value, "MMM" if short else "MMMM yyyy")


def span(first: date, end: date) -> str:
    """`16 Mar – 19 Apr 2026`; `end` is the day after the last."""
    last = end - timedelta(days=1)
    start = short_day(first) if first.year == last.year else day(first)
    return f"{start} – {day(last)}"


def countdown(event: date, today: date) -> str:
    """How far an event is, in the words a coach uses."""
    days = (event - today).days
    if days < 0:
        return "past"
    if days == 0:
        return "today"
    if days < 14:
        return "tomorrow" if days == 1 else f"in {days} days"
    return f"in {days // 7} weeks"


def ago(value: date | None, today: date) -> str:
    """How long ago a day was: `today`, `yesterday`, `5 days ago`, or the day itself when it is long past."""
    if value is None:
        return NOTHING
    days = (today - value).days
    if days <= 0:
        return "today"
    if days > 27:
        return day(value)
    return "yesterday" if days == 1 else f"{days} days ago"
