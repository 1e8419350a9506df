"""Bests of a lift: the heaviest load, the most repetitions at a load, the highest estimated maximum.

The first performance of an exercise is a best and no record, and so is the first at a load. Deload
sessions are not shown to this module.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from app.engine.constants_training import RECORD_LEAST_KG
from app.engine.lift_log import Estimate, LiftSession, session_estimate
from models.values.training import RecordKind


class Beaten(NamedTuple):
    """A best that beat an earlier one; `reps` belong to a load, `load` to repetitions."""

    kind: RecordKind
    value: float
    before: float
    load_kg: float | None
    reps: int | None


class _Best(NamedTuple):
    value: float
    day: date
    before: float | None
    """What it beat; None for a first performance."""
    load_kg: float | None = None
    reps: int | None = None


@dataclass(slots=True)
class Bests:
    """The bests of one exercise so far; sessions are shown to it in the order of time."""

    load: _Best | None = None
    reps: _Best | None = None
    e1rm: _Best | None = None
    _most: dict[float, int] = field(default_factory=dict)
    """Load to the most repetitions ever done with it."""

    def session(self, day: date, tops: Mapping[float, int], e1rm_kg: float | None) -> list[Beaten]:
        """Take a session in; `tops` maps each load to its most repetitions. Returns the records it brought."""
        found = [one for one in (self._heavier(day, tops), self._longer(day, tops)) if one is not None]
        for load, reps in tops.items():
            self._most[load] = max(reps, self._most.get(load, 0))
        if e1rm_kg is not None:
            before = self.e1rm
            if before is None or e1rm_kg - before.value >= RECORD_LEAST_KG:
                self.e1rm = _Best(e1rm_kg, day, None if before is None else before.value)
                if before is not None:
                    found.append(Beaten(RecordKind.E1RM, e1rm_kg, before.value, None, None))
        return found

    def _heavier(self, day: date, tops: Mapping[float, int]) -> Beaten | None:
        if not tops:
            return None
        load, before = max(tops), self.load
        if before is not None and load <= before.value:
            return None
        self.load = _Best(load, day, None if before is None else before.value, load, tops[load])
        return None if before is None else Beaten(RecordKind.LOAD, load, before.value, load, tops[load])

    def _longer(self, day: date, tops: Mapping[float, int]) -> Beaten | None:
        """More repetitions than ever with a load that was lifted before; of several the heaviest load counts."""
        for load in sorted(tops, reverse=True):
            # No load that was used before, or no more repetitions than with the same load: the usual case.
            if tops[load] <= self._most.get(load, tops[load]):
                continue
            before = max(reps for other, reps in self._most.items() if other >= load)
            if tops[load] > before:
                self.reps = _Best(tops[load], day, before, load, tops[load])
                return Beaten(RecordKind.REPS, tops[load], before, load, tops[load])
        return None

    def stored(self) -> dict[str, Any]:
        """The JSON of an exposure: each best with its day, and `beaten`, null where nothing was there to beat."""
        return {
            "load": _stored(self.load, "kg", reps=True),
            "reps": _stored(self.reps, "reps", load=True),
            "e1rm": _stored(self.e1rm, "kg"),
        }


def bests_of(sessions: Iterable[tuple[LiftSession, Estimate | None]]) -> Bests:
    """The bests of a lift's sessions with their estimates, oldest first; deload sessions feed none."""
    bests = Bests()
    for one, found in sessions:
        if not one.deload:
            bests.session(one.day, one.tops, None if found is None else found.kg)
    return bests


def taken_in(bests: Bests, one: LiftSession) -> list[Beaten]:
    """Show a session to the bests; returns the records it brought."""
    found = session_estimate(one.estimates)
    return bests.session(one.day, one.tops, None if found is None else found.kg)


def tops_of(most: Mapping[float, int]) -> Mapping[float, int]:
    """Load to its most repetitions, loads rounded: pounds come back from kilograms with a rest."""
    tops: dict[float, int] = {}
    for load, reps in most.items():
        known = round(load, 3)
        if reps > tops.get(known, 0):
            tops[known] = reps
    return tops


def _stored(best: _Best | None, unit: str, *, reps: bool = False, load: bool = False) -> dict[str, Any] | None:
    if best is None:
        return None
    document: dict[str, Any] = {unit: _number(best.value), "day": best.day.isoformat()}
    if reps:
        document["reps"] = best.reps
    if load and best.load_kg is not None:
        document["kg"] = _number(best.load_kg)
    return {**document, "beaten": None if best.before is None else _number(best.before)}


def _number(value: float) -> float:
    return round(value, 2)
