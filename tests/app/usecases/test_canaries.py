"""Secrets at hand wherever something fails, and told nowhere."""

import io
import logging
import traceback
from datetime import UTC, datetime

from sqlalchemy import insert

from app.errors import PeaklineError
from app.gateways import tokens
from app.gateways.vault import KeyringVault
from app.gateways.vault_memory import FallbackVault
from app.usecases import integrations
from app.usecases.integrations import Integrations, move_tokens
from models.tables.athletes import user
from models.tables.integrations import user_integration
from models.values.integrations import Reference, Secret
from tests.fakes.keyrings import PlainKeyring
from tests.fakes.vault import MemoryVault

LATER = datetime(2026, 11, 23, 6, tzinfo=UTC)
CANARIES = [f"canary-{number}-{'x' * 40}" for number in range(10)]


def link(name, **changes):
    row = {"id": name, "user_id": name, "provider": "whoop", "expires_at": LATER, "is_active": True}
    return row | {"access_token": f"access of {name}", "refresh_token": f"refresh of {name}"} | changes


def test_ten_canaries_through_every_failing_path_are_found_nowhere(database, monkeypatch, capfd):
    """Each path fails where a secret is at hand; neither message, log, repr, chain of causes nor output tells it."""
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    before = logging.getLogger().level
    # Not the attribute: loggers remember whether they are wanted, and only this makes them forget it.
    logging.getLogger().setLevel(logging.DEBUG)
    try:
        told = [log, *failing_paths(database, monkeypatch)]
    finally:
        logging.getLogger().setLevel(before)
        logging.getLogger().removeHandler(handler)
    texts = [log.getvalue(), *told[1:], *capfd.readouterr()]
    assert len(told) > 40
    assert [text for text in texts if any(canary in text for canary in CANARIES)] == []


def failing_paths(database, monkeypatch):
    seed_canaries(database)
    for vault in failing_vaults():
        report = move_tokens(database, vault)
        assert report.left == len(CANARIES)
        yield from (repr(report), report.message, repr(vault), str(Integrations(database, vault).unsafe()))
    with database.read() as connection:
        yield repr(tokens.rows_with_tokens(connection))
    vault = MemoryVault()
    for broken in ("leave_reference", "read_row", "rows_with_tokens"):
        with monkeypatch.context() as patched:
            patched.setattr(integrations, "leave_reference", lambda *_: False)
            patched.setattr(integrations, broken, refusing)
            yield from told_by(lambda: move_tokens(database, vault))
    for secret in CANARIES:
        yield from told_by(lambda secret=secret: vault.write(Reference("whoop", "x"), Secret(access=secret * 900)))
        yield from told_by(lambda secret=secret: insert_again(database, secret))
        yield from told_by(lambda secret=secret: Reference.parse(secret))


def seed_canaries(database):
    with database.write() as connection:
        connection.execute(insert(user), [{"id": f"{n}", "email": f"{n}@example.org"} for n in range(len(CANARIES))])
        rows = [link(f"{n}", access_token=text, refresh_token=text[::-1] + text) for n, text in enumerate(CANARIES)]
        connection.execute(insert(user_integration), rows)


def failing_vaults():
    yield from (MemoryVault(reason) for reason in ("missing", "locked", "silent", "refused"))
    swallowing = MemoryVault()
    swallowing.forgetful = True
    yield swallowing
    yield FallbackVault(MemoryVault("locked"))
    for survived in (0, 1, 2):
        keyring = PlainKeyring(limit=1280)
        vault = KeyringVault(lambda keyring=keyring: [keyring])
        assert survived or vault.available()
        keyring.fail_after = survived if survived == 0 else keyring.writes
        yield vault


def refusing(connection, *_):
    connection.execute(insert(user_integration).values(**link("0", access_token=CANARIES[0])))


def insert_again(database, secret):
    with database.write() as connection:
        connection.execute(insert(user_integration).values(**link("0", access_token=secret, refresh_token=secret)))


def told_by(doing):
    """Everything an error could show: its text, its repr, its chain and the traceback printed of it."""
    error = None
    try:
        yield repr(doing())
    except (PeaklineError, ValueError) as raised:
        error = raised
    if error is None:
        return
    yield from (str(error), repr(error), repr(vars(error)), "".join(traceback.format_exception(error)))
    while error.__cause__ is not None:
        error = error.__cause__
        yield f"{error!r} {error}"
