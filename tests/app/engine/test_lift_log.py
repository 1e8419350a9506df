"""What sessions say of today's strength."""

from datetime import date, timedelta

import pytest

from app.engine.lift_log import LiftSession, TopSet, combined, least_estimate, session_estimate, set_estimate, strength

DAY = date(2026, 3, 2)


def session(day, kg, sigma=4.0, **more):
    return LiftSession(day, [(kg, sigma)], **more)


def test_a_set_at_rpe_8_is_read_by_the_chart():
    kg, sigma = set_estimate(5, 100.0, 8.0)
    assert kg == pytest.approx(100 / 0.811)
    assert 3 < sigma < 5


@pytest.mark.parametrize(
    ("reps", "lifted", "rpe"), [(13, 60, 8), (5, 0, 8), (5, 100, 5.5), (0, 100, 8), (5, 100, 10.5)]
)
def test_sets_that_cannot_speak(reps, lifted, rpe):
    assert set_estimate(reps, lifted, rpe) is None


def test_without_an_effort_two_are_taken_to_be_in_reserve():
    assert set_estimate(5, 100.0, None) == set_estimate(5, 100.0, 8.0)


def test_a_session_is_its_best_two_sets_weighed():
    found = session_estimate([(100.0, 2.0), (110.0, 4.0), (60.0, 2.0)])
    assert found.kg == pytest.approx((100 / 4 + 110 / 16) / (1 / 4 + 1 / 16))
    assert found.sets == 2


def test_the_last_sessions_outweigh_older_ones():
    sessions = [session(DAY - timedelta(weeks=back), kg) for back, kg in ((2, 100.0), (1, 100.0), (0, 106.0))]
    assert 102.0 < combined(sessions, DAY).kg < 106.0
    old = [session(DAY - timedelta(weeks=9), 80.0), session(DAY, 106.0)]
    assert combined(old, DAY).kg == pytest.approx(106.0)


def test_an_estimate_grows_old():
    one = [session(DAY, 100.0)]
    assert combined(one, DAY + timedelta(weeks=8)).sigma > combined(one, DAY).sigma + 0.5


def test_deloads_and_tired_sessions_say_nothing():
    sessions = [
        session(DAY, 100.0),
        session(DAY + timedelta(7), 90.0, deload=True),
        session(DAY + timedelta(8), 80.0, tired=True),
    ]
    found = strength(sessions, TopSet(64.0, 5, 2.0), DAY + timedelta(8))
    assert found.e1rm_kg == pytest.approx(100.0)
    assert found.day == DAY
    assert found.last_load_kg == pytest.approx(64.0)
    assert not found.is_from_deload


def test_a_deload_is_better_than_nothing_for_the_last_load():
    found = strength([session(DAY, 100.0, deload=True)], TopSet(80.0, 5, 2.0, deload=True), DAY)
    assert found.e1rm_kg is None
    assert found.is_from_deload
    assert found.last_load_kg == pytest.approx(80.0)


def test_never_done_is_nothing():
    assert strength([], None, DAY) is None


def test_a_long_set_says_at_least_something():
    assert least_estimate(15, 30.0, None) == pytest.approx(30 / 0.68)
    assert least_estimate(15, 30.0, None) > set_estimate(10, 20.0, None)[0]
    assert least_estimate(5, 100.0, 5.0) == pytest.approx(100 / 0.762)
    assert least_estimate(15, 0.0, None) == 0.0
