"""Weeks of workouts: stored whole, made again without touching what is somebody's, refused with a sentence."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, insert, select, update

from app.engine.workouts.recomputing import recomputed, recomputed_load
from app.errors import Conflict, InvalidInput, NotFound
from app.gateways.week_brief import read_week_brief
from app.usecases.generating import Generating
from app.usecases.training import Training
from models.tables.athletes import injury, user_preference
from models.tables.plan import macro_cycle, training_block
from models.tables.readiness import readiness_signal
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.days import local_day, zone
from models.values.ids import new_id
from models.values.kinds import SetType, WorkoutSelectionMode, WorkoutStatus
from tests.fakes.lifters import MONDAY, VIENNA, Lifters, evening_of
from tests.fakes.logbook import SQUAT


@pytest.fixture
def lifters(database):
    return Lifters(database)


@pytest.fixture
def fast(fast_database):
    return Lifters(fast_database)


def stored(database, athlete_id):
    with database.read() as connection:
        rows = connection.execute(
            select(workout).where(workout.c.user_id == athlete_id, workout.c.source == "generated")
        ).mappings()
        return [{column.key: row[column] for column in workout.c} for row in rows]


def test_a_week_is_stored_whole(database, lifters):
    ada = lifters.ready()
    week = Generating(database).generate(ada, MONDAY)
    rows = sorted(stored(database, ada), key=lambda row: row["scheduled_date"])
    assert [row["id"] for row in rows] == list(week.workouts)
    assert (week.week, week.monday, len(rows)) == (1, MONDAY, 4)
    for row, planned in zip(rows, week.planned, strict=True):
        assert row["status"] is WorkoutStatus.PLANNED
        assert row["selection_mode"] is WorkoutSelectionMode.AUTO
        assert row["week_in_block"] == 0
        assert row["block_phase"].startswith("Week 1 of ")
        assert row["estimated_minutes"] == planned.minutes
        assert row["selection_rationale"]["made"] == "2026-03-02"
        local = row["scheduled_date"].astimezone(zone(VIENNA))
        assert (local.date(), local.hour, local.minute) == (planned.day, 17, 45)
    with database.read() as connection:
        block = connection.execute(select(training_block.c.id, training_block.c.order_index)).first()
    assert {row["training_block_id"] for row in rows} == {block.id}


def test_targets_and_reasons_survive_the_database(database, lifters):
    ada = lifters.ready()
    week = Generating(database).generate(ada, MONDAY)
    for workout_id, planned in zip(week.workouts, week.planned, strict=True):
        read = Training(database).workout(workout_id)
        assert read.selection_rationale == planned.selection_rationale
        assert len(read.exercises) == len(planned.exercises)
        for entry, one in zip(read.exercises, planned.exercises, strict=True):
            assert entry.catalogue_id == one.exercise_id == recomputed(entry.selection_reason)
            assert entry.selection_reason == one.selection_reason
            assert entry.prescription_rationale == one.prescription_rationale
            working = [each for each in entry.sets if each.set_type is SetType.NORMAL]
            assert len(working) == one.working_sets
            load = recomputed_load(entry.prescription_rationale)
            for each, asked in zip(entry.sets, one.sets, strict=True):
                assert each.set_type is asked.set_type
                assert each.target_reps == asked.reps
                assert each.rest_seconds == asked.rest_seconds
                assert each.target_load_kg == pytest.approx(asked.load_kg)
                assert each.target_rep_range == asked.rep_range
                assert each.target_rpe == (None if asked.rir is None else 10 - asked.rir)
            assert working[0].target_load_kg == (load if load is None else pytest.approx(load))


def test_a_preview_writes_nothing(database, lifters):
    ada = lifters.ready()
    shown = Generating(database).preview(ada, MONDAY)
    assert not shown.workouts
    assert stored(database, ada) == []
    assert Generating(database).generate(ada, MONDAY).planned == shown.planned


def test_making_a_week_again_keeps_it_unless_asked(database, lifters):
    ada = lifters.ready()
    first = Generating(database).generate(ada, MONDAY)
    again = Generating(database).generate(ada, MONDAY)
    assert again.workouts == []
    assert sorted(again.kept) == sorted(first.workouts)
    anew = Generating(database).generate(ada, MONDAY, replace=True)
    assert anew.replaced == 4
    assert anew.planned == first.planned
    assert not set(anew.workouts) & set(first.workouts)
    with database.read() as connection:
        counts = [connection.execute(select(func.count()).select_from(table)).scalar() for table in (workout,)]
        orphans = connection.execute(
            select(func.count())
            .select_from(workout_set)
            .where(workout_set.c.workout_exercise_id.not_in(select(workout_exercise.c.id)))
        ).scalar()
    assert counts == [4 + 12]
    assert orphans == 0


@pytest.mark.parametrize("touch", ["done", "begun", "logged", "noted", "adjusted", "by hand"])
def test_what_somebody_touched_stays(fast_database, fast, touch):
    ada = fast.ready()
    first = Generating(fast_database).generate(ada, MONDAY)
    chosen = first.workouts[1]
    with fast_database.write() as connection:
        change = {
            "done": {"status": WorkoutStatus.COMPLETED},
            "begun": {"status": WorkoutStatus.IN_PROGRESS},
            "noted": {"notes": "Bring the belt."},
            "adjusted": {"was_autoregulated": True},
            "by hand": {"source": None},
        }.get(touch)
        if change is not None:
            connection.execute(update(workout).where(workout.c.id == chosen).values(change))
        else:
            one = connection.execute(
                select(workout_set.c.id)
                .join(workout_exercise, workout_exercise.c.id == workout_set.c.workout_exercise_id)
                .where(workout_exercise.c.workout_id == chosen)
            ).scalar()
            connection.execute(insert(set_log), [{"id": new_id(), "workout_set_id": one, "actual_reps": 5}])
    anew = Generating(fast_database).generate(ada, MONDAY, replace=True)
    assert list(anew.kept) == [chosen]
    assert anew.replaced == 3
    day = first.planned[1].day
    assert len(anew.workouts) == 3
    assert day not in {one.day for one in anew.planned}
    assert any("left alone" in sentence for sentence in anew.sentences)


def test_kept_sessions_count(fast_database, fast):
    ada = fast.ready()
    fast.session(ada, MONDAY, {"barbell_back_squat": 120.0})
    with fast_database.read() as connection:
        brief = read_week_brief(connection, ada, MONDAY + timedelta(days=1))
    assert brief.done_exercises == {"barbell_back_squat": 3}
    assert brief.done["quads"] == 3.0
    assert list(brief.done_days) == [MONDAY]


def test_days_gone_by_stay_as_they_were(fast_database, fast):
    ada = fast.ready()
    first = Generating(fast_database).generate(ada, MONDAY)
    thursday = MONDAY + timedelta(days=3)
    gone = [key for key, one in zip(first.workouts, first.planned, strict=True) if one.day < thursday]
    anew = Generating(fast_database).generate(ada, thursday, replace=True)
    assert gone
    assert set(gone) <= {row["id"] for row in stored(fast_database, ada)}
    assert all(one.day >= thursday for one in anew.planned)


def test_without_a_season_there_is_no_week(fast_database, fast):
    ada = fast.athlete()
    with pytest.raises(NotFound, match="no active season"):
        Generating(fast_database).generate(ada, MONDAY)
    with pytest.raises(NotFound, match="no such athlete"):
        Generating(fast_database).generate("nobody", MONDAY)


@pytest.mark.parametrize("week", [0, -1, 13, 99])
def test_weeks_outside_the_season_are_named(fast_database, fast, week):
    ada = fast.ready()
    with pytest.raises(InvalidInput, match="weeks 1 to 12"):
        Generating(fast_database).generate(ada, MONDAY, week)


def test_weeks_behind_are_not_made_again(fast_database, fast):
    ada = fast.ready()
    with fast_database.write() as connection:
        connection.execute(update(macro_cycle).values(completed_weeks=2))
    with pytest.raises(InvalidInput, match="Week 2 lies behind"):
        Generating(fast_database).generate(ada, MONDAY + timedelta(weeks=2), 2)
    assert Generating(fast_database).generate(ada, MONDAY + timedelta(weeks=2)).week == 3


def test_a_season_that_is_over_says_so(fast_database, fast):
    ada = fast.ready()
    with fast_database.write() as connection:
        connection.execute(update(macro_cycle).values(completed_weeks=12))
    with pytest.raises(Conflict, match="season is over"):
        Generating(fast_database).generate(ada, MONDAY)


def test_another_programs_block_is_refused_with_a_sentence(fast_database, fast):
    ada = fast.ready()
    with fast_database.write() as connection:
        connection.execute(update(training_block).values(main_lifts={}, accessory_pool={}, weekly_targets=None))
    with pytest.raises(Conflict, match="names no exercises"):
        Generating(fast_database).generate(ada, MONDAY)


def test_a_coming_week_has_its_own_monday(fast_database, fast):
    ada = fast.ready()
    week = Generating(fast_database).generate(ada, MONDAY, 3)
    assert week.monday == MONDAY + timedelta(weeks=2)
    assert all(0 <= (one.day - week.monday).days < 7 for one in week.planned)
    assert {row["week_in_block"] for row in stored(fast_database, ada)} == {2}


def test_a_season_that_has_not_begun_waits_for_its_start(fast_database, fast):
    ada = fast.athlete()
    fast.season(ada, start=MONDAY + timedelta(weeks=1))
    assert Generating(fast_database).generate(ada, MONDAY).monday == MONDAY + timedelta(weeks=1)


def test_falling_behind_is_said(fast_database, fast):
    ada = fast.ready()
    late = Generating(fast_database).generate(ada, MONDAY + timedelta(weeks=3))
    assert (late.week, late.monday) == (1, MONDAY + timedelta(weeks=3))
    assert any("3 weeks behind its calendar" in sentence for sentence in late.sentences)


def test_an_empty_brief_says_what_was_assumed(fast_database, fast):
    ada = fast.logbook.athlete("new@example.org")
    fast.season(ada)
    with fast_database.read() as connection:
        brief = read_week_brief(connection, ada, MONDAY)
    told = " ".join(brief.assumptions)
    for word in ("how many days", "how long", "equipment", "body weight", "No workout is logged"):
        assert word in told
    assert brief.freshness is None
    assert brief.strengths == {}
    assert Generating(fast_database).generate(ada, MONDAY).workouts


def test_strength_uses_and_habits_come_from_the_log(fast_database, fast):
    ada = fast.ready(days=3)
    with fast_database.read() as connection:
        brief = read_week_brief(connection, ada, MONDAY)
    squat = brief.strengths[SQUAT]
    assert squat.e1rm_kg == pytest.approx(0.8 * 120 / 0.811, rel=1e-3)
    assert (squat.last_load_kg, squat.last_reps, squat.last_rir) == (pytest.approx(96.0), 5, 2.0)
    assert squat.day == MONDAY - timedelta(days=3)
    assert 1.0 < squat.sigma_percent < 5.0
    assert (brief.uses[SQUAT].weeks_running, brief.uses[SQUAT].sessions_8_weeks) == (4, 12)
    assert tuple(brief.weekdays) == (0, 2, 4)
    assert brief.sessions_logged == 12
    assert brief.bodyweight_kg == pytest.approx(82.0)


def test_a_tired_session_says_nothing_of_strength(fast_database, fast):
    ada = fast.ready()
    day = MONDAY - timedelta(days=1)
    fast.session(ada, day, {SQUAT: 60.0})
    with fast_database.read() as connection:
        before = read_week_brief(connection, ada, MONDAY).strengths[SQUAT]
    signal = {"id": new_id(), "user_id": ada, "subjective_readiness": 1, "subjective_soreness": {},
              "subjective_motivation": 2, "fatigue_score": 0.2,
              "timestamp": evening_of(day) - timedelta(hours=10)}  # fmt: skip
    with fast_database.write() as connection:
        connection.execute(insert(readiness_signal), [signal])
    with fast_database.read() as connection:
        after = read_week_brief(connection, ada, MONDAY).strengths[SQUAT]
    assert after.e1rm_kg > before.e1rm_kg
    assert after.e1rm_kg == pytest.approx(0.8 * 120 / 0.811, rel=1e-3)


@pytest.mark.parametrize(("hours", "known"), [(3, True), (47, True), (49, False)])
def test_freshness_lasts_two_days(fast_database, fast, hours, known):
    ada = fast.ready()
    signal = {"id": new_id(), "user_id": ada, "subjective_readiness": 4, "subjective_soreness": {"quads": 2},
              "subjective_motivation": 4, "fatigue_score": 0.7, "score_confidence": 0.8,
              "score_parts": {"subjective": {"score": 0.7}},
              "timestamp": evening_of(MONDAY) - timedelta(hours=hours, minutes=75)}  # fmt: skip
    with fast_database.write() as connection:
        connection.execute(insert(readiness_signal), [signal])
    with fast_database.read() as connection:
        found = read_week_brief(connection, ada, MONDAY).freshness
    assert (found is not None) is known
    if found is not None:
        assert found.age_hours == pytest.approx(hours, abs=0.1)
        assert found.sore == {"quads": 2}
        assert found.groups["subjective"] == 0.7


def test_wishes_and_injuries_are_kept_to(fast_database, fast):
    ada = fast.ready()
    with fast_database.write() as connection:
        wishes = {"user_id": ada, "avoid_exercises": ["Barbell Back Squat"], "favorite_exercises": ["lat pulldown"]}
        connection.execute(insert(user_preference), [wishes])
        hurt = {"id": new_id(), "user_id": ada, "body_part": "Left shoulder", "severity": 4}
        connection.execute(insert(injury), [hurt])
    with fast_database.read() as connection:
        brief = read_week_brief(connection, ada, MONDAY)
    assert SQUAT in brief.means.avoided
    assert "shoulder" in brief.means.injured
    assert brief.favourites == {"lat_pulldown"}
    chosen = {
        one.exercise_id for day in Generating(fast_database).generate(ada, MONDAY).planned for one in day.exercises
    }
    hurting = {one.id for one in brief.exercises if "shoulder" in one.contraindications}
    assert not chosen & (hurting | {SQUAT})


def test_two_at_once_make_one_week(database, lifters):
    ada = lifters.ready()
    first = Generating(database).generate(ada, MONDAY)
    second = Generating(database).generate(ada, MONDAY)
    assert len(stored(database, ada)) == len(first.workouts) + len(second.workouts) == 4


def test_a_failure_leaves_the_old_week(fast_database, fast, monkeypatch):
    ada = fast.ready()
    first = Generating(fast_database).generate(ada, MONDAY)

    def broken(*_arguments):
        raise RuntimeError("no")

    monkeypatch.setattr("app.usecases.generating.write_planned", broken)
    with pytest.raises(RuntimeError):
        Generating(fast_database).generate(ada, MONDAY, replace=True)
    assert {row["id"] for row in stored(fast_database, ada)} == set(first.workouts)


def test_local_days_hold_across_summer_time(fast_database, fast):
    ada = fast.ready()
    week = Generating(fast_database).generate(ada, MONDAY, 4)
    assert week.monday == date(2026, 3, 23)
    rows = {row["id"]: row for row in stored(fast_database, ada)}
    for key, one in zip(week.workouts, week.planned, strict=True):
        local = rows[key]["scheduled_date"].astimezone(zone(VIENNA))
        assert (local_day(rows[key]["scheduled_date"], zone(VIENNA)), local.hour, local.minute) == (one.day, 17, 45)


def test_accessories_are_remembered_for_the_next_week(fast_database, fast):
    ada = fast.ready()
    first = Generating(fast_database).generate(ada, MONDAY)
    with fast_database.read() as connection:
        brief = read_week_brief(connection, ada, MONDAY, 2)
    accessories = {one.exercise_id for day in first.planned for one in day.exercises if not one.is_main_lift}
    assert set(brief.kept) == accessories


def test_the_end_that_came_while_days_passed_is_stored(fast_database, fast):
    ada = fast.ready()
    with fast_database.write() as connection:
        connection.execute(update(macro_cycle).values(completed_weeks=11))
    last = MONDAY + timedelta(weeks=11)
    week = Generating(fast_database).generate(ada, last)
    with fast_database.write() as connection:
        connection.execute(
            update(workout).where(workout.c.id.in_(week.workouts[:2])).values(status=WorkoutStatus.COMPLETED)
        )
    with pytest.raises(Conflict, match="season is over"):
        Generating(fast_database).generate(ada, last + timedelta(weeks=1))
    with fast_database.read() as connection:
        assert connection.execute(select(macro_cycle.c.completed_weeks)).scalar() == 12
    assert not Generating(fast_database).settle(ada, last + timedelta(weeks=1))
