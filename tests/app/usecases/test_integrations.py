"""Tokens out of the database: nothing lost on the way, nothing left behind, nothing told."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update

from app.changes import Changes
from app.errors import VaultUnavailable
from app.gateways import tokens
from app.gateways.vault_memory import FallbackVault
from app.gateways.vault_memory import MemoryVault as RunMemory
from app.usecases import integrations
from app.usecases.integrations import Integrations, move_tokens
from models.tables.athletes import user
from models.tables.integrations import user_integration
from models.values.integrations import Reference, Secret, TokenReport
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
