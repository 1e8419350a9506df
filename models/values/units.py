"""Kilograms inside, the athlete's unit on screen, pounds in the older columns."""

from enum import StrEnum
from typing import Final

KG_PER_LB: Final = 0.45359237
"""Kilograms in one international avoirdupois pound (exact by definition, 1959)."""

CM_PER_INCH: Final = 2.54


class Unit(StrEnum):
    """The unit in which an athlete reads and writes loads."""

    KG = "kg"
    LB = "lb"


def kg_from_lb(pounds: float) -> float:
    """Pounds to kilograms, rounded so that what was entered in either unit survives a round trip.

    Up to two decimals of a pound are exact in ten decimals of a kilogram; `lb_from_kg` keeps
    twelve decimals, so 100 kg stored as pounds reads back as exactly 100 kg.
    """
    return round(pounds * KG_PER_LB, 10)


def lb_from_kg(kilograms: float) -> float:
    """Kilograms to pounds; the inverse of `kg_from_lb` for anything a person types."""
    return round(kilograms / KG_PER_LB, 12)


def in_unit(kilograms: float, unit: Unit) -> float:
    """A load in kilograms as a number of the given unit."""
    return kilograms if unit is Unit.KG else lb_from_kg(kilograms)


def to_kg(value: float, unit: Unit) -> float:
    """A number the athlete typed, in kilograms."""
    return value if unit is Unit.KG else kg_from_lb(value)


def load_text(kilograms: float | None, unit: Unit) -> str:
    """A load as the athlete reads it: `102.5 kg`, `225 lb`, or an en dash where there is none."""
    if kilograms is None:
        return "–"
    number = f"{in_unit(kilograms, unit):.2f}".rstrip("0").rstrip(".")
    return f"{number} {unit.value}"
