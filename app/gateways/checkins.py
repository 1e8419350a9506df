"""Check-ins as rows: an athlete's answers, what a device measured, the score of both, and what replaced what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, update

from app.engine.readiness import HRV_BASELINE_DAYS, Freshness, freshness, hrv_z
from app.gateways.athlete_zone import zone_of
from app.gateways.device_days import device_days
from models.tables.exercises import exercise_muscle, muscle
from models.tables.readiness import readiness_signal
from models.tables.workouts import workout, workout_exercise
from models.values.days import local_day, span
from models.values.devices import DayState, DeviceDay
from models.values.kinds import MuscleRole, WorkoutStatus
from models.values.readiness import INPUTS, CheckIn, Performance, remembered_sleep, score_inputs

DRIFT_LIMIT: Final = 10.0
"""The column's own limit."""


@dataclass(frozen=True, slots=True)
class Morning:
    """Everything a score rests on."""

    answers: CheckIn
    performance: Performance
    device: DeviceDay | None
    """Of the same day; None where no device measured it."""
    hrv: Mapping[date, float]
    """RMSSD in ms by local day, this day included."""
    trained: frozenset[str]
    """Muscle keys of the day's session; empty where none is planned."""
    day: date
    days: int
    """Length of the athlete's history of check-ins."""

    def score(self) -> Freshness:
        """The freshness of this morning; what is unknown stays unknown."""
        return freshness(
            readiness=self.answers.readiness,
            soreness=self._soreness(),
            motivation=self.answers.motivation,
            stress=self.answers.stress,
            rpe_drift=self.performance.rpe_drift,
            compliance=self.performance.compliance,
            stalled=self.performance.stalled,
            tracked=self.performance.tracked,
            recovery=self._measured("recovery"),
            hrv_z=hrv_z(self.hrv, self.day),
            sleep_hours=self.sleep_hours,
            days=self.days,
        )

    @property
    def sleep_hours(self) -> float | None:
        """A measured night goes before a remembered one."""
        measured = None if self.device is None else self.device.sleep_hours
        return self.answers.sleep_hours if measured is None else measured

    def _measured(self, name: str) -> float | None:
        # While a device still learns its wearer, its numbers are shown and not scored.
        if self.device is None or self.device.is_calibrating:
            return None
        value: float | None = getattr(self.device, name)
        return value

    def _soreness(self) -> list[int] | None:
        said = self.answers.soreness
        if not said:
            return None
        return [level for key, level in said.items() if key in self.trained] or list(said.values())

    def inputs(self) -> dict[str, Any]:
        """What the score was given beside the columns, for the stored parts."""
        measured = self.device is not None and self.device.sleep_hours is not None
        return {
            "sleepHours": self.sleep_hours,
            "sleepSource": None if self.sleep_hours is None else "device" if measured else "athlete",
            "rpeDrift": self.performance.rpe_drift,
            "compliance": self.performance.compliance,
            "stalled": self.performance.stalled,
            "tracked": self.performance.tracked,
            "hrvZ": hrv_z(self.hrv, self.day),
            "trained": sorted(self.trained),
            "days": self.days,
        }


def read_morning(
    connection: Connection, athlete_id: str, answers: CheckIn, performance: Performance, day: date, where: tzinfo | None
) -> Morning:
    """Gather what a check-in of `day` (the athlete's local one) is scored from."""
    devices = device_days(connection, athlete_id, day - timedelta(days=HRV_BASELINE_DAYS), day)
    return Morning(
        answers=answers,
        performance=performance,
        device=devices.get(day) or _copied(connection, athlete_id, day, where),
        hrv=_hrv(connection, athlete_id, devices, day, where),
        trained=_trained(connection, athlete_id, day, where),
        day=day,
        days=_days(connection, athlete_id, day, where),
    )


def _copied(connection: Connection, athlete_id: str, day: date, where: tzinfo | None) -> DeviceDay | None:
    """What another program copied of a device into an earlier check-in of the day; None where nothing was."""
    earlier = entries_of_day(connection, athlete_id, day, where)
    if not earlier:
        return None
    names = ("recovery", "strain", "hrv", "sleep_quality", "sleep_hours")
    columns = [readiness_signal.c[f"whoop_{name}"].label(name) for name in names]
    row = connection.execute(select(*columns).where(readiness_signal.c.id == earlier[-1])).mappings().one()
    if all(value is None for value in row.values()):
        return None
    return DeviceDay("copied", day.isoformat(), day, DayState.SCORED, **row)


def _hrv(
    connection: Connection, athlete_id: str, devices: Mapping[date, DeviceDay], day: date, where: tzinfo | None
) -> dict[date, float]:
    begin, end = span(day - timedelta(days=HRV_BASELINE_DAYS), day, where)
    rows = connection.execute(
        select(readiness_signal.c.timestamp, readiness_signal.c.whoop_hrv).where(
            readiness_signal.c.user_id == athlete_id,
            readiness_signal.c.replaced_by_id.is_(None),
            readiness_signal.c.whoop_hrv.is_not(None),
            readiness_signal.c.timestamp >= begin,
            readiness_signal.c.timestamp < end,
        )
    )
    known = {local_day(row.timestamp, where): float(row.whoop_hrv) for row in rows}
    for at, measured in devices.items():
        if measured.is_calibrating:
            known.pop(at, None)
        elif measured.hrv is not None:
            known[at] = measured.hrv
    return known


def _trained(connection: Connection, athlete_id: str, day: date, where: tzinfo | None) -> frozenset[str]:
    """Muscles that the day's session trains directly."""
    begin, end = span(day, day, where)
    rows = connection.execute(
        select(muscle.c.key)
        .distinct()
        .select_from(workout)
        .join(workout_exercise, workout_exercise.c.workout_id == workout.c.id)
        .join(exercise_muscle, exercise_muscle.c.exercise_id == workout_exercise.c.exercise_id)
        .join(muscle, muscle.c.id == exercise_muscle.c.muscle_id)
        .where(
            workout.c.user_id == athlete_id,
            workout.c.status != WorkoutStatus.SKIPPED,
            workout.c.scheduled_date >= begin,
            workout.c.scheduled_date < end,
            exercise_muscle.c.role == MuscleRole.PRIMARY,
            muscle.c.key.is_not(None),
        )
    )
    return frozenset(rows.scalars())


def _days(connection: Connection, athlete_id: str, day: date, where: tzinfo | None) -> int:
    first = connection.execute(
        select(func.min(readiness_signal.c.timestamp)).where(readiness_signal.c.user_id == athlete_id)
    ).scalar_one_or_none()
    return 1 if first is None else max(1, (day - local_day(first, where)).days + 1)


def columns_of(morning: Morning, scored: Freshness) -> dict[str, Any]:
    """The row's columns, as a check-in writes them; the three performance numbers are neutral where unknown."""
    answers, performance, device = morning.answers, morning.performance, morning.device
    drift = performance.rpe_drift or 0.0
    return {
        "subjective_readiness": answers.readiness,
        "subjective_soreness": dict(answers.soreness or {}),
        "subjective_motivation": answers.motivation,
        "subjective_stress": answers.stress,
        "performance_rpe": min(DRIFT_LIMIT, max(-DRIFT_LIMIT, drift)),
        "performance_stalls": performance.stalled or 0,
        "performance_compliance": 1.0 if performance.compliance is None else performance.compliance,
        "performance_assessed": performance.is_assessed,
        "whoop_recovery": device and device.recovery,
        "whoop_strain": device and device.strain,
        "whoop_hrv": device and device.hrv,
        "whoop_sleep_quality": device and device.sleep_quality,
        "whoop_sleep_hours": device and device.sleep_hours,
        "note": answers.note,
        "fatigue_score": scored.score,
        "score_parts": {**scored.parts, INPUTS: morning.inputs()},
        "score_confidence": scored.confidence,
        "score_version": scored.version,
    }


def entries_of_day(connection: Connection, athlete_id: str, day: date, where: tzinfo | None) -> Sequence[str]:
    """Ids of the day's entries that nothing has replaced yet, oldest first."""
    begin, end = span(day, day, where)
    return list(
        connection.execute(
            select(readiness_signal.c.id)
            .where(
                readiness_signal.c.user_id == athlete_id,
                readiness_signal.c.replaced_by_id.is_(None),
                readiness_signal.c.timestamp >= begin,
                readiness_signal.c.timestamp < end,
            )
            .order_by(readiness_signal.c.timestamp, readiness_signal.c.id)
        ).scalars()
    )


def is_stored(connection: Connection, entry_id: str) -> bool:
    """Whether a check-in of this id is there already: one that was sent twice is stored once."""
    return (
        connection.execute(select(readiness_signal.c.id).where(readiness_signal.c.id == entry_id)).first() is not None
    )


def write_entry(
    connection: Connection, athlete_id: str, entry_id: str, at: datetime, columns: Mapping[str, Any], old: Sequence[str]
) -> None:
    """Store a check-in; those of `old` are kept and point to it."""
    connection.execute(insert(readiness_signal), [{"id": entry_id, "user_id": athlete_id, "timestamp": at, **columns}])
    if old:
        connection.execute(
            update(readiness_signal).where(readiness_signal.c.id.in_(old)).values(replaced_by_id=entry_id)
        )


def rescore(connection: Connection, athlete_id: str, first: date, last: date, where: tzinfo | None) -> int:
    """Bring the check-ins of these local days in line with what devices say of them now; returns how many changed.

    Answers and performance stay as they were taken. Entries whose device numbers are as they were keep their score.
    """
    begin, end = span(first, last, where)
    devices = device_days(connection, athlete_id, first, last)
    rows = connection.execute(
        select(*(column.label(column.key) for column in readiness_signal.c)).where(
            readiness_signal.c.user_id == athlete_id,
            readiness_signal.c.replaced_by_id.is_(None),
            readiness_signal.c.timestamp >= begin,
            readiness_signal.c.timestamp < end,
        )
    ).mappings()
    changed = 0
    for row in map(dict, rows.all()):
        day = local_day(row["timestamp"], where)
        device = devices.get(day)
        if device is None or not _differs(row, device):
            continue
        morning = read_morning(connection, athlete_id, *_remembered(row), day, where)
        kept = score_inputs(row["score_parts"]).get("days")
        morning = replace(morning, days=kept if isinstance(kept, int) else morning.days)
        values = columns_of(morning, morning.score())
        connection.execute(update(readiness_signal).where(readiness_signal.c.id == row["id"]).values(values))
        changed += 1
    return changed


def rescore_days(connection: Connection, athlete_id: str, days: Collection[date]) -> int:
    """`rescore` for the span of these local days, in the athlete's own zone; returns how many check-ins changed."""
    if not days:
        return 0
    return rescore(connection, athlete_id, min(days), max(days), zone_of(connection, athlete_id))


def _differs(row: Mapping[str, Any], device: DeviceDay) -> bool:
    names = ("recovery", "strain", "hrv", "sleep_quality", "sleep_hours")
    return any(row[f"whoop_{name}"] != getattr(device, name) for name in names)


def _remembered(row: Mapping[str, Any]) -> tuple[CheckIn, Performance]:
    """The answers and the performance of a stored check-in."""
    inputs = score_inputs(row["score_parts"])
    soreness = row["subjective_soreness"]
    answers = CheckIn(
        readiness=row["subjective_readiness"],
        motivation=row["subjective_motivation"],
        stress=row["subjective_stress"],
        soreness=soreness if isinstance(soreness, dict) else None,
        sleep_hours=remembered_sleep(row["score_parts"]),
        note=row["note"],
    )
    if not row["performance_assessed"]:
        return answers, Performance()
    performance = Performance(
        inputs.get("rpeDrift", row["performance_rpe"]),
        inputs.get("compliance", row["performance_compliance"]),
        inputs.get("stalled"),
        inputs.get("tracked"),
    )
    return answers, performance
