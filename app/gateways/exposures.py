"""How often an athlete has used each exercise and how it is going: ExerciseExposure, recomputed from the logs."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any, Final

from sqlalchemy import Connection, bindparam, case, delete, func, insert, select, update
from sqlalchemy.engine import RowMapping

from app.engine.constants import ASSUMED_RIR, E1RM_MOST_REPS, E1RM_MOST_RIR
from app.engine.progress import EXPECTED, PROGRESS_VERSION, STALL_THRESHOLD, last_record, progress
from app.engine.strength import e1rm, e1rm_sigma
from app.gateways.performed import LOGGED, PERFORMED_AT, WORKING
from models.tables.athletes import profile, user
from models.tables.exercises import exercise
from models.tables.plan import exercise_exposure, macro_cycle, training_block
from models.tables.types import utc_now
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.days import local_day, zone
from models.values.exercises import LoadConvention
from models.values.ids import new_id
from models.values.plan import BlockType
from models.values.workouts import WorkoutStatus

TOP_SETS: Final = 2
"""A session's estimate is the weighted mean of this many best sets: the best alone is biased upwards."""


def refresh_exposures(connection: Connection, athlete_id: str) -> int:
    """Recompute the athlete's exposures; returns how many rows were written or removed, 0 on a re-run.

    Counted are completed workouts with at least one logged, not skipped set of the exercise, once
    per workout; `lastUsed` is the latest of completedAt, or scheduledDate where that is missing.
    """
    wanted = _wanted(connection, athlete_id)
    there = {
        row["exercise_id"]: row
        for row in connection.execute(
            select(exercise_exposure).where(exercise_exposure.c.user_id == athlete_id)
        ).mappings()
    }
    new = [wanted[key] for key in wanted if key not in there]
    changed = [wanted[key] for key in wanted if key in there and _differs(wanted[key], there[key])]
    gone = [row["id"] for key, row in there.items() if key not in wanted]
    if new:
        connection.execute(insert(exercise_exposure), [{"id": new_id(), "user_id": athlete_id, **row} for row in new])
    if changed:
        _update(connection, [{**row, "row_id": there[row["exercise_id"]]["id"]} for row in changed])
    for row_id in gone:
        connection.execute(delete(exercise_exposure).where(exercise_exposure.c.id == row_id))
    return len(new) + len(changed) + len(gone)


def _update(connection: Connection, rows: list[dict[str, Any]]) -> None:
    values = ("last_used", "usage_count", "performance")
    statement = (
        update(exercise_exposure)
        .where(exercise_exposure.c.id == bindparam("row_id"))
        .values({name: bindparam(f"new_{name}") for name in values} | {"updated_at": utc_now()})
    )
    connection.execute(
        statement, [{"row_id": row["row_id"], **{f"new_{name}": row[name] for name in values}} for row in rows]
    )


def _differs(wanted: Mapping[str, Any], stored: RowMapping) -> bool:
    return any(wanted[name] != stored[name] for name in ("last_used", "usage_count", "performance"))


def _wanted(connection: Connection, athlete_id: str) -> dict[str, dict[str, Any]]:
    counts = connection.execute(
        select(
            workout_exercise.c.exercise_id,
            func.max(PERFORMED_AT, type_=workout.c.completed_at.type).label("last_used"),
            func.count(workout.c.id.distinct()).label("usage_count"),
            func.count(case((workout_exercise.c.is_main_lift, workout.c.id)).distinct()).label("main_uses"),
        )
        .join(workout, workout.c.id == workout_exercise.c.workout_id)
        .join(workout_set, workout_set.c.workout_exercise_id == workout_exercise.c.id)
        .join(set_log, set_log.c.workout_set_id == workout_set.c.id)
        .where(workout.c.user_id == athlete_id, workout.c.status == WorkoutStatus.COMPLETED, LOGGED)
        .group_by(workout_exercise.c.exercise_id)
        .order_by(workout_exercise.c.exercise_id)
    ).mappings()
    sessions, expected = _sessions(connection, athlete_id)
    return {row["exercise_id"]: _exposure(row, sessions.get(row["exercise_id"], []), expected) for row in counts}


@dataclass(frozen=True, slots=True)
class _SessionBest:
    day: date
    e1rm_kg: float
    deload: bool


def _exposure(row: RowMapping, sessions: list[_SessionBest], expected: float) -> dict[str, Any]:
    judged = progress([(s.day, s.e1rm_kg) for s in sessions if not s.deload], expected)
    record = last_record([(s.day, s.e1rm_kg) for s in sessions])
    best = max((s.e1rm_kg for s in sessions), default=None)
    performance: dict[str, Any] = {
        "version": PROGRESS_VERSION,
        "trend": judged.trend.value,
        "lastPr": None if record is None else record.isoformat(),
        "bestE1rmKg": None if best is None else round(best, 1),
        "sessions": len(sessions),
        "isMain": 2 * row["main_uses"] > row["usage_count"],
    }
    if judged.slope is not None and judged.low is not None and judged.high is not None:
        performance["percentPerWeek"] = [round(100 * x, 2) for x in (judged.slope, judged.low, judged.high)]
    return {
        "exercise_id": row["exercise_id"],
        "last_used": row["last_used"],
        "usage_count": row["usage_count"],
        "performance": performance,
    }


def _sessions(connection: Connection, athlete_id: str) -> tuple[dict[str, list[_SessionBest]], float]:
    """Session estimates by exercise, oldest first, and the gain per week this athlete should show."""
    who = connection.execute(
        select(user.c.time_zone, profile.c.weight_kg, profile.c.training_age)
        .outerjoin(profile, profile.c.user_id == user.c.id)
        .where(user.c.id == athlete_id)
    ).one_or_none()
    if who is None:
        return {}, STALL_THRESHOLD
    age = connection.execute(
        select(macro_cycle.c.training_age).where(macro_cycle.c.user_id == athlete_id, macro_cycle.c.is_active)
    ).scalar()
    rows = connection.execute(_working_sets(athlete_id))
    found = _bests(rows, who.weight_kg, zone(who.time_zone))
    return found, EXPECTED.get(str(age or who.training_age), STALL_THRESHOLD)


def _working_sets(athlete_id: str) -> Any:
    return (
        select(
            workout_exercise.c.exercise_id,
            workout.c.id.label("workout_id"),
            PERFORMED_AT.label("at"),
            set_log.c.actual_reps.label("reps"),
            set_log.c.actual_rpe.label("rpe"),
            set_log.c.actual_load.label("load"),
            exercise.c.bodyweight_share.label("share"),
            exercise.c.load_convention.label("convention"),
            training_block.c.block_type,
        )
        .join(workout, workout.c.id == workout_exercise.c.workout_id)
        .join(exercise, exercise.c.id == workout_exercise.c.exercise_id)
        .join(workout_set, workout_set.c.workout_exercise_id == workout_exercise.c.id)
        .join(set_log, set_log.c.workout_set_id == workout_set.c.id)
        .outerjoin(training_block, training_block.c.id == workout.c.training_block_id)
        .where(
            workout.c.user_id == athlete_id,
            workout.c.status == WorkoutStatus.COMPLETED,
            WORKING,
            set_log.c.actual_reps.between(1, int(E1RM_MOST_REPS)),
        )
        .order_by(PERFORMED_AT, workout.c.id)
    )


def _bests(rows: Iterable[Any], weight_kg: float | None, where: tzinfo | None) -> dict[str, list[_SessionBest]]:
    estimates: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    about: dict[tuple[str, str], tuple[datetime, bool]] = {}
    for row in rows:
        if (one := _estimate(row, weight_kg)) is not None:
            key = (row.exercise_id, row.workout_id)
            estimates[key].append(one)
            about.setdefault(key, (row.at, row.block_type == BlockType.DELOAD))
    found: dict[str, list[_SessionBest]] = defaultdict(list)
    for (exercise_id, workout_id), sets in estimates.items():
        at, deload = about[exercise_id, workout_id]
        top = sorted(sets, reverse=True)[:TOP_SETS]
        weights = [1 / sigma**2 for _, sigma in top]
        mean = math.fsum(kg * weight for (kg, _), weight in zip(top, weights, strict=True)) / math.fsum(weights)
        found[exercise_id].append(_SessionBest(local_day(at, where), mean, deload))
    return found


def _estimate(row: Any, weight_kg: float | None) -> tuple[float, float] | None:
    """A set's e1RM in kg with its SD in per cent, where the set can speak for one."""
    rir = ASSUMED_RIR if row.rpe is None else 10 - row.rpe
    if not 0 <= rir <= E1RM_MOST_RIR:
        return None
    load = row.load or 0.0
    if row.share:
        if weight_kg is None:
            return None
        help_kg = row.convention == LoadConvention.ASSISTED.value
        load = row.share * weight_kg + (-abs(load) if help_kg else load)
    kg = e1rm(load, row.reps, rir) if load > 0 else None
    return None if kg is None else (kg, e1rm_sigma(row.reps, rir))
