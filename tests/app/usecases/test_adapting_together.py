"""Two coaches at one athlete on a server: one proposal, one decision, one change of the plan."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.errors import Conflict
from app.usecases import adapting_decisions
from app.usecases.adapting import Adapting
from app.usecases.planning import Planning
from models.tables.plan import macro_adaptation, proposal
from models.values.adapting import Decision
from models.values.plan import PlanRequest, TrainingGoal
from tests.fakes.logbook import SQUAT, Logbook, a_set

START = date(2026, 3, 2)
TODAY = date(2026, 3, 18)
LOW = {name: {"score": 0.3} for name in ("subjective", "performance", "wearable")}


@pytest.fixture
def worn(server_database):
    """A beginner in the third week of a season, tired and far behind the plan."""
    logbook = Logbook(server_database)
    ada = logbook.athlete(time_zone="Europe/Berlin")
    Planning(server_database).create(PlanRequest(ada, TrainingGoal.STRENGTH, 16, START), START)
    for day in (2, 4, 6, 9, 11, 13, 16):
        logbook.workout(ada, datetime(2026, 3, day, 17, tzinfo=UTC), {SQUAT: [a_set()] * 3})
    for back in range(7):
        at = datetime.combine(TODAY - timedelta(days=back), time(6), UTC)
        logbook.signal(ada, at, 0.3, back, score_parts=LOW, score_confidence=0.8)
    return ada


def together(job):
    """What two threads get from the same call; an error counts as an answer."""

    def one(_):
        try:
            return job()
        except Conflict as error:
            return error

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, range(2)))


def count(database, table):
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar()


def test_two_reviews_at_once_store_one_proposal(server_database, worn, monkeypatch):
    gate, insert = Barrier(2), adapting_decisions.insert_proposal

    def at_once(*arguments):
        gate.wait(10)
        insert(*arguments)

    monkeypatch.setattr(adapting_decisions, "insert_proposal", at_once)
    first, second = together(lambda: Adapting(server_database).review(worn, TODAY))
    assert [one.id for one in first] == [one.id for one in second]
    assert count(server_database, proposal) == 1


def test_two_decisions_at_once_change_the_plan_once(server_database, worn):
    (found,) = Adapting(server_database).review(worn, TODAY)
    answers = together(lambda: Adapting(server_database).accept(found.id, TODAY))
    assert sorted(type(one).__name__ for one in answers) == ["Conflict", "Decision"]
    (done,) = [one for one in answers if isinstance(one, Decision)]
    assert count(server_database, macro_adaptation) == 1
    season = Planning(server_database).season(worn, TODAY)
    assert [one.id for one in season.adaptations] == [done.adaptation_id]
    assert season.macro.total_weeks == 16
