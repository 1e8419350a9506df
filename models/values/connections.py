"""PostgreSQL servers that Peakline remembers by name, and what trying one out has shown."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

DEFAULT_PORT: Final = 5432
OLDEST_MAJOR: Final = 15
NEWEST_MAJOR: Final = 18
_LOCAL_HOSTS: Final = ("", "localhost", "127.0.0.1", "::1")


def is_local_host(host: str) -> bool:
    """Whether a connection to this host never leaves the computer; a list of hosts never counts as one."""
    return host in _LOCAL_HOSTS or host.startswith(("/", "@"))


class TlsMode(StrEnum):
    AUTOMATIC = "automatic"
    """Verified to every host that is not this computer."""
    VERIFIED = "verified"
    OFF = "off"
    """Only to this computer."""


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A PostgreSQL database and how to reach it; the password is never part of it."""

    name: str
    """What people call it; unique among the remembered ones."""
    host: str
    """A name, an address or the folder of a socket; empty is this computer."""
    database: str
    user: str
    port: int = DEFAULT_PORT
    tls: TlsMode = TlsMode.AUTOMATIC
    ca_file: str | None = None
    """The certificate authority to trust; None trusts those of the operating system."""
    id: str = ""
    """Given when it is saved first; the password lies under it in the keyring."""

    @property
    def is_local(self) -> bool:
        return is_local_host(self.host)

    @property
    def verifies(self) -> bool:
        """Whether the server must prove by a certificate that it is the host asked for."""
        return self.tls is TlsMode.VERIFIED or (self.tls is TlsMode.AUTOMATIC and not self.is_local)

    @property
    def location(self) -> str:
        return f"{self.host or 'this computer'}:{self.port}/{self.database}"


class Outcome(StrEnum):
    """What trying a connection came to."""

    WORKS = "works"
    VERSION_NEW = "version too new"
    HOST_UNKNOWN = "host unknown"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    NOT_POSTGRESQL = "not PostgreSQL"
    TLS_NOT_OFFERED = "TLS not offered"
    TLS_FAILED = "TLS failed"
    CERTIFICATE_UNTRUSTED = "certificate not trusted"
    CERTIFICATE_WRONG_HOST = "certificate of another host"
    CERTIFICATE_EXPIRED = "certificate expired"
    CA_FILE = "certificate authority unreadable"
    NOT_ADMITTED = "not admitted"
    PASSWORD = "password wrong"  # noqa: S105  (not one)
    DATABASE_MISSING = "database missing"
    NO_RIGHTS = "no rights"
    OTHER_ENGINE = "another engine"
    VERSION_OLD = "version too old"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Trial:
    """The outcome in words, with what to do; it holds no password."""

    outcome: Outcome
    message: str
    advice: str = ""
    server_version: str | None = None

    @property
    def ok(self) -> bool:
        return self.outcome in (Outcome.WORKS, Outcome.VERSION_NEW)
