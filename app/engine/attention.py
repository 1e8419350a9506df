"""Who needs the coach today: an athlete's state from the latest check-in, and the reasons in short sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.engine.readiness import GO, HOLD_BACK
from models.values.athletes import Attention
from models.values.kinds import BlockType

MISSED_MATTERS: Final = 2
"""Missed sessions in four weeks that are worth a word."""
AWAY_DAYS: Final = 14
"""Days without training that are worth a word."""
BREAK_WEEKS: Final = 3
"""Weeks without a hard set that make what follows a return."""
RETURN_WEEKS: Final = 3
DECLINING_SHARE: Final = 1 / 3
"""Share of the main lifts whose decline speaks for the whole athlete."""
EVENT_SOON_WEEKS: Final = 3
EVENT_SEEN_WEEKS: Final = 16
"""An event farther off than this says nothing about today."""
NAMED_LIFTS: Final = 2
"""Lifts named in a sentence; the rest are counted."""

_URGENT, _SOON, _NOTED, _TOLD = range(4)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one athlete on one day; None and empty where nothing is."""

    freshness: float | None = None
    """Of a check-in still valid."""
    checks_in: bool = False
    """There has been a check-in at any time."""
    stalled: Sequence[str] = ()
    """Names of main lifts that no longer gain."""
    declining: Sequence[str] = ()
    judged_lifts: int = 0
    """Main lifts with enough sessions for a trend; several tests find something sooner or later."""
    weeks_of_sets: Sequence[int] = ()
    """Hard sets of the last weeks, oldest first, the current week last."""
    missed_28_days: int = 0
    sessions_28_days: int = 0
    last_workout: date | None = None
    event: date | None = None
    has_plan: bool = False
    block_now: BlockType | str | None = None
    block_next_week: BlockType | str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state, its reasons (most urgent first) and how urgent the whole is."""

    attention: Attention
    reasons: Sequence[str]
    urgency: float
    """Higher comes first in the roster."""


def judge(standing: Standing, today: date) -> Verdict:
    """What the coach should know of this athlete today, most urgent first."""
    state = state_of(standing.freshness)
    found = sorted(_reasons(standing, state, today), key=lambda reason: reason[0])
    # Each rank outweighs all lesser ones together; among equals the less fresh athlete comes first.
    weight = {_URGENT: 100.0, _SOON: 10.0, _NOTED: 1.0, _TOLD: 0.1}
    urgency = sum(weight[rank] for rank, _ in found)
    if standing.freshness is not None:
        urgency += 0.09 * (1 - standing.freshness)
    return Verdict(state, [sentence for _, sentence in found], urgency)


def state_of(freshness: float | None) -> Attention:
    """The state for a freshness from 0 to 1, `UNKNOWN` where there is none."""
    if freshness is None:
        return Attention.UNKNOWN
    if freshness >= GO:
        return Attention.READY
    return Attention.HOLD_BACK if freshness < HOLD_BACK else Attention.STEADY


def _reasons(standing: Standing, state: Attention, today: date) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    if state is Attention.HOLD_BACK:
        found.append((_URGENT, f"Freshness {standing.freshness:.2f}: fewer sets, more in reserve."))
    if standing.declining:
        many = len(standing.declining) >= max(2.0, DECLINING_SHARE * standing.judged_lifts)
        found.append((_URGENT if many else _SOON, f"{_lifts(standing.declining)} declining."))
    if standing.missed_28_days >= MISSED_MATTERS:
        planned = standing.missed_28_days + standing.sessions_28_days
        found.append((_SOON, f"Missed {standing.missed_28_days} of {planned} sessions in four weeks."))
    if standing.stalled:
        found.append((_SOON, f"{_lifts(standing.stalled)} stalled."))
    found += _absence(standing, today) + _calendar(standing, today)
    if state is Attention.UNKNOWN and standing.last_workout is not None:
        found.append((_NOTED, "No check-in in the last 48 hours." if standing.checks_in else "Never checked in."))
    return found


def _absence(standing: Standing, today: date) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    if standing.last_workout is None:
        found.append((_SOON, "No training logged yet."))
    elif (away := (today - standing.last_workout).days) >= AWAY_DAYS:
        found.append((_SOON, f"No training for {away // 7} weeks."))
    elif (pause := weeks_off(standing.weeks_of_sets)) >= BREAK_WEEKS:
        found.append((_SOON, f"Back after {pause} weeks without training."))
    if not standing.has_plan:
        found.append((_SOON, "No plan yet."))
    return found


def weeks_off(weeks: Sequence[int]) -> int:
    """Weeks without a hard set right before the training of the last three weeks, 0 where there was no such break."""
    trained = [index for index, sets in enumerate(weeks) if sets]
    if not trained:
        return 0
    # The current week may not have begun.
    begun = trained[-1]
    while begun - 1 in trained:
        begun -= 1
    before = [index for index in trained if index < begun]
    if len(weeks) - begun > RETURN_WEEKS or not before:
        return 0
    return begun - before[-1] - 1


def _calendar(standing: Standing, today: date) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    if standing.event is not None and standing.event >= today:
        weeks = round((standing.event - today).days / 7)
        if weeks <= EVENT_SEEN_WEEKS:
            found.append((_SOON if weeks <= EVENT_SOON_WEEKS else _TOLD, _event(standing.event, today, weeks)))
    if standing.block_now == BlockType.DELOAD:
        found.append((_TOLD, "Deload this week."))
    elif standing.block_next_week == BlockType.DELOAD:
        found.append((_NOTED, "Deload next week."))
    return found


def _event(event: date, today: date, weeks: int) -> str:
    days = (event - today).days
    if days == 0:
        return "Event today."
    if days < 11:
        return "Event tomorrow." if days == 1 else f"Event in {days} days."
    return f"Event in {weeks} weeks."


def _lifts(names: Sequence[str]) -> str:
    """`Bench press is`, `Squat and bench press are`, `Squat, bench press and 2 more are`."""
    shown, more = list(names[:NAMED_LIFTS]), len(names) - NAMED_LIFTS
    if more > 0:
        return f"{', '.join(shown)} and {more} more are"
    return f"{' and '.join(shown)} {'is' if len(shown) == 1 else 'are'}"
