"""Naming: imported exercises that matched nothing, kept as the athlete's own until somebody says what they are."""

from collections.abc import Sequence

from app.gateways.database import Database
from models.values.exercises import Exercise
from models.values.training import Link, OwnExercise


class Naming:
    """Links an athlete's own exercises to the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def unlinked(self, athlete_id: str) -> list[OwnExercise]:
        """The athlete's exercises that the catalogue does not know, the most used first."""
        raise NotImplementedError

    def candidates(self, name: str, limit: int = 8) -> Sequence[Exercise]:
        """Catalogue exercises a name may mean, the most similar first."""
        raise NotImplementedError

    def link(self, exercise_id: str, catalogue_id: str) -> Link:
        """Everything ever logged under the own exercise counts for the catalogue exercise from now on.

        The name is remembered, so that the next import matches. `NotFound` where either is gone.
        """
        raise NotImplementedError

    def unlink(self, token: str) -> Link:
        """Take a link back; `NotFound` where it was taken back already."""
        raise NotImplementedError
