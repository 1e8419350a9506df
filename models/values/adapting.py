"""What readiness and performance change: rules as data, today's session, and proposals for the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

# Found here by their subject; the tables, loaded at start-up, take them from `kinds` and pay for no dataclass.
from models.values.kinds import AdaptationType


@dataclass(frozen=True, slots=True)
class RuleNumber:
    """A number of a rule that a coach may change inside its limits."""

    key: str
    label: str
    unit: str
    """`freshness` (0 to 1, shown of 100), `confidence` (0 to 1, shown in %), `percent`, `rir`, `sets`, `hours`,
    `groups`, `soreness`."""
    value: float
    low: float
    high: float
    step: float


@dataclass(frozen=True, slots=True)
class ReadinessRule:
    """A rule with the numbers it fires at and the numbers it does, and the sentence they make."""

    id: str
    name: str
    thresholds: Sequence[RuleNumber]
    effects: Sequence[RuleNumber]
    sentence: str = ""

    @property
    def numbers(self) -> Sequence[RuleNumber]:
        return (*self.thresholds, *self.effects)

    def number(self, key: str) -> float:
        """The value of a number; `KeyError` where the rule has no such one."""
        for each in self.numbers:
            if each.key == key:
                return each.value
        raise KeyError(f"{self.id}.{key}")


@dataclass(frozen=True, slots=True)
class Rules:
    """The readiness rules of an athlete, in the order they are read."""

    rules: Sequence[ReadinessRule]
    is_own: bool = False
    """Edited for this athlete."""
    problem: str = ""
    """Why stored rules could not be used, so that the usual ones hold; empty where they could."""

    def rule(self, rule_id: str) -> ReadinessRule:
        """The rule of an id; `KeyError` where there is none."""
        for each in self.rules:
            if each.id == rule_id:
                return each
        raise KeyError(rule_id)

    def number(self, rule_id: str, key: str) -> float:
        return self.rule(rule_id).number(key)

    def edited(self, rule_id: str, key: str, value: float) -> "Rules":
        """The rules with one number changed, unchecked; whoever saves them checks them and renews the sentences."""
        self.number(rule_id, key)

        def changed(numbers: Sequence[RuleNumber]) -> tuple[RuleNumber, ...]:
            return tuple(replace(each, value=value) if each.key == key else each for each in numbers)

        rules = [
            replace(each, thresholds=changed(each.thresholds), effects=changed(each.effects))
            if each.id == rule_id
            else each
            for each in self.rules
        ]
        return replace(self, rules=tuple(rules))


@dataclass(frozen=True, slots=True)
class TodayExercise:
    """An exercise of the session that is to be adjusted, warm-up sets left out."""

    exercise: str
    """Catalogue id, or the database's own where the catalogue has none."""
    name: str
    sets: int
    rir: float | None
    load_kg: float | None
    """Of the heaviest working set, as the exercise counts it; None where it has to be found or is body weight."""
    increment_kg: float
    """Steps in which it can be loaded."""
    muscles: Mapping[str, float] = field(default_factory=dict)
    """Muscle key to its share of a set: 1 direct, 0.5 indirect."""
    is_main_lift: bool = False
    seconds_per_set: int = 120
    least_kg: float = 0.0
    """The least it can be loaded with, an empty bar for example."""


@dataclass(frozen=True, slots=True)
class VolumeRoom:
    """What a further set must fit into; empty means: no set is added."""

    planned: Mapping[str, float] = field(default_factory=dict)
    """Muscle key to the week's fractional sets, this session included."""
    productive_from: Mapping[str, float] = field(default_factory=dict)
    """Muscle key to the lower end of the athlete's productive volume (MAV)."""
    seconds_left: float = 0.0
    """Of the session's time."""


@dataclass(frozen=True, slots=True)
class SessionChange:
    """One thing that today's session does otherwise."""

    exercise: str
    name: str
    field: str
    """`sets`, `load` (kg) or `rir`."""
    original: float
    adjusted: float
    reason: str


@dataclass(frozen=True, slots=True)
class Autoregulation:
    """What readiness makes of today's session; no changes is an answer too, with its sentence."""

    rule: str | None
    """Id of the rule that decided; None where nothing is known of today."""
    rule_sentence: str
    changes: Sequence[SessionChange]
    sentence: str
    band: str = "unknown"
    """`go`, `as_planned`, `rir_up`, `sets_down`, `recovery_session` or `unknown`."""
    rules: Sequence[str] = ()
    """Every rule that took part, the deciding one first."""
    signals: Mapping[str, Any] = field(default_factory=dict)
    """`freshness`, `confidence`, `ageHours`, `groups`, `soreness`."""
    citations: Sequence[str] = ()
    """Claim ids of the knowledge base."""
    is_applied: bool = False
    """The session has been changed like this."""


class ProposalState(StrEnum):
    """Where a proposal stands."""

    OPEN = "OPEN"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of the plan that a coach accepts or rejects.

    `before` and `after` hold `version`, `lines` (each with `label` and `text`, in the same order) and,
    in `after`, `change`: what accepting does, for machines.
    """

    id: str
    athlete_id: str
    athlete_name: str
    kind: AdaptationType | str
    topic: str
    """What it is about; the same topic is open once."""
    title: str
    reason: str
    evidence: Mapping[str, Any]
    """`numbers` (name to number), `sentences`, `citations`, `triggers` where some decided."""
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    state: ProposalState | str
    created: datetime
    decided: datetime | None = None
    note: str | None = None
    block_id: str | None = None
    macro_id: str | None = None
    adaptation_id: str | None = None

    @property
    def rows(self) -> Sequence[tuple[str, str, str]]:
        """(label, before, after) for each line that either side has."""
        old = {line["label"]: line["text"] for line in self.before.get("lines", ())}
        new = {line["label"]: line["text"] for line in self.after.get("lines", ())}
        return [(label, old.get(label, ""), new.get(label, "")) for label in {**old, **new}]


@dataclass(frozen=True, slots=True)
class Decision:
    """What accepting a proposal did."""

    proposal: Proposal
    adaptation_id: str
    sentences: Sequence[str]
    removed_workouts: int = 0
    """Generated, untouched workouts of changed weeks that were taken away, to be generated again."""
