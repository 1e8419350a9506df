"""Validation: every seeded fault is found by the check it belongs to, and good data raises no alarm."""

import shutil
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, func, insert, select, text, update

from app.gateways import migrations
from app.gateways.database import Database
from app.gateways.exposures import refresh_exposures
from app.usecases.backfilling import Backfilling
from app.usecases.demo import Demo
from app.usecases.planning import Planning
from app.usecases.validating import RULES, Validating
from models.tables.athletes import user
from models.tables.integrations import user_integration
from models.tables.plan import macro_cycle, mesocycle, training_block
from models.tables.workouts import workout
from models.values.plan import PlanRequest
from tests.fakes.coached import Coached
from tests.fakes.faults import FAULTS, do, pick

TODAY = date(2026, 3, 4)


def _filled(database):
    """Eight athletes, backfilled; every check holds."""
    Coached(database, seed=3).fill(8, workouts=20)
    Backfilling(database).run(today=TODAY)
    database.close()


@pytest.fixture(scope="module")
def good_file(sqlite_template, tmp_path_factory):
    file = tmp_path_factory.mktemp("good") / "good.db"
    shutil.copyfile(sqlite_template, file)
    _filled(Database(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="module")
def good_template(postgres_server, postgres_template):
    _filled(Database(postgres_server.create("good", postgres_template)))
    yield "good"
    postgres_server.drop("good")


@pytest.fixture
def good_sqlite(good_file, tmp_path):
    shutil.copyfile(good_file, tmp_path / "copy.db")
    database = Database(f"sqlite:///{tmp_path / 'copy.db'}")
    yield database
    database.close()


@pytest.fixture
def good_postgresql(postgres_server, good_template):
    database = Database(postgres_server.create("copy_of_good", good_template))
    yield database
    database.close()
    postgres_server.drop("copy_of_good")


@pytest.fixture(params=["sqlite", "postgresql"])
def good(request):
    return request.getfixturevalue(f"good_{request.param}")


def validated(database):
    return {check.name: check for check in Validating(database).run().checks}


PROMPT = FAULTS[:16]
"""Seeded on PostgreSQL every time, the rest nightly: copying a database costs a second there."""


def _cases():
    for fault in FAULTS:
        for engine in ("sqlite", "postgresql"):
            late = engine == "postgresql" and fault not in PROMPT
            marks = [pytest.mark.nightly] if late else []
            yield pytest.param(engine, fault, id=f"{fault.__name__}-{engine}", marks=marks)


@pytest.mark.parametrize(("engine", "seed"), list(_cases()))
def test_a_seeded_fault_is_found_by_its_check_with_its_ids(request, engine, seed):
    good = request.getfixturevalue(f"good_{engine}")
    name, ids = seed(good)
    check = validated(good)[name]
    assert not check.ok
    assert list(check.failing) == sorted(ids)
    assert check.advice


def test_rows_that_refer_to_nothing_are_found(fast_database):
    Coached(fast_database).fill(3)
    Backfilling(fast_database).run(today=TODAY)
    meso = pick(fast_database, select(mesocycle.c.id).order_by(mesocycle.c.id))
    block = pick(fast_database, select(training_block.c.id).where(training_block.c.mesocycle_id == meso))
    do(fast_database, update(training_block).where(training_block.c.id == block).values(mesocycle_id="gone"))
    check = validated(fast_database)["integrity"]
    assert list(check.failing) == [f"TrainingBlock/{block}"]


def test_constraints_and_indexes_not_in_force_are_found(server_database):
    do(
        server_database,
        text('ALTER TABLE "Goals" ADD CONSTRAINT later CHECK ("proteinTarget" > 0) NOT VALID'),
        text("UPDATE pg_index SET indisvalid = false WHERE indexrelid = '\"Workout_importId_idx\"'::regclass"),
    )
    check = validated(server_database)["integrity"]
    assert list(check.failing) == ["Goals later", "Workout Workout_importId_idx"]


def test_a_damaged_file_is_found(fast_database):
    Coached(fast_database).fill(6, workouts=20)
    fast_database.close()
    damaged = fast_database.path.read_bytes()
    page = 4096
    # Zeroes over the last pages, where the newest rows and index entries stand.
    fast_database.path.write_bytes(damaged[: -2 * page] + bytes(2 * page))
    assert not validated(fast_database)["integrity"].ok


def _seasoned(database, seed):
    """A good database of random content: backfilled, planned anew, revised, linked and logged on."""
    coached = Coached(database, seed)
    athletes = coached.fill(3 + seed % 7, workouts=5 + seed)
    Backfilling(database).run(today=TODAY)
    planning = Planning(database)
    for athlete in athletes[::2]:
        planning.create(PlanRequest(athlete, weeks=4 + seed % 20), TODAY + timedelta(days=seed))
    with database.write() as connection:
        for athlete in athletes[::3]:
            block = connection.execute(
                select(training_block.c.id, training_block.c.duration_weeks)
                .join(mesocycle, mesocycle.c.id == training_block.c.mesocycle_id)
                .join(macro_cycle, macro_cycle.c.id == mesocycle.c.macro_cycle_id)
                .where(macro_cycle.c.user_id == athlete, macro_cycle.c.is_active)
            ).first()
            place = {"training_block_id": block.id, "week_in_block": block.duration_weeks - 1, "block_phase": "Week 1"}
            connection.execute(update(workout).where(workout.c.user_id == athlete).values(place))
            refresh_exposures(connection, athlete)
        row = {"id": "w", "user_id": athletes[0], "provider": "whoop", "access_token": "keyring:whoop/a0"}
        connection.execute(insert(user_integration), [row])
        connection.execute(insert(user), [{"id": "new", "email": "new@example.org"}])
    return athletes


@pytest.mark.parametrize("seed", range(20))
def test_good_data_raises_no_alarm(request, seed):
    database = request.getfixturevalue("server_database" if seed % 5 == 0 else "fast_database")
    _seasoned(database, seed)
    report = Validating(database).run()
    assert [(check.name, list(check.failing), list(check.notes)) for check in report.failed] == []
    (note,) = validated(database)["active season"].notes
    assert note.startswith("new@example.org has no season yet")


def test_a_block_that_was_deleted_leaves_its_workouts_in_order(fast_database):
    _seasoned(fast_database, 5)
    with fast_database.write() as connection:
        blocks = select(workout.c.training_block_id).where(workout.c.training_block_id.is_not(None))
        connection.execute(delete(training_block).where(training_block.c.id.in_(blocks)))
    assert validated(fast_database)["week in block"].ok


@pytest.mark.nightly
def test_the_demonstration_is_good_data(fast_database):
    Demo(fast_database).load(TODAY)
    report = Validating(fast_database).run()
    assert [(check.name, list(check.failing)[:3], list(check.notes)) for check in report.failed] == []


def test_every_check_says_how_much_it_looked_at(good):
    found = validated(good)
    assert list(found) == list(RULES)
    assert found["active season"].checked == 8
    assert found["blocks"].checked > 8
    assert found["exposures"].checked > 5
    assert all(check.advice == "" for check in found.values() if check.ok)


def test_validation_changes_nothing_and_tells_where_it_is(good):
    told = []
    with good.read() as connection:
        before = connection.execute(select(func.count()).select_from(training_block)).scalar()
    Validating(good).run(lambda share, sentence: told.append((share, sentence)))
    assert told[0] == (0.0, "Checking revision.")
    assert told[-1] == (1.0, "Checked everything.")
    with good.read() as connection:
        assert connection.execute(select(func.count()).select_from(training_block)).scalar() == before


def test_an_older_database_is_told_to_upgrade_and_nothing_else(database_url):
    database = Database(database_url)
    migrations.upgrade(database, "0003")
    report = Validating(database).run()
    database.close()
    (check,) = report.checks
    assert (check.name, list(check.failing)) == ("revision", ["0003_extend_workout"])
    assert "upgrade" in check.advice


def test_a_check_that_cannot_run_fails_by_name_and_spares_the_others(good):
    do(good, text('DROP TABLE "UserIntegration"'))
    found = validated(good)
    assert not found["tokens"].ok
    assert "could not run" in found["tokens"].advice
    assert not found["schema"].ok
    assert found["soreness"].ok
    assert found["exposures"].ok


def test_known_drift_of_the_older_tables_is_no_fault(server_database):
    do(
        server_database,
        text('ALTER TABLE "SessionCheckIn" ALTER COLUMN id SET DEFAULT gen_random_uuid()::text'),
        text('CREATE TABLE "_prisma_migrations" (id TEXT PRIMARY KEY)'),
    )
    check = validated(server_database)["schema"]
    assert check.ok
    assert any("SessionCheckIn column id" in note for note in check.notes)
