"""What planning reads of lifts: the same maxima as exposures are made from, from the same arithmetic."""

from datetime import date

import pytest
from sqlalchemy import select, update

from app.engine.lift_log import session_estimate
from app.gateways.exposures import read_lifters, refresh_exposures
from app.gateways.history import lifts_of, read_lifts
from app.gateways.ledger import read_exercise_facts, read_ledgers
from app.gateways.lift_sessions import lift_sessions
from models.tables.athletes import profile
from models.tables.exercises import exercise
from models.tables.plan import exercise_exposure
from tests.fakes.logbook import ASSISTED, BENCH, SQUAT, Logbook, a_set, evening

SINCE, UNTIL = date(2026, 3, 1), date(2026, 3, 31)


def test_a_day_has_one_maximum_whoever_asks(database):
    logbook = Logbook(database)
    ada = logbook.athlete()
    logbook.workout(ada, evening(2), {SQUAT: [a_set(5, 100.0, 8.0), a_set(3, 107.5, None), a_set(8, 90.0, 9.5)]})
    logbook.workout(ada, evening(9), {SQUAT: [a_set(20, 60.0, 9.0)], BENCH: [a_set(1, 80.0, 10.0), a_set(5, 0.0, 8.0)]})
    with database.read() as connection:
        ledger = read_ledgers(connection, [ada])[ada]
        facts = read_exercise_facts(connection)
        read = read_lifts(connection, ada, {SQUAT, BENCH}, SINCE, UNTIL, None)
        sessions = lift_sessions(ledger, read_lifters(connection, [ada])[ada], facts)
    told = {
        facts[key].catalogue_id: [(one.day, found.kg) for one in days if (found := session_estimate(one.estimates))]
        for key, days in sessions.items()
    }
    assert {key: [day for day, _ in days] for key, days in read.items()} == {
        SQUAT: [date(2026, 3, 2)],
        BENCH: [date(2026, 3, 9)],
    }
    assert read == lifts_of(ledger, facts, {SQUAT, BENCH}, SINCE, UNTIL, None)
    for key, days in read.items():
        assert [kg for _, kg in days] == pytest.approx([kg for _, kg in told[key]])


@pytest.mark.parametrize("share", [None, 0.0, 0.9])
def test_help_is_never_counted_as_lifted(fast_database, share):
    """Thirty kilograms of help say nothing of strength unless it is known how much of the body is lifted."""
    logbook = Logbook(fast_database)
    ada = logbook.athlete()
    logbook.workout(ada, evening(2), {ASSISTED: [a_set(5, 30.0, 8.0)]})
    with fast_database.write() as connection:
        connection.execute(
            update(exercise).where(exercise.c.catalogue_id == ASSISTED).values({exercise.c.bodyweight_share: share})
        )
        connection.execute(profile.insert().values(user_id=ada, weight_kg=80.0))
        refresh_exposures(connection, ada)
        performance = connection.execute(select(exercise_exposure.c.performance)).scalar_one()
    best = performance["bestE1rmKg"]
    # 0.9 x 80 less the 30 of help, five times with two in reserve.
    assert best is None if not share else best == pytest.approx(42 / 0.811, abs=1.0)
