"""An athlete's log as the next week depends on it: performed weeks, strength of each lift, uses, habits, freshness."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import Connection, select

from app.engine.constants import RECENT_WEEKS, USUAL_WEEKS
from app.engine.constants_training import CHECK_IN_HOURS, HABIT_WEEKS, ROTATION_DAYS
from app.engine.habits import TimeFrame, time_frame
from app.engine.lift_log import strength
from app.engine.workouts.brief import Strength, Use
from app.errors import NotFound
from app.gateways.exposures import read_exposures, read_lifters
from app.gateways.history import Shares, WeekDone, habits, read_shares, weeks_of
from app.gateways.ledger import ExerciseFacts, Ledger, read_exercise_facts, read_ledgers
from app.gateways.lift_sessions import Lifter, last_sets, lift_sessions, read_tired
from app.gateways.newest_checkin import newest_freshness
from models.tables.workouts import workout
from models.values.athletes import Profile
from models.values.days import local_day, moment, monday
from models.values.kinds import WorkoutStatus
from models.values.readiness import Freshness


@dataclass(frozen=True, slots=True)
class AthleteLog:
    """An athlete's log, as what is planned next depends on it."""

    athlete_id: str
    today: date
    lifter: Lifter
    ledger: Ledger
    facts: Mapping[str, ExerciseFacts]
    shares: Shares
    weeks: Mapping[date, WeekDone]
    starts: Sequence[datetime]
    """Local beginnings of the sessions of the last weeks."""
    trends: Mapping[str, str]
    """Exercise id to the trend of its exposure."""


def read_log(connection: Connection, athlete_id: str, today: date) -> AthleteLog:
    """The athlete's whole log; `NotFound` for an unknown athlete."""
    lifter = read_lifters(connection, [athlete_id]).get(athlete_id)
    if lifter is None:
        raise NotFound("There is no such athlete.", advice="Add the athlete first.")
    ledger, facts = read_ledgers(connection, [athlete_id])[athlete_id], read_exercise_facts(connection)
    shares = read_shares(connection, athlete_id)
    first = monday(today) - timedelta(weeks=RECENT_WEEKS)
    exposures = read_exposures(connection, [athlete_id])[athlete_id]
    return AthleteLog(
        athlete_id,
        today,
        lifter,
        ledger,
        facts,
        shares,
        weeks_of(ledger, facts, shares, first, today + timedelta(days=6), lifter.where),
        _starts(connection, athlete_id, today, lifter.where),
        {row.exercise_id: str(row.performance["trend"]) for row in exposures if _tells_trend(row.performance)},
    )


def _tells_trend(performance: Any) -> bool:
    return isinstance(performance, dict) and isinstance(performance.get("trend"), str)


def _starts(connection: Connection, athlete_id: str, today: date, where: tzinfo | None) -> list[datetime]:
    since = moment(monday(today) - timedelta(weeks=HABIT_WEEKS), time(), where)
    rows = connection.execute(
        select(workout.c.scheduled_date).where(
            workout.c.user_id == athlete_id,
            workout.c.status == WorkoutStatus.COMPLETED,
            since <= workout.c.scheduled_date,
        )
    )
    return [row[0].astimezone(where) for row in rows]


def usual_frame(profile: Profile, log: AthleteLog) -> TimeFrame:
    """Days a week and minutes a session: as the athlete said, else as the log has it, else assumed."""
    usual = habits(dict(sorted(log.weeks.items())[-USUAL_WEEKS:]))
    return time_frame(profile.days_per_week, profile.session_minutes, *usual)


def read_strengths(connection: Connection, log: AthleteLog, known: Collection[str]) -> dict[str, Strength]:
    """What the log says of each of the `known` catalogue ids."""
    sessions = lift_sessions(log.ledger, log.lifter, log.facts, read_tired(connection, {log.athlete_id: log.ledger}))
    last = last_sets(log.ledger, log.facts)
    found: dict[str, Strength] = {}
    for exercise_id, those in sessions.items():
        name = log.facts[exercise_id].catalogue_id
        if name is None or name not in known:
            continue
        one = strength(those, last.get(exercise_id), log.today, log.trends.get(exercise_id))
        if one is not None:
            found[name] = one
    return found


def uses_of(log: AthleteLog) -> dict[str, Use]:
    """By catalogue id: when last, how many calendar weeks in a row up to then, how often in the last eight weeks."""
    days: dict[str, list[date]] = {}
    for one in log.ledger:
        day = local_day(one.at, log.lifter.where)
        for exercise_id in one.exercises:
            if (name := log.facts[exercise_id].catalogue_id) is not None:
                days.setdefault(name, []).append(day)
    return {name: _use(those, log.today) for name, those in sorted(days.items())}


def _use(days: Sequence[date], today: date) -> Use:
    weeks = {monday(day) for day in days}
    start, running = monday(days[-1]), 0
    while start - timedelta(weeks=running) in weeks:
        running += 1
    return Use(days[-1], running, sum((today - day).days < ROTATION_DAYS for day in days))


def read_freshness(connection: Connection, athlete_id: str, now: datetime) -> Freshness | None:
    """The latest check-in as it stands at the usual hour of training; None where it is older than two days."""
    # A check-in of later today, as a day planned in the evening has it, is as fresh as can be.
    found = newest_freshness(connection, athlete_id, now, now + timedelta(hours=24))
    if found is None or found.age_hours > CHECK_IN_HOURS:
        return None
    return replace(found, age_hours=round(max(0.0, found.age_hours), 1))
