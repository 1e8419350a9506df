"""Trends of a lift: what counts as improving, stalled and declining, and how often noise is mistaken for it."""

from datetime import date, timedelta
from random import Random

import pytest

from app.engine.progress import LiftTrend, last_record, progress

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
    assert found.sessions == 15


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
