"""What a performed set is, for every calculation of the engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from models.values.workouts import SetType


@dataclass(frozen=True, slots=True)
class PerformedSet:
    """One performed set, as it was logged; nothing that was not logged is filled in.

    `load_kg` is the load as the exercise counts it: bar and plates, one implement, the stack, or
    what was added to the body (negative where a machine helped). `lifted_kg` is what was moved.
    """

    reps: int
    load_kg: float
    rir: float | None = None
    """Repetitions in reserve; None where no effort was logged."""
    muscles: Mapping[str, float] = field(default_factory=dict)
    """Muscle key to its share of the set: 1 direct, 0.5 indirect."""
    set_type: SetType = SetType.NORMAL
    at: datetime | None = None
    exercise_id: str | None = None
    bodyweight_kg: float | None = None
    bodyweight_share: float = 0.0
    """Share of body weight that the exercise lifts (a pull-up all of it, a bench press none)."""

    @property
    def lifted_kg(self) -> float | None:
        """The load plus the lifted share of body weight; None where that share needs an unknown body weight."""
        if not self.bodyweight_share:
            return self.load_kg
        if self.bodyweight_kg is None:
            return None
        return self.load_kg + self.bodyweight_share * self.bodyweight_kg
