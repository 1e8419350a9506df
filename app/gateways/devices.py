"""What a provider of devices must be able to do: one file each implements it, everything else is shared."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from models.values.devices import Reading

T = TypeVar("T")

Pause = Callable[[float, str], None]
"""Waits that many seconds, telling people why; it may raise `Cancelled`."""


class Unauthorised(Exception):
    """The access token was not accepted; it says nothing, least of all the token."""


class GrantRefused(Exception):
    """A code or a refresh token was not accepted (`invalid_grant`), and trying it again is of no use."""


@dataclass(frozen=True, slots=True)
class Client:
    """The coach's own app at the provider."""

    id: str = field(repr=False)
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Grant:
    """What the provider has given: tokens, and what they are good for."""

    access: str = field(repr=False)
    refresh: str | None = field(repr=False)
    seconds: float
    """How long the access token lives."""
    scopes: frozenset[str] | None = None
    """None where the provider did not say."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whose data the tokens open."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a provider tells of a span of time."""

    readings: Sequence[Reading]
    seen: Collection[str]
    """The keys of every record there was, also of those that were refused or reach out of the span."""
    refused: int = 0
    complete: bool = True
    """Whether `seen` is certain to hold every key; otherwise nothing may be taken as deleted."""
    whole: bool = True
    """False where the provider's pages had no end."""


class Access(Protocol):
    """Calls something with a token that is good; once more with a new one where `Unauthorised` is raised."""

    def __call__(self, use: Callable[[str], T]) -> T: ...


class Device(Protocol):
    """A provider. Every failure is a `DeviceUnavailable` in words, but for the two exceptions above."""

    word: str
    """As the provider column of the tables and the keyring's references have it."""
    title: str
    """As people call it."""
    dashboard: str
    """Where coaches register an app of their own."""
    scopes: Sequence[str]
    renewing_scope: str
    """The one of them that a refresh token depends on."""

    @property
    def skew(self) -> float:
        """Seconds by which the provider's clock is ahead of ours, as far as its last answer told."""

    @property
    def requests(self) -> int:
        """How many were sent."""

    def address(self, client_id: str, redirect: str, state: str, challenge: str) -> str:
        """The page that asks the athlete for permission."""

    def exchange(self, client: Client, code: str, redirect: str, verifier: str) -> Grant: ...

    def refresh(self, client: Client, token: str) -> Grant: ...

    def account(self, access: Access) -> Account: ...

    def revoke(self, access: Access) -> None: ...

    def read(self, access: Access, account: str, start: datetime, end: datetime | None) -> Told:
        """Everything from `start` to `end` (excluded; None is now), of that account only."""

    def newest_before(self, access: Access, end: datetime) -> datetime | None:
        """When the newest record before a moment began, None where there is none."""

    def close(self) -> None: ...
