"""Naming: imported exercises that matched nothing, kept as the athlete's own until somebody says what they are."""

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import Connection, select

from app.engine.similarity import Names
from app.errors import Conflict, NotFound
from app.gateways.catalogue import load_catalogue
from app.gateways.database import Database
from app.gateways.exposures import read_lifters, refresh_exposures
from app.gateways.own_exercises import (
    entries_of,
    forget,
    move_entries,
    move_mentions,
    read_one,
    read_own,
    remember,
    remove_own,
    restore_own,
    users_of,
)
from models.tables.exercises import exercise
from models.values.exercises import Exercise
from models.values.training import Link, OwnExercise


class Naming:
    """Links athletes' own exercises to the catalogue; each change is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def unlinked(self, athlete_id: str) -> list[OwnExercise]:
        """The athlete's exercises that the catalogue does not know, the most used first; `NotFound` for nobody."""
        with self._database.read() as connection:
            lifter = read_lifters(connection, [athlete_id]).get(athlete_id)
            if lifter is None:
                raise NotFound("This athlete is no longer there.", advice="Choose another one.")
            return read_own(connection, athlete_id, lifter.where)

    def candidates(self, name: str, limit: int = 8) -> Sequence[Exercise]:
        """Catalogue exercises a name may mean, the most similar first; all by name where there is no name."""
        catalogue = load_catalogue()
        if not name.strip():
            return sorted(catalogue.exercises, key=lambda one: one.name.casefold())[:limit]
        return [catalogue.by_id[key] for key, likeness in _names().ranked(name)[:limit] if likeness > 0]

    def link(self, exercise_id: str, catalogue_id: str) -> Link:
        """Everything ever logged under the own exercise counts for the catalogue exercise from now on.

        That is so for every athlete who has used the name; it is remembered, so that the next import
        matches. `NotFound` where either is gone.
        """
        with self._database.write() as connection:
            own, (target, target_name) = read_one(connection, exercise_id), _target(connection, catalogue_id)
            if own is None:
                raise NotFound("This exercise is no longer there, or is linked already.", advice="Reload the list.")
            entries = entries_of(connection, exercise_id)
            athletes = users_of(connection, entries)
            move_entries(connection, entries, exercise_id, target, known=True)
            move_mentions(connection, exercise_id, target)
            remove_own(connection, exercise_id)
            remembered = remember(connection, own["name"], target)
            for athlete_id in athletes:
                refresh_exposures(connection, athlete_id)
        return Link(
            exercise_id=exercise_id,
            name=own["name"],
            target_id=target,
            target_name=target_name,
            entries=entries,
            load_convention=own["load_convention"],
            is_remembered=remembered,
            sentence=_sentence(own["name"], target_name, len(entries), len(athletes)),
        )

    def unlink(self, link: Link) -> None:
        """Take a link back: the own exercise is there again with the entries that moved and still mean the other.

        `Conflict` where the name has come to mean something else since.
        """
        with self._database.write() as connection:
            taken = connection.execute(select(exercise.c.id).where(exercise.c.name == link.name)).scalar()
            if taken is not None or (link.is_remembered and not forget(connection, link.name, link.target_id)):
                raise Conflict(
                    f"{link.name!r} means something else by now; the link was not taken back.",
                    advice="Reload the list.",
                )
            restore_own(connection, link.exercise_id, link.name, link.load_convention)
            athletes = users_of(connection, link.entries)
            move_entries(connection, link.entries, link.target_id, link.exercise_id, known=False)
            for athlete_id in athletes:
                refresh_exposures(connection, athlete_id)


@lru_cache(1)
def _names() -> Names:
    return Names((one.id, [one.name, *one.aliases]) for one in load_catalogue().exercises if not one.is_generic)


def _target(connection: Connection, catalogue_id: str) -> tuple[str, str]:
    columns = (exercise.c.id, exercise.c.name)
    row = connection.execute(select(*columns).where(exercise.c.catalogue_id == catalogue_id)).one_or_none()
    if row is None:
        raise NotFound("The catalogue has no such exercise.", advice="Choose one of the list.")
    return row.id, row.name


def _sentence(name: str, target: str, entries: int, athletes: int) -> str:
    workouts = "1 entry" if entries == 1 else f"{entries} entries"
    whose = "" if athletes <= 1 else f" of {athletes} athletes"
    return f"{name} is {target} from now on: {workouts}{whose} in the log count for it, and so does the next import."
