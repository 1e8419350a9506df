"""Workouts, exercises and sets while their rows are still coming in."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime

from models.values.workouts import LoggedExercise, LoggedSet, LoggedWorkout, SetType


@dataclass(slots=True)
class ExerciseDraft:
    """A contiguous run of rows of one exercise."""

    name: str
    superset: str | None
    line: int
    sets: list[LoggedSet] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rests: dict[int, int] = field(default_factory=dict)
    """Seconds of rest by the index of the set before it; -1 before the first."""
    last_order: int | None = None
    numbered: int = 0
    """How many sets there were when the last numbered one had come."""
    has_note_row: bool = False
    late_notes: list[str] = field(default_factory=list)

    def add(self, one: LoggedSet, order: int | None) -> None:
        self.sets.append(one)
        if order is not None:
            self.last_order, self.numbered = order, len(self.sets)

    def add_note(self, note: str) -> None:
        """Keep a note row; a second one after sets opens the exercise's next run, should there be one."""
        if self.sets and self.has_note_row:
            self.late_notes.append(note)
        else:
            self.notes.append(note)
        self.has_note_row = True

    def next_run(self, order: int, line: int) -> "ExerciseDraft":
        """The same exercise begun anew at `order`, with the tagged sets at the end of this run that open it.

        A warm-up takes no number, a set to failure takes its own: when numbering starts again at
        2, the failure before it was number 1.
        """
        missing, cut = order - 1, len(self.sets)
        while cut > self.numbered:
            kind = self.sets[cut - 1].set_type
            if kind is SetType.FAILURE and missing > 0:
                missing -= 1
            elif kind is not SetType.WARMUP:
                break
            cut -= 1
        new = ExerciseDraft(self.name, self.superset, line, self.sets[cut:], self.late_notes)
        new.has_note_row, self.late_notes = bool(self.late_notes), []
        new.rests = {index - cut: rest for index, rest in self.rests.items() if index >= cut}
        self.rests = {index: rest for index, rest in self.rests.items() if index < cut}
        del self.sets[cut:]
        return new

    def freeze(self) -> LoggedExercise:
        sets = self.sets
        if self.rests:
            sets = [replace(one, rest_seconds=self.rests.get(index)) for index, one in enumerate(sets)]
        common = Counter(self.rests.values()).most_common(1)
        return LoggedExercise(
            self.name,
            tuple(sets),
            self.superset,
            "\n".join(self.notes + self.late_notes) or None,
            common[0][0] if common else None,
        )


@dataclass(slots=True)
class WorkoutDraft:
    """A workout; its rows may come from anywhere in the file, its exercises stay in their order."""

    name: str
    start: datetime
    line: int
    end: datetime | None = None
    elapsed_seconds: float | None = None
    notes: list[str] = field(default_factory=list)
    exercises: list[ExerciseDraft] = field(default_factory=list)

    def remember(self, note: str) -> None:
        """Keep a note of the workout, once however many rows repeat it."""
        if note and note not in self.notes:
            self.notes.append(note)

    def exercise(self, name: str, superset: str | None, order: int | None, line: int) -> ExerciseDraft:
        """The run a row belongs to: a new one when name or superset changes or the numbering does not rise."""
        last = self.exercises[-1] if self.exercises else None
        if last is not None and last.name == name and last.superset == superset:
            if order is None or last.last_order is None or order > last.last_order:
                return last
            new = last.next_run(order, line)
        else:
            new = ExerciseDraft(name, superset, line)
        self.exercises.append(new)
        return new

    def freeze(self) -> LoggedWorkout:
        return LoggedWorkout(
            self.name,
            self.start,
            self.end,
            "\n".join(self.notes) or None,
            tuple(exercise.freeze() for exercise in self.exercises),
            self.line,
            self.elapsed_seconds,
        )
