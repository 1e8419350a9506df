"""Today's session under readiness: bands, two signals, bounds, and who is fresher never asked for less."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.adapting.dosing import fewer_sets, more_reserve, scaled_load
from app.engine.adapting.rules import checked, default_rules
from app.engine.adapting.session import autoregulate
from app.engine.readiness import WEIGHTS
from app.errors import InvalidInput
from models.values.adapting import TodayExercise, VolumeRoom
from models.values.readiness import Freshness

RULES = default_rules()
SQUAT = TodayExercise("barbell_back_squat", "Back Squat", 4, 2.0, 140.0, 2.5, {"quads": 1.0, "glutes": 0.5}, True)
CURL = TodayExercise("dumbbell_curl", "Dumbbell Curl", 3, 1.0, 12.0, 2.0, {"biceps": 1.0})
PULL_UP = TodayExercise("pull_up", "Pull-up", 3, 2.0, None, 2.5, {"lats": 1.0})
SESSION = (SQUAT, CURL, PULL_UP)


def fresh(subjective=None, performance=None, wearable=None, *, score=None, confidence=0.8, age=2.0, sore=None):
    groups = {"subjective": subjective, "performance": performance, "wearable": wearable}
    known = [(value, WEIGHTS[name][0]) for name, value in groups.items() if value is not None]
    if score is None:
        score = sum(v * w for v, w in known) / sum(w for _, w in known) if known else 0.5
    return Freshness(score, confidence, age, groups, sore or {})


def result(found, session=SESSION):
    """Exercise to (sets, load, rir) after the changes."""
    now = {each.exercise: {"sets": each.sets, "load": each.load_kg, "rir": each.rir} for each in session}
    for change in found.changes:
        assert now[change.exercise][change.field] == change.original
        now[change.exercise][change.field] = change.adjusted
    return {key: tuple(value.values()) for key, value in now.items()}


AS_PLANNED = {"barbell_back_squat": (4, 140.0, 2.0), "dumbbell_curl": (3, 12.0, 1.0), "pull_up": (3, None, 2.0)}


@pytest.mark.parametrize(
    ("signals", "band", "squat"),
    [
        (fresh(0.9, 0.9, 0.9), "go", (4, 142.5, 2.0)),
        (fresh(0.75, 0.75, 0.75), "go", (4, 142.5, 2.0)),
        (fresh(0.65, 0.65, 0.65), "as_planned", (4, 140.0, 2.0)),
        (fresh(0.55, 0.55, 0.55), "as_planned", (4, 140.0, 2.0)),
        (fresh(0.50, 0.50, 0.50), "rir_up", (4, 140.0, 3.0)),
        (fresh(0.39, 0.39, 0.45, score=0.41), "rir_up", (4, 135.0, 3.0)),
        (fresh(0.35, 0.35, 0.35), "sets_down", (3, 135.0, 3.0)),
        (fresh(0.20, 0.20, 0.20), "recovery_session", (2, 125.0, 4.0)),
        (fresh(0.20, 0.90, 0.90, score=0.5), "rir_up", (4, 135.0, 3.0)),
    ],
)
def test_bands(signals, band, squat):
    found = autoregulate(SESSION, signals, RULES)
    assert found.band == band
    assert result(found)["barbell_back_squat"] == squat


def test_changes_say_what_why_and_by_which_rule():
    found = autoregulate(SESSION, fresh(0.35, 0.35, 0.35), RULES)
    assert found.rule == "sets_down"
    assert "25 % fewer sets" in found.rule_sentence
    assert [change.field for change in found.changes if change.exercise == "barbell_back_squat"] == [
        "sets", "load", "rir",
    ]  # fmt: skip
    for change in found.changes:
        assert "Fewer sets: Freshness 25 to 40" in change.reason
        assert "today 35" in change.reason
    assert found.sentence.startswith("Freshness 35, confidence 80 %: fewer sets in 3 exercises")
    assert set(found.citations) >= {"saw2016", "spiering2021"}


def test_a_good_day_without_a_step_small_enough_says_so():
    found = autoregulate([replace(SQUAT, load_kg=60.0)], fresh(0.9, 0.9, 0.9), RULES)
    assert found.changes == ()
    assert found.sentence.endswith("the session stays as planned. No load has a step as small as 2.5 %.")


def test_an_edited_rule_is_named_with_its_own_numbers():
    own = checked(RULES.edited("sets_down", "setsPercent", -50).edited("sets_down", "atLeast", 0.30))
    found = autoregulate(SESSION, fresh(0.35, 0.35, 0.35), own)
    assert result(found)["barbell_back_squat"][0] == 2
    assert "50 % fewer sets" in found.changes[0].reason
    assert "Freshness 30 to 40" in found.rule_sentence


def test_a_red_device_alone_only_holds_effort_back():
    for others in (0.9, 0.6, 0.41):
        found = autoregulate(SESSION, fresh(others, others, 0.05), RULES)
        assert {change.field for change in found.changes} == {"rir"}
        assert result(found)["barbell_back_squat"] == (4, 140.0, 3.0)
        assert "wearable_only" in found.rules
    alone = autoregulate(SESSION, fresh(wearable=0.05), RULES)
    assert {(change.field, change.adjusted - change.original) for change in alone.changes} == {("rir", 1.0)}
    assert "thamm2019" in alone.citations


def test_one_low_group_cuts_neither_sets_nor_load():
    found = autoregulate(SESSION, fresh(0.45, 0.05, None, score=0.30), RULES)
    assert (found.rule, found.rules) == ("sets_down", ("sets_down", "two_signals"))
    assert {change.field for change in found.changes} == {"rir"}
    assert "Fewer sets: Freshness 25 to 40" in found.changes[0].reason
    assert "Sets and load are cut only when" in found.changes[0].reason
    assert "Sets and load stay." in found.sentence


def test_very_low_answers_alone_are_enough():
    assert {c.field for c in autoregulate(SESSION, fresh(0.24, None, None), RULES).changes} == {"sets", "load", "rir"}
    assert {c.field for c in autoregulate(SESSION, fresh(0.26, None, None), RULES).changes} == {"rir"}


def test_low_confidence_takes_little_and_adds_nothing():
    up = autoregulate(SESSION, fresh(0.95, confidence=0.49), RULES)
    assert up.changes == ()
    down = autoregulate(SESSION, fresh(0.1, confidence=0.49), RULES)
    assert down.rule == "low_confidence"
    assert result(down)["barbell_back_squat"] == (3, 137.5, 2.0)
    assert result(down)["dumbbell_curl"] == (2, 12.0, 1.0)
    mild = autoregulate(SESSION, fresh(0.45, confidence=0.3), RULES)
    assert mild.changes == ()
    assert "stays as planned" in mild.sentence


def test_old_missing_and_switched_off():
    worn = fresh(0.1, 0.1, 0.1)
    assert autoregulate(SESSION, None, RULES).changes == ()
    assert autoregulate(SESSION, replace(worn, age_hours=48.1), RULES).rule == "signal_age"
    assert autoregulate(SESSION, replace(worn, age_hours=48.0), RULES).changes
    assert autoregulate(SESSION, replace(worn, age_hours=48.1), RULES).changes == ()
    assert autoregulate(SESSION, worn, RULES, may_scale=False).changes == ()
    for signals in (worn, fresh(0.9, 0.9, 0.9)):
        deload = autoregulate(SESSION, signals, RULES, is_deload=True)
        assert (deload.rule, deload.changes) == ("deload", ())


def test_sore_muscles_touch_their_exercises_only():
    found = autoregulate(SESSION, fresh(0.65, 0.65, sore={"quads": 3, "biceps": 2, "glutes": 3}), RULES)
    assert result(found) == AS_PLANNED | {"barbell_back_squat": (4, 140.0, 3.0)}
    assert found.rule == "sore_muscle"
    assert "Sore today: quads." in found.changes[0].reason
    agreed = autoregulate(SESSION, fresh(0.24, 0.9, score=0.6, sore={"lats": 3}), RULES)
    assert result(agreed) == AS_PLANNED | {"pull_up": (2, None, 3.0)}
    unsure = autoregulate(SESSION, fresh(0.65, confidence=0.4, sore={"quads": 3}), RULES)
    assert unsure.changes == ()


def test_nothing_is_added_to_a_sore_muscle():
    found = autoregulate(SESSION, fresh(0.95, 0.95, sore={"quads": 3}), RULES)
    assert result(found)["barbell_back_squat"] == (4, 140.0, 3.0)


def test_a_further_set_needs_leave_room_and_a_muscle_that_lacks_it():
    rules = checked(RULES.edited("go", "sets", 1))
    room = VolumeRoom({"quads": 14.0, "biceps": 8.0, "lats": 9.0}, {"quads": 12.0, "biceps": 10.0, "lats": 12.0}, 200)
    very = fresh(0.95, 0.95)
    assert result(autoregulate(SESSION, very, rules, room=room))["dumbbell_curl"][0] == 4
    assert result(autoregulate(SESSION, very, rules, room=room))["pull_up"][0] == 3
    assert result(autoregulate(SESSION, very, rules, room=replace(room, seconds_left=60)))["dumbbell_curl"][0] == 3
    assert result(autoregulate(SESSION, very, rules))["dumbbell_curl"][0] == 3
    assert result(autoregulate(SESSION, very, RULES, room=room))["dumbbell_curl"][0] == 3


@pytest.mark.parametrize(
    ("sets", "percent", "left"),
    [
        (1, -75, 1),
        (2, -25, 2),
        (3, -25, 2),
        (4, -25, 3),
        (5, -25, 4),
        (6, -25, 5),
        (8, -25, 6),
        (2, -50, 1),
        (0, -50, 0),
    ],
)
def test_fewer_sets(sets, percent, left):
    assert fewer_sets(sets, percent) == left


@pytest.mark.parametrize(
    ("load", "percent", "step", "scaled"),
    [
        (100, 2.5, 2.5, 102.5),
        (60, 2.5, 2.5, 60),
        (100, -3, 2.5, 97.5),
        (10, -3, 2, 10),
        (20, -10, 2, 18),
        (12, -10, 5, 10),
        (12, -3, 5, 12),
        (101, -3, 0, 97.97),
        (None, -3, 2.5, None),
        (100, 0, 2.5, 100),
        (65.77089365, 2.5, 2.26796185, 65.77089365),
        (65.77089365, -3, 2.26796185, 63.5029318),
        (102.05828325, 2.5, 2.26796185, 104.3262451),
    ],
)
def test_loads_can_be_loaded(load, percent, step, scaled):
    assert scaled_load(load, percent, step) == scaled


def test_no_bar_gets_lighter_than_empty():
    assert scaled_load(22.5, -10, 2.5, 20.0) == 20.0
    assert scaled_load(20.0, -10, 2.5, 20.0) == 20.0
    assert scaled_load(20.0, -10, 2.5) == 17.5
    bar = replace(SQUAT, load_kg=20.0, least_kg=20.0)
    assert "load" not in {c.field for c in autoregulate([bar], fresh(0.2, 0.2, 0.2), RULES).changes}


def test_effort_stays_inside_what_counts_as_work():
    assert more_reserve(3.5, 1) == 4.0
    assert more_reserve(5.0, 1) == 5.0
    assert more_reserve(None, 1) is None


groups = st.one_of(st.none(), st.floats(0, 1))
sessions = st.lists(
    st.builds(
        TodayExercise,
        st.sampled_from(["a", "b", "c", "d", "e", "f"]),
        st.just("Lift"),
        st.integers(1, 8),
        st.one_of(st.none(), st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0])),
        st.one_of(st.none(), st.floats(1, 300)),
        st.sampled_from([0.0, 0.5, 1.0, 2.0, 2.268, 2.5, 5.0]),
        st.dictionaries(st.sampled_from(["quads", "chest", "lats"]), st.sampled_from([0.5, 1.0]), max_size=2),
    ),
    max_size=5,
    unique_by=lambda each: each.exercise,
)
sores = st.dictionaries(st.sampled_from(["quads", "chest", "lats"]), st.integers(1, 3))


@settings(max_examples=250, deadline=None)
@given(sessions, groups, groups, groups, st.floats(0, 1), st.floats(0, 60), sores)
def test_changes_are_bounded_and_repeatable(session, answers, performance, device, confidence, age, sore):
    signals = fresh(answers, performance, device, confidence=confidence, age=age, sore=sore)
    found = autoregulate(session, signals, RULES)
    assert found == autoregulate(session, signals, RULES)
    assert found.sentence
    for change in found.changes:
        assert change.reason
        assert change.original != change.adjusted
        if change.field == "sets":
            assert 1 <= change.adjusted < change.original
            assert change.original - change.adjusted <= max(1, change.original / 2 + 0.5)
        elif change.field == "load":
            assert 0.8 - 1e-6 <= change.adjusted / change.original <= 1.025 + 1e-6
        else:
            assert 0 < change.adjusted - change.original <= 2
            assert change.adjusted <= 4
    if confidence < 0.5:
        assert all(c.field != "rir" and c.adjusted < c.original for c in found.changes)
        assert all(c.original - c.adjusted <= 1 for c in found.changes if c.field == "sets")


@settings(max_examples=600, deadline=None)
@given(sessions, groups, groups, groups, st.floats(0, 1), st.floats(0, 1), sores, st.randoms(use_true_random=False))
def test_fresher_never_means_less(session, answers, performance, device, confidence, step, sore, random: Random):
    before = {"subjective": answers, "performance": performance, "wearable": device}
    better, eased = dict(before), dict(sore)
    known = [name for name, value in before.items() if value is not None]
    what = random.choice([*known, *sore, "nothing"])
    if what in known:
        better[what] = min(1.0, better[what] + step)
    elif what in eased:
        eased[what] = 1
    low = result(autoregulate(session, fresh(**before, confidence=confidence, sore=sore), RULES), session)
    high = result(autoregulate(session, fresh(**better, confidence=confidence, sore=eased), RULES), session)
    for key, (sets, load, rir) in low.items():
        assert high[key][0] >= sets
        assert load is None or high[key][1] >= load
        assert rir is None or high[key][2] <= rir


edits = st.lists(
    st.tuples(st.sampled_from([(r.id, n.key) for r in RULES.rules for n in r.numbers]), st.floats(0, 1)), max_size=6
)


def edited(changes):
    """Rules with some numbers moved inside their limits, as long as they may be used."""
    rules = RULES
    for (rule_id, key), share in changes:
        number = next(one for one in rules.rule(rule_id).numbers if one.key == key)
        steps = round(share * (number.high - number.low) / number.step)
        try:
            rules = checked(rules.edited(rule_id, key, round(number.low + steps * number.step, 6)))
        except InvalidInput:
            continue
    return rules


@settings(max_examples=400, deadline=None)
@given(edits, groups, groups, groups, st.floats(0, 1), st.floats(0, 1), st.sampled_from(range(3)))
def test_fresher_never_means_less_under_edited_rules(changes, answers, performance, device, confidence, step, which):
    rules = edited(changes)
    names = ("subjective", "performance", "wearable")
    before = dict(zip(names, (answers, performance, device), strict=True))
    value = before[names[which]]
    after = before | {names[which]: None if value is None else min(1.0, value + step)}
    low = result(autoregulate(SESSION, fresh(**before, confidence=confidence), rules))
    high = result(autoregulate(SESSION, fresh(**after, confidence=confidence), rules))
    for key, (sets, load, rir) in low.items():
        assert high[key][0] >= sets >= 1
        assert load is None or high[key][1] >= load
        assert high[key][2] <= rir


@settings(max_examples=100, deadline=None)
@given(sessions, groups, groups, groups, st.sampled_from(["subjective", "performance", "wearable"]))
def test_any_signal_may_be_missing(session, answers, performance, device, gone):
    signals = {"subjective": answers, "performance": performance, "wearable": device} | {gone: None}
    assert autoregulate(session, fresh(**signals), RULES).sentence
    assert autoregulate(session, replace(fresh(**signals), groups={}), RULES).sentence
