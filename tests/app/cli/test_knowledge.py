"""The knowledge base on the command line, with no database anywhere."""

import json

import pytest

from app import cli


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("PEAKLINE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PEAKLINE_DATABASE", raising=False)
    return tmp_path / "home"


@pytest.fixture
def run(capsys):
    def runner(*words: str) -> tuple[int, str, str]:
        status = cli.main(["knowledge", *words])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return runner


def test_entries_are_found_by_words_grade_and_topic(run, home):
    status, out, _ = run("list", "leg", "curl", "--json")
    assert status == 0
    assert [claim["id"] for claim in json.loads(out)["claims"]] == ["maeo2021"]
    _, out, _ = run("list", "--grade", "b", "--topic", "deload")
    assert [line.split()[0] for line in out.splitlines()] == ["id", "coleman2024", "pancar2026"]
    assert not home.exists(), "looking something up writes nothing"


def test_one_entry_is_shown_in_full(run):
    _, out, _ = run("show", "choice-deload", "--json")
    entry = json.loads(out)
    assert (entry["grade"], entry["doi"], entry["numbers"]["Deload share"]) == ("E", None, "0.5")
    assert "rogerson2024" in entry["leansOn"]
    _, out, _ = run("show", "saw2016")
    assert "https://doi.org/10.1136/bjsports-2015-094758" in out
    assert out.startswith("Saw 2016\n")
    assert max(map(len, out.splitlines())) <= 110


def test_what_is_not_there_is_said(run):
    status, out, err = run("show", "nobody1999")
    assert (status, out) == (1, "")
    assert 'no entry "nobody1999"' in err
    status, out, _ = run("list", "xylophone", "--json")
    assert (status, json.loads(out)) == (0, {"claims": []})


def test_wrong_words_are_told(run):
    assert run("list", "--grade", "F")[0] == 2
    status, _, err = run("list", "--topic", "cooking")
    assert status == 1
    assert "volume, load" in err
