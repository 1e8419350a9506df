"""A trend in words names what decided it."""

from datetime import date, timedelta

import pytest

from app.engine.adapting.trends import trend_sentence
from app.engine.progress import Progress, progress
from models.values.kinds import LiftTrend

START = date(2026, 1, 5)


def judged(values):
    return progress([(START + timedelta(weeks=i), float(kg)) for i, kg in enumerate(values)])


@pytest.mark.parametrize(
    ("values", "words"),
    [
        # A sudden fall: the slope's interval still reaches above nothing.
        (
            [100, 99, 101, 100, 100, 101, 99, 93, 93, 94],
            "the last 5 fell below those before them by a sum of 6.8 standard deviations, more than 4",
        ),
        # A slow one from a best long ago.
        (
            [80, 84, 88, 100, 101, 100, 90, 89, 90, 89],
            "the last 3 lie 11.0 % below the best 3, more than noise explains",
        ),
        ([110, 109, 108, 107, 106, 105, 104, 103, 102, 101], "% a week, 90 % interval -0.9"),
        ([100, 100.2, 99.9, 100, 100.1, 99.8, 100, 100.1, 99.9, 100], "; +0.15 can be expected)"),
    ],
)
def test_what_decided_is_said(values, words):
    found = judged(values)
    assert found.is_held_back
    said = trend_sentence("Squat", found, 3)
    assert words in said
    assert ("interval" in said) is (found.high < 0 or found.trend is LiftTrend.STALLED)


def test_a_judgement_without_a_line_names_none():
    said = trend_sentence("Squat", Progress(LiftTrend.DECLINING, 8), 3)
    assert said == (
        "Squat was stalled or declining in 3 weekly evaluations running and is declining now, over 8 sessions."
    )
