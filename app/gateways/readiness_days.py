"""Years of daily signals for charts: only the columns that are drawn, a row a day, converted once.

`Readiness.history` reads whole check-ins; ten years of them take longer than a page may.
"""

import json
from datetime import date, tzinfo
from typing import Any, NamedTuple

from sqlalchemy import Connection, Float, Text, case, select, type_coerce

from app.gateways.device_days import device_days
from models.tables.readiness import device_day, readiness_signal
from models.values.days import local_day, span
from models.values.readiness import INPUTS, remembered_sleep

_SIGNAL = readiness_signal.c
_DEVICE = device_day.c


class SignalDay(NamedTuple):
    """A day as its newest check-in tells it; what a device measured is as it was copied then."""

    freshness: float
    recovery: float | None
    strain: float | None
    hrv: float | None
    sleep_hours: float | None
    """Measured, else as remembered."""
    soreness: dict[str, int]


class MeasuredDay(NamedTuple):
    """A day as a device tells it now."""

    recovery: float | None
    strain: float | None
    hrv: float | None
    sleep_hours: float | None


def signal_days(
    connection: Connection, athlete_id: str, first: date, last: date, where: tzinfo | None
) -> dict[date, SignalDay]:
    """Check-ins of the local days from `first` to `last`, replaced ones left out, oldest first."""
    begin, end = span(first, last, where)
    numbers = (_SIGNAL.fatigue_score, _SIGNAL.whoop_recovery, _SIGNAL.whoop_strain, _SIGNAL.whoop_hrv)
    rows: Any = connection.execute(
        select(
            _SIGNAL.timestamp,
            # Plain types: a Python call for each of so many numbers is most of the time.
            *(type_coerce(number, Float) for number in numbers),
            type_coerce(_SIGNAL.whoop_sleep_hours, Float),
            _as_text(connection, _SIGNAL.subjective_soreness),
            case((_SIGNAL.whoop_sleep_hours.is_(None), _as_text(connection, _SIGNAL.score_parts)), else_=None),
        )
        .where(
            _SIGNAL.user_id == athlete_id,
            _SIGNAL.replaced_by_id.is_(None),
            _SIGNAL.timestamp >= begin,
            _SIGNAL.timestamp < end,
        )
        .order_by(_SIGNAL.timestamp, _SIGNAL.id)
    )
    days: dict[date, SignalDay] = {}
    for row in rows.all():
        at, fresh, recovery, strain, hrv, slept, soreness, parts = row
        slept = _remembered(parts) if slept is None else slept
        days[local_day(at, where)] = SignalDay(fresh, recovery, strain, hrv, slept, _levels(soreness))
    return days


def measured_days(connection: Connection, athlete_id: str, first: date, last: date) -> dict[date, MeasuredDay]:
    """What `device_days` chooses for each day, as far as it is drawn."""
    rows = connection.execute(
        select(
            _DEVICE.day,
            *(
                type_coerce(each, Float)
                for each in (_DEVICE.recovery, _DEVICE.strain, _DEVICE.hrv, _DEVICE.sleep_hours)
            ),
        )
        .where(_DEVICE.user_id == athlete_id, _DEVICE.day >= first, _DEVICE.day <= last)
        .order_by(_DEVICE.day)
    )
    found: dict[date, MeasuredDay] = {}
    twice: list[date] = []
    for row in rows.all():
        day, recovery, strain, hrv, slept = row
        if day in found:
            twice.append(day)
        found[day] = MeasuredDay(recovery, strain, hrv, slept)
    if twice:
        # Days with several records are few, and which one counts is said in one place only.
        chosen = device_days(connection, athlete_id, twice[0], twice[-1])
        for day in twice:
            one = chosen[day]
            found[day] = MeasuredDay(one.recovery, one.strain, one.hrv, one.sleep_hours)
    return found


def _as_text(connection: Connection, column: Any) -> Any:
    # SQLite keeps JSON as text; PostgreSQL's driver has parsed it already.
    return type_coerce(column, Text) if connection.dialect.name == "sqlite" else column


def _parsed(stored: Any) -> Any:
    if not isinstance(stored, str):
        return stored
    try:
        return json.loads(stored)
    except ValueError:
        return None


def _levels(stored: Any) -> dict[str, int]:
    # Another program's soreness may be anything; what is no mapping says nothing.
    found = _parsed(stored)
    return found if isinstance(found, dict) else {}


def _remembered(stored: Any) -> float | None:
    if stored is None or (isinstance(stored, str) and INPUTS not in stored):
        return None
    return remembered_sleep(_parsed(stored))
