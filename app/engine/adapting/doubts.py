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
    gaps = [(after - before).days for (before, _), (after, _) in pairwise(sessions)]
    long = [days for days in gaps if days > DOUBT_GAP_DAYS]
    if long:
        times = "once" if len(long) == 1 else f"{len(long)} times"
        found.append(
            f"Among its last {len(sessions)} sessions the lift was left alone for more than {DOUBT_GAP_DAYS} days "
            f"{times}, at most {max(long)}: a trend over gaps says little."
        )
    jumps = [(day, kg, later) for (_, kg), (day, later) in pairwise(sessions) if abs(later / kg - 1) > DOUBT_JUMP]
    if jumps:
        day, kg, later = jumps[-1]
        found.append(
            f"The estimate jumped from {kg:.0f} to {later:.0f} kg on {day.day} {day:%B}: another bar or machine?"
        )
    return found
