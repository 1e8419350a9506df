"""Logs exported by Strong, in all the dialects it has spoken since 2015."""

from collections.abc import Mapping, Sequence
from enum import Enum, auto
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


class _Kind(Enum):
    SET = auto()
    UNKNOWN = auto()
    REST = auto()
    NOTE = auto()


_Order = tuple[_Kind, SetType, int | None]
_TAGS: Final[Mapping[str, _Order]] = {
    "w": (_Kind.SET, SetType.WARMUP, None),
    "d": (_Kind.SET, SetType.DROP, None),
    "f": (_Kind.SET, SetType.FAILURE, None),
    "rest timer": (_Kind.REST, SetType.NORMAL, None),
    "note": (_Kind.NOTE, SetType.NORMAL, None),
}
_UNKNOWN: Final[_Order] = (_Kind.UNKNOWN, SetType.NORMAL, None)
_FIELDS: Final = (
    "number", "date", "workout", "duration", "exercise", "order", "weight", "weight_unit", "reps", "rpe", "distance",
    "distance_unit", "seconds", "notes", "workout_notes",
)  # fmt: skip


def parse(table: Table, header: Header, unit: Unit | None) -> ParsedLog:
    """Read a Strong export; `unit` answers for files that name none.

    Raises `UnitNeeded` where no unit is known, `UnreadableFile` where no line can be imported.
    """
    return _Reader(table, header, unit).read()


class _Orders(dict[str, _Order]):
    """What a `Set Order` says: a number, a tag, a pseudo-row."""

    def __missing__(self, text: str) -> _Order:
        word = text.strip().casefold()
        found = _TAGS.get(word, _UNKNOWN)
        whole = word.removesuffix(".0")
        if whole.isascii() and whole.isdigit() and len(whole) < 7:
            found = (_Kind.SET, SetType.NORMAL, int(whole))
        self[text] = found
        return found


class _Reader:
    def __init__(self, table: Table, header: Header, unit: Unit | None) -> None:
        self._findings = Findings()
        self._header, self._header_line = header, table.header_line
        # A column that is not there is read as the blank every row is given at its end.
        (self._number, self._date, self._workout, self._duration, self._exercise, self._order, self._weight,
         self._weight_unit, self._reps, self._rpe, self._distance, self._distance_unit, self._seconds, self._notes,
         self._workout_notes) = (header.places.get(name, -1) for name in _FIELDS)  # fmt: skip
        self._rows = list(records(table, self._findings, lambda fields: is_date(fields[header.places["date"]])))
        for _, fields in self._rows:
            fields.append("")
        self._dates = Dates({fields[self._date] for _, fields in self._rows})
        self._numbers = Numbers(decimal_comma=table.delimiter != ",")
        self._orders = _Orders()
        stated = ((fields[self._weight_unit], fields[self._distance_unit]) for _, fields in self._rows)
        self._units = Units(header, stated, unit, self._findings)
        self._measures = Measures(self._findings)
        self._workouts: dict[tuple[str, str, str], WorkoutDraft] = {}

    def read(self) -> ParsedLog:
        for line, fields in self._rows:
            try:
                self._read_row(line, fields)
            except LineError as problem:
                self._findings.skip(line, str(problem))
        self._units.settle()
        return finish("strong", self._workouts.values(), self._findings, self._header_line, self._header.unread)

    def _read_row(self, line: int, fields: Sequence[str]) -> None:
        kind, set_type, order = self._orders[fields[self._order]]
        if kind in (_Kind.REST, _Kind.NOTE):
            self._read_pseudo_row(line, fields, kind)
            return
        name = fields[self._exercise].strip()
        if not name:
            raise LineError("it names no exercise")
        numbers = self._numbers
        reps, rpe, seconds = numbers[fields[self._reps]], numbers[fields[self._rpe]], self._time(fields)
        load, distance = numbers[fields[self._weight]], numbers[fields[self._distance]]
        if kind is _Kind.UNKNOWN:
            self._accept_unknown(line, fields[self._order], reps or load)
        kilograms = load and self._units.kilograms(line, load, fields[self._weight_unit], name, reps)
        metres = distance and self._units.metres(line, distance, fields[self._distance_unit], name)
        draft = self._workout_of(line, fields).exercise(name, None, order, line)
        one = self._measures.logged_set(
            line, set_type, reps=reps, load_kg=kilograms or None, rpe=rpe, seconds=seconds, metres=metres,
            note=place_note(draft, fields[self._notes].strip()),
        )  # fmt: skip
        draft.add(one, order)

    def _workout_of(self, line: int, fields: Sequence[str]) -> WorkoutDraft:
        key = (fields[self._number], fields[self._date], fields[self._workout])
        workout = self._workouts.get(key)
        if workout is None:
            start = self._dates[fields[self._date]]
            if start is None:
                raise LineError("it has no date")
            workout = self._workouts[key] = WorkoutDraft(fields[self._workout].strip(), start, line)
            self._read_duration(workout, fields[self._duration].strip())
        if note := fields[self._workout_notes].strip():
            workout.remember(note)
        return workout

    def _read_duration(self, workout: WorkoutDraft, text: str) -> None:
        original = f"Duration in the file: {text}"
        try:
            seconds = seconds_of(text)
        except LineError as problem:
            workout.remember(original)
            self._findings.flag(workout.line, f"{problem}; the end of the workout was left open")
            return
        if seconds and set_end(workout, seconds, original, self._findings):
            workout.elapsed_seconds = seconds

    def _read_pseudo_row(self, line: int, fields: Sequence[str], kind: _Kind) -> None:
        workout = self._workout_of(line, fields)
        name = fields[self._exercise].strip() or (workout.exercises[-1].name if workout.exercises else "")
        if not name:
            raise LineError("it names no exercise")
        note, seconds = fields[self._notes].strip(), self._time(fields)
        draft = workout.exercise(name, None, None, line)
        if kind is _Kind.NOTE and note:
            draft.add_note(note)
        elif kind is _Kind.REST and seconds and 0 < seconds < 86_400:
            draft.rests[len(draft.sets) - 1] = round(seconds)
        else:
            self._findings.skip(line, f"the row, {quoted(fields[self._order])}, says nothing that could be kept")

    def _time(self, fields: Sequence[str]) -> float | None:
        text = fields[self._seconds]
        try:
            return self._numbers[text]
        except LineError:
            return seconds_of(text)

    def _accept_unknown(self, line: int, order: str, performed: float | None) -> None:
        if not performed:
            raise LineError(f"the set order {quoted(order)} is not one we know, and the row has no weight and no reps")
        self._findings.flag(line, f"the set order {quoted(order)} is not one we know; it was taken as a normal set")
