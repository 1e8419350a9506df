"""What a review proposes: a deload before everything, one signal one small change, one stall at a time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.engine.adapting.attendance import Absence
from app.engine.adapting.findings import Situation, findings
from app.engine.adapting.ladder import LiftFacts, Recovery, Taken
from app.engine.adapting.triggers import DeloadReading, Trigger
from app.engine.progress import Progress
from app.gateways.knowledge import load_knowledge
from models.values.athletes import TrainingAge
from models.values.kinds import AdaptationType, LiftTrend

TODAY = date(2026, 3, 18)
NAMES = ("low_freshness", "declining_lifts", "rpe_drift", "soreness", "compliance")
NUMBERS = {
    "soreness": {"muscles": ["quads", "chest"], "pain": []},
    "compliance": {"shares": [0.7, 0.78]},
}


def reading(*firing, unknown=(), numbers=None):
    told = NUMBERS | (numbers or {})
    states = {name: True if name in firing else None if name in unknown else False for name in NAMES}
    return DeloadReading([Trigger(n, state, told.get(n, {}), f"About {n}.") for n, state in states.items()], 2)


def judged(trend, count=3):
    return [Progress(trend, 10, 0.001, -0.002, 0.003)] * count


def lift(key, trend=LiftTrend.UNCERTAIN, **more):
    days = [TODAY - timedelta(days=7 * i) for i in range(10)]
    return LiftFacts(key, key.title(), judged(trend), days, "quads", 14.0, 18.0, (6, 12), **more)


def situation(*firing, **more):
    made = {"today": TODAY, "block_id": "b", "age": TrainingAge.INTERMEDIATE, "reading": reading(*firing)}
    return Situation(**{**made, "recovery": Recovery(0.95, 0.7, 7.5), **more})


def found(one, fits=lambda _: True):
    return findings(one, fits)


def test_all_is_well():
    assert found(situation()) == []


def test_a_deload_silences_everything_smaller():
    stalled = [lift("squat", LiftTrend.STALLED)]
    (one,) = found(situation("low_freshness", "compliance", lifts=stalled))
    assert (one.kind, one.topic, one.change) == (AdaptationType.EARLY_DELOAD, "deload:b", {"kind": "deload"})
    assert one.reason.startswith(
        "2 of 5 signals agree, 2 are enough: freshness and sets left out. About low_freshness."
    )
    assert [trigger["name"] for trigger in one.evidence["triggers"]] == list(NAMES)


def test_a_deload_that_does_not_fit_makes_room_for_the_rest():
    stalled = [lift("squat", LiftTrend.STALLED)]
    one = situation("low_freshness", "compliance", lifts=stalled)
    assert [each.topic for each in found(one, lambda change: change["kind"] != "deload")] == [
        "stall:squat:2:reps_first"
    ]


@pytest.mark.parametrize(
    ("signal", "kind", "change"),
    [
        ("low_freshness", AdaptationType.VOLUME_REDUCTION, {"kind": "volume", "factor": 0.8, "muscles": []}),
        ("soreness", AdaptationType.VOLUME_REDUCTION, {"kind": "volume", "factor": 0.8, "muscles": ["quads", "chest"]}),
        ("compliance", AdaptationType.VOLUME_REDUCTION, {"kind": "volume", "factor": 0.74, "muscles": []}),
        ("rpe_drift", AdaptationType.INTENSITY_REDUCTION, {"kind": "rir", "by": 1.0}),
    ],
)
def test_one_signal_one_small_change(signal, kind, change):
    (one,) = found(situation(signal))
    assert (one.kind, dict(one.change)) == (kind, change)
    assert one.topic == f"{'volume' if kind is AdaptationType.VOLUME_REDUCTION else 'intensity'}:b"
    assert one.reason.startswith(f"About {signal}.")
    assert found(situation(signal), lambda _: False) == []


def test_declining_lifts_alone_are_the_ladders_business():
    assert found(situation("declining_lifts")) == []
    (one,) = found(situation("declining_lifts", lifts=[lift("squat", LiftTrend.DECLINING)]))
    assert one.topic == "stall:squat:2:reps_first"


AWAY = Absence("No session since 1 March: 16 days.", 0.7)


def missed(*shares):
    return reading(numbers={"compliance": {"shares": list(shares), "attendance": True}})


def test_time_away_explains_everything_else():
    """Who has not trained needs no deload, and their lifts are not judged."""
    stalled = [lift("squat", LiftTrend.DECLINING)]
    (one,) = found(situation("declining_lifts", "low_freshness", lifts=stalled, absence=AWAY))
    assert (one.title, one.topic, one.change["factor"]) == ("Fewer sets after time away", "volume:b", 0.7)
    assert one.reason.startswith(AWAY.sentence)
    assert found(situation("declining_lifts", "low_freshness", lifts=stalled, absence=AWAY), lambda _: False) == []


def test_pain_is_told_even_after_time_away():
    hurt = reading("soreness", "low_freshness", numbers={"soreness": {"muscles": [], "pain": ["left knee"]}})
    assert [one.topic for one in found(situation(reading=hurt, absence=AWAY))] == ["intensity:b", "volume:b"]


def test_sessions_missed_week_after_week_ask_for_a_smaller_plan():
    (one,) = found(situation(reading=missed(0.5, 0.7)))
    assert (one.title, one.change["factor"]) == ("A plan nearer to what is done", 0.7)


def test_a_week_left_out_asks_for_nothing():
    assert found(situation(reading=missed(0.0, 0.72))) == []
    assert found(situation(reading=missed(0.72, 0.24))) == []


def test_pain_keeps_away_from_failure():
    hurt = reading("soreness", numbers={"soreness": {"muscles": [], "pain": ["left knee"]}})
    (one,) = found(situation(reading=hurt))
    assert one.kind is AdaptationType.INTENSITY_REDUCTION


def test_one_stalled_lift_at_a_time_and_the_open_one_first():
    lifts = [lift("squat", LiftTrend.STALLED), lift("bench", LiftTrend.DECLINING), lift("row")]
    assert [one.topic.split(":")[1] for one in found(situation(lifts=lifts))] == ["squat"]
    assert [one.topic.split(":")[1] for one in found(situation(lifts=lifts, open_stall="bench"))] == ["bench"]
    waiting = [Taken("squat", 2, "reps_first", TODAY - timedelta(days=1))]
    assert [one.topic.split(":")[1] for one in found(situation(lifts=lifts, taken=waiting))] == ["bench"]


def test_two_evaluations_are_no_stall():
    short = replace(lift("squat"), judged=judged(LiftTrend.DECLINING, 2))
    mixed = replace(lift("squat"), judged=[*judged(LiftTrend.STALLED, 2), *judged(LiftTrend.UNCERTAIN, 1)])
    assert found(situation(lifts=[short, mixed])) == []


def test_a_stall_says_its_trend_interval_and_number():
    (one,) = found(situation(lifts=[lift("squat", LiftTrend.STALLED)]))
    assert "over 10 sessions (+0.10 % a week, 90 % interval -0.20 to +0.30; +0.15 can be expected)" in one.reason
    assert one.evidence["numbers"]["percentPerWeek"] == [0.1, -0.2, 0.3]
    assert one.evidence["numbers"]["step"] == 2
    assert any(sentence.startswith("Step 0 passed over") for sentence in one.evidence["sentences"])


def well(**more):
    lifts = [lift("squat", LiftTrend.IMPROVING), lift("bench", LiftTrend.IMPROVING), lift("row")]
    return situation(**{"lifts": lifts, "ends_before_deload": True, "weeks_of_work": 5, **more})


def test_a_block_that_goes_well_goes_on():
    (one,) = found(well())
    assert (one.kind, one.topic) == (AdaptationType.BLOCK_EXTENSION, "extension:b")
    assert "2 of 3 judged main lifts improve" in one.reason


@pytest.mark.parametrize(
    "more",
    [
        {"ends_before_deload": False},
        {"weeks_of_work": 6},
        {"recovery": Recovery(0.95, 0.54)},
        {"recovery": Recovery(0.95)},
        {"reading": reading("declining_lifts")},
        {"lifts": [lift("squat", LiftTrend.IMPROVING)]},
        {"lifts": [lift(key, LiftTrend.IMPROVING) for key in "abc"] + [lift("row", LiftTrend.DECLINING)]},
        {"lifts": [lift("squat", LiftTrend.IMPROVING), lift("bench"), lift("row")]},
    ],
)
def test_and_not_otherwise(more):
    assert AdaptationType.BLOCK_EXTENSION not in {one.kind for one in found(well(**more))}


def test_every_citation_is_in_the_knowledge_base():
    known = set(load_knowledge().by_id)
    lifts = [lift("squat", LiftTrend.STALLED, accessory=("a", "b"), instead="front", doubts=["Odd."])]
    seen = [*found(well())]
    for signal in NAMES:
        seen += [*found(situation(signal)), *found(situation(signal, "low_freshness"))]
    for step in range(7):
        past = [Taken("squat", step - 1, "", TODAY - timedelta(days=30))] if step else []
        seen += found(situation(lifts=lifts, taken=past, recovery=Recovery(0.7, 0.5, 5.0)))
    assert {claim for one in seen for claim in one.evidence["citations"]} <= known
    assert len(seen) > 12
