"""Keeps an athlete's proposals in step with what a review finds, and carries an accepted one out."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection, select

from app.engine.adapting.findings import Finding
from app.engine.constants import VERSION
from app.engine.constants_adapting import REST_DAYS
from app.errors import Conflict, InvalidInput, NotFound
from app.gateways.catalogue import load_catalogue
from app.gateways.proposals import (
    STALL,
    decide,
    insert_proposal,
    read_proposal,
    renew_proposal,
    rested_topics,
    steps_taken,
    subject_of,
    write_adaptation,
)
from app.gateways.replanning import Rewritten, rewrite_season
from app.gateways.review import Review
from app.usecases.adapting_review import Planned, Reviewer
from models.tables.athletes import user
from models.values.adapting import Decision, Proposal, ProposalState
from models.values.days import monday

DECIDED: Final = (ProposalState.ACCEPTED, ProposalState.REJECTED)
_GONE: Final = "What it rested on no longer holds."
_WORDS: Final = ("title", "reason", "evidence", "before", "after")

Wanted = Mapping[str, Mapping[str, Any]]
"""Topic to the values of its row."""


def wanted_of(review: Review, decided: Sequence[Proposal], current: Sequence[Proposal]) -> Wanted:
    """What should be open now: the findings of a review but those that were decided lately."""
    reviewer = Reviewer(review, load_catalogue())
    rested = rested_topics(decided, review.today - timedelta(days=REST_DAYS))
    stalls = [one.topic.split(":")[1] for one in current if one.topic.startswith(f"{STALL}:")]
    found = reviewer.findings(steps_taken(decided), stalls[0] if stalls else None)
    return {each.topic: _row(each, reviewer) for each in found if subject_of(each.topic) not in rested}


def _row(found: Finding, reviewer: Reviewer) -> dict[str, Any]:
    planned = reviewer.planned(found.change)
    return {
        "macro_cycle_id": reviewer.macro.id,
        "training_block_id": reviewer.block.id,
        "kind": found.kind.value,
        "topic": found.topic,
        "title": found.title,
        "reason": found.reason,
        "evidence": dict(found.evidence),
        "before": planned.before,
        "after": planned.after,
    }


def differs(current: Sequence[Proposal], wanted: Wanted) -> bool:
    """Whether anything has to be written."""
    if {one.topic for one in current} != set(wanted):
        return True
    return any(getattr(one, name) != wanted[one.topic][name] for one in current for name in _WORDS)


def store(connection: Connection, athlete_id: str, current: Sequence[Proposal], wanted: Wanted) -> None:
    """Withdraw what no longer holds, renew what still does, add what is new."""
    for one in current:
        values = wanted.get(one.topic)
        if values is None:
            decide(connection, one.id, ProposalState.WITHDRAWN, note=_GONE)
        elif any(getattr(one, name) != values[name] for name in _WORDS):
            renew_proposal(connection, one.id, values)
    there = {one.topic for one in current}
    for topic, values in wanted.items():
        if topic not in there:
            insert_proposal(connection, athlete_id, values)


def undecided(connection: Connection, proposal_id: str) -> Proposal:
    """The open proposal of an id, its athlete's season locked; `NotFound`, or `Conflict` saying how it was decided."""
    found = read_proposal(connection, proposal_id)
    if found is None:
        raise NotFound("This proposal is no longer there.", advice="Reload the list.")
    # Whoever changes the plan of the same athlete waits until this is done, and then looks again.
    connection.execute(select(user.c.id).where(user.c.id == found.athlete_id).with_for_update())
    found = read_proposal(connection, proposal_id) or found
    if found.state is not ProposalState.OPEN:
        when = "" if found.decided is None else f" on {found.decided:%Y-%m-%d}"
        raise Conflict(
            f"This proposal was {str(found.state).lower()}{when}; nothing was changed.", advice="Reload the list."
        )
    return found


def accepted(connection: Connection, found: Proposal, review: Review | None, note: str) -> Decision | str:
    """Carry an open proposal out; why not, in a sentence, where it no longer fits."""
    if review is None or review.macro.id != found.macro_id:
        return "the season it was made for is over or another one."
    reviewer = Reviewer(review, load_catalogue())
    try:
        planned = reviewer.planned(found.after.get("change", {"kind": "unknown"}))
    except InvalidInput as error:
        return error.message
    rewritten = rewrite_season(connection, review.standing.season, review.macro, planned.season, review.first)
    metadata = {
        "version": 1,
        "constants": VERSION,
        "proposalId": found.id,
        "title": found.title,
        "note": note or None,
        "fromWeek": review.first,
        "before": planned.before,
        "after": planned.after,
        "evidence": dict(found.evidence),
    }
    adaptation = write_adaptation(connection, found, str(review.macro.id), str(reviewer.block.id), metadata)
    decide(connection, found.id, ProposalState.ACCEPTED, note=note, adaptation_id=adaptation)
    done = read_proposal(connection, found.id) or found
    return Decision(done, adaptation, _sentences(review, planned, rewritten), rewritten.removed)


def _sentences(review: Review, planned: Planned, rewritten: Rewritten) -> list[str]:
    if planned.season == review.macro:
        return ["Noted in the season; the plan itself stays as it is."]
    day = monday(review.macro.start_date) + timedelta(weeks=review.first + review.late_weeks)
    found = [f"The plan has changed from the week of {day.day} {day:%B %Y} on; what was before stays as it was."]
    if rewritten.removed:
        what = "1 generated workout" if rewritten.removed == 1 else f"{rewritten.removed} generated workouts"
        found.append(f"{what} of the changed weeks nobody had touched went: generate those weeks again.")
    if rewritten.kept:
        what = "1 planned workout" if rewritten.kept == 1 else f"{rewritten.kept} planned workouts"
        found.append(f"{what} of the changed weeks had been changed by hand and stayed.")
    if review.macro.event_date is not None:
        found.append(f"The event on {review.macro.event_date.isoformat()} keeps its place in the plan.")
    return found
