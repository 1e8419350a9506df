"""What many simulated years say: false alarms, declines caught, landmarks kept; as numbers with their limits."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean

from app.engine.lift_log import session_estimate
from models.values.kinds import LiftTrend
from tests.simulation.living import Life, Lift
from tests.simulation.people import CLEAR_DECLINE, Story

CAUGHT_WEEKS = 10
ALARMS_MOST = 0.05
CAUGHT_LEAST = 0.90


@dataclass(slots=True)
class Findings:
    """Counts over all lives."""

    lives: int = 0
    sessions: int = 0
    missed: int = 0
    adjusted: int = 0
    crashes: list[str] = field(default_factory=list)
    over: list[str] = field(default_factory=list)
    improving: int = 0
    """Lifts of who truly improves with enough sessions to judge."""
    alarmed: int = 0
    """Of those, lifts with at least one alarm: three weekly judgements in a row stalled or declining."""
    judgements: int = 0
    false_judgements: int = 0
    declining: int = 0
    caught: list[int] = field(default_factory=list)
    """Weeks from the onset to the first judgement that says declining, or to an alarm."""
    improvers: int = 0
    """Athletes who truly improve, with a lift that can be judged."""
    improvers_alarmed: int = 0
    """Of those, athletes with an alarm on any lift in the whole year."""
    decliners: int = 0
    decliners_caught: int = 0
    """Athletes who truly and clearly decline, and those of them with a lift noticed in time."""
    slow_decliners: int = 0
    slow_decliners_caught: int = 0
    standing: int = 0
    standing_noticed: int = 0
    error: list[float] = field(default_factory=list)
    """Estimated over true e1RM, less one."""

    @property
    def alarm_share(self) -> float:
        """Of the athletes who improve, those with any alarm in the year."""
        return self.improvers_alarmed / self.improvers if self.improvers else 0.0

    @property
    def lift_alarm_share(self) -> float:
        return self.alarmed / self.improving if self.improving else 0.0

    @property
    def judgement_share(self) -> float:
        return self.false_judgements / self.judgements if self.judgements else 0.0

    @property
    def caught_share(self) -> float:
        """Of the athletes who decline, those noticed in time."""
        return self.decliners_caught / self.decliners if self.decliners else 0.0

    @property
    def lift_caught_share(self) -> float:
        return sum(weeks <= CAUGHT_WEEKS for weeks in self.caught) / self.declining if self.declining else 0.0

    @property
    def mean_error(self) -> float:
        return fmean(self.error) if self.error else 0.0

    @property
    def holds(self) -> bool:
        """Whether every limit is kept."""
        kept = not self.crashes and not self.over
        return kept and self.alarm_share < ALARMS_MOST and self.caught_share >= CAUGHT_LEAST


def findings(lives: Sequence[Life]) -> Findings:
    found = Findings(lives=len(lives))
    for life in lives:
        found.sessions += life.sessions
        found.missed += life.missed
        found.adjusted += life.adjusted
        found.over += [f"athlete {life.person.number}, {each}" for each in life.over]
        if life.crash:
            found.crashes.append(f"athlete {life.person.number}: {life.crash}")
        before = (found.improving, found.alarmed, found.declining, len(in_time(found)))
        for lift in life.lifts.values():
            _add(found, life, lift)
        found.improvers += found.improving > before[0]
        found.improvers_alarmed += found.alarmed > before[1]
        declines, caught = found.declining > before[2], len(in_time(found)) > before[3]
        if life.person.decline == CLEAR_DECLINE:
            found.decliners += declines
            found.decliners_caught += caught
        else:
            found.slow_decliners += declines
            found.slow_decliners_caught += caught
    return found


def in_time(found: Findings) -> list[int]:
    return [weeks for weeks in found.caught if weeks <= CAUGHT_WEEKS]


def _add(found: Findings, life: Life, lift: Lift) -> None:
    enough = [one for one in lift.judged if one[1].trend is not LiftTrend.TOO_LITTLE]
    for session, (_, true_kg) in zip(lift.sessions, lift.truth, strict=True):
        best = session_estimate(session.estimates)
        if best is not None and not session.deload:
            found.error.append(best.kg / true_kg - 1)
    if not enough:
        return
    match life.person.story:
        case Story.IMPROVES:
            found.improving += 1
            found.alarmed += any(alarm for _, _, alarm in enough)
            found.judgements += len(enough)
            found.false_judgements += sum(one.is_held_back for _, one, _ in enough)
        case Story.STANDS:
            found.standing += 1
            found.standing_noticed += any(alarm for _, _, alarm in enough)
        case _:
            _add_decline(found, life, lift)


def _add_decline(found: Findings, life: Life, lift: Lift) -> None:
    onset = life.person.onset
    judged = [
        week
        for week, one, _ in lift.judged
        if onset <= week < onset + CAUGHT_WEEKS and one.trend is not LiftTrend.TOO_LITTLE
    ]
    if len(judged) < CAUGHT_WEEKS // 2:
        # A lift that is hardly done, or done with so many repetitions that they tell of no maximum, cannot be judged.
        return
    found.declining += 1
    said = [
        week - onset
        for week, one, alarm in lift.judged
        if week >= onset and (one.trend is LiftTrend.DECLINING or alarm)
    ]
    if said:
        found.caught.append(said[0] + 1)
