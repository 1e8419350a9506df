"""Backfill: a season for every athlete who has none, and exposures that agree with the logs.

Each athlete is written in a transaction of their own that holds both or nothing, and what is there
already is left alone: an interrupted run is simply run again, and a second run writes nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, Final

from app.errors import Conflict, DatabaseUnavailable, PeaklineError
from app.gateways.backfill_rows import (
    AthleteRows,
    Candidate,
    Exercises,
    batches,
    read_athletes,
    read_candidates,
    read_exercises,
)
from app.gateways.bulk import many_objects
from app.gateways.catalogue import load_catalogue
from app.gateways.database import Database
from app.gateways.exposures import ExposureChanges, exposure_changes, wanted_exposures, write_exposures
from app.gateways.history import lifts_of, session_days_of, weeks_of
from app.gateways.seasons import write_season
from app.usecases.planning_brief import (
    LENGTH_UNASKED,
    Facts,
    judged_lifts,
    lifts_since,
    proposed,
    weeks_since,
)
from models.values.backfilling import Assumed, BackfillFailure, BackfillReport
from models.values.days import local_day
from models.values.ids import derived_id, new_id
from models.values.plan import Macrocycle, PlanRequest

Progress = Callable[[float, str], None]
"""Told the share done (0 to 1) and a sentence; may raise `Cancelled`, which leaves whole athletes behind."""

ATTEMPTS: Final = 3
"""Looks at an athlete whom somebody else is writing too."""
TOLD_EVERY: Final = 10
"""Athletes between two words to `progress`."""


@dataclass(frozen=True, slots=True)
class _Work:
    """What one athlete lacks."""

    season: Macrocycle | None
    assessment: Mapping[str, Any]
    exposures: ExposureChanges
    number: int
    """Seasons the athlete has had."""

    @property
    def is_nothing(self) -> bool:
        return self.season is None and not self.exposures.count


@dataclass(slots=True)
class _Tally:
    created: int = 0
    skipped: int = 0
    exposures: int = 0
    assumptions: list[Assumed] = field(default_factory=list)
    failures: list[BackfillFailure] = field(default_factory=list)

    def done(self, athlete: Candidate, work: _Work) -> None:
        self.exposures += work.exposures.count
        if work.season is None:
            self.skipped += 1
            return
        self.created += 1
        # Nobody asks a backfill for anything, so that the length is the template's needs no telling.
        assumed = [sentence for sentence in work.season.assumptions if not sentence.startswith(LENGTH_UNASKED)]
        if assumed:
            self.assumptions.append(Assumed(athlete.email, assumed))

    def failed(self, athlete: Candidate, error: Exception) -> None:
        self.failures.append(BackfillFailure(athlete.email, athlete.id, _sentence(error)))

    def report(self, *, dry_run: bool) -> BackfillReport:
        return BackfillReport(
            created=self.created,
            skipped=self.skipped,
            failed=len(self.failures),
            exposures=self.exposures,
            assumptions=self.assumptions,
            failures=self.failures,
            dry_run=dry_run,
        )


class _MovedError(Exception):
    """Somebody else wrote to this athlete since we looked."""


class Backfilling:
    """Brings every athlete's season and exposures to what the logs and the profile say."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def run(
        self, dry_run: bool = False, progress: Progress | None = None, *, today: date | None = None
    ) -> BackfillReport:
        """Backfill every athlete; with `dry_run` compute everything and write nothing.

        `today` is the athletes' local day, by default each one's own. An athlete that fails is
        reported and the others go on; `DatabaseUnavailable` where the database itself has gone.
        """
        tell = progress or _silent
        with self._database.read() as connection:
            athletes, exercises = read_candidates(connection), read_exercises(connection)
        tally = _Tally()
        done = count(1)
        for batch in batches(athletes):
            with many_objects():
                for athlete, work in self._planned(batch, exercises, today):
                    self._finish(athlete, work, exercises, tally, today, dry_run=dry_run)
                    number = next(done)
                    if number % TOLD_EVERY == 0 or number == len(athletes):
                        tell(number / len(athletes), f"{number} of {len(athletes)} athletes.")
        return tally.report(dry_run=dry_run)

    def _planned(
        self, batch: list[Candidate], exercises: Exercises, today: date | None
    ) -> Iterator[tuple[Candidate, _Work | Exception | None]]:
        """What each athlete of the batch lacks; None for one who is gone, an error for one who cannot be read."""
        try:
            with self._database.read() as connection:
                rows = read_athletes(connection, [athlete.id for athlete in batch])
        except DatabaseUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - whatever one athlete's rows hold must not stop the others
            if len(batch) == 1:
                yield batch[0], error
                return
            for athlete in batch:
                yield from self._planned([athlete], exercises, today)
            return
        for athlete in batch:
            found = rows.pop(athlete.id, None)
            yield athlete, None if found is None else self._tried(found, exercises, today)

    def _tried(self, rows: AthleteRows, exercises: Exercises, today: date | None) -> _Work | Exception:
        try:
            return self._lacking(rows, exercises, today)
        except Exception as error:  # noqa: BLE001 - as above: it is reported with the athlete's name
            return error

    def _lacking(self, rows: AthleteRows, exercises: Exercises, today: date | None) -> _Work:
        season: Macrocycle | None = None
        assessment: dict[str, Any] = {}
        lifter = rows.lifter
        if not rows.has_active:
            day = today or local_day(datetime.now(UTC), rows.where)
            season, assessment = self._season(rows, exercises, day)
            # Lifts are judged by the training age of the active season, which will be this one.
            lifter = lifter._replace(training_age=season.training_age)
        wanted = wanted_exposures(rows.ledger, lifter, exercises.facts, rows.tired)
        return _Work(season, assessment, exposure_changes(wanted, rows.exposures), rows.seasons)

    def _season(self, rows: AthleteRows, exercises: Exercises, today: date) -> tuple[Macrocycle, dict[str, Any]]:
        """The season that `Planning.create` would make if nothing were asked for."""
        catalogue = load_catalogue()
        lifts = judged_lifts(catalogue)
        facts = Facts(
            profile=rows.profile,
            sessions=session_days_of(rows.ledger, rows.where),
            lifts=lifts_of(rows.ledger, exercises.facts, lifts, lifts_since(today), today, rows.where),
            weeks=weeks_of(rows.ledger, exercises.facts, exercises.shares, weeks_since(today), today, rows.where),
            limits=rows.limits,
        )
        return proposed(PlanRequest(rows.id), facts, catalogue, today, None)

    def _finish(
        self,
        athlete: Candidate,
        work: _Work | Exception | None,
        exercises: Exercises,
        tally: _Tally,
        today: date | None,
        *,
        dry_run: bool,
    ) -> None:
        """Write what the athlete lacks; whoever else wrote to them in between is read again and has won."""
        error: Exception = _MovedError()
        for attempt in range(ATTEMPTS):
            if attempt:
                _, work = next(self._planned([athlete], exercises, today))
            if work is None:
                return
            if isinstance(work, Exception):
                error = work
                break
            try:
                if not dry_run and not work.is_nothing:
                    self._write(athlete.id, work, again=attempt > 0)
            except (Conflict, _MovedError) as moved:
                error = moved
                continue
            except Exception as failed:  # noqa: BLE001 - as above
                error = failed
                break
            tally.done(athlete, work)
            return
        tally.failed(athlete, error)

    def _write(self, athlete_id: str, work: _Work, *, again: bool) -> None:
        with self._database.write() as connection:
            if work.season is not None:
                ids = new_id if again else _numbered(athlete_id, work.number)
                write_season(connection, athlete_id, work.season, work.assessment, ids)
            if not write_exposures(connection, athlete_id, work.exposures):
                raise _MovedError


def _numbered(athlete_id: str, seasons: int) -> Callable[[], str]:
    """Ids that a repeated run makes again, for the athlete's first season, second, and so on."""
    numbers = count()
    return lambda: derived_id("season", athlete_id, str(seasons), str(next(numbers)))


def _sentence(error: Exception) -> str:
    """What happened, without the values of any row: unknown errors are named by their kind only."""
    if isinstance(error, _MovedError):
        return "Somebody else kept writing to this athlete; run the backfill again."
    if isinstance(error, PeaklineError):
        return str(error)
    return f"A row of this athlete cannot be read as it should be ({type(error).__name__})."


def _silent(_share: float, _sentence: str) -> None:
    return
