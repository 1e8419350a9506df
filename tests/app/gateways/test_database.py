"""Transactions are all or nothing, errors speak, and nothing secret is in them."""

import threading

import pytest
from sqlalchemy import insert, select, text

from app.errors import Conflict, DatabaseUnavailable, InvalidInput, PeaklineError, WrongSchema
from app.gateways import database as gateway
from app.gateways.database import Database
from models.tables.athletes import user
from models.tables.integrations import user_integration

CANARY = "TOKEN_abc123"


def add(database, **row):
    with database.write() as connection:
        connection.execute(insert(user), [{"id": "u", "email": "a@example.org", **row}])


def count(database):
    with database.read() as connection:
        return len(connection.execute(select(user.c.id)).all())


def interrupted(database):
    with database.write() as connection:
        connection.execute(insert(user), [{"id": "v", "email": "b@example.org"}])
        raise ZeroDivisionError


def test_a_write_is_kept_and_a_failed_one_is_not(database):
    add(database)
    with pytest.raises(ZeroDivisionError):
        interrupted(database)
    assert count(database) == 1


def test_a_read_keeps_nothing(database):
    with database.read() as connection:
        connection.execute(insert(user), [{"id": "u", "email": "a@example.org"}])
    assert count(database) == 0


def test_one_read_sees_one_state_of_a_file(fast_database):
    with fast_database.read() as connection:
        before = connection.execute(select(user.c.id)).all()
        writer = threading.Thread(target=add, args=(fast_database,))
        writer.start()
        writer.join()
        assert connection.execute(select(user.c.id)).all() == before
    assert count(fast_database) == 1


def test_the_same_address_twice_is_a_conflict(database):
    add(database)
    with pytest.raises(Conflict, match="email"):
        add(database, id="other")


def test_a_reference_to_nothing_is_a_conflict(database):
    with pytest.raises(Conflict, match="gone"), database.write() as connection:
        connection.execute(insert(user_integration), [{"id": "i", "user_id": "nobody", "provider": "whoop"}])


def test_a_missing_table_says_what_to_do(database_url):
    database = Database(database_url)
    with pytest.raises(WrongSchema, match="peakline db upgrade"):
        count(database)
    database.close()


@pytest.mark.parametrize(
    "row",
    [
        {"id": "i", "user_id": "u", "provider": "WHOOP", "access_token": CANARY},
        {"id": "i", "user_id": "nobody", "provider": "whoop", "access_token": CANARY},
        {"id": None, "user_id": "u", "provider": "whoop", "access_token": CANARY},
        {"id": "i", "user_id": "u", "provider": "whoop", "access_token": f"{CANARY}\x00"},
    ],
    ids=["check", "foreign key", "not null", "nul"],
)
def test_no_value_of_a_row_is_in_an_error(database, row):
    add(database)
    with pytest.raises(PeaklineError) as raised, database.write() as connection:
        connection.execute(insert(user_integration), [row])
    error = raised.value
    assert CANARY not in f"{error} {error!r} {error.__dict__}"
    assert error.__suppress_context__


def test_a_file_that_is_no_database(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("three sets of five, felt heavy\n" * 200)
    database = Database(f"sqlite:///{file}")
    with pytest.raises(DatabaseUnavailable, match="not a database"), database.read():
        pass
    database.close()


def test_a_folder_is_made_and_a_file_in_its_way_is_named(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'deep' / 'er' / 'peakline.db'}")
    assert not (tmp_path / "deep").exists()
    with database.read():
        assert (tmp_path / "deep" / "er").is_dir()
    database.close()
    (tmp_path / "blocked").write_text("")
    with (
        pytest.raises(DatabaseUnavailable, match="cannot be made"),
        Database(f"sqlite:///{tmp_path / 'blocked' / 'peakline.db'}").read(),
    ):
        pass


def test_a_server_that_is_not_there():
    database = Database("postgresql://nobody:hunter2@127.0.0.1:1/peakline")
    with pytest.raises(DatabaseUnavailable) as raised, database.read():
        pass
    assert "127.0.0.1:1/peakline" in str(raised.value)
    assert "hunter2" not in str(raised.value)


def test_a_busy_file_is_waited_for_and_then_named(fast_database, monkeypatch):
    monkeypatch.setattr(gateway, "BUSY_MILLISECONDS", 50)
    other = Database(fast_database.url)
    with fast_database.write(), pytest.raises(DatabaseUnavailable, match="busy"), other.write():
        pass
    other.close()


@pytest.mark.parametrize("url", ["", "notes.txt", "mysql://u:hunter2@host/db", "sqlite:/x y", "postgresql+oops"])
def test_addresses_we_do_not_know(url):
    with pytest.raises(InvalidInput, match="sqlite:///path") as raised:
        Database(url)
    assert "hunter2" not in str(raised.value)


def test_a_location_has_no_password():
    assert Database("postgresql://me:hunter2@db.example.org:5433/team").location == "db.example.org:5433/team"
    assert Database("postgres://me@db.example.org/team").dialect == "postgresql"
    assert Database("sqlite:////var/peak.db").location == "/var/peak.db"


def connect_arguments(url, monkeypatch):
    seen = {}
    monkeypatch.setattr(gateway, "create_engine", lambda _url, **options: seen.update(options))
    gateway._postgresql_engine(Database(url)._address)
    return seen["connect_args"]


def test_servers_elsewhere_must_prove_who_they_are(monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", "/somewhere/authorities.pem")
    far = connect_arguments("postgresql://me@db.example.org/team", monkeypatch)
    assert (far["sslmode"], far["sslrootcert"]) == ("verify-full", "system")
    assert "sslmode" not in connect_arguments("postgresql://me@localhost/team", monkeypatch)
    assert "sslmode" not in connect_arguments("postgresql://me@/team?host=/run/postgresql", monkeypatch)
    asked = connect_arguments("postgresql://me@db.example.org/team?sslmode=verify-ca", monkeypatch)
    assert "sslmode" not in asked


def test_every_connection_to_a_server_lives_in_utc(server_database):
    with server_database.read() as connection:
        assert connection.execute(text("SHOW timezone")).scalar() == "UTC"


def test_every_connection_to_a_file_checks_foreign_keys_and_survives_a_crash(fast_database):
    with fast_database.read() as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("foreign_keys", "journal_mode")]
    assert found == [1, "wal"]
