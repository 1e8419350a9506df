"""The demonstration: eight invented athletes with a year behind them, loaded whole and removed whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection, exists, func, select

from app.changes import Changes
from app.engine.demonstration import SEED, YEAR_WEEKS, seasons, training_weeks
from app.engine.personas import ROSTER, Persona
from app.engine.simulation import Year, simulate
from app.errors import Conflict, WrongSchema
from app.gateways.bulk import many_objects
from app.gateways.catalogue import Catalogue, load_catalogue
from app.gateways.database import Database
from app.gateways.demo_rows import Ids, Places, local_noon, write_person, write_year
from app.gateways.demo_seasons import write_assessment, write_changes, write_seasons
from app.gateways.exposures import refresh_exposures
from app.gateways.removal import remove_athletes
from app.gateways.review import read_review
from app.gateways.seeding import exercise_ids
from app.usecases.adapting_decisions import store, wanted_of
from app.usecases.generating import generated
from app.usecases.planning_brief import read_assessment
from models.tables.athletes import user
from models.values.days import monday
from models.values.workouts import WorkoutStatus

Progress = Callable[[float, str], None]


class Demo:
    """Loads and removes the demonstration roster."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_loaded(self) -> bool:
        """Whether any athlete of the demonstration is there."""
        with self._database.read() as connection:
            return _is_loaded(connection)

    def load(self, today: date, progress: Progress | None = None) -> Changes:
        """Write the roster with the 52 weeks up to yesterday and this week's sessions, all of it or nothing.

        The same day gives the same data (the ids of the plan and of the coming sessions aside). `progress` is told the
        share done (0 to 1) and what is being done. `Conflict` where the demonstration, or an athlete of one of its
        addresses, is there already; `WrongSchema` where the exercise catalogue is missing.
        """
        tell = progress or (lambda _share, _what: None)
        with many_objects(), self._database.write() as connection:
            if _is_loaded(connection):
                raise Conflict("The demonstration is already loaded.", advice="Remove it first to load it anew.")
            _refuse_known_addresses(connection)
            catalogue, exercises = load_catalogue(), exercise_ids(connection)
            if not exercises:
                raise WrongSchema("The database has no exercises yet.", advice="Upgrade it on the database page.")
            for number, persona in enumerate(ROSTER):
                tell(number / len(ROSTER), f"Making up {persona.name}'s year")
                _write(connection, persona, catalogue, exercises, today)
        tell(1.0, "Done")
        return _CHANGES

    def remove(self) -> Changes:
        """Delete the demonstration's athletes with everything of theirs, and nothing else."""
        with self._database.write() as connection:
            ids = list(connection.execute(select(user.c.id).where(user.c.is_demo)).scalars())
            if not ids:
                return Changes.NOTHING
            remove_athletes(connection, ids)
        return _CHANGES


_CHANGES: Final = Changes.ATHLETES | Changes.PLAN | Changes.WORKOUTS | Changes.READINESS


def _is_loaded(connection: Connection) -> bool:
    return bool(connection.execute(select(exists().where(user.c.is_demo))).scalar())


def _refuse_known_addresses(connection: Connection) -> None:
    addresses = [persona.email for persona in ROSTER]
    taken = connection.execute(select(user.c.email).where(func.lower(user.c.email).in_(addresses))).scalars().first()
    if taken is not None:
        raise Conflict(f"There is already an athlete with the address {taken}.", advice="Rename or remove them first.")


def _write(
    connection: Connection, persona: Persona, catalogue: Catalogue, exercises: dict[str, str], today: date
) -> None:
    ids = Ids(f"{SEED}:{today}:{persona.key}")
    begun = monday(today) - timedelta(weeks=YEAR_WEEKS) if persona.sessions else today - timedelta(days=1)
    athlete_id = write_person(connection, persona, ids, local_noon(begun))
    planned = seasons(persona, catalogue.exercises, catalogue.muscles, today)
    if not planned:
        return
    placed = write_seasons(connection, athlete_id, planned, today)
    write_changes(connection, persona.changes, placed, ids, today)
    year = simulate(persona, training_weeks(planned), catalogue.by_id, today, SEED)
    lived = _until_sunday(year, today)
    write_year(connection, athlete_id, lived, Places([block.id for block in placed], exercises), ids)
    refresh_exposures(connection, athlete_id)
    active = planned[-1].macro
    _, assessment = read_assessment(connection, athlete_id, catalogue, active.start_date, None)
    write_assessment(connection, placed[-1].macro_id, {**assessment.stored(), "used": active.training_age})
    _plan_ahead(connection, athlete_id, active.total_weeks, today)
    if (review := read_review(connection, athlete_id, today)) is not None:
        store(connection, athlete_id, [], wanted_of(review, [], []))


def _until_sunday(year: Year, today: date) -> Year:
    """The year without what it plans beyond this week, where this week has anything left to do."""
    end = monday(today) + timedelta(weeks=1)
    this_week = [one for one in year.workouts if one.scheduled.date() < end]
    is_over = all(one.status is not WorkoutStatus.PLANNED for one in this_week)
    return year if is_over else replace(year, workouts=this_week)


def _plan_ahead(connection: Connection, athlete_id: str, weeks: int, today: date) -> None:
    """Propose the sessions that are left of this week, each with its reasons, in place of the made-up ones.

    Where none of its days is left, those of the next.
    """
    made = generated(connection, athlete_id, today, replace=True)
    if not made.workouts and made.week < weeks:
        generated(connection, athlete_id, today, made.week + 1, replace=True)
