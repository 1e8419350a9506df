"""Moves a database along the revisions while others use it: rows compared, no table held for long, all or nothing."""

import contextlib
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from app.errors import DatabaseBusy, RowsChanged
from app.gateways import fingerprints, migrations, sessions
from app.gateways.catalogue import load_catalogue
from app.gateways.database import Database
from app.gateways.revision import HEAD

Progress = Callable[[float, str], None]
InTransaction = Callable[[Connection], None]

HOLD_SECONDS: Final = 2.0
"""No table is held for longer while others are connected; what needs more is undone and tried again."""
LOCK_TRIES: Final = 6
_LOCK_MILLISECONDS: Final = 250
_BACK_OFF_SECONDS: Final = 0.05
_ATTEMPTS: Final = 3

FILLED: Final[fingerprints.Columns] = {
    "Exercise": ("minTrainingAge", "catalogueId", "loadConvention", "measurement", "bodyweightShare"),
    "Muscle": ("key", "mavLow", "mavHigh"),
}
"""Columns of ours that an upgrade may fill where they are empty; everything else has to stay as it is."""
SEEDED: Final = ("Exercise", "Muscle", "Equipment", "ExerciseAlias", "ExerciseMuscle", "ExerciseEquipment")
"""Tables that the catalogue adds rows to."""

WHOLE: Final = "*"

_TOUCHED: Final = re.compile(r'(?:ALTER TABLE|DROP TABLE|UPDATE|REFERENCES| ON|INDEX) "([A-Za-z]+)[_"]')


class Held(DatabaseBusy):
    """Somebody is in the way, and moving again at once would not help."""


@dataclass(frozen=True, slots=True)
class Move:
    """Where to, and what belongs into the same transaction."""

    target: str
    up: bool
    statements: str
    """The SQL of it, which tells the tables to take."""
    before: InTransaction | None = None
    """Called once the tables are ours, before anything is changed; may raise to stop everything."""
    instead_of_seeding: InTransaction | None = None
    others_wait: bool = False
    """Whether there are tables that other clients may want meanwhile."""


@dataclass(frozen=True, slots=True)
class Moved:
    rows: Mapping[str, int]
    """Rows compared, by table."""
    attempts: int


def move(database: Database, wanted: Move, progress: Progress) -> Moved:
    """Apply or take back revisions in one transaction in which the rows that stay are compared by hash.

    The caller holds the database's lock. Raises `RowsChanged` where a row would have changed,
    `DatabaseBusy` naming who holds a table for too long; either way nothing has happened.
    """
    load_catalogue()  # read before any table is held
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            with database.write(snapshot=True) as connection:
                return Moved(_moved(connection, wanted, progress), attempt)
        except Held:
            raise
        except DatabaseBusy as busy:
            if attempt == _ATTEMPTS or database.path is not None:
                raise _too_busy(busy) from None
            progress(0.0, "The server was busy; trying again.")
            time.sleep(attempt * 10 * _BACK_OFF_SECONDS)
    raise AssertionError("unreachable")


def touched(statements: str) -> list[str]:
    """The tables that statements change, read or refer to, in one fixed order."""
    return sorted(set(_TOUCHED.findall(statements)))


def _moved(connection: Connection, wanted: Move, progress: Progress) -> Mapping[str, int]:
    progress(0.05, "Counting and hashing every row.")
    columns = _staying(connection, wanted)
    before = fingerprints.fingerprints(connection, columns)
    catalogue = [name for name in SEEDED if name in columns]
    seeded = {name: fingerprints.row_digests(connection, name, columns[name]) for name in catalogue}
    with _tables_held(connection, touched(wanted.statements), progress) as in_time:
        if wanted.before is not None:
            wanted.before(connection)
        _apply(connection, wanted, _scaled(progress, 0.3, 0.7))
        progress(0.7, "Comparing every row with what it was.")
        _refuse(fingerprints.changes(before, fingerprints.fingerprints(connection, columns)))
        if wanted.instead_of_seeding is not None:
            wanted.instead_of_seeding(connection)
        elif wanted.up and wanted.target in {"head", HEAD}:
            migrations.seed(connection, _scaled(progress, 0.8, 0.9))
            _refuse(_lost(connection, seeded, columns))
        # The last moment at which all of it can be called off.
        progress(0.95, "Every row is as it was.")
        in_time()
    return {table: found.rows for table, found in before.items()}


def _apply(connection: Connection, wanted: Move, progress: Progress) -> None:
    if wanted.up and wanted.statements and wanted.others_wait and connection.dialect.name == "postgresql":
        migrations.apply_script(connection, wanted.statements, progress)
    else:
        migrations.apply(connection, wanted.target, progress, up=wanted.up)


def _staying(connection: Connection, wanted: Move) -> fingerprints.Columns:
    """The columns that have to be the same afterwards."""
    if wanted.up:
        return fingerprints.stored_columns(connection, without=FILLED)
    going = dropped(wanted.statements)
    stored = fingerprints.stored_columns(connection, without=going)
    return {table: names for table, names in stored.items() if WHOLE not in going.get(table, ())}


def dropped(statements: str) -> dict[str, list[str]]:
    """What statements drop: columns by table, or `WHOLE` for all of it."""
    found: dict[str, list[str]] = {}
    for table, column in re.findall(r'ALTER TABLE "(\w+)" DROP COLUMN "(\w+)"', statements):
        found.setdefault(table, []).append(column)
    for table in re.findall(r'DROP TABLE "(\w+)"', statements):
        found.setdefault(table, []).append(WHOLE)
    return found


def _lost(
    connection: Connection, before: Mapping[Any, fingerprints.RowDigests], columns: fingerprints.Columns
) -> list[str]:
    sentences = []
    for table, was in before.items():
        now = fingerprints.row_digests(connection, table, columns[table])
        changed = sum(now.get(key) != digest for key, digest in was.items())
        if changed:
            sentences.append(f"{table} lost or changed {changed} of its rows when the catalogue was filled.")
    return sentences


def _refuse(sentences: Sequence[str]) -> None:
    if sentences:
        raise RowsChanged(
            f"This would have changed rows that must not change: {' '.join(sentences)}",
            advice="All of it was undone; the database is as it was. Please report this.",
        )


@contextlib.contextmanager
def _tables_held(connection: Connection, tables: Sequence[str], progress: Progress) -> Iterator[Callable[[], None]]:
    """Take the tables for the rest of the transaction; the block gets a check that time is not yet up."""
    present = set(migrations.existing_tables(connection))
    wanted = [table for table in tables if table in present]
    if connection.dialect.name != "postgresql" or not wanted:
        yield lambda: None
        return
    _take(connection, wanted, progress)
    others = [each for each in sessions.sessions(connection) if each.application != "peakline upgrade"]
    alarm = _Alarm(connection)
    if others:
        alarm.start()
    try:
        yield alarm.check
    finally:
        alarm.stop()


class _Alarm(threading.Thread):
    """Calls the transaction off, whatever it is doing, once the tables have been held for too long."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(name="peakline-alarm", daemon=True)
        self._driver: Any = connection.connection.driver_connection
        self._over = threading.Event()
        self._late = threading.Event()

    def run(self) -> None:
        if self._over.wait(HOLD_SECONDS):
            return
        self._late.set()
        # Again and again: a cancellation between two statements is not heard.
        while not self._over.wait(_BACK_OFF_SECONDS):
            with contextlib.suppress(Exception):
                self._driver.cancel()

    def check(self) -> None:
        if self._late.is_set():
            raise DatabaseBusy("The tables would have been held for too long.")

    def stop(self) -> None:
        self._over.set()
        if self.is_alive():
            self.join()


def _take(connection: Connection, tables: Sequence[str], progress: Progress) -> None:
    """Lock all the tables or, after a few short tries, none: those who queue behind us wait a moment only."""
    names = ", ".join(f'"{table}"' for table in tables)
    for attempt in range(1, LOCK_TRIES + 1):
        if _taken(connection, names):
            return
        progress(0.2, f"Waiting for other programs to let go of the tables (try {attempt} of {LOCK_TRIES}).")
        if attempt < LOCK_TRIES:
            time.sleep(attempt * _BACK_OFF_SECONDS)
    found = sessions.holders(connection, tables)
    who = "; ".join(f"{', '.join(names)} by {session}" for session, names in found.items())
    raise Held(
        f"The tables are held{': ' + who if who else ' by another program'}, so the database is busy.",
        advice="Nothing was changed. Try again when that program is done.",
    )


def _taken(connection: Connection, names: str) -> bool:
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_LOCK_MILLISECONDS}ms'")
            connection.exec_driver_sql(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != "55P03":
            raise
        return False
    return True


def _too_busy(busy: DatabaseBusy) -> DatabaseBusy:
    return DatabaseBusy(busy.message, advice="Nothing was changed. Try again when fewer people are connected.")


def _scaled(progress: Progress, begin: float, end: float) -> Progress:
    return lambda share, sentence: progress(begin + share * (end - begin), sentence)
