"""A simulated lifter: strength that adapts to hard sets, fatigue that gathers and fades, and noise.

The model is Banister's of two components, fitness less fatigue (Calvert et al. 1976, IEEE Trans. Syst.
Man Cybern. 6:94-102; its limits: Hellard 2006, doi:10.1080/02640410500244697), with strength kept per
exercise and fatigue for the whole body. It makes demonstration data; no decision about a real athlete
rests on it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Final

REP_COST: Final = 0.04
"""Share of e1RM given up per repetition to failure: load = e1RM / (1 + 0.04 (n - 1)). Within one
per cent of the usual effort tables up to 12 repetitions, and on purpose not the estimator's own curve."""
SET_COST: Final = 0.012
"""Expressed strength lost with each hard set of the same exercise."""
FATIGUE_COST: Final = 0.03
"""Expressed strength lost per unit of fatigue above the habitual level."""
OVERREACHED: Final = 1.5
OVERREACHED_COST: Final = 0.09
"""Beyond this level every further unit costs more: overreaching is not linear."""
SORENESS_KEPT: Final = 0.55
"""Share of a muscle's soreness left after a night."""
DETRAINING_AFTER_DAYS: Final = 12
DETRAINING_PER_DAY: Final = 0.0016
DETRAINING_FLOOR: Final = 0.86
REGAIN: Final = 3.0
"""Lost strength comes back this many times faster than new strength is gained."""


@dataclass(frozen=True, slots=True)
class Physique:
    """What makes one lifter differ from another."""

    response: float
    """Strength gained per week at the habitual volume, as a share (0.003 is 0.3 %)."""
    recovery_days: float = 6.5
    """Time constant of fatigue."""
    noise: float = 0.018
    """Day-to-day SD of expressed strength, as a share."""
    fragility: float = 1.0
    """How much of fatigue's cost shows in the gym; 0 is nothing."""
    misjudgement: float = 0.4
    """SD of the reported effort, in repetitions."""
    sleep_hours: float = 7.3
    stress: float = 2.4
    """Habitual stress, 1 to 5."""
    mood: float = 3.9
    """Habitual readiness, 1 to 5."""
    rmssd: float = 62.0
    """Habitual heart rate variability in milliseconds."""


@dataclass(slots=True)
class Skill:
    """One exercise's strength: `e1rm` in kilograms, body weight lifted included."""

    e1rm: float
    peak: float
    believed: float
    """What the athlete thinks it is; loads are chosen by it."""
    per_week: float
    """How often a week the exercise is trained, so that weekly gains are shared out."""
    start: float
    """e1RM when the simulation first met it."""
    last_day: int
    bests: list[tuple[int, float]] = field(default_factory=list)
    """(day as an ordinal, session estimate of e1RM by the program's own rule), oldest first."""


class Lifter:
    """Strength, fatigue and mood of one simulated person, day by day."""

    def __init__(self, physique: Physique, habitual_sets: float, random: Random) -> None:
        """`habitual_sets` are hard sets a week at which fatigue is at its habitual level 1."""
        self.physique = physique
        self.random = random
        self._scale = habitual_sets / 7 * physique.recovery_days
        self._load = self._scale
        self.day = 0
        self.form = 1.0
        self.sleep = physique.sleep_hours
        self.stress = physique.stress
        self.growth = 1.0
        self.ill = False
        self.soreness: dict[str, float] = {}
        self.skills: dict[str, Skill] = {}

    @property
    def fatigue(self) -> float:
        """1 at the habitual load, 0 fully rested."""
        return self._load / self._scale

    def wake(self, *, recovery: float, growth: float, ill: bool) -> None:
        """A night passes: fatigue and soreness fade (`recovery` 1 is usual), strength unused is lost."""
        physique, random = self.physique, self.random
        self.day += 1
        self.growth, self.ill = growth, ill
        self._load *= math.exp(-recovery / physique.recovery_days)
        self.soreness = {m: s * SORENESS_KEPT for m, s in self.soreness.items() if s > 0.05}
        burden = (1 - recovery) * 3.2
        self.stress += 0.25 * (physique.stress + burden - self.stress) + random.gauss(0, 0.35)
        self.stress = min(5.0, max(1.0, self.stress))
        tired = 0.30 * (self.stress - physique.stress) + (0.8 if ill else 0.0)
        self.sleep = min(9.8, max(3.8, random.gauss(physique.sleep_hours - tired, 0.55)))
        self.form = 1 + random.gauss(0, physique.noise) + 0.004 * (self.sleep - physique.sleep_hours)
        for skill in self.skills.values():
            if self.day - skill.last_day > DETRAINING_AFTER_DAYS:
                skill.e1rm = max(skill.peak * DETRAINING_FLOOR, skill.e1rm * (1 - DETRAINING_PER_DAY))

    def expressed(self, exercise: str) -> float:
        """Today's e1RM in kilograms: strength less fatigue, times the day's form."""
        cost = FATIGUE_COST * (self.fatigue - 1) + OVERREACHED_COST * max(0.0, self.fatigue - OVERREACHED)
        worn = 1 - self.physique.fragility * cost
        return self.skills[exercise].e1rm * self.form * min(1.03, max(0.80, worn)) * (0.93 if self.ill else 1.0)

    def tire(self, hard_sets: float, muscles: Mapping[str, float], effort: float) -> None:
        """Hard sets leave fatigue (more the nearer to failure, `effort` 1 at two in reserve) and soreness."""
        self._load += hard_sets * effort
        for muscle, share in muscles.items():
            self.soreness[muscle] = self.soreness.get(muscle, 0.0) + 0.22 * hard_sets * share * effort

    def adapt(self, exercise: str, hard_sets: int) -> None:
        """A session's hard sets make the exercise stronger, with diminishing returns, unless worn out."""
        skill = self.skills[exercise]
        stimulus = (1 - math.exp(-hard_sets / 1.6)) / (1 - math.exp(-3 / 1.6))
        quality = min(1.2, max(-0.3, 1.7 - 0.7 * self.fatigue))
        gain = self.physique.response / skill.per_week * stimulus * quality * self.growth
        if skill.e1rm < skill.peak * 0.995 and gain > 0:
            gain *= REGAIN
        skill.e1rm *= 1 + gain
        skill.peak = max(skill.peak, skill.e1rm)
        skill.last_day = self.day


def load_for(e1rm: float, reps_to_failure: float) -> float:
    """Kilograms with which `reps_to_failure` repetitions can just be done; both at least 1."""
    return e1rm / (1 + REP_COST * (max(1.0, reps_to_failure) - 1))


def reps_to_failure(e1rm: float, load: float) -> float:
    """Repetitions that can just be done with `load` kilograms; below 1 the load is too heavy."""
    return 1 + (e1rm / load - 1) / REP_COST


def estimate(load: float, reps: int, reserve: float) -> float:
    """The e1RM that `reps` with `reserve` left speaks for: the inverse of `load_for`."""
    return load * (1 + REP_COST * (reps + reserve - 1))
