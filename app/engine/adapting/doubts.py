"""What makes the log of a lift doubtful, before anybody changes a plan because of it."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby, pairwise

from app.engine.constants_adapting import (
    DOUBT_GAP_DAYS,
    DOUBT_GAPS,
    DOUBT_JUMP,
    DOUBT_JUMP_DAYS,
    DOUBT_LEVEL,
    DOUBT_SAME_EFFORT,
)

Session = tuple[date, float]


def doubts_of(sessions: Sequence[Session], efforts: Sequence[float | None]) -> list[str]:
    """What makes a lift's recent log doubtful, in sentences: (day, e1RM kg) and the RPE of its working sets.

    Efforts that are all alike, jumps that no training explains. A log without efforts is a log as
    most are.
    """
    found = _same_effort(efforts)
    jump = _jump(sessions)
    if jump is not None:
        (_, kg), (day, later) = jump
        found.append(
            f"The estimate jumped from {kg:.0f} to {later:.0f} kg on {day.day} {day:%B}: another bar or machine?"
        )
    return found


def _same_effort(efforts: Sequence[float | None]) -> list[str]:
    known = [rpe for rpe in efforts if rpe is not None]
    same = max((sum(1 for _ in run) for _, run in groupby(known)), default=0)
    return [f"Every set is logged at RPE {known[0]:g}."] if same >= DOUBT_SAME_EFFORT and len(set(known)) == 1 else []


def gaps_of(sessions: Sequence[Session]) -> list[str]:
    """Several long gaps, in a sentence: one is a holiday."""
    gaps = [(after - before).days for (before, _), (after, _) in pairwise(sessions)]
    long = [days for days in gaps if days > DOUBT_GAP_DAYS]
    if len(long) < DOUBT_GAPS:
        return []
    said = (
        f"Among its last {len(sessions)} sessions the lift was left alone for more than {DOUBT_GAP_DAYS} days "
        f"{len(long)} times, at most {max(long)}: a trend over gaps says little."
    )
    return [said]


def _jump(sessions: Sequence[Session]) -> tuple[Session, Session] | None:
    """The latest change from one session to the next that is neither a light day nor a time away.

    Upwards: beyond everything before. Downwards: it lasts, all sessions since lie below all before.
    """
    found = None
    for place in range(1, len(sessions)):
        before, after = sessions[max(0, place - DOUBT_LEVEL) : place], sessions[place : place + DOUBT_LEVEL]
        if (after[0][0] - before[-1][0]).days > DOUBT_JUMP_DAYS or len(before) < DOUBT_LEVEL:
            continue
        rose = after[0][1] > (1 + DOUBT_JUMP) * max(kg for _, kg in sessions[:place])
        fell = len(after) == DOUBT_LEVEL and max(kg for _, kg in after) < (1 - DOUBT_JUMP) * min(kg for _, kg in before)
        if rose or fell:
            found = before[-1], after[0]
    return found
