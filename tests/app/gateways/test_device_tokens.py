"""Tokens renewed once, whoever asks and however many ask at once; and lost by nothing but their end."""

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.errors import DeviceUnavailable, VaultUnavailable
from app.gateways import device_tokens
from app.gateways.device_tokens import TokenKeeper
from app.gateways.devices import Client, Grant
from app.gateways.vault import KeyringVault
from app.gateways.vault_memory import FallbackVault
from models.values.integrations import Reference, Secret
from tests.fakes.keyrings import FileKeyring, PlainKeyring, gnome_keyring, has_gnome_keyring
from tests.fakes.vault import MemoryVault
from tests.fakes.whoop_server import Fault

ROOT = Path(__file__).resolve().parents[3]
ANNA = Reference("whoop", "anna")
PROCESSES = 4


@pytest.fixture
def device(connected):
    made = connected.device(lambda *_: None)
    yield made
    made.close()


def ask(play, device, keeper=None):
    """What any call for data comes to."""
    keeper = keeper or play.keeper()
    return keeper.use(device, "anna", lambda token: device.account(lambda use: use(token))).id


def refreshes(play):
    return len(play.server.refreshes)


def kept(vault):
    return vault.read(ANNA).reveal()


def problem(doing):
    with pytest.raises(DeviceUnavailable) as raised:
        doing()
    return raised.value


def test_a_good_token_is_used_as_it_is(connected, device):
    keeper = connected.keeper()
    assert [ask(connected, device, keeper) for _ in range(3)] == ["10129"] * 3
    assert refreshes(connected) == 0
    assert set(kept(connected.vault)) == {"access", "refresh", "expires", "account"}


def test_one_about_to_expire_is_renewed_first_and_the_new_pair_is_kept(connected, device):
    before = kept(connected.vault)
    soon = datetime.now(UTC) + timedelta(seconds=device_tokens.EARLY_SECONDS - 5)
    connected.vault.write(ANNA, Secret(**before | {"expires": soon.isoformat()}))
    assert ask(connected, device) == "10129"
    after = kept(connected.vault)
    assert refreshes(connected) == 1
    assert before["refresh"] != after["refresh"]
    assert after["account"] == "10129"


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_that_is_a_day_off_costs_one_renewal(connected, device, days):
    """What is stored as good may be dead, and what is stored as dead may be good."""
    shifted = datetime.now(UTC) + timedelta(days=days)
    connected.vault.write(ANNA, Secret(**kept(connected.vault) | {"expires": shifted.isoformat()}))
    connected.server.expire()
    keeper = connected.keeper()
    assert [ask(connected, device, keeper) for _ in range(3)] == ["10129"] * 3
    assert refreshes(connected) == 1


def test_a_token_that_is_never_accepted_is_renewed_once_and_not_for_ever(connected, device, monkeypatch):
    monkeypatch.setattr(connected.server, "family_of", lambda _authorization: None)
    assert problem(lambda: ask(connected, device)).reason == "revoked"
    assert (refreshes(connected), connected.vault.read(ANNA) is None) == (1, False)


def test_eight_threads_renew_once(connected, device):
    connected.server.expire()
    keepers = [connected.keeper() for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(ask, connected, device, keepers[n % 4]) for n in range(8)]
    assert [each.result() for each in asked] == ["10129"] * 8
    assert refreshes(connected) == 1


def test_what_another_process_has_renewed_is_taken_from_the_keyring(connected, device):
    mine, other = connected.keeper(), connected.keeper()
    ask(connected, device, mine)
    connected.server.expire()
    ask(connected, device, other)
    assert (ask(connected, device, mine), refreshes(connected)) == ("10129", 1)


def test_a_refused_renewal_forgets_the_tokens_and_says_to_connect_again(connected, device):
    connected.server.expire()
    connected.server.revoke()
    error = problem(lambda: ask(connected, device))
    assert (error.reason, connected.vault.read(ANNA)) == ("revoked", None)
    assert "Connect again" in error.advice
    # Never a second time with the same token: it could cost what somebody else has renewed meanwhile.
    assert sum(asked["grant_type"] == "refresh_token" for _m, _p, asked in connected.server.asked) == 1
    assert problem(lambda: ask(connected, device)).reason == "elsewhere"


def test_a_program_without_our_lock_may_have_been_quicker(connected, device, monkeypatch):
    connected.server.expire()
    vault = connected.vault
    send = type(device).refresh

    def beaten(self, client, token):
        grant = send(self, client, token)
        vault.write(ANNA, Secret(access=grant.access, refresh=grant.refresh, expires="2999-01-01T00:00:00+00:00"))
        raise device_tokens.GrantRefused

    monkeypatch.setattr(type(device), "refresh", beaten)
    assert ask(connected, device) == "10129"


def test_a_lost_answer_cannot_be_mended_and_is_told(connected, device):
    connected.server.expire()
    connected.server.faults.append(Fault("refresh_token", lost=True))
    assert problem(lambda: ask(connected, device)).reason == "revoked"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(status=500), "down"),
        (Fault(reset=True), "lost"),
        (Fault(status=429, headers={"Retry-After": "9999"}), "limited"),
    ],
)
def test_what_may_pass_costs_no_token(connected, device, fault, reason):
    fault.path = "refresh_token"
    connected.server.expire()
    before = kept(connected.vault)
    connected.server.faults.extend([fault] * 2)
    assert problem(lambda: ask(connected, device)).reason == reason
    assert kept(connected.vault) == before
    connected.server.faults.clear()
    assert ask(connected, device) == "10129"


def test_a_wrong_secret_costs_no_token(connected, device):
    connected.server.expire()
    keeper = connected.keeper()
    keeper.save_client(Client("client", "wrong"))
    assert problem(lambda: ask(connected, device, keeper)).reason == "client_refused"
    assert kept(connected.vault)["refresh"]
    keeper.forget_client()
    assert problem(lambda: ask(connected, device, keeper)).reason == "client"


def test_without_permission_to_renew_the_end_is_told_as_such(connected, device):
    parts = kept(connected.vault)
    del parts["refresh"]
    connected.vault.write(ANNA, Secret(**parts))
    assert ask(connected, device) == "10129"
    connected.server.expire()
    assert problem(lambda: ask(connected, device)).reason == "expired"


def test_an_item_of_the_earlier_program_is_understood(connected, device):
    """The upgrade moves tokens out of the database as they are: perhaps only one, perhaps with no date."""
    refresh = kept(connected.vault)["refresh"]
    connected.vault.write(ANNA, Secret(refresh=refresh))
    assert ask(connected, device) == "10129"
    connected.vault.write(ANNA, Secret(**kept(connected.vault) | {"expires": "tomorrow"}))
    assert ask(connected, device) == "10129"
    connected.vault.write(ANNA, Secret(expires="2026-11-23T06:00:00+00:00"))
    assert problem(lambda: ask(connected, device)).reason == "elsewhere"


def test_a_keyring_that_breaks_after_the_renewal_loses_nothing_in_this_run(connected, device):
    keyring = PlainKeyring()
    vault = FallbackVault(KeyringVault(lambda: [keyring]))
    keeper = connected.keeper(vault)
    keeper.save_client(Client(connected.server.client_id, connected.server.client_secret))
    vault.write(ANNA, connected.vault.read(ANNA))
    connected.server.expire()
    keyring.fail_after = keyring.writes
    assert [ask(connected, device, keeper) for _ in range(2)] == ["10129"] * 2
    assert (refreshes(connected), vault.lasting) == (1, False)
    assert "until Peakline is closed" in vault.banner
    # Another window of this run finds them as well; and the keyring has them once it works again.
    assert ask(connected, device, connected.keeper(vault)) == "10129"
    keyring.fail_after = None
    assert vault.retry()
    assert ask(connected, device, connected.keeper(KeyringVault(lambda: [keyring]))) == "10129"


@pytest.mark.parametrize("reason", ["missing", "locked", "silent", "refused"])
def test_a_keyring_that_does_not_open_is_told_and_not_taken_for_an_empty_one(connected, device, reason):
    for vault in (MemoryVault(reason), FallbackVault(MemoryVault(reason))):
        with pytest.raises(VaultUnavailable) as raised:
            ask(connected, device, connected.keeper(vault))
        assert raised.value.reason == reason
    assert connected.vault.read(ANNA) is not None


def test_without_the_lock_nothing_is_renewed(connected, device, monkeypatch, tmp_path):
    connected.server.expire()
    monkeypatch.setattr(device_tokens, "LOCK_SECONDS", 0.1)
    (tmp_path / "file").write_text("in the way")
    keeper = TokenKeeper("whoop", "Whoop", connected.vault, tmp_path / "file")
    assert problem(lambda: ask(connected, device, keeper)).reason == "busy"
    assert refreshes(connected) == 0


def test_the_lock_keeps_threads_out_and_lets_its_holder_in_again(connected):
    keeper, entered = connected.keeper(), threading.Event()

    def enter():
        with connected.keeper().locked("anna"):
            entered.set()

    with keeper.locked("anna"), keeper.locked("anna"):
        other = threading.Thread(target=enter)
        other.start()
        assert not entered.wait(0.2)
    other.join(5)
    assert entered.is_set()


def test_windows_gets_items_that_fit(connected):
    """Long tokens are cut into chunks; 1,280 characters are what its keyring takes."""
    keyring = PlainKeyring(limit=1280)
    vault = KeyringVault(lambda: [keyring])
    keeper = connected.keeper(vault)
    keeper.keep("anna", Grant("a" * 2000, "r" * 2000, 3600), "10129")
    assert (keeper.tokens("anna").access, keeper.tokens("anna").refresh) == ("a" * 2000, "r" * 2000)
    assert len(keyring.items) > 3
    keeper.forget("anna")
    assert keyring.items == {}


# Processes


@contextmanager
def peaklines(play, address=""):
    """Four of them, ready and waiting."""
    environment = {name: value for name, value in os.environ.items() if name != "DBUS_SESSION_BUS_ADDRESS"}
    environment |= {"DBUS_SESSION_BUS_ADDRESS": address} if address else {}
    command = [sys.executable, "-m", "tests.fakes.whoop_process", play.server.address, str(play.folder)]
    with ExitStack() as stack:
        made = [
            stack.enter_context(
                subprocess.Popen(
                    command, cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
                )
            )
            for _ in range(PROCESSES)
        ]
        assert [each.stdout.readline() for each in made] == ["ready True\n"] * PROCESSES
        yield made


def rounds(play, vault, count, address=""):
    keeper = play.keeper(vault)
    keeper.save_client(Client(play.server.client_id, play.server.client_secret))
    vault.write(ANNA, play.vault.read(ANNA))
    outcomes = []
    with peaklines(play, address) as running:
        for number in range(count):
            play.server.expire()
            if number % 2:
                # Every other time the keyring knows that the token is dead; otherwise only Whoop does.
                vault.write(ANNA, Secret(**vault.read(ANNA).reveal() | {"expires": "2026-01-01T00:00:00+00:00"}))
            before = refreshes(play)
            for each in running:
                each.stdin.write("go\n")
                each.stdin.flush()
            answers = [each.stdout.readline().strip() for each in running]
            outcomes.append((refreshes(play) - before, answers))
    return outcomes


RIGHT = (1, ["ok 10129"] * PROCESSES)


@pytest.mark.parametrize("count", [5, pytest.param(50, marks=pytest.mark.nightly)])
def test_four_processes_renew_once_and_all_go_on(connected, count):
    vault = KeyringVault(lambda: [FileKeyring(connected.folder / "keyring")])
    assert rounds(connected, vault, count) == [RIGHT] * count


def test_four_processes_without_the_lock_would_lose_the_link(connected, monkeypatch):
    """What the test above would look like if it could not fail."""
    vault = KeyringVault(lambda: [FileKeyring(connected.folder / "keyring")])
    monkeypatch.setenv("PEAKLINE_TEST_UNLOCKED", "1")
    outcomes = rounds(connected, vault, 3)
    assert any(outcome != RIGHT for outcome in outcomes)


@pytest.mark.skipif(not has_gnome_keyring(), reason="GNOME's keyring is not installed")
def test_four_processes_share_a_real_keyring(connected, monkeypatch):
    with gnome_keyring() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        vault = KeyringVault()
        assert vault.available()
        assert rounds(connected, vault, 3, address) == [RIGHT] * 3
