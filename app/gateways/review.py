"""Everything a review of a season looks at, gathered in a fixed number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from typing import Any, Final

from sqlalchemy import Connection, Double, func, select, type_coerce

from app.engine.adapting.attendance import Absence, WeekShare, absence, is_returning
from app.engine.adapting.drift import RatedSet, effort_drifts
from app.engine.adapting.pieces import EASY
from app.engine.adapting.triggers import TriggerFacts
from app.engine.constants_adapting import (
    DRIFT_WINDOW_DAYS,
    LADDER_FRESH_DAYS,
    MATCH_DAYS,
    MATCH_LOAD_SHARE,
    PAIN_DAYS,
)
from app.engine.lift_log import LiftSession
from app.engine.standing import monday_of, place
from app.gateways.cursors import Standing, read_standing
from app.gateways.effort import COMPARABLE, DRIFT
from app.gateways.history import WeekDone, session_days_of
from app.gateways.lift_sessions import lift_sessions, read_tired
from app.gateways.limits import Limits, read_limits
from app.gateways.performed import PERFORMED_AT, WORKING, sets_of_workouts
from app.gateways.profiles import read_profile
from app.gateways.week_log import AthleteLog, read_log, usual_frame
from models.tables.readiness import readiness_signal
from models.tables.workouts import session_check_in, set_log, workout, workout_exercise, workout_set
from models.values.days import local_day, monday, span
from models.values.kinds import WorkoutStatus
from models.values.plan import Macrocycle

_READINESS_DAYS: Final = LADDER_FRESH_DAYS
_COMPLIANCE_WEEKS: Final = 4


@dataclass(frozen=True, slots=True)
class Morning:
    """A day's last check-in, as far as a review needs it."""

    freshness: float
    recovery: float | None
    sleep_hours: float | None
    soreness: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Review:
    """What is known of an athlete with an active season that has weeks to come."""

    athlete_id: str
    today: date
    standing: Standing
    log: AthleteLog
    first: int
    """0-based week of the season from which it may still change."""
    late_weeks: int
    """Weeks that the athlete is behind the plan's calendar."""
    lifts: Mapping[str, Sequence[LiftSession]]
    """Exercise id to its sessions, oldest first."""
    mornings: Mapping[date, Morning]
    drifts: Sequence[tuple[date, float]]
    pain: Sequence[tuple[date, str]]
    shortfalls: Mapping[str, Sequence[float]]
    """Exercise id to the repetitions its last sessions fell short at the planned load, the newest last."""
    limits: Limits
    sessions_a_week: int
    """As the athlete said, else as it was usual."""

    @property
    def macro(self) -> Macrocycle:
        return self.standing.macro

    def compliance(self) -> list[WeekShare]:
        """How much of the planned hard sets was done in each of the last complete weeks of the season, oldest first."""
        found: list[WeekShare] = []
        start = monday(self.macro.start_date)
        for back in range(_COMPLIANCE_WEEKS, 0, -1):
            day = monday(self.today) - timedelta(weeks=back)
            week = (day - start).days // 7
            if not 0 <= week < self.macro.total_weeks:
                continue
            block, inside = place(self.macro.blocks, week)
            asked = block.weeks[inside].hard_sets
            # Easy sets of an easy week count for nothing, so it says nothing of compliance.
            known = asked > 0 and block.block_type not in EASY
            done = self.log.weeks.get(day, WeekDone())
            share = min(1.0, done.hard_sets / asked) if known else None
            found.append(WeekShare(day, share, done.sessions, self._planned_sessions(day)))
        return found

    def _planned_sessions(self, day: date) -> int:
        """Of the calendar week: what it was made with, else what was planned for it, else as many as usual."""
        mine = [one for one in self.standing.sessions if one.week is not None and monday(one.day) == day]
        return max((one.of for one in mine if one.of is not None), default=len(mine)) or self.sessions_a_week

    def absence(self) -> Absence | None:
        """Time away in this season that goes on or has only just ended."""
        return absence(self.compliance(), self._days(), self.macro.start_date, self.today)

    def is_returning(self, day: date) -> bool:
        """Time away, in this season or before it, had ended so lately that lifts could not be judged that day."""
        return is_returning(self._days(), day)

    def _days(self) -> list[date]:
        return session_days_of(self.log.ledger, self.log.lifter.where)

    def trigger_facts(self, trends: Mapping[str, Sequence[Any]], missed: Sequence[str]) -> TriggerFacts:
        """What the block's triggers are read from.

        `trends` are each main lift's weekly evaluations by name, `missed` the unjudged ones that fall
        short of their repetitions.
        """
        return TriggerFacts(
            today=self.today,
            freshness={day: one.freshness for day, one in self.mornings.items()},
            recovery={day: one.recovery for day, one in self.mornings.items() if one.recovery is not None},
            soreness={day: one.soreness for day, one in self.mornings.items()},
            lifts=trends,
            drifts=self.drifts,
            compliance=self.compliance(),
            pain=self.pain,
            missed=missed,
        )


def read_review(connection: Connection, athlete_id: str, today: date) -> Review | None:
    """The athlete as of today; None without an active season that can still change. `NotFound` for an unknown one."""
    log = read_log(connection, athlete_id, today)
    profile = read_profile(connection, athlete_id)
    frame = usual_frame(profile, log)
    standing = read_standing(connection, athlete_id, today, log.lifter.where, frame.days)
    if standing is None or standing.position.is_over or not _is_ours(standing.macro):
        return None
    here = standing.done.weeks
    start = monday_of(standing.macro.start_date, here, standing.done, today)
    first = here + _has_begun(standing, here, start, today)
    if not 0 < first < standing.macro.total_weeks:
        return None
    tired = read_tired(connection, {athlete_id: log.ledger})
    return Review(
        athlete_id=athlete_id,
        today=today,
        standing=standing,
        log=log,
        first=first,
        late_weeks=(start - monday(standing.macro.start_date)).days // 7 - here,
        lifts=lift_sessions(log.ledger, log.lifter, log.facts, tired),
        mornings=_mornings(connection, log),
        drifts=_drifts(connection, log),
        pain=_pain(connection, log),
        shortfalls=_shortfalls(connection, log),
        limits=read_limits(connection, [athlete_id])[athlete_id],
        sessions_a_week=profile.days_per_week or max(frame.days, _most_sessions(log, standing.macro.start_date)),
    )


def _most_sessions(log: AthleteLog, start: date) -> int:
    """Sessions of the best week of the season: thin weeks, which are judged here, do not say what was planned."""
    return max((week.sessions for day, week in log.weeks.items() if day >= monday(start)), default=0)


def _is_ours(macro: Macrocycle) -> bool:
    """Whether every block has the shapes this program writes; another program's season is not rewritten."""
    return all(block.main_lifts.get("version") == 1 and any(w.exercises for w in block.weeks) for block in macro.blocks)


def _has_begun(standing: Standing, week: int, start: date, today: date) -> bool:
    """Whether the week the athlete stands in is under way: its Monday is past, or something of it was done."""
    done = any(one.week == week and one.status != WorkoutStatus.PLANNED for one in standing.sessions)
    free = any(one.week is None and one.day >= start for one in standing.sessions)
    return start < today or done or free


def _mornings(connection: Connection, log: AthleteLog) -> dict[date, Morning]:
    columns = readiness_signal.c
    begin, end = span(log.today - timedelta(days=_READINESS_DAYS - 1), log.today, log.lifter.where)
    rows = connection.execute(
        select(
            columns.timestamp,
            columns.fatigue_score.label("score"),
            columns.whoop_recovery.label("recovery"),
            columns.whoop_sleep_hours.label("sleep"),
            columns.subjective_soreness.label("soreness"),
        )
        .where(columns.user_id == log.athlete_id, columns.replaced_by_id.is_(None))
        .where(columns.timestamp >= begin, columns.timestamp < end)
        .order_by(columns.timestamp, columns.id)
    )
    return {
        local_day(row.timestamp, log.lifter.where): Morning(row.score, row.recovery, row.sleep, _levels(row.soreness))
        for row in rows
    }


def _levels(soreness: Any) -> dict[str, int]:
    said = soreness if isinstance(soreness, dict) else {}
    return {key: int(level) for key, level in said.items() if isinstance(level, int | float)}


def _drifts(connection: Connection, log: AthleteLog) -> list[tuple[date, float]]:
    """Each recent session's drift of effort: against its own plan where it had one, else against earlier sessions."""
    where = log.lifter.where
    since = log.today - timedelta(days=DRIFT_WINDOW_DAYS + MATCH_DAYS)
    found = effort_drifts(
        RatedSet(one.id, local_day(one.at, where), exercise, done.load_kg, done.reps, done.rpe)
        for one in log.ledger
        if not one.deload and since <= local_day(one.at, where) <= log.today
        for exercise, sets in one.exercises.items()
        for done in sets
        if done.working and done.load_kg and done.reps and done.rpe is not None
    )
    found |= _planned_drifts(connection, log)
    return sorted(pair for pair in found.values() if (log.today - pair[0]).days < DRIFT_WINDOW_DAYS)


def _planned_drifts(connection: Connection, log: AthleteLog) -> dict[str, tuple[date, float]]:
    begin, end = span(log.today - timedelta(days=DRIFT_WINDOW_DAYS - 1), log.today, log.lifter.where)
    rows = connection.execute(
        select(workout.c.id, PERFORMED_AT.label("at"), func.avg(DRIFT).label("drift"))
        .select_from(sets_of_workouts().join(workout, workout.c.id == workout_exercise.c.workout_id))
        .where(
            workout.c.user_id == log.athlete_id,
            workout.c.status == WorkoutStatus.COMPLETED,
            begin <= PERFORMED_AT,
            end > PERFORMED_AT,
            COMPARABLE,
        )
        .group_by(workout.c.id, PERFORMED_AT)
    )
    return {row.id: (local_day(row.at, log.lifter.where), float(row.drift)) for row in rows}


def _shortfalls(connection: Connection, log: AthleteLog) -> dict[str, list[float]]:
    """Mean repetitions short of the target in each recent session of an exercise, at its planned load or more."""
    begin, end = span(log.today - timedelta(days=MATCH_DAYS - 1), log.today, log.lifter.where)
    done, asked = type_coerce(set_log.c.actual_load, Double), type_coerce(workout_set.c.target_load, Double)
    rows = connection.execute(
        select(
            workout_exercise.c.exercise_id.label("exercise"),
            func.avg(workout_set.c.target_reps - set_log.c.actual_reps).label("short"),
        )
        .select_from(sets_of_workouts().join(workout, workout.c.id == workout_exercise.c.workout_id))
        .where(
            workout.c.user_id == log.athlete_id,
            workout.c.status == WorkoutStatus.COMPLETED,
            begin <= PERFORMED_AT,
            end > PERFORMED_AT,
            WORKING,
            set_log.c.actual_reps.is_not(None),
            done >= (1 - MATCH_LOAD_SHARE) * asked,
        )
        .group_by(workout.c.id, PERFORMED_AT, workout_exercise.c.exercise_id)
        .order_by(PERFORMED_AT, workout.c.id)
    )
    found: dict[str, list[float]] = {}
    for row in rows:
        found.setdefault(row.exercise, []).append(float(row.short))
    return found


def _pain(connection: Connection, log: AthleteLog) -> list[tuple[date, str]]:
    begin, end = span(log.today - timedelta(days=PAIN_DAYS - 1), log.today, log.lifter.where)
    columns = session_check_in.c
    rows = connection.execute(
        select(columns.date, columns.pain_flags.label("flags"))
        .where(columns.user_id == log.athlete_id, columns.date >= begin, columns.date < end)
        .order_by(columns.date, columns.id)
    )
    return [(local_day(row.date, log.lifter.where), part) for row in rows for part in _parts(row.flags)]


def _parts(flags: Any) -> list[str]:
    """Body parts of pain flags: another program writes a list of names, or names with a flag or a level."""
    if isinstance(flags, dict):
        return [str(part).replace("_", " ") for part, level in flags.items() if level]
    return [str(part).replace("_", " ") for part in flags] if isinstance(flags, list) else []


def mean_of(values: Sequence[float | None]) -> float | None:
    """The mean of what is known, None where nothing is."""
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
