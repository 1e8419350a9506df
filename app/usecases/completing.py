"""Workouts as they are done: set by set, completed, left out, and opened again."""

from datetime import datetime

from app.changes import Changes
from app.gateways.database import Database
from models.values.training import Completion, SetResult, Skipped


class Completing:
    """Logs sets and completes workouts; `now` is always an aware moment.

    Every method raises `NotFound` for a workout or set that is gone.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, workout_id: str, now: datetime) -> Changes:
        """A planned workout is in progress from now on; one that is already stays as it is.

        `Conflict` for one that is completed or was left out.
        """
        raise NotImplementedError

    def log_set(self, set_id: str, result: SetResult, now: datetime) -> Changes:
        """What was done in a set; the same again changes nothing, something else corrects the log.

        A planned workout begins with its first logged set. `InvalidInput` naming the field and its limits; a
        completed workout can be corrected too: exposures and records follow in the same transaction.
        """
        raise NotImplementedError

    def skip_set(self, set_id: str, now: datetime) -> Changes:
        """The set was left out; a log of it is replaced."""
        raise NotImplementedError

    def clear_set(self, set_id: str) -> Changes:
        """Take a set's log back, as if nobody had said anything; the way back of the two above."""
        raise NotImplementedError

    def add_set(self, entry_id: str, result: SetResult, now: datetime) -> str:
        """A set beyond the plan, logged at once; `entry_id` is an `ExerciseEntry.id`. Returns the set's id."""
        raise NotImplementedError

    def complete(
        self,
        workout_id: str,
        now: datetime,
        *,
        session_rpe: float | None = None,
        notes: str | None = None,
        minutes: int | None = None,
    ) -> Completion:
        """The workout is done: status, exposures, maxima, records and the season's position in one transaction.

        `minutes` None takes the time from the first to the last logged set where that is credible.
        Completing what is complete writes nothing and says so (`Completion.already`). `Conflict`
        where no set was logged, or the workout was left out.
        """
        raise NotImplementedError

    def skip(self, workout_id: str, now: datetime, notes: str | None = None) -> Skipped:
        """The workout is left out. `Conflict` where sets are logged or it is completed."""
        raise NotImplementedError

    def reopen(self, workout_id: str, now: datetime) -> Changes:
        """A completed or skipped workout is open again, its logged sets kept; what followed from it is taken back."""
        raise NotImplementedError
