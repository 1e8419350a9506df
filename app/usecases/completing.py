"""Workouts as they are done: set by set, completed, left out, and opened again."""

from datetime import datetime

from sqlalchemy import Connection

from app.changes import Changes
from app.engine.constants_training import CREDIBLE_MINUTES
from app.errors import Conflict, NotFound
from app.gateways.database import Database
from app.gateways.session_logs import (
    OpenSet,
    OpenWorkout,
    add_row,
    delete_log,
    hold_workout,
    is_only_set,
    performed_span,
    put_log,
    read_set,
    said,
    set_status,
    workout_of_entry,
    workout_of_set,
)
from app.usecases.following import follow, refreshed, told_already
from app.usecases.set_checks import checked, checked_session
from models.values.kinds import SetType, WorkoutStatus
from models.values.training import Completion, SetResult, Skipped

_GONE = "Reload the list; nothing was changed."


class Completing:
    """Logs sets and completes workouts; moments are always aware.

    Every method raises `NotFound` for a workout or set that is gone. Whatever is raised, nothing was
    changed. What a completed workout gives rise to (exposures, records, the season's place) is
    written in the same transaction, also where it is corrected later.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, workout_id: str, now: datetime) -> Changes:  # noqa: ARG002 - every door here takes the moment
        """A planned workout is in progress from now on; one that is already stays as it is.

        `Conflict` for one that is completed or was left out.
        """
        with self._database.write() as connection:
            return Changes.WORKOUTS if _begun(connection, _held(connection, workout_id)) else Changes.NOTHING

    def log_set(self, set_id: str, result: SetResult, now: datetime) -> Changes:
        """What was done in a set; the same again changes nothing, something else corrects the log.

        A planned workout begins with its first logged set. `InvalidInput` naming the field and its
        limits, `Conflict` for a workout that was left out. A completed workout can be corrected too.
        """
        values = checked(result)
        with self._database.write() as connection:
            one, whole = _set(connection, set_id)
            _begin_unless_done(connection, whole)
            kind = result.set_type or (SetType.WARMUP if one.is_warm_up else SetType.NORMAL)
            return _changed(connection, whole, put_log(connection, one, said(**values, set_type=kind.value), now))

    def skip_set(self, set_id: str, now: datetime) -> Changes:
        """The set was left out; a log of it is replaced."""
        with self._database.write() as connection:
            one, whole = _set(connection, set_id)
            _begin_unless_done(connection, whole)
            _keep_one(connection, whole, one)
            return _changed(connection, whole, put_log(connection, one, said(was_skipped=True), now))

    def clear_set(self, set_id: str) -> Changes:
        """Take a set's log back, as if nobody had said anything; the way back of the two above."""
        with self._database.write() as connection:
            one, whole = _set(connection, set_id)
            _keep_one(connection, whole, one)
            return _changed(connection, whole, delete_log(connection, set_id))

    def add_set(self, entry_id: str, result: SetResult, now: datetime) -> str:
        """A set beyond the plan, logged at once; `entry_id` is an `ExerciseEntry.id`. Returns the set's id."""
        values = checked(result)
        with self._database.write() as connection:
            whole = _held(connection, workout_of_entry(connection, entry_id))
            _begin_unless_done(connection, whole)
            one = OpenSet(add_row(connection, entry_id), whole.id, is_warm_up=False, log=None)
            kind = result.set_type or SetType.NORMAL
            _changed(connection, whole, put_log(connection, one, said(**values, set_type=kind.value), now))
        return one.id

    def complete(
        self,
        workout_id: str,
        at: datetime,
        *,
        session_rpe: float | None = None,
        notes: str | None = None,
        minutes: int | None = None,
    ) -> Completion:
        """The workout was done at a moment: status, exposures, maxima, records and the season's place at once.

        `minutes` None takes the time from the first to the last logged set where that is credible.
        Completing what is complete writes nothing and says so (`Completion.already`). `Conflict`
        where no set was logged, or the workout was left out; `InvalidInput` naming a limit.
        """
        checked_session(session_rpe, minutes)
        with self._database.write() as connection:
            whole = _held(connection, workout_id)
            if whole.is_completed:
                return told_already(connection, whole, at)
            _refuse_skipped(whole)
            sets, first, last = performed_span(connection, workout_id)
            if not sets or first is None or last is None:
                raise Conflict(
                    "No set of this workout is logged, so it cannot be completed.",
                    advice="Log what was done, or leave the workout out.",
                )
            said_too = {"session_rpe": session_rpe, "notes": notes}
            values = {key: value for key, value in said_too.items() if value is not None}
            minutes = _minutes(first, last) if minutes is None else minutes
            set_status(
                connection, workout_id, WorkoutStatus.COMPLETED, completed_at=at, actual_minutes=minutes, **values
            )
            return follow(connection, whole, at)

    def skip(self, workout_id: str, now: datetime, notes: str | None = None) -> Skipped:
        """The workout is left out; again changes nothing. `Conflict` where sets are logged or it is completed."""
        with self._database.write() as connection:
            whole = _held(connection, workout_id)
            if whole.is_completed or performed_span(connection, workout_id)[0]:
                raise Conflict(
                    "Sets of this workout are logged, so it was not left out.",
                    advice="Complete it as it is, or take the logged sets back first.",
                )
            values = {"notes": notes} if notes is not None else {}
            set_status(connection, workout_id, WorkoutStatus.SKIPPED, **values)
            done = follow(connection, whole, now)
        return Skipped(workout_id, done.position, done.advanced, done.sentences)

    def reopen(self, workout_id: str, now: datetime) -> Changes:
        """A completed or skipped workout is open again, its logged sets kept; what followed from it is taken back."""
        with self._database.write() as connection:
            whole = _held(connection, workout_id)
            if whole.status not in (WorkoutStatus.COMPLETED, WorkoutStatus.SKIPPED):
                return Changes.NOTHING
            logged = performed_span(connection, workout_id)[0] > 0
            status = WorkoutStatus.IN_PROGRESS if logged else WorkoutStatus.PLANNED
            set_status(connection, workout_id, status, completed_at=None, actual_minutes=None)
            follow(connection, whole, now, reopened=True)
        return Changes.WORKOUTS | Changes.PLAN


def _held(connection: Connection, workout_id: str | None) -> OpenWorkout:
    whole = None if workout_id is None else hold_workout(connection, workout_id)
    if whole is None:
        raise NotFound("This workout is no longer there.", advice=_GONE)
    return whole


def _set(connection: Connection, set_id: str) -> tuple[OpenSet, OpenWorkout]:
    workout_id = workout_of_set(connection, set_id)
    if workout_id is None:
        raise NotFound("This set is no longer there.", advice=_GONE)
    whole = _held(connection, workout_id)
    return read_set(connection, set_id), whole


def _begun(connection: Connection, whole: OpenWorkout) -> bool:
    """Put a planned workout in progress; False where it is already."""
    if whole.is_completed:
        when = "" if whole.completed_at is None else f" on {whole.completed_at:%Y-%m-%d}"
        raise Conflict(f"This workout was completed{when} already.", advice="Open it again to go on with it.")
    _refuse_skipped(whole)
    if whole.status == WorkoutStatus.IN_PROGRESS:
        return False
    set_status(connection, whole.id, WorkoutStatus.IN_PROGRESS)
    return True


def _begin_unless_done(connection: Connection, whole: OpenWorkout) -> None:
    if not whole.is_completed:
        _begun(connection, whole)


def _refuse_skipped(whole: OpenWorkout) -> None:
    if whole.status == WorkoutStatus.SKIPPED:
        raise Conflict("This workout was left out.", advice="Open it again first, then log what was done.")


def _keep_one(connection: Connection, whole: OpenWorkout, one: OpenSet) -> None:
    if whole.is_completed and is_only_set(connection, one):
        raise Conflict(
            "This is the only set of a completed workout.", advice="Open the workout again, then take the set back."
        )


def _changed(connection: Connection, whole: OpenWorkout, wrote: bool) -> Changes:
    """What follows from a changed log: of a completed workout everything that was found from it."""
    if not wrote:
        return Changes.NOTHING
    if whole.is_completed:
        refreshed(connection, whole, whole.completed_at or whole.scheduled)
    return Changes.WORKOUTS


def _minutes(first: datetime, last: datetime) -> int | None:
    """From the first to the last logged set; None where the sets were written down afterwards."""
    minutes = round((last - first).total_seconds() / 60)
    low, high = CREDIBLE_MINUTES
    return minutes if low <= minutes <= high else None
