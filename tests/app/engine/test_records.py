"""Records: what beats something, and what is only a first time."""

from datetime import date, timedelta

from app.engine.lift_log import LiftSession, session_estimate
from app.engine.records import Bests, bests_of, tops_of
from models.values.training import RecordKind

DAY = date(2026, 3, 2)


def kinds(found):
    return {one.kind for one in found}


def test_a_first_performance_is_no_record():
    bests = Bests()
    assert bests.session(DAY, {100.0: 5}, 120.0) == []
    assert bests.stored() == {
        "load": {"kg": 100.0, "day": "2026-03-02", "reps": 5, "beaten": None},
        "reps": None,
        "e1rm": {"kg": 120.0, "day": "2026-03-02", "beaten": None},
    }


def test_a_heavier_load_beats_the_one_before():
    bests = Bests()
    bests.session(DAY, {100.0: 5}, 120.0)
    [one] = bests.session(DAY + timedelta(7), {105.0: 3}, 119.0)
    assert (one.kind, one.value, one.before, one.reps) == (RecordKind.LOAD, 105.0, 100.0, 3)


def test_more_repetitions_count_only_with_a_load_known_before():
    bests = Bests()
    bests.session(DAY, {100.0: 5}, None)
    assert bests.session(DAY, {80.0: 12}, None) == []
    [one] = bests.session(DAY, {80.0: 13}, None)
    assert (one.kind, one.value, one.before, one.load_kg) == (RecordKind.REPS, 13, 12, 80.0)


def test_more_repetitions_with_a_heavier_load_stand_above_a_lighter_one():
    bests = Bests()
    bests.session(DAY, {100.0: 8, 80.0: 5}, None)
    assert bests.session(DAY, {80.0: 8}, None) == []
    assert kinds(bests.session(DAY, {80.0: 9}, None)) == {RecordKind.REPS}


def test_of_several_the_heaviest_load_is_told():
    bests = Bests()
    bests.session(DAY, {100.0: 5, 80.0: 8}, None)
    [one] = bests.session(DAY, {100.0: 6, 80.0: 9}, None)
    assert one.load_kg == 100.0


def test_a_maximum_that_reads_the_same_is_no_record():
    bests = Bests()
    bests.session(DAY, {}, 120.0)
    assert bests.session(DAY, {}, 120.05) == []
    assert kinds(bests.session(DAY, {}, 120.2)) == {RecordKind.E1RM}


def test_less_help_is_a_heavier_load():
    bests = Bests()
    bests.session(DAY, {-30.0: 8}, None)
    [one] = bests.session(DAY, {-20.0: 6}, None)
    assert (one.kind, one.value, one.before) == (RecordKind.LOAD, -20.0, -30.0)


def test_deload_sessions_feed_no_best():
    light, heavy = (LiftSession(DAY, [(kg, 3.0)], {load: 5}) for kg, load in ((120.0, 100.0), (140.0, 120.0)))

    def best(*sessions):
        return bests_of((one, session_estimate(one.estimates)) for one in sessions).stored()["load"]

    assert best(light, heavy._replace(deload=True))["kg"] == 100.0
    assert best(light, heavy)["beaten"] == 100.0


def test_loads_from_pounds_are_one_load():
    assert tops_of({102.05828313: 5, 102.05828325: 6, 90.0: 4}) == {102.058: 6, 90.0: 4}
