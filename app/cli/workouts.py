"""`peakline workout ...`."""

from argparse import Namespace
from datetime import date
from typing import Any

from app.cli.output import note, opened, print_json, print_table
from app.cli.workout_words import planned_text, tell
from models.values.planned import PlannedWorkout
from models.values.training import GeneratedWeek
from models.values.units import Unit
from models.values.workouts import SetEntry, SetType, Workout, WorkoutSummary


def generate(arguments: Namespace) -> int:
    today = date.today()  # noqa: DTZ011 - a week begins on the coach's local day
    with opened(arguments) as services:
        athlete = services.athletes.find(arguments.athlete)
        if arguments.dry_run:
            week = services.generating.preview(athlete.id, today, arguments.week, replace=not arguments.keep)
            workouts: list[Workout] = []
        else:
            week = services.generating.generate(athlete.id, today, arguments.week, replace=not arguments.keep)
            workouts = [services.training.workout(key) for key in (*week.kept, *week.workouts)]
    workouts.sort(key=lambda one: (one.summary.scheduled, one.summary.id))
    if arguments.json:
        print_json(_week(week, workouts))
        return 0
    for sentence in week.sentences:
        note(sentence)
    if arguments.dry_run:
        _tell_preview(week)
    else:
        for one in workouts:
            _tell_short(one, athlete.unit)
    return 0


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
        tell(workout, unit)
    return 0


def _week(week: GeneratedWeek, workouts: list[Workout]) -> dict[str, Any]:
    """A generated week as JSON; of a preview the sessions that would be stored, without ids."""
    return {
        "week": week.week,
        "monday": week.monday.isoformat(),
        "new": list(week.workouts),
        "kept": list(week.kept),
        "replaced": week.replaced,
        "sentences": list(week.sentences),
        "workouts": [_document(one) for one in workouts] if workouts else [_planned(one) for one in week.planned],
    }


def _planned(one: PlannedWorkout) -> dict[str, Any]:
    exercises = [
        {
            "catalogueId": entry.exercise_id,
            "orderIndex": entry.order_index,
            "isMainLift": entry.is_main_lift,
            "sets": [
                {
                    "setIndex": index,
                    "setType": str(each.set_type),
                    "targetReps": each.reps,
                    "targetRepRange": each.rep_range,
                    "targetRpe": None if each.rir is None else 10 - each.rir,
                    "targetLoadKg": each.load_kg,
                    "restSeconds": each.rest_seconds,
                }
                for index, each in enumerate(entry.sets)
            ],
            "selectionReason": entry.selection_reason,
            "prescriptionRationale": entry.prescription_rationale,
        }
        for entry in one.exercises
    ]
    return {
        "name": one.name,
        "day": one.day.isoformat(),
        "minutes": one.minutes,
        "weekInBlock": one.week_in_block,
        "exercises": exercises,
        "selectionRationale": one.selection_rationale,
    }


def _tell_short(workout: Workout, unit: Unit) -> None:
    summary = workout.summary
    print(f"\n{summary.scheduled:%Y-%m-%d} {summary.name or 'Workout'} ({summary.minutes or '–'} minutes) {summary.id}")
    rows = []
    for entry in workout.exercises:
        working = [one for one in entry.sets if one.set_type is not SetType.WARMUP]
        asked = planned_text(entry, working[0], unit) if working else "–"
        rows.append((entry.name, f"{len(working)} sets", asked))
    print_table(("exercise", "sets", "each"), rows)


def _tell_preview(week: GeneratedWeek) -> None:
    for one in week.planned:
        print(f"\n{one.day.isoformat()} {one.name} ({one.minutes} minutes)")
        rows = [(str(each.selection_reason.get("name")), f"{each.working_sets} sets") for each in one.exercises]
        print_table(("exercise", "sets"), rows)


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
            "catalogueId": exercise.catalogue_id,
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
        "sessionRpe": workout.session_rpe,
        "exercises": exercises,
        "selectionRationale": workout.selection_rationale,
        "wasAutoregulated": workout.was_autoregulated,
        "autoregulationLog": workout.autoregulation_log,
    }


def _set(entry: SetEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "setIndex": entry.set_index,
        "setType": str(entry.set_type),
        "targetReps": entry.target_reps,
        "targetRepRange": entry.target_rep_range,
        "targetRpe": entry.target_rpe,
        "targetLoadKg": entry.target_load_kg,
        "restSeconds": entry.rest_seconds,
        "actualReps": entry.actual_reps,
        "actualRpe": entry.actual_rpe,
        "actualLoadKg": entry.actual_load_kg,
        "wasSkipped": entry.was_skipped,
        "logged": entry.logged,
    }
