"""Bringing a training log in: look first, then write all of it or nothing, and take it back if it was a mistake."""

from collections.abc import Callable, Sequence
from datetime import tzinfo

from sqlalchemy import Connection, delete, insert, select

from app.changes import Changes
from app.errors import NotFound
from app.gateways.bulk import many_objects
from app.gateways.database import Database
from app.gateways.exposures import refresh_exposures
from app.gateways.logbook import (
    Target,
    key_of,
    remove_import,
    remove_unused_exercises,
    stored_keys,
    write_workouts,
)
from app.gateways.recognition import Recognised, add_exercises, recognise
from app.importers.registry import parse
from models.tables.athletes import user
from models.tables.importing import log_import
from models.values.days import zone
from models.values.ids import new_id
from models.values.units import Unit
from models.values.workouts import ImportReport, LoggedWorkout, ParsedLog, PastImport

Progress = Callable[[float, str], None]
"""Told the fraction done and a sentence; may raise `Cancelled`, and then nothing is kept."""

_READ, _WRITTEN = 0.2, 0.9


class Importing:
    """Training logs of Strong and Hevy, into the database and out of it again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def preview(
        self,
        text: str,
        athlete_id: str,
        *,
        unit: Unit | None = None,
        file_name: str = "",
        progress: Progress | None = None,
    ) -> ImportReport:
        """What `run` would do; nothing is written. Raises as `run` does."""
        return self.run(text, athlete_id, unit=unit, file_name=file_name, dry_run=True, progress=progress)

    @many_objects()
    def run(
        self,
        text: str,
        athlete_id: str,
        *,
        unit: Unit | None = None,
        file_name: str = "",
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> ImportReport:
        """Add the workouts of a log that the athlete does not have yet, in one transaction.

        Raises `UnreadableFile` for a text that is no log, `UnitNeeded` for one that names no unit
        while `unit` is None, `NotFound` for an unknown athlete. Whatever is raised, by `progress`
        too, the database stays as it was.
        """
        tell = progress or _silent
        tell(0.0, "Reading the file")
        log = parse(text, unit)
        tell(_READ, f"Read {len(log.workouts)} workouts")
        return self._look(log, athlete_id) if dry_run else self._add(log, athlete_id, file_name, tell)

    def _look(self, log: ParsedLog, athlete_id: str) -> ImportReport:
        with self._database.read() as connection:
            new = _new_workouts(connection, log, athlete_id, _zone(connection, athlete_id, alone=False))
            return _report(log, new, recognise(connection, _names(log.workouts), ""), None, dry_run=True)

    def _add(self, log: ParsedLog, athlete_id: str, file_name: str, tell: Progress) -> ImportReport:
        with self._database.write() as connection:
            where = _zone(connection, athlete_id, alone=True)
            new = _new_workouts(connection, log, athlete_id, where)
            target = Target(athlete_id, new_id(), log.format, where)
            names = recognise(connection, _names(log.workouts), target.import_id)
            if not new:
                return _report(log, new, names, None, dry_run=False)
            _write(connection, target, new, names, file_name, tell)
            refresh_exposures(connection, athlete_id)
            tell(1.0, f"Added {len(new)} workouts")
            return _report(log, new, names, target.import_id, dry_run=False)

    def undo(self, import_id: str) -> Changes:
        """Take out the workouts of one import, and the exercises it had added that nobody else uses.

        Raises `NotFound` for an import that is not there (any more).
        """
        with self._database.write() as connection:
            athlete_id = connection.execute(select(log_import.c.user_id).where(log_import.c.id == import_id)).scalar()
            if athlete_id is None:
                raise NotFound("There is no such import.", advice="It may have been undone already.")
            remove_import(connection, import_id)
            connection.execute(delete(log_import).where(log_import.c.id == import_id))
            refresh_exposures(connection, athlete_id)
            remove_unused_exercises(connection, import_id)
        return Changes.WORKOUTS

    def imports(self, athlete_id: str) -> list[PastImport]:
        """The athlete's imports, the latest first."""
        columns = (
            log_import.c.id,
            log_import.c.format,
            log_import.c.file_name,
            log_import.c.workouts,
            log_import.c.sets,
            log_import.c.created_at,
        )
        latest = (log_import.c.created_at.desc(), log_import.c.id)
        with self._database.read() as connection:
            rows = connection.execute(select(*columns).where(log_import.c.user_id == athlete_id).order_by(*latest))
            return [PastImport(*row) for row in rows]


def _silent(_fraction: float, _sentence: str) -> None:
    """Nobody listens."""


def _zone(connection: Connection, athlete_id: str, *, alone: bool) -> tzinfo | None:
    """The athlete's zone; `alone` makes a second import for the athlete wait until this one is through."""
    query = select(user.c.id, user.c.time_zone).where(user.c.id == athlete_id)
    row = connection.execute(query.with_for_update() if alone else query).one_or_none()
    if row is None:
        raise NotFound("There is no such athlete.", advice="Add the athlete first; nothing was imported.")
    return zone(row.time_zone)


def _new_workouts(connection: Connection, log: ParsedLog, athlete_id: str, where: tzinfo | None) -> list[LoggedWorkout]:
    """The workouts the database lacks; where a file has two alike, it must have two as well."""
    known = stored_keys(connection, athlete_id, where)
    new = []
    for each in log.workouts:
        key = key_of(each.name, each.start)
        if known[key] > 0:
            known[key] -= 1
        else:
            new.append(each)
    return new


def _names(workouts: Sequence[LoggedWorkout]) -> list[str]:
    return list(dict.fromkeys(exercise.name for each in workouts for exercise in each.exercises))


def _write(
    connection: Connection,
    target: Target,
    new: Sequence[LoggedWorkout],
    names: Recognised,
    file_name: str,
    tell: Progress,
) -> None:
    row = {
        "id": target.import_id,
        "user_id": target.athlete_id,
        "format": target.source,
        # A name from the disk may hold bytes that are no text.
        "file_name": file_name.encode("utf-8", "replace").decode(),
        "workouts": len(new),
        "sets": sum(each.set_count for each in new),
    }
    connection.execute(insert(log_import), [row])
    needed = set(_names(new))
    add_exercises(connection, [name for name in names.unknown if name in needed], target.import_id)

    def written(count: int) -> None:
        share = count / len(new)
        tell(_READ + (_WRITTEN - _READ) * share, f"Wrote {count} of {len(new)} workouts")

    write_workouts(connection, new, names.by_name, target, written)


def _report(
    log: ParsedLog, new: Sequence[LoggedWorkout], names: Recognised, import_id: str | None, *, dry_run: bool
) -> ImportReport:
    starts = [each.start for each in log.workouts]
    return ImportReport(
        format=log.format,
        workouts=len(new),
        sets=sum(each.set_count for each in new),
        already_there=len(log.workouts) - len(new),
        skipped=log.skipped,
        flagged=log.flagged,
        unmatched=tuple(names.unmatched),
        dry_run=dry_run,
        first=min(starts, default=None),
        last=max(starts, default=None),
        import_id=import_id,
    )
