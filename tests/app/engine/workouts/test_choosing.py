"""The choice of an accessory: hard rules, favourites, rotation and its limits, and the words for all of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.engine.constants_workouts import FACTOR_WEIGHTS
from app.engine.lifts import Means
from app.engine.workouts.brief import Use
from app.engine.workouts.week import make_week
from models.values.athletes import TrainingAge
from models.values.plan import TrainingGoal
from tests.app.engine.workouts.briefs import CATALOGUE, MONDAY, brief

CHEST = ("pec_deck", "seated_cable_fly", "machine_chest_press", "cable_crossover")


def reasons(asked, muscle=None):
    return {
        one.exercise_id: one.selection_reason
        for workout in make_week(asked)
        for one in workout.exercises
        if not one.is_main_lift and muscle in (None, one.selection_reason["slot"]["muscle"])
    }


def used(day=MONDAY, weeks=2, back=4):
    return Use(day - timedelta(days=back), weeks, 4)


def test_weights_add_up():
    assert sum(FACTOR_WEIGHTS.values()) == pytest.approx(1)
    assert min(FACTOR_WEIGHTS.values()) > 0


def test_the_plan_decides_where_nothing_else_speaks():
    [(key, reason)] = reasons(brief(), "chest").items()

    assert key == "pec_deck" == reason["planned"]
    assert reason["alternatives"][0]["exercise"] == "seated_cable_fly"
    assert "fits the block's plan" in reason["alternatives"][0]["lost"]


def test_a_favourite_of_the_pool_goes_first():
    [(key, reason)] = reasons(brief(favourites=frozenset({"seated_cable_fly"})), "chest").items()

    assert key == "seated_cable_fly"
    assert "is a favourite of the athlete's" in reason["sentence"]
    [lost] = [other for other in reason["alternatives"] if other["exercise"] == "pec_deck"]
    assert "Seated Cable Fly is a favourite of the athlete's (1 against 0)" in lost["lost"]


def test_what_is_avoided_is_named():
    [(key, reason)] = reasons(brief(means=Means(avoided=("pec_deck",))), "chest").items()

    assert key != "pec_deck"
    assert [(one["exercise"], one["rule"]) for one in reason["ruledOut"]][:1] == [("pec_deck", "avoided")]
    assert reason["sentence"].startswith("Pec Deck Fly is on the athlete's list of exercises to avoid.")


@pytest.mark.parametrize(
    ("means", "age", "rule"),
    [
        (Means(injured=("shoulder",)), TrainingAge.INTERMEDIATE, "injured"),
        (Means(equipment=("DUMBBELL", "BENCH", "BARBELL", "RACK")), TrainingAge.INTERMEDIATE, "no_equipment"),
    ],
)
def test_every_hard_rule_has_a_sentence(means, age, rule):
    found = [
        one
        for workout in make_week(brief(age=age, means=means))
        for one in workout.selection_rationale["excluded"]
        if one["rule"] == rule
    ]

    assert found
    assert all(one["sentence"].startswith(one["name"]) for one in found)


def test_too_advanced_is_named():
    asked = brief(age=TrainingAge.INTERMEDIATE)
    too_hard = next(e for e in CATALOGUE.exercises if e.min_training_age == "ADVANCED" and e.muscles.get("chest") == 1)
    pool = dict(asked.block.accessory_pool["muscles"])
    pool["chest"] = [{"exercise": too_hard.id, "weight": 0.6}, *pool["chest"]]
    block = replace(asked.block, accessory_pool={"version": 1, "muscles": pool})
    [reason] = reasons(replace(asked, block=block), "chest").values()

    assert ("too_advanced", too_hard.id) in [(one["rule"], one["exercise"]) for one in reason["ruledOut"]]


def test_rotation_keeps_an_accessory_until_its_cadence_is_over():
    asked = brief(week=2, kept=("cable_crossover",), uses={"cable_crossover": used(MONDAY + timedelta(weeks=2), 2)})
    [(key, reason)] = reasons(asked, "chest").items()

    assert key == "cable_crossover"
    assert (reason["fixed"], reason["fixedBy"]) == (True, "rotation")
    assert {other["barred"] for other in reason["alternatives"]} == {"rotation"}
    assert "stays until its 4 weeks are over" in reason["sentence"]


def test_rotation_lets_go_when_the_cadence_is_over():
    asked = brief(week=2, kept=("cable_crossover",), uses={"cable_crossover": used(MONDAY + timedelta(weeks=2), 4)})
    [(_, reason)] = reasons(asked, "chest").items()

    assert not reason["fixed"]


def test_only_a_share_of_the_accessories_is_new():
    planned = [key for key, reason in reasons(brief(minutes=90)).items() if reason["planned"] == key]
    pool = brief().block.accessory_pool["muscles"]
    others = {row["exercise"] for rows in pool.values() for row in rows[1:]} - set(planned)
    asked = brief(minutes=90, uses={key: used(back=30, weeks=3) for key in others})
    share = asked.block.rotation_policy["accessories"]["noveltyShare"]
    found = reasons(asked)
    new = [key for key in found if key not in others]
    could = [key for key in new if any(other["barred"] == "rotation" for other in found[key]["alternatives"])]

    assert len(planned) >= 5
    assert 1 <= len(new) <= -(-len(found) * share // 1) + len(could)
    barred = [other for reason in found.values() for other in reason["alternatives"] if other["barred"] == "rotation"]
    assert barred
    assert all("it would be new" in other["lost"] for other in barred)


def test_a_goal_for_one_side_prefers_one_side():
    def one_sided(goal):
        found = list(reasons(brief(goal, minutes=90)))
        return sum(CATALOGUE.by_id[key].is_unilateral for key in found) / len(found)

    assert one_sided(TrainingGoal.INJURY_PREVENTION) > one_sided(TrainingGoal.HYPERTROPHY)


def test_no_exercise_stands_in_two_slots_of_a_session():
    for days in (2, 4, 6):
        for workout in make_week(brief(days=days, minutes=90, week=3)):
            keys = [one.exercise_id for one in workout.exercises]
            assert len(keys) == len(set(keys))
            assert len([key for key in keys if "pulldown" in key and "straight" not in key]) <= 2
