"""How an existing database differs from what a revision makes, and whether it can be worked with all the same."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from app.gateways.schema import Schema
from models.values.maintenance import Difference

_COLUMN: Final = re.compile(r"(?P<type>.*?)(?P<optional>, may be NULL)?(?:, default (?P<default>.*))?", re.DOTALL)
_PRECISION: Final = re.compile(r"timestamp(\(\d\))?")
_KNOWN: Final = frozenset(
    (
        "ExerciseAlias column id",
        "SessionCheckIn column id",
        "SessionCheckIn column date",
        "SessionCheckIn column createdAt",
        "ExerciseAlias foreign key ExerciseAlias_exerciseId_fkey",
        "SessionCheckIn foreign key SessionCheckIn_userId_fkey",
        "SessionCheckIn foreign key SessionCheckIn_workoutId_fkey",
        "Baseline foreign key Baseline_exerciseId_fkey",
        "Baseline unique index Baseline_userId_exerciseId_context_key",
        "ExerciseAlias unique index ExerciseAlias_alias_key",
        "WorkoutTemplateExercise unique index WorkoutTemplateExercise_templateId_orderIndex_key",
        "enum EquipmentType",
    )
)
"""Where databases that grew by the earlier program's own migrations differ from its schema file."""


def judged(expected: Schema, actual: Schema, coming: Schema) -> list[Difference]:
    """Every difference in words, dangerous ones first.

    `coming` is the schema that the database is to be brought to: what has the name of something
    in it stands in its way.
    """
    found = list(_differences(expected.objects, actual.objects, coming.objects))
    return sorted(found, key=lambda each: (each.harmless, each.sentence))


def _differences(
    expected: Mapping[str, str], actual: Mapping[str, str], coming: Mapping[str, str]
) -> Iterator[Difference]:
    strangers = {name for name, what in actual.items() if what == "table" and name not in expected}
    for name in sorted(expected.keys() | actual.keys()):
        wanted, found = expected.get(name), actual.get(name)
        table = name.partition(" ")[0]
        if wanted == found or (table in strangers and name != table) or _is_stand_in(name, expected):
            continue
        if wanted is None:
            yield _unexpected(name, actual[name], coming)
        elif found is None:
            yield _missing(name, wanted, actual)
        else:
            yield _other(name, wanted, found)


def _unexpected(name: str, found: str, coming: Mapping[str, str]) -> Difference:
    if name in coming:
        return Difference(f"{_said(name)} is there already, and an upgrade makes it.", harmless=False)
    if found == "table":
        return Difference(f"Table {name} belongs to another program and is left alone.", harmless=True)
    if " column " in name and not _optional(found):
        return Difference(f"{_said(name)} is not expected and must be given, which Peakline does not do.", False)
    return Difference(f"{_said(name)} is not expected ({found}); it is left alone.", harmless=True)


def _missing(name: str, wanted: str, actual: Mapping[str, str]) -> Difference:
    if " unique index " in name and name.replace("unique index", "unique constraint") in actual:
        return Difference(f"{_said(name)} is a constraint instead, which does the same.", True, name in _KNOWN)
    if " index " in name and " unique " not in name:
        return Difference(f"{_said(name)} is missing; reading may be slower.", harmless=True)
    if " foreign key " in name or " check " in name:
        sentence = f"{_said(name)} is missing, so rows may be there that it would refuse; validating names them."
        return Difference(sentence, harmless=True)
    return Difference(f"{_said(name)} is missing ({wanted}).", harmless=False)


def _other(name: str, wanted: str, found: str) -> Difference:
    sentence = f"{_said(name)} is {found}, expected {wanted}."
    if name.startswith("enum "):
        lacking = set(wanted.split(", ")) - set(found.split(", "))
        if lacking:
            return Difference(f"{_said(name)} lacks {', '.join(sorted(lacking))}.", harmless=False)
        return Difference(sentence, True, name in _KNOWN)
    if " column " in name:
        return Difference(sentence, _column_fits(wanted, found), name in _KNOWN and _column_fits(wanted, found))
    harmless = " foreign key " in name or " check " in name or (" index " in name and " unique " not in name)
    return Difference(sentence, harmless, name in _KNOWN)


def _column_fits(wanted: str, found: str) -> bool:
    ours, theirs = _COLUMN.fullmatch(wanted), _COLUMN.fullmatch(found)
    if ours is None or theirs is None:
        return False
    same = _PRECISION.sub("timestamp", ours["type"]) == _PRECISION.sub("timestamp", theirs["type"])
    # Where we may leave a value out, they must let us.
    return same and (_optional(found) or not _optional(wanted))


def _optional(column: str) -> bool:
    parts = _COLUMN.fullmatch(column)
    return parts is not None and bool(parts["optional"] or parts["default"])


def _is_stand_in(name: str, expected: Mapping[str, str]) -> bool:
    """A unique constraint in the place of the index of its name, which is told there."""
    return " unique constraint " in name and name.replace("unique constraint", "unique index") in expected


def _said(name: str) -> str:
    """`Workout column status` as people read it: `Workout.status`."""
    table, separator, column = name.partition(" column ")
    return f"{table}.{column}" if separator else name[:1].upper() + name[1:]
