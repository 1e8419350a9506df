"""One week of training at a time: its place in the season, its sessions, and whether more can be proposed."""

from datetime import date, timedelta

from app.errors import NotFound
from app.gateways.athlete_zone import zone_of
from app.gateways.database import Database
from app.gateways.seasons import as_value, read_active
from app.gateways.training_weeks import plan_of_workout, read_next, read_sessions
from models.values.days import local_day, monday
from models.values.plan import Macrocycle
from models.values.weeks import NextSession, SeasonPlace, TrainingWeek


class Weeks:
    """Reads weeks; every method takes the athlete's local day."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def week(self, athlete_id: str, day: date, today: date) -> TrainingWeek:
        """The calendar week that `day` lies in; `NotFound` for an unknown athlete."""
        first = monday(day)
        with self._database.read() as connection:
            where = zone_of(connection, athlete_id)
            stored = read_active(connection, athlete_id)
            sessions = read_sessions(connection, athlete_id, first, first + timedelta(days=6), where, today)
        macro = None if stored is None else as_value(stored)
        place = None if macro is None else _place(macro, first)
        return TrainingWeek(
            athlete_id=athlete_id,
            monday=first,
            sessions=sessions,
            place=place,
            has_season=macro is not None,
            why_not=_why_not(macro, first, today),
        )

    def monday_of(self, workout_id: str) -> date:
        """The Monday of the week a workout is planned for; `NotFound` for an unknown id."""
        with self._database.read() as connection:
            found = plan_of_workout(connection, workout_id)
            if found is None:
                raise NotFound("This workout is no longer there.", advice="Reload the list.")
            athlete_id, planned = found
            return monday(local_day(planned, zone_of(connection, athlete_id)))

    def next_session(self, athlete_id: str, today: date) -> NextSession | None:
        """The session to do next, None where nothing is planned from today on."""
        with self._database.read() as connection:
            found = read_next(connection, athlete_id, zone_of(connection, athlete_id), today)
        if found is None:
            return None
        return NextSession(
            athlete_id=athlete_id,
            workout_id=found.id,
            name=found.name,
            day=found.day,
            state=found.state,
            exercises=len(found.exercises),
            planned_sets=found.planned_sets or 0,
            minutes=found.planned_minutes,
        )


def _place(macro: Macrocycle, first: date) -> SeasonPlace | None:
    for block in macro.blocks:
        if block.start is None or block.end is None or not block.start <= first < block.end:
            continue
        week = (first - block.start).days // 7
        target = block.weeks[week] if week < len(block.weeks) else None
        return SeasonPlace(
            week=(first - monday(macro.start_date)).days // 7,
            weeks=macro.total_weeks,
            goal=macro.primary_goal,
            block_type=block.block_type,
            week_in_block=week,
            block_weeks=block.duration_weeks,
            rir=None if target is None else target.rir,
            hard_sets=None if target is None else target.hard_sets or None,
        )
    return None


def _why_not(macro: Macrocycle | None, first: date, today: date) -> str:
    if macro is None:
        return "There is no season yet. Plan one, and each of its weeks can be filled with sessions."
    start = monday(macro.start_date)
    if first < start:
        return f"The season begins on {start.day} {start:%B %Y}; nothing is planned before it."
    if first >= start + timedelta(weeks=macro.total_weeks):
        return "The season is over by then. Plan the next one first."
    if first < monday(today):
        return "This week is over. Sessions are proposed for this week and the weeks to come."
    return ""
