"""Exposures: what counts as a use of an exercise, and that a second run has nothing left to write."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, event, insert, select, update

from app.gateways.exposures import refresh_exposures
from models.tables.athletes import profile
from models.tables.exercises import exercise
from models.tables.plan import exercise_exposure
from models.tables.workouts import set_log, workout, workout_set
from models.values.workouts import WorkoutStatus
from tests.fakes.logbook import BENCH, PLANK, PULL_UP, SQUAT, Logbook, a_set, evening


@pytest.fixture
def logbook(database):
    return Logbook(database)


def refreshed(database, athlete_id):
    with database.write() as connection:
        changed = refresh_exposures(connection, athlete_id)
    with database.read() as connection:
        rows = connection.execute(select(exercise_exposure).where(exercise_exposure.c.user_id == athlete_id))
        return changed, {row.exercise_id: row for row in rows}


def test_counts_workouts_and_keeps_the_latest(database, logbook):
    ada = logbook.athlete()
    for day in (2, 9, 4):
        logbook.workout(ada, evening(day), {SQUAT: [a_set(), a_set()]})
    changed, rows = refreshed(database, ada)
    row = rows[logbook.exercise(SQUAT)]
    assert changed == 1
    assert row.usage_count == 3
    assert row.last_used == evening(9) + timedelta(hours=1)


def test_twice_in_a_workout_counts_once(database, logbook):
    ada = logbook.athlete()
    logbook.workout(ada, evening(2), [(SQUAT, [a_set()]), (BENCH, [a_set()]), (SQUAT, [a_set()])])
    _, rows = refreshed(database, ada)
    assert {row.usage_count for row in rows.values()} == {1}


def test_missing_completed_at_falls_back_to_the_schedule(database, logbook):
    ada = logbook.athlete()
    logbook.workout(ada, evening(2), {SQUAT: [a_set()]})
    logbook.workout(ada, evening(6), {SQUAT: [a_set()]}, completed=False)
    _, rows = refreshed(database, ada)
    assert rows[logbook.exercise(SQUAT)].last_used == evening(6)


@pytest.mark.parametrize(
    "status", [WorkoutStatus.PLANNED, WorkoutStatus.IN_PROGRESS, WorkoutStatus.SKIPPED], ids=lambda s: s.value
)
def test_only_completed_workouts_count(database, logbook, status):
    ada = logbook.athlete()
    logbook.workout(ada, evening(2), {SQUAT: [a_set()]}, status=status)
    assert refreshed(database, ada) == (0, {})


def test_skipped_and_unlogged_sets_are_no_evidence(database, logbook):
    ada = logbook.athlete()
    logbook.workout(ada, evening(2), {SQUAT: [a_set(was_skipped=True)], BENCH: [a_set(logged=False)], PULL_UP: []})
    assert refreshed(database, ada) == (0, {})


def test_warm_up_only_is_a_use_without_a_performance(database, logbook):
    ada = logbook.athlete()
    logbook.workout(ada, evening(2), {SQUAT: [a_set(set_type="WARMUP", load=60)]})
    _, rows = refreshed(database, ada)
    row = rows[logbook.exercise(SQUAT)]
    assert row.usage_count == 1
    assert row.performance == {
        "version": 2,
        "trend": "not enough data",
        "lastPr": None,
        "bestE1rmKg": None,
        "sessions": 0,
        "isMain": True,
        "records": {"load": None, "reps": None, "e1rm": None},
    }


def test_timed_sets_count_but_say_nothing_of_strength(database, logbook):
    ada = logbook.athlete()
    logbook.workout(ada, evening(2), {PLANK: [a_set(reps=None, load=None, rpe=None, duration_seconds=60)]})
    _, rows = refreshed(database, ada)
    assert rows[logbook.exercise(PLANK)].performance["bestE1rmKg"] is None


def test_best_and_record_come_from_the_logs(database, logbook):
    ada = logbook.athlete(time_zone="Pacific/Auckland")
    for day, load in ((2, 100.0), (9, 105.0), (16, 102.5)):
        logbook.workout(ada, evening(day), {SQUAT: [a_set(5, load, 8), a_set(5, load, 8), a_set(5, 60, 6)]})
    _, rows = refreshed(database, ada)
    performance = rows[logbook.exercise(SQUAT)].performance
    # 5 repetitions at RPE 8 are 81.1 % of the maximum; the evening in UTC is the next morning in Auckland.
    assert performance["bestE1rmKg"] == round(105 / 0.811, 1)
    assert performance["lastPr"] == "2026-03-10"
    assert performance["sessions"] == 3


def test_bodyweight_exercises_need_the_body_weight(database, logbook):
    ada, bob = logbook.athlete(), logbook.athlete("bob@example.org")
    squat_share = logbook.exercise(PULL_UP)
    with database.write() as connection:
        connection.execute(update(exercise).where(exercise.c.id == squat_share).values(bodyweight_share=1.0))
        connection.execute(insert(profile), [{"user_id": bob, "weight_kg": 80.0}])
    for who in (ada, bob):
        logbook.workout(who, evening(2), {PULL_UP: [a_set(5, None, 8)]})
    assert refreshed(database, ada)[1][squat_share].performance["bestE1rmKg"] is None
    assert refreshed(database, bob)[1][squat_share].performance["bestE1rmKg"] == round(80 / 0.811, 1)


def _weekly(logbook, athlete_id, loads, first=date(2026, 1, 5)):
    for week, load in enumerate(loads):
        day = first + timedelta(weeks=week)
        logbook.workout(athlete_id, evening(day.day, day.month), {SQUAT: [a_set(5, load, 8), a_set(5, load, 8)]})


@pytest.mark.parametrize(
    ("loads", "trend"),
    [
        ([100 + 1.5 * week for week in range(10)], "improving"),
        ([120 - 1.5 * week for week in range(10)], "declining"),
        ([100, 100.25, 99.75, 100, 100.25, 100, 99.75, 100, 100.25, 99.75], "stalled"),
        ([100 + 1.5 * week for week in range(7)], "not enough data"),
    ],
)
def test_trend_of_session_estimates(database, logbook, loads, trend):
    ada = logbook.athlete()
    _weekly(logbook, ada, loads)
    _, rows = refreshed(database, ada)
    assert rows[logbook.exercise(SQUAT)].performance["trend"] == trend


def test_a_second_run_writes_nothing(database, logbook):
    ada, bob = logbook.athlete(), logbook.athlete("bob@example.org")
    _weekly(logbook, ada, [100 + week for week in range(12)])
    logbook.workout(bob, evening(2), {SQUAT: [a_set()]})
    assert refreshed(database, ada)[0] == 1
    with database.write() as connection:
        written = []
        event.listen(
            connection,
            "before_cursor_execute",
            lambda *call: written.append(call[2]) if not call[2].lstrip().startswith("SELECT") else None,
        )
        assert refresh_exposures(connection, ada) == 0
        assert written == []


def test_new_evidence_updates_and_vanished_evidence_removes(database, logbook):
    ada = logbook.athlete()
    first = logbook.workout(ada, evening(2), {SQUAT: [a_set()], BENCH: [a_set()]})
    logbook.workout(ada, evening(4), {SQUAT: [a_set()]})
    _, before = refreshed(database, ada)
    logbook.workout(ada, evening(6), {SQUAT: [a_set()]})
    with database.write() as connection:
        connection.execute(update(workout).where(workout.c.id == first).values(status=WorkoutStatus.SKIPPED))
    changed, after = refreshed(database, ada)
    squat, bench = logbook.exercise(SQUAT), logbook.exercise(BENCH)
    assert changed == 2
    assert set(before) == {squat, bench}
    assert set(after) == {squat}
    assert after[squat].usage_count == 2
    assert after[squat].id == before[squat].id
    assert after[squat].updated_at >= before[squat].updated_at


def test_an_athlete_without_logs_has_none(database, logbook):
    ada = logbook.athlete()
    logbook.workout(ada, evening(2), {SQUAT: [a_set()]})
    refreshed(database, ada)
    with database.write() as connection:
        connection.execute(delete(set_log).where(set_log.c.workout_set_id.in_(select(workout_set.c.id))))
    assert refreshed(database, ada) == (1, {})
    assert refreshed(database, "nobody") == (0, {})


def test_light_sets_of_a_pyramid_do_not_speak_for_the_heavy_ones(database, logbook):
    ada = logbook.athlete()
    logbook.workout(ada, evening(2), {SQUAT: [a_set(10, 40, None), a_set(15, 60, None), a_set(15, 80, None)]})
    logbook.workout(ada, evening(9), {SQUAT: [a_set(15, 40, None), a_set(5, 80, None)]})
    _, rows = refreshed(database, ada)
    performance = rows[logbook.exercise(SQUAT)].performance
    assert performance["sessions"] == 1
    assert performance["bestE1rmKg"] == round(80 / 0.811, 1)
