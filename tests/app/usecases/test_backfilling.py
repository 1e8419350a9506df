"""Backfill: a season for everybody without one, exposures from performed evidence, and nothing on a second run."""

from datetime import date

import pytest
from sqlalchemy import event, func, insert, select, update
from sqlalchemy.engine import Engine

from app.errors import DatabaseUnavailable
from app.gateways.exposures import refresh_exposures
from app.usecases import backfilling
from app.usecases.backfilling import Backfilling
from app.usecases.planning import Planning
from models.tables.athletes import goals, user
from models.tables.plan import exercise_exposure, macro_cycle, mesocycle, training_block
from models.tables.workouts import workout
from models.values.athletes import PrimaryGoal
from models.values.ids import derived_id
from models.values.plan import PlanRequest
from tests.fakes.coached import Coached
from tests.fakes.hashes import table_hashes

TODAY = date(2026, 3, 4)
"""A Wednesday."""
MONDAY = date(2026, 3, 9)


def backfill(database, **more):
    return Backfilling(database).run(today=TODAY, **more)


def hashes(database):
    with database.read() as connection:
        return table_hashes(connection)


def one(database, statement):
    with database.read() as connection:
        return connection.execute(statement).scalar()


def test_everybody_gets_a_season_and_exposures(database):
    athletes = Coached(database).fill(12)
    report = backfill(database)
    assert (report.created, report.skipped, report.failed) == (12, 0, 0)
    with database.read() as connection:
        active = connection.execute(select(macro_cycle.c.user_id).where(macro_cycle.c.is_active)).scalars().all()
        assert sorted(active) == sorted(athletes)
        starts = connection.execute(select(macro_cycle.c.start_date).distinct()).scalars().all()
        assert starts == [MONDAY]
        assert report.exposures == connection.execute(select(func.count()).select_from(exercise_exposure)).scalar() > 10
    with database.write() as connection:
        # What a completed workout triggers agrees with what the backfill wrote.
        assert [refresh_exposures(connection, athlete) for athlete in athletes] == [0] * 12


def test_a_second_run_writes_nothing(database):
    Coached(database).fill(8)
    backfill(database)
    before = hashes(database)
    report = backfill(database)
    assert (report.created, report.skipped, report.failed, report.exposures) == (0, 8, 0, 0)
    assert not report.wrote
    assert report.assumptions == []
    assert hashes(database) == before


@pytest.mark.parametrize("seed", range(3))
def test_the_season_is_the_one_planning_makes(fast_database, seed):
    athletes = Coached(fast_database, seed).fill(10, workouts=30)
    backfill(fast_database)
    planning = Planning(fast_database)
    made = {athlete: planning.current(athlete, TODAY) for athlete in athletes}
    with fast_database.write() as connection:
        connection.execute(training_block.delete())
        connection.execute(mesocycle.delete())
        connection.execute(macro_cycle.delete())
    for athlete in athletes:
        planned = planning.create(PlanRequest(athlete), TODAY)
        ours = made[athlete]
        assert ours.training_age == planned.training_age
        assert (ours.primary_goal, list(ours.secondary_goals)) == (planned.primary_goal, list(planned.secondary_goals))
        assert list(ours.assumptions) == list(planned.assumptions)
        assert [list(block.weeks) for block in ours.blocks] == [list(block.weeks) for block in planned.blocks]
        assert [block.accessory_pool for block in ours.blocks] == [block.accessory_pool for block in planned.blocks]
        assert [block.main_lifts for block in ours.blocks] == [block.main_lifts for block in planned.blocks]


def test_without_a_day_each_athlete_has_their_own(fast_database):
    Coached(fast_database).fill(3)
    assert Backfilling(fast_database).run().created == 3
    assert one(fast_database, select(func.min(macro_cycle.c.start_date, type_=macro_cycle.c.start_date.type))) > TODAY


def test_the_athlete_of_another_batch_is_no_other_athlete(fast_database, monkeypatch):
    athletes = Coached(fast_database).fill(9)
    monkeypatch.setattr("app.gateways.backfill_rows.ATHLETES_AT_ONCE", 2)
    assert backfill(fast_database).created == 9
    with fast_database.write() as connection:
        assert [refresh_exposures(connection, athlete) for athlete in athletes] == [0] * 9


def test_reads_do_not_grow_with_the_athletes(fast_database):
    def statements(athletes):
        told = []

        def note(_connection, _cursor, statement, *_):
            if statement.startswith("SELECT"):
                told.append(statement)

        Coached(fast_database, athletes).fill(athletes)
        event.listen(Engine, "before_cursor_execute", note)
        try:
            backfill(fast_database, dry_run=True)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        with fast_database.write() as connection:
            from app.gateways.removal import remove_athletes  # noqa: PLC0415

            remove_athletes(connection, [f"a{n}" for n in range(athletes)])
        return len(told)

    assert statements(4) == statements(40)


def test_progress_is_told_and_may_stop_between_athletes(fast_database, monkeypatch):
    monkeypatch.setattr(backfilling, "TOLD_EVERY", 2)
    Coached(fast_database).fill(6)
    told = []

    def stop(share, sentence):
        told.append((share, sentence))
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backfill(fast_database, progress=stop)
    assert told == [(2 / 6, "2 of 6 athletes."), (4 / 6, "4 of 6 athletes.")]
    assert one(fast_database, select(func.count()).select_from(macro_cycle)) == 4
    report = backfill(fast_database)
    assert (report.created, report.skipped) == (2, 4)


def test_an_athlete_who_cannot_be_planned_does_not_stop_the_others(database, monkeypatch):
    Coached(database).fill(4)
    real = backfilling.proposed

    def broken(request, *more):
        if request.athlete_id == "a2":
            raise KeyError("a value of a row")
        return real(request, *more)

    monkeypatch.setattr(backfilling, "proposed", broken)
    report = backfill(database)
    assert (report.created, report.failed, report.ok) == (3, 1, False)
    (failure,) = report.failures
    assert (failure.athlete, failure.athlete_id) == ("a2@example.org", "a2")
    assert "a value of a row" not in failure.reason
    assert "KeyError" in failure.reason


def test_a_row_that_cannot_be_read_fails_its_athlete_only(fast_database):
    Coached(fast_database).fill(6, workouts=30)
    with fast_database.write() as connection:
        connection.execute(update(workout).where(workout.c.user_id == "a2").values(status="COMPLETED"))
        connection.exec_driver_sql('UPDATE "Workout" SET "completedAt" = \'yesterday\' WHERE "userId" = \'a2\'')
    report = backfill(fast_database)
    assert [failure.athlete_id for failure in report.failures] == ["a2"]
    assert report.created == 5


def test_a_database_that_goes_away_ends_the_run(fast_database, monkeypatch):
    Coached(fast_database).fill(2)

    def gone(*_):
        raise DatabaseUnavailable("The database is gone.")

    monkeypatch.setattr(backfilling, "read_athletes", gone)
    with pytest.raises(DatabaseUnavailable):
        backfill(fast_database)


def test_a_later_season_gets_ids_of_its_own(fast_database):
    Coached(fast_database).fill(1)
    backfill(fast_database)
    with fast_database.write() as connection:
        connection.execute(update(macro_cycle).values(is_active=False, end_date=date(2026, 4, 1)))
    assert backfill(fast_database).created == 1
    assert one(fast_database, select(func.count()).select_from(macro_cycle)) == 2


def test_a_derived_id_looks_like_any_other():
    first, second = derived_id("season", "a", "0"), derived_id("season", "a", "1")
    assert first == derived_id("season", "a", "0") != second
    assert len(first) == 24
    assert first[0].isalpha()
    assert first.isalnum()
    assert first.islower()


def _meanwhile(monkeypatch, act, times=1):
    """Let somebody else act between a look at an athlete and the writing."""
    real, left = Backfilling._write, [times]

    def write(self, athlete_id, work, *, again):
        if left[0]:
            left[0] -= 1
            act()
        real(self, athlete_id, work, again=again)

    monkeypatch.setattr(Backfilling, "_write", write)


def test_a_coach_who_plans_at_the_same_moment_wins(database, monkeypatch):
    Coached(database).fill(2)
    _meanwhile(monkeypatch, lambda: Planning(database).create(PlanRequest("a0", weeks=8), TODAY))
    report = backfill(database)
    assert (report.created, report.skipped, report.failed) == (1, 1, 0)
    assert one(database, select(func.count()).select_from(macro_cycle)) == 2


def test_a_workout_logged_at_the_same_moment_is_not_lost(database, monkeypatch):
    Coached(database).fill(2, workouts=20)
    backfill(database)
    with database.write() as connection:
        connection.execute(update(exercise_exposure).where(exercise_exposure.c.user_id == "a1").values(usage_count=99))

    def complete():
        with database.write() as connection:
            connection.execute(update(workout).where(workout.c.user_id == "a1").values(status="COMPLETED"))
            refresh_exposures(connection, "a1")

    _meanwhile(monkeypatch, complete)
    assert backfill(database).failed == 0
    with database.write() as connection:
        assert refresh_exposures(connection, "a1") == 0


def test_an_athlete_who_never_holds_still_is_reported(fast_database, monkeypatch):
    Coached(fast_database).fill(1)

    def moving(_self, *_, **__):
        raise backfilling._MovedError

    monkeypatch.setattr(Backfilling, "_write", moving)
    (failure,) = backfill(fast_database).failures
    assert "kept writing" in failure.reason


def test_an_athlete_removed_meanwhile_is_nobodys_failure(fast_database, monkeypatch):
    Coached(fast_database).fill(1)

    def remove():
        from app.usecases.athletes import Athletes  # noqa: PLC0415

        Athletes(fast_database).remove("a0")

    _meanwhile(monkeypatch, remove)
    report = backfill(fast_database)
    assert (report.created, report.skipped, report.failed) == (0, 0, 0)


def test_an_unknown_goal_is_a_failure_with_a_name(fast_database):
    with fast_database.write() as connection:
        connection.execute(insert(user), [{"id": "a", "email": "a@example.org"}])
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        connection.execute(
            insert(goals), [{"user_id": "a", "primary_goal": "LONGEVITY", "secondary_goal": PrimaryGoal.STRENGTH}]
        )
    report = backfill(fast_database)
    assert [failure.athlete for failure in report.failures] == ["a@example.org"]
