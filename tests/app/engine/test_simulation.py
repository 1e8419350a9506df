"""The simulated year: repeatable, with loads that can be loaded, and with the stories the personas are there for."""

import math
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from statistics import median

import pytest

from app.engine.demonstration import SEED, seasons, training_weeks
from app.engine.lifter import Lifter, Physique, Skill, estimate, load_for, reps_to_failure
from app.engine.personas import ROSTER
from app.engine.progress import EXPECTED, LiftTrend, progress
from app.engine.readiness import GO, HOLD_BACK
from app.engine.simulation import simulate
from app.engine.splits import RATIOS
from app.engine.strength import e1rm, theil_sen
from app.gateways.catalogue import load_catalogue
from models.values.exercises import EquipmentType, LoadConvention, Measurement
from models.values.units import Unit, lb_from_kg
from models.values.workouts import SetType, WorkoutStatus

MONDAY = date(2026, 11, 23)
WEEK = [MONDAY + timedelta(days=i) for i in range(7)]
BY_KEY = {persona.key.split(".")[0]: persona for persona in ROSTER}
TRAINING = [key for key, persona in BY_KEY.items() if persona.sessions]


@cache
def year(key, today=MONDAY):
    catalogue = load_catalogue()
    persona = BY_KEY[key]
    planned = seasons(persona, catalogue.exercises, catalogue.muscles, today)
    return simulate(persona, training_weeks(planned), catalogue.by_id, today, SEED)


def performed(key, today=MONDAY):
    return [each for each in year(key, today).workouts if each.status is WorkoutStatus.COMPLETED]


def session_bests(key, today):
    """(day, e1RM) of each session outside deloads by main lift, from the performed sets alone."""
    bests = {}
    for each in performed(key, today):
        if each.week.block_type == "DELOAD":
            continue
        for entry in each.exercises:
            share = entry.exercise.bodyweight_share * BY_KEY[key].weight_kg
            found = sorted(
                kg
                for one in entry.working
                if one.reps and (kg := e1rm(share + (one.load or 0), one.reps, 10 - (one.rpe or 8))) is not None
            )
            if entry.main and found:
                bests.setdefault(entry.exercise.id, []).append((each.completed.date(), sum(found[-2:]) / 2))
    return bests


def trends(key, today):
    expected = EXPECTED[BY_KEY[key].training_age]
    return {lift: progress(values, expected) for lift, values in session_bests(key, today).items()}


def test_eight_athletes_of_different_goal_sex_and_age():
    assert len(ROSTER) == 8
    assert len({persona.season_goal for persona in ROSTER}) >= 5
    assert {persona.sex for persona in ROSTER} == {"female", "male", None}
    assert len({persona.training_age for persona in ROSTER}) == 3
    assert all(persona.email.endswith("@example.org") for persona in ROSTER)


def test_every_exercise_is_in_the_catalogue():
    known = load_catalogue().by_id
    used = {o for p in ROSTER for s in p.sessions for slot in s.slots for o in slot.options}
    assert used <= set(known)
    assert used <= set(RATIOS)
    assert len(used) >= 40


def test_the_same_day_gives_the_same_year():
    first = year("jonas")
    year.cache_clear()
    again = year("jonas")
    assert again is not first
    assert again == first


@pytest.mark.parametrize("key", TRAINING)
def test_a_year_up_to_yesterday_and_the_coming_week(key):
    found = year(key)
    days = [each.scheduled.date() for each in found.workouts]
    assert days == sorted(days)
    assert min(days) < MONDAY - timedelta(days=355)
    for each in found.workouts:
        assert (each.scheduled.date() >= MONDAY) == (each.status is WorkoutStatus.PLANNED)
        assert each.completed is None or each.completed.date() < MONDAY
    planned = [each for each in found.workouts if each.status is WorkoutStatus.PLANNED]
    assert {each.scheduled.date().weekday() for each in planned} == {s.weekday for s in BY_KEY[key].sessions}
    assert all(one.target_reps and not one.logged for each in planned for e in each.exercises for one in e.sets)


@pytest.mark.parametrize("key", TRAINING)
def test_loads_can_be_loaded(key):
    persona = BY_KEY[key]
    for each in year(key).workouts:
        for entry in each.exercises:
            for load in {kg for one in entry.sets for kg in (one.target_load, one.load) if kg is not None}:
                assert _loadable(entry.exercise, load, persona.unit), (entry.exercise.id, load)


def _loadable(exercise, kg, unit):
    load = kg if unit is Unit.KG else round(lb_from_kg(kg), 6)
    barbell = {EquipmentType.BARBELL, EquipmentType.TRAP_BAR} & set(exercise.equipment)
    if barbell and load < (20 if unit is Unit.KG else 45):
        return False
    if exercise.load_convention is LoadConvention.PER_IMPLEMENT:
        step = 1 if unit is Unit.KG else 2.5
    else:
        step = 2.5 if unit is Unit.KG else 5
    return load > 0 and (load / step).is_integer()


@pytest.mark.parametrize("key", TRAINING)
def test_sets_are_plausible(key):
    for each in performed(key):
        for entry in each.exercises:
            timed = entry.exercise.measurement in (Measurement.DURATION, Measurement.DISTANCE)
            for one in entry.sets:
                assert one.logged
                if one.skipped:
                    assert (one.reps, one.load, one.rpe) == (None, None, None)
                elif timed:
                    assert one.reps is None
                    assert (one.seconds or one.metres) > 0
                else:
                    assert 0 <= one.reps <= 30
                    assert one.rpe is None or (5 <= one.rpe <= 10 and (2 * one.rpe).is_integer())


@pytest.mark.parametrize("key", TRAINING)
def test_performed_sets_follow_the_plan(key):
    """Over the year within a tenth, away weeks and the stubborn aside."""
    usual = [
        each
        for each in performed(key)
        if not any(s.first >= (MONDAY - each.week.start).days // 7 >= s.last for s in BY_KEY[key].spells)
    ]
    planned = {each.week.start: each.week.hard_sets for each in usual}
    weekly = dict.fromkeys(planned, 0)
    for each in usual:
        weekly[each.week.start] += sum(
            one.reps is not None and not one.skipped for entry in each.exercises for one in entry.working
        )
    expected = sum(planned.values()) * (1 - BY_KEY[key].miss)
    assert sum(weekly.values()) == pytest.approx(expected, rel=0.12)


@pytest.mark.parametrize("key", TRAINING)
def test_mornings_have_gaps_and_valid_answers(key):
    mornings = year(key).check_ins
    days = [one.at.date() for one in mornings]
    assert len(set(days)) == len(days) < 366
    assert days == sorted(days)
    for one in mornings:
        assert {one.readiness, one.motivation} <= {1, 2, 3, 4, 5}
        assert one.stress in {None, 1, 2, 3, 4, 5}
        assert set(one.soreness.values()) <= {1, 2, 3}
        assert 0 <= one.freshness.score <= 1
        assert one.recovery is None or 0 <= one.recovery <= 100
        assert one.strain is None or 0 <= one.strain <= 21


def test_half_of_those_who_train_wear_a_device():
    wearers = [key for key in TRAINING if any(one.recovery is not None for one in year(key).check_ins)]
    assert wearers == ["mara", "jonas", "alina", "rafael"]


@pytest.mark.parametrize("today", WEEK)
def test_the_fresh_one_is_ready(today):
    latest = year("mara", today).check_ins[-1]
    assert latest.at.date() == today
    assert latest.freshness.score >= GO
    assert latest.freshness.confidence >= 0.75


@pytest.mark.parametrize("today", WEEK)
def test_the_overreached_one_declines_and_must_hold_back(today):
    latest = year("jonas", today).check_ins[-1]
    assert latest.freshness.score < HOLD_BACK
    assert latest.freshness.confidence >= 0.75
    found = trends("jonas", today)
    declining = [lift for lift, one in found.items() if one.trend is LiftTrend.DECLINING]
    assert {"barbell_back_squat", "barbell_bench_press"} <= set(declining)
    assert latest.rpe_drift > 1
    earlier = [one.freshness.score for one in year("jonas", today).check_ins if one.at.date() < today - timedelta(60)]
    assert sum(earlier) / len(earlier) > 0.65


def pooled_slope(key, today, weeks=12):
    """Slope of all main lifts together, each relative to its own median, in shares a week."""
    xs, ys = [], []
    for values in session_bests(key, today).values():
        recent = [(day, kg) for day, kg in values if day > today - timedelta(weeks=weeks)]
        if len(recent) >= 6:
            middle = median(kg for _, kg in recent)
            xs += [(day - today).days / 7 for day, _ in recent]
            ys += [math.log(kg / middle) for _, kg in recent]
    return theil_sen(xs, ys, 0.90)


@pytest.mark.parametrize("today", WEEK)
def test_the_stalled_one_stays_below_what_is_expected(today):
    assert pooled_slope("priya", today).high < EXPECTED["INTERMEDIATE"]
    assert pooled_slope("mara", today).low > EXPECTED["INTERMEDIATE"]
    found = trends("priya", today)
    stalled = [lift for lift, one in found.items() if one.trend is LiftTrend.STALLED]
    assert len(stalled) >= 2
    assert not [lift for lift, one in found.items() if one.trend is LiftTrend.IMPROVING]
    assert HOLD_BACK <= year("priya", today).check_ins[-1].freshness.score < GO


@pytest.mark.parametrize("today", WEEK)
def test_the_fresh_one_gains(today):
    found = trends("mara", today)
    assert sum(one.trend is LiftTrend.IMPROVING for one in found.values()) >= 2
    assert not [lift for lift, one in found.items() if one.trend is LiftTrend.DECLINING]


def test_back_from_a_break_of_six_weeks():
    days = sorted(each.scheduled.date() for each in performed("daniel"))
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    assert 40 <= max(gaps) <= 50
    assert days[-1] >= MONDAY - timedelta(days=4)
    assert (MONDAY - days[gaps.index(max(gaps)) + 1]).days <= 14


def test_peaking_for_a_meet_in_two_weeks():
    catalogue = load_catalogue()
    for today in WEEK:
        active = seasons(BY_KEY["alina"], catalogue.exercises, catalogue.muscles, today)[-1].macro
        assert active.event_date.weekday() == 5
        assert 9 <= (active.event_date - today).days <= 17
    heavy = [one for each in performed("alina")[-8:] for e in each.exercises if e.main for one in e.working]
    assert min(one.target_reps for one in heavy) <= 4


def test_the_new_one_has_no_history():
    found = year("sam")
    assert found.workouts == []
    assert found.check_ins == []


def test_warm_ups_rise_to_the_working_load():
    seen = 0
    for each in performed("alina"):
        for entry in each.exercises:
            loads = [one.load for one in entry.sets if one.set_type is SetType.WARMUP]
            seen += bool(loads)
            assert loads == sorted(set(loads))
            assert not loads or loads[-1] < max(one.target_load for one in entry.working)
            assert entry.main or not loads
    assert seen > 100


def test_load_repetitions_and_estimate_agree():
    for reps in (1, 3, 8, 15):
        load = load_for(100, reps)
        assert reps_to_failure(100, load) == pytest.approx(reps)
        assert estimate(load, reps, 0) == pytest.approx(100)
    assert estimate(load_for(100, 8), 5, 3) == pytest.approx(100)


class Still:
    """A random source without any noise."""

    def gauss(self, mean, _spread):
        return mean


def _lifter():
    lifter = Lifter(Physique(0.004), 70, Still())
    lifter.skills["squat"] = Skill(100.0, 100.0, 100.0, 1, 100.0, 0)
    return lifter


def test_fatigue_gathers_and_fades():
    lifter = _lifter()
    lifter.tire(30, {"quads": 1.0}, 1.0)
    tired, weak = lifter.fatigue, lifter.expressed("squat")
    for _ in range(9):
        lifter.wake(recovery=1.0, growth=1.0, ill=False)
    assert lifter.fatigue < tired / 2
    assert lifter.expressed("squat") > weak
    assert lifter.soreness.get("quads", 0) < 0.1


def test_training_makes_stronger_and_rest_too_long_weaker():
    lifter = _lifter()
    lifter.adapt("squat", 4)
    stronger = lifter.skills["squat"].e1rm
    assert 100 < stronger < 101
    for _ in range(42):
        lifter.wake(recovery=1.0, growth=1.0, ill=False)
    lost = lifter.skills["squat"].e1rm
    assert 0.93 * stronger < lost < 0.97 * stronger
    lifter.adapt("squat", 4)
    assert lifter.skills["squat"].e1rm - lost > 2 * (stronger - 100)
