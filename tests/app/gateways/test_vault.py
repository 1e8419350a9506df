import gc
import pickle
import re
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keyring.backends import fail, null

from app.errors import InvalidInput, VaultUnavailable
from app.gateways.vault import KeyringVault, real_keyrings
from app.gateways.vault_items import WHOLE, packed
from models.values.integrations import Reference, Secret
from tests.fakes.keyrings import WINDOWS_LIMIT, PlainKeyring, gnome_keyring, has_gnome_keyring
from tests.fakes.secret_service import SecretService

ROOT = Path(__file__).resolve().parents[3]
ANNA = Reference("whoop", "anna")
BEN = Reference("whoop", "ben")
TOKENS = Secret(access="canary-access", refresh="canary-refresh", expires="2026-11-23T05:00:00Z")
LONG = Secret(access="a" * 5000, refresh="ü" * 900)
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's keyring")


@pytest.fixture
def service(tmp_path, monkeypatch):
    started = SecretService(tmp_path)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", started.address)
    yield started
    started.close()


# GNOME's own daemon where the machine has it, and always a Secret Service that speaks the same protocol.
@pytest.fixture(params=["own service", *(["gnome-keyring"] if has_gnome_keyring() else [])])
def lasting_vault(request, monkeypatch):
    if request.param == "own service":
        request.getfixturevalue("service")
        yield KeyringVault()
        return
    with gnome_keyring() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield KeyringVault()


def over(keyring, patience=20.0):
    return KeyringVault(lambda: [keyring], patience)


def test_a_secret_is_kept_replaced_and_forgotten(lasting_vault):
    assert lasting_vault.problem() is None
    assert lasting_vault.read(ANNA) is None
    lasting_vault.write(ANNA, TOKENS)
    lasting_vault.write(BEN, Secret(access="ben's"))

    assert KeyringVault().read(ANNA) == TOKENS
    lasting_vault.write(ANNA, LONG)
    assert KeyringVault().read(ANNA) == LONG
    lasting_vault.write(ANNA, TOKENS)
    assert lasting_vault.read(ANNA) == TOKENS

    lasting_vault.delete(ANNA)
    lasting_vault.delete(ANNA)
    assert KeyringVault().read(ANNA) is None
    assert lasting_vault.read(BEN) == Secret(access="ben's")


def test_threads_take_turns(lasting_vault):
    failures = []

    def work(number):
        mine = Reference("whoop", f"athlete {number}")
        for turn in range(2):
            lasting_vault.write(mine, Secret(access=f"{number}-{turn}"))
            if lasting_vault.read(mine) != Secret(access=f"{number}-{turn}"):
                failures.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_nothing_is_left_of_forgotten_secrets_and_nothing_crosses_the_bus_readable(service):
    vault = KeyringVault()
    vault.write(ANNA, LONG)
    vault.write(ANNA, TOKENS)
    assert [item.secret.decode() for item in service.items.values()] == [packed(TOKENS)]
    vault.delete(ANNA)

    assert service.items == {}
    assert b"canary" not in service.traffic
    assert b"aaaaaaaa" not in service.traffic


def test_without_a_bus_there_is_no_keyring(monkeypatch, tmp_path):
    for address in (None, f"unix:path={tmp_path / 'nothing'}", "nonsense"):
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
        if address:
            monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        vault = KeyringVault()
        assert not vault.available()
        with pytest.raises(VaultUnavailable, match="no keyring") as caught:
            vault.write(ANNA, TOKENS)
        assert caught.value.reason == "missing"


def test_a_bus_without_the_service_is_no_keyring(service):
    service.running = False
    assert KeyringVault().problem().reason == "missing"


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_a_locked_keyring_is_unlocked_by_its_own_prompt_or_said_to_be_locked(service):
    service.locked = service.dismisses = True
    vault = KeyringVault()
    assert vault.problem().reason == "locked"
    service.dismisses = False
    assert vault.available()
    service.locked = service.dismisses = True
    with pytest.raises(VaultUnavailable, match="locked"):
        vault.read(ANNA)
    # keyring forgets to close its connection when a prompt is dismissed.
    gc.collect()


def test_a_silent_keyring_holds_nobody_up(service):
    vault = KeyringVault(patience=0.3)
    assert vault.available()
    service.silent = threading.Event()
    before = time.monotonic()
    for _ in range(5):
        with pytest.raises(VaultUnavailable, match="does not answer"):
            vault.write(ANNA, TOKENS)
    assert time.monotonic() - before < 2
    service.silent.set()
    deadline = time.monotonic() + 10
    while not vault.available():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert vault.read(ANNA) == TOKENS


def test_a_program_ends_though_its_keyring_never_answers(service):
    service.silent = threading.Event()
    script = "from app.gateways.vault import KeyringVault; print(KeyringVault(patience=0.2).problem().reason)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=20, check=False
    )
    assert (done.stdout, done.returncode) == ("silent\n", 0)


def test_a_keyring_that_loses_what_it_is_given_is_refused(service):
    service.forgetful = True
    assert KeyringVault().problem().reason == "refused"


def test_a_keyring_that_begins_to_lose_things_later_is_noticed():
    keyring = PlainKeyring()
    vault = over(keyring)
    vault.write(ANNA, TOKENS)
    keyring.swallows = True
    with pytest.raises(VaultUnavailable, match="did not keep"):
        vault.write(ANNA, LONG)
    assert vault.read(ANNA) == TOKENS


@pytest.mark.parametrize("kind", [null.Keyring, fail.Keyring])
def test_keyrings_that_are_none_do_not_pass_the_trial(kind):
    assert not over(kind()).available()


def test_keyrings_own_configuration_is_never_asked(monkeypatch, tmp_path):
    # Where no real keyring runs, none of these may be taken instead of one.
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    configuration = tmp_path / "python_keyring" / "keyringrc.cfg"
    configuration.parent.mkdir()
    configuration.write_text("[backend]\ndefault-keyring=keyring.backends.null.Keyring\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for name in ("keyring.backends.null.Keyring", "keyring.backends.chainer.ChainerBackend", "keyrings.alt.file.X"):
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
        assert list(real_keyrings()) == []
        assert KeyringVault().problem().reason == "missing"


def test_only_the_real_ones_are_on_the_list(service):
    [found] = real_keyrings()
    assert type(found).__module__ == "keyring.backends.SecretService"


def test_one_file_imports_keyring_and_only_when_it_is_needed():
    naming = [
        str(file.relative_to(ROOT))
        for floor in ("app", "ui", "models", "migrations")
        for file in (ROOT / floor).rglob("*.py")
        if re.search(r"keyring\.backend|import keyring\b|from keyring\b", file.read_text())
    ]
    assert naming == ["app/gateways/vault.py"]
    script = "import sys, app.gateways.vault, app.gateways.vault_memory; print('keyring' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(["access", "refresh"]), st.text(max_size=2600)), max_size=6))
def test_any_secrets_one_after_another_fit_windows(secrets_in_turn):
    keyring = PlainKeyring(WINDOWS_LIMIT)
    vault = over(keyring)
    for parts in secrets_in_turn:
        secret = Secret(**parts)
        if len(packed_or_nothing(secret)) == 0:
            continue
        vault.write(ANNA, secret)
        assert vault.read(ANNA) == secret
        assert len(keyring.items) == (1 if len(packed(secret)) <= WHOLE else 1 + -(-len(packed(secret)) // 1000))
    vault.delete(ANNA)
    assert keyring.items == {}


def packed_or_nothing(secret):
    try:
        return packed(secret)
    except InvalidInput:
        return ""


@pytest.mark.parametrize(("first", "second"), [(TOKENS, LONG), (LONG, TOKENS), (LONG, Secret(access="b" * 9000))])
def test_a_write_cut_short_anywhere_leaves_the_old_or_the_new_secret(first, second):
    outcomes = set()
    for writes in range(14):
        keyring = PlainKeyring(WINDOWS_LIMIT)
        vault = over(keyring)
        vault.write(ANNA, first)
        keyring.fail_after = keyring.writes + writes
        with suppress(VaultUnavailable):
            vault.write(ANNA, second)
        keyring.fail_after = None
        outcomes.add(over(keyring).read(ANNA))
        vault.write(ANNA, TOKENS)
        assert len(keyring.items) == 1, "pieces of the write cut short were left"
    assert outcomes == {first, second}


def test_pieces_that_do_not_fit_together_are_nothing():
    keyring = PlainKeyring()
    vault = over(keyring)
    vault.write(ANNA, LONG)
    for change in ("drop", "alter"):
        # One from the middle: what is left of it still reads as JSON.
        piece = next(name for name in keyring.items if name[0].endswith("2"))
        if change == "alter":
            keyring.items[piece] = "x" * len(keyring.items[piece])
        else:
            del keyring.items[piece]
        assert vault.read(ANNA) is None
        vault.write(ANNA, LONG)
        assert len(keyring.items) == 1 + 11
    for nonsense in ("", "{", "[]", '{"v":9,"s":{}}', '{"v":1,"s":{"a":1}}', '{"gen":"a","n":99,"sha256":""}'):
        keyring.items[next(iter(keyring.items))] = nonsense
        assert vault.read(ANNA) is None


def test_what_is_too_long_is_refused_without_being_repeated():
    with pytest.raises(InvalidInput, match="longer than 16 KB") as caught:
        over(PlainKeyring()).write(ANNA, Secret(access="canary" * 4000))
    assert "canary" not in repr(caught.value)


def test_a_secret_shows_itself_to_nobody_who_does_not_ask():
    shown = (repr(TOKENS), str(TOKENS), f"{TOKENS}", f"{TOKENS!r:>40}", repr([TOKENS]), repr({"it": TOKENS}))
    assert not any("canary" in text for text in shown)
    assert TOKENS.reveal()["access"] == "canary-access"
    with pytest.raises(TypeError):
        pickle.dumps(TOKENS)


def test_errors_carry_nothing_of_the_secret_or_of_the_keyrings_own_error():
    keyring = PlainKeyring()
    vault = over(keyring)
    assert vault.available()
    keyring.fail_after = 0
    with pytest.raises(VaultUnavailable) as caught:
        vault.write(ANNA, TOKENS)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
