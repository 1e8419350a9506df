"""`peakline workout ...`."""

from argparse import Namespace
from typing import Any

from app.cli.output import opened, print_json, print_table
from models.values.units import Unit, load_text
from models.values.workouts import SetEntry, Workout, WorkoutSummary


def list_all(arguments: Namespace) -> int:
    with opened(arguments) as services:
        athlete = services.athletes.find(arguments.athlete)
        page = services.training.page(athlete.id, limit=arguments.limit)
    if arguments.json:
        print_json({"total": page.total, "workouts": [_summary(row) for row in page.rows]})
        return 0
    rows = [
        (row.id, f"{row.scheduled:%Y-%m-%d}", row.name or "–", str(row.status), str(row.hard_sets)) for row in page.rows
    ]
    print_table(("id", "day", "name", "status", "hard sets"), rows)
    return 0


def show(arguments: Namespace) -> int:
    with opened(arguments) as services:
        workout = services.training.workout(arguments.id)
        unit = services.athletes.get(workout.summary.athlete_id).unit
    if arguments.json:
        print_json(_document(workout))
    else:
        _tell(workout, unit)
    return 0


def _summary(row: WorkoutSummary) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "scheduledDate": row.scheduled.isoformat(),
        "completedAt": row.completed.isoformat() if row.completed else None,
        "status": str(row.status),
        "exercises": row.exercises,
        "hardSets": row.hard_sets,
        "volumeLoadKg": round(row.volume_load_kg, 1),
        "minutes": row.minutes,
        "weekInBlock": row.week_in_block,
        "blockType": str(row.block_type) if row.block_type else None,
    }


def _document(workout: Workout) -> dict[str, Any]:
    exercises = [
        {
            "id": exercise.id,
            "exerciseId": exercise.exercise_id,
            "name": exercise.name,
            "orderIndex": exercise.order_index,
            "section": str(exercise.section) if exercise.section else None,
            "isMainLift": exercise.is_main_lift,
            "sets": [_set(entry) for entry in exercise.sets],
            "selectionReason": exercise.selection_reason,
            "prescriptionRationale": exercise.prescription_rationale,
        }
        for exercise in workout.exercises
    ]
    return {
        **_summary(workout.summary),
        "notes": workout.notes,
        "exercises": exercises,
        "selectionRationale": workout.selection_rationale,
        "wasAutoregulated": workout.was_autoregulated,
        "autoregulationLog": workout.autoregulation_log,
    }


def _set(entry: SetEntry) -> dict[str, Any]:
    return {
        "setIndex": entry.set_index,
        "setType": str(entry.set_type),
        "targetReps": entry.target_reps,
        "targetRpe": entry.target_rpe,
        "targetLoadKg": entry.target_load_kg,
        "restSeconds": entry.rest_seconds,
        "actualReps": entry.actual_reps,
        "actualRpe": entry.actual_rpe,
        "actualLoadKg": entry.actual_load_kg,
        "wasSkipped": entry.was_skipped,
        "logged": entry.logged,
    }


def _tell(workout: Workout, unit: Unit) -> None:
    rows = [
        (
            exercise.name,
            str(entry.set_index + 1),
            "–" if entry.actual_reps is None else str(entry.actual_reps),
            load_text(entry.actual_load_kg, unit),
            "–" if entry.actual_rpe is None else f"{entry.actual_rpe:g}",
        )
        for exercise in workout.exercises
        for entry in exercise.sets
    ]
    print_table(("exercise", "set", "reps", "load", "RPE"), rows)
