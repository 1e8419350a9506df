"""Servers reached safely or not at all, and every failure explained."""

import json
import logging
import os
import socket
import subprocess
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

import tests.postgres
from app.errors import InvalidInput
from app.gateways import connections
from app.gateways.connections import load_addresses, save_addresses, server_url, system_authorities
from app.gateways.database import Database
from app.gateways.server_trial import judged, try_out
from models.values.connections import Outcome, ServerAddress, TlsMode, is_local_host
from tests.fakes.certificates import Authority
from tests.fakes.postgres_wire import WireServer

PASSWORD = "canary of a password"
HERE = ServerAddress("Here", "127.0.0.1", "gym", "coach", tls=TlsMode.VERIFIED)
TLS_BINARIES = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def certificates(authority, tmp_path_factory):
    stranger = Authority(tmp_path_factory.mktemp("stranger"), "stranger")
    return {
        "none": None,
        "good": authority.signed("good", "127.0.0.1"),
        "self-signed": authority.signed("self", "127.0.0.1", self_signed=True),
        "wrong host": authority.signed("wrong", "db.example.org"),
        "expired": authority.signed("expired", "127.0.0.1", lasts=timedelta(days=-1)),
        "unknown authority": stranger.signed("unknown", "127.0.0.1"),
    }


CASES = {
    "none": Outcome.TLS_NOT_OFFERED,
    "self-signed": Outcome.CERTIFICATE_UNTRUSTED,
    "wrong host": Outcome.CERTIFICATE_WRONG_HOST,
    "expired": Outcome.CERTIFICATE_EXPIRED,
    "unknown authority": Outcome.CERTIFICATE_UNTRUSTED,
    "good": Outcome.PASSWORD,
}


@pytest.mark.parametrize("case", CASES)
def test_only_a_server_that_proves_its_name_is_given_the_password(case, certificates, authority, caplog):
    caplog.set_level(logging.DEBUG)
    with WireServer(certificates[case]) as server:
        trial = try_out(replace(HERE, port=server.port, ca_file=str(authority.certificate)), PASSWORD, 2)
    assert trial.outcome is CASES[case]
    assert not trial.ok
    assert trial.advice
    assert server.passwords == ([PASSWORD] if case == "good" else [])
    assert PASSWORD not in repr(trial) + caplog.text


@pytest.mark.parametrize("case", ["none", "wrong host", "unknown authority"])
def test_what_is_not_verified_would_have_told_the_password(case, certificates):
    """The control: left to itself, the library tells it to anybody."""
    with WireServer(certificates[case]) as server, pytest.raises(psycopg.OperationalError):
        psycopg.connect(host="127.0.0.1", port=server.port, user="coach", password=PASSWORD, dbname="gym")
    assert PASSWORD in server.passwords


def test_the_systems_authorities_are_found_where_the_library_looks_in_vain(
    certificates, authority, monkeypatch, tmp_path
):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setattr(connections, "_AUTHORITIES", (str(tmp_path / "missing"), str(authority.certificate)))
    assert system_authorities() == str(authority.certificate)
    with WireServer(certificates["good"]) as server:
        assert try_out(replace(HERE, port=server.port), PASSWORD, 2).outcome is Outcome.PASSWORD
    monkeypatch.setattr(connections, "_AUTHORITIES", ())
    assert system_authorities() == "system"
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.certificate))
    with WireServer(certificates["good"]) as server:
        assert try_out(replace(HERE, port=server.port), PASSWORD, 2).outcome is Outcome.PASSWORD


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_an_authority_that_cannot_be_read(content, certificates, tmp_path):
    file = tmp_path / "authority.pem"
    if content:
        file.write_text(content)
    with WireServer(certificates["good"]) as server:
        trial = try_out(replace(HERE, port=server.port, ca_file=str(file)), PASSWORD, 2)
    assert trial.outcome is Outcome.CA_FILE


@pytest.mark.parametrize("manner", ["http", "mute"])
def test_what_is_not_postgresql(manner):
    with WireServer(manner=manner) as server:
        assert try_out(replace(HERE, port=server.port, tls=TlsMode.OFF), PASSWORD, 1).outcome is Outcome.NOT_POSTGRESQL


def test_hosts_and_ports_that_do_not_answer(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    assert try_out(replace(HERE, port=free), PASSWORD, 1).outcome is Outcome.REFUSED
    assert try_out(replace(HERE, host="no-such-host.invalid"), PASSWORD, 1).outcome is Outcome.HOST_UNKNOWN
    assert try_out(replace(HERE, host="x" * 300), PASSWORD, 1).outcome is Outcome.HOST_UNKNOWN
    assert try_out(replace(HERE, host=str(tmp_path), tls=TlsMode.AUTOMATIC), None, 1).outcome is Outcome.REFUSED
    with WireServer(manner="busy") as server:
        assert try_out(replace(HERE, port=server.port), PASSWORD, 1).outcome is Outcome.TIMEOUT


@pytest.mark.parametrize(
    ("code", "sentence", "outcome"),
    [
        ("3D000", 'database "gym" does not exist', Outcome.DATABASE_MISSING),
        ("28000", 'role "coach" does not exist', Outcome.PASSWORD),
        ("28000", 'no pg_hba.conf entry for host "1.2.3.4", user "coach", no encryption', Outcome.NOT_ADMITTED),
        ("42501", 'permission denied for database "gym"', Outcome.NO_RIGHTS),
        ("53300", "sorry, too many clients already", Outcome.FAILED),
        ("57P03", "das Datenbanksystem startet", Outcome.FAILED),
    ],
)
def test_what_the_server_says_is_told(code, sentence, outcome):
    with WireServer(error=(code, sentence)) as server:
        trial = try_out(replace(HERE, port=server.port, tls=TlsMode.OFF), PASSWORD, 2)
    assert trial.outcome is outcome
    if outcome is Outcome.FAILED:
        assert sentence in trial.message


@pytest.fixture
def local(postgres_server):
    """The tests' own server by its socket, where one role needs a password, one may not connect, one may not create."""
    server = postgres_server
    server.run('DROP DATABASE IF EXISTS "trial" WITH (FORCE)')
    server.run('CREATE DATABASE "trial"')
    for role in ("locked_out", "guest", "stranger"):
        server.run(f'DROP ROLE IF EXISTS "{role}"')
        server.run(f"CREATE ROLE \"{role}\" LOGIN PASSWORD 'right'")
    server.run('REVOKE CONNECT ON DATABASE "trial" FROM PUBLIC')
    server.run('GRANT CONNECT ON DATABASE "trial" TO "guest", "locked_out"')
    rules = server.folder / "data" / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text("local all locked_out scram-sha-256\n" + before)
    server.run("SELECT pg_reload_conf()")
    yield ServerAddress("Test", str(server.folder), "trial", "postgres")
    rules.write_text(before)
    server.run("SELECT pg_reload_conf()")
    server.run('DROP DATABASE "trial" WITH (FORCE)')


def test_a_real_server_works_or_says_why_not(local, postgres_server):
    works = try_out(local, None)
    assert (works.outcome, works.ok, works.server_version[:2]) == (Outcome.WORKS, True, "18")
    assert try_out(replace(local, database="nowhere"), None).outcome is Outcome.DATABASE_MISSING
    assert try_out(replace(local, user="nobody at all"), None).outcome is Outcome.PASSWORD
    assert try_out(replace(local, user="locked_out"), None).outcome is Outcome.PASSWORD
    assert try_out(replace(local, user="locked_out"), "wrong").outcome is Outcome.PASSWORD
    assert try_out(replace(local, user="locked_out"), "right").outcome is Outcome.NO_RIGHTS
    assert try_out(replace(local, user="stranger"), None).outcome is Outcome.NO_RIGHTS
    assert try_out(replace(local, user="guest"), None).outcome is Outcome.NO_RIGHTS
    postgres_server.run('GRANT CREATE ON SCHEMA public TO "guest"', "trial")
    assert try_out(replace(local, user="guest"), None).outcome is Outcome.WORKS
    postgres_server.run('CREATE TABLE "User" (id text)', "trial")
    assert try_out(replace(local, user="guest"), None).outcome is Outcome.NO_RIGHTS


@pytest.mark.parametrize(
    ("version", "number", "outcome"),
    [
        ("PostgreSQL 14.11 on x86_64", 140011, Outcome.VERSION_OLD),
        ("PostgreSQL 15.0 on x86_64", 150000, Outcome.WORKS),
        ("PostgreSQL 18.3 on x86_64", 180003, Outcome.WORKS),
        ("PostgreSQL 19beta1 on x86_64", 190000, Outcome.VERSION_NEW),
        ("CockroachDB CCL v23.1.11 (x86_64-pc-linux-gnu)", 130000, Outcome.OTHER_ENGINE),
        ("PostgreSQL 15.2-YB-2.25.0.0-b0 on x86_64", 150002, Outcome.OTHER_ENGINE),
        ("PostgreSQL 8.0.2 on i686, Redshift 1.0.40182", 80002, Outcome.OTHER_ENGINE),
    ],
)
def test_versions_and_engines(version, number, outcome):
    assert judged(version, number) is outcome


def test_every_host_that_is_not_this_computer_is_verified():
    for host in ("db.example.org", "10.0.0.7", "127.0.0.1.example.org", "localhost,db.example.org", "LOCALHOST"):
        assert not is_local_host(host)
        query = server_url(replace(HERE, host=host, tls=TlsMode.AUTOMATIC)).query
        assert query["sslmode"] == "verify-full"
        assert query["sslrootcert"]
        with pytest.raises(InvalidInput, match="TLS can only be off"):
            server_url(replace(HERE, host=host, tls=TlsMode.OFF))
        assert try_out(replace(HERE, host=host, tls=TlsMode.OFF), PASSWORD).outcome is Outcome.TLS_NOT_OFFERED
    for host in ("", "localhost", "127.0.0.1", "::1", "/run/postgresql"):
        assert "sslmode" not in server_url(replace(HERE, host=host, tls=TlsMode.AUTOMATIC)).query
    assert server_url(replace(HERE, host="")).host == "localhost"


@pytest.mark.parametrize(
    ("url", "environment", "verified"),
    [
        ("postgresql://coach@db.example.org/gym", {}, True),
        ("postgresql://coach@localhost,db.example.org/gym", {}, True),
        ("postgresql://coach@localhost/gym?hostaddr=10.0.0.7", {}, True),
        ("postgresql:///gym", {"PGHOST": "db.example.org"}, True),
        ("postgresql://localhost/gym", {"PGHOSTADDR": "10.0.0.7"}, True),
        ("postgresql://localhost/gym", {"PGHOST": "db.example.org"}, False),
        ("postgresql:///gym?host=/run/postgresql", {}, False),
        ("postgresql:///gym", {}, False),
    ],
)
def test_an_address_typed_by_hand_is_verified_as_well(url, environment, verified, monkeypatch):
    for name in ("PGHOST", "PGHOSTADDR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    access = Database(url).access
    assert access.get("PGSSLMODE") == ("verify-full" if verified else None)
    assert access.get("PGSSLROOTCERT") == (system_authorities() if verified else None)


def test_a_database_is_opened_by_a_url_that_hides_its_password():
    database = Database(server_url(HERE, PASSWORD))
    assert database.access["PGPASSWORD"] == PASSWORD
    assert PASSWORD not in f"{database.url} {database.location} {database!r}"


def test_a_password_is_in_the_url_object_and_in_no_text_of_it():
    url = server_url(HERE, "p@ss:/?#%canary")
    assert url.password == "p@ss:/?#%canary"
    assert "canary" not in f"{url} {url!r} {url.render_as_string()} {HERE!r}"


def test_servers_are_remembered_and_damage_forgets_only_what_is_damaged(tmp_path):
    file = tmp_path / "config" / "connections.json"
    other = ServerAddress("Älter", "db.example.org", "gym", "ann", 5433, TlsMode.AUTOMATIC, "/ca.pem", "2")
    mine = replace(HERE, id="1")
    assert load_addresses(file) == []
    save_addresses(file, [other, mine])
    assert load_addresses(file) == [mine, other]
    assert "password" not in file.read_text()
    stored = json.loads(file.read_text())
    stored["connections"] += [3, {}, {"name": "x"}]
    stored["connections"][0] |= {"port": "many", "tls": "perhaps", "ca_file": 4}
    file.write_text(json.dumps(stored))
    assert load_addresses(file) == [mine, replace(other, port=5432, ca_file=None)]
    for text in ("", "{", "[]", '{"connections": 4}'):
        file.write_text(text)
        assert load_addresses(file) == []


def has_tls_server():
    if not (TLS_BINARIES / "initdb").exists():
        return False
    built = subprocess.run([TLS_BINARIES / "pg_config", "--configure"], capture_output=True, text=True, check=True)
    return "openssl" in built.stdout


def turn_on_tls(server, files):
    if files is None:
        return
    data = server.folder / "data"
    owner = data.stat()
    for source, name in ((files.certificate, "server.crt"), (files.key, "server.key")):
        (data / name).write_bytes(source.read_bytes())
        (data / name).chmod(0o600)
        os.chown(data / name, owner.st_uid, owner.st_gid)
    server.run("ALTER SYSTEM SET ssl = on")
    server.run("SELECT pg_reload_conf()")


# Beside the stand-in, where the machine has a PostgreSQL that can do TLS.
if has_tls_server():

    def test_a_real_server_with_tls(certificates, authority, monkeypatch):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        monkeypatch.setenv("PEAKLINE_TEST_PG_BIN", str(TLS_BINARIES))
        monkeypatch.setenv("PGPORT", str(port))
        monkeypatch.setitem(tests.postgres._SETTINGS, "listen_addresses", "127.0.0.1")
        monkeypatch.setitem(tests.postgres._SETTINGS, "port", str(port))
        address = replace(HERE, port=port, ca_file=str(authority.certificate))
        with tests.postgres.running_server() as server:
            server.run("CREATE ROLE coach SUPERUSER LOGIN PASSWORD 'canary of a password'")
            server.run("CREATE DATABASE gym")
            for case in ("none", "self-signed", "wrong host", "unknown authority", "expired", "good"):
                expected = Outcome.WORKS if case == "good" else CASES[case]
                turn_on_tls(server, certificates[case])
                deadline = time.monotonic() + 10
                # The server takes up a new certificate a moment after it was told to.
                while (
                    outcome := try_out(address, PASSWORD, 5).outcome
                ) is not expected and time.monotonic() < deadline:
                    time.sleep(0.05)
                assert outcome is expected
