"""Weeks of workouts: made from the season and the log, looked at first or stored, and made again."""

from datetime import date

from app.gateways.database import Database
from models.values.training import GeneratedWeek


class Generating:
    """Makes the sessions of a week; every method takes the athlete's local day."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def preview(self, athlete_id: str, today: date, week: int | None = None, *, replace: bool = True) -> GeneratedWeek:
        """What `generate` would store; nothing is written. Raises as `generate` does."""
        raise NotImplementedError

    def generate(
        self, athlete_id: str, today: date, week: int | None = None, *, replace: bool = False
    ) -> GeneratedWeek:
        """Make and store the sessions of a week of the active season, all of them or none.

        `week` is counted from 1; None is the week the athlete stands in. What has been done, begun,
        changed or made by hand stays and counts. Sessions that were generated before and that nobody
        has touched stay too, unless `replace` asks for new ones in their place.

        Raises `NotFound` for an unknown athlete or one without an active season, `InvalidInput` for
        a week outside the season or one that lies behind, `Conflict` where the season is over.
        """
        raise NotImplementedError
