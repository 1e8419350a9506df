"""The numbers of one set, checked: what cannot be true is left out and said, what is odd is kept and said."""

from typing import Final

from app.importers.findings import Findings
from models.values.workouts import LoggedSet, SetType

# Beyond the first number a value is flagged, beyond the second it is left out: no column and no
# lifter holds it. The first ones are generous: 500 kg is above every raw world record.
_LOAD_KG: Final = (500.0, 100_000.0)
_REPS: Final = (200.0, 100_000.0)
_SECONDS: Final = (6 * 3_600.0, 1_000_000.0)
_METRES: Final = (200_000.0, 10_000_000.0)
_RPE: Final = (1.0, 10.0)


class Measures:
    """Turns the numbers of a row into a `LoggedSet`, telling the findings what was odd."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def logged_set(
        self,
        line: int,
        set_type: SetType,
        *,
        reps: float | None,
        load_kg: float | None,
        rpe: float | None,
        seconds: float | None,
        metres: float | None,
        note: str | None,
    ) -> LoggedSet:
        """Blank stays None; so do 0 repetitions of a timed set, an RPE of 0 and a time or distance of 0."""
        notes = [note] if note else []
        if load_kg is not None:
            load_kg = self._within(line, "weight in kg", load_kg, _LOAD_KG, notes)
        if rpe:
            rpe = self._rpe(line, rpe, notes)
        if seconds:
            seconds = self._within(line, "time in seconds", seconds, _SECONDS, notes)
        if metres:
            metres = self._within(line, "distance in metres", metres, _METRES, notes)
        whole = None if reps is None or (not reps and (seconds or metres)) else self._reps(line, reps, notes)
        return LoggedSet(
            line, set_type, whole, load_kg, rpe or None, seconds or None, metres or None, "\n".join(notes) or None
        )

    def _within(
        self, line: int, what: str, value: float, limits: tuple[float, float], notes: list[str]
    ) -> float | None:
        unusual, impossible = limits
        if 0 <= value <= unusual:
            return value
        if 0 <= value <= impossible:
            self._findings.flag(line, f"the {what}, {value:g}, is unusually high")
            return value
        self._leave_out(line, what, value, notes)
        return None

    def _reps(self, line: int, reps: float, notes: list[str]) -> int | None:
        known = self._within(line, "number of repetitions", reps, _REPS, notes)
        if known is None or known.is_integer():
            return None if known is None else int(known)
        self._findings.flag(line, f"{reps:g} repetitions were counted as {int(reps)} whole ones")
        notes.append(f"Repetitions in the file: {reps:g}")
        return int(reps)

    def _rpe(self, line: int, rpe: float, notes: list[str]) -> float | None:
        low, high = _RPE
        if low <= rpe <= high:
            return rpe
        self._leave_out(line, "RPE", rpe, notes)
        return None

    def _leave_out(self, line: int, what: str, value: float, notes: list[str]) -> None:
        self._findings.flag(line, f"the {what}, {value:g}, cannot be right and was left out; it is kept in the notes")
        notes.append(f"{what[0].upper()}{what[1:]} in the file: {value:g}")
