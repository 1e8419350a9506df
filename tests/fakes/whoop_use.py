"""The use case of Whoop in memory, for tests of windows: it answers what it is told, or raises."""

import time
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from models.values.devices import Connected, Disconnected, LinkStatus, SyncReport

UNKNOWN = LinkStatus("whoop", "Whoop")
ADDRESS = "https://api.prod.whoop.com/oauth/oauth2/auth?client_id=x"


@dataclass
class FakeWhoop:
    """Calls are written down; an `error` is raised by the next of them that does something."""

    links: dict[str, LinkStatus] = field(default_factory=dict)
    has_app: bool = True
    error: BaseException | None = None
    waits: bool = False
    """Whether connecting and syncing go on until they are cancelled."""
    warnings: tuple[str, ...] = ()
    revokes: bool = True
    calls: list[tuple[Any, ...]] = field(default_factory=list)
    title = "Whoop"
    dashboard = "https://developer-dashboard.whoop.com"
    redirect_uris = tuple(f"http://localhost:2891{n}/callback" for n in (7, 8, 9))

    def status(self, athlete_id: str) -> LinkStatus:
        return self.links.get(athlete_id, UNKNOWN)

    def client_known(self) -> bool:
        self._fail()
        return self.has_app

    def save_client(self, client_id: str, client_secret: str) -> None:
        self.calls.append(("save_client", client_id, client_secret))
        self.has_app = True

    def connect(self, athlete_id: str, open_browser: Any, progress: Any) -> Connected:
        self.calls.append(("connect", athlete_id))
        open_browser(ADDRESS)
        self._wait(progress)
        self._fail()
        self.links[athlete_id] = replace(UNKNOWN, is_connected=True, account_id="10129")
        return Connected("10129", "Alex Sample", self.warnings)

    def sync(self, athlete_id: str, progress: Any) -> SyncReport:
        return self._sync("sync", athlete_id, progress)

    def full_history(self, athlete_id: str, progress: Any) -> SyncReport:
        return self._sync("full_history", athlete_id, progress)

    def disconnect(self, athlete_id: str, *, delete_days: bool = False) -> Disconnected:
        self.calls.append(("disconnect", athlete_id, delete_days))
        self._fail()
        days = 0 if delete_days else self.status(athlete_id).days
        self.links[athlete_id] = replace(UNKNOWN, days=days)
        return Disconnected(self.revokes, "Whoop has taken it back." if self.revokes else "Whoop could not be told.")

    def _sync(self, word: str, athlete_id: str, progress: Any) -> SyncReport:
        self.calls.append((word, athlete_id))
        progress(0.5, "Fetching the days from 02 March 2026 on…")
        self._wait(progress)
        self._fail()
        return SyncReport(date(2026, 1, 1), date(2026, 3, 18), added=12, changed=3, warnings=self.warnings)

    def _wait(self, progress: Any) -> None:
        until = time.monotonic() + 10
        while self.waits and time.monotonic() < until:
            progress(0.5, "Waiting for the browser…")
            time.sleep(0.01)

    def _fail(self) -> None:
        if self.error is not None:
            error, self.error = self.error, None
            raise error
