"""Whoop on a socket of this computer: OAuth as Hydra does it, version 2 of the data, and every fault one can order.

It also runs on its own, to drive the real program by hand: `python -m tests.fakes.whoop_server --port 8099`.
"""

import argparse
import base64
import hashlib
import json
import secrets
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.fakes.whoop_records import People, Person, intersecting

SCOPES = {"read:recovery", "read:cycles", "read:sleep", "read:profile", "offline"}
_NEEDED = {"/cycle": "read:cycles", "/activity/sleep": "read:sleep", "/recovery": "read:recovery"}
_DATA = "/developer/v2"


@dataclass
class Fault:
    """What happens instead of the answer, to the first request whose path contains `path`."""

    path: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    delay: float = 0.0
    trickle: float = 0.0
    """Seconds between the bytes."""
    reset: bool = False
    half: bool = False
    """The connection ends in the middle of the body."""
    lost: bool = False
    """Everything is done, only the answer does not arrive."""


@dataclass
class Family:
    """What one consent has given; using an old refresh token again ends all of it."""

    person: str
    scopes: set[str]
    access: str = ""
    refresh: str = ""
    spent: set[str] = field(default_factory=set)
    is_dead: bool = False
    expires: float = 0.0


class WhoopServer(ThreadingHTTPServer):
    """Listens from the moment it is made until `stop`; its attributes may be changed while it runs."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int = 0, redirects: tuple[str, ...] = ()) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.client_id, self.client_secret = "client-of-a-coach", f"secret-{secrets.token_hex(16)}"
        self.redirects = set(redirects)
        self.people = People()
        self.person = "10129"
        """Who is logged in to the browser."""
        self.denies = False
        self.granted = set(SCOPES)
        self.lifetime: float | None = 3600
        """Of access tokens; None leaves `expires_in` out."""
        self.leaves_out: set[str] = set()
        """Fields of the token's answer that are missing."""
        self.clock_shift = 0.0
        self.faults: deque[Fault] = deque()
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.refreshes: list[int] = []
        self.agents: set[str] = set()
        self.limit: list[int] | None = None
        """Requests left and seconds until the limit is reset."""
        self.mint: Callable[[str], str] = lambda kind: f"{kind}-{secrets.token_hex(32)}"
        """Makes tokens and codes."""
        self.proofs: list[str] = []
        """Every PKCE verifier that was sent."""
        self._codes: dict[str, tuple[str, str, str, set[str]]] = {}
        self._families: list[Family] = []
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join(5)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the play."""

    def paths(self) -> list[str]:
        return [path for _method, path, _asked in self.asked]

    def secrets(self) -> list[str]:
        """Everything that must be found nowhere else."""
        tokens = [text for family in self._families for text in (family.access, family.refresh, *family.spent)]
        return [text for text in (self.client_secret, *tokens, *self._codes, *self.proofs) if text]

    def expire(self) -> None:
        """Access tokens die, as after an hour; refresh tokens live."""
        for family in self._families:
            family.expires = 0

    def revoke(self) -> None:
        """The athlete takes everything back in the Whoop app."""
        for family in self._families:
            family.is_dead = True

    def fault(self, path: str) -> Fault | None:
        with self._lock:
            for fault in self.faults:
                if fault.path in path:
                    self.faults.remove(fault)
                    return fault
        return None

    # OAuth

    def consent(self, asked: dict[str, str]) -> tuple[int, dict[str, str], str]:
        redirect, state = asked.get("redirect_uri", ""), asked.get("state", "")
        if asked.get("client_id") != self.client_id or redirect not in self.redirects:
            return 400, {}, "<h1>Whoop's own error page: the redirect URL does not match</h1>"
        if len(state) < 8:
            return 302, {"Location": f"{redirect}?{urlencode({'error': 'invalid_state', 'state': state})}"}, ""
        if self.denies:
            return 302, {"Location": f"{redirect}?{urlencode({'error': 'access_denied', 'state': state})}"}, ""
        code = self.mint("code")
        scopes = set(asked.get("scope", "").split()) & self.granted
        self._codes[code] = (redirect, asked.get("code_challenge", ""), self.person, scopes)
        return 302, {"Location": f"{redirect}?{urlencode({'code': code, 'state': state})}"}, ""

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        # secret_post only, as registered: a client that authenticates in the header is refused.
        if authorization or (form.get("client_id"), form.get("client_secret")) != (self.client_id, self.client_secret):
            return 401, {"error": "invalid_client", "error_description": "Client authentication failed"}
        with self._lock:
            if form.get("grant_type") == "authorization_code":
                return self._exchange(form)
            if form.get("grant_type") == "refresh_token":
                return self._refresh(form)
        return 400, {"error": "unsupported_grant_type"}

    def _exchange(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        redirect, challenge, person, scopes = self._codes.pop(form.get("code", ""), ("", "", "", set[str]()))
        self.proofs.append(form.get("code_verifier", ""))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proven = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not redirect or redirect != form.get("redirect_uri") or (challenge and challenge != proven):
            return 400, {"error": "invalid_grant"}
        family = Family(person, scopes)
        self._families.append(family)
        return 200, self._pair(family)

    def _refresh(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        used = form.get("refresh_token", "")
        for family in self._families:
            if used and used == family.refresh and not family.is_dead:
                self.refreshes.append(len(self.asked))
                family.spent.add(used)
                return 200, self._pair(family)
            if used in family.spent:
                family.is_dead = True
        return 400, {"error": "invalid_grant", "error_description": "The refresh token is invalid, expired, revoked"}

    def _pair(self, family: Family) -> dict[str, Any]:
        if family.access:
            family.spent.add(family.access)
        family.access, family.refresh = self.mint("access"), self.mint("refresh")
        family.expires = time.monotonic() + (self.lifetime or 3600)
        pair: dict[str, Any] = {"access_token": family.access, "token_type": "bearer"}
        pair |= {"scope": " ".join(sorted(family.scopes))}
        pair |= {"expires_in": self.lifetime} if self.lifetime is not None else {}
        if "offline" in family.scopes:
            pair["refresh_token"] = family.refresh
        return {name: value for name, value in pair.items() if name not in self.leaves_out}

    def family_of(self, authorization: str) -> Family | None:
        token = authorization.removeprefix("Bearer ")
        for family in self._families:
            if token == family.access and not family.is_dead and family.expires > time.monotonic():
                return family
        return None

    # Data

    def data(self, method: str, path: str, asked: dict[str, str], authorization: str) -> tuple[int, Any]:
        family = self.family_of(authorization)
        if family is None:
            return 401, {"error": "unauthorized"}
        person = self.people[family.person]
        if (method, path) == ("DELETE", "/user/access"):
            family.is_dead = True
            return 204, None
        if (method, path) == ("GET", "/user/profile/basic"):
            return 200, person.profile()
        if method != "GET" or path not in _NEEDED:
            return 404, {"error": "not found"}
        if _NEEDED[path] not in family.scopes:
            return 403, {"error": "forbidden"}
        return self._page(person, path, asked)

    def _page(self, person: Person, path: str, asked: dict[str, str]) -> tuple[int, Any]:
        limit = int(asked.get("limit", 10))
        if not 1 <= limit <= 25:
            return 400, {"error": "limit"}
        found = intersecting(person, path, asked.get("start"), asked.get("end"))
        # As Whoop's tokens seem to be: opaque, and good for one query only.
        query = f"{path}|{asked.get('start')}|{asked.get('end')}|{limit}"
        at = 0
        if token := asked.get("nextToken"):
            before, _, position = base64.urlsafe_b64decode(token).decode().rpartition("|")
            if before != query:
                return 400, {"error": "nextToken"}
            at = int(position)
        page: dict[str, Any] = {"records": found[at : at + limit]}
        if at + limit < len(found):
            page["next_token"] = base64.urlsafe_b64encode(f"{query}|{at + limit}".encode()).decode()
        elif self.people.last_token != "missing":
            page["next_token"] = self.people.last_token
        return 200, page


class _Handler(BaseHTTPRequestHandler):
    server: WhoopServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._handle("GET")

    def do_POST(self) -> None:
        self._handle("POST")

    def do_DELETE(self) -> None:
        self._handle("DELETE")

    def log_message(self, *_: Any) -> None:
        """Keep the output of the tests clean."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string((timestamp or time.time()) + self.server.clock_shift)

    def _handle(self, method: str) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        length = int(self.headers.get("Content-Length") or 0)
        form = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
        self.server.asked.append((method, parts.path, query | {"grant_type": form.get("grant_type", "")}))
        self.server.agents.add(self.headers.get("User-Agent", ""))
        fault = self.server.fault(f"{parts.path} {form.get('grant_type', '')}")
        if fault is not None and not fault.lost:
            self._fail(fault)
            return
        status, headers, body = self._answer(method, parts.path, query, form)
        if fault is not None:
            self._hang_up()
        else:
            self._send(status, headers, body)

    def _answer(
        self, method: str, path: str, query: dict[str, str], form: dict[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        server, authorization = self.server, self.headers.get("Authorization", "")
        if path == "/oauth/oauth2/auth":
            status, headers, page = server.consent(query)
            return status, headers | {"Content-Type": "text/html"}, page.encode()
        if path == "/oauth/oauth2/token" and method == "POST":
            status, told = server.token(form, authorization)
            return status, {"Content-Type": "application/json"}, json.dumps(told).encode()
        if not path.startswith(_DATA):
            return 404, {}, b"{}"
        if server.limit is not None:
            if server.limit[0] <= 0:
                return 429, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(server.limit[1])}, b""
            server.limit[0] -= 1
        status, told = server.data(method, path.removeprefix(_DATA), query, authorization)
        headers = {"Content-Type": "application/json", "X-RateLimit-Limit": "100, 100;window=60, 10000;window=86400"}
        return status, headers, b"" if told is None else json.dumps(told).encode()

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _fail(self, fault: Fault) -> None:
        time.sleep(fault.delay)
        body = b"{}" if fault.body is None else fault.body
        if not (fault.reset or fault.half or fault.trickle):
            self._send(fault.status, fault.headers, body)
            return
        if not fault.reset:
            self.send_response(fault.status)
            self.send_header("Content-Length", str(len(body) + 10 * fault.half))
            self.end_headers()
            for at in range(len(body)):
                self.wfile.write(body[at : at + 1])
                self.wfile.flush()
                time.sleep(fault.trickle)
        if not fault.trickle:
            self._hang_up()

    def _hang_up(self) -> None:
        """Cut the connection hard, as a network does that is gone."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


def _main() -> None:
    parser = argparse.ArgumentParser(description="Whoop, as far as Peakline asks it, on this computer only.")
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--days", type=int, default=400)
    arguments = parser.parse_args()
    ports = (28917, 28918, 28919)
    server = WhoopServer(arguments.port, tuple(f"http://localhost:{port}/callback" for port in ports))
    server.people["10129"].live(arguments.days, until=datetime.now(UTC))
    print(f"PEAKLINE_TEST_WHOOP={server.address}\n{server.client_id}\n{server.client_secret}", flush=True)
    with_commands(server)


def with_commands(server: WhoopServer) -> None:
    """A line of standard input each: `reset N`, `limit LEFT SECONDS`, `free`, `deny`, `allow`, `expire`, `revoke`."""
    while line := _read_line():
        word, *numbers = line.split()
        if word == "reset":
            server.faults.extend(Fault("/cycle", reset=True) for _ in range(int(numbers[0])))
        elif word == "limit":
            server.limit = [int(number) for number in numbers]
        elif word == "free":
            server.limit = None
            server.faults.clear()
        elif word in ("deny", "allow"):
            server.denies = word == "deny"
        elif word in ("expire", "revoke"):
            getattr(server, word)()


def _read_line() -> str:
    try:
        return input() or "free"
    except EOFError:
        threading.Event().wait()
        return ""


if __name__ == "__main__":
    _main()
