"""What the stored reasons of a workout say, as values; and the careful way into the JSON they come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

KNOWN_VERSION: Final = 1
"""Of the stored shapes; a newer one is shown as far as it is understood."""
_FRAME: Final = {"version", "constants", "made", "citations"}


class Stored:
    """A JSON object that gives what is asked for where it is of the asked kind, and remembers what was asked."""

    def __init__(self, raw: Any) -> None:
        self.raw: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
        self._asked: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self.raw)

    def text(self, key: str) -> str:
        value = self._value(key)
        return value.strip() if isinstance(value, str) else ""

    def number(self, key: str) -> float | None:
        value = self._value(key)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def whole(self, key: str) -> int | None:
        value = self.number(key)
        return None if value is None else round(value)

    def part(self, key: str) -> "Stored":
        return Stored(self._value(key))

    def parts(self, key: str) -> list["Stored"]:
        value = self._value(key)
        return [Stored(each) for each in value if isinstance(each, Mapping)] if isinstance(value, list | tuple) else []

    def words(self, key: str) -> list[str]:
        value = self._value(key)
        return [str(each) for each in value if each] if isinstance(value, list | tuple) else []

    def others(self) -> list[tuple[str, Any]]:
        """What nobody has asked for, plain values only: a newer version's additions."""
        plain = (str, int, float, bool)
        return [
            (key, value)
            for key, value in self.raw.items()
            if key not in self._asked and key not in _FRAME and isinstance(value, plain)
        ]

    def _value(self, key: str) -> Any:
        self._asked.add(key)
        return self.raw.get(key)


@dataclass(frozen=True, slots=True)
class Factor:
    """One part of a score: `points` is `value` times `weight` as they were used."""

    id: str
    value: float
    weight: float
    points: float
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An exercise that was considered and lost."""

    name: str
    score: float
    factors: Sequence[Factor]
    lost: str


@dataclass(frozen=True, slots=True)
class Excluded:
    """An exercise that a hard rule took out before anything was scored."""

    name: str
    rule: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Selection:
    """Why an exercise is in a workout."""

    name: str
    kind: str
    pattern: str
    muscle: str
    sets: int | None
    is_fixed: bool
    sentence: str
    score: float | None
    factors: Sequence[Factor]
    alternatives: Sequence[Candidate]
    ruled_out: Sequence[Excluded]
    citations: Sequence[str]
    constants: str
    version: float
    others: Sequence[tuple[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class MuscleStatus:
    """A muscle's week in fractional hard sets, against its landmarks."""

    muscle: str
    this_session: float
    planned: float
    """What the week comes to with all its sessions."""
    performed: float
    mev: float | None
    mav_low: float | None
    mav_high: float | None
    mrv: float | None
    status: str
    sentence: str


@dataclass(frozen=True, slots=True)
class LiftStanding:
    """How a main lift is going."""

    name: str
    trend: str
    e1rm_kg: float | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """The readiness a workout was planned under."""

    freshness: float | None
    confidence: float | None
    age_hours: float | None
    band: str
    rule: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SessionReasons:
    """Why a workout looks as it does."""

    summary: str
    made: str
    block: str
    session: str
    facts: Mapping[str, Any]
    volume: Sequence[MuscleStatus]
    readiness: Readiness | None
    progression: str
    lifts: Sequence[LiftStanding]
    assumptions: Sequence[str]
    excluded: Sequence[Excluded]
    citations: Sequence[str]
    constants: str
    version: float
    others: Sequence[tuple[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """One prescribed number with its reason; `raw` keeps what the number is made of."""

    key: str
    raw: Stored
    sentence: str
    inputs: Sequence[tuple[str, Any]]
    citations: Sequence[str]


@dataclass(frozen=True, slots=True)
class Prescription:
    """Why so many sets, so many repetitions, this load, this effort and this rest."""

    sentence: str
    values: Sequence[Value]
    steps: Sequence[str]
    """How to find the load where nothing is known of it."""
    warm_ups: Sequence[tuple[float | None, int | None]]
    citations: Sequence[str]
    constants: str
    version: float
    others: Sequence[tuple[str, Any]] = ()

    def value(self, key: str) -> Value | None:
        return next((each for each in self.values if each.key == key), None)


@dataclass(frozen=True, slots=True)
class Change:
    """One number that readiness changed."""

    exercise: str
    """Catalogue id."""
    name: str
    field: str
    original: Any
    adjusted: Any
    reason: str


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What readiness changed on the day."""

    at: str
    rule: str
    rule_sentence: str
    sentence: str
    freshness: float | None
    confidence: float | None
    groups: Mapping[str, Any]
    changes: Sequence[Change]
    citations: Sequence[str]
    version: float
    others: Sequence[tuple[str, Any]] = field(default_factory=tuple)
    is_suggested: bool = False
    """Nothing was changed yet."""
