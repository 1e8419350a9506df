"""The way back: what would be lost is listed and exported, and what stays is what was there before."""

import pytest

from app.errors import Cancelled, DatabaseUnavailable, InvalidInput, RowsChanged, WrongSchema
from app.gateways import archives, fingerprints, migrations, moving, schema
from app.gateways.database import Database
from app.gateways.revision import HEAD
from app.usecases import reporting
from app.usecases.backing_up import BackingUp
from app.usecases.upgrading import Upgrading
from app.usecases.upgrading import rolling_back as module
from models.values.upgrading import DatabaseState
from tests.fakes.histories import at_revision, existing_rows, paths_in, stamp, web_database, work_on
from tests.migrations.samples import fill

mostly_sqlite = pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.nightly)], indirect=True
)
"""For what hardly depends on the engine: the server has its turn at night."""


@pytest.fixture
def fresh(database_url):
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def upgrading(fresh, tmp_path):
    return Upgrading(fresh, paths_in(tmp_path / "home"))


def snapshot(database):
    with database.read() as connection:
        return schema.snapshot(connection)


def everything(database):
    """Every row of every table, in words."""
    with database.read() as connection:
        return fingerprints.fingerprints(connection, fingerprints.stored_columns(connection))


def back_to_the_old_state(fresh, upgrading, seed):
    web_database(fresh, rows=1 + seed % 3)
    shape, rows = snapshot(fresh), existing_rows(fresh)
    upgrading.run(upgrading.plan(), backfill=bool(seed % 2))
    work_on(fresh, seed)
    plan = upgrading.plan_rollback("0001")
    report = upgrading.roll_back(plan)
    assert schema.differences(shape, snapshot(fresh)) == []
    assert existing_rows(fresh) == rows
    assert upgrading.status().revision == "0001_existing_tables"
    assert report.archive == plan.archive
    return report


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.nightly) for seed in range(2, 21))])
def test_the_old_state_comes_back_and_the_archive_holds_the_rest(fresh, upgrading, tmp_path, seed):
    report = back_to_the_old_state(fresh, upgrading, seed)
    held = archives.read_head(report.archive)
    assert held.kind == "rolled back"
    assert {part.table for part in held.parts} >= {"MacroCycle", "ReadinessSignal", "LogImport", "Workout", "Exercise"}
    # Forward again and the archive read back: as if nobody had ever gone.
    upgrading.run(upgrading.plan(), backfill=False)
    backing_up = BackingUp(fresh, paths_in(tmp_path / "home"))
    plan = backing_up.plan_restore(report.archive)
    assert plan.only_rolled_back
    done = backing_up.restore(plan)
    assert done.rows.get("ReadinessSignal", 0) == held.rows.get("ReadinessSignal", 0)
    assert [note for note in done.notes if "no place" in note] == []


def test_what_was_taken_out_comes_back_value_for_value(fresh, upgrading, tmp_path):
    web_database(fresh, 1)
    upgrading.run(upgrading.plan(), backfill=False)
    with fresh.write() as connection:
        fill(connection, "x")  # a row in every table, a value in every column
        fill(connection, "y")
    before = everything(fresh)
    plan = upgrading.plan_rollback("0001")
    lost = {(loss.table, loss.column): loss.rows for loss in plan.losses}
    assert lost["MacroCycle", None] == 2
    assert lost["Workout", "blockPhase"] == 2
    assert lost["SetLog", "setType"] == 2
    report = upgrading.roll_back(plan)
    assert "MacroCycle with 2 rows" in reporting.plan_text(plan)
    upgrading.run(upgrading.plan(), backfill=False)
    backing_up = BackingUp(fresh, paths_in(tmp_path / "home"))
    backing_up.restore(backing_up.plan_restore(report.archive))
    assert everything(fresh) == before


@mostly_sqlite
def test_a_season_made_meanwhile_gives_way_to_the_archived_one(fresh, upgrading, tmp_path):
    web_database(fresh)
    upgrading.run(upgrading.plan())
    with fresh.read() as connection:
        archived = set(connection.exec_driver_sql('SELECT id FROM "MacroCycle" WHERE "isActive"').scalars())
    assert archived
    report = upgrading.roll_back(upgrading.plan_rollback("0001"))
    upgrading.run(upgrading.plan())  # makes seasons anew
    backing_up = BackingUp(fresh, paths_in(tmp_path / "home"))
    backing_up.restore(backing_up.plan_restore(report.archive))
    with fresh.read() as connection:
        active = set(connection.exec_driver_sql('SELECT id FROM "MacroCycle" WHERE "isActive"').scalars())
        users = connection.exec_driver_sql(
            'SELECT count(DISTINCT "userId") FROM "MacroCycle" WHERE "isActive"'
        ).scalar()
    assert active == archived
    assert users == len(active)


@mostly_sqlite
def test_exercises_in_use_stay(fresh, upgrading):
    web_database(fresh, 1)
    upgrading.run(upgrading.plan(), backfill=False)
    with fresh.write() as connection:
        used = connection.exec_driver_sql(
            'SELECT id FROM "Exercise" WHERE "catalogueId" = \'barbell_back_squat\''
        ).scalar()
        connection.exec_driver_sql(f'UPDATE "WorkoutExercise" SET "exerciseId" = \'{used}\'')
    upgrading.roll_back(upgrading.plan_rollback("0002"))
    with fresh.read() as connection:
        left = set(connection.exec_driver_sql('SELECT id FROM "Exercise"').scalars())
        muscles = connection.exec_driver_sql('SELECT count(*) FROM "ExerciseMuscle"').scalar()
    assert left == {used, "Exercise 0"}
    assert muscles > 1


@mostly_sqlite
def test_a_step_back_can_be_a_small_one(fresh, upgrading):
    at_revision(fresh, HEAD, rows=1)
    plan = upgrading.plan_rollback("0004")
    assert {loss.table for loss in plan.losses if loss.column is None and not loss.seeded} == {
        *("LogImport", "DeviceDay", "Proposal", "ReadinessPolicy"),
    }
    assert 'DROP TABLE "LogImport"' in upgrading.sql(plan)
    upgrading.roll_back(plan)
    assert upgrading.status().revision == "0004_fill_training_age"


@mostly_sqlite
def test_the_first_tables_are_not_dropped_with_rows_in_them(fresh, upgrading):
    at_revision(fresh, "0002", rows=1)
    plan = upgrading.plan_rollback("base")
    assert [each.kind for each in plan.blockers] == ["rows"]
    with pytest.raises(WrongSchema, match="still hold rows"):
        upgrading.roll_back(plan)
    assert upgrading.status().revision == "0002_add_periodization"


@mostly_sqlite
def test_an_empty_database_goes_all_the_way(fresh, upgrading):
    migrations.upgrade(fresh, "0003")
    upgrading.roll_back(upgrading.plan_rollback("base"))
    assert upgrading.status().state is DatabaseState.EMPTY


@mostly_sqlite
@pytest.mark.parametrize("to", ["head", HEAD, "0009"])
def test_forward_is_not_back(fresh, upgrading, to):
    migrations.upgrade(fresh, HEAD)
    with pytest.raises(InvalidInput):
        upgrading.plan_rollback(to)


@mostly_sqlite
@pytest.mark.parametrize("at", ["Exporting.", "Writing out Trai", "Counting", "as it was"])
def test_cancelling_leaves_everything_and_no_archive(fresh, upgrading, at):
    at_revision(fresh, HEAD, rows=1)
    before = everything(fresh)
    plan = upgrading.plan_rollback("0001")

    def stop(_share, sentence):
        if at in sentence:
            raise Cancelled("Enough.")

    with pytest.raises(Cancelled):
        upgrading.roll_back(plan, progress=stop)
    assert everything(fresh) == before
    assert not plan.archive.exists()
    assert upgrading.status().state is DatabaseState.CURRENT


@mostly_sqlite
def test_a_loss_in_what_stays_undoes_it_all(fresh, upgrading, monkeypatch):
    at_revision(fresh, HEAD, rows=1)
    before = everything(fresh)
    real = moving._apply

    def careless(connection, *rest, **more):
        real(connection, *rest, **more)
        connection.exec_driver_sql('UPDATE "Workout" SET notes = NULL')

    monkeypatch.setattr(moving, "_apply", careless)
    plan = upgrading.plan_rollback("0001")
    with pytest.raises(RowsChanged, match="Workout has other values"):
        upgrading.roll_back(plan)
    assert everything(fresh) == before
    assert not plan.archive.exists()


def test_what_is_written_during_the_export_is_exported_too(fresh, upgrading, monkeypatch):
    at_revision(fresh, HEAD, rows=1)
    real = module._export
    times = []

    def slow(*arguments):
        done = real(*arguments)
        if not times:
            with fresh.write() as connection:
                connection.exec_driver_sql("UPDATE \"ReadinessSignal\" SET note = 'written meanwhile'")
        times.append(1)
        return done

    monkeypatch.setattr(module, "_export", slow)
    report = upgrading.roll_back(upgrading.plan_rollback("0001"))
    assert len(times) == 2
    part = next(each for each in archives.read_head(report.archive).parts if each.table == "ReadinessSignal")
    (row,) = archives.rows_of(report.archive, part)
    assert "written meanwhile" in row


@mostly_sqlite
def test_a_newer_or_foreign_database_is_not_rolled_back(fresh, upgrading):
    at_revision(fresh, HEAD, rows=1)
    stamp(fresh, "0099_from_the_future")
    plan = upgrading.plan_rollback("0001")
    with pytest.raises(WrongSchema, match=f"0099_from_the_future.*{HEAD}"):
        upgrading.roll_back(plan)


@mostly_sqlite
def test_a_damaged_archive_is_refused(fresh, upgrading, tmp_path):
    at_revision(fresh, HEAD, rows=1)
    report = upgrading.roll_back(upgrading.plan_rollback("0001"))
    content = bytearray(report.archive.read_bytes())
    content[len(content) // 3] ^= 0xFF
    report.archive.write_bytes(bytes(content))
    upgrading.run(upgrading.plan(), backfill=False)
    backing_up = BackingUp(fresh, paths_in(tmp_path / "home"))
    with pytest.raises(DatabaseUnavailable):
        backing_up.restore(backing_up.plan_restore(report.archive))
