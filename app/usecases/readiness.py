"""Readiness: an athlete's check-ins by their own local days, and the latest of them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import Any

from sqlalchemy import Connection, Select, select

from app.engine.trends import RANGE_DAYS, trend
from app.errors import InvalidInput
from app.gateways.athlete_zone import zone_of
from app.gateways.database import Database
from app.gateways.device_days import device_days
from app.gateways.readiness_days import MeasuredDay, SignalDay, measured_days, signal_days
from models.tables.readiness import device_day, readiness_signal
from models.values.days import local_day, span
from models.values.readiness import ReadinessEntry, ReadinessHistory, ReadinessTrends, Trend


class Readiness:
    """What athletes said and devices measured, and the freshness computed from both."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def history(self, athlete_id: str, first: date, last: date) -> ReadinessHistory:
        """The entries of the local days from `first` to `last`, both included, one a day, oldest first.

        Corrected entries are left out, and of several on a day the last counts. `NotFound` for an
        unknown athlete, `InvalidInput` where `first` lies after `last`.
        """
        if first > last:
            raise InvalidInput(f"The first day, {first}, lies after the last, {last}.")
        with self._database.read() as connection:
            where = zone_of(connection, athlete_id)
            return ReadinessHistory(athlete_id, first, last, _entries(connection, athlete_id, first, last, where))

    def latest(self, athlete_id: str) -> ReadinessEntry | None:
        """The newest entry, None where there has never been one; `NotFound` for an unknown athlete."""
        with self._database.read() as connection:
            where = zone_of(connection, athlete_id)
            return _newest(connection, athlete_id, where)

    def measured_sleep(self, athlete_id: str, day: date) -> float | None:
        """Hours of sleep that a device measured in the night before a local day; None where none did."""
        with self._database.read() as connection:
            found = device_days(connection, athlete_id, day, day).get(day)
        return None if found is None else found.sleep_hours

    def trends(self, athlete_id: str, days: int | None, today: date) -> ReadinessTrends:
        """Daily signals up to today with their rolling means and normal ranges; `days` None is all there are.

        `NotFound` for an unknown athlete, `InvalidInput` for less than one day.
        """
        if days is not None and days < 1:
            raise InvalidInput(f"A span has at least one day, not {days}.")
        with self._database.read() as connection:
            where = zone_of(connection, athlete_id)
            begun = _first_day(connection, athlete_id, where)
            first = min(begun or today, today) if days is None else today - timedelta(days=days - 1)
            before = first - timedelta(days=RANGE_DAYS)
            said = signal_days(connection, athlete_id, before, today, where)
            measured = measured_days(connection, athlete_id, before, today)
            latest = _newest(connection, athlete_id, where)
        return _trends(Span(athlete_id, first, today, begun), said, measured, latest)


def _signals(athlete_id: str) -> Select[Any]:
    return select(readiness_signal).where(
        readiness_signal.c.user_id == athlete_id, readiness_signal.c.replaced_by_id.is_(None)
    )


def _entries(
    connection: Connection, athlete_id: str, first: date, last: date, where: tzinfo | None
) -> list[ReadinessEntry]:
    begin, end = span(first, last, where)
    rows = connection.execute(
        _signals(athlete_id)
        .where(readiness_signal.c.timestamp >= begin, readiness_signal.c.timestamp < end)
        .order_by(readiness_signal.c.timestamp, readiness_signal.c.id)
    ).mappings()
    by_day = {entry.day: entry for entry in (_entry(row, where) for row in rows)}
    return list(by_day.values())


def _newest(connection: Connection, athlete_id: str, where: tzinfo | None) -> ReadinessEntry | None:
    newest = _signals(athlete_id).order_by(readiness_signal.c.timestamp.desc(), readiness_signal.c.id.desc())
    row = connection.execute(newest.limit(1)).mappings().one_or_none()
    return None if row is None else _entry(row, where)


def read_entry(connection: Connection, entry_id: str, where: tzinfo | None) -> ReadinessEntry:
    """One check-in by its id."""
    row = connection.execute(select(readiness_signal).where(readiness_signal.c.id == entry_id)).mappings().one()
    return _entry(row, where)


def _first_day(connection: Connection, athlete_id: str, where: tzinfo | None) -> date | None:
    """The first day with a check-in or a measured night."""
    said = connection.execute(
        select(readiness_signal.c.timestamp)
        .where(readiness_signal.c.user_id == athlete_id, readiness_signal.c.replaced_by_id.is_(None))
        .order_by(readiness_signal.c.timestamp)
        .limit(1)
    ).scalar_one_or_none()
    measured = connection.execute(
        select(device_day.c.day).where(device_day.c.user_id == athlete_id).order_by(device_day.c.day).limit(1)
    ).scalar_one_or_none()
    days = [day for day in (said and local_day(said, where), measured) if day is not None]
    return min(days, default=None)


@dataclass(frozen=True, slots=True)
class Span:
    """Whose days, and which."""

    athlete_id: str
    first: date
    last: date
    begun: date | None


def _trends(
    span: Span,
    said: Mapping[date, SignalDay],
    measured: Mapping[date, MeasuredDay],
    latest: ReadinessEntry | None,
) -> ReadinessTrends:
    soreness: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for day, one in said.items():
        if day >= span.first:
            for muscle, level in one.soreness.items():
                soreness[muscle].append((day, level))

    def drawn(name: str, *, logarithmic: bool = False) -> Trend:
        # A device's number as it is told now goes before what a check-in copied then.
        values = {day: getattr(one, name) for day, one in said.items()}
        values |= {day: value for day, one in measured.items() if (value := getattr(one, name)) is not None}
        return trend(values, span.first, span.last, logarithmic=logarithmic)

    return ReadinessTrends(
        athlete_id=span.athlete_id,
        first=span.first,
        last=span.last,
        freshness=trend({day: one.freshness for day, one in said.items()}, span.first, span.last),
        hrv=drawn("hrv", logarithmic=True),
        recovery=drawn("recovery"),
        strain=drawn("strain"),
        sleep_hours=drawn("sleep_hours"),
        soreness=dict(soreness),
        latest=latest,
        first_entry=span.begun,
    )


def _entry(row: Any, where: tzinfo | None) -> ReadinessEntry:
    soreness = row["subjective_soreness"]
    return ReadinessEntry(
        id=row["id"],
        at=row["timestamp"],
        day=local_day(row["timestamp"], where),
        readiness=row["subjective_readiness"],
        # Another program's soreness may be anything; what is no mapping says nothing.
        soreness=soreness if isinstance(soreness, dict) else {},
        motivation=row["subjective_motivation"],
        stress=row["subjective_stress"],
        whoop_recovery=row["whoop_recovery"],
        whoop_strain=row["whoop_strain"],
        whoop_hrv=row["whoop_hrv"],
        whoop_sleep_quality=row["whoop_sleep_quality"],
        whoop_sleep_hours=row["whoop_sleep_hours"],
        performance_rpe=row["performance_rpe"],
        performance_stalls=row["performance_stalls"],
        performance_compliance=row["performance_compliance"],
        freshness=row["fatigue_score"],
        confidence=row["score_confidence"],
        parts=row["score_parts"],
        note=row["note"],
        performance_assessed=bool(row["performance_assessed"]),
        version=row["score_version"],
    )
