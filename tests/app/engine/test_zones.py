"""Effort ramps and zones of blocks, weekly targets, and sets taken away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.allocation import proportional
from app.engine.constants import GOALS, RULES
from app.engine.seasons import combined
from app.engine.targets import Landmarks, cap, mean_of_weeks, next_start, number, scaled
from app.engine.zones import Zone, half_step, rir_ramp, rule_for
from app.gateways.catalogue import load_catalogue
from models.values.athletes import TrainingAge
from models.values.plan import BlockType, IntensityBias, TrainingGoal, VolumeTarget

CHEST = load_catalogue().by_muscle["chest"]
B, I, A = TrainingAge  # noqa: E741


def test_ramps():
    assert rir_ramp(3, 1, 5) == [3, 2.5, 2, 1.5, 1]
    assert rir_ramp(3, 2, 4) == [3, 2.5, 2.5, 2]
    assert rir_ramp(3, 1, 1) == [3]
    assert rir_ramp(4, 4, 2) == [4, 4]
    with pytest.raises(ValueError, match="at least 1 week"):
        rir_ramp(3, 1, 0)


@given(st.integers(0, 10), st.integers(0, 10), st.integers(1, 12))
def test_a_ramp_never_rises_and_keeps_its_ends(one, other, weeks):
    start, end = max(one, other) / 2, min(one, other) / 2
    ramp = rir_ramp(start, end, weeks)
    assert len(ramp) == weeks
    assert ramp == sorted(ramp, reverse=True)
    assert ramp[0] == start
    assert ramp[-1] == (end if weeks > 1 else start)
    assert all(half_step(value) == value for value in ramp)


@pytest.mark.parametrize("goal", TrainingGoal)
@pytest.mark.parametrize("age", TrainingAge)
@pytest.mark.parametrize("block_type", BlockType)
def test_every_block_has_a_sound_rule(goal, age, block_type):
    for secondary in ([], [other for other in TrainingGoal if other is not goal]):
        rule = rule_for(age, combined(goal, secondary), block_type)
        assert rule.rir[0] >= rule.rir[1] >= 0
        assert 1 <= rule.reps[0] <= rule.reps[1]
        assert 0 < rule.percent[0] < rule.percent[1] <= 100
        assert 0.9 <= rule.ramp <= 1.10


def test_a_deload_is_lighter_than_what_came_before():
    rule = rule_for(I, GOALS[TrainingGoal.STRENGTH], BlockType.DELOAD, Zone((2, 5), (80, 90)))
    assert (rule.reps, rule.percent, rule.rir) == ((2, 5), (72, 86), (4, 4))
    rest = rule_for(I, GOALS[TrainingGoal.STRENGTH], BlockType.RESTORATION, Zone((1, 3), (88, 100)))
    assert (rest.reps, rest.percent) == ((8, 12), (50, 65))


def test_templates_of_the_table():
    assert {bias for bias, _ in RULES} == set(IntensityBias)
    strength = GOALS[TrainingGoal.STRENGTH]
    assert rule_for(I, strength, BlockType.ACCUMULATION).percent == (70, 78)
    assert rule_for(B, strength, BlockType.ACCUMULATION)[:3] == (VolumeTarget.MEV, 1.05, (4, 2))
    assert rule_for(A, GOALS[TrainingGoal.HYPERTROPHY], BlockType.ACCUMULATION).rir == (3, 0.5)
    power = [rule_for(age, GOALS[TrainingGoal.POWER], BlockType.REALIZATION).rir[1] for age in (I, A)]
    assert power == [3, 3]


@pytest.mark.parametrize("muscle", load_catalogue().muscles, ids=lambda muscle: muscle.key)
@pytest.mark.parametrize("age", TrainingAge)
def test_landmarks_keep_their_order(muscle, age):
    marks = scaled(muscle, age)
    assert 0 <= marks.mv <= marks.mev < marks.mav_low <= marks.mav_high <= marks.mrv


def test_landmarks_scale_with_training_age():
    assert scaled(CHEST, I) == Landmarks(4, 8, 12, 20, 22)
    assert scaled(CHEST, B).mev == pytest.approx(5.2)
    assert scaled(CHEST, A).mav_high == pytest.approx(23)
    assert scaled(CHEST, A).mrv == pytest.approx(24.2)


def test_numbers_of_volume_targets():
    marks = scaled(CHEST, I)
    assert number(VolumeTarget.MEV, marks) == 8
    assert number(VolumeTarget.MAV, marks) == 16
    assert number(VolumeTarget.APPROACHING_MRV, marks) == pytest.approx(19.8)
    assert number(VolumeTarget.DELOAD_VOLUME, marks, 16) == 8
    assert number(VolumeTarget.DELOAD_VOLUME, marks, 7) == 4
    assert number(VolumeTarget.DELOAD_VOLUME, marks, 5) == 3
    assert cap(VolumeTarget.MAV, marks, 4) == 20
    assert cap(VolumeTarget.APPROACHING_MRV, marks, 4) == pytest.approx(20.9)
    assert cap(VolumeTarget.MAV, marks, 1) == 11


def test_later_blocks_start_higher_up_to_the_middle_of_mav():
    marks = scaled(CHEST, I)
    assert next_start(10, marks) == pytest.approx(10.5)
    assert next_start(15.9, marks) == 16
    assert next_start(19, marks) == 19


def test_means_count_empty_weeks():
    assert mean_of_weeks([{"chest": 9}, {"chest": 3, "lats": 3}, {}]) == {"chest": 4, "lats": 1}


@given(st.dictionaries(st.text(min_size=1), st.integers(2, 15), min_size=1, max_size=20), st.floats(0.4, 0.6))
def test_proportional_cuts_keep_every_exercise(sets, share):
    cut = proportional(sets, share)
    assert cut.keys() == sets.keys()
    assert all(1 <= cut[key] <= sets[key] for key in sets)
    assert sum(cut.values()) == max(round(share * sum(sets.values())), len(sets))
