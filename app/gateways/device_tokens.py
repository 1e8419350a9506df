"""The tokens of connected devices: kept in the vault only, renewed by one thread of one process at a time."""

import contextlib
import hashlib
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, TypeVar

from filelock import BaseFileLock, FileLock, Timeout

from app.errors import PeaklineError
from app.gateways.device_words import device_problem
from app.gateways.devices import Client, Device, Grant, GrantRefused, Unauthorised
from app.gateways.vault import Vault
from models.values.integrations import Reference, Secret

T = TypeVar("T")

EARLY_SECONDS: Final = 120.0
"""A token about to expire is renewed before it is used."""
LOCK_SECONDS: Final = 45.0
"""Longer than another process takes to renew, its time-outs included."""
_CLIENT_OWNER: Final = "own-app"
_threads: Final[defaultdict[Path, threading.RLock]] = defaultdict(threading.RLock)
_processes: Final[dict[Path, BaseFileLock]] = {}
"""By lock file, and shared by all of this process, whichever database is open: so both can be taken twice."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """One item of the vault."""

    access: str = field(repr=False)
    refresh: str | None = field(repr=False)
    expires: datetime
    account: str = ""


class TokenKeeper:
    """The tokens of one provider; every failure is a `DeviceUnavailable` or a `VaultUnavailable`."""

    def __init__(self, word: str, title: str, vault: Vault, folder: Path) -> None:
        """`folder` holds the locks; every process of this user must be given the same."""
        self._word, self._title, self._vault, self._folder = word, title, vault, folder
        self._known: dict[str, tuple[Tokens, float]] = {}

    def client(self) -> Client | None:
        """The coach's own app, None where none has been entered."""
        found = self._read(self._own_app)
        parts = found.reveal() if found is not None else {}
        return Client(parts["id"], parts["secret"]) if {"id", "secret"} <= parts.keys() else None

    def save_client(self, client: Client) -> None:
        self._vault.write(self._own_app, Secret(id=client.id, secret=client.secret))

    def forget_client(self) -> None:
        self._vault.delete(self._own_app)

    def needed_client(self) -> Client:
        found = self.client()
        if found is None:
            raise self._problem("client")
        return found

    @property
    def _own_app(self) -> Reference:
        return Reference(f"{self._word}-client", _CLIENT_OWNER)

    def reference(self, athlete_id: str) -> Reference:
        return Reference(self._word, athlete_id)

    def tokens(self, athlete_id: str) -> Tokens | None:
        """What the vault holds now."""
        return _unpacked(self._read(self.reference(athlete_id)))

    def keep(self, athlete_id: str, grant: Grant, account: str) -> Tokens:
        """Write what was granted; it is used from now on."""
        seconds = timedelta(seconds=grant.seconds)
        tokens = Tokens(grant.access, grant.refresh, datetime.now(UTC) + seconds, account)
        # Remembered first: should the keyring fail now, this run still has the only tokens that are worth anything.
        self._known[athlete_id] = (tokens, time.monotonic() + grant.seconds)
        self._vault.write(self.reference(athlete_id), _packed(tokens))
        return tokens

    def forget(self, athlete_id: str) -> None:
        """Drop the tokens here and in the vault; `VaultUnavailable` where it may still hold them."""
        self._known.pop(athlete_id, None)
        self._vault.delete(self.reference(athlete_id))

    def use(self, device: Device, athlete_id: str, doing: Callable[[str], T]) -> T:
        """Call with an access token; where it is not accepted, renew it once and call once more."""
        token = self._fresh(device, athlete_id)
        with contextlib.suppress(Unauthorised):
            return doing(token)
        token = self._renewed(device, athlete_id, token)
        with contextlib.suppress(Unauthorised):
            return doing(token)
        raise self._problem("revoked")

    @contextlib.contextmanager
    def locked(self, athlete_id: str) -> Iterator[None]:
        """Keep every other thread and process from renewing or replacing an athlete's tokens."""
        # The id may be anything another program has written, so it names no file.
        name = hashlib.sha256(athlete_id.encode()).hexdigest()[:24]
        file = self._folder / f"{self._word}-{name}.lock"
        with _threads[file]:
            lock = _processes.setdefault(file, FileLock(file, timeout=LOCK_SECONDS, thread_local=False))
            if not _acquired(lock, self._folder):
                # Renewing without the lock could cost the link itself; trying again costs nothing.
                raise self._problem("busy")
            try:
                yield
            finally:
                lock.release()

    def _fresh(self, device: Device, athlete_id: str) -> str:
        known = self._known.get(athlete_id)
        if known is not None and known[1] - EARLY_SECONDS > time.monotonic():
            return known[0].access
        with self.locked(athlete_id):
            tokens = self._needed(athlete_id)
            if _is_fresh(tokens):
                return self._remember(athlete_id, tokens)
            return self._refresh(device, athlete_id, tokens)

    def _renewed(self, device: Device, athlete_id: str, rejected: str) -> str:
        """Another token than the rejected one: that of whoever was quicker, or a new one."""
        with self.locked(athlete_id):
            tokens = self._needed(athlete_id)
            if tokens.access != rejected:
                return self._remember(athlete_id, tokens)
            return self._refresh(device, athlete_id, tokens)

    def _remember(self, athlete_id: str, tokens: Tokens) -> str:
        left = (tokens.expires - datetime.now(UTC)).total_seconds()
        # A clock that is a day behind must not keep a dead token alive for a day: nothing lives that long.
        self._known[athlete_id] = (tokens, time.monotonic() + min(left, 3600.0))
        return tokens.access

    def _refresh(self, device: Device, athlete_id: str, tokens: Tokens) -> str:
        """Exchange the refresh token, inside the lock."""
        if not tokens.refresh:
            raise self._problem("expired")
        try:
            grant = device.refresh(self.needed_client(), tokens.refresh)
        except GrantRefused:
            grant = None
        if grant is None:
            return self._given_up(athlete_id, tokens)
        if grant.refresh is None:
            grant = Grant(grant.access, tokens.refresh, grant.seconds, grant.scopes)
        return self.keep(athlete_id, grant, tokens.account).access

    def _given_up(self, athlete_id: str, refused: Tokens) -> str:
        """A program without our locks may have been quicker; otherwise the tokens are worthless and are dropped."""
        current = self.tokens(athlete_id)
        if current is not None and current.refresh != refused.refresh:
            return self._remember(athlete_id, current)
        with contextlib.suppress(PeaklineError):
            self.forget(athlete_id)
        raise self._problem("revoked")

    def _needed(self, athlete_id: str) -> Tokens:
        tokens = self.tokens(athlete_id)
        if tokens is None:
            raise self._problem("elsewhere")
        return tokens

    def _read(self, reference: Reference) -> Secret | None:
        """The secret; where there seems to be none, the reason may be a keyring that does not open."""
        found = self._vault.read(reference)
        if found is None and not self._vault.lasting and (problem := self._vault.problem()) is not None:
            raise problem
        return found

    def _problem(self, reason: str) -> PeaklineError:
        return device_problem(reason, self._title)


def _acquired(lock: BaseFileLock, folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except (Timeout, OSError):
        return False
    return True


def _is_fresh(tokens: Tokens) -> bool:
    return bool(tokens.access) and (tokens.expires - datetime.now(UTC)).total_seconds() > EARLY_SECONDS


def _packed(tokens: Tokens) -> Secret:
    parts = {"access": tokens.access, "expires": tokens.expires.isoformat(timespec="seconds")}
    parts |= {"refresh": tokens.refresh} if tokens.refresh else {}
    return Secret(**parts | ({"account": tokens.account} if tokens.account else {}))


def _unpacked(secret: Secret | None) -> Tokens | None:
    """The tokens of an item; one that the upgrade has moved out of the database lacks the account, perhaps more."""
    parts = secret.reveal() if secret is not None else {}
    access, refresh = parts.get("access", ""), parts.get("refresh")
    if not (access or refresh):
        return None
    try:
        expires = datetime.fromisoformat(parts.get("expires", ""))
    except ValueError:
        expires = datetime.fromtimestamp(0, UTC)
    return Tokens(access, refresh, expires if expires.tzinfo else expires.replace(tzinfo=UTC), parts.get("account", ""))
