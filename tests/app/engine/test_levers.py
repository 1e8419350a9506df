"""What would change a score: a gain is what the score really gains."""

import math

from hypothesis import given
from hypothesis import strategies as st

from app.engine.levers import LEAST, MOST, levers, unknown
from app.engine.readiness import freshness

BEST = {
    "readiness": 5, "soreness": [1], "motivation": 5, "stress": 1, "rpe_drift": -0.5, "compliance": 1.0,
    "recovery": 100, "hrv_z": 0.5, "sleep_hours": 7.5,
}  # fmt: skip
ARGUMENT = {"hrv": "hrv_z", "sleep": "sleep_hours"}


def maybe(values):
    return st.none() | values


SAID = st.fixed_dictionaries(
    {
        "readiness": maybe(st.integers(1, 5)),
        "soreness": maybe(st.lists(st.integers(1, 3), min_size=1, max_size=4)),
        "motivation": maybe(st.integers(1, 5)),
        "stress": maybe(st.integers(1, 5)),
        "rpe_drift": maybe(st.floats(-2, 3)),
        "compliance": maybe(st.floats(0, 1)),
        "stalled": st.none(),
        "tracked": st.none(),
        "recovery": maybe(st.floats(0, 100)),
        "hrv_z": maybe(st.floats(-3, 2)),
        "sleep_hours": maybe(st.floats(2, 10)),
        "days": st.just(30),
    }
)


@given(SAID)
def test_a_gain_is_what_the_score_would_gain(said):
    scored = freshness(**said)
    found = levers(scored.parts)
    assert len(found) <= MOST
    assert [lever.gain for lever in found] == sorted((lever.gain for lever in found), reverse=True)
    for lever in found:
        name = ARGUMENT.get(lever.part, lever.part)
        better = freshness(**{**said, name: BEST[name]})
        assert lever.gain >= LEAST
        assert math.isclose(better.score - scored.score, lever.gain, abs_tol=1e-9)


@given(SAID)
def test_an_unknown_part_would_add_its_share_of_the_coverage(said):
    scored = freshness(**said)
    names = {lever.part for lever in unknown(scored.parts)}
    known = {name for name, value in said.items() if value is not None} - {"days"}
    assert names == {"stalls", *(part for part in BEST_PARTS if ARGUMENT.get(part, part) not in known)}


BEST_PARTS = ("readiness", "soreness", "motivation", "stress", "rpe_drift", "compliance", "recovery", "hrv", "sleep")


def test_what_another_program_stored_says_nothing():
    assert levers({}) == []
    assert levers({"subjective": {"score": 0.2}, "performance": None}) == []
    assert len(unknown({})) == 10
