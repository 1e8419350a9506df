"""Weeks made, listed and shown from the command line, with every reason as text and as JSON."""

import json

import pytest

from app import cli
from app.engine.workouts.recomputing import recomputed, recomputed_load

EMAIL = "kim@example.org"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("PEAKLINE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PEAKLINE_DATABASE", raising=False)


@pytest.fixture
def run(capsys, database):
    url = database.url

    def runner(*words: str) -> tuple[int, str, str]:
        status = cli.main(["--database", url, *words])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return runner


@pytest.fixture
def planned(run):
    """An athlete with a season that begins on the coming Monday."""
    run("athlete", "add", EMAIL, "--name", "Kim")
    run("plan", "new", "--athlete", EMAIL, "--goal", "strength", "--weeks", "8")
    return run


def week(run, *words):
    status, out, err = run("workout", "generate", "--athlete", EMAIL, "--json", *words)
    assert status == 0, err
    return json.loads(out)


def test_a_week_is_made_listed_and_shown(planned):
    made = week(planned)
    assert (made["week"], made["replaced"], made["kept"]) == (1, 0, [])
    assert [one["id"] for one in made["workouts"]] == made["new"]
    assert len(made["new"]) == 3
    _, out, _ = planned("workout", "list", "--athlete", EMAIL, "--json")
    assert {one["id"] for one in json.loads(out)["workouts"]} == set(made["new"])
    _, out, _ = planned("workout", "show", made["new"][0], "--json")
    assert json.loads(out) == made["workouts"][0]


def test_the_json_holds_the_whole_rationale(planned):
    for workout in week(planned)["workouts"]:
        assert {"block", "session", "volume", "readiness", "progression", "assumptions"} <= set(
            workout["selectionRationale"]
        )
        for entry in workout["exercises"]:
            assert recomputed(entry["selectionReason"]) == entry["catalogueId"]
            assert {"sets", "reps", "load", "rir", "rest"} <= set(entry["prescriptionRationale"])
            loads = {one["targetLoadKg"] for one in entry["sets"] if one["setType"] == "NORMAL"}
            assert loads == {recomputed_load(entry["prescriptionRationale"])}


def test_made_again_it_takes_the_place_of_the_first(planned):
    first, again = week(planned), week(planned)
    assert again["replaced"] == len(first["new"])
    assert not set(again["new"]) & set(first["new"])
    kept = week(planned, "--keep")
    assert (kept["new"], set(kept["kept"])) == ([], set(again["new"]))
    assert [one["id"] for one in kept["workouts"]] == again["new"]


def test_a_dry_run_stores_nothing(planned):
    shown = week(planned, "--dry-run")
    assert (shown["new"], len(shown["workouts"])) == ([], 3)
    assert shown["workouts"][0]["exercises"][0]["selectionReason"]["factors"]
    _, out, _ = planned("workout", "list", "--athlete", EMAIL, "--json")
    assert json.loads(out)["total"] == 0
    status, out, _ = planned("workout", "generate", "--athlete", EMAIL, "--dry-run")
    assert status == 0
    assert "sets" in out


def test_text_reads_as_sentences(planned):
    status, out, err = planned("workout", "generate", "--athlete", EMAIL, "--week", "2")
    assert status == 0
    assert "Week 2 of 8" in err
    assert "a load to find" in out
    key = out.split("minutes) ")[1].split()[0]
    status, out, _ = planned("workout", "show", key)
    assert status == 0
    for words in ("in reserve", "Not ", "Assumed: ", "planned", "Stop where"):
        assert words in out


@pytest.mark.parametrize("number", ["0", "9", "-3"])
def test_weeks_outside_are_refused_with_a_sentence(planned, number):
    status, _, err = planned("workout", "generate", "--athlete", EMAIL, f"--week={number}")
    assert status == 1
    assert "weeks 1 to 8" in err


def test_without_a_season_it_says_what_to_do(run):
    run("athlete", "add", EMAIL)
    status, _, err = run("workout", "generate", "--athlete", EMAIL)
    assert status == 1
    assert "no active season" in err


def test_a_log_without_a_plan_shows_none(run, tmp_path):
    run("athlete", "add", EMAIL)
    file = tmp_path / "strong.csv"
    file.write_text(
        "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
        '2026-03-02 18:00:00,"Legs",1h,"Squat (Barbell)",1,100.0,5,0,0,"","",8\n'
    )
    run("import", str(file), "--athlete", EMAIL, "--unit", "kg")
    _, out, _ = run("workout", "list", "--athlete", EMAIL, "--json")
    _, out, _ = run("workout", "show", json.loads(out)["workouts"][0]["id"])
    assert "5 x 100 kg, RPE 8" in out
    assert "1    –" in out
