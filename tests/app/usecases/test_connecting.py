"""Remembered connections: found again, their passwords in the vault and nowhere else."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url

from app.changes import Changes
from app.errors import Conflict, InvalidInput, NotFound, VaultUnavailable
from app.gateways.vault_memory import FallbackVault
from app.usecases.connecting import Connecting
from models.values.connections import Outcome, ServerAddress, TlsMode
from models.values.integrations import Reference, Secret
from tests.fakes.postgres_wire import WireServer
from tests.fakes.vault import MemoryVault

ROOT = Path(__file__).resolve().parents[3]
GYM = ServerAddress("Gym", "db.example.org", "gym", "coach")
PASSWORD = "canary/of:a@password"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "config" / "connections.json"


@pytest.fixture
def vault():
    return MemoryVault()


@pytest.fixture
def connecting(file, vault):
    return Connecting(file, vault)


def test_a_connection_is_saved_changed_and_removed(connecting, file, vault):
    saved = connecting.save(GYM, PASSWORD)
    other = connecting.save(replace(GYM, name="Annexe", host="localhost"))
    assert saved.id
    assert connecting.list() == [other, saved]
    assert vault.read(Reference("postgresql", saved.id)) == Secret(password=PASSWORD)

    renamed = connecting.save(replace(saved, name="Great gym", port=5433))
    assert connecting.find(saved.id) == renamed
    assert connecting.url(saved.id).password == PASSWORD
    assert connecting.url(other.id).password is None

    assert connecting.remove(saved.id) is Changes.SETTINGS
    assert connecting.list() == [other]
    assert vault.references() == []
    with pytest.raises(NotFound):
        connecting.url(saved.id)


def test_the_password_is_in_no_file_and_no_text(connecting, tmp_path):
    saved = connecting.save(GYM, PASSWORD)
    texts = [repr(saved), repr(connecting.list()), connecting.text(saved.id), repr(connecting.url(saved.id))]
    texts += [it.read_text() for it in tmp_path.rglob("*") if it.is_file()]
    assert len(texts) == 5
    assert not any("canary" in text for text in texts)


def test_the_text_remembered_finds_its_password_again(connecting):
    saved = connecting.save(GYM, PASSWORD)
    connecting.save(replace(GYM, name="Other user", user="ann"), "another one")
    text = connecting.text(saved.id)
    assert make_url(text).query["sslmode"] == "verify-full"
    assert connecting.resolved(text) == connecting.url(saved.id)
    assert connecting.resolved(text).password == PASSWORD
    assert connecting.resolved("postgresql://coach@db.example.org/gym") == connecting.url(saved.id)
    assert connecting.resolved("postgresql://coach@db.example.org/other").password is None
    assert connecting.resolved("postgresql://coach:own@db.example.org/gym").password == "own"
    assert str(connecting.resolved("sqlite:///gym.db")) == "sqlite:///gym.db"


def test_nobody_gets_a_remembered_password_sent_in_the_clear(connecting):
    connecting.save(replace(GYM, ca_file="/gym.pem"), PASSWORD)
    for trick in ("sslmode=disable", "sslmode=prefer", "sslrootcert=/other.pem", "hostaddr=10.0.0.7"):
        found = connecting.resolved(f"postgresql://coach@db.example.org/gym?{trick}")
        assert found.query == {"sslmode": "verify-full", "sslrootcert": "/gym.pem"}


def test_what_is_no_address_comes_back_as_it_is(connecting):
    connecting.save(GYM, PASSWORD)
    assert connecting.resolved("no address") == "no address"


def test_a_server_behind_a_socket_is_found_again(connecting):
    saved = connecting.save(replace(GYM, host="/run/postgresql"), PASSWORD)
    assert connecting.resolved(connecting.text(saved.id)).password == PASSWORD


@pytest.mark.parametrize("reason", ["locked", "missing", "silent"])
def test_a_keyring_that_cannot_be_asked_leaves_the_password_to_be_typed(connecting, vault, reason):
    saved = connecting.save(GYM, PASSWORD)
    vault.reason = reason
    assert connecting.url(saved.id).password is None
    with pytest.raises(VaultUnavailable):
        connecting.remove(saved.id)
    assert connecting.list() == [saved]
    with pytest.raises(VaultUnavailable):
        connecting.save(replace(saved, name="New"), "changed")
    assert connecting.list() == [saved]


def test_without_a_keyring_the_password_lasts_for_the_run(file):
    vault = FallbackVault(MemoryVault("missing"))
    saved = Connecting(file, vault).save(GYM, PASSWORD)
    assert Connecting(file, vault).url(saved.id).password == PASSWORD
    assert vault.banner
    assert Connecting(file, FallbackVault(MemoryVault("missing"))).url(saved.id).password is None


def test_names_are_taken_once(connecting):
    saved = connecting.save(GYM)
    with pytest.raises(Conflict, match="already a connection called GYM"):
        connecting.save(replace(GYM, name=" GYM "))
    assert connecting.save(replace(saved, name="GYM")).name == "GYM"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": " "}, "needs a name"),
        ({"database": ""}, "needs a database"),
        ({"port": 0}, "Port 0"),
        ({"port": 65536}, "Port 65536"),
        ({"host": "a, b"}, "one name"),
        ({"host": "postgresql://db"}, "one name"),
        ({"tls": TlsMode.OFF}, "TLS can only be off for this computer"),
    ],
)
def test_what_cannot_be_is_refused_by_name(connecting, change, says):
    with pytest.raises(InvalidInput, match=says):
        connecting.save(replace(GYM, **change), PASSWORD)
    assert connecting.list() == []


def test_a_trial_uses_the_password_typed_or_the_remembered_one(connecting):
    with WireServer() as server:
        here = replace(GYM, host="127.0.0.1", port=server.port)
        saved = connecting.save(here, PASSWORD)
        assert connecting.test(saved).outcome is Outcome.PASSWORD
        assert connecting.test(saved, "typed").outcome is Outcome.PASSWORD
        trial = connecting.test(replace(here, name="unsaved"))
    assert trial.outcome is Outcome.PASSWORD
    assert server.passwords == [PASSWORD, "typed"]
    assert "127.0.0.1 does not accept this user and password." in trial.message


def test_importing_it_costs_neither_sqlalchemy_nor_keyring():
    script = "import sys, app.usecases.connecting; print({'sqlalchemy', 'keyring', 'psycopg'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
