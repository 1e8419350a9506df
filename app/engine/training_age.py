"""Training age from a log: three votes, the median wins, and every input stays beside the answer."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from app.engine.constants import (
    ADVANCED_LEAST_MONTHS,
    FEWEST_SESSIONS,
    GAP_DAYS,
    GAP_KEEPS,
    HYSTERESIS_WEEKS,
    MONTH_SESSIONS,
    MONTHS_BANDS,
    P90_BODYWEIGHTS,
    RATE_BANDS,
    RATE_LEAST_POINTS,
    RATE_WEEKS,
    RATE_WINDOW_WEEKS,
    STRENGTH_BANDS,
    VERSION,
)
from app.engine.strength import pairwise_slopes
from models.values.athletes import TrainingAge

LEVELS: Sequence[TrainingAge] = tuple(TrainingAge)
_BEST_LIFT_WEEKS = 52


@dataclass(frozen=True, slots=True)
class TrainingHistory:
    """What a log says about an athlete, as far as it is known."""

    sessions: Sequence[date] = ()
    """Days of performed sessions, ascending; one entry per session."""
    lifts: Mapping[str, Sequence[tuple[date, float]]] = field(default_factory=dict)
    """Main lift (catalogue id) to its best e1RM in kg of each day, ascending."""
    competition_lifts: Mapping[str, str] = field(default_factory=dict)
    """Catalogue id to `squat`, `bench` or `deadlift`."""
    bodyweight_kg: float | None = None
    sex: str | None = None
    """`male` or `female`; anything else counts as unknown."""
    self_report: TrainingAge | None = None


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote: 0 beginner, 1 intermediate, 2 advanced, None where it could not be cast."""

    name: str
    level: int | None
    inputs: Mapping[str, Any]
    sentence: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """A training age with everything it rests on."""

    level: TrainingAge
    confidence: str
    """`high`, `medium` or `low`."""
    votes: Sequence[Vote]
    sentences: Sequence[str]
    sessions: int

    def stored(self) -> dict[str, Any]:
        """The JSON kept in MacroCycle.assessment."""
        return {
            "version": VERSION,
            "trainingAge": self.level.value,
            "confidence": self.confidence,
            "sessions": self.sessions,
            "votes": [asdict(vote) for vote in self.votes],
            "sentences": list(self.sentences),
        }


def assess(history: TrainingHistory, today: date) -> Assessment:
    """The training age of a history as it stood on `today`; later entries are left out.

    Fewer than 8 sessions: the athlete's own word (beginner where there is none), low confidence.
    Otherwise the median of the votes that could be cast, the lower of two middle ones; advanced
    needs 12 logged months, unless the athlete says so too.
    """
    history = _until(history, today)
    votes = _votes(history, today)
    count = len(history.sessions)
    cast = sorted(vote.level for vote in votes if vote.level is not None)
    if count < FEWEST_SESSIONS or not cast:
        return _self_reported(history, votes, count)
    level = LEVELS[cast[(len(cast) - 1) // 2]]
    sentences = [vote.sentence for vote in votes]
    months = _logged_months(history.sessions)
    capped = level is TrainingAge.ADVANCED and months < ADVANCED_LEAST_MONTHS
    if capped and history.self_report is not TrainingAge.ADVANCED:
        level = TrainingAge.INTERMEDIATE
        sentences.append(f"Only {months} months are logged, so advanced has to wait for {ADVANCED_LEAST_MONTHS}.")
    sentences.insert(0, f"{_votes_text(cast)}: {level.value.lower()}.")
    if history.self_report not in (None, level):
        sentences.append(f"The profile says {history.self_report.value.lower()}; the log decides.")
    return Assessment(level, _confidence(cast, months), votes, sentences, count)


def settled(current: TrainingAge, weekly: Sequence[TrainingAge]) -> TrainingAge:
    """The level after weekly evaluations, oldest first: it changes only when the last 4 all name another one."""
    recent = weekly[-HYSTERESIS_WEEKS:]
    if len(recent) == HYSTERESIS_WEEKS and len(set(recent)) == 1:
        return recent[0]
    return current


def weekly_levels(history: TrainingHistory, today: date) -> list[TrainingAge]:
    """The level of each of the last 4 weeks, oldest first, as it stood then."""
    days = (today - timedelta(weeks=back) for back in range(HYSTERESIS_WEEKS - 1, -1, -1))
    return [assess(history, day).level for day in days]


def _until(history: TrainingHistory, today: date) -> TrainingHistory:
    return TrainingHistory(
        sessions=[day for day in history.sessions if day <= today],
        lifts={key: [point for point in points if point[0] <= today] for key, points in history.lifts.items()},
        competition_lifts=history.competition_lifts,
        bodyweight_kg=history.bodyweight_kg,
        sex=history.sex,
        self_report=history.self_report,
    )


def _self_reported(history: TrainingHistory, votes: Sequence[Vote], count: int) -> Assessment:
    level = history.self_report or TrainingAge.BEGINNER
    logged = f"{count} sessions are logged, fewer than {FEWEST_SESSIONS}" if count else "Nothing is logged yet"
    says = "the profile says" if history.self_report else "nobody has said, so the careful answer is"
    return Assessment(level, "low", votes, [f"{logged}: {says} {level.value.lower()}."], count)


def _votes(history: TrainingHistory, today: date) -> list[Vote]:
    strength = _strength_vote(history, today)
    return [_months_vote(history.sessions, today), strength, _rate_vote(history, today, strength.level)]


def effective_months(sessions: Sequence[date], today: date) -> float:
    """Calendar months with at least 6 sessions; every gap of more than 8 weeks halves what came before it."""
    months, current = 0.0, (0, 0)
    counts = 0
    for before, day in pairwise((*sessions, None)) if sessions else ():
        if before is None:
            continue
        month = (before.year, before.month)
        counts = counts + 1 if month == current else 1
        current = month
        if counts == MONTH_SESSIONS:
            months += 1
        if ((day or today) - before).days > GAP_DAYS:
            months *= GAP_KEEPS
    return months


def _months_vote(sessions: Sequence[date], today: date) -> Vote:
    if not sessions:
        return Vote("months", None, {}, "Months of training: nothing is logged.")
    months = effective_months(sessions, today)
    low, high = MONTHS_BANDS
    level = 0 if months < low else 1 if months <= high else 2
    inputs = {"effectiveMonths": months, "first": sessions[0].isoformat(), "last": sessions[-1].isoformat()}
    sentence = f"Months of training: {months:g} count (below {low:g} beginner, above {high:g} advanced)."
    return Vote("months", level, inputs, sentence)


def _strength_vote(history: TrainingHistory, today: date) -> Vote:
    standards = P90_BODYWEIGHTS.get(history.sex or "")
    weight = history.bodyweight_kg
    if standards is None or not weight:
        return Vote("strength", None, {}, "Strength for body weight: sex or body weight is not known.")
    since = today - timedelta(weeks=_BEST_LIFT_WEEKS)
    best: tuple[float, str, float] | None = None
    for key, points in history.lifts.items():
        lift = history.competition_lifts.get(key)
        recent = [value for day, value in points if day >= since]
        if lift is None or not recent:
            continue
        share = max(recent) / weight / standards[lift]
        if best is None or share > best[0]:
            best = (share, lift, max(recent))
    if best is None:
        return Vote("strength", None, {}, "Strength for body weight: no competition lift of the last year.")
    share, lift, top = best
    level = 0 if share < STRENGTH_BANDS[0] else 1 if share < STRENGTH_BANDS[1] else 2
    inputs = {
        "lift": lift,
        "e1rmKg": round(top, 1),
        "bodyweightKg": round(weight, 1),
        "timesBodyweight": round(top / weight, 2),
        "shareOfP90": round(share, 3),
    }
    sentence = f"Strength for body weight: {lift} {top / weight:.2f} x body weight, {share:.0%} of the 90th percentile."
    return Vote("strength", level, inputs, sentence)


def weekly_rate(lifts: Mapping[str, Sequence[tuple[date, float]]], today: date) -> tuple[float, list[str]] | None:
    """Percent of e1RM gained per week, by Theil-Sen on ln(e1RM) pooled over the lifts, and those lifts.

    Each lift needs 8 days spread over at least 12 of the last 26 weeks; None where none has them.
    """
    since = today - timedelta(weeks=RATE_WINDOW_WEEKS)
    slopes: list[float] = []
    used: list[str] = []
    for key, points in lifts.items():
        recent = [(day, value) for day, value in points if day >= since and value > 0]
        if len(recent) < RATE_LEAST_POINTS or (recent[-1][0] - recent[0][0]).days < 7 * RATE_WEEKS:
            continue
        weeks = [(day - recent[0][0]).days / 7 for day, _ in recent]
        slopes.extend(pairwise_slopes(weeks, [math.log(value) for _, value in recent]))
        used.append(key)
    return (100 * median(slopes), used) if slopes else None


def _rate_vote(history: TrainingHistory, today: date, strength: int | None) -> Vote:
    found = weekly_rate(history.lifts, today)
    if found is None:
        return Vote("rate", None, {}, f"Rate of progress: no lift was logged often enough over {RATE_WEEKS} weeks.")
    rate, used = found
    low, high = RATE_BANDS
    inputs = {"percentPerWeek": round(rate, 3), "lifts": used}
    sentence = f"Rate of progress: {rate:+.2f} % per week over {len(used)} lifts"
    if rate > high:
        return Vote("rate", 0, inputs, f"{sentence}, as fast as a beginner.")
    if rate >= low:
        return Vote("rate", 1, inputs, f"{sentence}, an intermediate's pace.")
    if strength:
        return Vote("rate", 2, inputs, f"{sentence}, slow as it is for the advanced.")
    return Vote("rate", None, inputs, f"{sentence}; slow progress without strength says nothing, the vote is dropped.")


def _logged_months(sessions: Sequence[date]) -> int:
    return len({(day.year, day.month) for day in sessions})


def _votes_text(cast: Sequence[int]) -> str:
    names = ", ".join(LEVELS[vote].value.lower() for vote in cast)
    if len(cast) == 1:
        return "One of 3 votes could be cast"
    return f"{len(cast)} of 3 votes could be cast ({names}), the middle one counts"


def _confidence(cast: Sequence[int], months: int) -> str:
    """High: three votes, no two of them far apart, over a year; low: one vote, or votes at both ends."""
    apart = cast[-1] - cast[0]
    if len(cast) == len(LEVELS) and apart <= 1 and months >= ADVANCED_LEAST_MONTHS:
        return "high"
    return "low" if len(cast) == 1 or apart > 1 else "medium"
