"""Kilograms and metres from numbers whose unit stands in the header, in the row, or nowhere."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from app.errors import UnitNeeded
from app.importers.columns import Header, metres_in, weight_unit
from app.importers.findings import Findings, LineError, quoted
from models.values.units import Unit, kg_from_lb

_FEWEST: Final = 3
_MOST: Final = 5
_Lift = tuple[str, float, float | None]
"""Exercise, number without a unit, repetitions."""


class Units:
    """Converts the loads and distances of one file; `answer` is the user's word where the file gives none."""

    def __init__(
        self, header: Header, rows: Iterable[tuple[str, str]], answer: Unit | None, findings: Findings
    ) -> None:
        """`rows` holds what stands in the two unit columns, blank where there are none."""
        stated = set(rows)
        self._weight = header.weight_unit
        self._distance = header.distance_unit
        self._only_weight = _single(weight_unit(weight) for weight, _ in stated)
        self._only_distance = _single(distance.strip() if metres_in(distance) else None for _, distance in stated)
        self._answer = answer
        self._findings = findings
        self._told = False
        self._asking: list[_Lift] = []

    def kilograms(self, line: int, value: float, stated: str, exercise: str, reps: float | None) -> float:
        """A load above nothing in kilograms; without any unit it is kept as an example to ask by."""
        unit = self._weight or weight_unit(stated)
        if unit is None:
            if stated.strip():
                raise LineError(f"{quoted(stated)} is not a unit of weight we know")
            unit = self._assumed_weight(line)
        if unit is None:
            self._asking.append((exercise, value, reps))
            return value
        return value if unit == "kg" else kg_from_lb(value)

    def metres(self, line: int, value: float, stated: str, exercise: str) -> float:
        """A distance above nothing in metres; without any unit pounds go with miles, kilograms with kilometres."""
        unit = self._distance or stated.strip() or self._only_distance or self._assumed_distance(line)
        if unit is None:
            self._asking.append((f"{exercise}, distance", value, None))
            return value
        metres = metres_in(unit)
        if metres is None:
            raise LineError(f"{quoted(unit)} is not a unit of distance we know")
        return round(value * metres, 6)

    def settle(self) -> None:
        """Raise `UnitNeeded` with telling examples if a load was met whose unit nobody knows."""
        if not self._asking:
            return
        examples = _telling(self._asking)
        raise UnitNeeded(
            f"The file does not say whether its loads are kilograms or pounds. {examples[0]}: kg or lb?",
            examples=examples,
            advice="Say which (--unit kg or --unit lb on the command line); nothing was imported.",
        )

    def _assumed_weight(self, line: int) -> str | None:
        if self._only_weight:
            self._findings.flag(
                line, f"its weight has no unit; {self._only_weight} was taken, as everywhere in the file"
            )
            return self._only_weight
        return self._answer.value if self._answer else None

    def _assumed_distance(self, line: int) -> str | None:
        if self._answer is None:
            return None
        unit, name = ("mi", "miles") if self._answer is Unit.LB else ("km", "kilometres")
        if not self._told:
            self._told = True
            self._findings.flag(line, f"the file gives no unit of distance; its distances were read as {name}")
        return unit


def _single(units: Iterable[str | None]) -> str | None:
    found = {unit for unit in units if unit}
    return found.pop() if len(found) == 1 else None


def _telling(sets: Sequence[_Lift]) -> tuple[str, ...]:
    """The heaviest set of each of the exercises trained most, heaviest first; more sets where those are few."""
    often = [name for name, _ in Counter(name for name, _, _ in sets).most_common(_MOST)]
    ranked = sorted(set(sets), key=lambda lift: (lift[1], lift[2] or 0.0, lift[0]), reverse=True)
    best = {name: next(lift for lift in ranked if lift[0] == name) for name in often}
    chosen = list(best.values())
    chosen += [lift for lift in ranked if lift not in chosen][: max(0, _FEWEST - len(chosen))]
    return tuple(_example(*lift) for lift in sorted(chosen, key=ranked.index))


def _example(name: str, value: float, reps: float | None) -> str:
    return f"{name} {value:g}" + (f" x {reps:g}" if reps else "")
