"""Volume, session load and tapers against published and computed numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.load import PerformedSet
from app.engine.volume import (
    average_intensity,
    cusum,
    density,
    fractional_sets,
    inol,
    is_hard_set,
    monotony,
    session_rpe_load,
    strain,
    taper,
    volume_load,
)
from models.values.workouts import SetType

ROW = {"upper_back": 1.0, "biceps": 0.5}


def test_three_sets_of_rows():
    assert fractional_sets([PerformedSet(8, 80, 2, ROW)] * 3) == {"upper_back": 3, "biceps": 1.5}


@pytest.mark.parametrize(
    ("performed", "hard"),
    [
        (PerformedSet(8, 80), True),
        (PerformedSet(8, 80, 4), True),
        (PerformedSet(8, 80, 4.5), False),
        (PerformedSet(0, 80, 0), False),
        (PerformedSet(8, 80, 1, set_type=SetType.WARMUP), False),
        (PerformedSet(8, 80, 0, set_type=SetType.DROP), True),
    ],
)
def test_hard_sets(performed, hard):
    assert is_hard_set(performed) is hard
    assert (fractional_sets([PerformedSet(performed.reps, 80, performed.rir, ROW, performed.set_type)]) != {}) is hard


def test_tonnage_and_intensity_leave_warm_ups_out():
    sets = [PerformedSet(5, 40, set_type=SetType.WARMUP), PerformedSet(5, 80), PerformedSet(3, 90)]
    assert volume_load(sets) == 670
    assert average_intensity(sets, 100) == pytest.approx(670 / 8 / 100)
    assert average_intensity([], 100) is None
    assert density(670, 50) == 13.4
    with pytest.raises(ValueError, match="minutes"):
        density(100, 0)
    with pytest.raises(ValueError, match="0 kg"):
        average_intensity(sets, 0)


def test_lifted_load_counts_the_body():
    pull_up = PerformedSet(5, 20, bodyweight_kg=80, bodyweight_share=1.0)
    assert pull_up.lifted_kg == 100
    assert PerformedSet(5, 20, bodyweight_share=1.0).lifted_kg is None
    assert PerformedSet(5, 20).lifted_kg == 20


def test_inol():
    assert inol(5, 75) == pytest.approx(0.20)
    for reps, percent in ((5, 100), (-1, 50), (5, -1)):
        with pytest.raises(ValueError, match="INOL"):
            inol(reps, percent)


def test_session_load_monotony_and_strain():
    assert session_rpe_load(7, 60) == 420
    week = [300, 0, 400, 0, 500, 0, 0]
    # Mean 171.43, sample deviation 221.47.
    assert monotony(week) == pytest.approx(171.4286 / 221.4670, abs=1e-4)
    assert strain(week) == pytest.approx(1200 * 171.4286 / 221.4670, abs=0.01)
    assert monotony([100] * 7) is None
    assert strain([100] * 7) is None
    assert monotony([100]) is None
    with pytest.raises(ValueError, match="rated"):
        session_rpe_load(11, 60)


def test_cumulative_sums():
    sums = cusum([10, 11, 12, 13], 10, 1)
    assert list(sums.upper) == [0, 0.5, 2.0, 4.5]
    assert list(sums.lower) == [0, 0, 0, 0]
    assert list(cusum([8, 8], 10, 2, n=4).lower) == [1.5, 3.0]
    with pytest.raises(ValueError, match="deviation"):
        cusum([1], 0, 0)


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=30))
def test_cumulative_sums_mirror_each_other(values):
    one, other = cusum(values, 0, 1), cusum([-value for value in values], 0, 1)
    assert list(one.upper) == list(other.lower)
    assert min((*one.upper, *one.lower)) >= 0


def test_the_taper_of_the_meta_analysis():
    left = taper(14, 0.5)
    assert left.tau_days == pytest.approx(8.785, abs=0.001)
    assert left.weeks == pytest.approx([0.689, 0.311], abs=0.0005)


@given(st.integers(1, 28), st.floats(0.05, 0.9))
def test_a_taper_falls_and_has_the_mean_it_was_asked_for(days, reduction):
    left = taper(days, reduction).days
    assert len(left) == days
    assert list(left) == sorted(left, reverse=True)
    assert sum(left) / days == pytest.approx(1 - reduction, abs=1e-6)


def test_impossible_tapers_are_refused():
    for days, reduction in ((0, 0.5), (14, 0), (14, 1)):
        with pytest.raises(ValueError, match="taper"):
            taper(days, reduction)
