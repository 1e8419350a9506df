"""Loads: from the estimate, from the last session, for body weight, added load and help, and never invented."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.engine.strength import percent_of_1rm
from app.engine.workouts.brief import Strength
from app.engine.workouts.efforts import Style
from app.engine.workouts.frame import ACCESSORY, MAIN, Frame, Slot
from app.engine.workouts.loads import Ask, load_of
from app.engine.workouts.week import make_week
from models.values.plan import TrainingGoal
from models.values.readiness import Freshness
from models.values.units import Unit, kg_from_lb, to_kg
from tests.app.engine.workouts.briefs import CATALOGUE, MONDAY, brief, strong, working

BY_ID = CATALOGUE.by_id
ROW = "machine_row"
SQUAT = "barbell_back_squat"


def ask(key, *, main=False, reps=(8, 12), rir=2.0, aim=10, near=False, percent=(65, 80), **facts):
    asked = brief(**{"sessions_logged": 40, "bodyweight_kg": 80.0, **facts})
    role = "primary" if main else "accessory"
    slot = Slot(MAIN if main else ACCESSORY, role, key, 3, None, None, reps, percent if main else (0, 0))
    return Ask(Frame(asked), slot, BY_ID[key], Style(reps, None, rir, 1), aim, near)


def known(e1rm=None, *, sigma=3.0, load=None, reps=None, rir=None, trend=None, days=4):
    return Strength(e1rm, sigma, MONDAY - timedelta(days=days), 9, load, reps, rir, trend)


def load(key, strength, **more):
    return load_of(ask(key, strengths={key: strength}, **more))


def test_a_main_lift_follows_its_estimate():
    found = load(SQUAT, known(140), main=True, aim=6, rir=2.0)

    assert found.method == "e1rm"
    assert found.inputs["percent"] == percent_of_1rm(6, 2) == 78.6
    assert found.value_kg == 110.0  # 110.04


@pytest.mark.parametrize(
    ("unit", "expected"), [(Unit.KG, 110.0), (Unit.LB, pytest.approx(kg_from_lb(245)))], ids=["kg", "lb"]
)
def test_it_is_rounded_to_what_can_be_loaded(unit, expected):
    assert load(SQUAT, known(140), main=True, aim=6, unit=unit).value_kg == expected


@pytest.mark.parametrize("doubt", ["wide", "few", "tired"])
def test_doubt_rounds_down(doubt):
    facts = {
        "wide": {"strength": known(142, sigma=6.0)},
        "few": {"strength": known(142), "sessions_logged": 5},
        "tired": {"strength": known(142), "near": True, "freshness": Freshness(0.4, 0.9, 2.0, {})},
    }[doubt]
    strength = facts.pop("strength")

    assert load(SQUAT, known(142), main=True, aim=6).value_kg == 112.5  # 111.6
    found = load(SQUAT, strength, main=True, aim=6, **facts)
    assert found.value_kg == 110.0
    assert doubt in found.notes


def test_a_bar_is_never_lighter_than_empty():
    found = load(SQUAT, known(22), main=True, aim=6)

    assert found.value_kg == 20.0
    assert "least" in found.notes


def test_a_lift_that_does_not_rise_is_not_pushed():
    free = load(SQUAT, known(140, load=105, reps=6, rir=2), main=True, aim=6)
    held = load(SQUAT, known(140, load=105, reps=6, rir=2, trend="stalled"), main=True, aim=6)

    assert (free.value_kg, held.value_kg) == (110.0, 105.0)
    assert "held" in held.notes


@pytest.mark.parametrize(("days", "expected"), [(4, 110.0), (80, 105.0), (300, 92.5)])
def test_an_old_estimate_asks_for_less(days, expected):
    assert load(SQUAT, known(140, days=days), main=True, aim=6).value_kg == expected


def test_power_work_is_fast_and_stays_in_its_zone():
    found = load(SQUAT, known(140), main=True, reps=(2, 5), aim=3, rir=3.0, percent=(30, 70))

    assert found.inputs["percent"] == 70
    assert found.value_kg == 97.5  # 98


@pytest.mark.parametrize(
    ("reps", "rir", "expected", "aim"),
    [
        (12, 2, 52.5, 8),  # The top of the range at the target: a step.
        (13, 3, 52.5, 8),
        (12, 1, 50, 11),  # The top, but harder than asked.
        (9, 2, 50, 10),
        (9, 3, 50, 10),
        (8, 0, 47.5, 8),  # Too hard for this range.
        (10, None, 50, 11),  # Effort not logged: 2 assumed.
    ],
)
def test_double_progression(reps, rir, expected, aim):
    found = load(ROW, known(load=50, reps=reps, rir=rir))

    assert (found.value_kg, found.reps) == (expected, aim)
    assert found.method == "progression"


def test_a_stalled_accessory_repeats():
    found = load(ROW, known(load=50, reps=12, rir=3, trend="stalled"))

    assert (found.value_kg, found.reps) == (50, 12)


def test_what_was_lifted_can_be_loaded():
    assert load(ROW, known(load=33, reps=9, rir=2)).value_kg == 33


def test_another_range_takes_the_estimate():
    found = load(ROW, known(70, load=60, reps=5, rir=1))

    assert found.inputs["basis"] == "e1rm"
    assert found.value_kg == pytest.approx(47.5)  # 68.0 % of 70


def test_a_load_for_another_range_without_an_estimate_is_found_again():
    found = load(ROW, known(load=60, reps=5, rir=1))

    assert (found.value_kg, found.method, found.inputs["lastKg"]) == (None, "find", 60)


@pytest.mark.parametrize(("key", "step"), [("dumbbell_curl", 1.0), ("barbell_curl", 2.5), ("cable_curl", 2.5)])
def test_steps_of_equipment(key, step):
    reps = (8, 12)
    found = load(key, known(load=8 if step == 1 else 40, reps=12, rir=2), reps=reps)

    assert found.value_kg == (8 if step == 1 else 40) + step


@pytest.mark.parametrize(("load_lb", "expected"), [(15, 17.5), (40, 45)])
def test_dumbbells_in_pounds(load_lb, expected):
    found = load("dumbbell_curl", known(load=kg_from_lb(load_lb), reps=12, rir=2), unit=Unit.LB)

    assert found.value_kg == pytest.approx(to_kg(expected, Unit.LB))


def test_added_load_takes_the_body_off():
    found = load("weighted_pull_up", known(120), main=True, reps=(5, 8), aim=6, rir=2.0)

    assert found.method == "added"
    assert found.value_kg == 15.0  # 78.6 % of 120 less 80
    assert (
        load_of(ask("weighted_pull_up", strengths={"weighted_pull_up": known(120)}, bodyweight_kg=None)).method
        == "find"
    )


def test_less_help_is_harder():
    strength = known(100, load=30, reps=12, rir=2)
    harder = load("assisted_pull_up", strength)
    by_chart = load("assisted_pull_up", known(100, load=30, reps=2, rir=2))
    tired = load(
        "assisted_pull_up", known(100, load=30, reps=2, rir=2), near=True, freshness=Freshness(0.3, 0.9, 1.0, {})
    )

    assert harder.value_kg == 27.5
    assert harder.method == "assisted"
    assert by_chart.value_kg == 12.5  # 80 less 68 % of 100: 12
    assert tired.value_kg == 12.5
    assert tired.value_kg >= by_chart.value_kg


def test_body_weight_is_no_load():
    found = load("push_up", known(load=None, reps=14, rir=3))

    assert (found.value_kg, found.method, found.reps) == (None, "bodyweight", 15)


def test_nothing_is_invented():
    workouts = make_week(brief())

    assert workouts
    for workout in workouts:
        for one in workout.exercises:
            assert working(one)[0].load_kg is None
            document = one.prescription_rationale
            assert document["load"]["method"] in {"find", "bodyweight"}
            if document["load"]["method"] == "find":
                assert len(document["find"]["steps"]) >= 3
                assert not one.sets[0].load_kg


def test_a_deload_takes_a_share_of_the_last_load_and_leaves_four_in_reserve():
    asked = brief(block=1, strengths={}, sessions_logged=40)
    last = replace(known(140, load=110, reps=8, rir=1), day=asked.monday - timedelta(days=3))
    for workout in make_week(replace(asked, strengths={SQUAT: last})):
        for one in workout.exercises:
            if one.exercise_id == SQUAT:
                assert working(one)[0].load_kg <= 0.9 * 110
                assert working(one)[0].rir >= 4


def test_warm_ups_rise_to_the_work():
    [squat, *_] = [
        one
        for workout in make_week(brief(strengths=strong(barbell_back_squat=160), sessions_logged=40))
        for one in workout.exercises
        if one.exercise_id == SQUAT and one.order_index == 0
    ]
    warm_ups = squat.sets[: -squat.working_sets]

    assert [each.load_kg for each in warm_ups] == [45.0, 62.5, 80.0, 97.5]
    assert [each.reps for each in warm_ups] == [8, 5, 3, 2]
    assert working(squat)[0].load_kg == 117.5


def test_effort_is_closer_to_failure_only_where_it_is_safe():
    for workout in make_week(brief(TrainingGoal.HYPERTROPHY, week=2)):
        for one in workout.exercises:
            exercise, rir = BY_ID[one.exercise_id], working(one)[0].rir
            assert rir == (2.0 if exercise.is_compound else 1.0)


def test_an_easy_week_takes_nine_tenths_of_the_last_load():
    found = load(ROW, known(load=50, reps=12, rir=1), block=1, rir=4.0)

    assert found.value_kg == 45.0
    assert found.inputs["factor"] == 0.9


def test_help_is_not_taken_away_while_a_lift_stalls():
    held = load("assisted_pull_up", known(100, load=30, reps=5, rir=2, trend="stalled"), main=True, aim=10)

    assert held.value_kg == 30
    assert "held" in held.notes
