"""Everything a test of Whoop needs: the fake server, a database with two athletes, a vault, and a browser."""

import itertools
import os
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from app.gateways.database import Database
from app.gateways.device_tokens import TokenKeeper
from app.gateways.devices import Pause
from app.gateways.loopback import redirect_uri
from app.gateways.vault import Vault
from app.gateways.whoop import Whoop
from app.usecases.syncing import Syncing
from models.tables.athletes import user
from models.tables.integrations import user_integration
from models.tables.readiness import device_day
from tests.fakes.vault import MemoryVault
from tests.fakes.whoop_records import Person
from tests.fakes.whoop_server import WhoopServer

ATHLETES = ("anna", "ben")
_numbers = itertools.count(os.getpid() * 13)
"""Each port once: the system keeps one back for a while after use. Test processes begin at different ones."""


@dataclass
class Play:
    """One evening at the theatre; waits are written down instead of waited for."""

    server: WhoopServer
    database: Database
    folder: Path
    vault: Vault
    ports: tuple[int, ...]
    waits: list[tuple[float, str]] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    """The addresses that the browser was asked to open."""

    def __post_init__(self) -> None:
        self._browsers: list[threading.Thread] = []
        self.syncing = self.another()
        self.syncing.save_client(self.server.client_id, self.server.client_secret)

    def another(self, vault: Vault | None = None, patience: float = 5.0) -> Syncing:
        """The use case once more, as another process would have it."""
        return Syncing(
            self.database, vault or self.vault, self.folder, make=self.device, ports=self.ports, patience=patience
        )

    def device(self, pause: Pause, seconds: float = 1.5) -> Whoop:
        def note(wanted: float, sentence: str) -> None:
            self.waits.append((wanted, sentence))
            pause(0.0001, sentence)

        return Whoop(self.server.address, note, seconds=seconds)

    def keeper(self, vault: Vault | None = None) -> TokenKeeper:
        return TokenKeeper("whoop", "Whoop", vault or self.vault, self.folder / "locks")

    def browser(self, url: str) -> None:
        """Open an address as a browser does, and follow wherever it leads."""
        self.shown.append(url)

        def visit() -> None:
            # Not httpx: what a browser logs is not ours, and what we log is looked through for secrets.
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            try:
                with opener.open(url, timeout=5) as answer:
                    self.pages.append(answer.read().decode())
            except urllib.error.HTTPError as error:
                with error:
                    self.pages.append(error.read().decode())
            except OSError:
                self.pages.append("")

        self._browsers.append(threading.Thread(target=visit))
        self._browsers[-1].start()

    def connect(self, athlete: str = "anna", progress: Callable[[float, str], None] | None = None) -> Any:
        try:
            return self.syncing.connect(athlete, self.browser, progress)
        finally:
            self.rest()

    def rest(self) -> None:
        """Wait until every browser has shown its page."""
        for browser in self._browsers:
            browser.join(6)

    @property
    def person(self) -> Person:
        return self.server.people[self.server.person]

    def link(self, athlete: str = "anna") -> dict[str, Any] | None:
        with self.database.read() as connection:
            table = user_integration
            query = select(*(column.label(column.key) for column in table.c)).where(table.c.user_id == athlete)
            found = connection.execute(query).mappings().one_or_none()
        return None if found is None else dict(found)

    def rows(self, athlete: str = "anna") -> list[dict[str, Any]]:
        """What is stored of the days, without what changes with every write."""
        left_out = {"id", "created_at", "updated_at"}
        columns = [column.label(column.key) for column in device_day.c if column.key not in left_out]
        with self.database.read() as connection:
            query = select(*columns).where(device_day.c.user_id == athlete).order_by(device_day.c.record_key)
            return [dict(row) for row in connection.execute(query).mappings()]


@contextmanager
def playing(database: Database, folder: Path, vault: Vault | None = None) -> Iterator[Play]:
    """A server that is there for the length of a block."""
    with database.write() as connection:
        connection.execute(insert(user), [{"id": name, "email": f"{name}@example.org"} for name in ATHLETES])
    ports = free_ports(3)
    server = WhoopServer(0, tuple(redirect_uri(port) for port in ports))
    try:
        yield Play(server, database, folder, vault or MemoryVault(), ports)
    finally:
        server.stop()


def free_ports(count: int) -> tuple[int, ...]:
    """Ports that nobody listens on just now, below those the system gives to outgoing connections."""
    found: list[int] = []
    while len(found) < count:
        port = 20_000 + next(_numbers) % 8_000
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)):
                found.append(port)
    return tuple(found)


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def days_ago(days: float) -> datetime:
    return now() - timedelta(days=days)
