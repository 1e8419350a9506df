"""Two at once: a workout completed twice, a set logged twice, a week made twice; each stands once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from app.gateways.database import Database
from app.gateways.exposures import refresh_exposures
from app.usecases.completing import Completing
from app.usecases.generating import Generating
from app.usecases.training import Training
from models.tables.plan import exercise_exposure, macro_cycle
from models.tables.workouts import set_log, workout
from models.values.training import SetResult
from tests.fakes.lifters import MONDAY, Lifters, evening_of

NOW = evening_of(MONDAY)
TIMES = 4


@pytest.fixture
def ada(database):
    return Lifters(database).ready()


@pytest.fixture
def all_at_once(database):
    """Run the same call in several threads, each over a database object of its own."""
    others = [Database(database.url) for _ in range(TIMES)]

    def run(call):
        with ThreadPoolExecutor(TIMES) as pool:
            return [one.result() for one in [pool.submit(call, other) for other in others]]

    yield run
    for other in others:
        other.close()


def test_a_workout_is_completed_once(database, ada, all_at_once):
    key = Generating(database).generate(ada, MONDAY).workouts[0]
    one = Training(database).workout(key).exercises[0].sets[-1]
    Completing(database).log_set(one.id, SetResult(5, 100.0, 8.0), NOW)
    found = all_at_once(lambda other: Completing(other).complete(key, NOW))
    assert sorted(one.already for one in found) == [False, True, True, True]
    with database.read() as connection:
        counts = connection.execute(select(exercise_exposure.c.usage_count)).scalars().all()
    assert max(counts) == 13  # twelve sessions of the log, and this one


def test_all_sessions_of_a_week_at_once(database, ada, all_at_once):
    keys = list(Generating(database).generate(ada, MONDAY).workouts)
    for key in keys:
        one = Training(database).workout(key).exercises[0].sets[-1]
        Completing(database).log_set(one.id, SetResult(5, 100.0, 8.0), NOW)
    left = list(keys)
    found = all_at_once(lambda other: Completing(other).complete(left.pop(), NOW))
    assert [one.already for one in found] == [False] * 4
    assert sorted(one.advanced for one in found) == [False, False, False, True]
    with database.read() as connection:
        assert connection.execute(select(macro_cycle.c.completed_weeks)).scalar() == 1
    with database.write() as connection:
        assert refresh_exposures(connection, ada) == 0


def test_a_set_is_logged_once(database, ada, all_at_once):
    key = Generating(database).generate(ada, MONDAY).workouts[0]
    one = Training(database).workout(key).exercises[0].sets[-1]
    all_at_once(lambda other: Completing(other).log_set(one.id, SetResult(5, 100.0, 8.0), NOW))
    with database.read() as connection:
        rows = connection.execute(
            select(func.count()).select_from(set_log).where(set_log.c.workout_set_id == one.id)
        ).scalar()
    assert rows == 1


def test_a_week_is_made_once(database, ada, all_at_once):
    made = all_at_once(lambda other: Generating(other).generate(ada, MONDAY))
    assert sorted(len(week.workouts) for week in made) == [0, 0, 0, 4]
    with database.read() as connection:
        count = connection.execute(
            select(func.count()).select_from(workout).where(workout.c.source == "generated")
        ).scalar()
    assert count == 4
