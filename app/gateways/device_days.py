"""What devices measured, day by day: records of a provider kept up to date, and one of them chosen for each day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, update

from models.tables.readiness import device_day
from models.values.devices import MEASURES, DayState, DeviceDay, Reading
from models.values.ids import new_id

_TOLD: Final = ("is_provisional", "is_calibrating", "woke_at", "time_zone_offset")
"""What a reading that does not say it leaves as it is."""
_COLUMNS: Final = ("record_key", "day", "state", *MEASURES, *_TOLD, "changed_at")
_NEVER: Final = datetime.max.replace(tzinfo=UTC) - timedelta(days=2)
_MOST_KEYS: Final = 500
"""Keys asked for at once; SQLite takes 999 parameters in its older versions."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing has done, in records."""

    added: int = 0
    changed: int = 0
    undated: int = 0
    """Readings that no day is known of, and that belong to no stored record."""
    days: frozenset[date] = frozenset()
    """Of which something is new."""


def device_days(connection: Connection, athlete_id: str, first: date, last: date) -> dict[date, DeviceDay]:
    """The one record of each local day from `first` to `last`, both included; days without one are missing.

    Where a day has several, a scored one goes before others, and then the one of the earliest waking
    (a second sleep late in the day opens another cycle on the same day; Whoop's own rule).
    """
    rows = connection.execute(
        select(device_day.c.provider, *(device_day.c[name] for name in _COLUMNS)).where(
            device_day.c.user_id == athlete_id, device_day.c.day >= first, device_day.c.day <= last
        )
    )
    found = sorted((_value(row) for row in rows), key=_rank, reverse=True)
    return dict(sorted({each.day: each for each in found}.items()))


def count_days(connection: Connection, athlete_id: str, provider: str) -> int:
    """How many days a provider has told of."""
    query = select(func.count(device_day.c.day.distinct()))
    return int(connection.execute(query.where(*_of(athlete_id, provider))).scalar_one())


def store_readings(connection: Connection, athlete_id: str, provider: str, readings: Sequence[Reading]) -> Stored:
    """Bring the stored records in line with what the provider tells now; what has not changed is not touched.

    Records are told apart by the provider's own key, never by their day. A record that is no longer
    scored keeps the state and the numbers that it was scored with.
    """
    stored = _stored(connection, athlete_id, provider, [reading.record_key for reading in readings])
    new: list[dict[str, Any]] = []
    changed = undated = 0
    days: set[date] = set()
    for reading in readings:
        before = stored.get(reading.record_key)
        after = _merged(before, reading)
        if after is None:
            undated += 1
        elif before is None:
            new.append({"id": new_id(), "user_id": athlete_id, "provider": provider} | after)
            stored[reading.record_key] = after
            days.add(after["day"])
        elif after != {name: before[name] for name in _COLUMNS}:
            mine = (*_of(athlete_id, provider), device_day.c.record_key == reading.record_key)
            connection.execute(update(device_day).where(*mine).values(after | {"updated_at": datetime.now(UTC)}))
            changed += 1
            days |= {before["day"], after["day"]}
    if new:
        connection.execute(insert(device_day), new)
    return Stored(len(new), changed, undated, frozenset(days))


def drop_missing(
    connection: Connection, athlete_id: str, provider: str, first: date, last: date, seen: Collection[str]
) -> int:
    """Delete the records of the days from `first` to `last` that the provider no longer tells of; how many."""
    mine = (*_of(athlete_id, provider), device_day.c.day >= first, device_day.c.day <= last)
    keys = connection.execute(select(device_day.c.record_key).where(*mine)).scalars()
    gone = sorted(set(keys) - set(seen))
    for start in range(0, len(gone), _MOST_KEYS):
        part = device_day.c.record_key.in_(gone[start : start + _MOST_KEYS])
        connection.execute(delete(device_day).where(*_of(athlete_id, provider), part))
    return len(gone)


def forget_days(connection: Connection, athlete_id: str, provider: str) -> int:
    """Delete everything a provider has told of an athlete; how many records there were."""
    return connection.execute(delete(device_day).where(*_of(athlete_id, provider))).rowcount


def _of(athlete_id: str, provider: str) -> tuple[Any, Any]:
    return device_day.c.user_id == athlete_id, device_day.c.provider == provider


def _stored(connection: Connection, athlete_id: str, provider: str, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    columns = [device_day.c[name].label(name) for name in _COLUMNS]
    for start in range(0, len(keys), _MOST_KEYS):
        part = device_day.c.record_key.in_(keys[start : start + _MOST_KEYS])
        rows = connection.execute(select(*columns).where(*_of(athlete_id, provider), part)).mappings()
        found |= {row["record_key"]: dict(row) for row in rows}
    return found


def _merged(before: Mapping[str, Any] | None, reading: Reading) -> dict[str, Any] | None:
    """The row as it should be, None where nothing is known to put it on a day."""
    known = before["day"] if before else None
    day = (reading.day if reading.day_is_certain or known is None else known) or known
    if day is None:
        return None
    kept: Mapping[str, Any] = before or dict.fromkeys(_COLUMNS) | {"is_provisional": False, "is_calibrating": False}
    after = {name: reading.numbers.get(name, kept[name]) for name in MEASURES}
    for name in _TOLD:
        told = getattr(reading, name)
        after[name] = kept[name] if told is None else told
    stays = kept["state"] == DayState.SCORED and reading.state is DayState.PENDING
    state = kept["state"] if stays else reading.state.value
    changed_at = reading.changed_at or kept["changed_at"]
    return {"record_key": reading.record_key, "day": day, "state": state, **after, "changed_at": changed_at}


def _value(row: Any) -> DeviceDay:
    values = dict(zip(("provider", *_COLUMNS), row, strict=True))
    return DeviceDay(**values | {"state": DayState(values["state"])})


def _rank(found: DeviceDay) -> tuple[bool, datetime, str, str]:
    """The smallest is the one that counts for its day."""
    woke = _NEVER if found.woke_at is None else found.woke_at + _offset(found.time_zone_offset)
    return found.state is not DayState.SCORED, woke, found.provider, found.record_key


def _offset(text: str | None) -> timedelta:
    """Two records of a day may come from two zones; what counts is the clock on the wall."""
    try:
        return datetime.fromisoformat(f"2000-01-01T00:00:00{text or 'Z'}").utcoffset() or timedelta()
    except ValueError:
        return timedelta()
