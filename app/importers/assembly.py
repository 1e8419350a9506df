"""From drafts to a finished log: what both formats share once their rows are read."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Final

from app.errors import UnreadableFile
from app.importers.drafts import ExerciseDraft, WorkoutDraft
from app.importers.findings import Findings
from app.importers.outliers import flag_outliers
from models.values.workouts import LoggedWorkout, ParsedLog

LONGEST_HOURS: Final = 6
"""A workout that took longer is a forgotten timer."""


def set_end(workout: WorkoutDraft, seconds: float, original: str, findings: Findings) -> bool:
    """End the workout after so many seconds; a time nobody trains goes into its notes instead (False)."""
    if 0 <= seconds <= LONGEST_HOURS * 3_600:
        workout.end = workout.start + timedelta(seconds=seconds)
        return True
    workout.remember(original)
    what = f"took longer than {LONGEST_HOURS} hours" if seconds > 0 else "ended before it began"
    findings.flag(workout.line, f"the workout {what} by its own account; its end was left open ({original})")
    return False


def place_note(draft: ExerciseDraft, note: str) -> str | None:
    """Where a note beside a set belongs: the first is the exercise's, repeats say nothing, others are the set's.

    Returns the set's own note.
    """
    if not note or note in draft.notes:
        return None
    if draft.sets or draft.notes:
        return note
    draft.notes.append(note)
    return None


def finish(
    log_format: str, drafts: Iterable[WorkoutDraft], findings: Findings, header_line: int, unread: Sequence[str]
) -> ParsedLog:
    """The log, oldest workout first; raises `UnreadableFile` where there were lines and none could be read."""
    workouts = sorted(_performed(drafts, findings), key=lambda workout: (workout.start, workout.line))
    if not workouts and (skipped := findings.skipped):
        first = skipped[0]
        raise UnreadableFile(
            f"None of the lines could be imported. Line {first.line}: {first.reason}.",
            advice="Export the log again, untouched by a spreadsheet.",
        )
    flag_outliers(workouts, findings)
    for name in unread:
        findings.flag(header_line, f"the column {name or '(without a name)'} is not one we know and was not read")
    return ParsedLog(log_format, tuple(workouts), tuple(findings.skipped), tuple(findings.flagged))


def _performed(drafts: Iterable[WorkoutDraft], findings: Findings) -> Iterator[LoggedWorkout]:
    for draft in drafts:
        for exercise in draft.exercises:
            if not exercise.sets:
                findings.skip(exercise.line, f"no set of {exercise.name} was recorded in this workout")
        draft.exercises = [exercise for exercise in draft.exercises if exercise.sets]
        if draft.exercises:
            yield draft.freeze()
