"""What makes the log of a lift doubtful, before anybody changes a plan because of it."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby, pairwise

from app.engine.constants_adapting import DOUBT_GAP_DAYS, DOUBT_JUMP, DOUBT_NO_EFFORT, DOUBT_SAME_EFFORT


def doubts_of(sessions: Sequence[tuple[date, float]], efforts: Sequence[float | None]) -> list[str]:
    """What makes a lift's recent log doubtful, in sentences: (day, e1RM kg) and the RPE of its working sets."""
    found = []
    known = [rpe for rpe in efforts if rpe is not None]
    if efforts and len(known) < (1 - DOUBT_NO_EFFORT) * len(efforts):
        found.append(f"{len(efforts) - len(known)} of {len(efforts)} working sets have no effort logged.")
    same = max((sum(1 for _ in run) for _, run in groupby(known)), default=0)
    if same >= DOUBT_SAME_EFFORT and len(set(known)) == 1:
        found.append(f"Every set is logged at RPE {known[0]:g}.")
    for (before, kg), (after, later) in pairwise(sessions):
        if (after - before).days > DOUBT_GAP_DAYS:
            found.append(f"The lift was not done for {(after - before).days} days before {after.day} {after:%B}.")
        if abs(later / kg - 1) > DOUBT_JUMP:
            found.append(f"The estimate jumped from {kg:.0f} to {later:.0f} kg on {after.day} {after:%B}: another bar?")
    return found
