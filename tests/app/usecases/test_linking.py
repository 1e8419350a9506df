"""Connecting and disconnecting: the browser, the right account, and tokens that are in the vault only."""

import socket
import threading
from contextlib import ExitStack
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.errors import Cancelled, DeviceUnavailable, InvalidInput, NotFound, VaultUnavailable
from app.gateways.device_words import RECONNECT, device_problem, told
from app.gateways.vault import KeyringVault
from app.gateways.vault_memory import FallbackVault
from models.values.integrations import Reference
from tests.fakes.keyrings import PlainKeyring
from tests.fakes.vault import MemoryVault
from tests.fakes.whoop_play import now
from tests.fakes.whoop_server import Fault

ANNA = Reference("whoop", "anna")


def problem(doing):
    with pytest.raises(DeviceUnavailable) as raised:
        doing()
    assert raised.value.advice
    return raised.value


def asked_of(play):
    return {name: values[0] for name, values in parse_qs(urlsplit(play.shown[-1]).query).items()}


# The happy way


def test_connecting_tells_whose_account_it_is_and_keeps_tokens_in_the_vault_only(play):
    told_of = []
    connected = play.connect(progress=lambda fraction, sentence: told_of.append((fraction, sentence)))
    assert (connected.account_id, connected.name, list(connected.warnings)) == ("10129", "Alex Sample", [])
    assert told_of[-1] == (1.0, "Connected as Alex Sample.")
    assert "Connected" in play.pages[-1]

    link = play.link()
    assert (link["access_token"], link["refresh_token"], link["account_id"]) == ("keyring:whoop/anna", None, "10129")
    assert (link["provider"], bool(link["is_active"]), link["problem"]) == ("whoop", True, None)
    assert link["expires_at"] - now() > timedelta(minutes=50)
    status = play.syncing.status("anna")
    assert (status.is_connected, status.title, status.last_sync, status.problem) == (True, "Whoop", None, "")
    everything = play.database.path.read_bytes()
    assert not any(secret.encode() in everything for secret in play.server.secrets())


def test_what_is_asked_for_is_as_whoop_wants_it(play):
    play.connect()
    asked = asked_of(play)
    assert asked["scope"].split() == list(play.syncing.scopes)
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert (len(asked["state"]) >= 43, len(asked["code_challenge"])) == (True, 43)
    assert asked["redirect_uri"] in play.syncing.redirect_uris
    first = asked["state"], asked["code_challenge"]
    play.connect()
    assert (asked_of(play)["state"], asked_of(play)["code_challenge"]) != first
    assert play.server.client_secret not in "".join(play.shown)


def test_the_three_redirect_uris_never_change():
    """They are registered by hand at Whoop's."""
    from app.gateways.device_consent import PORTS  # noqa: PLC0415
    from app.gateways.loopback import redirect_uri  # noqa: PLC0415

    assert [redirect_uri(port) for port in PORTS] == [
        "http://localhost:28917/callback",
        "http://localhost:28918/callback",
        "http://localhost:28919/callback",
    ]


def test_the_next_port_is_used_where_one_is_taken_and_all_taken_is_told(play):
    with ExitStack() as stack:
        for taken, port in enumerate(play.ports, 1):
            busy = stack.enter_context(socket.socket())
            busy.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            busy.bind(("127.0.0.1", port))
            busy.listen()
            if taken == 1:
                play.connect()
                assert str(play.ports[1]) in asked_of(play)["redirect_uri"]
        error = problem(play.connect)
    assert error.reason == "port"
    assert str(play.ports[0]) in str(error)


# The client


def test_the_app_is_entered_once_and_without_it_nothing_begins(play):
    play.syncing.forget_client()
    assert not play.syncing.client_known()
    assert problem(play.connect).reason == "client"
    assert play.shown == []
    play.syncing.save_client(f"  {play.server.client_id} \n", f" {play.server.client_secret}")
    assert play.syncing.client_known()
    assert play.connect().account_id == "10129"


@pytest.mark.parametrize("pair", [("", "secret"), ("id", ""), ("i d", "secret"), ("id", "sec\nret"), ("id", "gehéim")])
def test_what_cannot_be_an_app_is_refused_without_repeating_it(play, pair):
    with pytest.raises(InvalidInput) as raised:
        play.syncing.save_client(*pair)
    assert "ret" not in str(raised.value).replace("secret", "")


# What goes wrong


def test_a_refusal_is_told_and_nothing_is_kept(play):
    play.server.denies = True
    assert problem(play.connect).reason == "denied"
    assert (play.link(), play.vault.read(ANNA)) == (None, None)


def test_a_redirect_uri_that_is_not_registered_ends_in_a_hint_with_the_very_uri(play):
    """Whoop shows a page of its own then and never calls back."""
    play.server.redirects.clear()
    play.syncing = play.another(patience=0.3)
    error = problem(play.connect)
    assert error.reason == "silence"
    assert f"http://localhost:{play.ports[0]}/callback" in error.advice
    assert "does not match" in play.pages[-1]


def test_waiting_can_be_cancelled_and_the_port_is_free_again(play):
    def stop(_fraction, _sentence):
        raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        play.syncing.connect("anna", play.shown.append, stop)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", play.ports[0])) != 0
    assert play.connect().name == "Alex Sample"


def test_a_stranger_with_a_wrong_state_does_not_end_the_waiting(play):
    def browser(url):
        uri = parse_qs(urlsplit(url).query)["redirect_uri"][0]
        stranger = threading.Thread(
            target=lambda: (httpx.get(f"{uri}?code=evil&state=guessed1", trust_env=False), play.browser(url))
        )
        stranger.start()

    assert play.syncing.connect("anna", browser).account_id == "10129"
    play.rest()


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(status=400, body=b'{"error": "invalid_grant"}'), "code"),
        (Fault(status=401, body=b'{"error": "invalid_client"}'), "client_refused"),
        (Fault(status=400, body=b'{"error": "invalid_client"}'), "client_refused"),
        (Fault(status=500), "down"),
        (Fault(body=b"<html>log in to the hotel</html>"), "portal"),
        (Fault(reset=True), "lost"),
        (Fault(lost=True), "lost"),
        (Fault(body=b"{}"), "strange"),
    ],
)
def test_an_exchange_that_fails_is_told_and_tried_only_once(play, fault, reason):
    fault.path = "authorization_code"
    play.server.faults.append(fault)
    assert problem(play.connect).reason == reason
    assert sum(asked["grant_type"] == "authorization_code" for _m, _p, asked in play.server.asked) == 1
    assert (play.link(), play.vault.read(ANNA)) == (None, None)


def test_a_profile_that_cannot_be_read_keeps_nothing(play):
    play.server.faults.append(Fault("/profile", body=b'{"user_id": "me"}'))
    assert problem(play.connect).reason == "strange"
    play.server.faults.append(Fault("/profile", status=401))
    assert problem(play.connect).reason == "code"
    assert (play.link(), play.vault.read(ANNA)) == (None, None)


def test_what_was_not_allowed_is_named(play):
    play.server.granted -= {"read:sleep", "offline"}
    warnings = " ".join(play.connect().warnings)
    assert "ends within the hour" in warnings
    assert "read:sleep" in warnings
    assert "read:cycles" not in warnings
    play.server.leaves_out = {"expires_in", "scope"}
    play.server.granted |= {"read:sleep", "offline"}
    assert list(play.connect().warnings) == []


# Accounts


def test_another_account_on_reconnecting_is_refused_and_the_link_stays(connected):
    before = connected.vault.read(ANNA), connected.link()
    connected.server.person = "4711"
    error = problem(connected.connect)
    assert error.reason == "account"
    assert "private window" in error.advice
    assert (connected.vault.read(ANNA), connected.link()) == before
    connected.syncing.sync("anna")


def test_an_account_of_another_athlete_is_refused(connected):
    assert problem(lambda: connected.connect("ben")).reason == "taken"
    assert (connected.link("ben"), connected.syncing.status("ben").is_connected) == (None, False)
    connected.syncing.disconnect("anna")
    assert connected.connect("ben").account_id == "10129"


def test_reconnecting_mends_a_broken_link(connected):
    connected.server.expire()
    connected.server.revoke()
    assert problem(lambda: connected.syncing.sync("anna")).reason == "revoked"
    status = connected.syncing.status("anna")
    assert status.needs_connecting
    assert "no longer accepts the link" in status.problem
    connected.connect()
    assert connected.syncing.status("anna").problem == ""
    assert connected.syncing.sync("anna").refused == 0


def test_an_athlete_who_is_gone_is_told(play):
    for doing in (play.connect, play.syncing.status, play.syncing.sync, play.syncing.disconnect):
        with pytest.raises(NotFound):
            doing("nobody")


# Disconnecting


def test_disconnecting_revokes_and_forgets(connected):
    connected.syncing.sync("anna")
    done = connected.syncing.disconnect("anna")
    assert done.was_revoked
    assert "DELETE" in [method for method, _path, _asked in connected.server.asked]
    assert all(family.is_dead for family in connected.server._families)
    assert connected.vault.read(ANNA) is None
    link = connected.link()
    assert (link["access_token"], bool(link["is_active"])) == (None, False)
    assert not connected.syncing.status("anna").is_connected
    assert problem(lambda: connected.syncing.sync("anna")).reason == "unlinked"


def test_disconnecting_renews_first_where_the_token_has_expired(connected):
    connected.server.expire()
    assert connected.syncing.disconnect("anna").was_revoked
    assert len(connected.server.refreshes) == 1


@pytest.mark.parametrize("way", ["offline", "down", "keyring", "client"])
def test_disconnecting_forgets_in_every_case_and_says_what_was_not_done(connected, way):
    if way == "offline":
        connected.server.faults.extend([Fault("/user/access", reset=True)] * 9)
    elif way == "down":
        connected.server.faults.extend([Fault("/user/access", status=500)] * 9)
    elif way == "keyring":
        connected.vault.delete(ANNA)
        connected.syncing = connected.another()
    else:
        connected.server.expire()
        connected.syncing.forget_client()
    done = connected.syncing.disconnect("anna")
    assert not done.was_revoked
    assert "remove Peakline's access in the Whoop app" in done.sentence
    assert (connected.vault.read(ANNA), connected.link()["access_token"]) == (None, None)


def test_a_link_that_whoop_has_revoked_is_simply_gone(connected):
    connected.server.revoke()
    assert connected.syncing.disconnect("anna").was_revoked
    assert connected.vault.read(ANNA) is None


def test_days_stay_unless_they_are_to_go_and_then_another_account_may_come(connected):
    connected.person.live(5, until=now())
    connected.syncing.sync("anna")
    assert connected.syncing.disconnect("anna").days_removed == 0
    assert (len(connected.rows()), connected.syncing.status("anna").days) == (5, 5)
    connected.server.person = "4711"
    error = problem(connected.connect)
    assert (error.reason, "delete the days" in error.advice) == ("account", True)

    assert connected.syncing.disconnect("anna", delete_days=True).days_removed == 5
    assert connected.connect().account_id == "4711"
    assert connected.rows() == []


# The keyring


def test_a_locked_keyring_says_so_before_any_browser_opens(play):
    play.syncing = play.another(FallbackVault(MemoryVault("locked")))
    with pytest.raises(VaultUnavailable, match="locked"):
        play.connect()
    assert play.shown == []
    with pytest.raises(VaultUnavailable):
        play.syncing.client_known()


def test_without_a_keyring_the_link_lasts_for_this_run(play):
    vault = FallbackVault(MemoryVault("missing"))
    play.syncing = play.another(vault)
    play.syncing.save_client(play.server.client_id, play.server.client_secret)
    assert play.connect().account_id == "10129"
    assert play.syncing.sync("anna").requests
    assert "until Peakline is closed" in vault.banner

    play.syncing = play.another(FallbackVault(MemoryVault("missing")))
    with pytest.raises(VaultUnavailable, match="no keyring"):
        play.syncing.sync("anna")
    # Another computer may share the database, and its keyring may be open.
    assert play.syncing.status("anna").problem == ""


def test_on_another_computer_the_link_is_to_be_made_again(connected):
    connected.syncing = connected.another(MemoryVault())
    connected.syncing.save_client(connected.server.client_id, connected.server.client_secret)
    error = problem(lambda: connected.syncing.sync("anna"))
    assert (error.reason, "another computer" in error.advice) == ("elsewhere", True)
    assert connected.syncing.status("anna").problem == ""
    connected.connect()
    connected.syncing.sync("anna")


def test_a_keyring_that_will_not_forget_is_told_at_the_end(connected):
    keyring = PlainKeyring()
    vault = KeyringVault(lambda: [keyring])
    connected.syncing = connected.another(vault)
    connected.syncing.save_client(connected.server.client_id, connected.server.client_secret)
    vault.write(ANNA, connected.vault.read(ANNA))
    keyring.delete_password = lambda *_: None
    with pytest.raises(VaultUnavailable):
        connected.syncing.disconnect("anna")
    assert connected.link()["access_token"] is None
    assert connected.server._families[0].is_dead


# The words


def test_every_reason_has_a_sentence_and_a_next_step():
    from app.gateways.device_words import _WORDS  # noqa: PLC0415

    for reason in (*_WORDS, "something new"):
        sentence, advice = told(reason, "Whoop")
        assert sentence.endswith(".")
        assert advice.endswith(".")
        assert "{" not in sentence + advice
    assert set(_WORDS) > RECONNECT


def test_when_a_limit_ends_is_told_as_one_says_it():
    soon = now().astimezone().replace(hour=23, minute=59)
    for until, words in ((now() - timedelta(hours=1), "again now;"), (soon, "after 23:59;")):
        error = device_problem("limited", "Whoop", until=until)
        assert words in error.advice
        assert told(error.noted, "Whoop") == (error.message, error.advice)
    in_days = now() + timedelta(days=2)
    assert f" on {in_days.astimezone():%A};" in device_problem("limited", "Whoop", until=in_days).advice
    assert "Try again later;" in told("limited@nonsense", "Whoop")[1]
