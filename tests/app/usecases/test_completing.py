"""Workouts as they are done: sets logged and taken back, completed once, left out, opened again."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.changes import Changes
from app.errors import Conflict, InvalidInput, NotFound
from app.usecases.completing import Completing
from app.usecases.generating import Generating
from app.usecases.training import Training
from models.tables.plan import exercise_exposure, macro_cycle, mesocycle, training_block
from models.tables.workouts import set_log, workout
from models.values.kinds import BlockType, SetType, WorkoutStatus
from models.values.training import RecordKind, SetResult
from tests.fakes.lifters import LIFTS, MONDAY, Lifters, evening_of
from tests.fakes.logbook import SQUAT

NOW = evening_of(MONDAY)


@pytest.fixture
def lifters(database):
    return Lifters(database)


@pytest.fixture
def fast(fast_database):
    return Lifters(fast_database)


def week_of(database, athlete_id, today=MONDAY, week=None):
    return Generating(database).generate(athlete_id, today, week)


def perform(database, workout_id, at, reps=None, factor=1.0):
    """Log every set as planned; what has no load is done with 20 kg."""
    completing = Completing(database)
    for entry in Training(database).workout(workout_id).exercises:
        for one in entry.sets:
            load = None if one.target_load_kg is None else round(one.target_load_kg * factor, 2)
            result = SetResult(reps or one.target_reps, 20.0 if load is None else load, one.target_rpe)
            completing.log_set(one.id, result, at)


def done(database, workout_id, at, **more):
    perform(database, workout_id, at, **more)
    return Completing(database).complete(workout_id, at + timedelta(hours=1))


def row_of(database, table, key):
    with database.read() as connection:
        found = connection.execute(select(table).where(table.c.id == key)).mappings().one()
        return {column.key: found[column] for column in table.c}


def places(database, athlete_id):
    with database.read() as connection:
        macro = connection.execute(
            select(macro_cycle.c.completed_weeks, macro_cycle.c.current_meso, macro_cycle.c.id).where(
                macro_cycle.c.user_id == athlete_id, macro_cycle.c.is_active
            )
        ).one()
        meso = connection.execute(
            select(mesocycle.c.current_block, mesocycle.c.current_week_in_block).where(
                mesocycle.c.macro_cycle_id == macro[2], mesocycle.c.order_index == macro[1]
            )
        ).one()
    return macro[0], macro[1], meso[0], meso[1]


def first_set(database, workout_id, entry=0, number=-1):
    return Training(database).workout(workout_id).exercises[entry].sets[number]


def test_the_first_logged_set_begins_the_workout(database, lifters):
    ada = lifters.ready()
    key = week_of(database, ada).workouts[0]
    one = first_set(database, key)
    completing = Completing(database)
    assert completing.log_set(one.id, SetResult(5, 100.0, 8.0), NOW) == Changes.WORKOUTS
    assert row_of(database, workout, key)["status"] is WorkoutStatus.IN_PROGRESS
    assert completing.log_set(one.id, SetResult(5, 100.0, 8.0), NOW + timedelta(minutes=1)) == Changes.NOTHING
    read = first_set(database, key)
    assert (read.actual_reps, read.actual_load_kg, read.actual_rpe, read.logged) == (5, 100.0, 8.0, True)
    assert completing.log_set(one.id, SetResult(6, 100.0, 8.5), NOW) == Changes.WORKOUTS
    assert first_set(database, key).actual_reps == 6


def test_a_set_is_left_out_and_taken_back(database, lifters):
    ada = lifters.ready()
    key = week_of(database, ada).workouts[0]
    one = first_set(database, key)
    completing = Completing(database)
    completing.log_set(one.id, SetResult(5, 100.0), NOW)
    assert completing.skip_set(one.id, NOW) == Changes.WORKOUTS
    assert completing.skip_set(one.id, NOW) == Changes.NOTHING
    assert first_set(database, key).was_skipped
    assert first_set(database, key).actual_reps is None
    assert completing.clear_set(one.id) == Changes.WORKOUTS
    assert completing.clear_set(one.id) == Changes.NOTHING
    assert not first_set(database, key).logged


def test_a_planned_warm_up_stays_one(fast_database, fast):
    ada = fast.ready()
    key = week_of(fast_database, ada).workouts[0]
    warm_up = first_set(fast_database, key, number=0)
    assert warm_up.set_type is SetType.WARMUP
    Completing(fast_database).log_set(warm_up.id, SetResult(5, 40.0), NOW)
    assert first_set(fast_database, key, number=0).set_type is SetType.WARMUP


@pytest.mark.parametrize(
    ("result", "told"),
    [
        (SetResult(), "repetitions, its time or its distance"),
        (SetResult(1001), "Repetitions go from 0 to 1000, not 1001"),
        (SetResult(-1), "Repetitions go from 0"),
        (SetResult(5, 1501.0), "The load goes from -1500 to 1500 kg"),
        (SetResult(5, float("nan")), "The load goes"),
        (SetResult(5, 100.0, 10.5), "RPE goes from 1 to 10, not 10.5"),
        (SetResult(5, 100.0, 8.3), "steps of 0.5"),
        (SetResult(duration_seconds=float("inf")), "The time goes"),
        (SetResult(distance_m=-1.0), "The distance goes"),
    ],
)
def test_limits_are_named(fast_database, fast, result, told):
    ada = fast.ready()
    key = week_of(fast_database, ada).workouts[0]
    one = first_set(fast_database, key)
    with pytest.raises(InvalidInput, match=told):
        Completing(fast_database).log_set(one.id, result, NOW)
    assert row_of(fast_database, workout, key)["status"] is WorkoutStatus.PLANNED


def test_sets_and_workouts_that_are_gone(fast_database):
    completing = Completing(fast_database)
    for call in (
        lambda: completing.log_set("no", SetResult(5), NOW),
        lambda: completing.skip_set("no", NOW),
        lambda: completing.clear_set("no"),
        lambda: completing.add_set("no", SetResult(5), NOW),
        lambda: completing.start("no", NOW),
        lambda: completing.complete("no", NOW),
        lambda: completing.skip("no", NOW),
        lambda: completing.reopen("no", NOW),
    ):
        with pytest.raises(NotFound, match="no longer there"):
            call()


def test_completing_writes_everything_at_once(database, lifters):
    ada = lifters.ready()
    key = week_of(database, ada).workouts[0]
    perform(database, key, NOW)
    found = Completing(database).complete(
        key, NOW + timedelta(hours=1), session_rpe=7.5, notes="Went well.", minutes=62
    )
    row = row_of(database, workout, key)
    assert (row["status"], row["completed_at"]) == (WorkoutStatus.COMPLETED, NOW + timedelta(hours=1))
    assert (row["actual_minutes"], row["session_rpe"], row["notes"]) == (62, 7.5, "Went well.")
    assert found.compliance.share == 1.0
    assert not found.already
    assert found.position is not None
    assert found.position.completed_weeks == 0
    assert any("1 of 4 sessions done, 3 still open" in sentence for sentence in found.sentences)
    with database.read() as connection:
        used = connection.execute(
            select(func.count()).select_from(exercise_exposure).where(exercise_exposure.c.user_id == ada)
        ).scalar()
    names = {entry.exercise_id for entry in Training(database).workout(key).exercises}
    assert used == len(names | {lifters.logbook.exercise(name) for name in LIFTS})


def test_completing_twice_is_harmless(database, lifters):
    ada = lifters.ready()
    key = week_of(database, ada).workouts[0]
    first = done(database, key, NOW)
    again = Completing(database).complete(key, NOW + timedelta(days=2), session_rpe=9)
    assert again.already
    assert again.records == ()
    assert "already" in again.sentences[0]
    assert row_of(database, workout, key)["completed_at"] == first.at
    assert row_of(database, workout, key)["session_rpe"] is None
    with pytest.raises(Conflict, match="completed on 2026-03-02 already"):
        Completing(database).start(key, NOW)


def test_nothing_logged_is_nothing_done(fast_database, fast):
    ada = fast.ready()
    key = week_of(fast_database, ada).workouts[0]
    completing = Completing(fast_database)
    with pytest.raises(Conflict, match="No set"):
        completing.complete(key, NOW)
    completing.skip_set(first_set(fast_database, key).id, NOW)
    with pytest.raises(Conflict, match="No set"):
        completing.complete(key, NOW)


def test_minutes_come_from_the_sets_where_that_is_credible(fast_database, fast):
    ada = fast.ready()
    one, two = week_of(fast_database, ada).workouts[:2]
    completing = Completing(fast_database)
    for number, minute in ((0, 0), (-1, 48)):
        completing.log_set(
            first_set(fast_database, one, number=number).id, SetResult(5, 60.0), NOW + timedelta(minutes=minute)
        )
    completing.complete(one, NOW + timedelta(hours=5))
    assert row_of(fast_database, workout, one)["actual_minutes"] == 48
    perform(fast_database, two, NOW)
    completing.complete(two, NOW)
    assert row_of(fast_database, workout, two)["actual_minutes"] is None


def test_records_name_what_was_beaten(fast_database, fast):
    ada = fast.ready()
    key = fast.session(ada, MONDAY, {SQUAT: 130.0}, status=WorkoutStatus.IN_PROGRESS)
    found = Completing(fast_database).complete(key, NOW)
    assert {one.kind for one in found.records} == {RecordKind.LOAD, RecordKind.E1RM}
    load = next(one for one in found.records if one.kind is RecordKind.LOAD)
    assert (load.value, load.before) == (pytest.approx(104.0), pytest.approx(96.0))
    assert "104 kg for 5, more than ever (96 kg before)" in load.sentence
    [change] = found.strength
    assert change.before_kg < change.after_kg
    with fast_database.read() as connection:
        stored = connection.execute(
            select(exercise_exposure.c.performance).where(
                exercise_exposure.c.exercise_id == fast.logbook.exercise(SQUAT)
            )
        ).scalar()
    assert stored["records"]["load"] == {"kg": 104.0, "day": "2026-03-02", "reps": 5, "beaten": 96.0}


def test_a_first_performance_is_no_record(fast_database, fast):
    ada = fast.ready(weeks_logged=0)
    found = done(fast_database, fast.session(ada, MONDAY, {SQUAT: 130.0}, status=WorkoutStatus.IN_PROGRESS), NOW)
    assert found.records == []
    assert found.strength[0].before_kg is None


def test_a_deload_feeds_no_record_and_no_estimate(fast_database, fast):
    ada = fast.ready()
    with fast_database.write() as connection:
        connection.execute(update(training_block).values(block_type=BlockType.DELOAD))
    key = week_of(fast_database, ada).workouts[0]
    found = done(fast_database, key, NOW, factor=2.0)
    assert found.records == []
    assert found.strength == []
    assert any("deload" in sentence for sentence in found.sentences)
    with fast_database.read() as connection:
        rows = connection.execute(select(exercise_exposure.c.performance)).scalars().all()
    assert {one["lastPr"] for one in rows} == {None}
    assert {one["records"]["load"]["day"] for one in rows if one["records"]["load"]} == {"2026-02-02"}


def test_a_week_moves_on_with_its_last_session(database, lifters):
    ada = lifters.ready()
    week = week_of(database, ada)
    for key, planned in zip(week.workouts, week.planned, strict=True):
        assert places(database, ada) == (0, 0, 0, 0)
        found = done(database, key, evening_of(planned.day))
    assert found.advanced
    assert any("Week 1 is done: the season moves on to week 2 of 12" in sentence for sentence in found.sentences)
    assert places(database, ada) == (1, 0, 0, 1)
    following = week_of(database, ada, week.planned[-1].day)
    assert (following.week, following.monday) == (2, MONDAY + timedelta(weeks=1))


def test_skipped_weeks_do_not_move_the_season_and_say_so(database, lifters):
    ada = lifters.ready()
    for key in week_of(database, ada).workouts:
        found = Completing(database).skip(key, NOW)
    assert not found.advanced
    assert places(database, ada) == (0, 0, 0, 0)
    assert "only 0 of 4 sessions done, so the season stays in it" in found.sentences[0]
    later = MONDAY + timedelta(weeks=2)
    late = Completing(database).skip(week_of(database, ada, later).workouts[0], evening_of(later))
    assert any("2 weeks behind its calendar" in sentence for sentence in late.sentences)


def test_one_session_left_out_does_not_hold_the_season_up(fast_database, fast):
    ada = fast.ready()
    week = week_of(fast_database, ada)
    for key, planned in list(zip(week.workouts, week.planned, strict=True))[:3]:
        done(fast_database, key, evening_of(planned.day))
    found = Completing(fast_database).skip(week.workouts[3], evening_of(week.planned[3].day))
    assert found.advanced
    assert places(fast_database, ada)[0] == 1


def test_a_skipped_workout_can_be_opened_and_a_done_one_not_skipped(database, lifters):
    ada = lifters.ready()
    one, two = week_of(database, ada).workouts[:2]
    completing = Completing(database)
    completing.skip(one, NOW, "Ill.")
    with pytest.raises(Conflict, match="left out"):
        completing.log_set(first_set(database, one).id, SetResult(5, 60.0), NOW)
    with pytest.raises(Conflict, match="left out"):
        completing.complete(one, NOW)
    completing.skip(one, NOW)
    assert completing.reopen(one, NOW)
    assert row_of(database, workout, one)["status"] is WorkoutStatus.PLANNED
    assert completing.reopen(one, NOW) == Changes.NOTHING
    done(database, two, NOW)
    with pytest.raises(Conflict, match="logged"):
        completing.skip(two, NOW)


def test_opening_a_workout_takes_back_what_followed(database, lifters):
    ada = lifters.ready()
    week = week_of(database, ada)
    Training(database).refresh_exposures(ada)
    with database.read() as connection:
        columns = (exercise_exposure.c.exercise_id, exercise_exposure.c.usage_count, exercise_exposure.c.performance)
        before = connection.execute(select(*columns).order_by(*columns[:1])).all()
    for key, planned in zip(week.workouts, week.planned, strict=True):
        done(database, key, evening_of(planned.day), factor=1.2)
    assert places(database, ada)[0] == 1
    for key in week.workouts:
        Completing(database).reopen(key, evening_of(week.planned[-1].day))
    assert places(database, ada) == (0, 0, 0, 0)
    row = row_of(database, workout, key)
    assert (row["status"], row["completed_at"]) == (WorkoutStatus.IN_PROGRESS, None)
    with database.read() as connection:
        assert connection.execute(select(*columns).order_by(*columns[:1])).all() == before
    for key, planned in zip(week.workouts, week.planned, strict=True):
        Completing(database).complete(key, evening_of(planned.day))
    assert places(database, ada)[0] == 1


def test_a_completed_workout_can_be_corrected(fast_database, fast):
    ada = fast.ready()
    key = week_of(fast_database, ada).workouts[0]
    done(fast_database, key, NOW)
    entry = Training(fast_database).workout(key).exercises[0]

    def best():
        with fast_database.read() as connection:
            return connection.execute(
                select(exercise_exposure.c.performance).where(exercise_exposure.c.exercise_id == entry.exercise_id)
            ).scalar()["records"]["load"]["kg"]

    before = best()
    Completing(fast_database).log_set(entry.sets[-1].id, SetResult(5, 250.0, 8.0), NOW)
    assert best() == 250.0
    Completing(fast_database).skip_set(entry.sets[-1].id, NOW)
    assert best() <= before
    assert row_of(fast_database, workout, key)["status"] is WorkoutStatus.COMPLETED


def test_the_only_set_of_a_completed_workout_stays(fast_database, fast):
    ada = fast.ready()
    key = week_of(fast_database, ada).workouts[0]
    one = first_set(fast_database, key)
    completing = Completing(fast_database)
    completing.log_set(one.id, SetResult(5, 60.0), NOW)
    completing.complete(key, NOW)
    for call in (lambda: completing.clear_set(one.id), lambda: completing.skip_set(one.id, NOW)):
        with pytest.raises(Conflict, match="only set"):
            call()


def test_a_set_beyond_the_plan(database, lifters):
    ada = lifters.ready()
    key = week_of(database, ada).workouts[0]
    entry = Training(database).workout(key).exercises[0]
    added = Completing(database).add_set(entry.id, SetResult(8, 80.0, 9.0), NOW)
    read = Training(database).workout(key).exercises[0].sets[-1]
    assert (read.id, read.actual_reps, read.target_reps, read.target_rep_range) == (added, 8, None, None)
    assert read.set_type is SetType.NORMAL
    assert read.set_index == entry.sets[-1].set_index + 1
    found = Completing(database).complete(key, NOW)
    assert (found.compliance.performed, found.compliance.added) == (0, 1)


def test_a_workout_without_a_season_completes_too(fast_database, fast):
    ada = fast.athlete()
    key = fast.session(ada, MONDAY, {SQUAT: 120.0}, status=WorkoutStatus.IN_PROGRESS)
    found = Completing(fast_database).complete(key, NOW)
    assert found.position is None
    assert not found.advanced


def test_other_programs_logs_move_the_season_too(fast_database, fast):
    ada = fast.ready(days=3)
    for day in (0, 2):
        fast.session(ada, MONDAY + timedelta(days=day))
    key = fast.session(ada, MONDAY + timedelta(days=4), status=WorkoutStatus.IN_PROGRESS)
    found = Completing(fast_database).complete(key, evening_of(MONDAY + timedelta(days=4)))
    assert found.advanced
    assert places(fast_database, ada)[0] == 1


def test_a_failure_at_the_end_leaves_the_workout_open(fast_database, fast, monkeypatch):
    ada = fast.ready()
    key = week_of(fast_database, ada).workouts[0]
    perform(fast_database, key, NOW)

    def broken(*_arguments):
        raise RuntimeError("no")

    monkeypatch.setattr("app.usecases.following.write_position", broken)
    with pytest.raises(RuntimeError):
        Completing(fast_database).complete(key, NOW)
    row = row_of(fast_database, workout, key)
    assert (row["status"], row["completed_at"]) == (WorkoutStatus.IN_PROGRESS, None)


def test_every_session_rating_has_its_limits(fast_database, fast):
    ada = fast.ready()
    key = week_of(fast_database, ada).workouts[0]
    for more in ({"session_rpe": 11.0}, {"minutes": 1441}, {"minutes": -1}):
        with pytest.raises(InvalidInput):
            Completing(fast_database).complete(key, NOW, **more)


def test_less_help_is_told_as_such(fast_database, fast):
    ada = fast.ready()
    for back, load in ((14, 40.0), (7, 40.0)):
        entries = {"assisted_pull_up": [{"actual_reps": 8, "actual_load": load, "actual_rpe": 8.0}]}
        fast.logbook.workout(ada, NOW - timedelta(days=back), entries)
    row = {"assisted_pull_up": [{"actual_reps": 6, "actual_load": 30.0, "actual_rpe": 8.0}]}
    key = fast.logbook.workout(ada, NOW, row, status=WorkoutStatus.IN_PROGRESS)
    found = Completing(fast_database).complete(key, NOW)
    assert any("only 30 kg of help for 6, 40 kg before" in one.sentence for one in found.records)


def test_sets_logged_twice_at_once_stay_one_row(database, lifters):
    ada = lifters.ready()
    key = week_of(database, ada).workouts[0]
    one = first_set(database, key)
    for reps in (5, 6, 5):
        Completing(database).log_set(one.id, SetResult(reps, 100.0), NOW)
    with database.read() as connection:
        count = connection.execute(
            select(func.count()).select_from(set_log).where(set_log.c.workout_set_id == one.id)
        ).scalar()
    assert count == 1
