"""Changes of a season: exactly as long as before, the past as it was, an event where it was."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.engine.adapting.alterations import next_zone
from app.engine.adapting.changes import changed, lines, weeks_of
from app.engine.seasons import SeasonBrief, make_season
from app.errors import InvalidInput
from app.gateways.catalogue import load_catalogue
from app.gateways.shapes import fault
from models.values.athletes import TrainingAge
from models.values.kinds import BlockType
from models.values.plan import TrainingGoal

START = date(2026, 1, 5)
CATALOGUE = load_catalogue()
EXERCISES = CATALOGUE.by_id
NAMES = {key: one.name for key, one in EXERCISES.items()}
WORK = (BlockType.ACCUMULATION, BlockType.INTENSIFICATION)


@cache
def season(goal=TrainingGoal.HYPERTROPHY, age=TrainingAge.INTERMEDIATE, weeks=16, event=None):
    made = make_season(
        SeasonBrief(goal, age, START, weeks, CATALOGUE.exercises, CATALOGUE.muscles, event=event, days=4, minutes=75)
    )
    mesocycles = [
        replace(meso, id=f"m{i}", blocks=[replace(block, id=f"m{i}b{j}") for j, block in enumerate(meso.blocks)])
        for i, meso in enumerate(made.mesocycles)
    ]
    return replace(made, id="macro", mesocycles=mesocycles)


def made(macro, change, week):
    age = TrainingAge(macro.training_age)
    return changed(macro, change, week, EXERCISES, age)


def types(macro):
    return [block.block_type.value[:4] for block, _ in weeks_of(macro)]


def asked(macro):
    return [
        (str(block.block_type), week.rir, week.hard_sets, dict(week.sets), dict(week.exercises), block.main_lifts)
        for block, week in weeks_of(macro)
    ]


def check_whole(old, new, week):
    """What holds for every change."""
    assert new.total_weeks == old.total_weeks
    assert asked(new)[:week] == asked(old)[:week]
    assert new.event_date == old.event_date
    day = START
    for index, meso in enumerate(new.mesocycles):
        assert meso.order_index == index
        for order, block in enumerate(meso.blocks):
            assert (block.order_index, block.start, len(block.weeks)) == (order, day, block.duration_weeks)
            assert [one.week_in_block for one in block.weeks] == list(range(block.duration_weeks))
            assert block.rir_end <= block.rir_start
            assert fault("main_lifts", block.main_lifts) is None
            assert fault("accessory_pool", block.accessory_pool) is None
            day += timedelta(weeks=block.duration_weeks)
    ids = [block.id for block in new.blocks if block.id is not None]
    assert len(set(ids)) == len(ids)
    if old.event_date is not None:
        at = (old.event_date - START).days // 7
        assert asked(new)[at] == asked(old)[at]
        assert types(new)[at] == "REAL"


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(list(TrainingGoal)),
    st.sampled_from(list(TrainingAge)),
    st.integers(8, 40),
    st.integers(1, 39),
    st.one_of(st.none(), st.integers(40, 200)),
    st.sampled_from(["deload", "extension", "volume", "rir"]),
)
def test_every_change_keeps_the_season_whole(goal, age, weeks, week, event_in, kind):
    event = None if event_in is None else START + timedelta(days=event_in)
    assume(event is None or event_in < 7 * weeks)
    assume(week < weeks)
    old = season(goal, age, weeks, event)
    change = {"kind": kind, "factor": 0.8, "by": 1.0}
    try:
        new = made(old, change, week)
    except InvalidInput:
        return  # which changes are refused, and why, stands in tests of their own
    check_whole(old, new, week)
    assert asked(new) != asked(old)
    if kind == "deload":
        check_deload(old, new, week)


def check_deload(old, new, week):
    before, after = weeks_of(old), weeks_of(new)
    block, target = after[week]
    assert block.block_type is BlockType.DELOAD
    worked = before[week - 1][1]
    assert set(target.exercises) == set(worked.exercises)
    assert 0.4 <= target.hard_sets / worked.hard_sets <= 0.67
    assert target.rir == 4
    assert after[week - 1][0].block_type in WORK
    assert after[week + 1][0].block_type in WORK
    deloads = [types(old).count("DELO"), types(new).count("DELO")]
    assert deloads[1] - deloads[0] in (0, 1)


def test_a_near_deload_is_pulled_forward():
    old = season()
    assert types(old) == ["ACCU"] * 5 + ["DELO"] + ["ACCU"] * 5 + ["DELO"] + ["INTE"] * 3 + ["DELO"]
    new = made(old, {"kind": "deload"}, 3)
    assert types(new) == ["ACCU"] * 3 + ["DELO"] + ["ACCU"] * 2 + ["ACCU"] * 5 + ["DELO"] + ["INTE"] * 3 + ["DELO"]
    # The weeks of work come a week later, none is lost; the deload keeps its block.
    assert asked(new)[4:6] == asked(old)[3:5]
    assert asked(new)[6:] == asked(old)[6:]
    assert [block.id for block in new.mesocycles[0].blocks] == ["m0b0", "m0b1", None]
    check_whole(old, new, 3)


def test_a_far_deload_stays_and_a_week_of_work_makes_room():
    old = season(age=TrainingAge.BEGINNER)
    assert types(old)[:8] == ["ACCU"] * 7 + ["DELO"]
    new = made(old, {"kind": "deload"}, 3)
    assert types(new)[:8] == ["ACCU"] * 3 + ["DELO"] + ["ACCU"] * 3 + ["DELO"]
    # Training goes on where it stopped; the hardest week is the one that goes.
    assert asked(new)[4:7] == asked(old)[3:6]
    assert asked(new)[7:] == asked(old)[7:]


def test_before_a_taper_a_week_is_given_up_and_the_heaviest_stays():
    event = START + timedelta(days=68)
    old = season(TrainingGoal.STRENGTH, TrainingAge.INTERMEDIATE, 11, event)
    week = types(old).index("INTE") + 1
    assert types(old)[week + 1] == "INTE"
    new = made(old, {"kind": "deload"}, week)
    check_whole(old, new, week)
    last = types(old).index("REAL") - 1
    assert asked(new)[last] == asked(old)[last]


@pytest.mark.parametrize(
    ("week", "words"),
    [
        (0, "no week left"),
        (4, "comes soon enough"),
        (5, "no week of work"),
        (6, "only just been"),
        (15, "no week of work"),
        (16, "no week left"),
    ],
)
def test_a_deload_that_makes_no_sense_is_refused(week, words):
    with pytest.raises(InvalidInput, match=words):
        made(season(), {"kind": "deload"}, week)


def test_the_last_week_of_a_season_becomes_no_deload():
    old = season(age=TrainingAge.BEGINNER, weeks=19)
    assert types(old)[-1] == "ACCU"
    with pytest.raises(InvalidInput, match="The season ends with that week"):
        made(old, {"kind": "deload"}, 18)


def test_a_block_goes_on_a_week_longer():
    old = season()
    new = made(old, {"kind": "extension"}, 5)
    assert types(new) == ["ACCU"] * 6 + ["DELO"] + ["ACCU"] * 4 + ["DELO"] + ["INTE"] * 3 + ["DELO"]
    assert asked(new)[5] == asked(old)[4]
    check_whole(old, new, 5)
    with pytest.raises(InvalidInput, match="No block of work ends there"):
        made(old, {"kind": "extension"}, 4)
    with pytest.raises(InvalidInput, match="No later block"):
        made(old, {"kind": "extension"}, 15)


def test_less_volume_to_the_end_of_the_block_only():
    old = season()
    new = made(old, {"kind": "volume", "factor": 0.8, "muscles": []}, 2)
    check_whole(old, new, 2)
    for week in (2, 3, 4):
        (_, now), (_, was) = weeks_of(new)[week], weeks_of(old)[week]
        assert now.hard_sets == sum(now.exercises.values())
        assert now.hard_sets / was.hard_sets == pytest.approx(0.8, abs=0.03)
        assert set(now.exercises) == set(was.exercises)
        assert now.sets["chest"] < was.sets["chest"]
    assert asked(new)[5:] == asked(old)[5:]


def test_less_volume_for_two_weeks():
    old = season()
    new = made(old, {"kind": "volume", "factor": 0.7, "muscles": [], "weeks": 2}, 1)
    check_whole(old, new, 1)
    assert all(weeks_of(new)[week][1].hard_sets < weeks_of(old)[week][1].hard_sets for week in (1, 2))
    assert asked(new)[3:] == asked(old)[3:]


def test_less_volume_of_sore_muscles_only():
    old = season()
    new = made(old, {"kind": "volume", "factor": 0.8, "muscles": ["chest"]}, 2)
    (_, now), (_, was) = weeks_of(new)[2], weeks_of(old)[2]
    for key, count in was.exercises.items():
        if EXERCISES[key].muscles.get("chest") == 1:
            assert now.exercises[key] <= count
        else:
            assert now.exercises[key] == count
    assert now.sets["chest"] < was.sets["chest"]


def test_a_fifth_more_sets_of_a_lift_below_its_ceiling():
    old = season()
    lift = next(iter(old.blocks[0].main_lifts["lifts"].values()))["exercise"]
    muscle = next(m for m, share in EXERCISES[lift].muscles.items() if share == 1)
    now, was = (weeks_of(one)[2][1] for one in (made(old, more(lift, 100), 2), old))
    assert now.exercises[lift] == max(was.exercises[lift] + 1, round(was.exercises[lift] * 1.2))
    assert now.hard_sets - was.hard_sets == now.exercises[lift] - was.exercises[lift]
    assert now.sets[muscle] - was.sets[muscle] == now.exercises[lift] - was.exercises[lift]
    with pytest.raises(InvalidInput, match="Nothing would change"):
        made(old, more(lift, was.sets[muscle]), 2)


def more(lift, most):
    return {"kind": "volume", "factor": 1.2, "lift": lift, "most": most}


def test_more_in_reserve_up_to_four():
    old = season()
    new = made(old, {"kind": "rir", "by": 1.0}, 2)
    for week in (2, 3, 4):
        assert weeks_of(new)[week][1].rir == min(4.0, weeks_of(old)[week][1].rir + 1)
    check_whole(old, new, 2)
    for kind in ("rir", "volume"):
        with pytest.raises(InvalidInput, match="The deload of the coming week stays"):
            made(old, {"kind": kind, "by": 1.0, "factor": 0.8}, 5)


def test_another_zone_begins_a_block_of_its_own():
    old = season()
    lift = old.blocks[0].main_lifts["lifts"]["SQUAT"]
    new = made(old, {"kind": "zone", "lift": lift["exercise"], "reps": [4, 8]}, 2)
    check_whole(old, new, 2)
    first, second = new.blocks[:2]
    assert (first.id, first.duration_weeks, second.id, second.duration_weeks) == ("m0b0", 2, None, 3)
    assert first.main_lifts == old.blocks[0].main_lifts
    changed_lift = second.main_lifts["lifts"]["SQUAT"]
    assert changed_lift["repRange"] == [4, 8]
    assert changed_lift["percentRange"][1] > lift["percentRange"][1]
    with pytest.raises(InvalidInput, match="none of the block's main lifts"):
        made(old, {"kind": "zone", "lift": "plank", "reps": [4, 8]}, 2)


@pytest.mark.parametrize(
    ("reps", "following"),
    [((6, 12), (4, 8)), ((5, 8), (3, 5)), ((8, 12), (6, 8)), ((3, 5), (6, 9)), ((1, 3), (4, 7)), ((15, 30), (13, 26))],
)
def test_zones_follow_each_other(reps, following):
    assert next_zone(reps) == following


def test_another_main_lift_from_then_on():
    old = season()
    lift = old.blocks[0].main_lifts["lifts"]["SQUAT"]["exercise"]
    instead = "barbell_front_squat" if lift != "barbell_front_squat" else "barbell_back_squat"
    new = made(old, {"kind": "main_lift", "lift": lift, "instead": instead}, 2)
    check_whole(old, new, 2)
    for block, week in weeks_of(new)[2:]:
        assert lift not in week.exercises
        assert block.main_lifts["lifts"]["SQUAT"]["exercise"] == instead
    assert weeks_of(new)[2][1].exercises[instead] >= weeks_of(old)[2][1].exercises[lift]


def test_another_accessory_to_the_end_of_the_block():
    old = season()
    block = old.blocks[0]
    muscle, pool = next(
        (m, [e["exercise"] for e in entries])
        for m, entries in block.accessory_pool["muscles"].items()
        if entries[0]["exercise"] in block.weeks[2].exercises
        and entries[-1]["exercise"] not in block.weeks[2].exercises
    )
    new = made(old, {"kind": "accessory", "old": pool[0], "instead": pool[-1]}, 2)
    check_whole(old, new, 2)
    assert new.blocks[1].accessory_pool["muscles"][muscle][0]["exercise"] == pool[-1]
    assert pool[-1] in new.blocks[1].weeks[0].exercises
    assert pool[0] not in new.blocks[1].weeks[0].exercises
    assert asked(new)[5:] == asked(old)[5:]


def test_lines_say_the_weeks_that_differ_and_the_event():
    event = START + timedelta(days=14 * 7 + 5)
    old = season(TrainingGoal.STRENGTH, TrainingAge.INTERMEDIATE, 16, event)
    week = 2
    change = {"kind": "deload"}
    before, after = lines(old, made(old, change, week), change, week, NAMES)
    assert [line["label"] for line in before] == [line["label"] for line in after]
    assert before[0]["label"] == "Week of 19 January"
    assert before[0]["text"].startswith("Accumulation 3 of")
    assert after[0]["text"].startswith("Deload 1 of 1 · ")
    assert {"label": "Event", "text": "18 April 2026, unchanged"} in after
    assert "Season" not in {line["label"] for line in after}  # as long as before: nothing to say


def told(old, change, week):
    before, after = lines(old, made(old, change, week), change, week, NAMES)
    return [
        (was["label"], was["text"].split(" · ")[0], now["text"].split(" · ")[0])
        for was, now in zip(before, after, strict=True)
    ]


def test_a_block_parted_by_a_deload_reads_on_where_it_stopped():
    assert told(season(), {"kind": "deload"}, 3) == [
        ("Week of 26 January", "Accumulation 4 of 5", "Deload 1 of 1"),
        ("Week of 2 February", "Accumulation 5 of 5", "after the deload: Accumulation 4 of 5"),
        ("Week of 9 February", "Deload 1 of 1", "Accumulation 5 of 5"),
    ]


def test_a_block_that_gives_up_a_week_reads_on_a_week_shorter():
    weeks = [line[1:] for line in told(season(age=TrainingAge.BEGINNER), {"kind": "deload"}, 3)]
    assert weeks == [
        ("Accumulation 4 of 7", "Deload 1 of 1"),
        ("Accumulation 5 of 7", "after the deload: Accumulation 4 of 6"),
        ("Accumulation 6 of 7", "Accumulation 5 of 6"),
        ("Accumulation 7 of 7", "Accumulation 6 of 6"),
    ]


@pytest.mark.parametrize("week", [2, 4])
def test_another_zone_changes_no_week_that_stays_as_it_is(week):
    old = season()
    lift = old.blocks[0].main_lifts["lifts"]["SQUAT"]["exercise"]
    assert told(old, {"kind": "zone", "lift": lift, "reps": [4, 8]}, week) == [
        (NAMES[lift], "6–12 repetitions", "4–8 repetitions")
    ]


def test_an_unknown_change_is_refused():
    with pytest.raises(InvalidInput, match="'surprise'"):
        made(season(), {"kind": "surprise"}, 2)
    assert made(season(), {"kind": "none"}, 2) == season()
