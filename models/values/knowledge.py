"""What the program rests on: claims with grade, source and caveat, and the words for what they apply to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Final

DOI_ADDRESS: Final = "https://doi.org/"

TOPICS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "volume": "Volume",
        "load": "Load",
        "e1rm": "Estimated maximum",
        "effort": "Effort",
        "reps": "Repetitions",
        "rest": "Rest",
        "frequency": "Frequency",
        "progression": "Progression",
        "periodization": "Periodisation",
        "taper": "Taper",
        "deload": "Deload",
        "autoregulation": "Autoregulation",
        "selection": "Choice of exercises",
        "variation": "Variation",
        "muscle_length": "Muscle length",
        "readiness": "Readiness",
        "wearables": "Wearables",
        "training_load": "Training load",
        "training_age": "Training age",
        "stall": "Stalls",
    }
)
"""What a claim is about, in the order of the filter; every claim has at least one."""

FACTORS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "block_fit": "Fit to the block",
        "muscle_need": "Sets the muscles still need",
        "stimulus_to_fatigue": "Stimulus to fatigue",
        "length_position": "Load at long muscle length",
        "favourite": "Favourite",
        "novelty": "Place in the rotation",
        "recency": "Done recently",
        "fatigue_fit": "Fit to the day's fatigue",
        "time_fit": "Fit to the time",
        "unilateral_preference": "One leg or arm",
        "equipment_fit": "Fit to the equipment",
    }
)
"""What an exercise is scored by when a session is put together."""

PRESCRIPTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sets": "Sets",
        "reps": "Repetitions",
        "load": "Load",
        "rir": "Repetitions in reserve",
        "rest": "Rest",
        "tempo-free": "No tempo",
    }
)
"""What is prescribed for an exercise, each with its own reason."""

RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "go": "Fresh: a little more",
        "as_planned": "As planned",
        "rir_up": "One more in reserve",
        "sets_down": "Fewer sets",
        "recovery_session": "Recovery session",
        "two_signals": "Two signals",
        "wearable_only": "Only the wearable is red",
        "sore_muscle": "A sore muscle",
        "signal_age": "Age of a check-in",
        "low_confidence": "Low confidence",
        "readiness_parts": "Parts of freshness",
        "stall": "State of a lift",
        "deload": "Deload and its triggers",
        "ladder_0": "Step 0: check the data",
        "ladder_1": "Step 1: recovery and attendance",
        "ladder_2": "Step 2: smaller steps",
        "ladder_3": "Step 3: more sets, or a deload",
        "ladder_4": "Step 4: repetition zone or variation",
        "ladder_5": "Step 5: another exercise",
        "ladder_6": "Step 6: another emphasis",
        "return_after_break": "Return after a break",
        "taper": "Taper",
        "volume_landmarks": "Volume landmarks",
        "training_age": "Training age",
    }
)
"""The decisions that have a name of their own in a rationale."""

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "topic": "Topics",
        "factor": "Selection factors",
        "rule": "Rules",
        "prescription": "Prescription",
        "exercise": "Exercises",
        "muscle": "Muscles",
        "pattern": "Movement patterns",
        "goal": "Goals",
        "block": "Blocks",
    }
)
"""The first half of a reference `kind:id`; exercises and muscles are the catalogue's, the last three enumerations'."""


class Grade(StrEnum):
    """How strong the evidence behind a claim is, the strongest first."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


class Seen(StrEnum):
    """How we know: what was read of the source."""

    PUBLISHER = "publisher"
    """The publisher's page, mostly the abstract."""
    CITING = "citing"
    """Independent texts that cite it."""
    SECOND_HAND = "second_hand"
    """Somebody's report; never more than practice."""
    COMPUTED = "computed"
    """Our own arithmetic or simulation."""
    CHOICE = "choice"
    """Nothing was read: it is our decision."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim comes from."""

    authors: str
    """Family names, the first one first: `Saw, Main, Gastin` or `Enes et al.`."""
    year: int
    journal: str
    where: str | None = None
    """Volume, issue and pages."""
    title: str | None = None

    @property
    def first_author(self) -> str:
        return self.authors.split(",")[0].split(" et al")[0].split(" (")[0].strip()

    @property
    def reference(self) -> str:
        """One line as in a list of references."""
        title = f" {self.title.rstrip('.')}." if self.title else ""
        where = f" {self.where}" if self.where else ""
        return f"{self.authors} ({self.year}).{title} {self.journal}{where}."


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing the program rests on, as strongly as its evidence is and no stronger."""

    id: str
    claim: str
    grade: Grade
    population: str
    """Whom it was seen in, or who it applies to where it is our choice."""
    source: Source | None
    """None for what is our own."""
    doi: str | None
    """Only where it was seen on the publisher's page or in independent texts."""
    caveat: str
    applies_to: Sequence[str]
    """References `kind:id`, for example `factor:block_fit` or `exercise:seated_leg_curl`."""
    seen: Seen
    constants: Sequence[str] = ()
    """Names in app/engine/constants*.py that rest on it."""
    name: str = ""
    """What to call it where it has no author."""
    leans_on: Sequence[str] = ()
    """Ids of claims this one is built on, above all under our own choices."""

    @property
    def label(self) -> str:
        """A few words to cite it by: `Pelland 2025`, or its own name where it is our choice."""
        return f"{self.source.first_author} {self.source.year}" if self.source else self.name or self.id

    @property
    def address(self) -> str | None:
        """Where the DOI leads."""
        return f"{DOI_ADDRESS}{self.doi}" if self.doi else None

    def of_kind(self, kind: str) -> Sequence[str]:
        """The ids of one kind that it applies to."""
        return [ref.partition(":")[2] for ref in self.applies_to if ref.startswith(f"{kind}:")]


@dataclass(frozen=True, slots=True)
class Uses:
    """What in the program rests on a claim, in words."""

    topics: Sequence[str]
    """What it is about."""
    references: Sequence[tuple[str, Sequence[str]]]
    """A kind in words (`Selection factors`) and the names of what it applies to."""
    constants: Sequence[tuple[str, str]]
    """A number of the engine in words and its value as it stands in the constants."""
    leans_on: Sequence[Claim]
    """What the claim is built on."""
    carries: Sequence[Claim]
    """What is built on the claim."""


@dataclass(frozen=True)
class Knowledge:
    """Every claim, in the order of the files."""

    claims: Sequence[Claim]
    by_id: Mapping[str, Claim] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", MappingProxyType({claim.id: claim for claim in self.claims}))

    def about(self, reference: str) -> Sequence[Claim]:
        """The claims that apply to a reference such as `factor:block_fit`, strongest first; () where there is none."""
        return self._by_reference.get(reference, ())

    @cached_property
    def _by_reference(self) -> Mapping[str, Sequence[Claim]]:
        found: dict[str, list[Claim]] = {}
        for claim in sorted(self.claims, key=lambda one: one.grade):
            for reference in claim.applies_to:
                found.setdefault(reference, []).append(claim)
        return {reference: tuple(claims) for reference, claims in found.items()}
