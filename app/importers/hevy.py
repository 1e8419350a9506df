"""Logs exported by Hevy: one row a set, newest workout first, months in the app's language."""

from collections.abc import Sequence
from typing import Final

from app.importers.assembly import finish, place_note, set_end
from app.importers.columns import Header
from app.importers.dates import Dates, is_date
from app.importers.drafts import WorkoutDraft
from app.importers.durations import seconds_of
from app.importers.findings import Findings, LineError, quoted
from app.importers.measures import Measures
from app.importers.numbers import Numbers
from app.importers.table import Table, records
from app.importers.units import Units
from models.values.units import Unit
from models.values.workouts import ParsedLog, SetType

_TYPES: Final = {
    "": SetType.NORMAL,
    "normal": SetType.NORMAL,
    "warmup": SetType.WARMUP,
    "dropset": SetType.DROP,
    "drop": SetType.DROP,
    "failure": SetType.FAILURE,
}
_FIELDS: Final = (
    "workout", "start", "end", "workout_notes", "exercise", "superset", "notes", "order", "type", "weight", "reps",
    "distance", "seconds", "rpe",
)  # fmt: skip


def parse(table: Table, header: Header, unit: Unit | None) -> ParsedLog:
    """Read a Hevy export; `unit` answers only where the columns name none, which no known export does.

    Raises `UnitNeeded` where no unit is known, `UnreadableFile` where no line can be imported.
    """
    return _Reader(table, header, unit).read()


class _Reader:
    def __init__(self, table: Table, header: Header, unit: Unit | None) -> None:
        self._findings = Findings()
        self._header, self._header_line = header, table.header_line
        # A column that is not there is read as the blank every row is given at its end.
        (self._workout, self._start, self._end, self._workout_notes, self._exercise, self._superset, self._notes,
         self._order, self._type, self._weight, self._reps, self._distance, self._seconds, self._rpe,
         ) = (header.places.get(name, -1) for name in _FIELDS)  # fmt: skip
        self._rows = list(records(table, self._findings, lambda fields: is_date(fields[header.places["start"]])))
        for _, fields in self._rows:
            fields.append("")
        self._dates = Dates({fields[place] for _, fields in self._rows for place in (self._start, self._end)})
        self._numbers = Numbers(decimal_comma=table.delimiter != ",")
        self._units = Units(header, (), unit, self._findings)
        self._measures = Measures(self._findings)
        self._workouts: dict[tuple[str, str, str], WorkoutDraft] = {}

    def read(self) -> ParsedLog:
        for line, fields in self._rows:
            try:
                self._read_row(line, fields)
            except LineError as problem:
                self._findings.skip(line, str(problem))
        self._units.settle()
        return finish("hevy", self._workouts.values(), self._findings, self._header_line, self._header.unread)

    def _read_row(self, line: int, fields: Sequence[str]) -> None:
        name = fields[self._exercise].strip()
        if not name:
            raise LineError("it names no exercise")
        numbers = self._numbers
        reps, rpe, order = numbers[fields[self._reps]], numbers[fields[self._rpe]], numbers[fields[self._order]]
        load, distance, seconds = numbers[fields[self._weight]], numbers[fields[self._distance]], self._time(fields)
        kilograms = load and self._units.kilograms(line, load, "", name, reps)
        metres = distance and self._units.metres(line, distance, "", name)
        index = None if order is None else int(order)
        draft = self._workout_of(line, fields).exercise(name, fields[self._superset].strip() or None, index, line)
        one = self._measures.logged_set(
            line, self._set_type(line, fields[self._type]), reps=reps, load_kg=kilograms, rpe=rpe, seconds=seconds,
            metres=metres, note=place_note(draft, _unescaped(fields[self._notes])),
        )  # fmt: skip
        draft.add(one, index)

    def _workout_of(self, line: int, fields: Sequence[str]) -> WorkoutDraft:
        key = (fields[self._workout], fields[self._start], fields[self._end])
        workout = self._workouts.get(key)
        if workout is None:
            start = self._dates[fields[self._start]]
            if start is None:
                raise LineError("it has no start time")
            workout = self._workouts[key] = WorkoutDraft(fields[self._workout].strip(), start, line)
            self._read_end(workout, fields[self._end].strip())
        if note := fields[self._workout_notes]:
            workout.remember(_unescaped(note))
        return workout

    def _read_end(self, workout: WorkoutDraft, text: str) -> None:
        original = f"End in the file: {text}"
        try:
            end = self._dates[text]
        except LineError as problem:
            workout.remember(original)
            self._findings.flag(workout.line, f"{problem}; the end of the workout was left open")
            return
        if end is not None:
            set_end(workout, (end - workout.start).total_seconds(), original, self._findings)

    def _set_type(self, line: int, text: str) -> SetType:
        found = _TYPES.get(text)
        if found is None:
            found = _TYPES.get("".join(c for c in text.casefold() if c.isalnum()))
        if found is None:
            self._findings.flag(line, f"the set type {quoted(text)} is not one we know; it was taken as a normal set")
            return SetType.NORMAL
        return found

    def _time(self, fields: Sequence[str]) -> float | None:
        text = fields[self._seconds]
        try:
            return self._numbers[text]
        except LineError:
            return seconds_of(text)


def _unescaped(text: str) -> str:
    """Notes come with real newlines or with the two characters backslash and n."""
    return text.replace("\\n", "\n").strip() if text else ""
