"""The mornings of a simulated athlete: what they answer, what their device measured, and how fresh that is."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from app.engine.constants_adapting import MATCH_LOAD_SHARE
from app.engine.lifter import Lifter
from app.engine.personas import Persona
from app.engine.progress import EXPECTED, FEWEST_SESSIONS, LiftTrend, progress
from app.engine.readiness import HOLD_BACK, Freshness, freshness, hrv_z
from app.engine.sessions import SimulatedExercise, SimulatedSet

LAST_SESSIONS: Final = 3
LAST_DAYS: Final = 28
"""Effort and sets done are those of the last three sessions, as the program reads them from the log."""
PLAIN_DAYS: Final = 7
PLAIN_NOISE: Final = 0.35
"""In the last days answers scatter less, so that each athlete's story can be read from the newest of them."""
SILENT_DAYS: Final = 4
"""Who has not checked in lately has been silent this long."""


@dataclass(slots=True)
class CheckIn:
    """One morning's answers; `at` is local and naive, soreness 1 to 3 by muscle."""

    at: datetime
    readiness: int
    soreness: dict[str, int]
    motivation: int
    stress: int | None
    recovery: float | None
    strain: float | None
    hrv: float | None
    sleep_quality: float | None
    sleep_hours: float | None
    rpe_drift: float | None
    stalls: int | None
    compliance: float | None
    freshness: Freshness
    note: str | None = None


class Mornings:
    """Keeps what a check-in needs to know of the days before it."""

    def __init__(self, persona: Persona, lifter: Lifter, random: Random) -> None:
        self.persona, self.lifter, self.random = persona, lifter, random
        self._drifts: deque[float] = deque(maxlen=LAST_SESSIONS)
        self._sets: deque[tuple[date, int, int]] = deque(maxlen=LAST_SESSIONS)
        self._hrv: dict[date, float] = {}
        self._first: date | None = None
        self._last: tuple[date, float] | None = None
        self._lifts: tuple[int | None, int | None] = (None, None)
        self._mains: set[str] = set()
        self._yesterdays_sets = 0
        self._noise = 1.0

    def trained(self, day: date, exercises: Sequence[SimulatedExercise], *, missed: bool) -> None:
        """Take note of a session, for the drift of effort and the share of planned sets done."""
        working = [one for entry in exercises for one in entry.working]
        done = [one for one in working if one.logged and not one.skipped]
        planned = [one for one in working if not one.is_added]
        self._sets.append((day, sum(not one.is_added for one in done), len(planned)))
        self._mains |= {entry.exercise.id for entry in exercises if entry.main}
        self._yesterdays_sets = len(done)
        # Repetitions missed count as effort missing: what the target would have cost at this load.
        gaps = [
            one.rpe + one.target_reps - (one.reps or 0) - one.target_rpe
            for one in done
            if one.rpe is not None and one.target_rpe is not None and not one.is_added and _at_plan(one)
        ]
        if gaps and not missed:
            self._drifts.append(sum(gaps) / len(gaps))

    def exhausted_on(self, day: date) -> float | None:
        """The morning's freshness where it was below the band in which one trains as planned."""
        if self._last is None or self._last[0] != day:
            return None
        return self._last[1] if self._last[1] < HOLD_BACK else None

    def check_in(self, day: date, today: date, *, away: bool) -> CheckIn | None:
        """The morning's check-in, None where the athlete forgot or is away."""
        self._noise = PLAIN_NOISE if (today - day).days < PLAIN_DAYS else 1.0
        measured = self._device(day)
        sets, self._yesterdays_sets = self._yesterdays_sets, 0
        if day.weekday() == 0 or self._lifts == (None, None):
            self._lifts = self._judge_lifts(day)
        if not self._remembers(day, today, away=away):
            return None
        self._first = self._first or day
        answer = self._answers(day, measured, sets)
        self._last = (day, answer.freshness.score or 0.0)
        return answer

    def _remembers(self, day: date, today: date, *, away: bool) -> bool:
        wish = self.random.random()
        if not self.persona.checked_in_today and (today - day).days < SILENT_DAYS:
            return False
        if self.persona.checked_in_today and day == today:
            return True
        return wish < self.persona.check_ins * (0.3 if away else 1.0)

    def _device(self, day: date) -> bool:
        """Heart rate variability of the night, worn often but not always."""
        lifter, random = self.lifter, self.random
        noise = random.gauss(0, 0.075)
        worn = self.persona.wearable and random.random() < 0.93
        if worn:
            burden = 0.13 * (lifter.fatigue - 1) + 0.03 * (lifter.stress - self.persona.physique.stress)
            self._hrv[day] = round(lifter.physique.rmssd * (1 - burden + noise - (0.12 if lifter.ill else 0)), 1)
        return worn

    def _judge_lifts(self, day: date) -> tuple[int | None, int | None]:
        """Stalled or declining among the main lifts with enough sessions, by the rule the program uses."""
        expected = EXPECTED[self.persona.training_age]
        states = []
        for lift in sorted(self._mains):
            bests = [(date.fromordinal(number), kg) for number, kg in self.lifter.skills[lift].bests]
            if len(bests) >= FEWEST_SESSIONS and (day - bests[-1][0]).days < 42:
                states.append(progress(bests, expected).trend)
        tracked = [state for state in states if state is not LiftTrend.TOO_LITTLE]
        if not tracked:
            return None, None
        return sum(state in (LiftTrend.STALLED, LiftTrend.DECLINING) for state in tracked), len(tracked)

    def _answers(self, day: date, measured: bool, sets: int) -> CheckIn:
        lifter, random, physique = self.lifter, self.random, self.persona.physique
        worn_out = lifter.fatigue - 1
        rested = 0.25 * (lifter.sleep - physique.sleep_hours)
        feeling = (
            physique.mood - 1.5 * worn_out + rested - (1.2 if lifter.ill else 0) + random.gauss(0, 0.35) * self._noise
        )
        drive = physique.mood + 0.1 - 0.9 * worn_out + random.gauss(0, 0.4) * self._noise
        soreness = self._soreness()
        hrv = self._hrv[day] if measured else None
        answer = {
            "readiness": _rated(feeling),
            "motivation": _rated(drive),
            "stress": _rated(lifter.stress) if random.random() < 0.9 else None,
        }
        recovery = self._recovery(worn_out, rested) if measured else None
        sleep = round(lifter.sleep, 2) if measured else None
        stalled, tracked = self._lifts
        drift = sum(self._drifts) / len(self._drifts) if self._drifts else None
        compliance = self._compliance(day)
        fresh = freshness(
            **answer,
            soreness=list(soreness.values()) or None,
            rpe_drift=drift,
            compliance=compliance,
            stalled=stalled,
            tracked=tracked,
            recovery=recovery,
            hrv_z=hrv_z(self._hrv, day) if measured else None,
            sleep_hours=sleep,
            days=(day - (self._first or day)).days + 1,
        )
        return CheckIn(
            at=datetime.combine(day, time(5 if self.persona.hour < 9 else 6, random.randrange(5, 55))),
            soreness=soreness,
            readiness=answer["readiness"] or 3,
            motivation=answer["motivation"] or 3,
            stress=answer["stress"],
            recovery=recovery,
            strain=round(min(20.5, max(3.0, 6.5 + 0.42 * sets + random.gauss(0, 1.4))), 1) if measured else None,
            hrv=hrv,
            sleep_quality=round(min(99.0, max(30.0, 80 + 7 * rested * 4 + random.gauss(0, 6)))) if measured else None,
            sleep_hours=sleep,
            rpe_drift=drift,
            stalls=stalled,
            compliance=compliance,
            freshness=fresh,
            note="Woke up several times." if lifter.sleep < 5.4 else None,
        )

    def _recovery(self, worn_out: float, rested: float) -> float:
        noise = self.random.gauss(0, 8) * self._noise
        return float(round(min(99.0, max(4.0, 64 - 34 * worn_out + 26 * rested - 22 * self.lifter.ill + noise))))

    def _soreness(self) -> dict[str, int]:
        """Muscles worth naming; fatigue makes the same sets hurt more."""
        felt = {m: s * (0.5 + 0.5 * self.lifter.fatigue) for m, s in self.lifter.soreness.items()}
        named = sorted((m for m, s in felt.items() if s > 0.3), key=lambda m: (-felt[m], m))[:6]
        return {m: 3 if felt[m] > 1.65 else 2 if felt[m] > 0.85 else 1 for m in named}

    def _compliance(self, day: date) -> float | None:
        since = day - timedelta(days=LAST_DAYS)
        recent = [(done, of) for at, done, of in self._sets if at >= since]
        planned = sum(of for _, of in recent)
        return sum(done for done, _ in recent) / planned if planned else None


def _at_plan(one: SimulatedSet) -> bool:
    """Another load was a choice: its effort says nothing of the plan's."""
    if one.target_load is None:
        return True
    return one.load is not None and abs(one.load - one.target_load) <= MATCH_LOAD_SHARE * one.target_load


def _rated(value: float) -> int:
    return min(5, max(1, round(value)))
