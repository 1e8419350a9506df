"""Remembered servers in a JSON file beside the settings, and the one place that builds a server's URL."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL

from app.errors import InvalidInput
from models.values.connections import DEFAULT_PORT, ServerAddress, TlsMode

# The PostgreSQL library that comes as a Python package looks for the system's authorities in a
# folder of its builder's, which no computer has; these are where systems really keep them.
_AUTHORITIES: Final = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
_TEXTS: Final = ("name", "host", "database", "user", "id")


def server_url(address: ServerAddress, password: str | None = None) -> URL:
    """The address as SQLAlchemy wants it; the password is in this object only, whose text masks it.

    Raises `InvalidInput` for a host that is not this computer without TLS.
    """
    if address.tls is TlsMode.OFF and not address.is_local:
        raise InvalidInput(
            f"TLS can only be off for this computer, not for {address.host}.",
            advice="Choose automatic; a certificate authority of your own can be named.",
        )
    query: dict[str, str] = {}
    if address.verifies:
        query |= {"sslmode": "verify-full", "sslrootcert": address.ca_file or system_authorities()}
    elif address.tls is TlsMode.OFF:
        query["sslmode"] = "disable"
    # Never left out: libpq would take it from PGHOST, which may be any computer.
    host: str | None = address.host or "localhost"
    if address.host.startswith(("/", "@")):
        query["host"], host = address.host, None
    return URL.create("postgresql+psycopg", address.user or None, password, host, address.port, address.database, query)


def system_authorities() -> str:
    """The file of the operating system's certificate authorities, or `system` where libpq has to find them."""
    if os.environ.get("SSL_CERT_FILE"):
        return "system"
    return next((file for file in _AUTHORITIES if Path(file).is_file()), "system")


def load_addresses(file: Path) -> Sequence[ServerAddress]:
    """The remembered servers by name; a missing or damaged file, or entry, is none."""
    try:
        stored = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return []
    entries = stored.get("connections") if isinstance(stored, dict) else None
    if not isinstance(entries, list):
        return []
    found = [address for entry in entries if (address := _address(entry)) is not None]
    return sorted(found, key=lambda address: (address.name.casefold(), address.id))


def save_addresses(file: Path, addresses: Sequence[ServerAddress]) -> None:
    """Write the servers beside the old file and swap, so that a crash keeps one of the two."""
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(".partial")
    stored = {"version": 1, "connections": [asdict(address) for address in addresses]}
    partial.write_text(json.dumps(stored, indent=2), "utf-8")
    partial.replace(file)


def _address(entry: Any) -> ServerAddress | None:
    if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in _TEXTS):
        return None
    port, tls, ca_file = entry.get("port"), entry.get("tls"), entry.get("ca_file")
    return ServerAddress(
        **{key: entry[key] for key in _TEXTS},
        port=port if isinstance(port, int) and 0 < port < 65536 else DEFAULT_PORT,
        tls=TlsMode(tls) if tls in list(TlsMode) else TlsMode.AUTOMATIC,
        ca_file=ca_file if isinstance(ca_file, str) and ca_file else None,
    )
