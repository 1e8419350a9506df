"""Weeks of workouts for 1,000 athletes: engine time against reading the same athletes from SQLite, and one week alone.

Times are the process's own: both sides work on one core and wait for nothing.
"""

import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import Connection

from app.engine.workouts.brief import WeekBrief
from app.engine.workouts.week import make_week
from app.gateways.database import Database
from app.gateways.seasons import as_value, read_active, write_season
from app.gateways.week_brief import read_week_brief
from app.usecases.planning import Planning
from app.usecases.upgrading import Upgrading
from models.values.plan import Macrocycle, PlanRequest, TrainingGoal
from tests.fakes.coached import Coached

TODAY = date(2026, 3, 4)
WORKOUTS = 24
GOALS = (TrainingGoal.HYPERTROPHY, TrainingGoal.STRENGTH, TrainingGoal.GENERAL_HEALTH)
WEEK_LIMIT_MS = 20.0
SIZES = (100, 1_000)
RUNS = 30


def seasons(database: Database, athletes: list[str]) -> list[Macrocycle]:
    """One season for each goal, made for the first athletes."""
    planning = Planning(database)
    for athlete_id, goal in zip(athletes, GOALS, strict=False):
        planning.create(PlanRequest(athlete_id, goal=goal, weeks=12, start=TODAY), TODAY)
    with database.read() as connection:
        return [as_value(stored) for key in athletes[: len(GOALS)] if (stored := read_active(connection, key))]


def fill(database: Database, athletes: int) -> list[str]:
    """Athletes of every kind with logs, and a season for each of them."""
    names = Coached(database).fill(athletes, WORKOUTS)
    made = seasons(database, names)
    with database.write() as connection:
        for number, name in enumerate(names[len(GOALS) :]):
            write_season(connection, name, made[number % len(made)], {})
    return names


def read_all(connection: Connection, names: list[str]) -> list[WeekBrief]:
    return [read_week_brief(connection, name, TODAY) for name in names]


def measured(folder: Path, athletes: int) -> tuple[float, float, WeekBrief]:
    """Seconds to read the athletes' briefs and to make their weeks, and one brief with a log."""
    database = Database(f"sqlite:///{folder / f'{athletes}.db'}")
    Upgrading(database).upgrade()
    names = fill(database, athletes)
    with database.read() as connection:
        read_all(connection, names[:5])  # the catalogue is read once
        begun = time.process_time()
        briefs = read_all(connection, names)
        reading = time.process_time() - begun
    make_week(briefs[0])
    begun = time.process_time()
    sessions = sum(len(make_week(brief)) for brief in briefs)
    engine = time.process_time() - begun
    database.close()
    print(
        f"{athletes:5} athletes: read {reading:.2f} s ({1000 * reading / athletes:.1f} ms each), "
        f"{sessions} sessions made in {engine:.2f} s ({1000 * engine / athletes:.1f} ms each), "
        f"ratio {engine / reading:.2f}",
        flush=True,
    )
    return reading, engine, max(briefs, key=lambda brief: len(brief.strengths))


def four_sessions(brief: WeekBrief) -> float:
    """Milliseconds for one whole week of four sessions with its reasons, the middle of many runs."""
    empty = {"weekdays": (), "done_days": (), "done": {}, "done_exercises": {}}
    whole = replace(brief, today=brief.monday, days=4, minutes=75, **empty)
    assert len(make_week(whole)) == 4
    times = []
    for _ in range(RUNS):
        begun = time.process_time()
        make_week(whole)
        times.append(1000 * (time.process_time() - begun))
    return statistics.median(times)


def run() -> float:
    """The ratio at the largest size; the smaller one shows that time grows with the athletes."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for athletes in SIZES:
            found[athletes] = measured(Path(folder), athletes)
    few, many = (found[size][1] / size for size in SIZES)
    print(f"engine time an athlete at {SIZES[1]} against {SIZES[0]}: {many / few:.2f} times (1 is linear)")
    print(f"one week of four sessions: {four_sessions(found[SIZES[1]][2]):.1f} ms (at most {WEEK_LIMIT_MS:g})")
    reading, engine, _ = found[SIZES[1]]
    print(f"ratio at {SIZES[1]} athletes {engine / reading:.2f}")
    return engine / reading


if __name__ == "__main__":
    run()
