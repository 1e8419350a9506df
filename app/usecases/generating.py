"""Weeks of workouts: made from the season and the log, looked at first or stored, and made again."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, select

from app.engine.workouts.week import make_week
from app.errors import Conflict
from app.gateways.catalogue import load_catalogue
from app.gateways.cursors import read_standing, write_position
from app.gateways.database import Database
from app.gateways.profiles import read_profile
from app.gateways.seeding import exercise_ids
from app.gateways.week_brief import WeekPlan, read_week_plan
from app.gateways.week_log import read_log, usual_frame
from app.gateways.week_workouts import WeekWorkout
from app.gateways.workout_rows import Target, remove_untouched, write_planned
from models.tables.athletes import user
from models.values.days import monday
from models.values.planned import PlannedWorkout
from models.values.positions import shown
from models.values.training import GeneratedWeek


class Generating:
    """Makes the sessions of a week; every method takes the athlete's local day."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def preview(self, athlete_id: str, today: date, week: int | None = None, *, replace: bool = True) -> GeneratedWeek:
        """What `generate` would store; nothing is written. Raises as `generate` does."""
        with self._database.read() as connection:
            plan = read_week_plan(connection, athlete_id, today, week, replace=replace)
        return _told(athlete_id, plan, make_week(plan.brief), ())

    def generate(
        self, athlete_id: str, today: date, week: int | None = None, *, replace: bool = False
    ) -> GeneratedWeek:
        """Make and store the sessions of a week of the active season, all of them or none.

        `week` is counted from 1; None is the week the athlete stands in. What has been done, begun,
        changed or made by hand stays and counts. Sessions that were generated before and that nobody
        has touched stay too, unless `replace` asks for new ones in their place. Days gone by stay as
        they were.

        Raises `NotFound` for an unknown athlete or one without an active season, `InvalidInput` for
        a week outside the season or one that lies behind, `Conflict` where the season is over or
        names no exercises.
        """
        try:
            with self._database.write() as connection:
                return generated(connection, athlete_id, today, week, replace=replace)
        except Conflict:
            # A season may have come to its end while days passed, and nobody has stored that yet.
            self.settle(athlete_id, today)
            raise

    def settle(self, athlete_id: str, today: date) -> bool:
        """Store where the athlete stands as of today; False where that was known, or there is no active season.

        A week whose last sessions were missed is over with its Sunday, and then nobody completes anything.
        """
        with self._database.write() as connection:
            log = read_log(connection, athlete_id, today)
            days = usual_frame(read_profile(connection, athlete_id), log).days
            standing = read_standing(connection, athlete_id, today, log.lifter.where, days)
            return standing is not None and write_position(connection, standing)


def generated(
    connection: Connection, athlete_id: str, today: date, week: int | None = None, *, replace: bool = False
) -> GeneratedWeek:
    """`Generating.generate` inside a transaction that is under way."""
    _alone(connection, athlete_id)
    plan = read_week_plan(connection, athlete_id, today, week, replace=replace)
    planned = make_week(plan.brief)
    remove_untouched(connection, plan.replaced)
    sessions = len(plan.kept) + len(planned)
    target = Target(athlete_id, plan.brief.block, plan.week, sessions, today, plan.at, plan.where)
    ids = write_planned(connection, target, planned, load_catalogue().by_id, exercise_ids(connection))
    write_position(connection, plan.standing)
    return _told(athlete_id, plan, planned, ids)


def _alone(connection: Connection, athlete_id: str) -> None:
    """Whoever makes a week for the same athlete waits until this one is stored."""
    connection.execute(select(user.c.id).where(user.c.id == athlete_id).with_for_update())


def _told(athlete_id: str, plan: WeekPlan, planned: Sequence[PlannedWorkout], ids: Sequence[str]) -> GeneratedWeek:
    return GeneratedWeek(
        athlete_id=athlete_id,
        week=shown(plan.week),
        monday=plan.brief.monday,
        planned=planned,
        workouts=ids,
        kept=[one.id for one in plan.kept],
        replaced=len(plan.replaced),
        sentences=[*_sentences(plan, planned), *plan.brief.assumptions],
    )


def _sentences(plan: WeekPlan, planned: Sequence[PlannedWorkout]) -> list[str]:
    brief = plan.brief
    block, total = brief.block, plan.standing.macro.total_weeks
    place = f"week {shown(brief.week_in_block)} of {block.duration_weeks} of the {str(block.block_type).lower()} block"
    found = [f"Week {shown(plan.week)} of {total}, {place}, from Monday {_day(brief.monday)}: {_count(planned)}."]
    if plan.kept:
        found.append(_kept(plan.kept))
    if plan.replaced:
        found.append(f"{_sessions(len(plan.replaced))} nobody had touched gave way to the new ones.")
    if not planned:
        found.append(_nothing(plan))
    return found + _behind(plan)


def _count(planned: Sequence[PlannedWorkout]) -> str:
    return _sessions(len(planned), "new") if planned else "nothing new"


def _sessions(count: int, kind: str = "generated") -> str:
    return f"1 {kind} session" if count == 1 else f"{count} {kind} sessions"


def _kept(kept: Sequence[WeekWorkout]) -> str:
    done = sum(one.is_performed for one in kept)
    parts = [f"{done} done"] if done else []
    parts += [f"{len(kept) - done} still to do"] if done < len(kept) else []
    what = "1 session is" if len(kept) == 1 else f"{len(kept)} sessions are"
    return f"{what} there already ({', '.join(parts)}), counted and left alone."


def _nothing(plan: WeekPlan) -> str:
    brief = plan.brief
    if len(set(brief.done_days)) >= brief.days:
        return f"The week has its {brief.days} sessions."
    last = brief.monday + timedelta(days=6)
    free = [brief.monday + timedelta(days=offset) for offset in range(7)]
    if not any(day >= brief.today and day not in set(brief.done_days) for day in free):
        return f"No day is left in it up to Sunday {_day(last)}."
    return "What the week asks for is done, or nothing of it may be done as things stand."


def _behind(plan: WeekPlan) -> list[str]:
    """What a season says that its athlete has fallen behind."""
    macro, brief = plan.standing.macro, plan.brief
    late = (brief.monday - monday(macro.start_date)).days // 7 - plan.week
    if late <= 0:
        return []
    weeks = "1 week" if late == 1 else f"{late} weeks"
    found = [f"The season is {weeks} behind its calendar: weeks without training do not move it on."]
    event = macro.event_date
    left = macro.total_weeks - plan.week
    if event is not None and brief.monday <= event < brief.monday + timedelta(weeks=left):
        found.append(f"Its peak no longer falls on the event of {_day(event)}: plan the season anew.")
    return found


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
