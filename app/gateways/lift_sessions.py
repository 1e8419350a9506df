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
    estimates, pairs, done, least = [], [], [], 0.0
    for performed in sets:
        reps, load = performed.reps, performed.load_kg
        if not performed.working or not reps:
            continue
        counted = -abs(load or 0.0) if helps else (load or 0.0)
        if load is not None or share:
            pairs.append((reps, counted))
        if body is not None:
            found = set_estimate(reps, body + counted, performed.rpe)
            if found is not None:
                estimates.append(found)
            else:
                least = max(least, least_estimate(reps, body + counted, performed.rpe))
        done.append((counted, reps, performed.rpe))
    top = _top(done, helps=helps, is_bare=not any(one.load_kg for one in sets))
    # Light sets of a pyramid whose heavy ones are too long to tell would say too little.
    telling = [one for one in estimates if one[0] >= least] if least else estimates
    return LiftSession(day, telling, top, tops_of(pairs), workout_id=workout_id)


def _top(done: Sequence[tuple[float, int, float | None]], *, helps: bool, is_bare: bool) -> TopSet | None:
    """The set with the fewest repetitions of those with the heaviest load: all of them have to be ready for more."""
    if not done:
        return None
    heaviest = max(load for load, _, _ in done)
    load, reps, rpe = min(
        (one for one in done if one[0] == heaviest), key=lambda one: (one[1], 0.0 if one[2] is None else -one[2])
    )
    shown = None if is_bare else abs(load) if helps else load
    return TopSet(shown, reps, None if rpe is None else 10 - rpe)
