"""`peakline db backfill` and `peakline db validate`: keys, exit status and words."""

import json

import pytest
from sqlalchemy import func, select, update

from app import cli
from app.gateways.database import Database
from models.tables.plan import exercise_exposure, macro_cycle
from tests.fakes.coached import Coached


@pytest.fixture
def run(fast_database, capsys):
    fast_database.close()

    def run(*words):
        status = cli.main(["--database", fast_database.url, "db", *words])
        output = capsys.readouterr()
        return status, output.out, output.err

    return run


@pytest.fixture
def filled(fast_database):
    Coached(fast_database, 3).fill(5, workouts=10)
    fast_database.close()
    return fast_database


def test_backfill_reports_its_keys_and_a_second_run_nothing(run, filled):
    status, out, _ = run("backfill", "--json")
    report = json.loads(out)
    assert status == 0
    assert (report["created"], report["skipped"], report["failed"], report["failures"]) == (5, 0, 0, [])
    assert report["exposures"] > 0
    assert {"athlete", "assumed"} == set(report["assumptions"][0])
    assert all(isinstance(sentence, str) for sentence in report["assumptions"][0]["assumed"])
    status, out, _ = run("backfill", "--json")
    report = json.loads(out)
    assert status == 0
    assert (report["created"], report["skipped"], report["exposures"], report["assumptions"]) == (0, 5, 0, [])


def test_a_dry_backfill_tells_and_writes_nothing(run, filled):
    status, out, err = run("backfill", "--dry-run")
    assert (status, out) == (0, "")
    assert "Would plan 5 seasons" in err
    assert "a0@example.org:" in err
    with Database(filled.url).read() as connection:
        assert connection.execute(select(func.count()).select_from(macro_cycle)).scalar() == 0


def test_a_failed_athlete_is_named_and_the_status_is_1(run, filled):
    database = Database(filled.url)
    with database.write() as connection:
        connection.exec_driver_sql('UPDATE "User" SET "createdAt" = \'x\'')
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        connection.exec_driver_sql(
            'INSERT OR REPLACE INTO "Goals" ("userId", "primaryGoal", "secondaryGoal")'
            " VALUES ('a2', 'LONGEVITY', 'NONE')"
        )
    database.close()
    status, out, _ = run("backfill", "--json")
    report = json.loads(out)
    assert status == 1
    assert (report["created"], report["failed"]) == (4, 1)
    assert report["failures"][0]["athlete"] == "a2@example.org"
    status, _, err = run("backfill")
    assert status == 1
    assert "Failed: a2@example.org (a2)." in err


def test_validate_reports_its_keys(run, filled):
    run("backfill")
    status, out, _ = run("validate", "--json")
    report = json.loads(out)
    assert (status, report["ok"]) == (0, True)
    assert all({"name", "ok", "failing", "advice"} <= set(check) for check in report["checks"])


def test_validate_names_every_id_in_json_and_a_few_in_words(run, filled):
    run("backfill")
    database = Database(filled.url)
    with database.write() as connection:
        connection.execute(update(exercise_exposure).values(usage_count=exercise_exposure.c.usage_count + 1))
        rows = connection.execute(select(func.count()).select_from(exercise_exposure)).scalar()
    database.close()
    status, out, _ = run("validate", "--json")
    (check,) = [check for check in json.loads(out)["checks"] if not check["ok"]]
    assert status == 1
    assert check["name"] == "exposures"
    assert len(check["failing"]) == rows > 5
    status, out, err = run("validate")
    assert status == 1
    assert f"and {rows - 5} more" in out
    assert "✗ exposures" in out
    assert "1 of 18 checks failed." in err
    assert "backfill" in out


def test_validate_an_empty_file_says_to_upgrade(tmp_path, capsys):
    status = cli.main(["--database", f"sqlite:///{tmp_path / 'new.db'}", "db", "validate"])
    assert status == 1
    assert "upgrade" in capsys.readouterr().out
