"""Weeks of random athletes: whatever is asked, nothing forbidden, nothing too long, and every reason true."""

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from app.engine.constants import EASY_RIR, MRV_CAP, SESSION_HARD_SETS_MOST, SESSION_SETS_MOST
from app.engine.constants_workouts import EXERCISES_MOST, FACTOR_WEIGHTS, FAMILY_MOST
from app.engine.lifts import AGE_RANK
from app.engine.strength import percent_of_1rm
from app.engine.targets import scaled
from app.engine.workouts.recomputing import recomputed, recomputed_load
from app.engine.workouts.week import make_week
from app.gateways.catalogue import load_catalogue
from app.gateways.knowledge import load_knowledge
from app.gateways.shapes import fault
from models.values.exercises import EquipmentType
from models.values.kinds import BlockType, SetType
from models.values.readiness import Freshness
from models.values.units import KG_PER_LB, Unit
from tests.app.engine.workouts.briefs import briefs, working

BY_ID = load_catalogue().by_id
CLAIMS = {claim.id for claim in load_knowledge().claims}
RUNS = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
FREE_BARS = {EquipmentType.BARBELL, EquipmentType.TRAP_BAR}


@settings(max_examples=100, **RUNS)
@given(briefs())
def test_any_week_holds(brief):
    _holds(brief)


@pytest.mark.nightly
@settings(max_examples=5_000, **RUNS)
@given(briefs())
def test_thousands_of_weeks_hold(brief):
    _holds(brief)


def _holds(brief):
    workouts = make_week(brief)

    assert repr(make_week(brief)) == repr(workouts), "the same brief makes the same week"
    _days_are_free(brief, workouts)
    totals = Counter(brief.done)
    for workout in workouts:
        _session_is_inside_its_limits(brief, workout)
        for exercise in workout.exercises:
            _exercise_is_allowed(brief, BY_ID[exercise.exercise_id])
            _sets_are_sound(brief, exercise)
            _choice_is_recomputed(exercise)
            _load_is_recomputed(brief, exercise)
            for muscle, share in BY_ID[exercise.exercise_id].muscles.items():
                totals[muscle] += share * exercise.working_sets
        _documents_are_whole(brief, workout)
    for muscle in brief.muscles:
        cap = max(MRV_CAP * scaled(muscle, brief.age).mrv, brief.done.get(muscle.key, 0.0))
        assert totals[muscle.key] <= cap + 1e-6, muscle.key


def _days_are_free(brief, workouts):
    days = [workout.day for workout in workouts]
    assert days == sorted(set(days))
    assert len(days) + len(set(brief.done_days)) <= max(brief.days, len(set(brief.done_days)))
    for day in days:
        assert max(brief.today, brief.monday) <= day <= brief.monday + timedelta(days=6)
        assert day not in brief.done_days
        if brief.event is not None and brief.event >= brief.monday:
            assert (brief.event - day).days >= 2
    assert len({workout.name for workout in workouts}) == len(workouts)


def _session_is_inside_its_limits(brief, workout):
    assert 0 < workout.minutes <= brief.minutes
    assert 1 <= len(workout.exercises) <= EXERCISES_MOST
    assert sum(exercise.working_sets for exercise in workout.exercises) <= SESSION_HARD_SETS_MOST
    assert [exercise.order_index for exercise in workout.exercises] == list(range(len(workout.exercises)))
    assert len({exercise.exercise_id for exercise in workout.exercises}) == len(workout.exercises)
    muscles, families = Counter(), Counter()
    for planned in workout.exercises:
        exercise = BY_ID[planned.exercise_id]
        direct = frozenset(muscle for muscle, share in exercise.muscles.items() if share == 1)
        families[exercise.patterns[0] if exercise.is_compound else None, direct] += 1
        for muscle, share in exercise.muscles.items():
            muscles[muscle] += share * planned.working_sets
    assert max(muscles.values()) <= SESSION_SETS_MOST
    assert max(families.values()) <= FAMILY_MOST
    kinds = [exercise.is_main_lift for exercise in workout.exercises]
    assert kinds == sorted(kinds, reverse=True), "main lifts come first"


def _exercise_is_allowed(brief, exercise):
    means = brief.means
    assert exercise.id not in means.avoided
    assert not set(means.injured) & set(exercise.contraindications)
    assert AGE_RANK[exercise.min_training_age] <= AGE_RANK[brief.age]
    assert not exercise.is_generic
    if means.equipment:
        assert {*exercise.equipment} <= {*means.equipment, EquipmentType.BODYWEIGHT}


def _sets_are_sound(brief, planned):
    exercise, sets = BY_ID[planned.exercise_id], working(planned)
    warm_ups = [each for each in planned.sets if each.set_type is SetType.WARMUP]
    assert list(planned.sets) == [*warm_ups, *sets]
    assert len(set(sets)) == 1
    one = sets[0]
    low, high = one.rep_range
    assert 1 <= low <= one.reps <= high
    assert 0 <= one.rir <= 6
    assert 45 <= one.rest_seconds <= 300
    if exercise.is_compound and FREE_BARS & {*exercise.equipment}:
        assert one.rir > 0, "no failure under a free bar"
    if brief.block.block_type in (BlockType.DELOAD, BlockType.RESTORATION):
        assert one.rir >= EASY_RIR
    loads = [each.load_kg for each in warm_ups]
    assert loads == sorted(set(loads))
    assert not loads or loads[-1] < one.load_kg
    _load_is_known_and_loadable(brief, exercise, one.load_kg, loads)


def _load_is_known_and_loadable(brief, exercise, load, warm_ups):
    known = brief.strengths.get(exercise.id)
    if load is None:
        return
    assert known is not None, "no load is invented"
    assert known.e1rm_kg is not None or known.last_load_kg is not None
    for kilograms in (load, *warm_ups):
        if kilograms == known.last_load_kg:
            continue
        number, step = (kilograms, 0.5) if brief.unit is Unit.KG else (kilograms / KG_PER_LB, 2.5)
        assert abs(number / step - round(number / step)) < 1e-5, (kilograms, brief.unit)
        if {EquipmentType.BARBELL, EquipmentType.TRAP_BAR} & {*exercise.equipment} and exercise.load_convention == (
            "BARBELL_TOTAL"
        ):
            assert number >= (20 if brief.unit is Unit.KG else 45) - 1e-6


def _choice_is_recomputed(planned):
    reason = planned.selection_reason
    assert recomputed(reason) == planned.exercise_id == reason["exercise"]
    assert sum(factor["weight"] for factor in reason["factors"]) == pytest.approx(1)
    for scored in (reason, *reason["alternatives"]):
        assert {factor["id"] for factor in scored["factors"]} == set(FACTOR_WEIGHTS)
        total = 0.0
        for factor in scored["factors"]:
            assert factor["weight"] == FACTOR_WEIGHTS[factor["id"]]
            assert factor["points"] == pytest.approx(factor["value"] * factor["weight"], abs=1e-6)
            total += factor["points"]
        assert scored["score"] == pytest.approx(total, abs=1e-6)
    _values_follow_from_their_inputs({factor["id"]: factor for factor in reason["factors"]})
    scores = [other["score"] for other in reason["alternatives"]]
    assert scores == sorted(scores, reverse=True)
    if not reason["fixed"]:
        best = max((other["score"] for other in reason["alternatives"] if other["barred"] is None), default=0)
        assert reason["score"] >= best
    gone = {one["exercise"] for one in reason["ruledOut"]}
    assert planned.exercise_id not in gone
    assert not gone & {other["exercise"] for other in reason["alternatives"]}


def _values_follow_from_their_inputs(factors):
    """The simple ones again by hand: what is written beside a value is what made it."""
    said = {key: factor["inputs"] for key, factor in factors.items()}
    days = said["recency"]["daysSince"]
    low, high = said["block_fit"]["wantedReps"]
    least, most = said["block_fit"]["repRange"]
    suits = len(set(range(low, high + 1)) & set(range(least, most + 1))) / (high - low + 1)
    expected = {
        "block_fit": said["block_fit"]["placeValue"] * (0.5 + 0.5 * suits),
        "stimulus_to_fatigue": (said["stimulus_to_fatigue"]["score"] - 1) / 4,
        "length_position": (said["length_position"]["score"] - 1) / 4,
        "favourite": 1.0 if said["favourite"]["favourite"] else 0.0,
        "recency": 0.0 if days is None else min(1.0, max(0.0, (56 - days) / 42)),
        "fatigue_fit": 1 - (said["fatigue_fit"]["fatigueCost"] - 1) / 4 * said["fatigue_fit"]["strain"],
        "time_fit": 1 - min(1.0, max(0.0, (said["time_fit"]["secondsPerSet"] - 60) / 180)),
    }
    for key, value in expected.items():
        assert factors[key]["value"] == pytest.approx(value, abs=2e-4), key


def _load_is_recomputed(brief, planned):
    document = planned.prescription_rationale
    load, sets = document["load"], working(planned)
    assert load["valueKg"] == sets[0].load_kg
    assert recomputed_load(document) == sets[0].load_kg
    assert document["sets"]["value"] == len(sets)
    assert document["reps"]["value"] == sets[0].reps
    assert document["rir"]["value"] == sets[0].rir
    assert document["rest"]["seconds"] == sets[0].rest_seconds
    assert (document["find"] is not None) == (load["method"] == "find")
    assert load["inputs"]["rir"] == sets[0].rir
    if load["valueKg"] is None or load["inputs"].get("exact"):
        return
    raw = _raw(load["inputs"])
    if load["inputs"].get("capKg") is not None:
        raw = (max if load["inputs"]["assisted"] else min)(raw, load["inputs"]["capKg"])
    if load["valueKg"] > load["inputs"]["leastKg"] + 1e-6:
        step = load["inputs"]["incrementKg"]
        room = step / 2 if load["inputs"]["rounding"] == "nearest" else step
        assert abs(load["valueKg"] - raw) <= room + 1e-5


def _raw(inputs):
    """The load before rounding, by hand."""
    if inputs["basis"] == "last":
        if inputs["assisted"]:
            return inputs["lastKg"] / inputs["factor"] - inputs["stepKg"]
        return inputs["lastKg"] * inputs["factor"] + inputs["stepKg"]
    assert inputs["percent"] <= percent_of_1rm(1, 0)
    lifted = inputs["e1rmKg"] * inputs["percent"] / 100 * inputs["factor"]
    body = (inputs["bodyweightShare"] or 0) * (inputs["bodyweightKg"] or 0)
    return body - lifted if inputs["assisted"] else lifted - body


def _documents_are_whole(brief, workout):
    documents = [("selection_rationale", workout.selection_rationale)]
    for exercise in workout.exercises:
        documents.append(("selection_reason", exercise.selection_reason))
        documents.append(("prescription_rationale", exercise.prescription_rationale))
    for schema, document in documents:
        assert fault(schema, json.loads(json.dumps(document, allow_nan=False))) is None
        for path, text in _texts(document):
            if path[-1] in {"sentence", "lost", "summary"} or path[-2:-1] in {("assumptions",), ("steps",)}:
                _is_a_sentence(brief, text)
            if "citations" in path:
                assert text in CLAIMS
    context = workout.selection_rationale["session"]
    assert context["minutes"] == workout.minutes
    assert context["hardSets"] == sum(exercise.working_sets for exercise in workout.exercises)


def _texts(document, path=()):
    if isinstance(document, str):
        yield path, document
    elif isinstance(document, dict):
        for key, value in document.items():
            yield from _texts(value, (*path, key))
    elif isinstance(document, list | tuple):
        for index, value in enumerate(document):
            yield from _texts(value, (*path, index))


def _is_a_sentence(brief, text):
    assert text[0].isupper() or text[0].isdigit(), text
    assert text.endswith("."), text
    for ugly in ("None", "nan", "  ", "..", " .", "_", "{", " ,"):
        assert ugly not in text, text
    other = " lb" if brief.unit is Unit.KG else " kg"
    assert other not in text, text


@settings(max_examples=25, **RUNS)
@given(briefs(freshness=None))
def test_fresher_never_means_less(brief):
    before = None
    for score in (0.05, 0.3, 0.5, 0.6, 0.9):
        workouts = make_week(replace(brief, freshness=Freshness(score, 0.9, 3.0, {})))
        now = {
            (workout.day, one.exercise_id): (one.working_sets, working(one)[0])
            for workout in workouts
            for one in workout.exercises
        }
        if before is not None:
            assert now.keys() == before.keys()
            for key, (sets, last) in before.items():
                is_help = BY_ID[key[1]].load_convention == "ASSISTED"
                assert now[key][0] >= sets
                assert now[key][1].rir == last.rir
                if last.load_kg is not None:
                    more = now[key][1].load_kg - last.load_kg
                    assert (more <= 1e-9) if is_help else (more >= -1e-9)
        before = now
