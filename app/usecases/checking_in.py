"""The morning check-in: answers checked, scored with what is known, stored once a day, kept while a server is away."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from app.engine.readiness import Freshness
from app.errors import DatabaseUnavailable, InvalidInput, NotFound
from app.gateways.athlete_zone import zone_of
from app.gateways.catalogue import load_catalogue
from app.gateways.checkins import (
    Morning,
    columns_of,
    entries_of_day,
    is_stored,
    read_morning,
    write_entry,
)
from app.gateways.database import Database
from app.gateways.outbox import Outbox, Waiting
from app.gateways.performance import read_performance
from app.usecases.readiness import read_entry
from models.values.days import local_day
from models.values.ids import new_id
from models.values.readiness import CheckIn, LoggedCheckIn

SCALE: Final = (1, 5)
SORENESS: Final = (1, 3)
SLEEP: Final = (0.0, 24.0)
NOTE_LENGTH: Final = 2000
OLDEST_YEARS: Final = 20


class CheckingIn:
    """Check-ins of athletes, online or not."""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._database = database
        self._outbox = outbox

    def log(self, athlete_id: str, answers: CheckIn, now: datetime, *, at: datetime | None = None) -> LoggedCheckIn:
        """Store a check-in of `at` (aware; now where None) with its freshness; an earlier one of that day is kept.

        `InvalidInput` names the field and its limits, `NotFound` an unknown athlete. Where the
        server cannot be reached the answers are kept on this computer, and `send_waiting` brings them.
        """
        check(answers)
        taken = _taken(at or now, now)
        waiting = Waiting(new_id(), athlete_id, taken.date(), taken.astimezone(UTC), answers)
        try:
            with self._database.write() as connection:
                logged = _store(connection, waiting, now)
        except DatabaseUnavailable as error:
            return self._kept(waiting, error)
        self._outbox.drop_draft(athlete_id, waiting.day)
        return logged

    def send_waiting(self, now: datetime) -> int:
        """Store what waited for its server; returns how many check-ins reached it.

        Those of athletes who are no longer there are dropped.
        """
        sent = 0
        for file, waiting in self._outbox.waiting():
            try:
                with self._database.write() as connection:
                    if not is_stored(connection, waiting.id):
                        _store(connection, waiting, now)
            except NotFound:
                self._outbox.done(file)
                continue
            except DatabaseUnavailable:
                break
            self._outbox.done(file)
            sent += 1
        return sent

    def waiting_days(self, athlete_id: str) -> list[date]:
        """Days whose check-ins still wait for the server, oldest first."""
        return [one.day for _, one in self._outbox.waiting() if one.athlete_id == athlete_id]

    def keep_draft(self, athlete_id: str, day: date, answers: Mapping[str, Any]) -> None:
        """Keep half-given answers until they are logged."""
        self._outbox.keep_draft(athlete_id, day, answers)

    def draft(self, athlete_id: str, day: date) -> Mapping[str, Any]:
        """The half-given answers of a day; empty where there are none."""
        return self._outbox.draft(athlete_id, day)

    def drop_draft(self, athlete_id: str, day: date) -> None:
        """Forget the half-given answers of a day."""
        self._outbox.drop_draft(athlete_id, day)

    def _kept(self, waiting: Waiting, error: DatabaseUnavailable) -> LoggedCheckIn:
        try:
            self._outbox.put(waiting)
        except OSError as problem:
            raise DatabaseUnavailable(
                f"{error.message} The answers could not be kept on this computer either: {problem.strerror}.",
                advice="Leave the form open, free some space and log again.",
            ) from None
        self._outbox.drop_draft(waiting.athlete_id, waiting.day)
        sentence = "The database cannot be reached. The answers are kept on this computer and are sent when it can."
        return LoggedCheckIn(None, (sentence,))


def check(answers: CheckIn) -> None:
    """Raise `InvalidInput` for an answer outside its limits, naming the field."""
    for name, value in (
        ("Readiness", answers.readiness),
        ("Motivation", answers.motivation),
        ("Stress", answers.stress),
    ):
        if value is not None:
            _within(name, value, *SCALE)
    if answers.sleep_hours is not None:
        _within("Sleep", answers.sleep_hours, *SLEEP, unit=" hours")
    known = {muscle.key for muscle in load_catalogue().muscles}
    for key, level in (answers.soreness or {}).items():
        if key not in known:
            raise InvalidInput(f"{key!r} is no muscle of the map.", advice=f"Use {', '.join(sorted(known))}.")
        _within(f"Soreness of {key.replace('_', ' ')}", level, *SORENESS)
    if answers.note is not None and len(answers.note) > NOTE_LENGTH:
        raise InvalidInput(f"The note has {len(answers.note)} characters; {NOTE_LENGTH} is the most.")


def _within(name: str, value: float, low: float, high: float, unit: str = "") -> None:
    # A comparison that fails for NaN as well.
    if not low <= value <= high:
        raise InvalidInput(f"{name} is {low:g} to {high:g}{unit}, not {value:g}.")


def _taken(at: datetime, now: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a check-in's time is aware")
    if at > now + timedelta(days=1):
        raise InvalidInput(f"{at:%Y-%m-%d} lies in the future.", advice="Log a day that has come.")
    if at < now - timedelta(days=366 * OLDEST_YEARS):
        raise InvalidInput(f"{at:%Y-%m-%d} lies more than {OLDEST_YEARS} years back.", advice="Check the year.")
    return at


def _store(connection: Connection, waiting: Waiting, now: datetime) -> LoggedCheckIn:
    where = zone_of(connection, waiting.athlete_id)
    day = local_day(waiting.at, where)
    if day > local_day(now, where):
        raise InvalidInput(f"{day} has not come yet.", advice="Log today or a day before.")
    performance = read_performance(connection, waiting.athlete_id, waiting.at, now)
    morning = read_morning(connection, waiting.athlete_id, waiting.answers, performance, day, where)
    scored = morning.score()
    earlier = entries_of_day(connection, waiting.athlete_id, day, where)
    write_entry(connection, waiting.athlete_id, waiting.id, waiting.at, columns_of(morning, scored), earlier)
    entry = read_entry(connection, waiting.id, where)
    return LoggedCheckIn(entry, _sentences(morning, scored, corrected=bool(earlier)), bool(earlier))


def _sentences(morning: Morning, scored: Freshness, *, corrected: bool) -> tuple[str, ...]:
    told = [f"Freshness {round(100 * (scored.score or 0))} of 100, {scored.confidence_word} confidence."]
    missing = [
        words
        for known, words in (
            (morning.performance.is_assessed, "how the last sessions went"),
            (morning.device is not None, "what a device measured"),
            (morning.sleep_hours is not None, "how long the night was"),
            (morning.answers.soreness is not None, "what is sore"),
            (morning.answers.stress is not None, "how stressful the days are"),
        )
        if not known
    ]
    if missing:
        told.append(f"Not known, and left out: {', '.join(missing)}.")
    if corrected:
        told.append("The earlier check-in of this day is kept and replaced by this one.")
    return tuple(told)
