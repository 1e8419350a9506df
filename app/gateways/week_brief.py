"""Gathers what a week of workouts is made from: the season, the log, the athlete, and what the week has already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, tzinfo
from typing import Any

from sqlalchemy import Connection, select

from app.engine.habits import TimeFrame, usual_time, usual_weekdays
from app.engine.lifts import Means
from app.engine.standing import monday_of, place
from app.engine.workouts.brief import WeekBrief
from app.errors import Conflict, InvalidInput, NotFound
from app.gateways.catalogue import load_catalogue
from app.gateways.cursors import Standing, read_standing
from app.gateways.history import WeekDone
from app.gateways.limits import joints, read_favourites, read_limits
from app.gateways.policies import read_rules
from app.gateways.profiles import read_profile
from app.gateways.week_log import AthleteLog, read_freshness, read_log, read_strengths, uses_of, usual_frame
from app.gateways.week_workouts import (
    WeekWorkout,
    by_catalogue,
    fractional,
    kept_of,
    read_accessories,
    read_planned_sets,
    read_week,
    replaced_of,
)
from models.tables.athletes import user
from models.values.athletes import Profile, TrainingAge
from models.values.days import moment
from models.values.kinds import TrainingGoal
from models.values.plan import Block
from models.values.positions import shown, stored
from models.values.units import Unit


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """A brief with what storing the week needs beside it."""

    brief: WeekBrief
    standing: Standing
    week: int
    """0-based week of the season."""
    where: tzinfo | None
    at: time
    """The athlete's usual hour of training."""
    kept: Sequence[WeekWorkout]
    replaced: Sequence[str]
    """Ids of the workouts that the new ones take the place of."""


def read_week_brief(connection: Connection, athlete_id: str, today: date, week: int | None = None) -> WeekBrief:
    """Everything a week of the active season is made from.

    `week` is the season's, counted from 1; None is the one the athlete stands in. Sessions that
    were generated before and that nobody has touched are taken to give way. Raises as `read_week_plan`.
    """
    return read_week_plan(connection, athlete_id, today, week, replace=True).brief


def read_week_plan(
    connection: Connection, athlete_id: str, today: date, week: int | None, *, replace: bool
) -> WeekPlan:
    """As `read_week_brief`, with the season's standing and the sessions that stay or give way.

    Raises `NotFound` for an unknown athlete or one without an active season, `Conflict` for a season
    that is over or was written by another program without saying what to train, `InvalidInput` for
    a week that lies behind or outside the season.
    """
    log, profile = read_log(connection, athlete_id, today), read_profile(connection, athlete_id)
    frame = usual_frame(profile, log)
    standing = read_standing(connection, athlete_id, today, log.lifter.where, frame.days)
    if standing is None:
        raise NotFound("This athlete has no active season.", advice="Plan one first, then its weeks can be made.")
    index = _wanted(standing, week)
    block, week_in_block = place(standing.macro.blocks, index)
    _check(block, index)
    start = monday_of(standing.macro.start_date, index, standing.done, today)
    there = read_week(connection, athlete_id, start, log.lifter.where)
    kept, replaced = kept_of(there, today, replace=replace), replaced_of(there, today) if replace else []
    at = usual_time(log.starts)
    brief = _brief(connection, standing, profile, log, frame)
    done = log.weeks.get(start, WeekDone())
    asked = read_planned_sets(connection, [one.id for one in kept if one.is_open])
    brief = _placed(brief, block, week_in_block, start, today) | {
        "done": fractional(asked, log.shares, done.sets),
        "done_exercises": by_catalogue(asked, log.facts, done.exercises),
        "done_days": [one.day for one in kept],
        "kept": read_accessories(connection, athlete_id, block.id, week_in_block, replaced),
        "rules": read_rules(connection, athlete_id),
        "freshness": read_freshness(connection, athlete_id, moment(today, at, log.lifter.where)),
    }
    return WeekPlan(WeekBrief(**brief), standing, index, log.lifter.where, at, kept, replaced)


def _wanted(standing: Standing, week: int | None) -> int:
    """The 0-based week of the season that is asked for."""
    here, total = standing.done.weeks, standing.macro.total_weeks
    if week is not None and not 1 <= week <= total:
        raise InvalidInput(f"The season has the weeks 1 to {total}; there is no week {week}.")
    if here >= total:
        raise Conflict(f"The season is over: all its {total} weeks are done.", advice="Plan the next season.")
    if week is None:
        return here
    if stored(week) < here:
        raise InvalidInput(
            f"Week {week} lies behind: the season stands in week {shown(here)} of {total}.",
            advice="What was trained stays as it was; make this week or a coming one.",
        )
    return stored(week)


def _check(block: Block, index: int) -> None:
    if not any(week.exercises for week in block.weeks):
        raise Conflict(
            f"Week {shown(index)} belongs to a block that names no exercises: another program has planned it.",
            advice="Plan a new season; the log and the earlier season stay.",
        )


def _brief(
    connection: Connection, standing: Standing, profile: Profile, log: AthleteLog, frame: TimeFrame
) -> dict[str, Any]:
    """What does not depend on the week."""
    catalogue, macro = load_catalogue(), standing.macro
    athlete_id = log.athlete_id
    limits = read_limits(connection, [athlete_id])[athlete_id]
    assumptions = list(frame.sentences)
    if not limits.equipment:
        assumptions.append("Nobody has named the equipment: a fully equipped gym.")
    if profile.weight_kg is None:
        assumptions.append("Nobody has said the body weight: loads of exercises that lift it are found in the session.")
    if not log.ledger:
        assumptions.append("No workout is logged yet: loads are found in the first sessions.")
    own: dict[str, int] = {}
    for done in log.weeks.values():
        for key, count in done.exercises.items():
            own[key] = own.get(key, 0) + count
    return {
        "age": _age(macro.training_age),
        "goal": _goal(macro.primary_goal, assumptions),
        "exercises": catalogue.exercises,
        "muscles": catalogue.muscles,
        "means": Means(limits.equipment, limits.avoided, joints(limits.injured), own),
        "favourites": read_favourites(connection, athlete_id),
        "days": frame.days,
        "minutes": frame.minutes,
        "weekdays": usual_weekdays([one.date() for one in log.starts], frame.days),
        "strengths": read_strengths(connection, log, catalogue.by_id),
        "uses": uses_of(log),
        "bodyweight_kg": profile.weight_kg,
        "unit": _unit(connection, athlete_id),
        "sessions_logged": sum(bool(one.exercises) for one in log.ledger),
        "event": macro.event_date,
        "assumptions": assumptions,
    }


def _placed(brief: dict[str, Any], block: Block, week_in_block: int, start: date, today: date) -> dict[str, Any]:
    return brief | {"today": today, "monday": start, "block": block, "week_in_block": week_in_block}


def _age(stored_age: str) -> TrainingAge:
    return TrainingAge(stored_age) if stored_age in set(TrainingAge) else TrainingAge.INTERMEDIATE


def _goal(goal: TrainingGoal | str, assumptions: list[str]) -> TrainingGoal:
    if isinstance(goal, TrainingGoal):
        return goal
    assumptions.append(f"The season's goal {goal!r} is not known here: planned as for hypertrophy.")
    return TrainingGoal.HYPERTROPHY


def _unit(connection: Connection, athlete_id: str) -> Unit:
    unit = connection.execute(select(user.c.unit).where(user.c.id == athlete_id)).scalar()
    return Unit(unit) if unit in set(Unit) else Unit.KG
