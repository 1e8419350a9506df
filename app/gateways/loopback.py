"""Waits on this computer for the browser to come back from a provider with the athlete's answer."""

import errno
import hmac
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, Self
from urllib.parse import parse_qs, urlsplit

PATH: Final = "/callback"
HANDLER_SECONDS: Final = 10
_TICK_SECONDS: Final = 0.1
_POLL_SECONDS: Final = 0.05
"""How often a listener looks whether it is to end."""
# Static, so that nothing a page elsewhere puts into the address is ever shown.
_PAGES: Final = {
    "done": ("Connected", "You can close this page and go back to Peakline."),
    "denied": ("Not connected", "The permission was refused. Peakline has kept nothing of it."),
    "strange": ("This is not the answer Peakline waits for", "Go back to Peakline and connect from there."),
}
_HTML: Final = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Peakline</title></head>
<body><h1>{}</h1><p>{}</p></body></html>"""


class PortsTaken(Exception):
    """None of the ports is free."""


class Denied(Exception):
    """The athlete, or the provider, said no."""


class Loopback:
    """Listens on the first free of some ports, on both loopback addresses, while its block lasts.

    Browsers may take `localhost` for ::1, and providers compare the redirect URI letter by letter:
    hence a fixed port on both. Only the answer that carries the right state ends the waiting.
    """

    def __init__(self, ports: Sequence[int], state: str) -> None:
        self._ports, self._state = ports, state
        self._servers: list[_Server] = []
        self._lock = threading.Lock()
        self._code: str | None = None
        self._denied = False
        self._answered = threading.Event()
        self.port = 0

    @property
    def redirect(self) -> str:
        """What the provider sends the browser to."""
        return redirect_uri(self.port)

    def __enter__(self) -> Self:
        for port in self._ports:
            if self._listen(port):
                self.port = port
                return self
        raise PortsTaken

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()
        self._servers = []

    def wait(self, seconds: float, tick: Callable[[], None]) -> str | None:
        """The code, None when the time is over; `Denied`; and whatever `tick`, called all the while, raises."""
        until = time.monotonic() + seconds
        while not self._answered.wait(_TICK_SECONDS):
            tick()
            if time.monotonic() > until:
                return None
        if self._denied:
            raise Denied
        return self._code

    def answer(self, host: str, target: str) -> tuple[int, str]:
        """The status and the page for one request; the first that is right is the answer waited for."""
        parts = urlsplit(target)
        if parts.path != PATH:
            return 404, "strange"
        asked = parse_qs(parts.query)
        state, code = asked.get("state", [""])[0], asked.get("code", [""])[0]
        # A page elsewhere can make a browser come here under another name; the state cannot be guessed.
        if host != f"localhost:{self.port}" or not hmac.compare_digest(state.encode(), self._state.encode()):
            return 400, "strange"
        with self._lock:
            if self._answered.is_set() or not (code or "error" in asked):
                return 400, "strange"
            self._code, self._denied = code or None, not code
            self._answered.set()
        return 200, "denied" if self._denied else "done"

    def _listen(self, port: int) -> bool:
        opened: list[_Server] = []
        for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
            try:
                opened.append(_Server(family, address, port, self))
            except OSError as error:
                if family is socket.AF_INET6 and error.errno != errno.EADDRINUSE:
                    continue  # no such address on this computer, so no browser goes there either
                for server in opened:
                    server.server_close()
                return False
        self._servers = opened
        for server in opened:
            threading.Thread(target=server.serve_forever, args=(_POLL_SECONDS,), daemon=True).start()
        return True


def redirect_uri(port: int) -> str:
    return f"http://localhost:{port}{PATH}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    # On Windows it would let another program take the port over; elsewhere it only shortens the wait after a restart.
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, family: socket.AddressFamily, address: str, port: int, owner: Loopback) -> None:
        self.address_family = family
        self.owner = owner
        super().__init__((address, port), _Handler)

    def server_bind(self) -> None:
        """Bind without asking the network for this computer's name, which may take a minute."""
        if self.address_family is socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if self.allow_reuse_address:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "localhost", self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a browser that goes away is no fault, and the request holds the code."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = HANDLER_SECONDS
    server_version = "Peakline"
    sys_version = ""

    def do_GET(self) -> None:
        status, page = self.server.owner.answer(self.headers.get("Host", ""), self.path)
        body = _HTML.format(*_PAGES[page]).encode()
        self.send_response(status)
        for name, value in (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "no-referrer"),
            ("Content-Security-Policy", "default-src 'none'"),
            ("Connection", "close"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Log nothing: the request line holds the code."""
