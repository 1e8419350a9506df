"""Proposals as rows: open once per topic, decided once, and the adaptation that an accepted one leaves."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import Connection, Select, insert, select, update

from app.engine.adapting.ladder import Taken
from app.gateways.shapes import checked
from models.tables.athletes import user
from models.tables.plan import macro_adaptation, proposal
from models.tables.types import utc_now
from models.values.adapting import Proposal, ProposalState
from models.values.ids import new_id
from models.values.kinds import AdaptationType

SCHEMA: Final = "adaptation"
STALL: Final = "stall"
_KINDS: Final = frozenset(kind.value for kind in AdaptationType)


def read_proposals(
    connection: Connection, *, athlete_id: str | None = None, states: Collection[ProposalState] = (ProposalState.OPEN,)
) -> list[Proposal]:
    """Proposals of one athlete or of all in these states, the newest first."""
    statement = _select().where(proposal.c.state.in_(sorted(state.value for state in states)))
    if athlete_id is not None:
        statement = statement.where(proposal.c.user_id == athlete_id)
    rows = connection.execute(statement.order_by(proposal.c.created_at.desc(), proposal.c.id)).mappings()
    return [_value(dict(row)) for row in rows]


def read_proposal(connection: Connection, proposal_id: str) -> Proposal | None:
    """The proposal of an id, None where there is none."""
    row = connection.execute(_select().where(proposal.c.id == proposal_id)).mappings().one_or_none()
    return None if row is None else _value(dict(row))


def _select() -> Select[Any]:
    return select(
        *(column.label(column.key) for column in proposal.c),
        user.c.name.label("athlete_name"),
        user.c.email.label("athlete_email"),
    ).join(user, user.c.id == proposal.c.user_id)


def _value(row: Mapping[str, Any]) -> Proposal:
    kind, state = row["kind"], row["state"]
    return Proposal(
        id=row["id"],
        athlete_id=row["user_id"],
        athlete_name=row["athlete_name"] or row["athlete_email"],
        kind=AdaptationType(kind) if kind in _KINDS else kind,
        topic=row["topic"],
        title=row["title"],
        reason=row["reason"],
        evidence=_mapping(row["evidence"]),
        before=_mapping(row["before"]),
        after=_mapping(row["after"]),
        state=ProposalState(state),
        created=row["created_at"],
        decided=row["decided_at"],
        note=row["note"],
        block_id=row["training_block_id"],
        macro_id=row["macro_cycle_id"],
        adaptation_id=row["adaptation_id"],
    )


def _mapping(document: Any) -> Mapping[str, Any]:
    return document if isinstance(document, dict) else {}


def insert_proposal(connection: Connection, athlete_id: str, values: Mapping[str, Any]) -> None:
    """Store an open proposal."""
    row = {"id": new_id(), "user_id": athlete_id, "state": ProposalState.OPEN.value, "created_at": utc_now(), **values}
    connection.execute(insert(proposal), [row])


def renew_proposal(connection: Connection, proposal_id: str, values: Mapping[str, Any]) -> None:
    """Bring an open proposal's words and numbers up to date."""
    connection.execute(update(proposal).where(proposal.c.id == proposal_id).values(**values))


def decide(
    connection: Connection,
    proposal_id: str,
    state: ProposalState,
    *,
    note: str | None = None,
    adaptation_id: str | None = None,
) -> bool:
    """Take an open proposal out of the inbox; False where it was decided already."""
    values = {"state": state.value, "decided_at": utc_now(), "note": note or None, "adaptation_id": adaptation_id}
    is_open = (proposal.c.id == proposal_id) & (proposal.c.state == ProposalState.OPEN.value)
    return connection.execute(update(proposal).where(is_open).values(**values)).rowcount > 0


def write_adaptation(
    connection: Connection, accepted: Proposal, macro_id: str, block_id: str | None, metadata: Mapping[str, Any]
) -> str:
    """The row that says what was changed in a season; returns its id."""
    adaptation_id = new_id()
    row = {
        "id": adaptation_id,
        "macro_cycle_id": macro_id,
        "date": utc_now(),
        "type": accepted.kind,
        "reason": accepted.reason,
        "block_affected": block_id,
        # Found by the program; it was a person who accepted it.
        "auto_triggered": True,
        "metadata": checked(SCHEMA, metadata),
    }
    connection.execute(insert(macro_adaptation), [row])
    return adaptation_id


def steps_taken(decided: Sequence[Proposal]) -> list[Taken]:
    """Steps of the ladder among decided proposals, accepted or rejected: a rejected one is not tried again either."""
    found = []
    for one in decided:
        parts = one.topic.split(":")
        if len(parts) == 4 and parts[0] == STALL and parts[2].isdigit() and one.decided is not None:
            found.append(Taken(parts[1], int(parts[2]), parts[3], one.decided.date()))
    return found


def rested_topics(decided: Sequence[Proposal], since: date) -> frozenset[str]:
    """Subjects decided on or after that day: a rejected one is not repeated, an accepted one needs time to work."""
    begin = datetime.combine(since, time()).astimezone()
    return frozenset(subject_of(one.topic) for one in decided if one.decided is not None and one.decided >= begin)


def subject_of(topic: str) -> str:
    """What a topic is about: a step of a lift, else the kind of change, whatever block the athlete is in by then.

    Sets that were cut in one block are not cut once more because another has begun.
    """
    return topic if topic.startswith(f"{STALL}:") else topic.split(":", maxsplit=1)[0]
