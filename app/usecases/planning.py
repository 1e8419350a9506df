"""Seasons: training age from the log, a macrocycle from it, and the plan beside what was performed."""

from datetime import date, timedelta, tzinfo
from typing import Any

from sqlalchemy import Connection, select

from app.engine.constants import WEEKS
from app.errors import Conflict, InvalidInput, NotFound
from app.gateways.catalogue import load_catalogue
from app.gateways.database import Database
from app.gateways.history import WeekDone, read_weeks
from app.gateways.seasons import (
    archive_active,
    as_json,
    as_value,
    read_active,
    read_adaptations,
    write_season,
)
from app.usecases.planning_brief import proposed, read_assessment, read_facts
from models.tables.athletes import user
from models.values.athletes import TrainingAge
from models.values.days import monday, zone
from models.values.plan import Macrocycle, PlanRequest, Season, SeasonWeek

HISTORY_WEEKS = 12
"""Weeks before the season that its page shows where there is a log."""
HISTORY_WEEKS_LEAST = 4
EARLIEST = date(2000, 1, 1)
"""A season may be entered after it began, but no log reaches further back."""


class Planning:
    """Makes, stores and shows seasons; every method takes the athlete's local day."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def assess(self, athlete_id: str, today: date) -> dict[str, Any]:
        """The athlete's training age with its votes, their inputs and sentences; nothing is written."""
        with self._database.read() as connection:
            where = _zone(connection, athlete_id)
            _, assessment = read_assessment(connection, athlete_id, load_catalogue(), today, where)
        return assessment.stored()

    def create(self, request: PlanRequest, today: date) -> Macrocycle:
        """Make and store a season; the athlete's earlier one ends today and stays in the database.

        Raises `NotFound` for an unknown athlete, `InvalidInput` naming the field and its limit for
        weeks outside 4..52 or an event that is past, too near or beyond the season, and `Conflict`
        where somebody else began a season for the athlete at the same moment.
        """
        _check(request, today)
        catalogue = load_catalogue()
        with self._database.read() as connection:
            where = _zone(connection, request.athlete_id)
            active = read_active(connection, request.athlete_id)
            current = None if active is None else active.macro["training_age"]
            as_of = today if request.start is None else min(today, request.start)
            facts = read_facts(connection, request.athlete_id, catalogue, as_of, where)
        level = current if isinstance(current, TrainingAge) else None
        season, assessment = proposed(request, facts, catalogue, today, level)
        try:
            with self._database.write() as connection:
                archive_active(connection, request.athlete_id, today)
                return write_season(connection, request.athlete_id, season, assessment)
        except Conflict:
            raise self._taken(request.athlete_id) from None

    def current(self, athlete_id: str, today: date) -> Macrocycle | None:  # noqa: ARG002 - as all doors here
        """The active season, None where there is none."""
        with self._database.read() as connection:
            stored = read_active(connection, athlete_id)
        return None if stored is None else as_value(stored)

    def season(self, athlete_id: str, today: date) -> Season | None:
        """The active season with its weeks, planned beside performed; None where there is none.

        Weeks are contiguous: up to 12 before the season as far as the log goes (at least 4), then
        the whole season.
        """
        with self._database.read() as connection:
            stored = read_active(connection, athlete_id)
            if stored is None:
                return None
            macro = as_value(stored)
            start = monday(macro.start_date)
            first = start - timedelta(weeks=HISTORY_WEEKS)
            end = start + timedelta(weeks=macro.total_weeks, days=-1)
            done = read_weeks(connection, athlete_id, first, end, _zone(connection, athlete_id))
            adaptations = read_adaptations(connection, str(macro.id))
        before = max(HISTORY_WEEKS_LEAST, (start - min(done, default=start)).days // 7)
        weeks = _weeks(macro, done, before, today)
        return Season(athlete_id, macro, weeks, adaptations, stored.macro["assessment"] or {})

    def show(self, athlete_id: str, today: date) -> dict[str, Any]:  # noqa: ARG002 - as all doors here
        """The active season as JSON under the specification's column names; `NotFound` where there is none."""
        with self._database.read() as connection:
            _zone(connection, athlete_id)
            stored = read_active(connection, athlete_id)
        if stored is None:
            raise NotFound("This athlete has no season yet.", advice="Plan one: peakline plan new.")
        return as_json(stored)

    def _taken(self, athlete_id: str) -> Conflict:
        """What to say when the one active season of an athlete was somebody else's first."""
        with self._database.read() as connection:
            stored = read_active(connection, athlete_id)
        begun = "" if stored is None else f" from {stored.macro['start_date'].isoformat()}"
        return Conflict(
            f"Another season{begun} was planned for this athlete at the same moment; nothing was changed.",
            advice="Look at that season first, then plan again if it should be replaced.",
        )


def _zone(connection: Connection, athlete_id: str) -> tzinfo | None:
    row = connection.execute(select(user.c.time_zone).where(user.c.id == athlete_id)).one_or_none()
    if row is None:
        raise NotFound("There is no such athlete.", advice="Add the athlete first.")
    return zone(row.time_zone)


def _check(request: PlanRequest, today: date) -> None:
    """What can be said before anything is read; the engine checks the event against the season's weeks."""
    if request.weeks is not None and not WEEKS[0] <= request.weeks <= WEEKS[1]:
        raise InvalidInput(f"weeks must be {WEEKS[0]} to {WEEKS[1]}, not {request.weeks}.")
    horizon = today + timedelta(weeks=WEEKS[1])
    if request.start is not None and not EARLIEST <= request.start <= horizon:
        raise InvalidInput(
            f"start must be at most {WEEKS[1]} weeks ahead, by {horizon.isoformat()}, and not before 2000."
        )
    if request.event is not None and request.event < today:
        raise InvalidInput(f"event must lie ahead, {request.event.isoformat()} is past.")


def _weeks(macro: Macrocycle, done: dict[date, WeekDone], before: int, today: date) -> list[SeasonWeek]:
    start = monday(macro.start_date)
    planned = [(index, week) for index, block in enumerate(macro.blocks) for week in block.weeks]
    weeks: list[SeasonWeek] = []
    for index in range(-before, len(planned)):
        day = start + timedelta(weeks=index)
        performed = done.get(day, WeekDone())
        block, target = planned[index] if index >= 0 else (None, None)
        weeks.append(
            SeasonWeek(
                index=index,
                start=day,
                block_index=block,
                week_in_block=None if target is None else target.week_in_block,
                rir=None if target is None else target.rir,
                planned_sets={} if target is None else target.sets,
                planned_hard_sets=None if target is None else target.hard_sets,
                performed_sets=performed.sets,
                performed_hard_sets=performed.hard_sets if day <= today else None,
                performed_rir=performed.rir,
                sessions=performed.sessions,
            )
        )
    return weeks
