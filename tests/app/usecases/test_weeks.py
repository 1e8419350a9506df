"""A week as it is read: its place in the season, what was asked and done, and why it cannot be filled."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from app.errors import NotFound
from app.gateways.database import Database
from app.usecases.athletes import Athletes
from app.usecases.planning import Planning
from app.usecases.weeks import Weeks
from models.tables.athletes import user
from models.tables.exercises import exercise
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.kinds import SetType, WorkoutStatus
from models.values.plan import PlanRequest
from models.values.weeks import SessionState

TODAY = date(2026, 3, 18)
"""A Wednesday."""
MONDAY = date(2026, 3, 16)


@pytest.fixture
def athlete(fast_database: Database) -> str:
    made = Athletes(fast_database).add("kim@example.org", "Kim").id
    with fast_database.write() as connection:
        connection.execute(update(user).where(user.c.id == made).values(time_zone="UTC"))
    return made


@pytest.fixture
def season(fast_database: Database, athlete: str) -> str:
    Planning(fast_database).create(PlanRequest(athlete, weeks=8, start=date(2026, 3, 2)), TODAY)
    return athlete


def session(database: Database, athlete_id: str, day: date, sets: int = 3, logged: int = 0, **more: object) -> str:
    """A workout of one exercise: a warm-up and `sets` working sets, the first `logged` of them done."""
    key = f"w-{day}-{more.get('name', '')}"
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    values = {"id": key, "user_id": athlete_id, "scheduled_date": at, "estimated_minutes": 60, **more}
    with database.write() as connection:
        squat = connection.execute(
            select(exercise.c.id).where(exercise.c.catalogue_id == "barbell_back_squat")
        ).scalar()
        connection.execute(insert(workout), [values])
        entry = {"id": key, "workout_id": key, "exercise_id": squat, "order_index": 0, "is_main_lift": True}
        connection.execute(insert(workout_exercise), [entry])
        for number in range(sets):
            one = f"{key}-{number}"
            connection.execute(
                insert(workout_set), [{"id": one, "workout_exercise_id": key, "set_index": number, "target_reps": 5}]
            )
            if number < logged:
                kind = SetType.WARMUP if number == 0 else SetType.NORMAL
                done = {"id": one, "workout_set_id": one, "actual_reps": 5, "actual_load": 100.0, "set_type": kind}
                connection.execute(insert(set_log), [done])
    return key


def test_a_week_knows_where_it_stands(fast_database: Database, season: str) -> None:
    week = Weeks(fast_database).week(season, TODAY, TODAY)
    assert (week.monday, week.end) == (MONDAY, date(2026, 3, 23))
    assert week.place is not None
    assert (week.place.week, week.place.weeks, week.place.week_in_block) == (2, 8, 2)
    assert week.place.rir is not None
    assert week.place.hard_sets
    assert week.why_not == ""
    assert week.sessions == []


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 25), "The season begins on 2 March 2026"),
        (date(2026, 3, 9), "This week is over"),
        (date(2026, 6, 1), "The season is over by then"),
    ],
)
def test_a_week_that_cannot_be_filled_says_why(fast_database: Database, season: str, day: date, words: str) -> None:
    assert Weeks(fast_database).week(season, day, TODAY).why_not.startswith(words)


def test_without_a_season_there_is_no_place(fast_database: Database, athlete: str) -> None:
    week = Weeks(fast_database).week(athlete, TODAY, TODAY)
    assert week.place is None
    assert not week.has_season
    assert week.why_not.startswith("There is no season yet")


def test_sessions_stand_planned_beside_performed(fast_database: Database, athlete: str) -> None:
    session(fast_database, athlete, MONDAY, 4, 3, name="Lower", status=WorkoutStatus.COMPLETED, actual_minutes=50)
    session(fast_database, athlete, TODAY, 3, 0, name="Upper")
    session(fast_database, athlete, MONDAY + timedelta(days=7), name="Next")
    lower, upper = Weeks(fast_database).week(athlete, TODAY, TODAY).sessions
    # The warm-up that was logged is neither asked for nor done.
    assert (lower.planned_sets, lower.done_sets, lower.hard_sets) == (3, 2, 2)
    assert (lower.planned_minutes, lower.done_minutes, lower.volume_load_kg) == (60, 50, 1000.0)
    assert lower.state is SessionState.DONE
    assert lower.exercises == ["Barbell Back Squat"]
    assert (upper.state, upper.planned_sets, upper.done_sets) == (SessionState.TODAY, 3, 0)


@pytest.mark.parametrize(
    ("day", "more", "logged", "state"),
    [
        (MONDAY, {}, 0, SessionState.MISSED),
        (MONDAY, {}, 2, SessionState.IN_PROGRESS),
        (TODAY, {}, 0, SessionState.TODAY),
        (TODAY + timedelta(days=1), {}, 0, SessionState.PLANNED),
        (TODAY, {"status": WorkoutStatus.IN_PROGRESS}, 0, SessionState.IN_PROGRESS),
        (MONDAY, {"status": WorkoutStatus.SKIPPED}, 0, SessionState.SKIPPED),
    ],
)
def test_a_session_says_how_it_stands(fast_database, athlete, day, more, logged, state) -> None:
    session(fast_database, athlete, day, logged=logged, **more)
    assert Weeks(fast_database).week(athlete, TODAY, TODAY).sessions[0].state is state


def test_what_an_import_brought_was_planned_by_nobody(fast_database: Database, athlete: str) -> None:
    session(fast_database, athlete, MONDAY, 3, 3, source="strong", status=WorkoutStatus.COMPLETED)
    [one] = Weeks(fast_database).week(athlete, TODAY, TODAY).sessions
    assert one.planned_sets is None


def test_both_engines_read_a_week_alike(database: Database) -> None:
    made = Athletes(database).add("kim@example.org", "Kim").id
    with database.write() as connection:
        connection.execute(update(user).where(user.c.id == made).values(time_zone="UTC"))
    Planning(database).create(PlanRequest(made, weeks=8, start=date(2026, 3, 2)), TODAY)
    session(database, made, MONDAY, 4, 3, name="Lower", status=WorkoutStatus.COMPLETED, actual_minutes=50)
    session(database, made, TODAY, 3, 0, name="Upper")
    weeks = Weeks(database)
    lower, upper = weeks.week(made, TODAY, TODAY).sessions
    assert (lower.planned_sets, lower.done_sets, lower.hard_sets, lower.volume_load_kg) == (3, 2, 2, 1000.0)
    assert (upper.state, upper.planned_sets) == (SessionState.TODAY, 3)
    assert weeks.monday_of(lower.id) == MONDAY
    assert weeks.next_session(made, TODAY).name == "Upper"


def test_the_local_week_decides(fast_database: Database, athlete: str) -> None:
    with fast_database.write() as connection:
        connection.execute(update(user).values(time_zone="Pacific/Auckland"))
    session(fast_database, athlete, date(2026, 3, 15))  # Sunday noon in UTC is Monday 01:00 in Auckland
    [one] = Weeks(fast_database).week(athlete, MONDAY, TODAY).sessions
    assert one.day == MONDAY
    assert Weeks(fast_database).monday_of(one.id) == MONDAY


def test_the_next_session_is_the_one_under_way_then_the_nearest(fast_database: Database, athlete: str) -> None:
    weeks = Weeks(fast_database)
    assert weeks.next_session(athlete, TODAY) is None
    session(fast_database, athlete, MONDAY, name="Missed")
    session(fast_database, athlete, TODAY + timedelta(days=3), name="Later")
    session(fast_database, athlete, TODAY + timedelta(days=1), name="Sooner")
    found = weeks.next_session(athlete, TODAY)
    assert found is not None
    assert (found.name, found.planned_sets, found.minutes) == ("Sooner", 3, 60)
    session(fast_database, athlete, TODAY + timedelta(days=4), name="Begun", status=WorkoutStatus.IN_PROGRESS)
    assert weeks.next_session(athlete, TODAY).name == "Begun"


def test_unknown_ids_are_told(fast_database: Database) -> None:
    weeks = Weeks(fast_database)
    with pytest.raises(NotFound):
        weeks.week("nobody", TODAY, TODAY)
    with pytest.raises(NotFound):
        weeks.monday_of("nothing")
