"""Sets left out of sessions, sessions missed, and time away: alike as a share of the plan, unlike in what they mean."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from app.engine.constants import DELOAD_TRIGGERS
from app.engine.constants_adapting import ATTENDED_SHARE, AWAY_BELOW, AWAY_DAYS, AWAY_WEEKS, NEARER_LEAST, RETURN_SHARE


@dataclass(frozen=True, slots=True)
class WeekShare:
    """A complete week of the season: how much of it was done."""

    day: date
    """Its Monday."""
    share: float | None
    """Of its planned sets, 0 to 1; None where none were planned, or easy ones only."""
    sessions: int | None = None
    of: int | None = None
    """Sessions trained, of how many; None where nobody knows."""

    @property
    def begun(self) -> float | None:
        """The share of the sets of those sessions that were begun; None where none was."""
        if self.share is None or self.sessions == 0:
            return None
        if self.sessions is None or not self.of or self.sessions >= self.of:
            return self.share
        return min(1.0, self.share * self.of / self.sessions)

    def is_unfinished(self, below: float) -> bool:
        """Sets were left out of sessions that were begun, and the week was not one of missed sessions."""
        attended = self.sessions is None or not self.of or self.sessions >= ATTENDED_SHARE * self.of
        return attended and self.begun is not None and self.begun < below


@dataclass(frozen=True, slots=True)
class Absence:
    """Time away from training that is going on, or has only just ended."""

    sentence: str
    factor: float
    """Share of the planned sets to begin with."""
    numbers: Mapping[str, Any] = field(default_factory=dict)


def absence(weeks: Sequence[WeekShare], days: Iterable[date], start: date, today: date) -> Absence | None:
    """Whether the athlete was away: two weeks without a session, or two weeks in a row below half of the plan.

    One week left out is a week left out. Who has trained a whole week as planned since is back.
    """
    recent = weeks[-AWAY_WEEKS:]
    shares = [one.share for one in recent if one.share is not None]
    if shares and recent[-1].share is not None and shares[-1] >= DELOAD_TRIGGERS["compliance"]["below"]:
        return None
    trained = sorted({day for day in days if start <= day <= today})
    said = _gap(trained, start, today) or _thin(recent)
    if said is None:
        return None
    factor = round(max(NEARER_LEAST, min(1.0, sum(shares) / len(shares))), 2) if shares else NEARER_LEAST
    return Absence(said, factor, {"shares": [round(one, 2) for one in shares], "trained": len(trained)})


def is_returning(days: Iterable[date], today: date) -> bool:
    """Whether time away ended so lately that what was lost by it may still be coming back."""
    trained = sorted({day for day in days if day <= today})
    for before, after in pairwise(trained):
        without = (after - before).days - 1
        if without >= AWAY_DAYS and (today - after).days < RETURN_SHARE * without:
            return True
    return False


def _gap(trained: Sequence[date], start: date, today: date) -> str | None:
    # What was before the season is no part of it: its first day counts from the day before.
    known = [start - timedelta(days=1), *trained]
    without = (today - known[-1]).days - 1
    if without >= AWAY_DAYS:
        since = f"since {_said(known[-1])}" if trained else "since the season began"
        return f"No session {since}: {without} days."
    for before, after in reversed(list(pairwise(known))):
        without = (after - before).days - 1
        if without >= AWAY_DAYS and (today - after).days < AWAY_DAYS:
            return f"Training began again on {_said(after)} after {without} days without a session."
    return None


def _thin(recent: Sequence[WeekShare]) -> str | None:
    thin = [one for one in recent if one.share is not None and one.share < AWAY_BELOW]
    if len(thin) < AWAY_WEEKS or all(one.is_unfinished(AWAY_BELOW) for one in thin):
        return None
    done = " and ".join(f"{round(100 * (one.share or 0.0))} %" for one in thin)
    return f"{done} of the planned sets were done in the last {AWAY_WEEKS} weeks{sessions_said(thin)}."


def sessions_said(weeks: Sequence[WeekShare]) -> str:
    """How many sessions were trained, in brackets; empty where nobody knows."""
    if any(one.sessions is None or not one.of for one in weeks):
        return ""
    return f" ({' and '.join(f'{one.sessions} of {one.of}' for one in weeks)} sessions)"


def _said(day: date) -> str:
    return f"{day.day} {day:%B}"
