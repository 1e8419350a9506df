"""`peakline db ...` from an empty database to the way back, on both engines."""

import json

import pytest

from app import cli
from app.gateways.database import Database
from app.gateways.revision import HEAD
from tests.fakes.histories import at_revision, stamp, web_database


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("PEAKLINE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PEAKLINE_DATABASE", raising=False)
    return tmp_path / "home"


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
def run(capsys, fresh):
    def runner(*words):
        status = cli.main(["--database", fresh.url, "db", *words])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return runner


def parsed(out):
    return json.loads(out)


def test_from_nothing_to_the_head_and_again(run):
    status, out, err = run("upgrade", "--json")
    assert status == 0, err
    report = parsed(out)
    assert (report["ok"], report["state"], report["revision"], report["work"]) == (True, "current", HEAD, "upgrade")
    assert report["validation"]["checks"]
    status, out, err = run("upgrade")
    assert (status, out) == (0, "")
    assert f"Already at {HEAD}." in err


@mostly_sqlite
def test_a_dry_run_shows_plan_and_sql_and_changes_nothing(run, fresh, home):
    at_revision(fresh, "0003", rows=1)
    fresh.close()
    before = fresh.path.read_bytes() if fresh.path else None
    status, out, _ = run("upgrade", "--dry-run", "--json")
    plan = parsed(out)
    assert (status, plan["canRun"], plan["toRevision"]) == (0, True, HEAD)
    assert "ALTER TABLE" in plan["sql"]
    status, out, err = run("upgrade", "--dry-run")
    assert "What Peakline keeps beyond the specification" in out
    assert "Nothing was changed." in err
    assert before is None or fresh.path.read_bytes() == before
    assert not home.exists()


@mostly_sqlite
def test_nobody_is_asked_where_nobody_is(run, fresh):
    at_revision(fresh, "0003", rows=1)
    status, _, err = run("upgrade")
    assert status == 1
    assert "Run again with --yes" in err
    assert parsed(run("status", "--json")[1])["revision"] == "0003_extend_workout"


@mostly_sqlite
def test_a_person_may_say_no(run, fresh, monkeypatch):
    at_revision(fresh, "0003", rows=1)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda *_: "n")
    assert run("upgrade")[0] == 1
    monkeypatch.setattr("builtins.input", lambda *_: "y")
    assert run("upgrade", "--to", "0004", "--no-backfill")[0] == 0
    assert parsed(run("status", "--json")[1])["revision"] == "0004_fill_training_age"


def test_the_whole_way(run, fresh, tmp_path):
    web_database(fresh)
    assert parsed(run("status", "--json")[1])["state"] == "adoptable"
    report = parsed(run("adopt", "--yes", "--json")[1])
    assert (report["work"], report["toRevision"]) == ("adopt", HEAD)
    assert report["backup"]
    back = parsed(run("downgrade", "--to", "0001", "--yes", "--json")[1])
    assert back["work"] == "roll back"
    assert run("upgrade", "--yes", "--no-backfill")[0] in (0, 1)
    restored = parsed(run("restore", back["archive"], "--yes", "--json")[1])
    assert (restored["ok"], restored["rows"]["MacroCycle"]) == (True, 2)
    status, out, _ = run("validate", "--json")
    assert [check["name"] for check in parsed(out)["checks"] if not check["ok"]] == []
    assert status == 0
    assert parsed(run("backup", str(tmp_path / "b.backup"), "--json")[1])["ok"]
    assert run("backup", str(tmp_path / "b.backup"))[0] == 1


@mostly_sqlite
def test_what_a_downgrade_would_lose_is_shown(run, fresh):
    at_revision(fresh, HEAD, rows=1)
    status, out, _ = run("downgrade", "--to", "0001", "--dry-run")
    assert status == 0
    assert "Table MacroCycle with 1 row." in out
    assert 'DROP TABLE "MacroCycle"' in out
    assert "CASCADE" not in out
    assert parsed(run("status", "--json")[1])["revision"] == HEAD


@pytest.mark.parametrize(
    "words",
    [
        ("upgrade", "--yes"),
        ("upgrade", "--dry-run"),
        ("adopt", "--yes"),
        ("downgrade", "--to", "0001", "--yes"),
        ("backup", "b.db"),
        ("backfill",),
        ("restore", "b.db", "--yes"),
    ],
)
def test_a_newer_database_is_refused_with_both_versions(run, fresh, words, tmp_path):
    at_revision(fresh, HEAD, rows=1)
    stamp(fresh, "0099_from_the_future")
    fresh.close()
    before = fresh.path.read_bytes() if fresh.path else None
    status, out, err = run(*(str(tmp_path / word) if word == "b.db" else word for word in words))
    assert status == 1
    assert "0099_from_the_future" in out + err
    assert HEAD in out + err
    assert "Traceback" not in err
    assert before is None or fresh.path.read_bytes() == before


@mostly_sqlite
@pytest.mark.parametrize("words", [("downgrade",), ("restore",), ("backup",), ("upgrade", "--to")])
def test_wrong_usage_is_two(run, words):
    assert run(*words)[0] == 2


@mostly_sqlite
def test_a_report_is_kept_with_the_logs(run, fresh, home):
    at_revision(fresh, "0004", rows=1)
    run("upgrade", "--yes")
    (kept,) = (home / "logs").glob("*-upgrade.json")
    assert json.loads(kept.read_text())["toRevision"] == HEAD
