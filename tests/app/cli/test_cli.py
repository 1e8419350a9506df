import json
from datetime import date, timedelta

import pytest

from app import cli
from app.cli.parser import _GOALS
from app.gateways.revision import HEAD
from models.values.plan import TrainingGoal

STRONG = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
    '2026-03-02 18:00:00,"Legs",1h,"Squat (Barbell)",1,100.0,5,0,0,"","",8\n'
    '2026-03-02 18:00:00,"Legs",1h,"Squat (Barbell)",2,100.0,5,0,0,"","",8.5\n'
    '2026-03-02 18:00:00,"Legs",1h,"Squat (Barbell)",Rest Timer,0,0,0,120,"","",\n'
    '2026-03-02 18:00:00,"Legs",1h,"Invented Lift",1,30.0,ten,0,0,"","",\n'
    '2026-03-02 18:00:00,"Legs",1h,"Invented Lift",2,30.0,10,0,0,"","",\n'
)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("PEAKLINE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PEAKLINE_DATABASE", raising=False)


@pytest.fixture
def run(capsys, database):
    """Run a subcommand on both databases; returns exit status, what was printed, what was said."""
    url = database.url

    def runner(*words: str) -> tuple[int, str, str]:
        status = cli.main(["--database", url, *words])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return runner


@pytest.fixture
def log(tmp_path):
    file = tmp_path / "strong.csv"
    file.write_text(STRONG)
    return str(file)


def test_the_goals_of_the_command_line_are_those_of_the_plan():
    assert list(_GOALS) == [goal.value for goal in TrainingGoal]


def test_status_before_and_after_the_upgrade(capsys, database_url):
    assert cli.main(["db", "status", "--json", "--database", database_url]) == 0
    before = json.loads(capsys.readouterr().out)
    assert (before["state"], before["revision"], before["head"]) == ("empty", None, HEAD)
    assert cli.main(["--database", database_url, "db", "upgrade", "--json"]) == 0
    after = json.loads(capsys.readouterr().out)
    assert (after["state"], after["revision"]) == ("current", HEAD)
    assert after["engine"] in database_url


def test_history_runs_from_the_existing_tables_to_the_head(run):
    _, out, _ = run("db", "history", "--json")
    revisions = json.loads(out)["revisions"]
    assert revisions[0]["revision"].endswith("existing_tables")
    assert revisions[-1]["revision"] == HEAD
    assert all(revision["applied"] for revision in revisions)


def test_athletes_are_added_once_and_listed(run):
    assert run("athlete", "add", "kim@example.org", "--name", "Kim")[0] == 0
    status, _, err = run("athlete", "add", "kim@example.org")
    assert status == 1
    assert "kim@example.org" in err
    _, out, _ = run("athlete", "list", "--json")
    assert [(a["email"], a["name"]) for a in json.loads(out)["athletes"]] == [("kim@example.org", "Kim")]


def test_a_log_without_a_unit_asks_for_one_and_imports_nothing(run, log):
    run("athlete", "add", "kim@example.org")
    status, _, err = run("import", log, "--athlete", "kim@example.org")
    assert status == 1
    assert "--unit kg or --unit lb" in err
    _, out, _ = run("workout", "list", "--athlete", "kim@example.org", "--json")
    assert json.loads(out)["total"] == 0


def test_an_import_reports_and_a_second_one_adds_nothing(run, log):
    run("athlete", "add", "kim@example.org")
    words = ("import", log, "--athlete", "kim@example.org", "--unit", "kg", "--json")
    dry = json.loads(run(*words, "--dry-run")[1])
    first = json.loads(run(*words)[1])
    again = json.loads(run(*words)[1])
    assert (dry["workouts"], dry["sets"]) == (first["workouts"], first["sets"]) == (1, 3)
    assert first["format"] == "strong"
    assert [s["line"] for s in first["skipped"]] == [5]
    assert first["unmatched"] == ["Invented Lift"]
    assert (again["workouts"], again["sets"], again["alreadyThere"]) == (0, 0, 1)
    listed = json.loads(run("workout", "list", "--athlete", "kim@example.org", "--json")[1])
    shown = json.loads(run("workout", "show", listed["workouts"][0]["id"], "--json")[1])
    squat = shown["exercises"][0]["sets"]
    assert [(s["actualReps"], s["actualLoadKg"], s["actualRpe"]) for s in squat] == [(5, 100.0, 8), (5, 100.0, 8.5)]


def test_a_season_is_planned_shown_and_replaced(run, log):
    run("athlete", "add", "kim@example.org")
    run("import", log, "--athlete", "kim@example.org", "--unit", "kg")
    status, out, err = run(
        "plan", "new", "--athlete", "kim@example.org", "--goal", "strength", "--weeks", "12", "--json"
    )
    assert status == 0, err
    macro = json.loads(out)["macro"]
    weeks = [w for m in macro["mesocycles"] for b in m["blocks"] for w in b["weeks"]]
    assert len(weeks) == 12
    assert all(week["rir"] >= 0 and week["sets"] for week in weeks)
    assert macro["isActive"] is True
    assert macro["endDate"] is None
    run("plan", "new", "--athlete", "kim@example.org", "--goal", "HYPERTROPHY")
    shown = json.loads(run("plan", "show", "--athlete", "kim@example.org", "--json")[1])["macro"]
    assert shown["primaryGoal"] == "HYPERTROPHY"
    assert shown["id"] != macro["id"]


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "new", "--athlete", "nobody@example.org", "--goal", "STRENGTH"),
        ("plan", "show", "--athlete", "kim@example.org"),
        ("plan", "new", "--athlete", "kim@example.org", "--goal", "STRENGTH", "--weeks", "53"),
        ("plan", "new", "--athlete", "kim@example.org", "--goal", "STRENGTH", "--event", "2001-01-01"),
        ("athlete", "add", "no address"),
        ("import", "/nowhere/at/all.csv", "--athlete", "kim@example.org"),
        ("workout", "show", "no-such-id"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(run, words):
    run("athlete", "add", "kim@example.org")
    status, out, err = run(*words)
    assert status == 1
    assert out == ""
    assert "Traceback" not in err
    assert err.strip().endswith(".")


@pytest.mark.parametrize(
    "words",
    [(), ("fly",), ("plan", "new"), ("plan", "new", "--athlete", "a@b.c", "--goal", "FUN"), ("db", "status", "x")],
)
def test_wrong_usage_is_two(words, capsys):
    assert cli.main(list(words)) == 2
    capsys.readouterr()


def test_a_start_and_an_event_land_where_they_were_asked_for(run):
    run("athlete", "add", "kim@example.org")
    today = date.today()  # noqa: DTZ011 - the coach's own day
    start = today + timedelta(days=7 - today.weekday())
    event = start + timedelta(weeks=15, days=5)
    words = ("--start", start.isoformat(), "--event", event.isoformat())
    _, out, err = run("plan", "new", "--athlete", "kim@example.org", "--goal", "STRENGTH", "--json", *words)
    macro = json.loads(out)["macro"]
    assert macro["startDate"].startswith(start.isoformat()), err
    assert macro["eventDate"].startswith(event.isoformat())


def test_an_unexpected_fault_is_a_sentence_too(monkeypatch, capsys, tmp_path):
    def broken(_arguments):
        raise ZeroDivisionError("postgresql://kim:hunter2@host/db")

    monkeypatch.setattr("app.cli.databases.status", broken)
    monkeypatch.setattr("app.cli.parser.databases.status", broken)
    assert cli.main(["db", "status"]) == 1
    err = capsys.readouterr().err
    assert "Traceback" not in err
    assert "hunter2" not in err
    logs = list((tmp_path / "home" / "logs").glob("*.log"))
    assert logs
    assert "ZeroDivisionError" in logs[0].read_text()
    assert "hunter2" not in logs[0].read_text()
