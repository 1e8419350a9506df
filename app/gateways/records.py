"""What a completed workout brought: records, and the estimated maxima before and after it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from app.engine.constants_training import RECORD_LEAST_KG
from app.engine.lift_log import LiftSession, combined
from app.engine.records import Beaten, Bests, taken_in
from models.tables.exercises import exercise
from models.values.kinds import LoadConvention
from models.values.training import Record, RecordKind, StrengthChange
from models.values.units import Unit, in_unit, load_text


class Brought(NamedTuple):
    """Records and maxima of one workout."""

    records: Sequence[Record]
    strength: Sequence[StrengthChange]


def read_brought(
    connection: Connection, workout_id: str, lifts: Mapping[str, Sequence[LiftSession]], unit: Unit
) -> Brought:
    """From the sessions of every lift by exercise id, oldest first, this workout among them; loads read in the unit.

    A deload session brings nothing.
    """
    records: list[Record] = []
    strength: list[StrengthChange] = []
    of_workout = {key: those for key, those in lifts.items() if any(one.workout_id == workout_id for one in those)}
    names = _names(connection, of_workout)
    for key in sorted(of_workout, key=lambda each: names[each][0]):
        name, helps = names[key]
        place = next(i for i, one in enumerate(of_workout[key]) if one.workout_id == workout_id)
        before, here = of_workout[key][:place], of_workout[key][place]
        if here.deload:
            continue
        records += [_record(key, name, beaten, unit, helps=helps) for beaten in _beaten(before, here)]
        change = _change(before, here, here.day)
        if change is not None:
            strength.append(_told(key, name, change, unit))
    return Brought(records, strength)


def _names(connection: Connection, ids: Mapping[str, object]) -> dict[str, tuple[str, bool]]:
    """Exercise id to its name and whether its load is help."""
    columns = (exercise.c.id, exercise.c.name, exercise.c.load_convention)
    rows = connection.execute(select(*columns).where(exercise.c.id.in_(sorted(ids))))
    return {key: (name, convention == LoadConvention.ASSISTED.value) for key, name, convention in rows}


def _beaten(before: Sequence[LiftSession], here: LiftSession) -> list[Beaten]:
    bests = Bests()
    for one in before:
        if not one.deload:
            taken_in(bests, one)
    return taken_in(bests, here)


def _change(before: Sequence[LiftSession], here: LiftSession, day: date) -> tuple[float | None, float] | None:
    """The estimate before and after; None where the session changed nothing that could be read."""
    after = combined([*before, here], day)
    if after is None or here.tired or not here.estimates:
        return None
    earlier = combined(before, day)
    if earlier is not None and abs(after.kg - earlier.kg) < RECORD_LEAST_KG:
        return None
    return None if earlier is None else earlier.kg, after.kg


def _told(key: str, name: str, change: tuple[float | None, float], unit: Unit) -> StrengthChange:
    before, after = change
    now = _text(after, unit)
    if before is None:
        sentence = f"{name}: first estimated maximum, {now}."
    else:
        sentence = f"{name}: estimated maximum {now}, {_text(before, unit)} before."
    return StrengthChange(key, name, before, after, sentence)


def _record(key: str, name: str, beaten: Beaten, unit: Unit, *, helps: bool) -> Record:
    kind, value, before, load, reps = beaten
    if kind is RecordKind.REPS:
        how = f" with {load_text(load, unit)}" if load else ""
        text = f"{name}: {int(value)} repetitions{how}, {int(before)} before."
        return Record(key, name, kind, value, before, load, text)
    if kind is RecordKind.E1RM:
        text = f"{name}: estimated maximum {_text(value, unit)}, more than the best before ({_text(before, unit)})."
        return Record(key, name, kind, value, before, None, text)
    if helps:
        text = f"{name}: only {load_text(-value, unit)} of help for {reps}, {load_text(-before, unit)} before."
    else:
        text = f"{name}: {load_text(value, unit)} for {reps}, more than ever ({load_text(before, unit)} before)."
    return Record(key, name, kind, value, before, load, text)


def _text(kilograms: float, unit: Unit) -> str:
    """An estimate to a tenth: more would be pretended."""
    return f"{in_unit(kilograms, unit):.1f} {unit.value}"
