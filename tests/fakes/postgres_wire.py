"""Something that speaks just enough of PostgreSQL's protocol to be asked for TLS and a password, or does not."""

import socket
import ssl
import struct
import threading
from contextlib import ExitStack, suppress
from typing import Self

from tests.fakes.certificates import Files

TLS_REQUEST = 80877103
GSS_REQUEST = 80877104
ASK_PASSWORD = b"R" + struct.pack("!ii", 8, 3)


class WireServer:
    """Listens on 127.0.0.1; `manner` is postgres, http, mute or busy (takes no further connection)."""

    def __init__(
        self, certificate: Files | None = None, manner: str = "postgres", error: tuple[str, str] | None = None
    ) -> None:
        self.manner = manner
        self.error = error
        """SQLSTATE and sentence to answer the greeting with; None asks for a password and refuses it."""
        self.passwords: list[str] = []
        self._tls: ssl.SSLContext | None = None
        if certificate is not None:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(certificate.certificate, certificate.key)
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=0 if manner == "busy" else 16)
        self.port = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        if self.manner == "busy":
            for _ in range(4):
                waiting = socket.socket()
                waiting.setblocking(False)
                waiting.connect_ex(("127.0.0.1", self.port))
                self._open.append(waiting)
        else:
            threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for connection in (self._listener, *self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _address = self._listener.accept()
                self._open.append(connection)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError, struct.error), ExitStack() as closing:
            closing.enter_context(connection)
            if self.manner == "http":
                connection.recv(64)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            elif self.manner == "mute":
                while connection.recv(64):
                    pass
            else:
                self._greet(connection, closing)

    def _greet(self, connection: socket.socket, closing: ExitStack) -> None:
        while True:
            length, code = struct.unpack("!ii", _exactly(connection, 8))
            if code == GSS_REQUEST or (code == TLS_REQUEST and self._tls is None):
                connection.sendall(b"N")
            elif code == TLS_REQUEST and self._tls is not None:
                connection.sendall(b"S")
                connection = closing.enter_context(self._tls.wrap_socket(connection, server_side=True))
            else:
                _exactly(connection, length - 8)
                break
        if self.error is None:
            connection.sendall(ASK_PASSWORD)
            _kind, length = struct.unpack("!ci", _exactly(connection, 5))
            self.passwords.append(_exactly(connection, length - 4).rstrip(b"\0").decode())
        code_, sentence = self.error or ("28P01", 'password authentication failed for user "coach"')
        fields = f"SFATAL\0VFATAL\0C{code_}\0M{sentence}\0\0".encode()
        connection.sendall(b"E" + struct.pack("!i", len(fields) + 4) + fields)


def _exactly(connection: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        more = connection.recv(count - len(data))
        if not more:
            raise ConnectionResetError
        data += more
    return data
