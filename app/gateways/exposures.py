"""How often an athlete has used each exercise and how it is going: ExerciseExposure, recomputed from the logs."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from app.engine.lift_log import LiftSession, session_estimate
from app.engine.progress import EXPECTED, PROGRESS_VERSION, STALL_THRESHOLD, last_record, progress
from app.engine.records import bests_of
from app.gateways.ledger import ExerciseFacts, Ledger, grouped, read_exercise_facts, read_ledgers
from app.gateways.lift_sessions import Lifter, lift_sessions, read_tired
from models.tables.athletes import profile, user
from models.tables.plan import exercise_exposure, macro_cycle
from models.tables.types import utc_now
from models.values.days import zone
from models.values.ids import derived_id

_VALUES: Final = ("last_used", "usage_count", "performance")


class StoredExposure(NamedTuple):
    """A row as it was read."""

    id: str
    exercise_id: str
    last_used: datetime
    usage_count: int
    performance: Any


@dataclass(frozen=True, slots=True)
class ExposureChanges:
    """What has to be written so that an athlete's exposures agree with the logs."""

    new: Sequence[Mapping[str, Any]]
    changed: Sequence[tuple[StoredExposure, Mapping[str, Any]]]
    gone: Sequence[StoredExposure]

    @property
    def count(self) -> int:
        return len(self.new) + len(self.changed) + len(self.gone)


def refresh_exposures(connection: Connection, athlete_id: str) -> int:
    """Recompute the athlete's exposures; returns how many rows were written or removed, 0 on a re-run.

    Counted are completed workouts with at least one logged, not skipped set of the exercise, once
    per workout; `lastUsed` is the latest of completedAt, or scheduledDate where that is missing.
    """
    lifter = read_lifters(connection, [athlete_id]).get(athlete_id, Lifter(None, None, None))
    ledgers = read_ledgers(connection, [athlete_id])
    tired = read_tired(connection, ledgers)
    wanted = wanted_exposures(ledgers[athlete_id], lifter, read_exercise_facts(connection), tired)
    return store_exposures(connection, athlete_id, wanted)


def store_exposures(connection: Connection, athlete_id: str, wanted: Mapping[str, Mapping[str, Any]]) -> int:
    """Bring the stored exposures in line with those the logs give; returns how many rows were written or removed."""
    changes = exposure_changes(wanted, read_exposures(connection, [athlete_id])[athlete_id])
    write_exposures(connection, athlete_id, changes)
    return changes.count


def read_lifters(connection: Connection, athlete_ids: Collection[str]) -> dict[str, Lifter]:
    """Body weight, zone and training age (that of the active season before that of the profile) by athlete id."""
    rows = connection.execute(
        select(
            user.c.id,
            user.c.time_zone,
            profile.c.weight_kg,
            macro_cycle.c.training_age.label("current"),
            profile.c.training_age,
        )
        .outerjoin(profile, profile.c.user_id == user.c.id)
        .outerjoin(macro_cycle, (macro_cycle.c.user_id == user.c.id) & macro_cycle.c.is_active)
        .where(user.c.id.in_(athlete_ids))
    )
    return {row.id: Lifter(row.weight_kg, zone(row.time_zone), row.current or row.training_age) for row in rows}


def read_exposures(connection: Connection, athlete_ids: Collection[str]) -> dict[str, list[StoredExposure]]:
    """The stored exposures of every athlete of the ids."""
    found: dict[str, list[StoredExposure]] = {athlete_id: [] for athlete_id in athlete_ids}
    columns = exercise_exposure.c
    rows = connection.execute(
        select(
            columns.user_id,
            columns.id,
            columns.exercise_id,
            columns.last_used,
            columns.usage_count,
            columns.performance,
        )
        .where(columns.user_id.in_(athlete_ids))
        .order_by(columns.user_id, columns.exercise_id)
    )
    for row in rows:
        found[row[0]].append(StoredExposure(*row[1:]))
    return found


def exposure_changes(wanted: Mapping[str, Mapping[str, Any]], stored: Sequence[StoredExposure]) -> ExposureChanges:
    """The difference between the exposures the logs give and those that are stored."""
    there = {row.exercise_id: row for row in stored}
    return ExposureChanges(
        new=[values for key, values in wanted.items() if key not in there],
        changed=[
            (there[key], values)
            for key, values in wanted.items()
            if key in there and any(values[name] != getattr(there[key], name) for name in _VALUES)
        ],
        gone=[row for row in stored if row.exercise_id not in wanted],
    )


def write_exposures(connection: Connection, athlete_id: str, changes: ExposureChanges) -> bool:
    """Write the changes; False where a row no longer counts what it did when read: then nothing should be kept."""
    columns = exercise_exposure.c
    if changes.new:
        rows = [
            {"id": derived_id("exposure", athlete_id, values["exercise_id"]), "user_id": athlete_id, **values}
            for values in changes.new
        ]
        connection.execute(insert(exercise_exposure), rows)
    fresh = 0
    if changes.changed:
        statement = (
            update(exercise_exposure)
            .where(columns.id == bindparam("row_id"), columns.usage_count == bindparam("old_count"))
            .values({name: bindparam(f"new_{name}") for name in _VALUES} | {"updated_at": utc_now()})
        )
        fresh += connection.execute(statement, [_update(*pair) for pair in changes.changed]).rowcount
    for row in changes.gone:
        condition = (columns.id == row.id) & (columns.usage_count == row.usage_count)
        fresh += connection.execute(delete(exercise_exposure).where(condition)).rowcount
    return fresh == len(changes.changed) + len(changes.gone)


def _update(row: StoredExposure, values: Mapping[str, Any]) -> dict[str, Any]:
    return {"row_id": row.id, "old_count": row.usage_count} | {f"new_{name}": values[name] for name in _VALUES}


@dataclass(slots=True)
class _Used:
    """An exercise in an athlete's ledger."""

    workouts: int = 0
    main: int = 0
    last: datetime | None = None


def wanted_exposures(
    ledger: Ledger, lifter: Lifter, exercises: Mapping[str, ExerciseFacts], tired: Collection[str]
) -> dict[str, dict[str, Any]]:
    """Exercise id to the values its exposure should have, by the full rule over the whole ledger.

    Sessions of `tired` workouts (ids) feed no trend, as those of a deload; a record is one all the same.
    """
    used: dict[str, _Used] = defaultdict(_Used)
    for workout, exercise_id, sets in grouped(ledger):
        one = used[exercise_id]
        one.workouts += 1
        one.main += any(performed.is_main_lift for performed in sets)
        one.last = workout.at if one.last is None else max(one.last, workout.at)
    expected = EXPECTED.get(str(lifter.training_age), STALL_THRESHOLD)
    sessions = lift_sessions(ledger, lifter, exercises, tired)
    return {key: _exposure(key, used[key], sessions[key], expected) for key in sorted(used)}


def _exposure(exercise_id: str, used: _Used, sessions: Sequence[LiftSession], expected: float) -> dict[str, Any]:
    found = [(one, session_estimate(one.estimates)) for one in sessions]
    estimated = [(one, estimate.kg) for one, estimate in found if estimate is not None]
    judged = progress([(one.day, kg) for one, kg in estimated if not one.deload and not one.tired], expected)
    record = last_record([(one.day, kg) for one, kg in estimated if not one.deload])
    best = max((kg for one, kg in estimated if not one.deload), default=None)
    performance: dict[str, Any] = {
        "version": PROGRESS_VERSION,
        "trend": judged.trend.value,
        "lastPr": None if record is None else record.isoformat(),
        "bestE1rmKg": None if best is None else round(best, 1),
        "sessions": len(estimated),
        "isMain": 2 * used.main > used.workouts,
        "records": bests_of(found).stored(),
    }
    if judged.slope is not None and judged.low is not None and judged.high is not None:
        performance["percentPerWeek"] = [round(100 * x, 2) for x in (judged.slope, judged.low, judged.high)]
    return {
        "exercise_id": exercise_id,
        "last_used": used.last,
        "usage_count": used.workouts,
        "performance": performance,
    }
