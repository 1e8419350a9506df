"""`peakline whoop`: the whole way on the command line, against the fake Whoop."""

import io
import json
import sys
import webbrowser

import pytest

from app import bootstrap, cli
from app.gateways.vault_memory import FallbackVault
from app.usecases.linking import Linking
from tests.fakes.vault import MemoryVault
from tests.fakes.whoop_play import now
from tests.fakes.whoop_server import Fault


class Typed(io.StringIO):
    """What a person types."""

    def isatty(self):
        return True


@pytest.fixture
def vault(monkeypatch):
    kept = FallbackVault(MemoryVault())
    monkeypatch.setattr(bootstrap, "vault", lambda: kept)
    return kept


@pytest.fixture
def run(play, vault, capsys, monkeypatch, tmp_path):
    """Run a subcommand; returns exit status, what was printed, what was said."""
    monkeypatch.setenv("PEAKLINE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PEAKLINE_TEST_WHOOP", play.server.address)
    monkeypatch.setitem(Linking.__init__.__kwdefaults__, "ports", play.ports)
    monkeypatch.setitem(Linking.__init__.__kwdefaults__, "patience", 3)
    monkeypatch.setattr(webbrowser, "open", play.browser)
    play.person.live(100, until=now())

    def runner(*words, stdin=""):
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin) if isinstance(stdin, str) else stdin)
        status = cli.main(["--database", play.database.url, "whoop", *words, "--athlete", "anna@example.org"])
        play.rest()
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return runner


@pytest.fixture
def linked(run, play):
    assert run("connect", stdin=f"{play.server.client_id}\n{play.server.client_secret}\n")[0] == 0
    return run


def test_connect_sync_status_and_disconnect(run, play, vault):
    status, out, said = run("connect", "--json", stdin=f"{play.server.client_id}\n{play.server.client_secret}\n")
    assert (status, json.loads(out)) == (0, {"account": "10129", "name": "Alex Sample", "warnings": []})
    assert all(uri in said for uri in play.syncing.redirect_uris)
    assert "/oauth/oauth2/auth?" in said
    assert not any(secret in out + said for secret in play.server.secrets())

    status, out, said = run("sync", "--json")
    told = json.loads(out)
    assert (status, told["added"], told["refused"], told["warnings"]) == (0, 90, 0, [])
    assert "Fetching the days from" in said
    assert json.loads(run("sync", "--full", "--json")[1])["added"] == 10

    told = json.loads(run("status", "--json")[1])
    assert (told["connected"], told["account"], told["days"], told["problem"]) == (True, "10129", 100, "")
    assert "100 days are stored, complete from" in run("status")[2]

    status, out, _said = run("disconnect", "--json", "--delete-days")
    assert (status, json.loads(out)["revoked"], json.loads(out)["daysRemoved"]) == (0, True, 100)
    assert json.loads(run("status", "--json")[1])["connected"] is False
    assert "is not connected to Whoop" in run("status")[2]
    assert vault.read(play.keeper().reference("anna")) is None


def test_the_app_is_asked_for_once(linked, run, play):
    assert run("connect")[0] == 0
    play.server.client_secret = "another secret".replace(" ", "-")
    status, _out, said = run("connect")
    assert (status, "does not accept the client id or the client secret" in said) == (1, True)
    assert run("connect", "--new-app", stdin=f"{play.server.client_id}\n{play.server.client_secret}\n")[0] == 0


def test_a_person_types_the_secret_unseen(run, play, monkeypatch):
    asked = []

    def unseen(prompt, _stream):
        asked.append(prompt)
        return play.server.client_secret

    monkeypatch.setattr("getpass.getpass", unseen)
    assert run("connect", stdin=Typed(f"{play.server.client_id}\n"))[0] == 0
    assert asked == ["Client secret (not shown): "]


@pytest.mark.parametrize("stdin", ["", "only an id\n", "\n\n"])
def test_half_an_app_is_refused(run, stdin):
    status, _out, said = run("connect", stdin=stdin)
    assert (status, "a line each" in said) == (1, True)


def test_nothing_is_connected_where_the_command_would_forget_it(run, play, monkeypatch):
    monkeypatch.setattr(bootstrap, "vault", lambda: FallbackVault(MemoryVault("missing")))
    status, _out, said = run("connect", stdin="id\nsecret\n")
    assert (status, "There is no keyring on this computer" in said, play.shown) == (1, True, [])


def test_what_goes_wrong_is_a_sentence_with_a_next_step(linked, run, play):
    play.server.denies = True
    status, _out, said = run("connect")
    assert (status, "refused in the browser. Connect again" in said) == (1, True)
    play.server.faults.extend([Fault("/developer", 429, {"X-RateLimit-Reset": "40000"})])
    status, out, said = run("sync", "--json")
    assert (status, out, "takes no more requests for now. Try again after" in said) == (1, "", True)
    assert "takes no more requests" in run("status")[2]
    play.server.revoke()
    status, _out, said = run("sync")
    assert (status, "no longer accepts the link" in said) == (1, True)


def test_no_browser_is_opened_where_none_is_wanted(linked, run, play):
    play.shown.clear()
    status, _out, said = run("connect", "--no-browser")
    assert (status, play.shown) == (1, [])
    assert "redirect URIs of your app" in said


def test_the_secret_is_no_word_of_the_command_line(run):
    assert run("connect", "--client-secret", "x")[0] == 2
