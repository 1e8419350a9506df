"""The intervention ladder: which step, why, in which order, and when to wait."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.engine.adapting.doubts import doubts_of, gaps_of
from app.engine.adapting.ladder import LiftFacts, Recovery, Taken, next_step
from app.engine.progress import Progress
from models.values.kinds import AdaptationType, LiftTrend

TODAY = date(2026, 3, 18)
STALLED = Progress(LiftTrend.STALLED, 10, 0.0, -0.002, 0.001)
SQUAT = LiftFacts(
    "squat", "Squat", [STALLED] * 3, [TODAY - timedelta(days=7 * i) for i in range(10)], "quads", 14.0, 18.0, (6, 12),
    ("leg_press", "hack_squat"), "front_squat",
)  # fmt: skip
WELL = Recovery(compliance=0.95, freshness=0.7, sleep_hours=7.5)


def step(lift=SQUAT, recovery=WELL, taken=(), fits=lambda _: True):
    return next_step(lift, recovery, taken, TODAY, fits)


def taken(number, variant="", days=30):
    return Taken("squat", number, variant, TODAY - timedelta(days=days))


def test_good_data_and_good_recovery_begin_with_repetitions():
    found = step()
    assert (found.number, found.kind) == (2, AdaptationType.STALL_INTERVENTION)
    assert found.change == {"kind": "zone", "lift": "squat", "reps": [7, 13]}
    assert [each.split(":")[0] for each in found.skipped] == ["Step 0 passed over", "Step 1 passed over"]


def test_doubtful_data_come_first():
    found = step(replace(SQUAT, doubts=["Efforts are missing."]))
    assert (found.number, found.change["kind"]) == (0, "none")
    assert found.sentence == "Efforts are missing."


@pytest.mark.parametrize(
    ("recovery", "words"),
    [
        (replace(WELL, compliance=0.79), "79 % of the planned sets"),
        (replace(WELL, freshness=0.54), "Freshness was 54"),
        (replace(WELL, sleep_hours=5.9), "5.9 hours"),
    ],
)
def test_recovery_before_load(recovery, words):
    found = step(recovery=recovery)
    assert found.number == 1
    assert words in found.sentence


def test_the_order_of_the_steps():
    numbers = []
    history = []
    for i in range(8):
        found = step(taken=history)
        numbers.append((found.number, found.variant))
        history.append(taken(found.number, found.variant, days=60 - i))
        history = [replace(one, day=one.day - timedelta(days=1)) for one in history]
    assert numbers == [
        (2, "reps_first"), (3, "sets"), (4, "zone"), (5, "accessory"), (5, "exercise"), (6, "ask"), (6, "ask"),
        (6, "ask"),
    ]  # fmt: skip


def test_waiting_three_weeks_or_four_sessions():
    assert step(taken=[taken(2, days=20)]) is None  # three sessions since
    rare = replace(SQUAT, sessions=[TODAY - timedelta(days=6), TODAY - timedelta(days=13)])
    assert step(rare, taken=[taken(2, days=20)]) is None
    assert step(rare, taken=[taken(2, days=21)]).number == 3
    often = replace(SQUAT, sessions=[TODAY - timedelta(days=day) for day in (0, 2, 4, 6)])
    assert step(often, taken=[taken(2, days=7)]).number == 3
    assert step(often, taken=[taken(2, days=6)]) is None


def test_after_twelve_weeks_the_ladder_begins_anew():
    assert step(taken=[taken(4, days=84)]).number == 5
    assert step(taken=[taken(4, days=85)]).number == 2


def test_another_lifts_steps_do_not_count():
    assert step(taken=[Taken("bench", 4, "zone", TODAY)]).number == 2


def third(lift=SQUAT, recovery=WELL):
    return step(lift, recovery, [taken(2)])


def test_a_fifth_more_sets_where_there_is_room():
    found = third()
    assert (found.number, found.variant) == (3, "sets")
    assert found.change == {"kind": "volume", "factor": 1.2, "lift": "squat", "most": 18.0}
    assert found.numbers == {"sets": 14.0, "mavHigh": 18.0, "freshness": 0.7}


def test_a_deload_where_there_is_none_or_freshness_is_low():
    assert third(replace(SQUAT, sets=18.0)).kind is AdaptationType.EARLY_DELOAD
    assert third(recovery=replace(WELL, freshness=0.44)).change == {"kind": "deload"}


def test_neither_in_between_nor_where_nothing_is_known():
    assert third(recovery=replace(WELL, freshness=0.5)).number == 4
    assert third(recovery=Recovery(compliance=0.9)).variant == "sets"
    assert third(recovery=Recovery()).number == 4
    assert third(replace(SQUAT, sets=None)).number == 4


def test_what_does_not_fit_the_plan_is_passed_over_with_a_word():
    found = step(fits=lambda change: change["kind"] == "none")
    assert found.number == 6
    assert found.kind is AdaptationType.GOAL_SHIFT
    assert "Step 2 passed over: the plan leaves no room for it." in found.skipped


def test_only_the_exercise_is_left_to_swap():
    found = step(replace(SQUAT, accessory=None), taken=[taken(4, "zone")])
    assert (found.number, found.variant) == (5, "exercise")
    assert found.change == {"kind": "main_lift", "lift": "squat", "instead": "front_squat"}


def test_recovery_is_the_athletes_and_not_a_lifts():
    """The same advice for the next lift would be the same advice twice: all lifts wait, then the next step follows."""
    poor = replace(WELL, compliance=0.75)
    bench = Taken("bench", 1, "recover", TODAY - timedelta(days=1))
    assert step(recovery=poor).number == 1
    assert step(recovery=poor, taken=[bench]) is None
    assert step(recovery=poor, taken=[taken(2, days=30), bench]) is None
    after = step(recovery=poor, taken=[replace(bench, day=TODAY - timedelta(days=21))])
    assert after.number == 2
    assert "Step 1 passed over: it was advised already, for another lift." in after.skipped
    assert step(recovery=poor, taken=[replace(bench, day=TODAY - timedelta(days=85))]).number == 1


def on(*told):
    """Sessions on these days of the log with these estimates."""
    return [(TODAY + timedelta(days=day), kg) for day, kg in told]


STEADY = on((0, 100.0), (7, 101.0), (14, 100.0), (21, 102.0))


@pytest.mark.parametrize(
    ("sessions", "efforts"),
    [
        (STEADY, [8.0, 8.5, None, 9.0]),
        (STEADY, [None] * 30),
        (STEADY, [8.0] * 11),
        (STEADY, [8.0] * 15 + [9.0]),
        ([*STEADY, *on((43, 101.0))], []),  # a gap of 22 days
        ([*STEADY, *on((50, 101.0), (80, 101.0))], []),
        ([*STEADY, *on((50, 80.0), (57, 81.0), (64, 90.0), (71, 99.0))], []),  # weaker after a holiday
        ([*STEADY, *on((28, 80.0), (35, 102.0))], []),  # a light day
        ([*STEADY, *on((28, 80.0))], []),
        ([*STEADY, *on((28, 116.0))], []),
    ],
)
def test_no_doubts(sessions, efforts):
    assert doubts_of(sessions, efforts) == gaps_of(sessions) == []


@pytest.mark.parametrize(
    ("sessions", "efforts", "words"),
    [
        (STEADY, [8.0] * 12, "Every set is logged at RPE 8."),
        ([*STEADY, *on((28, 120.0))], [], "from 102 to 120 kg on 15 April"),
        ([*STEADY, *on((28, 80.0), (35, 82.0))], [], "from 102 to 80 kg on 15 April"),
    ],
)
def test_doubts(sessions, efforts, words):
    (found,) = doubts_of(sessions, efforts)
    assert words in found


def test_several_gaps_ask_for_regular_training():
    gaps = gaps_of([*STEADY, *on((50, 101.0), (80, 101.0), (103, 101.0))])
    assert "3 times, at most 30" in gaps[0]
    found = step(replace(SQUAT, gaps=gaps))
    assert (found.number, found.variant, found.title) == (0, "verify", "Train Squat regularly first")
    assert step(replace(SQUAT, gaps=gaps, doubts=["Odd."])).title == "Check the log of Squat first"


def test_a_lift_trained_too_seldom_climbs_no_further():
    """A lift is not given up because it was left alone: once said, that waits until it is trained."""
    seldom = replace(SQUAT, gaps=["Three gaps."])
    assert step(seldom, taken=[taken(4, "zone")]).number == 0
    assert step(seldom, taken=[taken(4, "zone", 60), taken(0, "verify")]) is None
    doubtful = replace(SQUAT, doubts=["Odd."])
    assert step(doubtful, taken=[taken(2, "reps_first", 60), taken(0, "verify")]).number == 3


def test_a_step_that_was_not_trained_has_not_been_tried():
    once = replace(SQUAT, sessions=[TODAY - timedelta(days=6)])
    assert step(once, taken=[taken(2, days=40)]) is None
