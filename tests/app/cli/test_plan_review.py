"""`peakline plan review`, `accept` and `reject`."""

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest

from app import cli
from models.values.days import monday
from tests.fakes.logbook import SQUAT, Logbook, a_set

KIM = "kim@example.org"
# The command line asks the clock, so the season is laid around today.
START = monday(date.today()) - timedelta(weeks=2)  # noqa: DTZ011
LOW = {name: {"score": 0.3} for name in ("subjective", "performance", "wearable")}


@pytest.fixture
def run(capsys, fast_database, tmp_path, monkeypatch):
    monkeypatch.setenv("PEAKLINE_HOME", str(tmp_path / "home"))

    def runner(*words):
        status = cli.main(["--database", fast_database.url, *words])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return runner


@pytest.fixture
def proposed(run, fast_database):
    """Kim, worn out for a week and far behind the plan; returns the id of the one proposal."""
    logbook = Logbook(fast_database)
    kim = logbook.athlete(KIM)
    run("plan", "new", "--athlete", KIM, "--goal", "STRENGTH", "--weeks", "16", "--start", START.isoformat())
    for day in (0, 2, 4, 7, 9, 11):
        at = datetime.combine(START + timedelta(days=day), time(12), UTC)
        logbook.workout(kim, at, {SQUAT: [a_set()] * 3})
    for back in range(7):
        at = datetime.combine(date.today() - timedelta(days=back), time(12), UTC)  # noqa: DTZ011
        logbook.signal(kim, at, 0.3, back, score_parts=LOW, score_confidence=0.8)
    status, out, _ = run("plan", "review", "--athlete", KIM, "--json")
    assert status == 0
    (found,) = json.loads(out)["proposals"]
    return found


def test_a_review_lists_what_why_before_and_after(run, proposed):
    assert proposed["kind"] == "EARLY_DELOAD"
    assert proposed["state"] == "OPEN"
    assert proposed["after"]["change"] == {"kind": "deload"}
    assert {one["name"]: one["state"] for one in proposed["evidence"]["triggers"]}["low_freshness"] is True
    status, out, _ = run("plan", "review", "--athlete", KIM)
    assert status == 0
    assert out.startswith(f"{proposed['id']}  An earlier deload (early deload)\n")
    assert " -> Deload 1 of 1 " in out


def test_accepting_changes_the_plan(run, proposed):
    status, out, _ = run("plan", "accept", proposed["id"], "--note", "Agreed", "--json")
    done = json.loads(out)
    assert status == 0
    assert (done["proposal"]["state"], done["proposal"]["note"]) == ("ACCEPTED", "Agreed")
    assert done["adaptation"]
    assert done["removedWorkouts"] == 0
    shown = json.loads(run("plan", "show", "--athlete", KIM, "--json")[1])["macro"]
    assert any(
        block["blockType"] == "DELOAD" and block["durationWeeks"] == 1 for block in shown["mesocycles"][0]["blocks"]
    )
    status, _, err = run("plan", "accept", proposed["id"])
    assert status == 1
    assert "was accepted" in err
    status, out, err = run("plan", "review", "--athlete", KIM)
    assert (status, out) == (0, "")
    assert "Nothing to propose" in err


def test_rejecting_is_remembered(run, proposed):
    status, out, _ = run("plan", "reject", proposed["id"])
    assert (status, out) == (0, "Rejected: An earlier deload. The plan stays as it is.\n")
    assert json.loads(run("plan", "review", "--athlete", KIM, "--json")[1])["proposals"] == []
    assert run("plan", "reject", "nothing")[0] == 1
