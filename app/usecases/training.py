"""Workouts planned and performed: the long list, one workout, and the exercises' exposures."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, Subquery, and_, case, exists, func, literal, or_, select

from app.errors import InvalidInput, NotFound
from app.gateways.database import Database
from app.gateways.exposures import refresh_exposures
from app.gateways.performed import HARD_SETS, VOLUME_LOAD, sets_of_workouts
from models.tables.exercises import exercise
from models.tables.plan import training_block
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.workouts import (
    ExerciseEntry,
    SetEntry,
    SetType,
    Workout,
    WorkoutExerciseSection,
    WorkoutPage,
    WorkoutStatus,
    WorkoutSummary,
)

MOST_ROWS: Final = 1000

_STATUS_ORDER: Final = case(
    *((workout.c.status == status, place) for place, status in enumerate(WorkoutStatus)), else_=len(WorkoutStatus)
)
"""Enums sort by declaration on one database and by letters on the other, so the order is spelled out."""
_NAME: Final = func.lower(func.coalesce(workout.c.name, ""))
_MINUTES: Final = func.coalesce(workout.c.actual_minutes, workout.c.estimated_minutes)


class Training:
    """Workouts and what was done in them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(
        self,
        athlete_id: str | None,
        *,
        search: str = "",
        status: WorkoutStatus | None = None,
        sort: str = "scheduled",
        descending: bool = True,
        offset: int = 0,
        limit: int = 200,
    ) -> WorkoutPage:
        """One page of workouts, of one athlete or of all, sorted and filtered by the database.

        `search` looks into workout names, notes and exercise names. `sort` is one of scheduled,
        completed, name, status, exercises, hard_sets, volume_load, minutes, block. Volume load is in
        kilograms, warm-ups, assisted and timed sets left out. `InvalidInput` for another `sort`.
        """
        wanted = _wanted(athlete_id, search, status)
        with self._database.read() as connection:
            total = connection.execute(select(func.count()).select_from(workout).where(wanted)).scalar_one()
            statement = _page(wanted, sort, descending=descending, offset=max(0, offset), limit=min(limit, MOST_ROWS))
            rows = [_summary(row) for row in connection.execute(statement)]
        return WorkoutPage(rows, total, offset)

    def workout(self, workout_id: str) -> Workout:
        """A whole workout, planned beside performed; `NotFound` for an unknown id."""
        with self._database.read() as connection:
            head = connection.execute(
                select(
                    workout.c.notes,
                    workout.c.selection_rationale,
                    workout.c.was_autoregulated,
                    workout.c.autoregulation_log,
                    workout.c.session_rpe,
                    workout.c.estimated_minutes,
                ).where(workout.c.id == workout_id)
            ).one_or_none()
            if head is None:
                raise NotFound("This workout is no longer there.", advice="Reload the list.")
            page = _page(workout.c.id == workout_id, "scheduled", descending=True, offset=0, limit=1)
            summary = _summary(connection.execute(page).one())
            sets = connection.execute(_sets(workout_id)).mappings().all()
        return Workout(
            summary=summary,
            notes=head.notes,
            exercises=[_exercise(list(rows)) for _, rows in groupby(sets, key=lambda row: row["id"])],
            selection_rationale=head.selection_rationale,
            was_autoregulated=head.was_autoregulated,
            autoregulation_log=head.autoregulation_log,
            session_rpe=head.session_rpe,
            estimated_minutes=head.estimated_minutes,
        )

    def refresh_exposures(self, athlete_id: str) -> int:
        """Recompute the athlete's exercise exposures; returns how many rows changed."""
        with self._database.write() as connection:
            return refresh_exposures(connection, athlete_id)


def _wanted(athlete_id: str | None, search: str, status: WorkoutStatus | None) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [literal(True)]
    if athlete_id is not None:
        conditions.append(workout.c.user_id == athlete_id)
    if status is not None:
        conditions.append(workout.c.status == status)
    if text := search.strip():
        named = exists().where(
            workout_exercise.c.workout_id == workout.c.id,
            exercise.c.id == workout_exercise.c.exercise_id,
            exercise.c.name.icontains(text, autoescape=True),
        )
        conditions.append(
            or_(
                workout.c.name.icontains(text, autoescape=True),
                workout.c.notes.icontains(text, autoescape=True),
                named,
            )
        )
    return and_(*conditions)


def _totals(workouts: Any) -> Subquery:
    return (
        select(
            workout_exercise.c.workout_id,
            func.count(workout_exercise.c.id.distinct()).label("exercises"),
            HARD_SETS.label("hard_sets"),
            VOLUME_LOAD.label("volume_load"),
        )
        .select_from(sets_of_workouts())
        .where(workout_exercise.c.workout_id.in_(workouts))
        .group_by(workout_exercise.c.workout_id)
        .subquery("totals")
    )


def _page(wanted: ColumnElement[bool], sort: str, *, descending: bool, offset: int, limit: int) -> Any:
    """Workouts of one page with their totals; only the page's own sets are counted unless totals decide the order."""
    chosen = select(workout.c.id).where(wanted)
    plain: Mapping[str, ColumnElement[Any]] = {
        "scheduled": workout.c.scheduled_date,
        "completed": workout.c.completed_at,
        "name": _NAME,
        "status": _STATUS_ORDER,
        "minutes": _MINUTES,
        "block": workout.c.week_in_block,
    }
    if sort in plain:
        order = _ordered(plain[sort], descending=descending)
        chosen = chosen.order_by(*order).limit(limit).offset(offset)
        totals = _totals(select(chosen.subquery("page").c.id))
        return _columns(totals).where(workout.c.id.in_(select(chosen.subquery("shown").c.id))).order_by(*order)
    totals = _totals(chosen)
    counted = {"exercises": totals.c.exercises, "hard_sets": totals.c.hard_sets, "volume_load": totals.c.volume_load}
    if sort not in counted:
        raise InvalidInput(f"Workouts cannot be sorted by {sort!r}.", advice=f"Use {', '.join([*plain, *counted])}.")
    order = _ordered(func.coalesce(counted[sort], 0), descending=descending)
    return _columns(totals).where(wanted).order_by(*order).limit(limit).offset(offset)


def _ordered(key: ColumnElement[Any], *, descending: bool) -> list[ColumnElement[Any]]:
    """The key with what is empty last in both directions, then time and id so that pages never overlap."""
    newest = workout.c.scheduled_date.desc() if descending else workout.c.scheduled_date.asc()
    last = workout.c.id.desc() if descending else workout.c.id.asc()
    if key is workout.c.scheduled_date:
        return [newest, last]
    return [key.is_(None), key.desc() if descending else key.asc(), newest, last]


def _columns(totals: Subquery) -> Any:
    return (
        select(
            workout.c.id,
            workout.c.user_id,
            workout.c.name,
            workout.c.scheduled_date,
            workout.c.completed_at,
            workout.c.status,
            _MINUTES.label("minutes"),
            workout.c.week_in_block,
            training_block.c.block_type,
            totals.c.exercises,
            totals.c.hard_sets,
            totals.c.volume_load,
        )
        .outerjoin(totals, totals.c.workout_id == workout.c.id)
        .outerjoin(training_block, training_block.c.id == workout.c.training_block_id)
    )


def _summary(row: Any) -> WorkoutSummary:
    return WorkoutSummary(
        id=row.id,
        athlete_id=row.user_id,
        name=row.name,
        scheduled=row.scheduled_date,
        completed=row.completed_at,
        status=row.status,
        exercises=row.exercises or 0,
        hard_sets=row.hard_sets or 0,
        volume_load_kg=round(row.volume_load or 0.0, 2),
        minutes=row.minutes,
        block_type=row.block_type,
        week_in_block=row.week_in_block,
    )


def _sets(workout_id: str) -> Any:
    """A workout's sets with their logs, in the order they stand on the sheet."""
    of_exercise = workout_exercise.c
    return (
        select(
            of_exercise.id,
            of_exercise.exercise_id,
            of_exercise.order_index,
            of_exercise.section,
            of_exercise.is_main_lift,
            of_exercise.superset_group,
            of_exercise.notes.label("exercise_notes"),
            of_exercise.selection_reason,
            of_exercise.prescription_rationale,
            exercise.c.name,
            exercise.c.catalogue_id,
            exercise.c.load_convention,
            exercise.c.measurement,
            workout_set.c.id.label("set_id"),
            *[column for column in workout_set.c if column.key not in {"id", "workout_exercise_id"}],
            set_log.c.id.label("log_id"),
            *[column for column in set_log.c if column.key not in {"id", "workout_set_id", "completed_at"}],
        )
        .select_from(sets_of_workouts())
        .where(of_exercise.workout_id == workout_id)
        .order_by(of_exercise.order_index, of_exercise.id, workout_set.c.set_index, workout_set.c.id)
    )


def _exercise(rows: Sequence[Any]) -> ExerciseEntry:
    first = rows[0]
    return ExerciseEntry(
        id=first["id"],
        exercise_id=first["exercise_id"],
        name=first["name"],
        order_index=first["order_index"],
        section=first["section"],
        is_main_lift=first["is_main_lift"],
        superset=first["superset_group"],
        notes=first["exercise_notes"],
        sets=[_set(row) for row in rows if row["set_id"] is not None],
        selection_reason=first["selection_reason"],
        prescription_rationale=first["prescription_rationale"],
        catalogue_id=first["catalogue_id"],
        load_convention=first["load_convention"],
        measurement=first["measurement"],
    )


def _set(row: Any) -> SetEntry:
    low, high = row["target_rep_min"], row["target_rep_max"]
    kind = row["set_type"] or _planned_type(row)
    return SetEntry(
        set_index=row["set_index"],
        set_type=SetType(kind) if kind in set(SetType) else kind,
        # A set beyond the plan asks for no repetitions; the column cannot be empty.
        target_reps=row["target_reps"] or None,
        target_rep_range=None if low is None or not high else (low, high),
        target_rpe=row["target_rpe"],
        target_load_kg=row["target_load"],
        rest_seconds=row["rest_seconds"],
        actual_reps=row["actual_reps"],
        actual_rpe=row["actual_rpe"],
        actual_load_kg=row["actual_load"],
        was_skipped=bool(row["was_skipped"]),
        logged=row["log_id"] is not None,
        notes=row["notes"],
        duration_seconds=row["duration_seconds"],
        distance_m=row["distance_meters"],
        id=row["set_id"],
    )


def _planned_type(row: Any) -> str:
    """What an unlogged set is to be, as `performed.PLANNED_WARM_UP` has it."""
    asks = row["target_rpe"] is not None or row["target_rep_min"] is not None
    is_warm_up = row["section"] == WorkoutExerciseSection.WARMUP or (row["prescription_rationale"] and not asks)
    return (SetType.WARMUP if is_warm_up else SetType.NORMAL).value
