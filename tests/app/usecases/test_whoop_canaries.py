"""Ten canary secrets through fifty operations that fail: found in no file, message, log, output or environment."""

import io
import itertools
import logging
import os
import sys
import traceback
import webbrowser

import pytest

from app import bootstrap, cli
from app.errors import Cancelled, DatabaseUnavailable, PeaklineError
from app.gateways import device_days, device_links
from app.gateways.vault import KeyringVault
from app.gateways.vault_memory import FallbackVault
from app.redaction import without_secrets
from app.usecases import linking, syncing
from app.usecases.linking import Linking
from models.values.integrations import Reference
from tests.fakes.keyrings import PlainKeyring
from tests.fakes.vault import MemoryVault
from tests.fakes.whoop_play import now
from tests.fakes.whoop_server import Fault
from ui.kit.crashes import Crashes

CANARIES = [f"canary{number}{'x' * 40}" for number in range(10)]
ANNA = Reference("whoop", "anna")
FAULTS = {
    "500": Fault(status=500),
    "reset": Fault(reset=True),
    "lost": Fault(lost=True),
    "half": Fault(half=True, body=b"{"),
    "page": Fault(body=b"<html>"),
    "nothing": Fault(body=b""),
    "refused": Fault(status=400, body=b'{"error": "invalid_grant"}'),
    "no client": Fault(status=401),
    "forbidden": Fault(status=403, body=b"{}"),
    "limit": Fault(status=429, headers={"Retry-After": "9999"}),
    "redirect": Fault(status=302, headers={"Location": "http://127.0.0.1:1/"}),
}


@pytest.fixture
def play(play, tmp_path):
    """Whoop gives out nothing but canaries."""
    numbers = itertools.count()
    play.server.mint = lambda kind: f"{CANARIES[1 + next(numbers) % 9]}-{kind}-{next(numbers)}"
    play.server.client_secret = CANARIES[0]
    play.syncing.save_client(play.server.client_id, CANARIES[0])
    play.person.live(30, until=now())
    # The window's crash reports, as if nobody had caught anything.
    (tmp_path / "logs").mkdir()
    play.crashes = Crashes(tmp_path / "logs")
    yield play
    play.crashes.uninstall()


@pytest.fixture
def log():
    """Everything that anybody logs, the libraries included, down to the last detail."""
    text, root = io.StringIO(), logging.getLogger()
    handler, before = logging.StreamHandler(text), root.level
    root.addHandler(handler)
    # Not the attribute: loggers remember whether they are wanted, and only this makes them forget it.
    root.setLevel(logging.DEBUG)
    yield text
    root.setLevel(before)
    root.removeHandler(handler)


def test_ten_canaries_through_fifty_failing_operations(play, log, tmp_path, capfd, monkeypatch):
    told = list(failing(play, monkeypatch))
    failures = sum(text.startswith("FAILED") for text in told)
    told += list(on_the_command_line(play, monkeypatch, tmp_path))
    everything = [log.getvalue(), *told, *capfd.readouterr(), *map(repr, os.environ.items()), *sys.argv]
    everything += [file.read_bytes().decode("latin-1") for file in tmp_path.rglob("*") if file.is_file()]
    hidden = [*CANARIES, *play.server.proofs]

    assert failures >= 50
    assert (tmp_path / "logs" / "peakline.log").stat().st_size > 1000
    assert len(play.server.secrets()) > 50
    assert "HTTP Request" in log.getvalue()  # httpx does log; only never what is secret
    assert [text[:200] for text in everything if any(secret in text for secret in hidden)] == []


def failing(play, monkeypatch):
    """Every operation with every fault where a secret is at hand."""
    for name in FAULTS:
        yield from failed(play, play.connect, ("authorization_code", name))
        yield from failed(play, play.connect, ("/profile", name))
    play.connect()
    for name in FAULTS:
        play.server.expire()
        yield from failed(play, lambda: play.syncing.sync("anna"), ("refresh_token", name))
        mended(play)
        yield from failed(play, lambda: play.syncing.sync("anna"), ("/recovery", name))
        mended(play)
        yield from failed(play, lambda: play.syncing.full_history("anna"), ("/cycle", name))
        mended(play)
    yield from failing_around(play, monkeypatch)
    for name in ("500", "reset", "no client"):
        play.connect()
        yield from failed(play, lambda: play.syncing.disconnect("anna"), ("/user/access", name), may_pass=True)


def mended(play):
    if play.vault.read(ANNA) is None:
        play.connect()


def failing_around(play, monkeypatch):
    """The same where not Whoop fails but what is around it."""

    def full(*_arguments, **_more):
        raise DatabaseUnavailable("There is no room left.")

    def cancelled(_fraction, _sentence):
        raise Cancelled("Stopped.")

    for module, name in ((device_days, "store_readings"), (device_links, "note_sync"), (device_links, "save_link")):
        with monkeypatch.context() as broken:
            broken.setattr(module, name, full)
            yield from failed(play, lambda: (play.syncing.sync("anna"), play.connect()))
    with monkeypatch.context() as broken:
        broken.setattr(syncing.Syncing, "_store", lambda *_: 1 / 0)
        yield from failed(play, lambda: play.syncing.sync("anna"))
    with monkeypatch.context() as broken:
        broken.setattr(linking, "ask_for_consent", lambda *_, **__: {}["nothing"])
        yield from failed(play, play.connect)
    yield from failed(play, lambda: play.connect(progress=cancelled))
    yield from failed(play, lambda: play.connect("ben"))
    play.server.person = "4711"
    yield from failed(play, play.connect)
    play.server.person = "10129"
    whole = play.syncing
    for vault in failing_vaults(play):
        play.syncing = play.another(vault)
        for doing in (play.connect, lambda: play.syncing.sync("anna"), lambda: play.syncing.disconnect("anna")):
            yield from failed(play, doing, may_pass=True)
        yield repr(vault)
    play.syncing = whole


def failing_vaults(play):
    yield from (MemoryVault(reason) for reason in ("locked", "silent", "refused"))
    yield FallbackVault(MemoryVault("missing"))
    for kept in (0, 1):
        keyring = PlainKeyring(limit=1280)
        vault = KeyringVault(lambda keyring=keyring: [keyring])
        play.keeper(vault).save_client(play.keeper().client())
        vault.write(ANNA, play.vault.read(ANNA))
        # The error that the keyring raises itself repeats what it was given.
        keyring.fail_after = keyring.writes + kept
        yield vault


def failed(play, doing, fault=None, *, may_pass=False):
    """Everything an error could show: its text, its repr, its fields, its chain and the traceback printed of it."""
    if fault is not None:
        path, name = fault
        play.server.faults.extend(Fault(path, **fields(FAULTS[name])) for _ in range(9))
    try:
        yield f"PASSED {doing()!r}"
        assert may_pass, fault
    except (PeaklineError, ZeroDivisionError, KeyError) as error:
        yield f"FAILED {error}"
        play.crashes._from_python(type(error), error, error.__traceback__)
        yield from (repr(error), repr(vars(error)), "".join(traceback.format_exception(error)))
        met = {id(error)}
        while (error := error.__cause__ or error.__context__) is not None and id(error) not in met:
            met.add(id(error))
            yield f"{error!r} {error} {vars(error) if hasattr(error, '__dict__') else ''}"
    play.server.faults.clear()
    yield str(play.syncing.status("anna"))


def fields(fault):
    return {name: value for name, value in vars(fault).items() if name != "path"}


def on_the_command_line(play, monkeypatch, tmp_path):
    """The crash log of the program, and what it prints."""
    kept = FallbackVault(MemoryVault())
    monkeypatch.setattr(bootstrap, "vault", lambda: kept)
    monkeypatch.setenv("PEAKLINE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PEAKLINE_TEST_WHOOP", play.server.address)
    monkeypatch.setitem(Linking.__init__.__kwdefaults__, "ports", play.ports)
    monkeypatch.setattr(webbrowser, "open", play.browser)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{play.server.client_id}\n{CANARIES[0]}\n"))
    url = ["--database", play.database.url, "whoop"]
    anna = ["--athlete", "anna@example.org"]
    assert cli.main([*url, "connect", *anna]) == 0
    play.rest()
    with monkeypatch.context() as broken:
        broken.setattr(syncing.Syncing, "_store", lambda *_: 1 / 0)
        assert cli.main([*url, "sync", *anna]) == 1
    log = (tmp_path / "home" / "logs" / "peakline.log").read_text()
    assert "ZeroDivisionError" in log
    play.server.faults.extend([Fault("/user/access", reset=True)] * 9)
    assert cli.main([*url, "disconnect", *anna]) == 0
    yield log


@pytest.mark.parametrize(
    "text",
    [
        "GET http://localhost:28917/callback?code=CANARY&state=12345678",
        "http://localhost:28917/callback?state=CANARY",
        "client_secret=CANARY&grant_type=refresh_token",
        "{'client_secret': 'CANARY', 'refresh_token': 'CANARY'}",
        "Authorization: Bearer CANARY",
        "code_verifier=x&code=1&x?code_verifier=CANARY",
    ],
)
def test_what_could_reach_a_log_after_all_is_blackened(text):
    assert "CANARY" not in without_secrets(text)
