"""Simulated athletes with a truth that is known: how strong they are each week, and what happens to them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from app.engine.lifter import reps_to_failure
from models.values.athletes import TrainingAge
from models.values.exercises import EquipmentType, Exercise, LoadConvention, MovementPattern
from models.values.plan import TrainingGoal
from models.values.units import Unit

WEEKS = 52
GAINS = {TrainingAge.BEGINNER: 0.0075, TrainingAge.INTERMEDIATE: 0.0045, TrainingAge.ADVANCED: 0.0028}
"""True gain a week of who improves, as a share; well above what each training age lets expect."""
CLEAR_DECLINE, SLOW_DECLINE = -0.010, -0.006
"""True loss a week of who declines, as a share; one in ten each."""
DECLINE_WEEKS = 14
FORM = 0.022
"""Day-to-day deviation of expressed strength, as a share."""
MISJUDGED = 0.7
"""Deviation of the reported effort, in repetitions."""
SET_COST = 0.012
MISSED = 0.08
ILL_COST = 0.07
PATTERN_STRENGTH = {
    MovementPattern.SQUAT: 1.35, MovementPattern.HINGE: 1.55, MovementPattern.HORIZONTAL_PUSH: 0.95,
    MovementPattern.HORIZONTAL_PULL: 0.95, MovementPattern.VERTICAL_PUSH: 0.6, MovementPattern.VERTICAL_PULL: 1.0,
}  # fmt: skip
"""True e1RM at the start as a share of body weight; other exercises come below."""


class Story(StrEnum):
    """What truly happens to an athlete's strength."""

    IMPROVES = "improves"
    STANDS = "stands still"
    DECLINES = "declines"


@dataclass(slots=True)
class Person:
    """One simulated athlete; everything follows from the number."""

    number: int
    story: Story
    age: TrainingAge
    goal: TrainingGoal
    days: int
    minutes: int
    bodyweight_kg: float
    unit: Unit
    equipment: Sequence[EquipmentType]
    onset: int
    """Week in which the decline of who declines begins."""
    ill_weeks: frozenset[int]
    checks_in: float
    random: Random = field(repr=False)
    week: float = 0.0
    form: float = 0.0
    _level: dict[int, float] = field(default_factory=dict, repr=False)

    @property
    def decline(self) -> float:
        return CLEAR_DECLINE if self.number % 10 == 4 else SLOW_DECLINE

    def rate(self, week: int) -> float:
        """True change of strength in a week, as a share."""
        if self.story is Story.DECLINES and self.onset <= week < self.onset + DECLINE_WEEKS:
            return self.decline
        return 0.0 if self.story is Story.STANDS else GAINS[self.age]

    def level(self, week: float) -> float:
        """True strength against the start."""
        whole = int(week)
        if whole not in self._level:
            self._level[whole] = math.exp(math.fsum(self.rate(each) for each in range(whole)))
        return self._level[whole] * math.exp(self.rate(whole) * (week - whole))

    def strength(self, exercise: Exercise) -> float:
        """True e1RM in kg of all that moves, without the day's form."""
        share = next((PATTERN_STRENGTH[p] for p in exercise.patterns if p in PATTERN_STRENGTH), 0.3)
        if not exercise.is_compound:
            share = 0.3
        if exercise.load_convention is LoadConvention.PER_IMPLEMENT:
            share *= 0.42
        own = Random(f"{self.number}:{exercise.id}").uniform(0.9, 1.1)
        body = exercise.bodyweight_share * self.bodyweight_kg
        return max(share * self.bodyweight_kg * own, 1.35 * body) * self.level(self.week)

    def possible(self, exercise: Exercise, load_kg: float, number: int) -> float:
        """Repetitions that can just be done with a load in the given set of the session."""
        lifted = load_kg + exercise.bodyweight_share * self.bodyweight_kg
        strength = self.strength(exercise) * (1 + self.form) * (1 - SET_COST * number)
        return reps_to_failure(strength, max(1.0, lifted))

    def wake(self, *, ill: bool) -> None:
        self.form = self.random.gauss(0, FORM) - (ILL_COST if ill else 0.0)


def person(number: int) -> Person:
    """Three in five improve, one stands still, one declines for 14 weeks."""
    random = Random(f"person {number}")
    story = (Story.IMPROVES, Story.IMPROVES, Story.IMPROVES, Story.STANDS, Story.DECLINES)[number % 5]
    full = tuple(EquipmentType)
    home = (EquipmentType.DUMBBELL, EquipmentType.BODYWEIGHT, EquipmentType.BARBELL, EquipmentType.BENCH)
    illnesses = random.sample(range(2, WEEKS - 2), random.choice((0, 1, 1, 2)))
    return Person(
        number=number,
        story=story,
        age=list(TrainingAge)[number // 5 % 3],
        goal=list(TrainingGoal)[number // 15 % len(TrainingGoal)],
        days=random.choice((2, 3, 3, 4, 4, 5)),
        minutes=random.choice((45, 60, 60, 75, 90)),
        bodyweight_kg=random.uniform(52, 105),
        unit=random.choice(list(Unit)),
        equipment=random.choice((full, full, home)),
        onset=random.randrange(16, 30),
        ill_weeks=frozenset(illnesses),
        checks_in=random.choice((0.0, 0.5, 0.8)),
        random=random,
    )
