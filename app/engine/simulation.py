"""A year of an invented athlete: workouts planned and performed, and the mornings between them.

Everything follows from the persona, the plan's weeks, the seed and today; no clock is read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from statistics import fmean
from typing import Any, Final

from app.engine.lifter import Lifter
from app.engine.mornings import CheckIn, Mornings
from app.engine.personas import Persona, Spell
from app.engine.sessions import Performer, SimulatedExercise
from app.engine.splits import Session, Slot, Week
from models.values.exercises import Exercise, Measurement
from models.values.plan import BlockType
from models.values.workouts import WorkoutStatus

PLANNED_DAYS: Final = 7
"""Sessions of today and the six days after it are planned with targets."""
MOST_SETS: Final = 7
CAUTIOUS_SETS: Final = 0.75
"""Share of the sets that an athlete does who checked in exhausted and listens to it."""
USUAL: Final = Spell(0, 0)


@dataclass(slots=True)
class SimulatedWorkout:
    """A session with its date; times are local and naive."""

    session: Session
    week: Week
    scheduled: datetime
    status: WorkoutStatus
    exercises: list[SimulatedExercise]
    completed: datetime | None = None
    estimated_minutes: int = 0
    minutes: int | None = None
    autoregulation: Mapping[str, Any] | None = None
    notes: str | None = None


@dataclass(slots=True)
class Year:
    """All that happened, oldest first."""

    workouts: list[SimulatedWorkout] = field(default_factory=list)
    check_ins: list[CheckIn] = field(default_factory=list)


def simulate(
    persona: Persona, weeks: Sequence[Week], exercises: Mapping[str, Exercise], today: date, seed: int
) -> Year:
    """Live through `weeks` (contiguous Mondays, oldest first) up to today, and plan the coming days.

    Workouts are performed before today and planned from today on; the last check-in is today's.
    """
    return _Simulation(persona, weeks, exercises, today, seed).run() if persona.sessions else Year()


class _Simulation:
    def __init__(
        self, persona: Persona, weeks: Sequence[Week], exercises: Mapping[str, Exercise], today: date, seed: int
    ) -> None:
        self.persona, self.weeks, self.today = persona, weeks, today
        self.random = Random(f"{seed}:{persona.key}")  # noqa: S311 - repeatable on purpose, nothing secret
        lifter = Lifter(persona.physique, fmean(week.hard_sets for week in weeks), self.random)
        self.performer = Performer(persona, lifter, exercises, self.random)
        self.mornings = Mornings(persona, lifter, self.random)
        self.lifter = lifter
        self.year = Year()
        self.last_normal = weeks[0]

    def run(self) -> Year:
        for week in self.weeks:
            spell = self._spell(week.start)
            followed = self._followed(week, spell)
            counts = self._set_counts(followed)
            for offset in range(7):
                day = week.start + timedelta(days=offset)
                if day < self.today + timedelta(days=PLANNED_DAYS):
                    self._live(day, spell, week, followed, counts)
        return self.year

    def _spell(self, monday: date) -> Spell:
        current = self.today - timedelta(days=self.today.weekday())
        back = (current - monday).days // 7
        return next((spell for spell in self.persona.spells if spell.first >= back >= spell.last), USUAL)

    def _followed(self, week: Week, spell: Spell) -> Week:
        """The week the athlete really follows: the stubborn train through their deloads."""
        if week.block_type != BlockType.DELOAD:
            self.last_normal = week
            return week
        return self.last_normal if spell.stubborn else week

    def _set_counts(self, week: Week) -> dict[tuple[int, int], int]:
        """Planned sets by session and slot, scaled so that the week's hard sets come out as the plan says."""
        slots = [
            (s, i, slot) for s, session in enumerate(self.persona.sessions) for i, slot in enumerate(session.slots)
        ]
        hard = [slot.sets for _, _, slot in slots if self._counted(slot)]
        factor, owed = week.hard_sets / sum(hard), 0.0
        counts = {}
        for s, i, slot in slots:
            if not self._counted(slot):
                counts[s, i] = slot.sets
                continue
            wished = slot.sets * factor
            counts[s, i] = max(1, min(MOST_SETS, round(wished + owed)))
            owed += wished - counts[s, i]
        return counts

    def _counted(self, slot: Slot) -> bool:
        return self.performer.exercises[slot.options[0]].measurement not in (Measurement.DURATION, Measurement.DISTANCE)

    def _live(self, day: date, spell: Spell, week: Week, followed: Week, counts: Mapping[tuple[int, int], int]) -> None:
        if day <= self.today:
            self.lifter.wake(recovery=spell.recovery, growth=spell.growth, ill=spell.ill)
            self.performer.day = day
            if (check_in := self.mornings.check_in(day, self.today, away=spell.away)) is not None:
                self.year.check_ins.append(check_in)
        for number, session in enumerate(self.persona.sessions):
            if session.weekday == day.weekday():
                sets = [counts[number, slot] for slot in range(len(session.slots))]
                self._session(day, session, spell, week, followed, sets)

    def _session(
        self, day: date, session: Session, spell: Spell, week: Week, followed: Week, counts: list[int]
    ) -> None:
        # A planned break leaves the calendar empty; only its first days were still in the plan.
        if spell.away and (day - week.start).days + 7 * (spell.first - self._back(week)) > 3:
            return
        scheduled = datetime.combine(day, time(self.persona.hour, self.random.choice((0, 15, 30))))
        slots = list(zip(session.slots, counts, strict=True))
        planned = [self.performer.plan(slot, sets, followed, spell.load) for slot, sets in slots]
        workout = SimulatedWorkout(session, week, scheduled, WorkoutStatus.PLANNED, planned)
        workout.estimated_minutes = 5 * round(_minutes(planned) / 5)
        if day < self.today:
            missed = spell.away or self.random.random() < self.persona.miss
            workout.status = WorkoutStatus.SKIPPED if missed else WorkoutStatus.COMPLETED
            if not missed:
                self._perform(workout, spell)
            self.mornings.trained(day, workout.exercises, missed=missed)
        self.year.workouts.append(workout)

    def _back(self, week: Week) -> int:
        return (self.today - timedelta(days=self.today.weekday()) - week.start).days // 7

    def _perform(self, workout: SimulatedWorkout, spell: Spell) -> None:
        factor = spell.sets
        low = self.mornings.exhausted_on(workout.scheduled.date())
        if low is not None and not spell.stubborn:
            factor *= CAUTIOUS_SETS
            workout.autoregulation = {
                "version": 1,
                "reason": f"Freshness {low:.2f} this morning: a quarter of the sets left out.",
                "freshness": round(low, 3),
                "setsFactor": CAUTIOUS_SETS,
            }
        for exercise in workout.exercises:
            self.performer.perform(exercise, factor, stubborn=spell.stubborn)
        self.performer.finish(workout.exercises, deload=workout.week.block_type == BlockType.DELOAD)
        late = timedelta(days=1) if self.random.random() < 0.03 and workout.scheduled.date() < self._yesterday else None
        workout.minutes = max(20, round(_minutes(workout.exercises) * self.random.uniform(0.92, 1.15)))
        workout.completed = workout.scheduled + timedelta(minutes=workout.minutes) + (late or timedelta())
        workout.notes = self._note(late=late is not None, ill=spell.ill)

    @property
    def _yesterday(self) -> date:
        return self.today - timedelta(days=1)

    def _note(self, *, late: bool, ill: bool) -> str | None:
        if ill:
            return "Had a cold; kept it short."
        if late:
            return "Moved by a day."
        return self.random.choice(_NOTES) if self.random.random() < 0.06 else None


_NOTES: Final = (
    "Felt strong.",
    "Slow to get going, better towards the end.",
    "Gym was full, rests were longer.",
    "Filmed the top sets.",
    "Slept badly.",
    "New shoes, good footing.",
)


def _minutes(exercises: Sequence[SimulatedExercise]) -> float:
    return 6 + sum(fmean_rest(exercise) for exercise in exercises) / 60


def fmean_rest(exercise: SimulatedExercise) -> float:
    """Seconds an exercise takes: its sets, 35 seconds each, and the rests after them."""
    return float(sum(35 + one.rest for one in _done(exercise)))


def _done(exercise: SimulatedExercise) -> Iterator[Any]:
    return (one for one in exercise.sets if not one.skipped)
