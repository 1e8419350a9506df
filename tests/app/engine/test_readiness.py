"""Freshness: the worked cases to three decimals, and the properties that must hold for every input."""

import itertools
import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.readiness import FRESHNESS_VERSION, WEIGHTS, freshness, hrv_z

NOTHING = {
    "readiness": None,
    "soreness": None,
    "motivation": None,
    "stress": None,
    "rpe_drift": None,
    "compliance": None,
    "stalled": None,
    "tracked": None,
    "recovery": None,
    "hrv_z": None,
    "sleep_hours": None,
    "days": None,
}
GOOD_DAY = {
    "readiness": 4,
    "soreness": [1, 1, 2],
    "motivation": 4,
    "stress": 2,
    "rpe_drift": 0,
    "compliance": 1,
    "stalled": 0,
    "tracked": 8,
    "recovery": 72,
    "hrv_z": 0.2,
    "sleep_hours": 7.5,
    "days": 60,
}
WITHOUT_DEVICE = GOOD_DAY | {"recovery": None, "hrv_z": None, "sleep_hours": None}
FIRST_DAY = NOTHING | {"readiness": 3, "soreness": [1], "motivation": 3, "days": 1}
EXHAUSTED = {
    "readiness": 1,
    "soreness": [3, 3, 2],
    "motivation": 2,
    "stress": 5,
    "rpe_drift": 1.25,
    "compliance": 0.7,
    "stalled": 4,
    "tracked": 8,
    "recovery": 20,
    "hrv_z": -1.8,
    "sleep_hours": 5,
    "days": 60,
}


@pytest.mark.parametrize(
    ("known", "subjective", "performance", "wearable", "score", "confidence"),
    [
        (GOOD_DAY, 0.725, 0.875, 0.838, 0.798, 0.942),
        (WITHOUT_DEVICE, 0.725, 0.875, None, 0.785, 0.812),
        (FIRST_DAY, 0.676, None, None, 0.676, 0.348),
        (EXHAUSTED, 0.063, 0.282, 0.185, 0.159, 0.919),
    ],
)
def test_worked_cases(known, subjective, performance, wearable, score, confidence):
    result = freshness(**known)
    groups = [result.parts[name]["score"] for name in ("subjective", "performance", "wearable")]
    assert [g if g is None else round(g, 3) for g in groups] == [subjective, performance, wearable]
    assert round(result.score, 3) == score
    assert round(result.confidence, 3) == confidence
    assert result.version == FRESHNESS_VERSION


def test_nothing_known_is_said_not_invented():
    result = freshness(**NOTHING)
    assert result.score is None
    assert result.confidence == 0
    assert result.confidence_word == "low"
    assert all(group["score"] is None for group in result.parts.values())


def test_weights_are_whole():
    assert sum(weight for weight, _ in WEIGHTS.values()) == pytest.approx(1)
    for _, parts in WEIGHTS.values():
        assert sum(parts.values()) == pytest.approx(1)


def _maybe(strategy):
    return st.none() | strategy


known_values = st.fixed_dictionaries(
    {
        "readiness": _maybe(st.integers(1, 5)),
        "soreness": _maybe(st.lists(st.integers(1, 3), max_size=6)),
        "motivation": _maybe(st.integers(1, 5)),
        "stress": _maybe(st.integers(1, 5)),
        "rpe_drift": _maybe(st.floats(-5, 5)),
        "compliance": _maybe(st.floats(0, 1)),
        "stalled": _maybe(st.integers(0, 12)),
        "tracked": _maybe(st.integers(0, 12)),
        "recovery": _maybe(st.floats(0, 100)),
        "hrv_z": _maybe(st.floats(-6, 6)),
        "sleep_hours": _maybe(st.floats(0, 16)),
        "days": _maybe(st.integers(0, 4000)),
    }
)


@given(known_values)
def test_bounded_deterministic_and_accounted_for(known):
    result = freshness(**known)
    assert result == freshness(**known)
    assert 0 <= result.confidence <= 1 + 1e-12
    if result.score is None:
        return
    assert 0 <= result.score <= 1
    items = [item for group in result.parts.values() for item in group["items"].values()]
    assert math.fsum(item["share"] for item in items) == pytest.approx(1)
    assert math.fsum(item["share"] * item["score"] for item in items) == pytest.approx(result.score)


WORSE_TO_BETTER = {
    "readiness": [1, 2, 3, 4, 5],
    "soreness": [[3, 3], [3, 2], [2, 2], [2, 1], [1, 1]],
    "motivation": [1, 2, 3, 4, 5],
    "stress": [5, 4, 3, 2, 1],
    "rpe_drift": [3, 1.5, 1, 0, -0.5, -2],
    "compliance": [0, 0.5, 0.8, 1.0],
    "stalled": [12, 8, 3, 0],
    "recovery": [0, 33, 66, 100],
    "hrv_z": [-4, -2, 0, 0.5, 3],
    "sleep_hours": [2, 4, 6, 7.5, 10],
}


@given(known_values, st.sampled_from(sorted(WORSE_TO_BETTER)))
def test_monotone_in_each_input(known, name):
    known = known | ({"tracked": 8} if name == "stalled" else {})
    scores = [freshness(**(known | {name: value})).score for value in WORSE_TO_BETTER[name]]
    assert all(later >= earlier - 1e-12 for earlier, later in itertools.pairwise(scores))
    assert scores[-1] > scores[0]


@given(known_values)
def test_removing_the_device_moves_the_score_by_its_weight_only(known):
    known = known | {"readiness": known["readiness"] or 3, "compliance": 0.9, "recovery": known["recovery"] or 50.0}
    full = freshness(**known)
    without = freshness(**(known | {"recovery": None, "hrv_z": None, "sleep_hours": None}))
    wearable = full.parts["wearable"]["score"]
    assert abs(full.score - without.score) == pytest.approx(0.25 * abs(wearable - without.score))
    if abs(wearable - without.score) <= 0.35:
        assert abs(full.score - without.score) <= 0.09


@given(known_values)
def test_the_device_alone_moves_the_score_by_a_quarter_at_most(known):
    known = known | {"readiness": 3, "compliance": 0.9}
    low = freshness(**(known | {"recovery": 0.0, "hrv_z": -5.0, "sleep_hours": 0.0}))
    high = freshness(**(known | {"recovery": 100.0, "hrv_z": 5.0, "sleep_hours": 12.0}))
    assert high.score - low.score == pytest.approx(0.25)


def test_no_lifts_tracked_means_stalls_are_unknown():
    assert freshness(**(GOOD_DAY | {"tracked": 0})).parts["performance"]["missing"] == ["stalls"]
    assert freshness(**(GOOD_DAY | {"soreness": []})).parts["subjective"]["missing"] == ["soreness"]
    assert freshness(**(GOOD_DAY | {"hrv_z": math.nan})).parts["wearable"]["missing"] == ["hrv"]


TODAY = date(2026, 5, 4)


def _nights(values):
    return {TODAY - timedelta(days=back): value for back, value in values.items()}


def test_hrv_needs_a_baseline_and_recent_days():
    steady = {back: 60.0 + back % 5 for back in range(30)}
    assert hrv_z(_nights(steady), TODAY) == pytest.approx(0, abs=0.5)
    assert hrv_z(_nights({back: 60.0 + back for back in range(13)}), TODAY) is None
    assert hrv_z(_nights({back: value for back, value in steady.items() if back > 4}), TODAY) is None
    assert hrv_z(_nights(dict.fromkeys(range(30), 60.0)), TODAY) is None


def test_hrv_below_the_own_normal_is_negative():
    falling = {back: 50.0 if back < 7 else 70.0 + back % 4 for back in range(60)}
    assert hrv_z(_nights(falling), TODAY) < -1.5
