"""Proposals in a coach's words: kinds, states, ages, and the numbers they rest on."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from models.values.adapting import Proposal, ProposalState
from models.values.kinds import AdaptationType
from ui.widgets.wording import adaptation_name, number, plain, short_day

MANY_LINES: Final = 4
"""Lines of before and after that differ from which on accepting is asked about first."""
LISTED_DAYS: Final = 27
"""What is older is told by its day."""
KINDS: Final[Mapping[str, str]] = {
    AdaptationType.EARLY_DELOAD: "Early deload",
    AdaptationType.BLOCK_EXTENSION: "Longer block",
    AdaptationType.GOAL_SHIFT: "Goal",
    AdaptationType.EXERCISE_SWAP: "Exercise swap",
    AdaptationType.VOLUME_REDUCTION: "Less volume",
    AdaptationType.INTENSITY_REDUCTION: "Less intensity",
    AdaptationType.STALL_INTERVENTION: "Stall",
}
STATES: Final[Mapping[str, tuple[str, str]]] = {
    ProposalState.OPEN: ("◇", "Open"),
    ProposalState.ACCEPTED: ("✓", "Accepted"),
    ProposalState.REJECTED: ("✕", "Rejected"),
    ProposalState.WITHDRAWN: ("–", "Withdrawn"),
}
TRIGGERS: Final[Mapping[str, str]] = {
    "low_freshness": "Freshness",
    "lowRecoveryDays": "Recovery",
    "declining_lifts": "Declining lifts",
    "performanceStall": "Stalled lifts",
    "rpe_drift": "Effort at the same load",
    "soreness": "Soreness and pain",
    "compliance": "Sets left out",
}
_NUMBERS: Final[Mapping[str, str]] = {
    "trend": "Trend",
    "sessions": "Sessions judged",
    "evaluations": "Weekly evaluations",
    "percentPerWeek": "Change a week",
    "falling": "Falling sum (CUSUM)",
    "step": "Step of the ladder",
    "sets": "Sets a week now",
    "mavHigh": "Productive up to",
    "freshness": "Freshness, two weeks",
    "improving": "Lifts improving",
    "judged": "Lifts judged",
    "weeksOfWork": "Weeks of work",
}
_HIDDEN: Final = frozenset({"lift", "variant"})
"""Numbers for machines, which the title says in words."""


def kind_word(kind: str) -> str:
    return KINDS.get(kind, adaptation_name(kind))


def state_words(state: str) -> tuple[str, str]:
    """Shape and word of a proposal's state; one nobody knows keeps its own name."""
    return STATES.get(state, ("?", plain(str(state))))


def age(moment: datetime, now: datetime) -> str:
    """How old something is, as short as a list wants it: `just now`, `3 h`, `5 days`, `16 Mar`."""
    gone = now - moment
    if gone < timedelta(minutes=5):
        return "just now"
    if gone < timedelta(hours=1):
        return f"{gone.seconds // 60} min"
    if gone < timedelta(days=1):
        return f"{gone.seconds // 3600} h"
    if gone.days > LISTED_DAYS:
        return short_day(moment.astimezone().date())
    return "1 day" if gone.days == 1 else f"{gone.days} days"


def since(moment: datetime, now: datetime) -> str:
    """The same in a sentence: `just now`, `3 h ago`, `on 16 Mar`."""
    told = age(moment, now)
    if told == "just now":
        return told
    return f"on {told}" if (now - moment).days > LISTED_DAYS else f"{told} ago"


def as_of(today: date) -> datetime:
    """Now, where today is today; else the end of that day, so that ages are right for pictures and tests too."""
    now = datetime.now(UTC)
    if now.astimezone().date() == today:
        return now
    return datetime(today.year, today.month, today.day, 23, 59, tzinfo=UTC)


def changes_much(proposal: Proposal) -> bool:
    """Whether accepting changes so many weeks that it is asked about first."""
    return sum(before != after for _, before, after in proposal.rows) > MANY_LINES


def changes_plan(proposal: Proposal) -> bool:
    """Whether accepting changes the plan at all; advice is only noted."""
    change = proposal.after.get("change")
    return not isinstance(change, Mapping) or change.get("kind") != "none"


def numbers_of(evidence: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """(name, value) of the numbers a proposal rests on, those of triggers left to the triggers."""
    numbers = evidence.get("numbers")
    found = numbers.items() if isinstance(numbers, Mapping) else ()
    return [
        (_NUMBERS.get(key, plain(key)), _shown(key, value))
        for key, value in found
        if key not in _HIDDEN and value is not None and not isinstance(value, Mapping)
    ]


def _shown(key: str, value: Any) -> str:
    if key == "percentPerWeek" and isinstance(value, list) and len(value) == 3:
        middle, low, high = value
        return f"{middle:+.2f} %, likely {low:+.2f} to {high:+.2f}"
    if key == "freshness" and isinstance(value, int | float):
        return f"{round(100 * value)} of 100"
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return number(value) if isinstance(value, int | float) else plain(str(value))


def skipped_of(evidence: Mapping[str, Any]) -> Sequence[str]:
    """Steps that were passed over, in the sentences that say why."""
    said = evidence.get("sentences")
    return [each for each in said if str(each).startswith("Step ")] if isinstance(said, list) else []


def meter_of(trigger: Mapping[str, Any]) -> tuple[int, int, int] | None:
    """(found, needed, of how many) of a trigger that counts something; None for others."""
    numbers = trigger.get("numbers")
    if not isinstance(numbers, Mapping):
        return None
    names = {
        "low_freshness": ("daysBelow", "daysNeeded", "ofDays"),
        "lowRecoveryDays": ("daysBelow", "daysNeeded", "ofDays"),
        "rpe_drift": ("sessions", "sessionsNeeded", "sessionsKnown"),
    }.get(str(trigger.get("name")))
    values = [numbers.get(name) for name in names] if names else _share_of_lifts(numbers)
    if not all(isinstance(value, int) and not isinstance(value, bool) for value in values) or len(values) != 3:
        return None
    found, needed, most = (int(value) for value in values if value is not None)
    return (found, needed, max(most, needed)) if 0 < max(most, needed) <= 14 else None


def _share_of_lifts(numbers: Mapping[str, Any]) -> list[int | None]:
    count, judged, share = numbers.get("count"), numbers.get("judged"), numbers.get("shareNeeded")
    if not isinstance(count, int) or not isinstance(judged, int) or not isinstance(share, int | float) or not judged:
        return []
    return [count, max(1, -int(-share * judged // 1)), judged]
