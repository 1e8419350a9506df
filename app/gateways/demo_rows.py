"""Writes a simulated athlete into the database: thousands of rows in a handful of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, Final

from sqlalchemy import Connection, insert

from app.engine.mornings import CheckIn
from app.engine.personas import Persona
from app.engine.sessions import SimulatedExercise, SimulatedSet
from app.engine.simulation import SimulatedWorkout, Year
from app.gateways.bulk import insert_rows
from models.tables.athletes import constraints, goals, injury, profile, user
from models.tables.readiness import device_day, readiness_signal
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.days import moment
from models.values.positions import shown
from models.values.units import CM_PER_INCH
from models.values.workouts import SetType, WorkoutExerciseSection, WorkoutSelectionMode, WorkoutStatus

SOURCE: Final = "demo"

_WORKOUT: Final = (
    "id", "user_id", "scheduled_date", "completed_at", "status", "estimated_minutes", "actual_minutes", "notes",
    "selection_mode", "session_intent", "training_block_id", "week_in_block", "block_phase", "was_autoregulated",
    "autoregulation_log", "name", "source",
)  # fmt: skip
_EXERCISE: Final = ("id", "workout_id", "exercise_id", "order_index", "section", "is_main_lift", "movement_patterns")
_SET: Final = (
    "id", "workout_exercise_id", "set_index", "target_reps", "target_rep_min", "target_rep_max", "target_rpe",
    "target_load", "rest_seconds",
)  # fmt: skip
_LOG: Final = (
    "id", "workout_set_id", "actual_reps", "actual_rpe", "actual_load", "completed_at", "notes", "was_skipped",
    "set_type", "duration_seconds", "distance_meters",
)  # fmt: skip
_SIGNAL: Final = (
    "id", "user_id", "timestamp", "whoop_recovery", "whoop_strain", "whoop_hrv", "whoop_sleep_quality",
    "whoop_sleep_hours", "subjective_readiness", "subjective_soreness", "subjective_motivation", "subjective_stress",
    "performance_rpe", "performance_stalls", "performance_compliance", "performance_assessed", "fatigue_score",
    "score_parts", "score_confidence", "score_version", "note",
)  # fmt: skip
_DEVICE: Final = (
    "id", "user_id", "provider", "record_key", "day", "state", "recovery", "hrv", "strain", "sleep_hours",
    "sleep_quality", "created_at", "updated_at",
)  # fmt: skip
_TRUSTED: Final = frozenset(
    {"id", "user_id", "workout_id", "workout_exercise_id", "workout_set_id", "exercise_id", "target_rpe", "actual_rpe"}
)
"""Our own ids and numbers need no check."""
_UUID_CLEAR: Final = ~(0xF << 76 | 0x3 << 62)
_UUID_BITS: Final = 0x4 << 76 | 0x2 << 62


class Ids:
    """Identifiers that are the same in every demonstration of the same day."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)  # noqa: S311 - repeatable on purpose, nothing secret

    def new(self) -> str:
        # The bits of version 4 and its variant, by hand: the class costs a fifth of a second for a roster.
        number = self._random.getrandbits(128) & _UUID_CLEAR | _UUID_BITS
        text = f"{number:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


@dataclass(frozen=True, slots=True)
class Places:
    """Where simulated weeks and exercises stand in the database."""

    blocks: Sequence[str]
    """Block id by the block's number in the year."""
    exercises: Mapping[str, str]
    """Database id by catalogue id."""


def write_person(connection: Connection, persona: Persona, ids: Ids, created: datetime) -> str:
    """The athlete with profile, goals, constraints and injury; returns the id."""
    athlete_id = ids.new()
    connection.execute(
        insert(user),
        [{"id": athlete_id, "email": persona.email, "name": persona.name, "created_at": created,
          "unit": persona.unit, "is_demo": True}],
    )  # fmt: skip
    height = None if persona.height_cm is None else round(persona.height_cm / CM_PER_INCH)
    connection.execute(
        insert(profile),
        [{"user_id": athlete_id, "age": persona.age, "sex": persona.sex, "height_in": height,
          "weight_kg": persona.weight_kg, "training_age": persona.training_age}],
    )  # fmt: skip
    connection.execute(
        insert(goals),
        [{"user_id": athlete_id, "primary_goal": persona.goal, "secondary_goal": persona.secondary}],
    )
    connection.execute(
        insert(constraints),
        [{"user_id": athlete_id, "days_per_week": len(persona.sessions) or 3, "session_minutes": persona.minutes,
          "split_type": persona.split}],
    )  # fmt: skip
    if persona.injury is not None:
        part, description, severity = persona.injury
        connection.execute(
            insert(injury),
            [{"id": ids.new(), "user_id": athlete_id, "body_part": part, "description": description,
              "severity": severity, "created_at": created}],
        )  # fmt: skip
    return athlete_id


def write_year(connection: Connection, athlete_id: str, year: Year, places: Places, ids: Ids) -> None:
    """A simulated year: workouts with their exercises, sets and logs, and the check-ins."""
    rows = _Rows(athlete_id, places, ids)
    for each in year.workouts:
        rows.add(each)
    insert_rows(connection, workout, _WORKOUT, rows.workouts)
    insert_rows(connection, workout_exercise, _EXERCISE, rows.exercises, trusted=_TRUSTED)
    insert_rows(connection, workout_set, _SET, rows.sets, trusted=_TRUSTED)
    insert_rows(connection, set_log, _LOG, rows.logs, trusted=_TRUSTED)
    insert_rows(connection, readiness_signal, _SIGNAL, [_signal(athlete_id, one, ids) for one in year.check_ins])
    worn = [_measured(athlete_id, one, ids) for one in year.check_ins if one.hrv is not None]
    insert_rows(connection, device_day, _DEVICE, worn)


class _Rows:
    def __init__(self, athlete_id: str, places: Places, ids: Ids) -> None:
        self.athlete_id, self.places, self.ids = athlete_id, places, ids
        self.workouts: list[tuple[Any, ...]] = []
        self.exercises: list[tuple[Any, ...]] = []
        self.sets: list[tuple[Any, ...]] = []
        self.logs: list[tuple[Any, ...]] = []

    def add(self, each: SimulatedWorkout) -> None:
        workout_id, week = self.ids.new(), each.week
        start = _utc(each.scheduled)
        done = None if each.completed is None else _utc(each.completed)
        phase = f"Week {shown(week.week_in_block)} of {str(week.block_type).capitalize()}"
        self.workouts.append(
            (workout_id, self.athlete_id, start, done, each.status, each.estimated_minutes, each.minutes, each.notes,
             WorkoutSelectionMode.AUTO, each.session.intent, self.places.blocks[week.block], week.week_in_block, phase,
             each.autoregulation is not None, each.autoregulation, each.session.name, SOURCE)
        )  # fmt: skip
        at = start if done is None or each.minutes is None else done - timedelta(minutes=each.minutes)
        for index, exercise in enumerate(each.exercises):
            at = self._exercise(workout_id, index, exercise, at, logged=each.status is WorkoutStatus.COMPLETED)

    def _exercise(
        self, workout_id: str, index: int, each: SimulatedExercise, at: datetime, *, logged: bool
    ) -> datetime:
        entry = self.ids.new()
        section = WorkoutExerciseSection.MAIN if each.main else WorkoutExerciseSection.ACCESSORY
        self.exercises.append(
            (entry, workout_id, self.places.exercises[each.exercise.id], index, section, each.main,
             each.exercise.patterns)
        )  # fmt: skip
        for number, one in enumerate(each.sets):
            set_id = self.ids.new()
            low, high = one.rep_range or (None, None)
            asked = (one.target_reps, low, high, one.target_rpe, one.target_load)
            # A set beyond the plan asks for nothing.
            self.sets.append((set_id, entry, number, *((0, *[None] * 4) if one.is_added else asked), one.rest))
            if logged:
                at += timedelta(seconds=35 + (0 if one.skipped else one.rest))
                self.logs.append(self._log(set_id, one, at))
        return at

    def _log(self, set_id: str, one: SimulatedSet, at: datetime) -> tuple[Any, ...]:
        if one.skipped:
            return (self.ids.new(), set_id, None, None, None, at, None, True, SetType.NORMAL.value, None, None)
        return (self.ids.new(), set_id, one.reps, one.rpe, one.load, at, one.notes, False, one.set_type.value,
                one.seconds, one.metres)  # fmt: skip


def _signal(athlete_id: str, one: CheckIn, ids: Ids) -> tuple[Any, ...]:
    assessed = one.rpe_drift is not None or one.compliance is not None or one.stalls is not None
    drift = min(10.0, max(-10.0, one.rpe_drift or 0.0))
    parts = one.freshness.parts
    return (
        ids.new(), athlete_id, _utc(one.at), one.recovery, one.strain, one.hrv, one.sleep_quality, one.sleep_hours,
        one.readiness, one.soreness, one.motivation, one.stress, drift, one.stalls or 0,
        1.0 if one.compliance is None else one.compliance, assessed, one.freshness.score, parts,
        one.freshness.confidence, one.freshness.version, one.note,
    )  # fmt: skip


def _measured(athlete_id: str, one: CheckIn, ids: Ids) -> tuple[Any, ...]:
    """What a device that is nobody's in particular has told of the night."""
    return (
        ids.new(), athlete_id, "demo", one.at.date().isoformat(), one.at.date(), "SCORED", one.recovery, one.hrv,
        one.strain, one.sleep_hours, one.sleep_quality, _utc(one.at), _utc(one.at),
    )  # fmt: skip


def _utc(local: datetime) -> datetime:
    return local.astimezone(UTC)


def local_noon(day: date) -> datetime:
    """Aware UTC of a local day's noon on this machine."""
    return moment(day, time(12), None)
