"""What the tables promise: names of the older database, limits both engines keep, and a light import."""

import shutil
import subprocess
import sys
from datetime import date, timedelta

import pytest
from sqlalchemy import ForeignKeyConstraint, func, insert, select, text, update

from app.errors import Conflict, InvalidInput
from app.gateways.database import Database
from models.tables import metadata
from models.tables.athletes import user
from models.tables.base import snake
from models.tables.exercises import exercise
from models.tables.integrations import user_integration
from models.tables.plan import exercise_exposure, macro_adaptation, macro_cycle, mesocycle, training_block
from models.tables.readiness import readiness_signal
from models.tables.workouts import set_log, workout
from models.values.plan import TrainingGoal
from tests.migrations.samples import AT, fill

DAY = date(2026, 2, 2)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def refusing(request, tmp_path_factory):
    """A filled database that only tests share whose writes are all refused."""
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("limits") / "limits.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        found = Database(f"sqlite:///{file}")
    else:
        server, template = request.getfixturevalue("postgres_server"), request.getfixturevalue("postgres_template")
        found = Database(server.create("limits", template))
    with found.write() as connection:
        fill(connection)
    yield found
    found.close()


@pytest.fixture
def filled(database):
    with database.write() as connection:
        fill(connection)
    return database


def change(database, table, **values):
    with database.write() as connection:
        connection.execute(update(table).values(values))


def test_names_are_those_of_the_older_database():
    assert snake("projected1RMMin") == "projected_1rm_min"
    assert snake("favoriteExerciseIds") == "favorite_exercise_ids"
    assert len(metadata.tables) == 35
    for table in metadata.tables.values():
        assert table.primary_key.name == f"{table.name}_pkey"
        for constraint in table.constraints:
            if isinstance(constraint, ForeignKeyConstraint):
                assert constraint.name == f"{table.name}_{constraint.columns[0].name}_fkey"
                assert constraint.onupdate == "CASCADE"


def test_a_row_fits_into_every_table(filled):
    with filled.read() as connection:
        for table in metadata.sorted_tables:
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() >= 1


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (mesocycle, {"total_weeks": 0}),
        (mesocycle, {"order_index": -1}),
        (mesocycle, {"current_week_in_block": -1}),
        (training_block, {"duration_weeks": -3}),
        (training_block, {"weekly_volume_ramp": 0.0}),
        (training_block, {"rir_start": 11.0}),
        (training_block, {"rir_start": 1.0, "rir_end": 2.0}),
        (macro_cycle, {"completed_weeks": -1}),
        (macro_cycle, {"is_active": False}),
        (macro_cycle, {"end_date": DAY}),
        (macro_cycle, {"is_active": False, "start_date": DAY, "end_date": DAY - timedelta(days=1)}),
        (macro_cycle, {"primary_goal": TrainingGoal.POWER, "secondary_goals": [TrainingGoal.POWER]}),
        (macro_cycle, {"secondary_goals": None}),
        (workout, {"week_in_block": -1}),
        (set_log, {"duration_seconds": -1.0}),
        (exercise_exposure, {"usage_count": -1}),
        (readiness_signal, {"whoop_recovery": 100.1}),
        (readiness_signal, {"whoop_strain": 21.5}),
        (readiness_signal, {"whoop_hrv": -1.0}),
        (readiness_signal, {"whoop_sleep_hours": 25.0}),
        (readiness_signal, {"subjective_readiness": 0}),
        (readiness_signal, {"subjective_readiness": 99}),
        (readiness_signal, {"subjective_motivation": 6}),
        (readiness_signal, {"subjective_stress": 0}),
        (readiness_signal, {"performance_compliance": 7.0}),
        (readiness_signal, {"performance_rpe": None}),
        (readiness_signal, {"fatigue_score": 42.0}),
        (readiness_signal, {"score_confidence": -0.1}),
        (readiness_signal, {"subjective_soreness": "sore"}),
        (readiness_signal, {"subjective_soreness": [1]}),
        (user_integration, {"provider": "Whoop"}),
        (user_integration, {"provider": ""}),
        (user, {"unit": "stone"}),
        (exercise, {"bodyweight_share": 1.5}),
    ],
    ids=str,
)
def test_values_outside_their_limits_are_refused(refusing, table, values):
    with pytest.raises(InvalidInput, match="refused a value"):
        change(refusing, table, **values)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("TrainingBlock", "rirStart", "'NaN'"),
        ("TrainingBlock", "weeklyVolumeRamp", "'Infinity'"),
        ("ReadinessSignal", "fatigueScore", "'NaN'"),
        ("ReadinessSignal", "whoopHrv", "'Infinity'"),
        ("ReadinessSignal", "performanceRpe", "'-Infinity'"),
    ],
)
def test_a_server_refuses_numbers_that_are_none_from_any_client(server_database, table, column, value):
    with server_database.write() as connection:
        fill(connection)
    with (
        pytest.raises(InvalidInput, match=f"{table}_{column}_check|TrainingBlock_rirEnd_check"),
        server_database.write() as connection,
    ):
        connection.execute(text(f'UPDATE "{table}" SET "{column}" = {value}'))


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("Workout", "status", "'DREAMT'"),
        ("Workout", "wasAutoregulated", "2"),
        ("Workout", "wasAutoregulated", "'yes'"),
        ("Workout", "selectionRationale", "'{not json'"),
        ("Exercise", "splitTags", "'{}'"),
        ("Exercise", "minTrainingAge", "'ANCIENT'"),
        ("MacroCycle", "secondaryGoals", "'\"POWER\"'"),
        ("User", "id", "NULL"),
    ],
)
def test_a_file_refuses_what_the_types_of_a_server_would(fast_database, table, column, value):
    with fast_database.write() as connection:
        fill(connection)
    with pytest.raises(InvalidInput), fast_database.write() as connection:
        connection.execute(text(f'UPDATE "{table}" SET "{column}" = {value}'))


def test_a_file_keeps_text_as_it_is(fast_database):
    with fast_database.write() as connection:
        fill(connection)
        connection.execute(text("UPDATE \"Workout\" SET \"selectionRationale\" = '1.0', name = '007'"))
        row = connection.execute(text('SELECT typeof("selectionRationale"), "selectionRationale", name FROM "Workout"'))
        assert tuple(row.one()) == ("text", "1.0", "007")


def season(number, *, active):
    return {
        "id": f"season {number}",
        "user_id": "User 1",
        "start_date": DAY,
        "end_date": None if active else DAY,
        "is_active": active,
        "training_age": "BEGINNER",
        "primary_goal": TrainingGoal.STRENGTH,
    }


def test_one_season_is_active_and_any_number_archived(filled):
    with filled.write() as connection:
        connection.execute(insert(macro_cycle), [season(number, active=False) for number in range(3)])
    with pytest.raises(Conflict, match="already an entry"), filled.write() as connection:
        connection.execute(insert(macro_cycle), [season(9, active=True)])


def test_a_season_may_end_on_the_day_it_began_at_whatever_time_another_client_wrote(filled):
    with filled.write() as connection:
        connection.execute(text('UPDATE "MacroCycle" SET "startDate" = \'2026-02-02 17:45:00.000\''))
    change(filled, macro_cycle, is_active=False, end_date=DAY)


def test_server_defaults_let_other_clients_write(filled):
    with filled.write() as connection:
        connection.execute(
            text(
                'INSERT INTO "MacroCycle" (id, "userId", "endDate", "isActive", "trainingAge", "primaryGoal") '
                "VALUES ('m', 'User 1', '2199-01-01 00:00:00.000', false, 'BEGINNER', 'POWER')"
            )
        )
        connection.execute(
            text(
                'INSERT INTO "ReadinessSignal" (id, "userId", "subjectiveReadiness", "subjectiveSoreness", '
                "\"subjectiveMotivation\", \"fatigueScore\") VALUES ('r', 'User 1', 3, '{}', 3, 0.5)"
            )
        )
    with filled.read() as connection:
        made = connection.execute(select(macro_cycle).where(macro_cycle.c.id == "m")).one()._mapping
        signal = connection.execute(select(readiness_signal).where(readiness_signal.c.id == "r")).one()._mapping
        now = connection.execute(select(user.c.created_at).where(user.c.id == "User 1")).scalar_one()
    assert made[macro_cycle.c.secondary_goals] == []
    assert made[macro_cycle.c.updated_at] > now
    assert signal[readiness_signal.c.performance_compliance] == 1.0
    assert signal[readiness_signal.c.performance_assessed] is True


def test_a_lost_block_leaves_the_workout_and_its_snapshot(filled):
    with filled.write() as connection:
        connection.execute(training_block.delete())
    with filled.read() as connection:
        row = connection.execute(select(workout)).one()._mapping
        affected = connection.execute(select(macro_adaptation.c.block_affected)).scalar_one()
    assert row[workout.c.training_block_id] is None
    assert (row[workout.c.week_in_block], row[workout.c.block_phase]) == (1, "blockPhase 1")
    assert affected is None


@pytest.mark.parametrize("table", [user, exercise])
def test_what_others_need_is_not_deleted(filled, table):
    with pytest.raises(Conflict, match="still refer"), filled.write() as connection:
        connection.execute(table.delete())


def test_dangling_references_are_refused(filled):
    for table, values in ((macro_adaptation, {"block_affected": "gone"}), (workout, {"import_id": "gone"})):
        with pytest.raises(Conflict, match="gone"):
            change(filled, table, **values)


def test_tokens_may_be_wiped_and_updates_are_stamped(filled):
    change(filled, user_integration, access_token=None, refresh_token=None)
    with filled.read() as connection:
        assert connection.execute(select(user_integration.c.updated_at)).scalar_one() > AT


def test_the_tables_load_without_either_dialect_and_without_the_orm():
    script = "import sys, models.tables; print([m for m in sys.modules if m in sys.argv[1:]])"
    heavy = ["sqlalchemy.orm", "sqlalchemy.dialects.postgresql", "psycopg", "alembic"]
    done = subprocess.run([sys.executable, "-c", script, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
