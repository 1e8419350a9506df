"""How a simulated athlete plans and performs an exercise: loads that can be loaded, sets that may fail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Final

from app.engine.lifter import SET_COST, Lifter, Skill, estimate, load_for, reps_to_failure
from app.engine.personas import Persona
from app.engine.splits import RATIOS, Slot, Week
from app.engine.strength import e1rm
from models.values.exercises import EquipmentType, Exercise, LoadConvention, Measurement
from models.values.plan import BlockType
from models.values.units import Unit, kg_from_lb, lb_from_kg
from models.values.workouts import SetType

WARM_UPS: Final = ((0.45, 8), (0.65, 5), (0.82, 3))
"""Share of the working load and repetitions of each warm-up set."""
EASY_RPE: Final = 6.0
"""Sets meant to be this easy, as in a deload, are seldom rated."""
EASY_HABIT: Final = 0.3
LEARNING: Final = 0.35
"""How quickly an athlete's idea of their own strength follows what they see."""
_REST: Final = {"main": 180, "compound": 120, "isolation": 90}


@dataclass(slots=True)
class SimulatedSet:
    """One set; loads in kilograms as the exercise counts them, None where nothing is added."""

    set_type: SetType
    target_reps: int
    rep_range: tuple[int, int] | None
    target_rpe: float | None
    target_load: float | None
    rest: int
    is_added: bool = False
    """Done beyond the plan, which knows nothing of it."""
    logged: bool = False
    skipped: bool = False
    reps: int | None = None
    rpe: float | None = None
    load: float | None = None
    seconds: float | None = None
    metres: float | None = None
    notes: str | None = None


@dataclass(slots=True)
class SimulatedExercise:
    """An exercise of a workout with its sets, warm-ups first."""

    exercise: Exercise
    main: bool
    slot: Slot
    sets: list[SimulatedSet] = field(default_factory=list)

    @property
    def working(self) -> Sequence[SimulatedSet]:
        return [one for one in self.sets if one.set_type is not SetType.WARMUP]


class Performer:
    """Plans and performs exercises for one lifter."""

    def __init__(self, persona: Persona, lifter: Lifter, exercises: Mapping[str, Exercise], random: Random) -> None:
        self.persona, self.lifter, self.exercises, self.random = persona, lifter, exercises, random
        self.day = date.min
        self._frequency: dict[str, int] = {}
        for session in persona.sessions:
            for slot in session.slots:
                for option in slot.options:
                    self._frequency[option] = self._frequency.get(option, 0) + 1

    def plan(self, slot: Slot, sets: int, week: Week, caution: float) -> SimulatedExercise:
        """The slot's exercise of this block with its targets; `caution` scales the load."""
        exercise = self.exercises[slot.options[week.block % len(slot.options)]]
        planned = SimulatedExercise(exercise, slot.main, slot)
        rest = _REST["main" if slot.main else "compound" if exercise.is_compound else "isolation"]
        if exercise.measurement in (Measurement.DURATION, Measurement.DISTANCE):
            weight = self._rounded(exercise, self._skill(exercise).believed * 0.8)
            carried = weight if exercise.measurement is Measurement.DISTANCE else None
            planned.sets = [SimulatedSet(SetType.NORMAL, 1, None, None, carried, rest) for _ in range(sets)]
            return planned
        reps, rir = _target_reps(slot, week), max(0.5, week.rir - (0 if slot.main else 0.5))
        lifted = load_for(self._skill(exercise).believed * caution, reps + rir)
        load = self._load(exercise, lifted)
        if exercise.bodyweight_share and load is None:
            alone = reps_to_failure(self._skill(exercise).believed, self._body(exercise))
            reps = max(1, min(20, int(alone - rir)))
        if slot.main and load is not None:
            planned.sets = self._warm_ups(exercise, load)
        working = [SimulatedSet(SetType.NORMAL, reps, slot.reps, 10 - rir, load, rest) for _ in range(sets)]
        planned.sets += working
        return planned

    def perform(self, planned: SimulatedExercise, factor: float, *, stubborn: bool) -> None:
        """Do the sets as far as today's strength allows; `factor` leaves sets out or adds some."""
        working = list(planned.working)
        count = max(1, round(len(working) * factor))
        for _ in range(count - len(working)):
            last = working[-1]
            extra = SimulatedSet(
                last.set_type, last.target_reps, last.rep_range, last.target_rpe, last.target_load, last.rest,
                is_added=True,
            )  # fmt: skip
            planned.sets.append(extra)
        for one in planned.sets:
            one.logged = True
            if one.set_type is SetType.WARMUP:
                one.reps, one.load = one.target_reps, one.target_load
        self._work(planned, count, stubborn=stubborn)
        for one in planned.working[count:]:
            one.skipped = True

    def finish(self, exercises: Sequence[SimulatedExercise], *, deload: bool) -> None:
        """After the session: strength adapts, and outside deloads the day's best estimates are remembered."""
        for entry in exercises:
            done = [one for one in entry.working if not one.skipped and one.reps]
            if not done:
                continue
            self.lifter.adapt(entry.exercise.id, len(done))
            if deload:
                continue
            found = sorted((kg for one in done if (kg := self._product_estimate(entry.exercise, one))), reverse=True)
            if found:
                skill = self.lifter.skills[entry.exercise.id]
                skill.bests.append((self.day.toordinal(), sum(found[:2]) / len(found[:2])))

    def _work(self, planned: SimulatedExercise, count: int, *, stubborn: bool) -> None:
        exercise = planned.exercise
        seen: list[float] = []
        change = 1.0
        easy = (planned.working[0].target_rpe or 10) <= EASY_RPE
        for number, one in enumerate(planned.working[:count]):
            if exercise.measurement in (Measurement.DURATION, Measurement.DISTANCE):
                self._hold(planned, one)
                continue
            strength = self.lifter.expressed(exercise.id) * (1 - SET_COST * number)
            one.load = self._rounded(exercise, one.target_load * change) if one.target_load is not None else None
            lifted = self._body(exercise) + (one.load or 0.0)
            possible = reps_to_failure(strength, lifted)
            one.reps = max(0, min(one.target_reps, int(possible)))
            left = min(7.0, max(0.0, possible - one.reps + self.random.gauss(0, self.lifter.physique.misjudgement)))
            rpe = round(2 * (10 - left)) / 2
            if self.random.random() < self.persona.rpe_habit * (EASY_HABIT if easy else 1.0):
                one.rpe = max(5.0, rpe)
            if one.reps < one.target_reps:
                one.notes = "Missed the last ones." if self.random.random() < 0.4 else None
            seen.append(estimate(lifted, one.reps, 10 - rpe) if one.reps else lifted)
            aim = one.target_rpe or rpe
            if rpe >= aim + 1.5 and not stubborn:
                change = 0.95
            elif rpe <= aim - 1.5 and not easy:
                change = 1.05
            weight = 1.0 if exercise.is_compound else 0.7
            effort = weight * (1.15 - 0.07 * min(4.0, left))
            self.lifter.tire(1, exercise.muscles, effort)
        if seen:
            self._learn(self._skill(exercise), max(seen), stubborn=stubborn)

    def _learn(self, skill: Skill, seen: float, *, stubborn: bool) -> None:
        step = LEARNING * (seen - skill.believed)
        if stubborn:
            # The weight on the bar never comes down, whatever the body says.
            step = max(step, 0.0)
        skill.believed += step

    def _hold(self, planned: SimulatedExercise, one: SimulatedSet) -> None:
        low, high = planned.slot.reps
        amount = float(5 * round(self.random.uniform(low, high) / 5))
        if planned.exercise.measurement is Measurement.DURATION:
            one.seconds = amount
        else:
            one.metres, one.load = amount, one.target_load

    def _skill(self, exercise: Exercise) -> Skill:
        skills = self.lifter.skills
        if exercise.id not in skills:
            named = {**self.persona.strength, "bodyweight": self.persona.weight_kg}
            reference, ratio = RATIOS[exercise.id]
            strength = named.get(exercise.id, named[reference] * ratio) * self.random.uniform(0.96, 1.04)
            # An exercise taken up later in the year starts where the training so far has brought it.
            grown = [skill.peak / skill.start for skill in skills.values()]
            strength *= sum(grown) / len(grown) if grown else 1.0
            believed = strength * self.random.uniform(0.95, 1.01)
            frequency = self._frequency.get(exercise.id, 1)
            skills[exercise.id] = Skill(strength, strength, believed, frequency, strength, self.lifter.day)
        return skills[exercise.id]

    def _body(self, exercise: Exercise) -> float:
        return exercise.bodyweight_share * self.persona.weight_kg

    def _load(self, exercise: Exercise, lifted: float) -> float | None:
        """The load to choose so that `lifted` kilograms move, body weight included; None for body weight alone."""
        if not exercise.bodyweight_share:
            return self._rounded(exercise, lifted)
        added = lifted - self._body(exercise)
        if exercise.measurement is Measurement.BODYWEIGHT_REPS or added < self._step(exercise, added):
            return None
        return self._rounded(exercise, added)

    def _step(self, exercise: Exercise, load: float) -> float:
        """The smallest change of load there is, kilograms or pounds by the athlete's gym."""
        pounds = self.persona.unit is Unit.LB
        if exercise.load_convention is LoadConvention.PER_IMPLEMENT:
            light = load < 10
            return kg_from_lb(2.5 if light else 5.0) if pounds else (1.0 if light else 2.0)
        return kg_from_lb(5.0) if pounds else 2.5

    def _rounded(self, exercise: Exercise, load: float) -> float:
        """The nearest load that can be loaded, never less than the empty bar or the lightest weight."""
        step = self._step(exercise, load)
        least = step
        if EquipmentType.BARBELL in exercise.equipment or EquipmentType.TRAP_BAR in exercise.equipment:
            least = kg_from_lb(45.0) if self.persona.unit is Unit.LB else 20.0
        rounded = max(least, round(load / step) * step)
        return round(kg_from_lb(round(2 * lb_from_kg(rounded)) / 2), 10) if self.persona.unit is Unit.LB else rounded

    def _warm_ups(self, exercise: Exercise, load: float) -> list[SimulatedSet]:
        sets: list[SimulatedSet] = []
        for share, reps in WARM_UPS:
            lighter = self._rounded(exercise, load * share)
            if lighter < load and (not sets or lighter > (sets[-1].target_load or 0)):
                sets.append(SimulatedSet(SetType.WARMUP, reps, None, None, lighter, 60))
        return sets

    def _product_estimate(self, exercise: Exercise, one: SimulatedSet) -> float | None:
        rir = 2.0 if one.rpe is None else 10 - one.rpe
        return e1rm(self._body(exercise) + (one.load or 0.0), one.reps or 1, rir)


def _target_reps(slot: Slot, week: Week) -> int:
    """Repetitions fall over a block; intensification works in the lower half of the range, a peak below it."""
    low, high = slot.reps
    done = week.week_in_block / max(1, week.weeks_in_block - 1)
    middle = (low + high) / 2
    match week.block_type:
        case BlockType.ACCUMULATION:
            return round(high - done * (high - middle))
        case BlockType.INTENSIFICATION:
            return round(middle - done * (middle - low))
        case BlockType.REALIZATION:
            return max(1, low - 1 - round(done)) if slot.main else low
        case _:
            return round(middle)
