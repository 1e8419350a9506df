"""A planned workout as readiness may change it, read with its sets."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final

from sqlalchemy import Connection, Double, select, type_coerce

from app.engine.constants_adapting import DUMBBELL_STEP, LOAD_STEP
from app.engine.targets import scaled
from app.gateways.catalogue import load_catalogue
from app.gateways.history import read_shares
from app.gateways.seasons import TARGETS
from app.gateways.shapes import understood
from models.tables.athletes import user
from models.tables.exercises import exercise
from models.tables.plan import macro_cycle, mesocycle, training_block
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.adapting import TodayExercise, VolumeRoom
from models.values.athletes import TrainingAge
from models.values.days import zone
from models.values.kinds import BlockType, LoadConvention, WorkoutExerciseSection, WorkoutStatus
from models.values.units import Unit, kg_from_lb

ORIGINAL: Final = "original"
"""Under this key a log keeps the sets as they were planned."""
HIGHEST_RPE: Final = 10.0


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A workout with everything today's rules look at."""

    id: str
    athlete_id: str
    where: tzinfo | None
    scheduled: datetime
    status: WorkoutStatus | str
    is_generated: bool
    is_touched: bool
    """A set of it is logged, done or skipped."""
    is_deload: bool
    may_scale: bool
    block_id: str | None
    week_in_block: int | None
    room: VolumeRoom
    """What a further set must fit into."""
    log: Mapping[str, Any] | None
    """Of a change made before."""
    exercises: Sequence[TodayExercise]
    """As they were planned, an earlier change taken back."""
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    """Exercise (as in `exercises`) to its working sets as planned; loads in the column's own pounds."""

    @property
    def is_open(self) -> bool:
        return self.status == WorkoutStatus.PLANNED and self.is_generated and not self.is_touched


def read_session(connection: Connection, workout_id: str) -> PlannedSession | None:
    """The workout of an id, None where there is none."""
    head = connection.execute(_head(workout_id)).one_or_none()
    if head is None:
        return None
    log = head.autoregulation_log if head.was_autoregulated and isinstance(head.autoregulation_log, dict) else None
    entries, touched = _entries(connection, workout_id)
    shares = read_shares(connection, head.user_id)
    unit = Unit.LB if head.unit == Unit.LB else Unit.KG
    exercises: list[TodayExercise] = []
    rows: dict[str, Sequence[Mapping[str, Any]]] = {}
    before = originals(log)
    for entry in entries:
        planned = before.get(entry[0]["entry_id"]) or [_kept(row) for row in entry if row["id"] is not None]
        working = _working(planned)
        key = entry[0]["catalogue_id"] or entry[0]["exercise_id"]
        if working and key not in rows:
            exercises.append(_exercise(key, entry[0], working, shares.get(entry[0]["exercise_id"], {}), unit))
            rows[key] = working
    return PlannedSession(
        id=workout_id,
        athlete_id=head.user_id,
        where=zone(head.time_zone),
        scheduled=head.scheduled_date,
        status=head.status,
        is_generated=isinstance(head.selection_rationale, dict),
        is_touched=touched,
        is_deload=_is_deload(head),
        may_scale=head.allow_auto_scale is not False,
        block_id=head.training_block_id,
        week_in_block=head.week_in_block,
        room=_room(head),
        log=log,
        exercises=exercises,
        rows=rows,
    )


def _head(workout_id: str) -> Any:
    return (
        select(
            workout.c.user_id.label("user_id"),
            workout.c.scheduled_date.label("scheduled_date"),
            workout.c.status,
            workout.c.training_block_id.label("training_block_id"),
            workout.c.week_in_block.label("week_in_block"),
            workout.c.block_phase.label("block_phase"),
            workout.c.estimated_minutes.label("estimated_minutes"),
            workout.c.selection_rationale.label("selection_rationale"),
            workout.c.was_autoregulated.label("was_autoregulated"),
            workout.c.autoregulation_log.label("autoregulation_log"),
            user.c.time_zone.label("time_zone"),
            user.c.unit,
            training_block.c.block_type.label("block_type"),
            training_block.c.allow_auto_scale.label("allow_auto_scale"),
            training_block.c.weekly_targets.label("weekly_targets"),
            macro_cycle.c.training_age.label("training_age"),
        )
        .join(user, user.c.id == workout.c.user_id)
        .outerjoin(training_block, training_block.c.id == workout.c.training_block_id)
        .outerjoin(mesocycle, mesocycle.c.id == training_block.c.mesocycle_id)
        .outerjoin(macro_cycle, macro_cycle.c.id == mesocycle.c.macro_cycle_id)
        .where(workout.c.id == workout_id)
    )


def _is_deload(head: Any) -> bool:
    # The phase is a snapshot that outlives its block.
    phase = str(head.block_type or head.block_phase or "").upper()
    return phase.startswith((BlockType.DELOAD.value, BlockType.RESTORATION.value))


def _room(head: Any) -> VolumeRoom:
    """The week's planned sets and the athlete's landmarks; without a plan of ours there is no room."""
    targets = understood(TARGETS, head.weekly_targets) if head.weekly_targets is not None else {}
    weeks = targets.get("weeks", ()) if targets.get("version") == 1 else ()
    if head.week_in_block is None or head.week_in_block >= len(weeks) or head.training_age not in set(TrainingAge):
        return VolumeRoom()
    age = TrainingAge(head.training_age)
    return VolumeRoom(
        planned=weeks[head.week_in_block]["sets"],
        productive_from={one.key: scaled(one, age).mav_low for one in load_catalogue().muscles},
        seconds_left=_seconds_left(head),
    )


def _seconds_left(head: Any) -> float:
    rationale = head.selection_rationale if isinstance(head.selection_rationale, dict) else {}
    session = rationale.get("session")
    limit = session.get("minutesLimit") if isinstance(session, dict) else None
    if not isinstance(limit, int | float) or head.estimated_minutes is None:
        return 0.0
    return max(0.0, 60.0 * (float(limit) - float(head.estimated_minutes)))


def _entries(connection: Connection, workout_id: str) -> tuple[list[list[dict[str, Any]]], bool]:
    """The workout's exercises in order, each as its set rows, and whether any set has a log."""
    rows = connection.execute(
        select(
            workout_exercise.c.id.label("entry_id"),
            workout_exercise.c.exercise_id.label("exercise_id"),
            workout_exercise.c.is_main_lift.label("is_main_lift"),
            workout_exercise.c.section,
            workout_exercise.c.prescription_rationale.label("rationale"),
            exercise.c.name,
            exercise.c.catalogue_id.label("catalogue_id"),
            exercise.c.load_convention.label("convention"),
            workout_set.c.id.label("id"),
            workout_set.c.set_index.label("set_index"),
            workout_set.c.target_reps.label("target_reps"),
            workout_set.c.target_rep_min.label("target_rep_min"),
            workout_set.c.target_rep_max.label("target_rep_max"),
            workout_set.c.target_rpe.label("target_rpe"),
            type_coerce(workout_set.c.target_load, Double).label("target_load"),
            workout_set.c.rest_seconds.label("rest_seconds"),
            set_log.c.id.label("log_id"),
        )
        .join(exercise, exercise.c.id == workout_exercise.c.exercise_id)
        .outerjoin(workout_set, workout_set.c.workout_exercise_id == workout_exercise.c.id)
        .outerjoin(set_log, set_log.c.workout_set_id == workout_set.c.id)
        .where(workout_exercise.c.workout_id == workout_id)
        .order_by(workout_exercise.c.order_index, workout_exercise.c.id, workout_set.c.set_index, workout_set.c.id)
    ).mappings()
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    touched = False
    for row in rows:
        touched = touched or row["log_id"] is not None
        if row["section"] != WorkoutExerciseSection.WARMUP:
            found[row["entry_id"]].append(dict(row))
    return list(found.values()), touched


COLUMNS: Final = (
    "id", "set_index", "target_reps", "target_rep_min", "target_rep_max", "target_rpe", "target_load", "rest_seconds",
)  # fmt: skip


def _kept(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"entry_id": row["entry_id"], **{name: row[name] for name in COLUMNS}}


def originals(log: Mapping[str, Any] | None) -> dict[str, list[dict[str, Any]]]:
    """Entry id to its sets before an earlier change."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in (log or {}).get(ORIGINAL, ()):
        found[row["entry_id"]].append(dict(row))
    return dict(found)


def _working(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The sets that are work: warm-ups have no target effort where working sets have one."""
    with_effort = [row for row in rows if row["target_rpe"] is not None]
    return with_effort or list(rows)


def _exercise(
    key: str, entry: Mapping[str, Any], working: Sequence[Mapping[str, Any]], muscles: Mapping[str, float], unit: Unit
) -> TodayExercise:
    loads = [kg_from_lb(row["target_load"]) for row in working if row["target_load"]]
    efforts = [HIGHEST_RPE - row["target_rpe"] for row in working if row["target_rpe"] is not None]
    # Less help from a machine makes a lift harder: such a load is left to the athlete.
    helps = entry["convention"] == LoadConvention.ASSISTED.value
    return TodayExercise(
        exercise=key,
        name=entry["name"],
        sets=len(working),
        rir=min(efforts) if efforts else None,
        load_kg=max(loads) if loads and not helps else None,
        increment_kg=_increment(entry, unit),
        muscles=muscles,
        is_main_lift=bool(entry["is_main_lift"]),
        seconds_per_set=120 + (working[0]["rest_seconds"] or 0) // 2,
        least_kg=_input(entry, "leastKg") or 0.0,
    )


def _increment(entry: Mapping[str, Any], unit: Unit) -> float:
    """The step the load was rounded to when it was planned, else the usual one of its kind."""
    if step := _input(entry, "incrementKg"):
        return step
    steps = DUMBBELL_STEP if entry["convention"] == LoadConvention.PER_IMPLEMENT.value else LOAD_STEP
    return steps[unit] if unit is Unit.KG else kg_from_lb(steps[unit])


def _input(entry: Mapping[str, Any], name: str) -> float | None:
    """A number that the prescription's load was made from."""
    rationale = entry["rationale"]
    load = rationale.get("load") if isinstance(rationale, dict) else None
    inputs = load.get("inputs") if isinstance(load, dict) else None
    found = inputs.get(name) if isinstance(inputs, dict) else None
    return float(found) if isinstance(found, int | float) and found > 0 else None
