"""A workout as text: its sets as a table, and the reasons stored beside them as sentences."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.cli.output import print_table
from models.values.units import Unit, load_text
from models.values.workouts import ExerciseEntry, SetEntry, SetType, Workout

_INDENT = "  "


def tell(workout: Workout, unit: Unit) -> None:
    """Print a whole workout: what it is, why it is so, and every set planned beside performed."""
    summary = workout.summary
    head = f"{summary.name or 'Workout'}, {summary.scheduled:%Y-%m-%d}, {str(summary.status).replace('_', ' ').lower()}"
    print(head if summary.minutes is None else f"{head}, {summary.minutes} minutes")
    for line in session_lines(workout.selection_rationale):
        print(f"{_INDENT}{line}")
    if workout.autoregulation_log:
        print(f"{_INDENT}{workout.autoregulation_log.get('sentence', 'Changed for the day.')}")
    if workout.notes:
        print(f"{_INDENT}Note: {workout.notes}")
    for entry in workout.exercises:
        print()
        print(entry.name)
        for line in entry_lines(entry):
            print(f"{_INDENT}{line}")
        print_table(("set", "planned", "done"), [_row(entry, one, unit) for one in entry.sets])


def session_lines(rationale: Mapping[str, Any] | None) -> Iterator[str]:
    """The sentences of a workout's own rationale, the important ones."""
    if not isinstance(rationale, Mapping):
        return
    yield from _sentences(rationale, "summary")
    for part in ("block", "session", "readiness", "progression"):
        yield from _sentences(rationale.get(part), "sentence")
    for muscle in _listed(rationale.get("volume")):
        yield from _sentences(muscle, "sentence")
    for text in rationale.get("assumptions") or ():
        yield f"Assumed: {text}"


def entry_lines(entry: ExerciseEntry) -> Iterator[str]:
    """The sentences of an exercise: why it, who lost, and why these sets."""
    reason, prescription = entry.selection_reason, entry.prescription_rationale
    if isinstance(reason, Mapping):
        yield from _sentences(reason, "sentence")
        for other in _listed(reason.get("alternatives")):
            yield f"Not {other.get('name')}: {other.get('lost')}"
        for other in _listed(reason.get("ruledOut")):
            yield from _sentences(other, "sentence")
    if isinstance(prescription, Mapping):
        for part in ("sets", "reps", "load", "rir", "rest"):
            yield from _sentences(prescription.get(part), "sentence")
        found = prescription.get("find")
        if isinstance(found, Mapping):
            yield from (str(step) for step in found.get("steps") or ())


def _listed(value: Any) -> Sequence[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _sentences(document: Any, key: str) -> Iterator[str]:
    if isinstance(document, Mapping) and document.get(key):
        yield str(document[key])


def _row(entry: ExerciseEntry, one: SetEntry, unit: Unit) -> tuple[str, str, str]:
    warm_up = " (warm-up)" if one.set_type is SetType.WARMUP else ""
    return f"{one.set_index + 1}{warm_up}", planned_text(entry, one, unit), _done(one, unit)


def planned_text(entry: ExerciseEntry, one: SetEntry, unit: Unit) -> str:
    """What is asked: repetitions, load and effort; an en dash for a set beyond the plan."""
    is_written_down = one.logged and one.target_load_kg is None and one.target_rpe is None
    if one.target_reps is None or (is_written_down and one.target_rep_range is None):
        return "–"  # beyond the plan, or of a log that had none
    load = load_text(one.target_load_kg, unit) if one.target_load_kg is not None else _without_load(entry)
    effort = "" if one.target_rpe is None else f", {10 - one.target_rpe:g} in reserve"
    return f"{one.target_reps} x {load}{effort}"


def _without_load(entry: ExerciseEntry) -> str:
    prescription = entry.prescription_rationale or {}
    method = (prescription.get("load") or {}).get("method")
    return "a load to find" if method == "find" else "body weight" if method == "bodyweight" else "–"


def _done(one: SetEntry, unit: Unit) -> str:
    if one.was_skipped:
        return "left out"
    if not one.logged:
        return "–"
    effort = "" if one.actual_rpe is None else f", RPE {one.actual_rpe:g}"
    if one.actual_reps is None:
        amount = f"{one.duration_seconds:g} s" if one.duration_seconds else f"{one.distance_m or 0:g} m"
        return f"{amount}{effort}"
    load = f" x {load_text(one.actual_load_kg, unit)}" if one.actual_load_kg else ""
    return f"{one.actual_reps}{load}{effort}"
