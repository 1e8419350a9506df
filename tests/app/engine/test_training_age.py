"""Training age: the three votes, their median, and what happens where something is missing."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.constants import COMPETITION_LIFTS
from app.engine.training_age import (
    TrainingHistory,
    assess,
    effective_months,
    settled,
    weekly_levels,
    weekly_rate,
)
from models.values.athletes import TrainingAge

B, I, A = TrainingAge  # noqa: E741 - beginner, intermediate, advanced
TODAY = date(2026, 3, 2)


def weekly(weeks, end=TODAY, per_week=2):
    """Session days of the last weeks, ascending."""
    days = [end - timedelta(days=7 * w + 3 * s) for w in range(weeks) for s in range(per_week)]
    return sorted(days)


def lift(start_kg, per_week, weeks, end=TODAY):
    """One e1RM a week, growing by a share of `per_week` percent."""
    return [(end - timedelta(weeks=weeks - 1 - w), start_kg * (1 + per_week / 100) ** w) for w in range(weeks)]


def history(sessions, squat=(), weight=80.0, sex="male", says=None):
    lifts = {"barbell_back_squat": squat} if squat else {}
    return TrainingHistory(sessions, lifts, COMPETITION_LIFTS, weight, sex, says)


def votes(assessment):
    return {vote.name: vote.level for vote in assessment.votes}


def test_months_need_six_sessions_and_long_gaps_halve():
    full = [date(2025, month, day) for month in (1, 2, 3, 4) for day in (2, 6, 10, 14, 18, 22)]
    assert effective_months(full, date(2025, 5, 1)) == 4
    assert effective_months(full[:-1], date(2025, 5, 1)) == 3
    # 22 April to 1 July: 70 days.
    assert effective_months(full, date(2025, 7, 1)) == 2
    again = [*full, *(date(2025, 8, day) for day in (1, 5, 9, 13, 17, 21))]
    assert effective_months(again, date(2025, 9, 1)) == 3
    assert effective_months([], TODAY) == 0


@pytest.mark.parametrize(("gap", "months"), [(56, 1), (57, 0.5)])
def test_eight_weeks_are_no_long_gap_yet(gap, months):
    days = [date(2025, 1, day) for day in (1, 5, 9, 13, 17, 21)]
    assert effective_months(days, days[-1] + timedelta(days=gap)) == months


def test_three_agreeing_votes():
    # 15 months, 1.6 x body weight (57 % of the 90th percentile), 0.2 % a week.
    found = assess(history(weekly(65), lift(121, 0.2, 26)), TODAY)
    assert votes(found) == {"months": 1, "strength": 1, "rate": 1}
    assert found.level is I
    assert found.confidence == "high"
    assert "the middle one counts: intermediate" in found.sentences[0]


def test_the_median_of_three_counts():
    found = assess(history(weekly(65), lift(180, 0.05, 26)), TODAY)
    assert votes(found) == {"months": 1, "strength": 2, "rate": 2}
    assert found.level is A
    found = assess(history(weekly(12), lift(180, 0.5, 12)), TODAY)
    assert votes(found) == {"months": 0, "strength": 2, "rate": None}
    assert found.level is B
    assert found.confidence == "low"


def test_a_stalled_beginner_is_not_advanced():
    found = assess(history(weekly(20), lift(60, 0.0, 20)), TODAY)
    assert votes(found) == {"months": 0, "strength": 0, "rate": None}
    assert found.level is B
    assert any("the vote is dropped" in vote.sentence for vote in found.votes)


@pytest.mark.parametrize(("ratio", "level"), [(1.41, 0), (1.42, 1), (1.98, 1), (1.99, 2)])
def test_strength_bands_of_the_squat(ratio, level):
    found = assess(history(weekly(30), [(TODAY, ratio * 80)]), TODAY)
    assert votes(found)["strength"] == level


@pytest.mark.parametrize(("rate", "level"), [(0.45, 0), (0.35, 1), (0.13, 1), (0.10, 2)])
def test_rate_bands(rate, level):
    found = assess(history(weekly(65), lift(140, rate, 26)), TODAY)
    assert votes(found)["rate"] == level


def test_a_rate_needs_twelve_weeks_and_eight_days():
    assert weekly_rate({"a": lift(100, 0.3, 12)}, TODAY) is None
    rate, used = weekly_rate({"a": lift(100, 0.3, 13), "b": lift(100, 9.0, 4)}, TODAY)
    assert used == ["a"]
    assert rate == pytest.approx(0.2996, abs=0.001)


def test_missing_sex_or_weight_drops_the_strength_vote():
    for weight, sex in ((None, "male"), (80.0, None), (80.0, "x")):
        found = assess(history(weekly(65), lift(140, 0.2, 26), weight, sex), TODAY)
        assert votes(found) == {"months": 1, "strength": None, "rate": 1}
        assert found.level is I
        assert found.confidence == "medium"


@pytest.mark.parametrize(("says", "level"), [(None, B), (I, I), (A, A)])
def test_few_sessions_leave_it_to_the_athlete(says, level):
    found = assess(history(weekly(3), lift(200, 0.1, 3), says=says), TODAY)
    assert (found.level, found.confidence, found.sessions) == (level, "low", 6)
    nothing = assess(TrainingHistory(self_report=says), TODAY)
    assert nothing.level is level
    assert nothing.sentences[0].startswith("Nothing is logged yet")


def test_advanced_needs_twelve_logged_months_or_the_athletes_word():
    young = {"sessions": weekly(40), "squat": lift(180, 0.05, 26)}
    found = assess(history(**young), TODAY)
    assert votes(found) == {"months": 1, "strength": 2, "rate": 2}
    assert found.level is I
    assert any("has to wait" in sentence for sentence in found.sentences)
    assert assess(history(**young, says=A), TODAY).level is A


def test_the_log_overrules_the_profile_and_says_so():
    found = assess(history(weekly(65), lift(121, 0.2, 26), says=A), TODAY)
    assert found.level is I
    assert "The profile says advanced; the log decides." in found.sentences


def test_what_is_stored_names_every_vote_and_its_inputs():
    stored = assess(history(weekly(65), lift(121, 0.2, 26)), TODAY).stored()
    assert stored["trainingAge"] == "INTERMEDIATE"
    assert [vote["name"] for vote in stored["votes"]] == ["months", "strength", "rate"]
    assert stored["votes"][1]["inputs"]["lift"] == "squat"
    assert stored["votes"][2]["inputs"]["lifts"] == ["barbell_back_squat"]
    assert stored["version"]


def test_later_entries_do_not_count():
    future = history([*weekly(65), TODAY + timedelta(days=40)], [*lift(121, 0.2, 26), (TODAY + timedelta(days=9), 300)])
    assert assess(future, TODAY) == assess(history(weekly(65), lift(121, 0.2, 26)), TODAY)


def test_a_level_changes_after_four_agreeing_weeks():
    assert settled(I, [A, A, A]) is I
    assert settled(I, [A, A, A, I]) is I
    assert settled(I, [I, A, A, A, A]) is A
    assert settled(I, [A, B, A, A]) is I
    assert settled(I, []) is I
    assert weekly_levels(history(weekly(65), lift(121, 0.2, 26)), TODAY) == [I] * 4


@settings(max_examples=40)
@given(
    st.lists(st.integers(0, 900), max_size=120),
    st.lists(st.tuples(st.integers(0, 400), st.floats(20, 400)), max_size=40),
    st.sampled_from([None, 55.0, 120.0]),
    st.sampled_from([None, "male", "female"]),
)
def test_any_log_gets_an_answer(days, points, weight, sex):
    sessions = sorted(TODAY - timedelta(days=d) for d in days)
    squat = sorted({TODAY - timedelta(days=d): kg for d, kg in points}.items())
    found = assess(history(sessions, squat, weight, sex), TODAY)
    assert found.level in TrainingAge
    assert found.confidence in ("high", "medium", "low")
    assert all(vote.level in (None, 0, 1, 2) for vote in found.votes)
    assert found == assess(history(sessions, squat, weight, sex), TODAY)
