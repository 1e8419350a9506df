"""An athlete's ledger, exercise by exercise: what each session of a lift says of strength and of records."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from sqlalchemy import Connection, select

from app.engine.constants_training import CHECK_IN_HOURS, TIRED
from app.engine.lift_log import LiftSession, TopSet, least_estimate, set_estimate
from app.engine.records import tops_of
from app.gateways.ledger import ExerciseFacts, Ledger, PerformedSet, grouped
from models.tables.readiness import readiness_signal
from models.values.days import local_day
from models.values.exercises import LoadConvention


class Lifter(NamedTuple):
    """What judging a lift needs to know of an athlete."""

    weight_kg: float | None
    where: tzinfo | None
    training_age: str | None


def lift_sessions(
    ledger: Ledger, lifter: Lifter, exercises: Mapping[str, ExerciseFacts], tired: Collection[str] = ()
) -> dict[str, list[LiftSession]]:
    """Exercise id to its sessions, oldest first; `tired` are ids of workouts begun with little freshness."""
    found: dict[str, list[LiftSession]] = defaultdict(list)
    days: dict[datetime, date] = {}
    for workout, exercise_id, sets in grouped(ledger):
        if workout.at not in days:
            days[workout.at] = local_day(workout.at, lifter.where)
        one = _session(workout.id, days[workout.at], sets, exercises[exercise_id], lifter.weight_kg)
        if workout.deload or workout.id in tired:
            one = one._replace(deload=workout.deload, tired=workout.id in tired)
        found[exercise_id].append(one)
    return found


def read_tired(connection: Connection, ledgers: Mapping[str, Ledger]) -> frozenset[str]:
    """Ids of the workouts whose athlete was tired by the last check-in of the two days before their end."""
    columns = readiness_signal.c
    rows = connection.execute(
        select(columns.user_id, columns.timestamp, columns.fatigue_score)
        .where(columns.user_id.in_(list(ledgers)), columns.replaced_by_id.is_(None))
        .order_by(columns.user_id, columns.timestamp, columns.id)
    )
    said: dict[str, tuple[list[datetime], list[float]]] = defaultdict(lambda: ([], []))
    for athlete_id, at, score in rows:
        said[athlete_id][0].append(at)
        said[athlete_id][1].append(score)
    found: set[str] = set()
    for athlete_id, (times, scores) in said.items():
        if min(scores) < TIRED:
            found.update(one.id for one in ledgers[athlete_id] if _was_tired(one.at, times, scores))
    return frozenset(found)


def _was_tired(at: datetime, times: Sequence[datetime], scores: Sequence[float]) -> bool:
    last = bisect_right(times, at) - 1
    return last >= 0 and at - times[last] <= timedelta(hours=CHECK_IN_HOURS) and scores[last] < TIRED


def _session(
    workout_id: str, day: date, sets: Sequence[PerformedSet], exercise: ExerciseFacts, weight_kg: float | None
) -> LiftSession:
    helps = exercise.load_convention == LoadConvention.ASSISTED.value
    share = exercise.bodyweight_share
    body = None if share and weight_kg is None else (share or 0.0) * (weight_kg or 0.0)
    estimates: list[tuple[float, float]] = []
    most: dict[float, int] = {}
    least = 0.0
    for performed in sets:
        reps = performed.reps
        if not reps or not performed.working:
            continue
        counted = _counted(performed, helps=helps)
        if (performed.load_kg is not None or share) and reps > most.get(counted, 0):
            most[counted] = reps
        if body is not None:
            found = set_estimate(reps, body + counted, performed.rpe)
            if found is not None:
                estimates.append(found)
            else:
                least = max(least, least_estimate(reps, body + counted, performed.rpe))
    # Light sets of a pyramid whose heavy ones are too long to tell would say too little.
    telling = [one for one in estimates if one[0] >= least] if least else estimates
    return LiftSession(day, telling, tops_of(most), workout_id=workout_id)


def _counted(performed: PerformedSet, *, helps: bool) -> float:
    """A load as it compares: help from a machine counts as less than nothing."""
    load = performed.load_kg or 0.0
    return -abs(load) if helps else load


def last_sets(ledger: Ledger, exercises: Mapping[str, ExerciseFacts]) -> dict[str, TopSet]:
    """Exercise id to the heaviest set of its last session, of equal ones the one with the fewest repetitions.

    All sets have to be ready for more. Sessions of a deload count only where there is no other.
    """
    found: dict[str, TopSet] = {}
    for workout, exercise_id, sets in grouped(ledger):
        helps = exercises[exercise_id].load_convention == LoadConvention.ASSISTED.value
        top = _top(sets, helps=helps)
        if top is not None and not (workout.deload and exercise_id in found and not found[exercise_id].deload):
            found[exercise_id] = top._replace(deload=workout.deload)
    return found


def _top(sets: Sequence[PerformedSet], *, helps: bool) -> TopSet | None:
    done = [one for one in sets if one.working and one.reps]
    if not done:
        return None
    heaviest = max(_counted(one, helps=helps) for one in done)
    weakest = min(
        (one for one in done if _counted(one, helps=helps) == heaviest),
        key=lambda one: (one.reps, 0.0 if one.rpe is None else -one.rpe),
    )
    load = weakest.load_kg if any(one.load_kg for one in done) else None
    shown = abs(load) if helps and load is not None else load
    return TopSet(shown, weakest.reps or 0, None if weakest.rpe is None else 10 - weakest.rpe)
