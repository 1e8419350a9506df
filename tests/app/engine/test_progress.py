"""Trends of a lift: what counts as improving, stalled and declining, and how often noise is mistaken for it."""

from datetime import date, timedelta
from random import Random

import pytest

from app.engine.progress import LiftTrend, evaluations, is_stall, last_record, misses_targets, progress

START = date(2026, 1, 5)


def sessions(values, every=7):
    return [(START + timedelta(days=every * i), kg) for i, kg in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "trend"),
    [
        ([100 * 1.006**i for i in range(10)], LiftTrend.IMPROVING),
        ([100 * 0.994**i for i in range(10)], LiftTrend.DECLINING),
        ([100.0, 100.4, 99.6, 100.2, 99.8, 100.4, 99.7, 100.1, 99.9, 100.2], LiftTrend.STALLED),
        ([100, 106, 95, 104, 97, 107, 96, 103, 99, 105], LiftTrend.UNCERTAIN),
        ([100 * 1.006**i for i in range(7)], LiftTrend.TOO_LITTLE),
        ([], LiftTrend.TOO_LITTLE),
    ],
)
def test_trends(values, trend):
    assert progress(sessions(values)).trend is trend


def test_a_sudden_fall_is_declining_before_the_slope_can_show_it():
    assert progress(sessions([100, 101, 102, 103, 104, 105, 106, 93, 93, 92])).trend is LiftTrend.DECLINING


def test_eight_sessions_within_a_fortnight_are_too_little():
    assert progress(sessions([100 + i for i in range(9)], every=2)).trend is LiftTrend.TOO_LITTLE


def test_frequent_lifts_look_back_further():
    found = progress(sessions([100 * 1.003**i for i in range(40)], every=2))
    assert found.trend is LiftTrend.IMPROVING
    assert found.sessions == 32  # of nine weeks, as many as ten of a lift trained once a week reach back


def test_older_sessions_do_not_count():
    assert progress(sessions([60 + i for i in range(30)] + [90.0, 89.9] * 5)).trend is LiftTrend.STALLED


def test_interval_holds_the_slope_in_shares_a_week():
    found = progress(sessions([100 * 1.004**i for i in range(12)]))
    assert found.slope == pytest.approx(0.004, abs=1e-4)
    assert found.low <= found.slope <= found.high


def test_false_alarms_stay_rare_for_who_is_gaining():
    random = Random(7)
    alarms = 0
    for _ in range(300):
        values = [100 * 1.005**i * (1 + random.gauss(0, 0.02)) for i in range(10)]
        alarms += progress(sessions(values)).trend in (LiftTrend.STALLED, LiftTrend.DECLINING)
    assert alarms <= 6


def test_last_record():
    assert last_record(sessions([100, 99, 104, 103, 104])) == START + timedelta(days=14)
    assert last_record(sessions([100, 99])) is None
    assert last_record([]) is None


def test_a_sudden_fall_is_caught_by_the_sum_while_slope_and_level_are_silent():
    found = progress(sessions([100, 99, 101, 100, 100, 101, 99, 93, 93, 94]))
    assert found.trend is LiftTrend.DECLINING
    assert found.falling > 4
    assert progress(sessions([100, 99, 101, 100, 100, 101, 99, 100, 98, 94])).trend is not LiftTrend.DECLINING


def test_one_mistyped_session_is_no_fall():
    found = progress(sessions([100, 101, 102, 103, 104, 105, 106, 53, 107, 108]))
    assert found.trend is LiftTrend.IMPROVING
    assert found.falling < 4


def test_who_stops_gaining_has_not_fallen():
    assert progress(sessions([90, 92, 94, 96, 98, 98, 98, 98, 98, 98])).falling == 0


def test_three_weekly_evaluations_in_a_row_make_a_stall():
    flat = sessions([100.0, 100.4, 99.6, 100.2, 99.8, 100.4, 99.7, 100.1, 99.9, 100.2, 100.0, 99.9])
    judged = evaluations(flat, flat[-1][0])
    assert [one.trend for one in judged] == [LiftTrend.STALLED] * 3
    assert is_stall(judged)
    assert not is_stall(judged[:2])
    rising = sessions([100 * 1.006**i for i in range(12)])
    assert not is_stall(evaluations(rising, rising[-1][0]))


def test_evaluations_see_no_later_session_and_count_weeks_once():
    twice = sorted([*sessions([100.0] * 10), *[(day + timedelta(days=2), kg) for day, kg in sessions([100.0] * 10)]])
    judged = evaluations(twice, twice[-1][0])
    assert [one.sessions for one in judged] == [16, 18, 19]
    assert evaluations(twice, START - timedelta(days=1)) == []


def test_missed_targets_hint_at_a_stall():
    assert misses_targets([0, 2, 3])
    assert not misses_targets([2, 3, 1])
    assert not misses_targets([3])


def lifter(random, gain, weeks, lifts=4, noise=0.025, then=None, turn=0):
    """Sessions of the main lifts of a lifter, each trained one to two times a week, one in ten missed."""
    found = []
    for _ in range(lifts):
        kg, done = 100.0, []
        for week in range(weeks):
            kg *= 1 + (gain if then is None or week < turn else then)
            days = [START + timedelta(days=7 * week + day) for day in ((0, 3) if random.random() < 0.7 else (1,))]
            done += [(day, kg * (1 + random.gauss(0, noise))) for day in days if random.random() > 0.1]
        found.append(done)
    return found


def alarm_week(done, weeks, first=0):
    """The first week at whose end a stall is alarmed, from the evaluations of all weeks."""
    for week in range(first, weeks):
        if is_stall(evaluations(done, START + timedelta(days=7 * week + 6), 0.0015)):
            return week
    return None


def test_alarms_on_lifters_who_truly_gain_are_rare():
    random = Random(11)
    lifts = [done for _ in range(20) for done in lifter(random, 0.004, 26)]
    assert sum(alarm_week(done, 26) is not None for done in lifts) / len(lifts) < 0.05


def test_true_declines_are_caught_within_ten_weeks():
    random = Random(13)
    caught = 0
    for _ in range(30):
        found = lifter(random, 0.003, 24, then=-0.006, turn=14)
        caught += any(alarm_week(done, 24, first=14) is not None for done in found)
    assert caught >= 27
