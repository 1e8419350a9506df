"""`peakline readiness`: answers in, the score with its parts out, and errors that name the field."""

import json
from datetime import date, timedelta

import pytest

from app import cli


@pytest.fixture
def run(capsys, fast_database, tmp_path, monkeypatch):
    monkeypatch.setenv("PEAKLINE_HOME", str(tmp_path / "home"))
    url = fast_database.url
    fast_database.close()

    def runner(*words):
        status = cli.main(["--database", url, *words])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    runner("athlete", "add", "ada@example.org")
    return runner


ASKED = ("--athlete", "ada@example.org", "--readiness", "4", "--motivation", "3")


def test_a_check_in_is_logged_and_listed(run):
    yesterday = (date.today() - timedelta(days=1)).isoformat()  # noqa: DTZ011 - days are those of whoever asks
    status, out, _ = run("readiness", "log", *ASKED, "--soreness", "chest=2, quads=3", "--at", yesterday, "--json")
    logged = json.loads(out)
    assert status == 0
    assert {"fatigueScore", "confidence", "parts"} <= logged.keys()
    assert logged["subjectiveSoreness"] == {"chest": 2, "quads": 3}
    assert logged["day"] == yesterday
    status, _, said = run("readiness", "log", *ASKED, "--sleep", "7")
    assert status == 0
    assert "left out" in said
    status, out, _ = run("readiness", "list", "--athlete", "ada@example.org", "--json")
    assert [entry["day"] for entry in json.loads(out)["entries"]][1:] == [yesterday]


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("--readiness", "7"), 1, "Readiness is 1 to 5, not 7"),
        (("--soreness", "heart=2"), 1, "no muscle of the map"),
        (("--soreness", "chest"), 2, "write chest=2,quads=3"),
        (("--at", "yesterday"), 2, "write YYYY-MM-DD"),
        (("--at", "2999-01-01"), 1, "future"),
    ],
)
def test_what_cannot_be_used_is_named(run, words, status, told):
    found, out, said = run("readiness", "log", *ASKED, *words)
    assert (found, out) == (status, "")
    assert told in said
