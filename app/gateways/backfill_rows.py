"""What a backfill reads: every athlete in a fixed order, and all that their seasons and exposures depend on."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from sqlalchemy import Connection, case, func, select

from app.gateways.exposures import StoredExposure, read_exposures, read_lifters
from app.gateways.history import Shares, read_shares
from app.gateways.ledger import ExerciseFacts, Ledger, read_exercise_facts, read_ledgers
from app.gateways.lift_sessions import Lifter, read_tired
from app.gateways.limits import Limits, read_limits
from app.gateways.profiles import read_profiles
from models.tables.athletes import user
from models.tables.plan import macro_cycle
from models.tables.workouts import workout
from models.values.athletes import Profile

ATHLETES_AT_ONCE: Final = 200
WORKOUTS_AT_ONCE: Final = 5_000
"""A batch ends at either: both bound what is held in memory, some 100,000 sets."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An athlete whom a backfill looks at."""

    id: str
    email: str
    workouts: int


@dataclass(frozen=True, slots=True)
class Exercises:
    """What the database says of its exercises."""

    facts: Mapping[str, ExerciseFacts]
    shares: Shares


@dataclass(frozen=True, slots=True)
class AthleteRows:
    """Everything stored of one athlete that a backfill depends on."""

    id: str
    ledger: Ledger
    lifter: Lifter
    exposures: Sequence[StoredExposure]
    seasons: int
    """Macrocycles of any age."""
    has_active: bool
    profile: Profile
    limits: Limits
    tired: frozenset[str] = frozenset()
    """Workouts begun with little freshness, of this athlete and of others."""

    @property
    def where(self) -> tzinfo | None:
        return self.lifter.where


def read_candidates(connection: Connection) -> list[Candidate]:
    """Every athlete by id, with the number of their workouts."""
    rows = connection.execute(
        select(user.c.id, user.c.email, func.count(workout.c.id))
        .outerjoin(workout, workout.c.user_id == user.c.id)
        .group_by(user.c.id, user.c.email)
        .order_by(user.c.id)
    )
    return [Candidate(*row) for row in rows]


def batches(candidates: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    """The athletes in their order, as many at once as can well be held in memory."""
    batch: list[Candidate] = []
    workouts = 0
    for candidate in candidates:
        full = len(batch) >= ATHLETES_AT_ONCE or workouts + candidate.workouts > WORKOUTS_AT_ONCE
        if batch and full:
            yield batch
            batch, workouts = [], 0
        batch.append(candidate)
        workouts += candidate.workouts
    if batch:
        yield batch


def read_exercises(connection: Connection) -> Exercises:
    return Exercises(read_exercise_facts(connection), read_shares(connection))


def read_athletes(connection: Connection, athlete_ids: Collection[str]) -> dict[str, AthleteRows]:
    """The rows of the athletes, in the same number of queries for one as for many; who is gone is left out."""
    lifters = read_lifters(connection, athlete_ids)
    ids = [athlete_id for athlete_id in athlete_ids if athlete_id in lifters]
    counts = {
        row.user_id: (row.seasons, bool(row.active))
        for row in connection.execute(
            select(
                macro_cycle.c.user_id,
                func.count().label("seasons"),
                func.sum(case((macro_cycle.c.is_active, 1), else_=0)).label("active"),
            )
            .where(macro_cycle.c.user_id.in_(ids))
            .group_by(macro_cycle.c.user_id)
        )
    }
    ledgers, exposures = read_ledgers(connection, ids), read_exposures(connection, ids)
    tired = read_tired(connection, ledgers)
    profiles, limits = read_profiles(connection, ids), read_limits(connection, ids)
    return {
        key: AthleteRows(
            key,
            ledgers[key],
            lifters[key],
            exposures[key],
            *counts.get(key, (0, False)),
            profiles[key],
            limits[key],
            tired,
        )
        for key in ids
    }
