"""Upgrades from the plan to the report: what is shown, what is kept, what is refused, what is undone."""

import hashlib
import json
import time

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine, make_url

from app.errors import Cancelled, DatabaseUnavailable, RowsChanged, WrongSchema
from app.gateways import backups, fingerprints, migrations, moving, preflight, safe_files
from app.gateways.database import Database
from app.gateways.revision import HEAD
from app.usecases import reporting
from app.usecases.upgrading import Upgrading
from models.values.maintenance import Method, Work
from models.values.upgrading import DatabaseState
from tests.fakes.histories import at_revision, existing_rows, old_rows, paths_in, rows_by_key, web_database

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


def files_in(folder):
    return {file: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.rglob("*") if file.is_file()}


def test_a_plan_says_what_will_happen_and_touches_nothing(fresh, upgrading, tmp_path):
    at_revision(fresh, "0002")
    fresh.close()
    before = files_in(tmp_path)
    plan = upgrading.plan()
    text, sql = reporting.plan_text(plan), upgrading.sql(plan)
    fresh.close()
    assert files_in(tmp_path) == before
    assert plan.can_run
    assert plan.work is Work.UPGRADE
    assert [each.name for each in plan.steps][:6] == [
        "lock",
        "backup",
        "0003_extend_workout",
        "0004_fill_training_age",
        "0005_peakline_details",
        "0006_coaching_details",
    ]
    assert plan.differences == ()
    assert 'ALTER TABLE "Workout" ADD COLUMN "trainingBlockId"' in sql
    assert 'CREATE TABLE "MacroCycle"' not in sql
    assert str(plan.backup.target) in text


def test_the_sql_shown_is_the_sql_that_runs(fresh, upgrading):
    at_revision(fresh, "0001", rows=0)
    plan = upgrading.plan()
    shown = [each.strip() for each in upgrading.sql(plan).split(";\n") if "--" not in each]
    shown = [each for each in shown if each.startswith(("CREATE", "ALTER"))]
    ran = []

    def hear(_connection, _cursor, statement, *_):
        ran.append(statement.strip())

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        upgrading.run(plan, backfill=False)
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    assert len(shown) > 30
    lines = [line.rstrip(";") for line in "\n".join(ran).split("\n")]
    assert [line for line in lines if line in shown] == shown


def test_an_upgrade_keeps_every_row_and_reports(fresh, upgrading, tmp_path):
    at_revision(fresh, "0002")
    before = rows_by_key(fresh)
    told = []
    report = upgrading.run(upgrading.plan(), progress=lambda share, sentence: told.append((share, sentence)))
    assert upgrading.status().state is DatabaseState.CURRENT
    assert old_rows(fresh, before) == before
    assert report.from_revision == "0002_add_periodization"
    assert report.to_revision == HEAD
    assert sum(report.rows.values()) == 2 * 31
    assert report.backfill is not None
    assert report.validation is not None
    assert report.backup is not None
    assert report.backup.exists()
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert told[-1][0] == 1.0
    reporting.save(report, tmp_path / "report.json")
    assert json.loads((tmp_path / "report.json").read_text())["toRevision"] == HEAD
    reporting.save(report, tmp_path / "report.txt")
    assert "in all" in (tmp_path / "report.txt").read_text()
    overview = upgrading.overview()
    assert overview.last_backup is not None
    assert overview.last_validation is not None


def test_an_empty_database_needs_no_backup(fresh, upgrading):
    plan = upgrading.plan()
    assert plan.backup.method is Method.NONE
    report = upgrading.run(plan)
    assert report.ok
    assert report.to_revision == HEAD


@mostly_sqlite
def test_a_second_upgrade_changes_nothing_and_makes_no_backup(fresh, upgrading):
    upgrading.run(upgrading.plan())
    before = existing_rows(fresh)
    report = upgrading.run(upgrading.plan())
    assert report.backup is None
    assert existing_rows(fresh) == before


@mostly_sqlite
def test_an_upgrade_stops_where_it_is_told_to(fresh, upgrading):
    at_revision(fresh, "0001", rows=1)
    report = upgrading.run(upgrading.plan("0003"))
    assert report.to_revision == "0003_extend_workout"
    assert report.backfill is None


@mostly_sqlite
@pytest.mark.parametrize("at", ["Backing up.", "Copying", "Writing out Workout", "Counting", "Comparing", "as it was"])
def test_cancelling_before_the_end_changes_nothing(fresh, upgrading, at):
    at_revision(fresh, "0002", rows=1)
    before = existing_rows(fresh)

    def stop(_share, sentence):
        if at in sentence:
            raise Cancelled("Enough.")

    try:
        upgrading.run(upgrading.plan(), progress=stop)
    except Cancelled:
        assert upgrading.status().revision == "0002_add_periodization"
        assert existing_rows(fresh) == before
    else:
        assert (at, fresh.dialect) in {("Copying", "postgresql"), ("Writing out Workout", "sqlite")}


@mostly_sqlite
def test_cancelling_the_backfill_keeps_the_schema_and_says_so(fresh, upgrading):
    web_database(fresh)

    def stop(_share, sentence):
        if "Backfilling" in sentence:
            raise Cancelled("Enough.")

    report = upgrading.run(upgrading.plan(), progress=stop)
    assert report.cancelled
    assert not report.ok
    assert report.to_revision == HEAD
    assert "run the upgrade again" in " ".join(report.notes)
    assert upgrading.run(upgrading.plan()).ok


def test_a_revision_that_loses_rows_is_undone(fresh, upgrading, monkeypatch):
    at_revision(fresh, "0003")
    before = existing_rows(fresh)
    real = moving._apply

    def careless(connection, *rest, **more):
        real(connection, *rest, **more)
        connection.exec_driver_sql('DELETE FROM "SetLog"')

    monkeypatch.setattr(moving, "_apply", careless)
    with pytest.raises(RowsChanged, match="SetLog has 0 rows instead of 2"):
        upgrading.run(upgrading.plan())
    assert existing_rows(fresh) == before
    assert upgrading.status().revision == "0003_extend_workout"


@mostly_sqlite
def test_a_catalogue_that_changes_rows_is_undone(fresh, upgrading, monkeypatch):
    at_revision(fresh, "0003")
    before = existing_rows(fresh)

    def careless(connection, _progress):
        connection.exec_driver_sql('UPDATE "Exercise" SET "fatigueCost" = 5')

    monkeypatch.setattr(migrations, "seed", careless)
    with pytest.raises(RowsChanged, match="Exercise lost or changed 2"):
        upgrading.run(upgrading.plan())
    assert existing_rows(fresh) == before


def rebuilt_table(connection, *_rest, **_more):
    """The bug that no check of SQLite's sees: a parent table rebuilt with foreign keys on deletes its children."""
    connection.exec_driver_sql('CREATE TABLE "copied" AS SELECT * FROM "MacroCycle"')
    connection.exec_driver_sql('DROP TABLE "MacroCycle"')
    connection.exec_driver_sql('ALTER TABLE "copied" RENAME TO "MacroCycle"')


def test_a_rebuilt_parent_table_is_noticed(sqlite_url, tmp_path, monkeypatch):
    database = Database(sqlite_url)
    at_revision(database, "0003")
    monkeypatch.setattr(moving, "_apply", rebuilt_table)
    upgrading = Upgrading(database, paths_in(tmp_path / "home"))
    with pytest.raises(RowsChanged, match="Mesocycle has 0 rows instead of 2"):
        upgrading.run(upgrading.plan())
    with database.read() as connection:
        assert connection.exec_driver_sql('SELECT count(*) FROM "Mesocycle"').scalar() == 2
    database.close()


def grown(database, rows):
    """Workouts with exercises, sets and logs: `rows` of them in all."""
    with database.write() as connection:
        one = rows // 4
        for table, columns, values in (
            ("Workout", 'id, "userId", "scheduledDate"', "'w' || n, 'User 0', '2026-01-01 00:00:00.000'"),
            ("WorkoutExercise", 'id, "workoutId", "exerciseId", "orderIndex", "isMainLift"',
             f"'e' || n, 'w' || n, 'Exercise 0', 0, {'false' if database.dialect == 'postgresql' else 0}"),
            ("WorkoutSet", 'id, "workoutExerciseId", "setIndex", "targetReps"', "'s' || n, 'e' || n, 0, 5"),
            ("SetLog", 'id, "workoutSetId", "actualReps", "actualLoad"', "'l' || n, 's' || n, 5, n * 0.1"),
        ):  # fmt: skip
            cast = "::timestamp" if table == "Workout" and database.dialect == "postgresql" else ""
            numbers = f"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {one})"
            connection.exec_driver_sql(f'INSERT INTO "{table}" ({columns}) {numbers} SELECT {values}{cast} FROM s')


@pytest.mark.parametrize("rows", [2_000, pytest.param(100_000, marks=pytest.mark.nightly)])
def test_no_row_of_many_is_lost(fresh, upgrading, rows):
    web_database(fresh, 1)
    grown(fresh, rows)
    before = existing_rows(fresh)
    begun = time.perf_counter()
    report = upgrading.run(upgrading.plan(), backfill=False)
    assert sum(report.rows.values()) == rows + 24
    print(f"{rows} rows on {fresh.dialect}: {time.perf_counter() - begun:.1f} s, {report.steps}")
    after = existing_rows(fresh)
    seeded = set(moving.SEEDED)
    assert {table: found for table, found in after.items() if table not in seeded} == {
        table: found for table, found in before.items() if table not in seeded
    }


def test_too_little_room_is_said_before_anything_happens(sqlite_url, tmp_path, monkeypatch):
    database = Database(sqlite_url)
    at_revision(database, "0003")
    monkeypatch.setattr(preflight, "free_bytes", lambda _: 1000)
    upgrading = Upgrading(database, paths_in(tmp_path / "home"))
    assert {each.kind for each in upgrading.plan().blockers} == {"space"}
    with pytest.raises(DatabaseUnavailable, match=r"\d MB more are needed"):
        upgrading.run(upgrading.plan())
    database.close()


def test_a_user_without_rights_is_told_so(postgres_url, tmp_path):
    database = Database(postgres_url)
    web_database(database)
    with database.write() as connection:
        connection.exec_driver_sql("DROP ROLE IF EXISTS athlete")
        connection.exec_driver_sql("CREATE ROLE athlete LOGIN")
        connection.exec_driver_sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO athlete")
    theirs = Database(make_url(postgres_url).set(username="athlete").render_as_string(hide_password=False))
    plan = Upgrading(theirs, paths_in(tmp_path)).plan()
    assert {each.kind for each in plan.blockers} == {"rights"}
    assert "does not own" in plan.blockers[0].sentence
    theirs.close()
    with database.write() as connection:
        connection.exec_driver_sql("DROP OWNED BY athlete")
        connection.exec_driver_sql("DROP ROLE athlete")
    database.close()


def test_only_real_postgresql_is_upgraded(postgres_url, tmp_path, monkeypatch):
    database = Database(postgres_url)
    web_database(database, 1)

    def refuse(_version):
        raise WrongSchema("Peakline upgrades PostgreSQL only; this server calls itself CockroachDB.")

    monkeypatch.setattr(migrations, "check_engine", refuse)
    upgrading = Upgrading(database, paths_in(tmp_path))
    with pytest.raises(WrongSchema, match="CockroachDB"):
        upgrading.run(upgrading.plan())
    assert upgrading.status().state is DatabaseState.ADOPTABLE
    assert not list(tmp_path.rglob("*.zip"))
    database.close()


def test_fingerprints_see_every_changed_value(database):
    columns = {"Equipment": ["id", "name", "type"]}
    with database.read() as connection:
        before = fingerprints.fingerprints(connection, columns)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE \"Equipment\" SET name = name || ' ' WHERE name = 'Barbell'")
    with database.read() as connection:
        after = fingerprints.fingerprints(connection, columns)
    assert fingerprints.changes(before, after) == ["Equipment has other values than before."]


@mostly_sqlite
def test_a_failed_backup_stops_the_upgrade(fresh, upgrading, monkeypatch):
    at_revision(fresh, "0003")

    def full(*_args, **_more):
        raise safe_files.no_room(fresh.path or upgrading._paths.backups, 5_000_000)

    monkeypatch.setattr(backups, "make_backup", full)
    monkeypatch.setattr("app.gateways.server_backups.make_archive", full)
    with pytest.raises(DatabaseUnavailable, match="5 MB more are needed"):
        upgrading.run(upgrading.plan())
    assert upgrading.status().revision == "0003_extend_workout"
