"""The demonstration: loaded whole or not at all, the same every time, with its stories, and removed without a trace."""

import shutil
from datetime import date, timedelta

import pytest
from sqlalchemy import func, insert, select

from app.changes import Changes
from app.errors import Conflict, WrongSchema
from app.gateways.database import Database
from app.gateways.performance import read_performance
from app.usecases import demo as demo_module
from app.usecases.athletes import Athletes
from app.usecases.demo import Demo
from app.usecases.planning import Planning
from app.usecases.readiness import Readiness
from app.usecases.roster import Roster
from app.usecases.training import Training
from app.usecases.weeks import Weeks
from models.tables import metadata
from models.tables.athletes import user
from models.tables.plan import exercise_exposure, macro_adaptation, macro_cycle, mesocycle, training_block
from models.tables.readiness import readiness_signal
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.athletes import Attention
from tests.fakes.logbook import SQUAT, Logbook, a_set, evening

TODAY = date(2026, 11, 25)
"""A Wednesday."""


def demo_of(database):
    return Demo(database)


@pytest.fixture(scope="session")
def demo_file(sqlite_template, tmp_path_factory):
    """A database with the demonstration, made once and copied for each test."""
    file = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copyfile(sqlite_template, file)
    database = Database(f"sqlite:///{file}")
    demo_of(database).load(TODAY)
    database.close()
    return file


@pytest.fixture
def loaded(demo_file, tmp_path):
    file = tmp_path / "loaded.db"
    shutil.copyfile(demo_file, file)
    database = Database(f"sqlite:///{file}")
    yield database
    database.close()


def contents(database, tables=metadata.sorted_tables):
    """Every row of the tables, by table."""
    with database.read() as connection:
        return {t.name: sorted(map(str, connection.execute(select(t)).all())) for t in tables}


def targets(database):
    """Every set that is asked for; sessions that are proposed have other ids each time."""
    columns = [column for column in workout_set.c if column.key not in ("id", "workout_exercise_id")]
    with database.read() as connection:
        return sorted(map(str, connection.execute(select(*columns)).all()))


def counts(database):
    with database.read() as connection:
        return {
            t.name: connection.execute(select(func.count()).select_from(t)).scalar() for t in metadata.sorted_tables
        }


def named(database, first_name):
    return next(a for a in Athletes(database).list() if a.label.startswith(first_name))


def test_load_and_remove_leave_what_was_there(database):
    logbook = Logbook(database)
    ada = logbook.athlete()
    logbook.workout(ada, evening(2), {SQUAT: [a_set()]})
    Training(database).refresh_exposures(ada)
    before, demo = contents(database), demo_of(database)
    assert not demo.is_loaded()
    told = []
    changes = demo.load(TODAY, lambda share, what: told.append((share, what)))
    assert changes == Changes.ATHLETES | Changes.PLAN | Changes.WORKOUTS | Changes.READINESS
    assert demo.is_loaded()
    assert told[0][0] == 0
    assert told[-1][0] == 1
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert demo.remove() == changes
    assert contents(database) == before
    assert not demo.is_loaded()
    assert demo.remove() == Changes.NOTHING


def test_the_same_day_gives_the_same_data(fast_database, loaded):
    demo_of(fast_database).load(TODAY)
    tables = [user, set_log, readiness_signal]
    assert contents(fast_database, tables) == contents(loaded, tables)
    assert targets(fast_database) == targets(loaded)


def test_loading_twice_is_refused(loaded):
    before = counts(loaded)
    with pytest.raises(Conflict, match="already loaded"):
        demo_of(loaded).load(TODAY)
    assert counts(loaded) == before


def test_a_real_athlete_of_the_same_address_is_left_alone(fast_database):
    Athletes(fast_database).add("Mara.Lindqvist@example.org")
    with pytest.raises(Conflict, match=r"Mara\.Lindqvist@example\.org"):
        demo_of(fast_database).load(TODAY)
    assert len(Athletes(fast_database).list()) == 1


def test_a_failure_half_way_leaves_nothing(fast_database, monkeypatch):
    before, calls = contents(fast_database), []

    def refresh(connection, athlete_id):
        calls.append(athlete_id)
        if len(calls) == 3:
            raise RuntimeError("power cut")

    monkeypatch.setattr(demo_module, "refresh_exposures", refresh)
    with pytest.raises(RuntimeError, match="power cut"):
        demo_of(fast_database).load(TODAY)
    assert contents(fast_database) == before


def test_an_empty_schema_says_what_to_do(sqlite_url):
    database = Database(sqlite_url)
    with database.write() as connection:
        metadata.create_all(connection)
    with pytest.raises(WrongSchema, match="Upgrade"):
        demo_of(database).load(TODAY)
    database.close()


def test_rows_hold_together(loaded):
    with loaded.read() as connection:
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        count = {t.name: connection.execute(select(func.count()).select_from(t)).scalar() for t in (
            user, workout, workout_exercise, workout_set, set_log, readiness_signal, macro_cycle, macro_adaptation
        )}  # fmt: skip
        assert count["User"] == 8
        assert count["Workout"] > 1200
        assert count["WorkoutSet"] > count["SetLog"] > 20_000
        assert count["ReadinessSignal"] > 1500
        assert count["MacroCycle"] == 14
        assert count["MacroAdaptation"] >= 10
        strangers = connection.execute(
            select(func.count())
            .select_from(workout)
            .join(training_block, training_block.c.id == workout.c.training_block_id)
            .join(mesocycle, mesocycle.c.id == training_block.c.mesocycle_id)
            .join(macro_cycle, macro_cycle.c.id == mesocycle.c.macro_cycle_id)
            .where(macro_cycle.c.user_id != workout.c.user_id)
        ).scalar()
        assert strangers == 0
        assert connection.execute(select(func.count()).where(workout.c.training_block_id.is_(None))).scalar() == 0


def test_workouts_fall_into_their_blocks(loaded):
    for athlete in Athletes(loaded).list():
        with loaded.read() as connection:
            rows = connection.execute(
                select(workout.c.scheduled_date, workout.c.week_in_block, workout.c.block_phase,
                       training_block.c.block_type, training_block.c.duration_weeks)
                .join(training_block, training_block.c.id == workout.c.training_block_id)
                .where(workout.c.user_id == athlete.id)
            ).all()  # fmt: skip
        for row in rows:
            assert 0 <= row.week_in_block < row.duration_weeks
            assert row.block_phase == f"Week {row.week_in_block + 1} of {row.block_type.value.capitalize()}"


def test_the_active_season_shows_planned_beside_performed(loaded):
    season = Planning(loaded).season(named(loaded, "Mara").id, TODAY)
    past = [w for w in season.weeks if w.start + timedelta(days=6) < TODAY and w.planned_hard_sets]
    assert len(past) >= 10
    assert all(w.performed_hard_sets for w in past)
    planned, done = sum(w.planned_hard_sets for w in past), sum(w.performed_hard_sets for w in past)
    assert done == pytest.approx(planned, rel=0.12)
    assert season.adaptations
    assert season.assessment["used"] == "INTERMEDIATE"
    assert season.macro.start_date < TODAY


def test_the_roster_tells_the_stories(loaded):
    rows = {row.athlete.label.split()[0]: row for row in Roster(loaded).rows(TODAY)}
    assert next(iter(rows)) == "Jonas"
    assert rows["Jonas"].attention is Attention.HOLD_BACK
    assert "declining" in rows["Jonas"].reasons[1]
    assert rows["Mara"].attention is Attention.READY
    assert any("stalled" in reason for reason in rows["Priya"].reasons)
    assert "Back after 6 weeks without training." in rows["Daniel"].reasons
    assert any(reason.startswith("Event in") for reason in rows["Alina"].reasons)
    assert rows["Sam"].reasons == ["No training logged yet.", "No plan yet."]
    assert rows["Ingrid"].attention is Attention.UNKNOWN
    assert all(row.athlete.is_demo for row in rows.values())
    assert all(row.blocks and row.weekly_sets for name, row in rows.items() if name != "Sam")


@pytest.mark.parametrize("name", ["Alina", "Daniel", "Ingrid", "Jonas", "Mara", "Priya", "Rafael"])
def test_this_weeks_sessions_are_proposed_with_reasons(loaded, name):
    athlete = named(loaded, name)
    week = Weeks(loaded).week(athlete.id, TODAY, TODAY)
    ahead = [one for one in week.sessions if one.day >= TODAY]
    assert ahead
    for one in ahead:
        assert one.is_proposed
        assert one.planned_sets
        workout_ = Training(loaded).workout(one.id)
        assert workout_.selection_rationale["summary"]
        assert all(e.selection_reason and e.prescription_rationale for e in workout_.exercises)
        assert all(s.target_reps and not s.logged for e in workout_.exercises for s in e.sets)
    assert not [one for one in week.sessions if one.day < TODAY and one.is_proposed]


def test_scores_carry_their_parts(loaded):
    entry = Readiness(loaded).latest(named(loaded, "Mara").id)
    assert entry.day == TODAY
    shares = [item for group in entry.parts.values() for item in group["items"].values()]
    assert sum(item["share"] * item["score"] for item in shares) == pytest.approx(entry.freshness)
    assert entry.confidence >= 0.75
    with loaded.read() as connection:
        versions = connection.execute(select(readiness_signal.c.score_version).distinct()).scalars().all()
    assert versions == ["1"]


def test_exposures_are_those_of_the_logs(loaded):
    for athlete in Athletes(loaded).list():
        assert Training(loaded).refresh_exposures(athlete.id) == 0
    with loaded.read() as connection:
        assert connection.execute(select(func.count()).select_from(exercise_exposure)).scalar() > 100


def test_a_person_added_beside_the_demo_stays(loaded):
    with loaded.write() as connection:
        connection.execute(insert(user), [{"id": "real", "email": "real@example.com"}])
    demo_of(loaded).remove()
    assert [a.email for a in Athletes(loaded).list()] == ["real@example.com"]


def test_check_ins_say_what_the_program_reads_from_their_log(loaded):
    """Effort and sets done of each newest check-in, told by the simulation, are those of the stored sessions."""
    seen = 0
    with loaded.read() as connection:
        for athlete_id in connection.execute(select(user.c.id)).scalars().all():
            rows = connection.execute(
                select(readiness_signal)
                .where(readiness_signal.c.user_id == athlete_id, readiness_signal.c.performance_assessed)
                .order_by(readiness_signal.c.timestamp.desc())
                .limit(1)
            ).mappings()
            for row in rows:
                at = row[readiness_signal.c.timestamp]
                found = read_performance(connection, athlete_id, at, at)
                assert row[readiness_signal.c.performance_rpe] == pytest.approx(found.rpe_drift, abs=1e-6)
                assert row[readiness_signal.c.performance_compliance] == pytest.approx(found.compliance)
                seen += 1
    assert seen >= 6
