"""Trying a server out: the connection itself decides, and words are found for whatever it comes to."""

import re
from typing import Final

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from app.errors import InvalidInput
from app.gateways.connections import server_url
from app.gateways.server_probe import probe
from models.values.connections import NEWEST_MAJOR, OLDEST_MAJOR, Outcome, ServerAddress, Trial

TRIAL_SECONDS: Final = 8
_SHORTEST: Final = 2
"""libpq waits no shorter than this."""
# libpq gives no SQLSTATE for a connection that fails, so its English words have to do.
_SIGNS: Final = (
    (r"password authentication failed|no password supplied|empty password", Outcome.PASSWORD),
    (r'role ".*" does not exist', Outcome.PASSWORD),
    (r'database ".*" does not exist', Outcome.DATABASE_MISSING),
    (r"permission denied for database|CONNECT privilege|not permitted to log in", Outcome.NO_RIGHTS),
    (r"no pg_hba\.conf entry|pg_hba\.conf rejects|authentication failed for user", Outcome.NOT_ADMITTED),
    (r"root certificate file|could not read.*certificate", Outcome.CA_FILE),
    (r"timeout expired", Outcome.TIMEOUT),
)
_WORDS: Final = {
    Outcome.HOST_UNKNOWN: ("There is no computer called {host}.", "Check the spelling, and that you are online."),
    Outcome.REFUSED: (
        "{host} takes no connections on port {port}.",
        "Check the port, and that PostgreSQL is running there and listens to other computers.",
    ),
    Outcome.TIMEOUT: ("{host} did not answer on port {port}.", "A firewall may be between, or the computer is off."),
    Outcome.NOT_POSTGRESQL: ("What answers at {host}, port {port}, is not PostgreSQL.", "Check the port."),
    Outcome.TLS_NOT_OFFERED: (
        "{host} offers no encrypted connection, so the password was not sent.",
        "Have its administrator switch TLS on (ssl = on).",
    ),
    Outcome.TLS_FAILED: (
        "No encrypted connection to {host} could be agreed on.",
        "Its TLS settings may be too old; ask its administrator.",
    ),
    Outcome.CERTIFICATE_UNTRUSTED: (
        "The certificate of {host} comes from nobody this computer trusts, so the password was not sent.",
        "Ask its administrator for the file of the certificate authority and choose it here.",
    ),
    Outcome.CERTIFICATE_WRONG_HOST: (
        "The certificate that {host} shows was made for another name, so the password was not sent.",
        "Write the host as the certificate does, or have it renewed with this name.",
    ),
    Outcome.CERTIFICATE_EXPIRED: (
        "The certificate of {host} has expired or is not valid yet, so the password was not sent.",
        "Have it renewed, and check this computer's date.",
    ),
    Outcome.CA_FILE: ("The file of the certificate authority cannot be read.", "Choose a PEM file."),
    Outcome.NOT_ADMITTED: (
        "{host} does not let {user} in from this computer.",
        "Its administrator has to allow it in pg_hba.conf.",
    ),
    Outcome.PASSWORD: ("{host} does not accept this user and password.", "Check both."),
    Outcome.DATABASE_MISSING: ("{host} has no database called {database}.", "Check the name, or have it made."),
    Outcome.NO_RIGHTS: (
        "{user} has no right to use the database {database}.",
        "Its owner has to grant it: to connect, and to create tables or use Peakline's.",
    ),
    Outcome.OTHER_ENGINE: ("{host} runs another engine that only resembles PostgreSQL.", "Peakline needs PostgreSQL."),
    Outcome.VERSION_OLD: (
        f"{{host}} runs PostgreSQL {{version}}, which is too old; {OLDEST_MAJOR} is the oldest that will do.",
        "Have it upgraded.",
    ),
    Outcome.VERSION_NEW: (
        f"{{host}} works. Its PostgreSQL {{version}} is newer than those Peakline was tested with (to {NEWEST_MAJOR}).",
        "A newer Peakline may know it.",
    ),
    Outcome.WORKS: ("{host} works: PostgreSQL {version}.", ""),
    Outcome.FAILED: ("{host} refused the connection{reason}.", "Its administrator may know more from its log."),
}
_RIGHTS: Final = """
    SELECT CASE WHEN to_regclass('"User"') IS NULL
           THEN coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)
           ELSE has_table_privilege('"User"', 'SELECT, INSERT, UPDATE') END
"""
_OTHERS: Final = re.compile(r"-YB-|Yugabyte|Redshift|Greenplum|Cockroach|CrateDB|Materialize", re.IGNORECASE)


def try_out(address: ServerAddress, password: str | None, seconds: float = TRIAL_SECONDS) -> Trial:
    """Connect once and look around without changing anything; never raises for what the server does."""
    arguments = {"connect_timeout": max(_SHORTEST, round(seconds)), "application_name": "peakline"}
    try:
        url = server_url(address, password)
    except InvalidInput as error:
        return Trial(Outcome.TLS_NOT_OFFERED, error.message, error.advice)
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=arguments)
    try:
        with engine.connect() as connection:
            return _looked_at(connection, address)
    except (DBAPIError, UnicodeError) as error:
        said = str(getattr(error, "orig", None) or "")
    return _explained(address, said, seconds)


def judged(version: str, number: int) -> Outcome:
    """Whether an engine with this `version()` and `server_version_num` will do."""
    if not version.startswith("PostgreSQL ") or _OTHERS.search(version):
        return Outcome.OTHER_ENGINE
    major = number // 10_000
    if major < OLDEST_MAJOR:
        return Outcome.VERSION_OLD
    return Outcome.VERSION_NEW if major > NEWEST_MAJOR else Outcome.WORKS


def _looked_at(connection: Connection, address: ServerAddress) -> Trial:
    version = str(connection.scalar(text("SELECT version()")))
    number = int(str(connection.scalar(text("SHOW server_version_num"))))
    shown = f"{number // 10_000}.{number % 10_000}"
    outcome = judged(version, number)
    if outcome in (Outcome.WORKS, Outcome.VERSION_NEW) and not connection.scalar(text(_RIGHTS)):
        outcome = Outcome.NO_RIGHTS
    return _in_words(outcome, address, version=shown)


def _explained(address: ServerAddress, said: str, seconds: float) -> Trial:
    """Words for a connection that failed: what the steps show goes before what the library says."""
    outcome = probe(address, seconds)
    if outcome is None:
        outcome = next((kind for pattern, kind in _SIGNS if re.search(pattern, said)), Outcome.FAILED)
    return _in_words(outcome, address, reason=_reason(said) if outcome is Outcome.FAILED else "")


def _reason(said: str) -> str:
    """The server's own sentence, where there is one: `FATAL:  sorry, too many clients already`."""
    found = re.search(r"FATAL:\s+(.+?)\.?\s*$", said, re.MULTILINE)
    return f": {found.group(1)}" if found else ""


def _in_words(outcome: Outcome, address: ServerAddress, *, version: str = "", reason: str = "") -> Trial:
    message, advice = _WORDS[outcome]
    told = message.format(
        host=address.host or "This computer",
        port=address.port,
        database=address.database,
        user=address.user or "This user",
        version=version,
        reason=reason,
    )
    return Trial(outcome, told, advice, version or None)
