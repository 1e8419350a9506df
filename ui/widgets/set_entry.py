"""What is typed into a set, read and checked; and a set in words, planned beside performed."""

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLocale

from models.values.kinds import LoadConvention, Measurement, SetType
from models.values.training import SetResult
from models.values.units import Unit, in_unit, load_text, to_kg
from models.values.workouts import ExerciseEntry, SetEntry
from ui.widgets.wording import NOTHING, number

MOST_REPS: Final = 200
MOST_KG: Final = 1000.0
MOST_SECONDS: Final = 4 * 3600
MOST_RIR: Final = 10.0
LEAST_RPE: Final = 1.0

REPS, LOAD, EFFORT = "reps", "load", "effort"
FIELDS: Final = (REPS, LOAD, EFFORT)


@dataclass(frozen=True, slots=True)
class Manner:
    """How the sets of an exercise are written down."""

    unit: Unit
    as_rpe: bool
    """Effort as RPE; RIR otherwise."""
    is_timed: bool = False
    """Seconds instead of repetitions."""
    has_load: bool = True

    @property
    def heads(self) -> tuple[str, str, str]:
        """Titles of the three fields."""
        return (
            "Seconds" if self.is_timed else "Reps",
            f"Load {self.unit.value}",
            "RPE" if self.as_rpe else "RIR",
        )


@dataclass(frozen=True, slots=True)
class Typed:
    """The three fields as they stand."""

    reps: str = ""
    load: str = ""
    effort: str = ""

    @property
    def is_blank(self) -> bool:
        return not (self.reps.strip() or self.load.strip() or self.effort.strip())


class WrongEntry(ValueError):
    """A field that cannot be read; `field` is its key, the text what is asked for."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


def manner_of(entry: ExerciseEntry, unit: Unit, *, as_rpe: bool) -> Manner:
    """How the sets of this exercise are written down."""
    return Manner(unit, as_rpe, entry.measurement == Measurement.DURATION)


def read_number(text: str) -> float:
    """A number as people type it, with the locale's decimal sign, a point or a comma; `ValueError` else."""
    value, good = QLocale().toDouble(text.strip())
    found = value if good else float(text.strip().replace(",", "."))
    if not math.isfinite(found):
        raise ValueError(f"{text} is no quantity")
    return found


def check(field: str, text: str, manner: Manner) -> float | None:
    """A field's number in the unit it is typed in, None where it is blank; `WrongEntry` naming its limits."""
    if not text.strip():
        return None
    most_load = MOST_KG if manner.unit is Unit.KG else 2200.0
    low, high, whole, name = {
        REPS: (1, MOST_SECONDS, True, "Seconds") if manner.is_timed else (0, MOST_REPS, True, "Reps"),
        LOAD: (0, most_load, False, "Load"),
        EFFORT: (LEAST_RPE, 10.0, False, "RPE") if manner.as_rpe else (0, MOST_RIR, False, "RIR"),
    }[field]
    try:
        value = read_number(text)
    except ValueError:
        raise WrongEntry(field, f"{name}: a number, please") from None
    if not low <= value <= high or (whole and value != round(value)):
        kind = "whole, " if whole and value != round(value) else ""
        unit = f" {manner.unit.value}" if field == LOAD else ""
        raise WrongEntry(field, f"{name}: {kind}{low:g} to {high:g}{unit}")
    if field == EFFORT and value * 2 != round(value * 2):
        raise WrongEntry(field, f"{name}: in half steps")
    return value


def read(typed: Typed, manner: Manner, set_type: SetType | None = None) -> SetResult:
    """What was done, from the fields; `WrongEntry` where one cannot be read or the repetitions are missing."""
    reps, load, effort = (check(field, getattr(typed, field), manner) for field in FIELDS)
    if reps is None:
        raise WrongEntry(REPS, "Seconds are missing" if manner.is_timed else "Reps are missing")
    rpe = None if effort is None else effort if manner.as_rpe else 10.0 - effort
    return SetResult(
        reps=None if manner.is_timed else round(reps),
        load_kg=None if load is None else to_kg(load, manner.unit),
        rpe=rpe,
        set_type=set_type,
        duration_seconds=reps if manner.is_timed else None,
    )


def as_planned(entry: SetEntry, manner: Manner) -> Typed:
    """The plan's own numbers, for a set that was done exactly so; blank where the plan names none."""
    low, high = entry.target_rep_range or (entry.target_reps, entry.target_reps)
    reps = entry.target_reps or high or low
    return Typed(
        "" if not reps else str(reps),
        "" if entry.target_load_kg is None else plain_load(entry.target_load_kg, manner.unit),
        effort_text(entry.target_rpe, manner),
    )


def as_done(entry: SetEntry, manner: Manner) -> Typed:
    """What was logged, as it would be typed."""
    if not entry.logged or entry.was_skipped:
        return Typed()
    amount = entry.duration_seconds if manner.is_timed else entry.actual_reps
    return Typed(
        "" if amount is None else f"{amount:g}",
        "" if entry.actual_load_kg is None else plain_load(entry.actual_load_kg, manner.unit),
        effort_text(entry.actual_rpe, manner),
    )


def hints(entry: SetEntry, manner: Manner) -> Typed:
    """The plan as placeholders: never values, so that nothing is logged that nobody typed."""
    reps = str(entry.target_reps) if entry.target_reps else range_text(entry)
    load = "" if entry.target_load_kg is None else plain_load(entry.target_load_kg, manner.unit)
    return Typed(reps, load, effort_text(entry.target_rpe, manner))


def range_text(entry: SetEntry) -> str:
    """`6–8`; empty where the plan names no range, or one of a single number."""
    low, high = entry.target_rep_range or (0, 0)
    return f"{low}–{high}" if low and low != high else ""


def effort_text(rpe: float | None, manner: Manner) -> str:
    """An RPE as the chosen scale has it."""
    return "" if rpe is None else number(rpe if manner.as_rpe else 10.0 - rpe)


def plain_load(kilograms: float, unit: Unit) -> str:
    """A load without its unit, as it is typed."""
    return load_text(kilograms, unit).rsplit(" ", 1)[0]


def target_text(entry: SetEntry, manner: Manner) -> str:
    """`5 × 102.5 kg`, `12`, `60 s`."""
    shown = hints(entry, manner)
    reps = shown.reps or NOTHING
    if manner.is_timed:
        reps = f"{reps} s"
    return f"{reps} × {load_text(entry.target_load_kg, manner.unit)}" if entry.target_load_kg is not None else reps


def is_planned(entry: SetEntry) -> bool:
    """Whether anybody asked for the set; an imported log repeats as its target what was done."""
    asked = (entry.target_rpe, entry.target_load_kg, entry.target_rep_range)
    return not entry.logged or any(part is not None for part in asked)


def difference(entry: SetEntry, manner: Manner, convention: LoadConvention | str | None = None) -> str:
    """How a logged set departs from its target, shape first: `▼ 1 rep short`, `▲ +2.5 kg`; empty where it does not."""
    if not entry.logged or entry.was_skipped:
        return ""
    parts = [_reps_difference(entry)]
    if entry.actual_load_kg is not None and entry.target_load_kg is not None:
        gap = round(in_unit(entry.actual_load_kg, manner.unit) - in_unit(entry.target_load_kg, manner.unit), 2)
        if abs(gap) >= 0.05:
            eased = convention == LoadConvention.ASSISTED
            shape = "▲" if (gap > 0) is not eased else "▼"
            parts.append(f"{shape} {gap:+g} {manner.unit.value}".replace("-", "−"))
    return "  ".join(part for part in parts if part)


def _reps_difference(entry: SetEntry) -> str:
    low, high = entry.target_rep_range or (entry.target_reps, entry.target_reps)
    if entry.actual_reps is None or not low or not high:
        return ""
    if entry.actual_reps < low:
        short = low - entry.actual_reps
        return f"▼ {short} rep{'' if short == 1 else 's'} short"
    if entry.actual_reps > high:
        over = entry.actual_reps - high
        return f"▲ {over} rep{'' if over == 1 else 's'} over"
    return ""
