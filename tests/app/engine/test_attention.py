"""Who needs the coach: states at their edges, sentences as a person reads them, and the order."""

from datetime import date, timedelta

import pytest

from app.engine.attention import Standing, judge, state_of, weeks_off
from models.values.athletes import Attention
from models.values.plan import BlockType

TODAY = date(2026, 3, 18)
TRAINED = {"last_workout": TODAY - timedelta(days=2), "has_plan": True, "checks_in": True}


@pytest.mark.parametrize(
    ("freshness", "state"),
    [
        (1.0, Attention.READY),
        (0.75, Attention.READY),
        (0.7499, Attention.STEADY),
        (0.40, Attention.STEADY),
        (0.3999, Attention.HOLD_BACK),
        (0.0, Attention.HOLD_BACK),
        (None, Attention.UNKNOWN),
    ],
)
def test_state_bands(freshness, state):
    assert state_of(freshness) is state


def test_all_well_says_nothing():
    assert judge(Standing(freshness=0.8, **TRAINED), TODAY).reasons == []


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        ({"freshness": 0.313}, "Freshness 0.31: fewer sets, more in reserve."),
        ({"declining": ["Squat"], "judged_lifts": 4}, "Squat is declining."),
        ({"stalled": ["Squat", "Bench Press"]}, "Squat and Bench Press are stalled."),
        ({"stalled": ["A", "B", "C", "D"]}, "A, B and 2 more are stalled."),
        ({"missed_28_days": 3, "sessions_28_days": 9}, "Missed 3 of 12 sessions in four weeks."),
        ({"last_workout": None}, "No training logged yet."),
        ({"last_workout": TODAY - timedelta(days=23)}, "No training for 3 weeks."),
        ({"has_plan": False}, "No plan yet."),
        ({"event": TODAY}, "Event today."),
        ({"event": TODAY + timedelta(days=1)}, "Event tomorrow."),
        ({"event": TODAY + timedelta(days=9)}, "Event in 9 days."),
        ({"event": TODAY + timedelta(days=14)}, "Event in 2 weeks."),
        ({"event": TODAY + timedelta(days=70)}, "Event in 10 weeks."),
        ({"block_next_week": BlockType.DELOAD}, "Deload next week."),
        ({"block_now": BlockType.DELOAD, "block_next_week": BlockType.DELOAD}, "Deload this week."),
        ({"freshness": None}, "No check-in in the last 48 hours."),
        ({"freshness": None, "checks_in": False}, "Never checked in."),
        ({"weeks_of_sets": [40, 40, 0, 0, 0, 0, 0, 20, 10]}, "Back after 5 weeks without training."),
    ],
)
def test_sentences(known, sentence):
    standing = Standing(**({"freshness": 0.6} | TRAINED | known))
    assert judge(standing, TODAY).reasons == [sentence]


def test_far_and_past_events_are_not_mentioned():
    for days in (-1, 200):
        assert judge(Standing(freshness=0.8, event=TODAY + timedelta(days=days), **TRAINED), TODAY).reasons == []


def test_a_new_athlete_is_not_blamed_for_missing_check_ins():
    assert judge(Standing(), TODAY).reasons == ["No training logged yet.", "No plan yet."]


@pytest.mark.parametrize(
    ("weeks", "off"),
    [
        ([], 0),
        ([0, 0, 0], 0),
        ([50, 50, 50], 0),
        ([50, 0, 0, 0, 40], 3),
        ([50, 0, 0, 0, 40, 0], 3),
        ([50, 0, 0, 40, 40, 40, 40], 0),
        ([0, 0, 0, 0, 40], 0),
        ([50, 0, 50, 50], 1),
    ],
)
def test_weeks_off(weeks, off):
    assert weeks_off(weeks) == off


def test_urgent_comes_first_and_urgency_adds_up():
    tired = judge(Standing(freshness=0.2, stalled=["Squat"], block_next_week=BlockType.DELOAD, **TRAINED), TODAY)
    assert tired.reasons[0].startswith("Freshness 0.20")
    assert tired.reasons[-1] == "Deload next week."
    one = judge(Standing(freshness=0.6, declining=["Squat"], judged_lifts=6, **TRAINED), TODAY)
    many = judge(Standing(freshness=0.6, declining=["Squat", "Bench"], judged_lifts=6, **TRAINED), TODAY)
    fine = judge(Standing(freshness=0.9, **TRAINED), TODAY)
    finer = judge(Standing(freshness=0.95, **TRAINED), TODAY)
    assert tired.urgency > many.urgency - 100 > 0
    assert many.urgency > one.urgency > fine.urgency > finer.urgency
