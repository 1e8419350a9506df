"""What follows from a workout that was completed, left out or opened again: exposures, records, the season's place."""

from datetime import date, datetime

from sqlalchemy import Connection, select

from app.engine.standing import week_of, week_state
from app.gateways.compliance import read_compliance
from app.gateways.cursors import Standing, read_standing, write_position
from app.gateways.exposures import store_exposures, wanted_exposures
from app.gateways.lift_sessions import lift_sessions, read_tired
from app.gateways.profiles import read_profile
from app.gateways.records import Brought, read_brought
from app.gateways.session_logs import OpenWorkout
from app.gateways.week_log import AthleteLog, read_log, usual_frame
from models.tables.athletes import user
from models.values.days import local_day, monday
from models.values.kinds import WorkoutStatus
from models.values.positions import shown
from models.values.training import Completion, Compliance
from models.values.units import Unit


def follow(connection: Connection, whole: OpenWorkout, at: datetime, *, reopened: bool = False) -> Completion:
    """Bring everything that depends on the log in line with it; the workout's new status is written already."""
    log, brought = refreshed(connection, whole, at)
    today = local_day(at, log.lifter.where)
    standing = _stand(connection, whole, log, today, reopened=reopened)
    compliance = read_compliance(connection, whole.id)
    sentences = [_compliance(compliance)] if compliance.planned and compliance.performed + compliance.added else []
    if whole.is_deload and sentences:
        sentences.append("A deload session: it feeds no record, no trend and no estimate.")
    sentences += [one.sentence for one in brought.records]
    sentences += _place(standing, whole, today)
    return Completion(
        workout_id=whole.id,
        at=at,
        already=False,
        compliance=compliance,
        records=brought.records,
        strength=brought.strength,
        position=None if standing is None else standing.position,
        advanced=standing is not None and standing.moved > 0,
        sentences=sentences,
    )


def refreshed(connection: Connection, whole: OpenWorkout, at: datetime) -> tuple[AthleteLog, Brought]:
    """Recompute the athlete's exposures, and read what the workout brought, from one reading of the log."""
    log = read_log(connection, whole.athlete_id, local_day(at, None))
    tired = read_tired(connection, {whole.athlete_id: log.ledger})
    store_exposures(connection, whole.athlete_id, wanted_exposures(log.ledger, log.lifter, log.facts, tired))
    lifts = lift_sessions(log.ledger, log.lifter, log.facts, tired)
    unit = connection.execute(select(user.c.unit).where(user.c.id == whole.athlete_id)).scalar()
    return log, read_brought(connection, whole.id, lifts, Unit(unit) if unit in set(Unit) else Unit.KG)


def told_already(connection: Connection, whole: OpenWorkout, at: datetime) -> Completion:
    """The answer to completing what is complete: nothing was written."""
    when = whole.completed_at or at
    return Completion(
        workout_id=whole.id,
        at=when,
        already=True,
        compliance=read_compliance(connection, whole.id),
        sentences=[f"This workout was completed on {when:%Y-%m-%d} already; nothing was changed."],
    )


def _stand(
    connection: Connection, whole: OpenWorkout, log: AthleteLog, today: date, *, reopened: bool
) -> Standing | None:
    frame = usual_frame(read_profile(connection, whole.athlete_id), log)
    standing = read_standing(connection, whole.athlete_id, today, log.lifter.where, frame.days)
    week = None if standing is None else _week(standing, whole)
    if reopened and week is not None:
        standing = read_standing(connection, whole.athlete_id, today, log.lifter.where, frame.days, reopened=week)
    if standing is not None:
        write_position(connection, standing)
    return standing


def _week(standing: Standing, whole: OpenWorkout) -> int | None:
    """The 0-based week of the active season that the workout was planned for."""
    if whole.block_id is None or whole.week_in_block is None:
        return None
    return week_of(standing.macro.blocks, whole.block_id, whole.week_in_block)


def _compliance(found: Compliance) -> str:
    added = f", {found.added} added" if found.added else ""
    skipped = f", {found.skipped} left out" if found.skipped else ""
    return f"{found.performed} of {found.planned} planned sets done ({found.share:.0%}){skipped}{added}."


def _place(standing: Standing | None, whole: OpenWorkout, today: date) -> list[str]:
    """Where the season stands, and why it moved on or did not."""
    if standing is None:
        return []
    week, here = _week(standing, whole), standing.done.weeks
    found = []
    if standing.moved > 0:
        found.append(_moved(standing))
    elif week is not None and week >= here:
        found.append(_waiting(standing, week, today))
    late = (monday(today) - monday(standing.macro.start_date)).days // 7 - here
    if late > 0 and not standing.position.is_over:
        weeks = "1 week" if late == 1 else f"{late} weeks"
        found.append(f"The season is {weeks} behind its calendar: weeks without training do not move it on.")
    return found


def _moved(standing: Standing) -> str:
    here, total = standing.done.weeks, standing.macro.total_weeks
    if standing.position.is_over:
        return f"Week {total} was the last one: the season is over."
    return f"Week {here} is done: the season moves on to week {shown(here)} of {total}."


def _waiting(standing: Standing, week: int, today: date) -> str:
    """Of a week that is not done: what is still open, or that too little of it was done."""
    latest = max(monday(one.day) for one in standing.sessions if one.week == week)
    of_week = [one for one in standing.sessions if monday(one.day) == latest]
    beside = sum(one.week is None and one.status == WorkoutStatus.COMPLETED for one in of_week)
    state = week_state([one for one in of_week if one.week == week], today, standing.days, beside)
    name = f"Week {shown(week)} of {standing.macro.total_weeks}"
    if state.open:
        return f"{name}: {state.completed} of {state.sessions} sessions done, {state.open} still open."
    if state.has_enough:
        return f"{name}: its sessions are done; the season moves on when the calendar week is over."
    return (
        f"{name}: only {state.completed} of {state.sessions} sessions done, so the season stays in it; "
        "make the week again when training goes on."
    )
