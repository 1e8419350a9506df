"""Which exercise of the database each name of a training log means; unknown names become exercises of their own."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import Connection, exists, insert, or_, select

from app.engine.matching import NameIndex, normalise
from models.tables.exercises import equipment, exercise, exercise_alias, exercise_equipment, exercise_muscle
from models.values.exercises import JointStress, LoadConvention

# English, German, French, Spanish, Portuguese and Italian say it with the same stem.
_ASSISTED: Final = re.compile(r"\bass?ist", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class KnownExercise:
    """What writing a workout needs to know of an exercise."""

    id: str
    is_main_lift: bool = False
    patterns: Sequence[str] = ()
    is_understood: bool = False
    """Whether its muscles are known, so that its sets count for something."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The exercises by the names of the log, and the names that had none."""

    by_name: Mapping[str, KnownExercise]
    unknown: Sequence[str]
    """In the order of the log; `by_name` has them already, under the id they will get."""

    @property
    def unmatched(self) -> Sequence[str]:
        """Names that mean no exercise with known muscles, whether this import or an earlier one adds them."""
        return [name for name, found in self.by_name.items() if not found.is_understood]


def recognise(connection: Connection, names: Iterable[str], import_id: str) -> Recognised:
    """Look every name up: as written, as an alias, then by its words."""
    known, exact, index = _catalogue(connection)
    found: dict[str, KnownExercise] = {}
    unknown: list[str] = []
    for name in names:
        # A name without a letter or digit has no words to compare by.
        key = exact.get(name) or (index.match(name) if normalise(name) else None)
        if key is None:
            unknown.append(name)
            found[name] = KnownExercise(exercise_id(import_id, name))
        else:
            found[name] = known[key]
    return Recognised(found, unknown)


def exercise_id(import_id: str, name: str) -> str:
    """The id of an exercise that an import adds: made from both, so that undoing the import knows its own."""
    return str(uuid5(NAMESPACE_OID, f"{import_id}/{name}"))


def add_exercises(connection: Connection, names: Sequence[str], import_id: str) -> None:
    """Store the unknown names as exercises of which only the name is known; an assisted lift says so itself."""
    if names:
        connection.execute(insert(exercise), [_own(name, import_id) for name in names])


def _own(name: str, import_id: str) -> dict[str, Any]:
    return {
        "id": exercise_id(import_id, name),
        "name": name,
        "joint_stress": JointStress.LOW,
        "load_convention": LoadConvention.ASSISTED.value if _ASSISTED.search(name) else None,
    }


def _catalogue(connection: Connection) -> tuple[dict[str, KnownExercise], dict[str, str], NameIndex]:
    known: dict[str, KnownExercise] = {}
    names: dict[str, list[str]] = {}
    implements: dict[str, list[Any]] = {}
    exact: dict[str, str] = {}
    has_muscles = exists().where(exercise_muscle.c.exercise_id == exercise.c.id)
    # A catalogue exercise without muscles (a treadmill) is understood all the same.
    understood = or_(exercise.c.catalogue_id.is_not(None), has_muscles)
    columns = (exercise.c.id, exercise.c.name, exercise.c.is_main_lift_eligible, exercise.c.movement_patterns)
    rows = connection.execute(select(*columns, understood).order_by(exercise.c.id))
    for key, name, is_main_lift, patterns, is_understood in rows:
        known[key] = KnownExercise(key, is_main_lift, patterns, bool(is_understood))
        names[key], implements[key] = [name], []
        exact[name.strip()] = key
    aliases = select(exercise_alias.c.exercise_id, exercise_alias.c.alias).order_by(exercise_alias.c.id)
    for key, alias in connection.execute(aliases):
        names[key].append(alias)
        exact.setdefault(alias.strip(), key)
    pairs = select(exercise_equipment.c.exercise_id, equipment.c.type).join(
        equipment, equipment.c.id == exercise_equipment.c.equipment_id
    )
    for key, implement in connection.execute(pairs):
        implements[key].append(implement)
    return known, exact, NameIndex((key, names[key], implements[key]) for key in known)
