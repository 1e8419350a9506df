"""Reads the exercise catalogue from resources/catalogue: one file per movement or region, and muscles.json."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from app.errors import UnreadableFile
from app.paths import RESOURCES
from models.values.athletes import TrainingAge
from models.values.exercises import (
    Difficulty,
    EquipmentType,
    Exercise,
    JointStress,
    LoadConvention,
    Measurement,
    MovementPattern,
    Muscle,
    SplitTag,
    StimulusBias,
)

FOLDER = RESOURCES / "catalogue"
MUSCLES_FILE = "muscles.json"
JOINTS = frozenset({"shoulder", "elbow", "wrist", "lower_back", "hip", "knee", "ankle", "neck"})
"""Keys an exercise may be contraindicated for; an injury names the same."""
GRADES = frozenset("ABCDE")
MAX_REPS_OR_SECONDS = 3600

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every exercise and muscle the program ships, in the order of their files."""

    exercises: Sequence[Exercise]
    muscles: Sequence[Muscle]
    by_id: Mapping[str, Exercise]
    by_muscle: Mapping[str, Muscle]

    def muscle(self, key: str) -> Muscle:
        """The muscle of this key; KeyError when the catalogue has none."""
        return self.by_muscle[key]


@cache
def load_catalogue(folder: Path = FOLDER) -> Catalogue:
    """The catalogue of `folder`, read once; UnreadableFile names file, entry and field of the first fault."""
    muscles: dict[str, Muscle] = {}
    for entry in _entries(folder / MUSCLES_FILE):
        muscle = _muscle(_Entry(MUSCLES_FILE, "key", entry))
        if muscle.key in muscles:
            raise _fault(MUSCLES_FILE, muscle.key, "key", "appears twice")
        muscles[muscle.key] = muscle
    exercises: dict[str, Exercise] = {}
    taken: dict[str, str] = {}
    for path in sorted(folder.glob("*.json")):
        if path.name == MUSCLES_FILE:
            continue
        for raw in _entries(path):
            exercise = _exercise(_Entry(path.name, "id", raw), muscles)
            if exercise.id in exercises:
                raise _fault(path.name, exercise.id, "id", "appears twice")
            exercises[exercise.id] = exercise
            _claim_names(exercise, path.name, taken)
    return Catalogue(
        tuple(exercises.values()), tuple(muscles.values()), MappingProxyType(exercises), MappingProxyType(muscles)
    )


def _claim_names(exercise: Exercise, file: str, taken: dict[str, str]) -> None:
    for field, names in (("name", (exercise.name,)), ("aliases", exercise.aliases)):
        for name in names:
            owner = taken.setdefault(name.casefold(), exercise.id)
            if owner != exercise.id or (field == "aliases" and name == exercise.name):
                raise _fault(file, exercise.id, field, f'"{name}" already names {owner}')
    if len(set(exercise.aliases)) != len(exercise.aliases):
        raise _fault(file, exercise.id, "aliases", "repeats itself")


def _entries(path: Path) -> list[Any]:
    try:
        entries = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableFile(
            f"{path.name}: the exercise catalogue could not be read ({error}).", advice="Install Peakline again."
        ) from error
    if not isinstance(entries, list):
        raise UnreadableFile(f"{path.name}: a list of entries was expected.", advice="Install Peakline again.")
    return entries


def _fault(file: str, entry: str, field: str, what: str) -> UnreadableFile:
    return UnreadableFile(
        f"{file}, {entry}, {field}: {what}.", advice="Correct the catalogue or install Peakline again."
    )


@cache
def _members(kind: type[E]) -> Mapping[str, E]:
    """Every member by its value; a dictionary because an enum's own look-up is a third of the loading time."""
    return {member.value: member for member in kind}


class _Entry:
    """One JSON object, read field by field; what is left over is a fault too."""

    def __init__(self, file: str, key: str, raw: Any) -> None:
        self.file = file
        self.raw: dict[str, Any] = raw if isinstance(raw, dict) else {}
        self.label = str(self.raw.get(key, "an entry without " + key))
        self.read: int = 0

    def fault(self, field: str, what: str) -> UnreadableFile:
        return _fault(self.file, self.label, field, what)

    def get(self, field: str) -> Any:
        try:
            value = self.raw[field]
        except KeyError:
            raise self.fault(field, "is missing") from None
        self.read += 1
        return value

    def done(self, fields: Sequence[str]) -> None:
        if self.read != len(self.raw):
            unknown = sorted(set(self.raw) - set(fields))
            raise self.fault(", ".join(unknown), "is no field of the catalogue")

    def text(self, field: str) -> str:
        value = self.get(field)
        if not isinstance(value, str) or not value or value != value.strip():
            raise self.fault(field, "must be a text without outer blanks")
        return value

    def flag(self, field: str) -> bool:
        value = self.get(field)
        if not isinstance(value, bool):
            raise self.fault(field, "must be true or false")
        return value

    def whole(self, field: str, low: int, high: int) -> int:
        value = self.get(field)
        if type(value) is not int or not low <= value <= high:
            raise self.fault(field, f"must be a whole number from {low} to {high}")
        return value

    def one(self, field: str, kind: type[E]) -> E:
        value = self.get(field)
        try:
            member: E = _members(kind)[value]
        except (KeyError, TypeError):
            raise self.fault(field, f"{value!r} is no {kind.__name__}") from None
        return member

    def texts(self, field: str) -> tuple[str, ...]:
        value = self.get(field)
        try:
            clean = tuple(map(str.strip, value))
        except TypeError:
            clean = ()
        if type(value) is not list or clean != tuple(value) or "" in clean:
            raise self.fault(field, "must be a list of texts without outer blanks")
        return clean

    def many(self, field: str, kind: type[E]) -> tuple[E, ...]:
        values = self.get(field)
        members = _members(kind)
        try:
            found = tuple([members[value] for value in values])
        except (KeyError, TypeError):
            raise self.fault(field, f"{values!r} is no list of {kind.__name__}") from None
        if not found or len(set(found)) != len(found):
            raise self.fault(field, "must name at least one value, each once")
        return found

    def chosen(self, field: str, allowed: frozenset[str]) -> str:
        value = self.text(field)
        if value not in allowed:
            raise self.fault(field, f"{value!r} is not one of {', '.join(sorted(allowed))}")
        return value


def _muscle(entry: _Entry) -> Muscle:
    marks = [entry.whole(field, 0, 60) for field in ("mv", "mev", "mav_low", "mav_high", "mrv")]
    mv, mev, mav_low, mav_high, mrv = marks
    if not mv <= mev < mav_low <= mav_high <= mrv:
        raise entry.fault("mv, mev, mav_low, mav_high, mrv", "must rise in this order")
    confidence = entry.chosen("confidence", frozenset({"normal", "low"}))
    muscle = Muscle(
        entry.text("key"), entry.text("name"), mv, mev, mav_low, mav_high, mrv, confidence, entry.texts("aliases")
    )
    entry.done(Muscle.__slots__)
    return muscle


def _exercise(entry: _Entry, muscles: Mapping[str, Muscle]) -> Exercise:
    exercise = Exercise(**{field: read(entry, field) for field, read in _READERS.items()})
    entry.done(tuple(_READERS))
    if unknown := set(exercise.muscles) - set(muscles):
        raise entry.fault("muscles", f"{', '.join(sorted(unknown))} stands in no row of {MUSCLES_FILE}")
    if exercise.is_main_lift and not exercise.is_compound:
        raise entry.fault("is_main_lift", "only a compound exercise can be a main lift")
    return exercise


def _shares(entry: _Entry, field: str) -> Mapping[str, float]:
    value = entry.get(field)
    if not isinstance(value, dict) or not all(share in (1, 0.5) for share in value.values()):
        raise entry.fault(field, "must give each muscle a share of 1 or 0.5")
    return MappingProxyType({key: float(share) for key, share in value.items()})


def _rep_range(entry: _Entry, field: str) -> tuple[int, int]:
    match entry.get(field):
        case [int() as low, int() as high] if 1 <= low <= high <= MAX_REPS_OR_SECONDS:
            return low, high
    raise entry.fault(field, "must be two rising whole numbers from 1")


def _joints(entry: _Entry, field: str) -> tuple[str, ...]:
    found = entry.texts(field)
    if not JOINTS.issuperset(found):
        raise entry.fault(field, f"{', '.join(sorted(set(found) - JOINTS))} is no joint key")
    return found


def _bodyweight_share(entry: _Entry, field: str) -> float:
    value = entry.get(field)
    if type(value) not in (int, float) or not 0 <= value <= 1:
        raise entry.fault(field, "must be a number from 0 to 1")
    return float(value)


_READERS: Mapping[str, Callable[[_Entry, str], Any]] = {
    "id": _Entry.text,
    "name": _Entry.text,
    "aliases": _Entry.texts,
    "patterns": lambda entry, field: entry.many(field, MovementPattern),
    "muscles": _shares,
    "equipment": lambda entry, field: entry.many(field, EquipmentType),
    "is_compound": _Entry.flag,
    "is_main_lift": _Entry.flag,
    "is_unilateral": _Entry.flag,
    "is_generic": _Entry.flag,
    "difficulty": lambda entry, field: entry.one(field, Difficulty),
    "min_training_age": lambda entry, field: entry.one(field, TrainingAge).value,
    "rep_range": _rep_range,
    "fatigue_cost": lambda entry, field: entry.whole(field, 1, 5),
    "sfr_score": lambda entry, field: entry.whole(field, 1, 5),
    "length_score": lambda entry, field: entry.whole(field, 1, 5),
    "score_grade": lambda entry, field: entry.chosen(field, GRADES),
    "joint_stress": lambda entry, field: entry.one(field, JointStress),
    "split_tags": lambda entry, field: entry.many(field, SplitTag),
    "stimulus": lambda entry, field: entry.many(field, StimulusBias),
    "contraindications": _joints,
    "load_convention": lambda entry, field: entry.one(field, LoadConvention),
    "measurement": lambda entry, field: entry.one(field, Measurement),
    "bodyweight_share": _bodyweight_share,
    "seconds_per_set": lambda entry, field: entry.whole(field, 20, MAX_REPS_OR_SECONDS),
}
