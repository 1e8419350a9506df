"""Weeks of workouts: whole, explained, inside their limits, and the same every time."""

from datetime import date, timedelta

import pytest

from app.engine.lifts import Means
from app.engine.seasons import SeasonBrief, make_season
from app.engine.workouts.brief import WeekBrief
from app.engine.workouts.recomputing import recomputed, recomputed_load
from app.engine.workouts.week import make_week
from app.gateways.catalogue import load_catalogue
from app.gateways.shapes import fault
from models.values.athletes import TrainingAge
from models.values.plan import TrainingGoal

CATALOGUE = load_catalogue()
MONDAY = date(2026, 11, 23)


def brief(goal=TrainingGoal.HYPERTROPHY, age=TrainingAge.INTERMEDIATE, block=0, week=0, days=4, minutes=60, **more):
    season = make_season(
        SeasonBrief(goal, age, MONDAY, 12, CATALOGUE.exercises, CATALOGUE.muscles, days=days, minutes=minutes)
    )
    chosen = season.blocks[block]
    monday = chosen.start + timedelta(weeks=week)
    facts = {
        "today": monday, "monday": monday, "block": chosen, "week_in_block": week, "age": age, "goal": goal,
        "exercises": CATALOGUE.exercises, "muscles": CATALOGUE.muscles, "means": Means(), "days": days,
        "minutes": minutes, **more,
    }  # fmt: skip
    return WeekBrief(**facts)


@pytest.mark.parametrize("goal", TrainingGoal)
@pytest.mark.parametrize("age", TrainingAge)
def test_every_block_of_a_season_makes_explained_weeks(goal, age):
    for block in range(3):
        for workout in make_week(brief(goal, age, block)):
            assert workout.minutes <= 60
            assert fault("selection_rationale", workout.selection_rationale) is None
            for exercise in workout.exercises:
                assert fault("selection_reason", exercise.selection_reason) is None
                assert fault("prescription_rationale", exercise.prescription_rationale) is None
                assert recomputed(exercise.selection_reason) == exercise.exercise_id
                assert recomputed_load(exercise.prescription_rationale) == exercise.sets[-1].load_kg
