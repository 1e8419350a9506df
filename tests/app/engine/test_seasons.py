"""Whole seasons: covered, bounded, falling effort, tapers that land, and no surprise twice."""

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.engine.constants import DELOAD_BAND, FOCUS, GOALS, SECONDARY
from app.engine.lifts import Means
from app.engine.seasons import (
    SeasonBrief,
    combined,
    coming_monday,
    default_weeks,
    make_season,
    taper_weeks,
)
from app.engine.targets import Start, cap, scaled
from app.errors import InvalidInput
from app.gateways.catalogue import load_catalogue
from app.gateways.shapes import checked
from models.values.athletes import TrainingAge
from models.values.exercises import EquipmentType
from models.values.plan import BlockType, TrainingGoal, VolumeTarget

CATALOGUE = load_catalogue()
MARKS = {age: {m.key: scaled(m, age) for m in CATALOGUE.muscles} for age in TrainingAge}
MONDAY = date(2026, 3, 2)
B, I, A = TrainingAge  # noqa: E741
EASY = (BlockType.DELOAD, BlockType.RESTORATION)
WORKING = (BlockType.ACCUMULATION, BlockType.INTENSIFICATION)


def season(goal=TrainingGoal.HYPERTROPHY, age=I, weeks=16, **more):
    return make_season(
        SeasonBrief(
            goal=goal,
            age=age,
            start=MONDAY,
            weeks=weeks,
            exercises=CATALOGUE.exercises,
            muscles=CATALOGUE.muscles,
            **{"days": 4, "minutes": 75, **more},
        )
    )


def weeks_of(macro):
    return [(block, week) for block in macro.blocks for week in block.weeks]


ROOMY = {"days": 6, "minutes": 150}


@pytest.mark.parametrize("goal", TrainingGoal)
@pytest.mark.parametrize("age", TrainingAge)
def test_all_lengths_of_all_goals_and_ages(goal, age):
    for weeks in (4, 5, 7, 11, 16, 23, 52):
        macro = season(goal, age, weeks)
        _holds(macro, weeks)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(TrainingGoal),
    st.sampled_from(TrainingAge),
    st.integers(4, 52),
    st.one_of(st.none(), st.integers(21, 363)),
    st.integers(1, 6),
    st.sampled_from([30, 45, 60, 90, 150]),
    st.lists(st.sampled_from(TrainingGoal), max_size=2, unique=True),
    st.one_of(st.none(), st.floats(0, 30)),
)
def test_any_season_holds(goal, age, weeks, event_in, days, minutes, secondary, own):
    event = None if event_in is None else MONDAY + timedelta(days=event_in)
    if event is not None:
        weeks = max(weeks, event_in // 7 + 1)
    own_sets = None if own is None else dict.fromkeys(MARKS[age], own)
    asked = {
        "event": event,
        "days": days,
        "minutes": minutes,
        "secondary": [other for other in secondary if other is not goal],
        "volume": Start(own_sets=own_sets),
    }
    macro = season(goal, age, weeks, **asked)
    _holds(macro, weeks, days)
    assert macro == season(goal, age, weeks, **asked)


def _holds(macro, weeks, days=4):
    """What is true of every season."""
    assert macro.total_weeks == weeks
    day = macro.start_date
    for meso in macro.mesocycles:
        assert [block.order_index for block in meso.blocks] == list(range(len(meso.blocks)))
        for block in meso.blocks:
            assert block.start == day
            day += timedelta(weeks=block.duration_weeks)
            _block_holds(block, TrainingAge(macro.training_age), days, macro.event_date)
    assert day == macro.start_date + timedelta(weeks=weeks)


def _block_holds(block, age, days, event):
    assert len(block.weeks) == block.duration_weeks >= 1
    rirs = [week.rir for week in block.weeks]
    assert rirs == sorted(rirs, reverse=True)
    assert all(0 <= rir <= 5 and rir * 2 == int(rir * 2) for rir in rirs)
    if block.block_type in EASY:
        assert min(rirs) >= 4
    for week in block.weeks:
        _week_holds(block, week, MARKS[age], days)
    for shape in ("main_lifts", "accessory_pool", "rotation_policy", "deload_triggers"):
        assert checked(shape, getattr(block, shape))


def _week_holds(block, week, marks, days):
    assert week.hard_sets == sum(week.exercises.values()) <= 24 * days
    shares = {}
    for key, count in week.exercises.items():
        assert count >= 1
        for muscle, share in CATALOGUE.by_id[key].muscles.items():
            shares[muscle] = shares.get(muscle, 0) + share * count
    assert shares == pytest.approx(dict(week.sets))
    for muscle, sets in week.sets.items():
        assert sets <= cap(VolumeTarget.APPROACHING_MRV, marks[muscle], days)
        if muscle in FOCUS[block.intensity_bias] and block.volume_target is not VolumeTarget.APPROACHING_MRV:
            assert sets <= max(cap(VolumeTarget.MAV, marks[muscle], days), marks[muscle].mav_high)


@pytest.mark.parametrize("goal", TrainingGoal)
@pytest.mark.parametrize("age", TrainingAge)
def test_working_weeks_stand_between_the_landmarks_where_there_is_time(goal, age):
    macro = season(goal, age, 20, **ROOMY)
    for block, week in weeks_of(macro):
        if block.block_type not in WORKING:
            continue
        for muscle in FOCUS[block.intensity_bias]:
            marks = MARKS[age][muscle]
            # Whole sets: half a set below MEV is MEV.
            assert marks.mev - 0.5 < week.sets.get(muscle, 0) <= 0.95 * marks.mrv, (muscle, block, week)


def test_sets_ramp_by_the_blocks_rate():
    block = season(**ROOMY).blocks[0]
    totals = [week.hard_sets for week in block.weeks]
    assert block.weekly_volume_ramp == 1.10
    for one, other in pairwise(totals):
        assert other / one == pytest.approx(1.10, abs=0.02)


@pytest.mark.parametrize("age", TrainingAge)
@pytest.mark.parametrize("goal", [TrainingGoal.HYPERTROPHY, TrainingGoal.STRENGTH, TrainingGoal.CONDITIONING])
def test_deloads_halve_the_sets_and_keep_the_exercises(goal, age):
    macro = season(goal, age, 40)
    for (before, last), (block, week) in pairwise(weeks_of(macro)):
        if block.block_type is not BlockType.DELOAD or before.block_type is BlockType.DELOAD:
            continue
        low, high = DELOAD_BAND
        assert low <= week.hard_sets / last.hard_sets <= high + 0.01
        assert week.exercises.keys() == last.exercises.keys()
        assert week.rir >= 4 > last.rir


@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize("goal", TrainingGoal)
def test_the_peak_lands_on_the_event(goal, weekday):
    event = MONDAY + timedelta(weeks=12, days=weekday)
    macro = season(goal, I, 15, event=event)
    peaks = [block for block in macro.blocks if block.block_type is BlockType.REALIZATION]
    peak = next(block for block in peaks if block.start <= event < block.end)
    last_week = peak.start + timedelta(weeks=peak.duration_weeks - 1)
    assert last_week <= event < peak.end
    days = (event - peak.start).days
    assert 8 <= days <= 14
    before = macro.blocks[macro.blocks.index(peak) - 1]
    kept = sum(week.hard_sets for week in peak.weeks) / (before.weeks[-1].hard_sets * days / 7)
    assert 0.40 <= kept <= 0.59
    # Intensity is kept: the taper's loads are no lighter than those before it (power trains speed).
    assert _percent(peak)[1] >= _percent(before)[1] or goal in (TrainingGoal.POWER, TrainingGoal.ATHLETICISM)
    after = macro.blocks[macro.blocks.index(peak) + 1]
    assert after.block_type is BlockType.RESTORATION


def _percent(block):
    return next(iter(block.main_lifts["lifts"].values()))["percentRange"]


def test_primary_lifts_stay_to_the_end_of_a_taper():
    macro = season(TrainingGoal.STRENGTH, A, 12, event=MONDAY + timedelta(weeks=11, days=5))
    week = macro.blocks[-1].weeks[-1]
    assert set(week.exercises) == {"barbell_back_squat", "barbell_bench_press", "barbell_deadlift"}


@pytest.mark.parametrize("event", [MONDAY + timedelta(days=20), MONDAY + timedelta(weeks=16), MONDAY - timedelta(1)])
def test_events_outside_the_season_are_refused(event):
    with pytest.raises(InvalidInput, match="event must lie from 2026-03-23 to 2026-06-21"):
        season(weeks=16, event=event)


@pytest.mark.parametrize("weeks", [3, 53, 0, -4])
def test_lengths_outside_the_limits_are_refused(weeks):
    with pytest.raises(InvalidInput, match="weeks must be 4 to 52"):
        season(weeks=weeks)


def test_starts_and_secondary_goals_are_checked():
    with pytest.raises(InvalidInput, match="Monday"):
        make_season(SeasonBrief(TrainingGoal.POWER, B, date(2026, 3, 3), 8, CATALOGUE.exercises, CATALOGUE.muscles))
    for secondary in ([TrainingGoal.HYPERTROPHY], [TrainingGoal.POSTURE] * 2):
        with pytest.raises(InvalidInput, match="secondary"):
            season(secondary=secondary)


@pytest.mark.parametrize("age", TrainingAge)
@pytest.mark.parametrize("goal", TrainingGoal)
def test_every_secondary_goal_changes_something(goal, age):
    plain = season(goal, age, 12, **ROOMY)
    for other in SECONDARY:
        if other is goal:
            continue
        changed = season(goal, age, 12, secondary=[other], **ROOMY)
        assert changed.mesocycles != plain.mesocycles, other
        shape = [(block.block_type, block.duration_weeks) for block in changed.blocks]
        assert shape == [(block.block_type, block.duration_weeks) for block in plain.blocks]


def _content(mesocycles):
    blocks = [block for meso in mesocycles for block in meso.blocks]
    return [(b.block_type, b.weekly_volume_ramp, [(w.rir, w.exercises) for w in b.weeks]) for b in blocks]


def test_goals_differ():
    seasons = [season(goal, I, 12, **ROOMY).mesocycles for goal in TrainingGoal]
    assert all(one != other for one, other in combinations([_content(meso) for meso in seasons], 2))
    assert set(GOALS) == set(SECONDARY) == set(TrainingGoal)


def test_secondary_goals_add_up():
    goal = combined(TrainingGoal.HYPERTROPHY, [TrainingGoal.FAT_LOSS, TrainingGoal.POSTURE, TrainingGoal.STRENGTH])
    assert (goal.volume, goal.ramp_most, goal.lift_reps) == (0.95, 1.04, -2)
    assert goal.emphasis == {"upper_back": 1.25, "rear_delts": 1.25, "lats": 1.1}


def test_own_volume_is_the_start():
    own = {"chest": 13.0, "lats": 12.0, "upper_back": 12.0, "quads": 12.0, "hamstrings": 10.0, "side_delts": 11.0}
    first = season(volume=Start(own_sets=own), **ROOMY).blocks[0].weeks[0]
    for muscle, sets in own.items():
        assert first.sets[muscle] == pytest.approx(sets, abs=1.5), muscle


def test_own_volume_is_kept_between_the_landmarks():
    little = season(volume=Start(own_sets={}), **ROOMY).blocks[0].weeks[0]
    much = season(volume=Start(own_sets=dict.fromkeys(MARKS[I], 60.0)), **ROOMY)
    for muscle in ("chest", "lats", "quads"):
        assert little.sets[muscle] == pytest.approx(8, abs=1.5)
        assert max(week.sets[muscle] for _, week in weeks_of(much)) <= MARKS[I][muscle].mav_high


def test_after_a_break_a_season_begins_at_the_minimum():
    back = season(volume=Start(after_break=True), **ROOMY).blocks[0].weeks[0]
    fresh = season(**ROOMY).blocks[0].weeks[0]
    assert back.hard_sets < fresh.hard_sets
    assert back.sets["chest"] == pytest.approx(8, abs=1)


def test_an_advanced_lifters_last_accumulation_approaches_mrv():
    macro = season(TrainingGoal.HYPERTROPHY, A, 19, **ROOMY)
    targets = [block.volume_target for block in macro.blocks if block.block_type is BlockType.ACCUMULATION]
    assert targets == [VolumeTarget.MAV, VolumeTarget.MAV, VolumeTarget.APPROACHING_MRV]


def test_too_little_time_is_said():
    tight = season(days=2, minutes=45)
    assert "2 x 45 minutes hold no more" in tight.assumptions[0]
    assert season(**ROOMY).assumptions == ()
    for _, week in weeks_of(tight):
        seconds = sum(CATALOGUE.by_id[key].seconds_per_set * count for key, count in week.exercises.items())
        assert seconds <= 2 * 30 * 60


@pytest.mark.parametrize("goal", TrainingGoal)
@pytest.mark.parametrize("age", TrainingAge)
def test_means_are_respected(goal, age):
    means = Means(
        equipment=[EquipmentType.DUMBBELL, EquipmentType.BENCH],
        avoided={"dumbbell_bench_press", "dumbbell_curl"},
        injured=["knee"],
    )
    macro = season(goal, age, 12, means=means)
    used = {key for _, week in weeks_of(macro) for key in week.exercises}
    for block in macro.blocks:
        used |= {lift["exercise"] for lift in block.main_lifts["lifts"].values()}
        used |= {one["exercise"] for pool in block.accessory_pool["muscles"].values() for one in pool}
    assert used
    for key in used:
        exercise = CATALOGUE.by_id[key]
        assert set(exercise.equipment) <= {EquipmentType.DUMBBELL, EquipmentType.BENCH, EquipmentType.BODYWEIGHT}
        assert key not in means.avoided
        assert "knee" not in exercise.contraindications
        assert list(TrainingAge).index(TrainingAge(exercise.min_training_age)) <= list(TrainingAge).index(age)


def test_what_nothing_trains_is_said():
    macro = season(means=Means(injured=["shoulder"]), **ROOMY)
    assert macro.assumptions == ("No exercise is left that trains chest, side delts directly.",)
    assert "HORIZONTAL_PUSH" not in macro.blocks[0].main_lifts["lifts"]


def _lifts(macro):
    return {pattern: lift["exercise"] for pattern, lift in macro.blocks[0].main_lifts["lifts"].items()}


def test_an_athlete_keeps_their_own_lifts():
    own = {"low_bar_squat": 120, "leg_press": 60, "sumo_deadlift": 40, "lat_pulldown": 90}
    lifts = _lifts(season(TrainingGoal.STRENGTH, I, 12, means=Means(own_sets=own)))
    assert lifts["SQUAT"] == "low_bar_squat"
    assert lifts["HINGE"] == "sumo_deadlift"
    assert lifts["VERTICAL_PULL"] == "lat_pulldown"
    machine = {"smith_machine_squat": 80, "barbell_back_squat": 10}
    assert _lifts(season(means=Means(own_sets=machine)))["SQUAT"] == "smith_machine_squat"
    # No heavy singles on a machine, whatever the habit.
    assert _lifts(season(TrainingGoal.STRENGTH, means=Means(own_sets=machine)))["SQUAT"] == "barbell_back_squat"


def test_strength_is_built_on_the_competition_lifts():
    for age in TrainingAge:
        lifts = _lifts(season(TrainingGoal.STRENGTH, age))
        assert lifts["SQUAT"] == "barbell_back_squat"
        assert lifts["HINGE"] == "barbell_deadlift"
        assert lifts["HORIZONTAL_PUSH"] == "barbell_bench_press"


def test_main_lifts_stay_for_the_season_and_accessories_move_on():
    macro = season()
    assert len({str(_lifts(macro)) for _ in macro.blocks}) == 1
    pools = [m.blocks[0].accessory_pool["muscles"] for m in macro.mesocycles]
    moved = [muscle for muscle in pools[0] if pools[0][muscle] != pools[1][muscle]]
    assert 0 < len(moved) <= len(pools[0]) / 2
    for pool in pools[0].values():
        assert sum(one["weight"] for one in pool) == pytest.approx(1)


def test_mondays_and_taper_weeks():
    assert coming_monday(MONDAY) == MONDAY
    assert coming_monday(MONDAY + timedelta(1)) == coming_monday(MONDAY + timedelta(6)) == MONDAY + timedelta(7)
    assert [taper_weeks(MONDAY + timedelta(d)) for d in range(7)] == [3, 2, 2, 2, 2, 2, 2]


@pytest.mark.parametrize(
    ("goal", "age", "event", "weeks"),
    [
        (TrainingGoal.HYPERTROPHY, I, None, 16),
        (TrainingGoal.FAT_LOSS, B, None, 16),
        (TrainingGoal.STRENGTH, I, None, 12),
        (TrainingGoal.ATHLETICISM, A, None, 9),
        (TrainingGoal.STRENGTH, I, MONDAY + timedelta(weeks=9, days=5), 11),
        (TrainingGoal.STRENGTH, I, MONDAY + timedelta(weeks=51, days=5), 52),
    ],
)
def test_default_lengths(goal, age, event, weeks):
    assert default_weeks(goal, age, MONDAY, event) == weeks
