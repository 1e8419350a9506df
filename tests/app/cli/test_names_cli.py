"""Own exercises listed and linked from the command line."""

import json

import pytest

from app import cli

EMAIL = "kim@example.org"
LOG = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
    '2026-03-02 18:00:00,"Legs",1h,"Deep squats barbell",1,100.0,5,0,0,"","",8\n'
)


@pytest.fixture
def run(capsys, fast_database, tmp_path, monkeypatch):
    monkeypatch.setenv("PEAKLINE_HOME", str(tmp_path / "home"))
    url = fast_database.url

    def runner(*words: str) -> tuple[int, str, str]:
        status = cli.main(["--database", url, *words])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    file = tmp_path / "strong.csv"
    file.write_text(LOG)
    runner("athlete", "add", EMAIL)
    runner("import", str(file), "--athlete", EMAIL, "--unit", "kg")
    return runner


def test_a_name_is_listed_with_what_it_may_be_and_linked(run):
    _, out, _ = run("athlete", "names", "--athlete", EMAIL)
    assert "Deep squats barbell" in out
    _, out, _ = run("athlete", "names", "--athlete", EMAIL, "--json")
    [own] = json.loads(out)["exercises"]
    assert "barbell_back_squat" in {one["catalogueId"] for one in own["candidates"]}
    status, _, err = run("athlete", "link", "--athlete", EMAIL, "deep squats barbell", "barbell_back_squat")
    assert status == 0
    assert "Barbell Back Squat from now on" in err
    _, _, err = run("athlete", "names", "--athlete", EMAIL)
    assert "Every exercise" in err


def test_the_link_is_told_as_json(run):
    _, out, _ = run("athlete", "link", "--athlete", EMAIL, "Deep squats barbell", "barbell_back_squat", "--json")
    assert json.loads(out) == {"name": "Deep squats barbell", "exercise": "Barbell Back Squat", "entries": 1}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("No such", "barbell_back_squat"), "none of the athlete's"),
        (("Deep squats barbell", "no_lift"), "no such exercise"),
    ],
)
def test_what_cannot_be_linked_is_said(run, words, told):
    status, _, err = run("athlete", "link", "--athlete", EMAIL, *words)
    assert status == 1
    assert told in err
