"""Time away is told from a week left out, and from who is back already."""

from datetime import date, timedelta

import pytest

from app.engine.adapting.attendance import WeekShare, absence, is_returning

TODAY = date(2026, 3, 18)
START = date(2026, 1, 5)


def days(*ago):
    return [TODAY - timedelta(days=one) for one in ago]


def weeks(*told):
    return [WeekShare(TODAY - timedelta(weeks=len(told) - i), *one) for i, one in enumerate(told)]


OFTEN = tuple(range(2, 70, 3))


@pytest.mark.parametrize(
    ("told", "ago"),
    [
        ([(0.9, 4, 4), (0.9, 4, 4)], OFTEN),
        ([(0.0, 0, 4), (0.72, 4, 4)], (2, 4, 6, 8, 18, 20)),
        ([(0.72, 3, 4), (0.0, 0, 4)], (12, 14, 16)),
        ([(0.49, 2, 4), (0.51, 2, 4)], OFTEN),
        ([(0.4, 4, 4), (0.4, 4, 4)], OFTEN),  # every session was begun: its sets were left out
        ([(0.0, 0, 4), (0.85, 4, 4)], (2, 4, 6, 8, 30)),  # back for a whole week
        ([(None, 0, 4), (0.4, 2, 4)], OFTEN),
        ([(0.7, 3, 4), (0.7, 3, 4)], (1, 5, 9, 14, 30)),  # long ended
    ],
)
def test_no_time_away(told, ago):
    assert absence(weeks(*told), days(*ago), START, TODAY) is None


@pytest.mark.parametrize(
    ("told", "ago", "words", "factor"),
    [
        ([(0.41, 2, 4), (0.27, 1, 4)], OFTEN, "41 % and 27 % of the planned sets were done in the last 2 weeks", 0.7),
        ([(0.9, 4, 4), (0.0, 0, 4)], (15, 17), "No session since 3 March: 14 days.", 0.7),
        ([(0.0, 0, 4), (0.6, 3, 4)], (2, 4, 6, 30), "began again on 12 March after 23 days without a session", 0.7),
        ([(0.9, 4, 4), (0.7, 3, 4)], (2, 17), "began again on 16 March after 14 days", 0.8),
        ([], (), "No session since the season began: 72 days.", 0.7),
    ],
)
def test_time_away(told, ago, words, factor):
    found = absence(weeks(*told), days(*ago), START, TODAY)
    assert words in found.sentence
    assert found.factor == factor


def test_what_was_before_the_season_is_none_of_it():
    start = TODAY - timedelta(days=9)
    assert absence([], days(60, 80), start, TODAY) is None


@pytest.mark.parametrize(
    ("ago", "expected"),
    [((2, 5, 9, 40, 43), True), ((2, 8, 20, 28, 60), True), ((2, 8, 20, 31, 61), False), ((2, 16), False), ((), False)],
)
def test_after_time_away_lifts_wait_as_long_as_it_lasted(ago, expected):
    assert is_returning(days(*ago), TODAY) is expected
