"""Connected devices: what they measured by day, how a link fares, and what a sync has done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

MEASURES: Final = ("recovery", "hrv", "resting_heart_rate", "strain", "sleep_hours", "sleep_quality")
"""The numbers of a day; the names are those of `DeviceDay` and of the table's keys."""


class DayState(StrEnum):
    """Whether the device has scored a day."""

    SCORED = "SCORED"
    PENDING = "PENDING"
    UNSCORABLE = "UNSCORABLE"


@dataclass(frozen=True, slots=True)
class DeviceDay:
    """What a device measured of one local day; a number that is None was not measured or not scored."""

    provider: str
    record_key: str
    """The provider's own id of the record; Whoop's cycle."""
    day: date
    """The athlete's local day of waking."""
    state: DayState
    recovery: float | None = None
    """Percent, 0 to 100."""
    hrv: float | None = None
    """RMSSD in milliseconds."""
    resting_heart_rate: float | None = None
    """Beats a minute."""
    strain: float | None = None
    """Whoop's scale, 0 to 21."""
    sleep_hours: float | None = None
    """Asleep, without the time awake in bed and without naps."""
    sleep_quality: float | None = None
    """Percent of the sleep needed, 0 to 100."""
    is_provisional: bool = False
    """The day is not over, and its strain still grows."""
    is_calibrating: bool = False
    """The device does not know the athlete well enough yet."""
    woke_at: datetime | None = None
    """Aware UTC."""
    time_zone_offset: str | None = None
    """Where the athlete woke, as the device says it: +02:00, -05:00 or Z."""
    changed_at: datetime | None = None
    """When the provider last changed the record; aware UTC."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One record as a provider tells it now; numbers it says nothing of keep what is stored."""

    record_key: str
    state: DayState
    day: date | None = None
    """None where nothing tells the day: such a reading only changes a stored row."""
    numbers: Mapping[str, float | None] = field(default_factory=dict)
    """By the names of `MEASURES`; None empties, a missing name keeps."""
    day_is_certain: bool = True
    """Whether the day goes before the one of the stored row."""
    is_provisional: bool | None = None
    is_calibrating: bool | None = None
    woke_at: datetime | None = None
    time_zone_offset: str | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """How the link between an athlete and a device fares, as far as the database knows."""

    provider: str
    title: str
    """The provider's name for people."""
    is_connected: bool = False
    account_id: str | None = None
    last_sync: datetime | None = None
    """Of the last sync that came to its end; aware UTC."""
    history_from: date | None = None
    """The first day up to which everything has been fetched."""
    days: int = 0
    """Days of this provider that are stored."""
    problem: str = ""
    """What went wrong last, in a sentence; empty while all is well."""
    advice: str = ""
    """What to do about it."""
    needs_connecting: bool = False
    """Whether only connecting again helps."""


@dataclass(frozen=True, slots=True)
class Connected:
    """Whose account was connected, and what to know about the link."""

    account_id: str
    name: str
    """As the provider knows the person."""
    warnings: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync that came to its end has done."""

    first: date
    last: date
    added: int = 0
    changed: int = 0
    removed: int = 0
    refused: int = 0
    """Records that could not be what they claim, and were left out."""
    requests: int = 0
    complete: bool = True
    """Whether the provider holds nothing older; only the full history finds out."""
    warnings: Sequence[str] = ()

    @property
    def summary(self) -> str:
        """What came, in a sentence or two."""
        new = "One day is new" if self.added == 1 else f"{self.added:,} days are new"
        old = "one has changed" if self.changed == 1 else f"{self.changed:,} have changed"
        told = f"{new}, {old}." if self.added or self.changed else "Nothing is new."
        if self.removed:
            told += f" {self.removed:,} that are no longer there were removed."
        if self.refused:
            told += f" {self.refused:,} records could not be used and were left out."
        return told


@dataclass(frozen=True, slots=True)
class Disconnected:
    """What became of a link that was cut; its tokens are forgotten here in every case."""

    was_revoked: bool
    """Whether the provider was told, and has made the tokens worthless."""
    sentence: str
    days_removed: int = 0
