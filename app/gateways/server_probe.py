"""Why a server cannot be reached, found step by step: name, port, protocol, TLS, certificate."""

import socket
import ssl
import struct
from contextlib import closing
from typing import Final

from app.gateways.connections import system_authorities
from models.values.connections import Outcome, ServerAddress

_TLS_REQUEST: Final = struct.pack("!ii", 8, 80877103)
"""PostgreSQL's question whether it may be TLS; the answer is one letter."""
_UNTRUSTED: Final = {2, 18, 19, 20, 21, 24, 26, 27}
_EXPIRED: Final = {9, 10}
_WRONG_HOST: Final = {62, 63, 64}
"""Numbers of OpenSSL's verification errors (x509_vfy.h)."""


def probe(address: ServerAddress, seconds: float) -> Outcome | None:
    """The first step that fails; None where everything up to the user's name and password works."""
    if address.host.startswith(("/", "@")):
        return _probe_socket(address, seconds)
    try:
        found = socket.getaddrinfo(address.host or "localhost", address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return Outcome.HOST_UNKNOWN
    outcome: Outcome | None = Outcome.REFUSED
    for family, kind, protocol, _name, target in found:
        with closing(socket.socket(family, kind, protocol)) as connection:
            outcome = _probe_target(connection, target, address, seconds)
        if outcome not in (Outcome.REFUSED, Outcome.TIMEOUT):
            return outcome
    return outcome


def _probe_socket(address: ServerAddress, seconds: float) -> Outcome | None:
    if not hasattr(socket, "AF_UNIX"):
        return Outcome.REFUSED
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as connection:
        return _probe_target(connection, f"{address.host}/.s.PGSQL.{address.port}", address, seconds)


def _probe_target(connection: socket.socket, target: object, address: ServerAddress, seconds: float) -> Outcome | None:
    connection.settimeout(seconds)
    try:
        connection.connect(target)  # type: ignore[arg-type]  # as getaddrinfo gave it
    except TimeoutError:
        return Outcome.TIMEOUT
    except ConnectionRefusedError:
        return Outcome.REFUSED
    except OSError:
        # No way there, or no such socket: like a door that is shut.
        return Outcome.REFUSED if isinstance(target, str) else Outcome.TIMEOUT
    try:
        connection.sendall(_TLS_REQUEST)
        answer = connection.recv(1)
    except OSError:
        answer = b""
    if answer not in (b"S", b"N"):
        return Outcome.NOT_POSTGRESQL
    if not address.verifies:
        return None
    return _handshake(connection, address) if answer == b"S" else Outcome.TLS_NOT_OFFERED


def _handshake(connection: socket.socket, address: ServerAddress) -> Outcome | None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    authorities = address.ca_file or system_authorities()
    try:
        if authorities == "system":
            context.load_default_certs()
        else:
            context.load_verify_locations(authorities)
    except (OSError, ssl.SSLError):
        return Outcome.CA_FILE
    try:
        context.wrap_socket(connection, server_hostname=address.host).close()
    except ssl.SSLCertVerificationError as error:
        return _certificate(error.verify_code)
    except (OSError, ValueError):
        return Outcome.TLS_FAILED
    return None


def _certificate(code: int) -> Outcome:
    if code in _EXPIRED:
        return Outcome.CERTIFICATE_EXPIRED
    if code in _WRONG_HOST:
        return Outcome.CERTIFICATE_WRONG_HOST
    return Outcome.CERTIFICATE_UNTRUSTED if code in _UNTRUSTED else Outcome.TLS_FAILED
