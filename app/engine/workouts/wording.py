"""Numbers, loads and lists as sentences of a rationale use them."""

from collections.abc import Sequence
from typing import Final

from models.values.exercises import EquipmentType, Exercise, LoadConvention
from models.values.units import Unit, in_unit, load_text

HELD: Final = {EquipmentType.DUMBBELL: "dumbbell", EquipmentType.KETTLEBELL: "kettlebell"}


def num(value: float, digits: int = 1) -> str:
    """A number without needless zeros: 2, 2.5, 0.85."""
    return f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"


def sets(count: float) -> str:
    return "1 set" if count == 1 else f"{num(count)} sets"


def plural(count: int, word: str) -> str:
    return f"1 {word}" if count == 1 else f"{count} {word}s"


def estimate(kilograms: float, unit: Unit) -> str:
    """An estimated maximum, to a tenth: nobody loads it."""
    return f"{num(in_unit(kilograms, unit))} {unit.value}"


def load(kilograms: float, exercise: Exercise, unit: Unit) -> str:
    """A load as the exercise counts it: "20 kg per dumbbell", "30 kg of help", "10 kg added"."""
    text = load_text(kilograms, unit)
    match exercise.load_convention:
        case LoadConvention.PER_IMPLEMENT:
            held = next((word for kind, word in HELD.items() if kind in exercise.equipment), "handle")
            return f"{text} per {held}"
        case LoadConvention.ASSISTED:
            return f"{text} of help"
        case LoadConvention.ADDED if exercise.bodyweight_share > 0:
            return f"{text} added" if kilograms > 0 else "body weight alone"
        case _:
            return text


def listed(words: Sequence[str]) -> str:
    """a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def capital(text: str) -> str:
    """The first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def clock(seconds: int) -> str:
    """A rest: "90 s", "2.5 min"."""
    return f"{num(seconds / 60)} min" if seconds >= 120 else f"{seconds} s"
