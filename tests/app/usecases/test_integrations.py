"""Tokens out of the database: nothing lost on the way, nothing left behind, nothing told."""

import io
import logging
import sqlite3
import subprocess
import sys
import traceback
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update

from app.changes import Changes
from app.errors import PeaklineError, VaultUnavailable
from app.gateways import tokens
from app.gateways.vault import KeyringVault
from app.gateways.vault_memory import FallbackVault
from app.gateways.vault_memory import MemoryVault as RunMemory
from app.usecases import integrations
from app.usecases.integrations import Integrations, move_tokens
from models.tables.athletes import user
from models.tables.integrations import user_integration
from models.values.integrations import Reference, Secret, TokenReport
from tests.fakes.keyrings import PlainKeyring
from tests.fakes.vault import MemoryVault

ROOT = Path(__file__).resolve().parents[3]
LATER = datetime(2026, 11, 23, 6, tzinfo=UTC)
PEOPLE = ("anna", "ben", "cleo")
CANARIES = [f"canary-{number}-{'x' * 40}" for number in range(10)]


@pytest.fixture
def linked(database):
    """Three people with plain tokens, the third without a refresh token."""
    with database.write() as connection:
        connection.execute(insert(user), [{"id": name, "email": f"{name}@example.org"} for name in PEOPLE])
        connection.execute(insert(user_integration), [link(name) for name in PEOPLE])
        connection.execute(update(user_integration).where(user_integration.c.id == "cleo").values(refresh_token=None))
    return database


def link(name, **changes):
    row = {"id": name, "user_id": name, "provider": "whoop", "expires_at": LATER, "is_active": True}
    return row | {"access_token": f"access of {name}", "refresh_token": f"refresh of {name}"} | changes


def stored(database, name="anna"):
    columns = (user_integration.c.access_token, user_integration.c.refresh_token, user_integration.c.expires_at)
    with database.read() as connection:
        return tuple(connection.execute(select(*columns).where(user_integration.c.id == name)).one())


def whoop(name):
    return Reference("whoop", name)


def test_tokens_move_and_references_stay(linked):
    vault = MemoryVault()
    report = move_tokens(linked, vault)

    assert (report.moved, report.left, list(report.marked)) == (3, 0, [])
    assert report.swept == (linked.dialect == "sqlite")
    assert "Backups made before" in report.message
    for name in PEOPLE:
        assert stored(linked, name) == (f"keyring:whoop/{name}", None, LATER)
    assert vault.read(whoop("anna")) == Secret(
        access="access of anna", refresh="refresh of anna", expires="2026-11-23T06:00:00+00:00"
    )
    assert "refresh" not in vault.read(whoop("cleo")).reveal()
    assert move_tokens(linked, vault) == TokenReport()
    assert Integrations(linked, vault).unsafe() == []


@pytest.mark.parametrize("reason", ["missing", "locked", "silent", "refused"])
def test_without_a_keyring_rows_stay_and_are_marked(linked, reason):
    before = [stored(linked, name) for name in PEOPLE]
    report = move_tokens(linked, MemoryVault(reason))

    assert (report.moved, report.left, list(report.marked)) == (0, 3, [whoop(name) for name in PEOPLE])
    assert "3 device links keep their tokens in the database" in report.message
    assert "keyring" in report.message
    assert [stored(linked, name) for name in PEOPLE] == before
    assert Integrations(linked, MemoryVault(reason)).unsafe() == [whoop(name) for name in PEOPLE]


@pytest.mark.parametrize("vault", [RunMemory(), FallbackVault(MemoryVault("locked")), FallbackVault(MemoryVault())])
def test_memory_that_does_not_last_is_never_taken_for_a_keyring(linked, vault):
    report = move_tokens(linked, vault)
    if isinstance(vault, FallbackVault) and vault.lasting:
        assert report.moved == 3
    else:
        assert (report.moved, stored(linked)[0]) == (0, "access of anna")


def test_a_keyring_that_swallows_everything_changes_no_row(linked):
    vault = MemoryVault()
    vault.forgetful = True
    assert move_tokens(linked, vault).left == 3
    assert stored(linked)[0] == "access of anna"


def test_a_keyring_that_gives_out_halfway_leaves_the_rest_for_the_next_run(linked):
    vault = MemoryVault()
    vault.writes_left = 1
    report = move_tokens(linked, vault)
    assert (report.moved, report.left, list(report.marked)) == (1, 2, [whoop("ben"), whoop("cleo")])
    vault.writes_left = None
    assert move_tokens(linked, vault).moved == 2


def test_a_crash_between_keyring_and_row_is_harmless(linked, monkeypatch):
    vault = MemoryVault()

    def crash(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(integrations, "leave_reference", crash)
        with pytest.raises(KeyboardInterrupt):
            move_tokens(linked, vault)
    assert vault.read(whoop("anna")) is not None
    assert stored(linked)[0] == "access of anna"
    assert move_tokens(linked, vault).moved == 3


class Meddler(MemoryVault):
    """Something else happens to the row just after its tokens were written to the keyring."""

    def __init__(self, database, statement, times=1):
        super().__init__()
        self.database, self.statement, self.times = database, statement, times

    def write(self, reference, secret):
        super().write(reference, secret)
        if reference == whoop("anna") and self.times:
            self.times -= 1
            with self.database.write() as connection:
                connection.execute(self.statement(self.times))


def renewed(times):
    mine = update(user_integration).where(user_integration.c.id == "anna")
    return mine.values(access_token=f"renewed {times}", refresh_token=f"renewed too {times}")


@pytest.mark.parametrize("part", ["access", "refresh"])
def test_a_token_renewed_meanwhile_is_the_one_that_is_kept(linked, part):
    mine = update(user_integration).where(user_integration.c.id == "anna").values({f"{part}_token": "renewed"})
    vault = Meddler(linked, lambda _: mine)
    assert move_tokens(linked, vault).moved == 3
    assert vault.read(whoop("anna")).reveal()[part] == "renewed"
    assert stored(linked)[0] == "keyring:whoop/anna"


def test_a_row_that_never_holds_still_is_left_alone(linked):
    report = move_tokens(linked, Meddler(linked, renewed, times=99))
    assert (report.moved, list(report.marked)) == (2, [whoop("anna")])
    assert "Another program keeps changing" in report.message


def test_a_row_removed_meanwhile_leaves_nothing_in_the_keyring(linked):
    vault = Meddler(linked, lambda _: delete(user_integration).where(user_integration.c.id == "anna"))
    assert move_tokens(linked, vault).left == 0
    assert vault.read(whoop("anna")) is None
    assert vault.read(whoop("ben")) is not None


def test_a_refresh_token_that_another_program_wrote_later_joins_the_rest(linked):
    vault = MemoryVault()
    move_tokens(linked, vault)
    with linked.write() as connection:
        connection.execute(update(user_integration).where(user_integration.c.id == "anna").values(refresh_token="new"))
    assert move_tokens(linked, vault).moved == 1
    assert vault.read(whoop("anna")).reveal()["access"] == "access of anna"
    assert vault.read(whoop("anna")).reveal()["refresh"] == "new"


@pytest.mark.parametrize(
    ("access", "refresh", "is_plain"),
    [
        (None, None, False),
        ("", "", False),
        ("keyring:whoop/anna", None, False),
        ("KEYRING:whoop/anna", None, True),
        ("keyring", None, True),
        (None, "r", True),
        ("a" * 17_000, None, True),
    ],
)
def test_what_counts_as_a_token(linked, access, refresh, is_plain):
    with linked.write() as connection:
        mine = update(user_integration).where(user_integration.c.id == "anna")
        connection.execute(mine.values(access_token=access, refresh_token=refresh))
    vault = MemoryVault()
    assert (whoop("anna") in Integrations(linked, vault).unsafe()) == is_plain
    report = move_tokens(linked, vault)
    assert (whoop("anna") in report.marked) == (access is not None and len(access) > 16_000)
    assert report.moved == (3 if is_plain and not report.left else 2)


def test_nothing_of_a_token_lingers_in_the_file(fast_database, tmp_path):
    database = fast_database
    file = database.path
    with database.write() as connection:
        # Some builds of SQLite overwrite what is deleted anyway; the earlier program's did not.
        connection.exec_driver_sql("PRAGMA secure_delete = OFF")
        connection.execute(insert(user), [{"id": str(n), "email": f"{n}@example.org"} for n in range(200)])
        rows = [link(str(n), access_token=f"CANARY-{n}-" + "a" * 700, refresh_token=f"CANARY-{n}") for n in range(200)]
        connection.execute(insert(user_integration), rows)
    with database.write() as connection:
        # Rows that moved about and rows that went, from before we came: their text is in free pages.
        longer = user_integration.c.access_token + "b" * 2000
        connection.execute(update(user_integration).values(access_token=longer))
        connection.execute(delete(user_integration).where(user_integration.c.user_id >= "5"))
    database.close()
    assert found_in(file) == [file.name]

    report = move_tokens(database, MemoryVault())
    assert report.moved > 50
    assert report.swept
    assert found_in(file) == []
    database.close()
    assert found_in(file) == []


def found_in(file):
    return [it.name for it in file.parent.glob(f"{file.name}*") if b"CANARY" in it.read_bytes()]


def test_a_file_that_another_program_reads_is_said_not_to_be_swept(fast_database, monkeypatch):
    monkeypatch.setattr(tokens, "_BUSY_SECONDS", 0.05)
    with fast_database.write() as connection:
        connection.execute(insert(user).values(id="anna", email="anna@example.org"))
        connection.execute(insert(user_integration).values(**link("anna")))
    with closing(sqlite3.connect(fast_database.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute('SELECT * FROM "UserIntegration"').fetchall()
        report = move_tokens(fast_database, MemoryVault())
    assert (report.moved, report.swept) == (1, False)
    assert "may stay in the database's own files" in report.message


def test_forgetting_empties_row_and_keyring(linked):
    vault = MemoryVault()
    move_tokens(linked, vault)
    assert Integrations(linked, vault).forget("anna", "whoop") is Changes.READINESS
    assert stored(linked) == (None, None, None)
    assert vault.read(whoop("anna")) is None
    assert stored(linked, "ben")[0] == "keyring:whoop/ben"
    assert Integrations(linked, vault).forget("nobody", "whoop") is Changes.NOTHING


def test_forgetting_empties_the_row_even_when_the_keyring_is_locked(linked):
    with pytest.raises(VaultUnavailable):
        Integrations(linked, MemoryVault("locked")).forget("anna", "whoop")
    assert stored(linked) == (None, None, None)


def test_ten_canaries_through_every_failing_path_are_found_nowhere(database, monkeypatch, capfd):
    """Each path fails where a secret is at hand; neither message, log, repr, chain of causes nor output tells it."""
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    monkeypatch.setattr(logging.getLogger(), "level", logging.DEBUG)
    try:
        told = [log, *failing_paths(database, monkeypatch)]
    finally:
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


def test_moving_and_dying_between_any_two_steps_loses_no_token(sqlite_template, tmp_path):
    """A child is killed at each step in turn; its keyring is a folder here, so that it survives."""
    command = [sys.executable, "-c", CHILD, str(sqlite_template), str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "whole\n" * 10), done.stderr


CHILD = """
import json, os, shutil, sys
from pathlib import Path
from sqlalchemy import insert, select
from app.gateways.database import Database
from app.usecases import integrations
from models.tables.athletes import user
from models.tables.integrations import user_integration
from models.values.integrations import Reference, Secret
from tests.fakes.vault import MemoryVault

class FolderVault(MemoryVault):
    def __init__(self, folder, steps):
        super().__init__()
        self.folder, self.steps = folder, steps
    def step(self):
        self.steps -= 1
        if self.steps == 0:
            os._exit(9)
    def write(self, reference, secret):
        self.step()
        (self.folder / reference.owner).write_text(json.dumps(secret.reveal()))
        self.step()
    def read(self, reference):
        self.step()
        return Secret(**json.loads((self.folder / reference.owner).read_text()))

def leave(connection, row):
    done = original(connection, row)
    vault.step()
    return done

original = integrations.leave_reference
people = ("anna", "ben")
for last in range(1, 11):
    folder = Path(sys.argv[2]) / str(last)
    folder.mkdir()
    file = folder / "peakline.db"
    shutil.copyfile(sys.argv[1], file)
    database = Database(f"sqlite:///{file}")
    with database.write() as connection:
        for name in people:
            connection.execute(insert(user).values(id=name, email=name + "@example.org"))
            row = dict(id=name, user_id=name, provider="whoop", access_token="token of " + name)
            connection.execute(insert(user_integration).values(row))
    database.close()
    if (child := os.fork()) == 0:
        vault = FolderVault(folder, last)
        integrations.leave_reference = leave
        integrations.move_tokens(database, vault)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == (9 if last <= 8 else 0), (last, status)

    integrations.move_tokens(database, FolderVault(folder, 10_000))
    with database.read() as connection:
        rows = dict(connection.execute(select(user_integration.c.id, user_integration.c.access_token)).all())
    database.close()
    assert rows == {name: "keyring:whoop/" + name for name in people}, rows
    assert {name: json.loads((folder / name).read_text())["access"] for name in people} == {
        name: "token of " + name for name in people
    }
    print("whole")
"""
