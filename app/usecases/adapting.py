"""Adapting: today's session by readiness, the rules it follows, and proposals that change the plan."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, select

from app.changes import Changes
from app.engine.adapting import rules as readiness_rules
from app.engine.adapting.logs import SCHEMA, as_log, from_log
from app.engine.adapting.session import autoregulate
from app.errors import Conflict, NotFound
from app.gateways.database import Database
from app.gateways.newest_checkin import newest_freshness
from app.gateways.planned_sessions import PlannedSession, read_session
from app.gateways.policies import delete_rules, read_rules, write_rules
from app.gateways.proposals import decide, read_proposal, read_proposals
from app.gateways.review import read_review
from app.gateways.session_changes import restore_session, rewrite_session
from app.gateways.shapes import checked, fault
from app.usecases.adapting_decisions import DECIDED, accepted, differs, store, undecided, wanted_of
from models.tables.athletes import user
from models.values.adapting import Autoregulation, Decision, Proposal, ProposalState, Rules
from models.values.days import local_day, moment


class Adapting:
    """What readiness and performance change; the past is never rewritten."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Proposals for the plan.

    def review(self, athlete_id: str, today: date) -> list[Proposal]:
        """Look at the athlete's season and log; store what is newly found, withdraw what no longer holds.

        Returns the athlete's open proposals, the newest first; nothing is written where nothing has
        changed. What was decided is not brought up again for three weeks. `NotFound` for an
        unknown athlete.
        """
        with self._database.read() as connection:
            decided = read_proposals(connection, athlete_id=athlete_id, states=DECIDED)
            current = read_proposals(connection, athlete_id=athlete_id)
            review = read_review(connection, athlete_id, today)
        wanted = {} if review is None else wanted_of(review, decided, current)
        if not differs(current, wanted):
            return current
        try:
            with self._database.write() as connection:
                store(connection, athlete_id, read_proposals(connection, athlete_id=athlete_id), wanted)
        except Conflict:
            # Somebody else's review of the same athlete was first; theirs says the same.
            pass
        return self.inbox(athlete_id)

    def inbox(self, athlete_id: str | None = None) -> list[Proposal]:
        """Open proposals of one athlete or of all, the newest first."""
        with self._database.read() as connection:
            return read_proposals(connection, athlete_id=athlete_id)

    def decided(self, athlete_id: str | None = None, limit: int = 50) -> list[Proposal]:
        """What was accepted, rejected and withdrawn of one athlete or of all, the newest decision first."""
        with self._database.read() as connection:
            found = read_proposals(connection, athlete_id=athlete_id, states=(*DECIDED, ProposalState.WITHDRAWN))
        return sorted(found, key=lambda one: one.decided or one.created, reverse=True)[:limit]

    def accept(self, proposal_id: str, today: date, note: str = "") -> Decision:
        """Change the plan as proposed, from the coming week on, in one transaction.

        Writes a `MacroAdaptation` with before and after. Generated workouts of the changed weeks that
        nobody has touched are taken away, to be generated again: the decision says how many. Raises
        `NotFound`, and `Conflict` where the proposal is decided already or no longer fits the plan
        (it is withdrawn then).
        """
        with self._database.write() as connection:
            found = undecided(connection, proposal_id)
            review = read_review(connection, found.athlete_id, today)
            why = accepted(connection, found, review, note)
            if isinstance(why, Decision):
                return why
            decide(connection, proposal_id, ProposalState.WITHDRAWN, note=why)
        raise Conflict(
            f"“{found.title}” no longer fits the plan: {why} The plan is as it was, the proposal was withdrawn.",
            advice="Review the athlete again.",
        )

    def reject(self, proposal_id: str, note: str = "") -> Proposal:
        """Leave the plan as it is, and remember that; `NotFound`, or `Conflict` where it is decided already."""
        with self._database.write() as connection:
            undecided(connection, proposal_id)
            decide(connection, proposal_id, ProposalState.REJECTED, note=note)
            found = read_proposal(connection, proposal_id)
        if found is None:
            raise NotFound("This proposal is no longer there.", advice="Reload the list.")
        return found

    # Readiness rules.

    def rules(self, athlete_id: str) -> Rules:
        """The rules that hold for the athlete, each with its sentence; `NotFound` for an unknown one."""
        with self._database.read() as connection:
            _known(connection, athlete_id)
            return read_rules(connection, athlete_id)

    def preview_rules(self, rules: Rules) -> Rules:
        """The rules with their sentences made anew; `InvalidInput` naming rule, field and limit."""
        return readiness_rules.checked(rules)

    def save_rules(self, athlete_id: str, rules: Rules) -> Changes:
        """Store the rules as the athlete's own; `InvalidInput` naming rule, field and limit, and nothing is stored."""
        usable = readiness_rules.checked(rules)
        with self._database.write() as connection:
            _known(connection, athlete_id)
            write_rules(connection, athlete_id, usable)
        return Changes.READINESS

    def reset_rules(self, athlete_id: str) -> Changes:
        """Go back to the usual rules."""
        with self._database.write() as connection:
            _known(connection, athlete_id)
            gone = delete_rules(connection, athlete_id)
        return Changes.READINESS if gone else Changes.NOTHING

    # Today's session.

    def today(self, workout_id: str, today: date) -> Autoregulation | None:
        """What readiness makes of a planned, generated workout; nothing is written.

        None for a workout that is begun, over, not generated, or planned for a later day. Where the
        session has been changed already, what was changed comes back, `is_applied`.
        """
        with self._database.read() as connection:
            session = _session(connection, workout_id)
            if not session.is_open or local_day(session.scheduled, session.where) > today:
                return None
            if session.log is not None and fault(SCHEMA, session.log) is None:
                return from_log(session.log)
            return _adjusted(connection, session, _as_of(today, session))

    def apply_today(self, workout_id: str, now: datetime) -> Autoregulation:
        """Change the planned sets as readiness asks, and keep what was planned; `now` is an aware moment.

        Applying again starts from the sets as planned. Where nothing is to be changed nothing is
        written. `Conflict` for a workout that is begun, over or not generated.
        """
        with self._database.write() as connection:
            session = _open_session(connection, workout_id)
            found = _adjusted(connection, session, now)
            if not found.changes:
                restore_session(connection, session)
                return found
            rewrite_session(connection, session, found, checked(SCHEMA, as_log(found, now)))
        return replace(found, is_applied=True)

    def restore_today(self, workout_id: str) -> Changes:
        """Put a changed session back as it was planned; `Conflict` for one that is begun or over."""
        with self._database.write() as connection:
            session = _open_session(connection, workout_id)
            done = restore_session(connection, session)
        return Changes.WORKOUTS if done else Changes.NOTHING


def _known(connection: Connection, athlete_id: str) -> None:
    if connection.execute(select(user.c.id).where(user.c.id == athlete_id)).one_or_none() is None:
        raise NotFound("This athlete is no longer there.", advice="Choose another one.")


def _session(connection: Connection, workout_id: str) -> PlannedSession:
    session = read_session(connection, workout_id)
    if session is None:
        raise NotFound("This workout is no longer there.", advice="Reload the list.")
    return session


def _open_session(connection: Connection, workout_id: str) -> PlannedSession:
    session = _session(connection, workout_id)
    if not session.is_open:
        why = "has been begun" if session.is_touched else "is not planned any more"
        if not session.is_generated:
            why = "was not generated"
        raise Conflict(
            f"This workout {why}; it was left as it is.",
            advice="Readiness changes sessions that were generated and not begun yet.",
        )
    return session


def _adjusted(connection: Connection, session: PlannedSession, now: datetime) -> Autoregulation:
    return autoregulate(
        session.exercises,
        newest_freshness(connection, session.athlete_id, now, now),
        read_rules(connection, session.athlete_id),
        is_deload=session.is_deload,
        may_scale=session.may_scale,
        room=session.room,
    )


def _as_of(today: date, session: PlannedSession) -> datetime:
    """Now, where today is today; else the end of that day, so that other days can be asked about too."""
    now = datetime.now(UTC)
    if local_day(now, session.where) == today:
        return now
    return moment(today + timedelta(days=1), time(), session.where) - timedelta(milliseconds=1)
