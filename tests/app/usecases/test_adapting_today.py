"""Today's session through the use case: previewed, applied, restored; and an athlete's own rules."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, type_coerce, update
from sqlalchemy.types import Double

from app.changes import Changes
from app.errors import Conflict, InvalidInput, NotFound
from app.gateways.shapes import fault
from app.usecases.adapting import Adapting
from models.tables.plan import training_block
from models.tables.readiness import readiness_policy
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.ids import IdStyle, new_id
from models.values.workouts import WorkoutStatus
from tests.fakes.logbook import BENCH, SQUAT, Logbook, a_set, evening

DAY = evening(18)
NOW = DAY - timedelta(hours=2)
TODAY = NOW.date()
WORN = {name: {"score": 0.3} for name in ("subjective", "performance", "wearable")}
PLANNED = {"status": WorkoutStatus.PLANNED, "selection_rationale": {"version": 1}}
ONE_ENGINE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""What depends on no statement that others do not try on both."""


@pytest.fixture
def adapting(database):
    return Adapting(database)


@pytest.fixture
def logbook(database):
    return Logbook(database)


@pytest.fixture
def ada(logbook):
    return logbook.athlete()


def planned(logbook, athlete_id, *, at=DAY, **columns):
    """A generated workout: two warm-ups and four working sets of squats, three bench presses in pounds."""
    work = {SQUAT: [a_set(logged=False)] * 6, BENCH: [a_set(logged=False)] * 3}
    workout_id = logbook.workout(athlete_id, at, work, **{**PLANNED, **columns})
    with logbook.database.write() as connection:
        rows = connection.execute(
            select(workout_set.c.id, workout_set.c.set_index.label("place"), workout_exercise.c.order_index.label("at"))
            .join(workout_exercise, workout_exercise.c.id == workout_set.c.workout_exercise_id)
            .where(workout_exercise.c.workout_id == workout_id)
        ).all()
        for row in rows:
            values = {"target_rpe": 8.0, "target_load": 140.0, "rest_seconds": 180}
            if row.at == 0 and row.place < 2:
                values = {"target_load": 60.0}
            if row.at == 1:
                values = {"target_rpe": 8.5, "target_load": type_coerce(135.0, Double), "target_rep_min": 5}
            connection.execute(update(workout_set).where(workout_set.c.id == row.id).values(values))
    return workout_id


def worn(logbook, athlete_id, score=0.3, hours=3.0, **more):
    values = {"score_parts": WORN, "score_confidence": 0.8, **more}
    logbook.signal(athlete_id, NOW - timedelta(hours=hours), score, f"{athlete_id}{hours}", **values)


def sets(database, workout_id):
    columns = [column for column in workout_set.c if column.key != "target_load"]
    with database.read() as connection:
        rows = connection.execute(
            select(*columns, type_coerce(workout_set.c.target_load, Double))
            .join(workout_exercise, workout_exercise.c.id == workout_set.c.workout_exercise_id)
            .where(workout_exercise.c.workout_id == workout_id)
            .order_by(workout_exercise.c.order_index, workout_set.c.set_index)
        )
        return [tuple(row) for row in rows]


def head(database, workout_id):
    with database.read() as connection:
        row = connection.execute(
            select(workout.c.was_autoregulated, workout.c.autoregulation_log).where(workout.c.id == workout_id)
        ).one()
    return tuple(row)


def test_applied_and_put_back_to_the_last_bit(database, adapting, logbook, ada):
    session = planned(logbook, ada)
    worn(logbook, ada)
    before = sets(database, session)

    applied = adapting.apply_today(session, NOW)

    assert applied.is_applied
    assert applied.rule == "sets_down"
    assert {(c.exercise, c.field): (c.original, c.adjusted) for c in applied.changes} == {
        (SQUAT, "sets"): (4, 3),
        (SQUAT, "load"): (140.0, 135.0),
        (SQUAT, "rir"): (2.0, 3.0),
        (BENCH, "sets"): (3, 2),
        (BENCH, "load"): (61.23496995, 60.0),
        (BENCH, "rir"): (1.5, 2.5),
    }
    flag, log = head(database, session)
    assert flag
    assert fault("autoregulation_log", log) is None
    assert [(c["field"], c["original"], c["adjusted"]) for c in log["changes"]][:2] == [
        ("sets", 4, 3),
        ("load", 140.0, 135.0),
    ]
    after = sets(database, session)
    assert len(after) == 7
    assert after[:2] == before[:2]  # warm-ups
    assert adapting.today(session, TODAY) == applied

    assert adapting.restore_today(session) == Changes.WORKOUTS
    assert sets(database, session) == before
    assert head(database, session) == (False, None)
    assert adapting.restore_today(session) == Changes.NOTHING


def test_applying_again_starts_from_the_plan(database, adapting, logbook, ada):
    session = planned(logbook, ada)
    worn(logbook, ada)
    before = sets(database, session)
    adapting.apply_today(session, NOW)
    once = sets(database, session)
    adapting.apply_today(session, NOW)
    assert sets(database, session) == once
    worn(logbook, ada, 0.6, hours=0.5, score_parts={"subjective": {"score": 0.6}})
    assert adapting.apply_today(session, NOW).changes == ()
    assert sets(database, session) == before


def test_a_preview_writes_nothing(database, adapting, logbook, ada):
    session = planned(logbook, ada)
    worn(logbook, ada)
    before = sets(database, session)
    found = adapting.today(session, TODAY)
    assert found.changes
    assert not found.is_applied
    assert sets(database, session) == before


@ONE_ENGINE
def test_back_off_sets_follow_the_heaviest(database, adapting, logbook, ada):
    session = planned(logbook, ada)
    with database.write() as connection:
        last = (
            connection.execute(select(workout_set.c.id).where(workout_set.c.set_index == 3).order_by(workout_set.c.id))
            .scalars()
            .all()[0]
        )
        connection.execute(update(workout_set).where(workout_set.c.id == last).values(target_load=100.0))
    worn(logbook, ada, 0.2)
    adapting.apply_today(session, NOW)
    with database.read() as connection:
        load = connection.execute(select(workout_set.c.target_load).where(workout_set.c.id == last)).scalar()
    assert load == 90.0


@ONE_ENGINE
@pytest.mark.parametrize("hours", [48.5, 60])
def test_an_old_check_in_changes_nothing(adapting, logbook, ada, hours):
    session = planned(logbook, ada)
    worn(logbook, ada, hours=hours)
    assert adapting.apply_today(session, NOW).changes == ()


@ONE_ENGINE
def test_nothing_known_and_a_row_of_another_program(adapting, logbook, ada):
    session = planned(logbook, ada)
    assert adapting.today(session, TODAY).changes == ()
    logbook.signal(ada, NOW - timedelta(hours=1), 0.05, 1, subjective_soreness={"legs": 3})
    found = adapting.apply_today(session, NOW)
    assert found.rule == "low_confidence"
    assert found.changes == ()


@ONE_ENGINE
def test_deload_and_fixed_blocks_stay(database, adapting, logbook, ada):
    worn(logbook, ada)
    logbook.season(ada, "s")
    deload = planned(logbook, ada, training_block_id="blocks1", week_in_block=0)
    assert adapting.apply_today(deload, NOW).rule == "deload"
    with database.write() as connection:
        connection.execute(update(training_block).values(allow_auto_scale=False))
    fixed = planned(logbook, ada, training_block_id="blocks0", week_in_block=0)
    assert "no automatic changes" in adapting.apply_today(fixed, NOW).sentence
    assert head(database, fixed) == (False, None)


def test_what_is_not_open_is_left_alone(database, adapting, logbook, ada):
    worn(logbook, ada)
    done = planned(logbook, ada, status=WorkoutStatus.COMPLETED)
    by_hand = planned(logbook, ada, selection_rationale=None)
    begun = planned(logbook, ada)
    with database.write() as connection:
        one = connection.execute(
            select(workout_set.c.id)
            .join(workout_exercise, workout_exercise.c.id == workout_set.c.workout_exercise_id)
            .where(workout_exercise.c.workout_id == begun)
            .limit(1)
        ).scalar()
        connection.execute(insert(set_log), [{"id": new_id(IdStyle.UUID), "workout_set_id": one, "actual_reps": 5}])
    for session, words in ((done, "not planned any more"), (by_hand, "not generated"), (begun, "has been begun")):
        before = sets(database, session)
        assert adapting.today(session, TODAY) is None
        with pytest.raises(Conflict, match=words):
            adapting.apply_today(session, NOW)
        with pytest.raises(Conflict):
            adapting.restore_today(session)
        assert sets(database, session) == before
    with pytest.raises(NotFound):
        adapting.today("gone", TODAY)


@ONE_ENGINE
def test_a_later_day_is_not_today(adapting, logbook, ada):
    worn(logbook, ada)
    session = planned(logbook, ada, at=DAY + timedelta(days=1))
    assert adapting.today(session, TODAY) is None


def test_own_rules_hold_for_one_athlete(adapting, logbook, ada):
    bob = logbook.athlete("bob@example.org")
    own = adapting.rules(ada).edited("sets_down", "setsPercent", -50).edited("recovery_session", "setsPercent", -75)
    assert adapting.save_rules(ada, own) == Changes.READINESS
    assert adapting.rules(ada).is_own
    assert not adapting.rules(bob).is_own
    worn(logbook, ada)
    worn(logbook, bob)
    mine = adapting.apply_today(planned(logbook, ada), NOW)
    usual = adapting.apply_today(planned(logbook, bob), NOW)
    assert mine.changes[0].adjusted == 2
    assert "50 % fewer sets" in mine.changes[0].reason
    assert "edited for this athlete" in mine.sentence
    assert usual.changes[0].adjusted == 3
    assert adapting.save_rules(ada, own.edited("go", "atLeast", 0.9)) == Changes.READINESS
    assert adapting.rules(ada).number("go", "atLeast") == 0.9
    assert adapting.reset_rules(ada) == Changes.READINESS
    assert not adapting.rules(ada).is_own
    assert adapting.reset_rules(ada) == Changes.NOTHING


@ONE_ENGINE
def test_unusable_rules_are_not_stored(adapting, ada):
    with pytest.raises(InvalidInput, match="Go: freshness at least must be 60 to 95, not 99"):
        adapting.save_rules(ada, adapting.rules(ada).edited("go", "atLeast", 0.99))
    assert not adapting.rules(ada).is_own
    with pytest.raises(NotFound):
        adapting.rules("nobody")


@pytest.mark.parametrize(
    "stored",
    [
        {"some": "thing"},
        {"version": 1, "rules": [{"id": "go", "thresholds": {"atLeast": 7}, "effects": {}}]},
    ],
)
def test_stored_rules_of_another_program_are_kept_and_told(database, adapting, ada, stored):
    with database.write() as connection:
        connection.execute(insert(readiness_policy), [{"id": "p", "user_id": ada, "rules": stored}])
    found = adapting.rules(ada)
    assert not found.is_own
    assert "cannot be used" in found.problem


@ONE_ENGINE
def test_a_further_set_where_the_week_lacks_it_and_time_is_left(database, adapting, logbook, ada):
    logbook.season(ada, "s")
    week = {"rir": 2, "hardSets": 20, "sets": {"quads": 5.0, "chest": 6.0}}
    with database.write() as connection:
        connection.execute(update(training_block).values(weekly_targets={"version": 1, "weeks": [week]}))
    rationale = {"version": 1, "session": {"minutesLimit": 60}}
    place = {"training_block_id": "blocks0", "week_in_block": 0, "selection_rationale": rationale}
    fresh = {name: {"score": 0.9} for name in ("subjective", "performance", "wearable")}
    worn(logbook, ada, 0.9, score_parts=fresh)
    adapting.save_rules(ada, adapting.rules(ada).edited("go", "sets", 1))
    full = planned(logbook, ada, estimated_minutes=60, **place)
    assert "sets" not in {change.field for change in adapting.apply_today(full, NOW).changes}
    roomy = planned(logbook, ada, estimated_minutes=50, **place)
    before = sets(database, roomy)
    found = adapting.apply_today(roomy, NOW)
    assert {(c.exercise, c.original, c.adjusted) for c in found.changes if c.field == "sets"} == {(SQUAT, 4, 5)}
    assert len(sets(database, roomy)) == len(before) + 1
    adapting.restore_today(roomy)
    assert sets(database, roomy) == before


@ONE_ENGINE
def test_loads_move_in_the_steps_they_were_planned_in(database, adapting, logbook, ada):
    session = planned(logbook, ada)
    worn(logbook, ada, 0.2)
    steps = {"version": 1, "load": {"inputs": {"incrementKg": 10.0, "leastKg": 130.0}}}
    with database.write() as connection:
        mine = (workout_exercise.c.workout_id == session) & (workout_exercise.c.order_index == 0)
        connection.execute(update(workout_exercise).where(mine).values(prescription_rationale=steps))
    found = adapting.apply_today(session, NOW)
    assert {(c.original, c.adjusted) for c in found.changes if (c.exercise, c.field) == (SQUAT, "load")} == {(140, 130)}
