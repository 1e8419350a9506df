"""Deload triggers: true, false, or not assessable; with numbers; and never by what is not known."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.adapting.attendance import WeekShare
from app.engine.adapting.drift import RatedSet, effort_drifts
from app.engine.adapting.triggers import TriggerFacts, read_triggers
from app.engine.shapes import deload_triggers
from models.values.athletes import TrainingAge
from models.values.kinds import LiftTrend

TODAY = date(2026, 3, 18)
DOCUMENT = deload_triggers(TrainingAge.INTERMEDIATE)
DOWN, UP, FLAT, UNKNOWN = LiftTrend.DECLINING, LiftTrend.IMPROVING, LiftTrend.STALLED, LiftTrend.TOO_LITTLE


def back(values):
    """Day by day up to today, the newest first; None is a day without a value."""
    return {TODAY - timedelta(days=i): value for i, value in enumerate(values) if value is not None}


def read(name, document=DOCUMENT, **facts):
    (found,) = [one for one in read_triggers(document, TriggerFacts(TODAY, **facts)).triggers if one.name == name]
    return found


def test_nothing_known_is_nothing_assessable():
    reading = read_triggers(DOCUMENT, TriggerFacts(TODAY))
    assert [(one.name, one.state) for one in reading.triggers] == [
        ("low_freshness", None), ("declining_lifts", None), ("rpe_drift", None), ("soreness", None),
        ("compliance", None),
    ]  # fmt: skip
    assert not reading.asks_for_deload
    assert all(one.sentence.endswith(".") for one in reading.triggers)


@pytest.mark.parametrize(
    ("days", "state"),
    [
        ([0.3] * 5, True),
        ([0.39, 0.3, None, 0.2, 0.3, 0.1], True),
        ([0.40] * 7, False),
        ([0.3] * 4 + [0.6] * 3, False),
        ([0.3] * 4, None),
        ([0.6, 0.6], None),
        ([0.6, 0.6, 0.6], False),
        ([None] * 7 + [0.1] * 7, None),
    ],
)
def test_low_freshness(days, state):
    found = read("low_freshness", freshness=back(days))
    assert found.state is state
    assert found.numbers["daysKnown"] == sum(day is not None for day in days[:7])


@pytest.mark.parametrize(
    ("lifts", "state", "count"),
    [
        ({"a": [DOWN] * 3, "b": [UP] * 3, "c": [FLAT] * 3}, True, 1),
        ({"a": [DOWN] * 3, "b": [UP] * 3, "c": [FLAT] * 3, "d": [UP] * 3}, False, 1),
        ({"a": [UP, DOWN, DOWN], "b": [DOWN, DOWN, FLAT]}, False, 0),
        ({"a": [DOWN] * 3, "b": [UNKNOWN] * 3, "c": []}, None, 1),
        ({"a": [DOWN] * 2, "b": [DOWN] * 2}, None, 0),
        ({"a": [UP, DOWN, DOWN, DOWN], "b": [UP] * 3}, True, 1),
        ({"a": [DOWN] * 3}, True, 1),
    ],
)
def test_declining_lifts(lifts, state, count):
    found = read("declining_lifts", lifts=lifts)
    assert (found.state, found.numbers["count"]) == (state, count)


def test_missed_repetitions_are_a_hint_and_no_verdict():
    found = read("declining_lifts", lifts={"a": [], "b": [UNKNOWN] * 3}, missed=["a"])
    assert found.state is None
    assert found.sentence.endswith("a fell short of the repetitions twice running.")
    assert found.numbers["missed"] == ["a"]
    assert read("declining_lifts", lifts={"a": [UP] * 3, "b": [UP] * 3, "c": []}, missed=["c"]).state is False


def test_drift_of_effort():
    days = [TODAY - timedelta(days=day) for day in (1, 4, 8, 20)]
    assert read("rpe_drift", drifts=[(days[0], 1.0), (days[1], 1.4), (days[2], 0.0)]).state is True
    assert read("rpe_drift", drifts=[(days[0], 1.0), (days[1], 0.9), (days[2], 0.0)]).state is False
    assert read("rpe_drift", drifts=[(days[0], 2.0)]).state is None
    past = [(TODAY - timedelta(days=day), drift) for day, drift in ((1, 0.0), (3, -0.8), (8, 1.4), (10, 1.9))]
    assert read("rpe_drift", drifts=past).state is False  # it has passed
    assert read("rpe_drift", drifts=[(days[0], 2.0), (days[3], 2.0)]).state is None


SORE = {"quads": 3, "chest": 3, "lats": 1}


@pytest.mark.parametrize(
    ("days", "state"),
    [
        ([SORE] * 4, True),
        ([SORE, None, SORE, SORE], True),
        ([SORE, SORE, SORE, {"quads": 3}], False),
        ([SORE, SORE, SORE, {}], False),
        ([SORE, SORE, SORE], None),
        ([{"quads": 3}] * 7, False),
        ([{}, SORE, SORE, SORE, SORE], False),
        ([None, None, None, SORE, SORE, SORE, SORE], None),
    ],
)
def test_lasting_soreness(days, state):
    assert read("soreness", soreness=back(days)).state is state


def test_pain_is_enough_and_belongs_to_a_professional():
    found = read("soreness", pain=[(TODAY - timedelta(days=2), "left knee")])
    assert found.state is True
    assert "left knee" in found.sentence
    assert "professional" in found.sentence
    assert read("soreness", pain=[(TODAY - timedelta(days=8), "left knee")]).state is None


@pytest.mark.parametrize(
    ("shares", "state"),
    [([0.79, 0.5], True), ([0.5, 0.8], False), ([0.9, None], False), ([0.5, None], None), ([0.5], None), ([], None)],
)
def test_compliance(shares, state):
    assert read("compliance", compliance=weeks(*shares)).state is state


def weeks(*told):
    """Complete weeks, the newest last: a share of the sets, or (share, sessions, of)."""
    pairs = [one if isinstance(one, tuple) else (one,) for one in told]
    return [WeekShare(TODAY - timedelta(weeks=len(told) - i), *one) for i, one in enumerate(pairs)]


@pytest.mark.parametrize(
    ("told", "state", "attendance"),
    [
        ([(0.41, 4, 4), (0.60, 4, 4)], True, False),
        ([(0.41, 2, 4), (0.27, 1, 4)], False, True),
        ([(0.41, 2, 4), (0.60, 3, 4)], False, True),
        ([(0.30, 2, 4), (0.50, 3, 4)], True, False),
        ([(0.00, 0, 4), (0.72, 4, 4)], False, True),
        ([(0.10, 1, 4), (0.10, 1, 4)], False, True),
        ([(0.10, 1, 4), (0.80, 4, 4)], False, False),
    ],
)
def test_missed_sessions_are_no_fatigue(told, state, attendance):
    """Only sets left out of sessions that were begun speak for a deload."""
    found = read("compliance", compliance=weeks(*told))
    assert (found.state, found.numbers["attendance"]) == (state, attendance)
    assert ("no sign of fatigue" in found.sentence) is attendance


def test_two_signals_ask_for_a_deload_and_one_does_not():
    low = {"freshness": back([0.3] * 7)}
    assert not read_triggers(DOCUMENT, TriggerFacts(TODAY, **low)).asks_for_deload
    both = TriggerFacts(TODAY, **low, compliance=weeks(0.5, 0.6))
    reading = read_triggers(DOCUMENT, both)
    assert reading.asks_for_deload
    assert [one.name for one in reading.firing] == ["low_freshness", "compliance"]
    assert not read_triggers({**DOCUMENT, "signalsNeeded": 3}, both).asks_for_deload


def test_edited_thresholds_decide_and_are_said():
    document = {**DOCUMENT, "triggers": [{"name": "low_freshness", "thresholds": {"below": 0.5, "days": 3}}]}
    found = read("low_freshness", document, freshness=back([0.45] * 3 + [0.9] * 4))
    assert found.state is True
    assert "below 50 on 3 of the last 7 days" in found.sentence


def test_the_specifications_own_names():
    loose = {"performanceStall": 3, "lowRecoveryDays": 5, "something": "else"}
    stalled = {"a": [FLAT, DOWN, FLAT], "b": [UP] * 3}
    assert read("performanceStall", loose, lifts=stalled).state is True
    assert read("performanceStall", loose, lifts={"a": [UP, DOWN, FLAT], "b": [UP] * 3}).state is False
    assert read("lowRecoveryDays", loose, recovery=back([39.0] * 5)).state is True
    assert read("lowRecoveryDays", loose, recovery=back([40.0] * 7)).state is False
    reading = read_triggers(loose, TriggerFacts(TODAY, lifts=stalled, recovery=back([20.0] * 7)))
    assert reading.asks_for_deload
    for unreadable in ({}, {"unread": 1}, {"triggers": None}, {"performanceStall": None}):
        assert read_triggers(unreadable, TriggerFacts(TODAY)).triggers == []


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=9), st.integers(0, 8))
def test_what_is_learned_later_never_turns_a_verdict(days, hidden):
    """A value that was missing may decide an open question, never overturn a decided one."""
    known = read("low_freshness", freshness=back(days)).state
    less = read("low_freshness", freshness=back([None if i == hidden else day for i, day in enumerate(days)])).state
    assert less in (None, known)


def rated(workout, days_ago, rpe, load=100.0, reps=5, exercise="squat"):
    return RatedSet(workout, TODAY - timedelta(days=days_ago), exercise, load, reps, rpe)


def test_effort_at_equal_work():
    sets = [
        rated("a", 30, 7), rated("a", 30, 8), rated("a", 30, 9, reps=6),
        rated("b", 10, 9), rated("b", 10, 9, load=105), rated("c", 3, 9.5), rated("c", 3, 9.0, reps=6),
    ]  # fmt: skip
    found = effort_drifts(sets)
    assert found["b"] == (TODAY - timedelta(days=10), 1.5)
    assert found["c"][1] == pytest.approx((0.5 + 0.0) / 2)
    assert "a" not in found
    assert effort_drifts([rated("a", 60, 7), rated("b", 10, 9)]) == {}
