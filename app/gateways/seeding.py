"""Brings the catalogue into a database: adds what is missing, links what another program put there, changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID, uuid5

from sqlalchemy import Connection, Table, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.engine.matching import NameIndex
from app.gateways.catalogue import Catalogue, load_catalogue
from models.tables.exercises import equipment, exercise, exercise_alias, exercise_equipment, exercise_muscle, muscle
from models.values.exercises import EquipmentType, Exercise, Muscle, MuscleRole

NAMESPACE: Final = UUID("5d0c2f0e-6f0b-5c8e-9a53-6d1f3e0a7b42")
"""Never to change: every id of a seeded row is made from it, so two programs seed the same rows."""

EQUIPMENT_NAMES: Final[Mapping[EquipmentType, str]] = {
    EquipmentType.BARBELL: "Barbell",
    EquipmentType.DUMBBELL: "Dumbbell",
    EquipmentType.MACHINE: "Machine",
    EquipmentType.CABLE: "Cable",
    EquipmentType.BODYWEIGHT: "Bodyweight",
    EquipmentType.KETTLEBELL: "Kettlebell",
    EquipmentType.BAND: "Band",
    EquipmentType.CARDIO: "Cardio Machine",
    EquipmentType.SLED: "Sled",
    EquipmentType.BENCH: "Bench",
    EquipmentType.RACK: "Rack",
    EquipmentType.EZ_BAR: "EZ Bar",
    EquipmentType.TRAP_BAR: "Trap Bar",
    EquipmentType.OTHER: "Other",
}

Values = dict[str, Any]


def database_id(key: str) -> str:
    """The id a seeded row has in every database."""
    return str(uuid5(NAMESPACE, key))


def exercise_ids(connection: Connection) -> dict[str, str]:
    """The database id of every catalogue exercise, by catalogue id."""
    rows = connection.execute(
        select(exercise.c.catalogue_id, exercise.c.id)
        .where(exercise.c.catalogue_id.is_not(None))
        .order_by(exercise.c.catalogue_id)
    )
    return dict(rows.all())


def seed_catalogue(connection: Connection) -> int:
    """Bring the whole catalogue into the database of this write transaction; the number of rows added or completed.

    Rows that are already there keep every value they have: one that carries the name of a catalogue exercise only
    learns which it is and gets the columns nobody but Peakline fills. Nothing to do costs five reads; two programs
    may do it at once.
    """
    catalogue = load_catalogue()
    written, muscle_ids = _seed_muscles(connection, catalogue.muscles)
    added, equipment_ids = _seed_equipment(connection)
    written += added + _seed_exercises(connection, catalogue)
    ids = exercise_ids(connection)
    here = [(ids[each.id], each) for each in catalogue.exercises if each.id in ids]
    # The links of a row another program made are its own affair.
    ours = [(row_id, each) for row_id, each in here if row_id == database_id(each.id)]
    return (
        written
        + _seed_aliases(connection, here)
        + _link(connection, exercise_muscle, _muscle_links(ours, muscle_ids))
        + _link(connection, exercise_equipment, _equipment_links(ours, equipment_ids))
    )


def _add(connection: Connection, table: Table, rows: Sequence[Values]) -> int:
    """Insert the rows of which no other program has inserted the like in the meantime."""
    if not rows:
        return 0
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(insert(table).on_conflict_do_nothing(), list(rows))
    return len(rows)


def _seed_muscles(connection: Connection, muscles: Sequence[Muscle]) -> tuple[int, dict[str, str]]:
    """The number of rows written, and the database id of every muscle by its key."""
    known = _muscle_ids(connection)
    missing = [each for each in muscles if each.key not in known]
    if not missing:
        return 0, known
    nameless = select(muscle.c.id, muscle.c.name).where(muscle.c.key.is_(None)).order_by(muscle.c.name)
    entries = [(each.key, database_id(f"muscle:{each.key}"), each.name, each.aliases) for each in missing]
    adopted = _adopt(entries, connection.execute(nameless).all())
    _complete(connection, muscle, "key", [(adopted[m.key], _muscle_extras(m)) for m in missing if m.key in adopted])
    _add(connection, muscle, [_muscle_row(each) for each in missing if each.key not in adopted])
    return len(missing), _muscle_ids(connection)


def _muscle_ids(connection: Connection) -> dict[str, str]:
    rows = connection.execute(select(muscle.c.key, muscle.c.id).where(muscle.c.key.is_not(None)))
    return dict(rows.all())


def _muscle_extras(each: Muscle) -> Values:
    return {"key": each.key, "mav_low": each.mav_low, "mav_high": each.mav_high}


def _muscle_row(each: Muscle) -> Values:
    middle = (each.mav_low + each.mav_high) // 2
    marks = {"mv": each.mv, "mev": each.mev, "mav": middle, "mrv": each.mrv}
    return {"id": database_id(f"muscle:{each.key}"), "name": each.name, **marks, **_muscle_extras(each)}


def _seed_equipment(connection: Connection) -> tuple[int, dict[EquipmentType, str]]:
    """The number of rows added, and for every kind of equipment the row that stands for it."""
    known = _equipment_ids(connection)
    rows = [
        {"id": database_id(f"equipment:{kind.value}"), "name": name, "type": kind}
        for kind, name in EQUIPMENT_NAMES.items()
        if kind not in known
    ]
    if not rows:
        return 0, known
    return _add(connection, equipment, rows), _equipment_ids(connection)


def _equipment_ids(connection: Connection) -> dict[EquipmentType, str]:
    found: dict[EquipmentType, str] = {}
    for row_id, name, kind in connection.execute(select(equipment).order_by(equipment.c.name)):
        # Several rows may be of one kind ("Flat Bench", "Incline Bench"): ours, then the first, stands for it.
        if kind in EQUIPMENT_NAMES and (kind not in found or name == EQUIPMENT_NAMES[kind]):
            found[kind] = row_id
    return found


def _seed_exercises(connection: Connection, catalogue: Catalogue) -> int:
    known = exercise_ids(connection)
    missing = [each for each in catalogue.exercises if each.id not in known]
    if not missing:
        return 0
    strangers = select(exercise.c.id, exercise.c.name).where(exercise.c.catalogue_id.is_(None))
    entries = [(each.id, database_id(each.id), each.name, each.aliases) for each in missing]
    adopted = _adopt(entries, connection.execute(strangers.order_by(exercise.c.name)).all())
    extras = [(adopted[each.id], _exercise_extras(each)) for each in missing if each.id in adopted]
    _complete(connection, exercise, "catalogue_id", extras)
    _add(connection, exercise, [_exercise_row(each) for each in missing if each.id not in adopted])
    return len(missing)


def _adopt(
    entries: Sequence[tuple[str, str, str, Sequence[str]]], strangers: Iterable[tuple[str, str]]
) -> dict[str, str]:
    """The row that already stands for an entry (key, id, name, aliases).

    That is the row of its id (renamed, or once taken back to an older schema), else of its very name, else of
    another spelling or an alias of it.
    """
    rows = list(strangers)
    ids = {row_id for row_id, _ in rows}
    by_name = {name: row_id for row_id, name in rows}
    found: dict[str, str] = {}
    for key, own_id, name, _ in entries:
        if own_id in ids:
            found[key] = own_id
        elif name in by_name:
            found[key] = by_name[name]
    rest = [row for row in rows if row[0] not in found.values()]
    index = NameIndex((key, (name, *aliases), ()) for key, _, name, aliases in entries if rest and key not in found)
    for row_id, name in rest:
        if (match := index.match(name)) is not None:
            found.setdefault(match, row_id)
    return found


def _complete(connection: Connection, table: Table, key: str, extras: Sequence[tuple[str, Values]]) -> None:
    """Fill those of the given columns that are still empty, in rows that no other program has completed since."""
    if not extras:
        return
    columns = extras[0][1]
    statement = (
        update(table)
        .where(table.c.id == bindparam("row_id"), table.c[key].is_(None))
        .values(
            {name: func.coalesce(table.c[name], bindparam(f"new_{name}", type_=table.c[name].type)) for name in columns}
        )
    )
    rows = [{"row_id": row_id} | {f"new_{name}": value for name, value in row.items()} for row_id, row in extras]
    connection.execute(statement, rows)


def _exercise_extras(each: Exercise) -> Values:
    return {
        "catalogue_id": each.id,
        "load_convention": each.load_convention.value,
        "measurement": each.measurement.value,
        "bodyweight_share": each.bodyweight_share,
    }


def _exercise_row(each: Exercise) -> Values:
    return {
        "id": database_id(each.id),
        "name": each.name,
        "movement_patterns": each.patterns,
        "split_tags": each.split_tags,
        "joint_stress": each.joint_stress,
        "is_main_lift_eligible": each.is_main_lift,
        "is_compound": each.is_compound,
        "fatigue_cost": each.fatigue_cost,
        "stimulus_bias": each.stimulus,
        "contraindications": list(each.contraindications),
        "time_per_set_sec": each.seconds_per_set,
        "sfr_score": each.sfr_score,
        "length_position_score": each.length_score,
        "difficulty": each.difficulty,
        "is_unilateral": each.is_unilateral,
        "rep_range_min": each.rep_range[0],
        "rep_range_max": each.rep_range[1],
        "min_training_age": each.min_training_age,
        **_exercise_extras(each),
    }


def _seed_aliases(connection: Connection, here: Sequence[tuple[str, Exercise]]) -> int:
    taken = set(connection.execute(select(exercise_alias.c.alias)).scalars())
    wanted = [(row_id, alias) for row_id, each in here for alias in each.aliases if alias not in taken]
    if wanted:
        # A name of an exercise that stands for itself must not lead to another one.
        taken = set(connection.execute(select(exercise.c.name)).scalars())
    rows = [
        {"id": database_id(f"alias:{alias}"), "exercise_id": row_id, "alias": alias}
        for row_id, alias in wanted
        if alias not in taken
    ]
    return _add(connection, exercise_alias, rows)


def _muscle_links(ours: Iterable[tuple[str, Exercise]], muscle_ids: Mapping[str, str]) -> dict[tuple[str, str], Values]:
    return {
        (row_id, muscle_ids[key]): {"role": MuscleRole.PRIMARY if share == 1 else MuscleRole.SECONDARY}
        for row_id, each in ours
        for key, share in each.muscles.items()
        if key in muscle_ids
    }


def _equipment_links(
    ours: Iterable[tuple[str, Exercise]], equipment_ids: Mapping[EquipmentType, str]
) -> dict[tuple[str, str], Values]:
    return {
        (row_id, equipment_ids[kind]): {} for row_id, each in ours for kind in each.equipment if kind in equipment_ids
    }


def _link(connection: Connection, table: Table, links: Mapping[tuple[str, str], Values]) -> int:
    """Add the missing rows of a table that joins exercises with something else."""
    joined = [each.key for each in table.primary_key.columns]
    present = {(first, second) for first, second in connection.execute(select(*(table.c[key] for key in joined)))}
    rows = [dict(zip(joined, pair, strict=True)) | more for pair, more in links.items() if pair not in present]
    return _add(connection, table, rows)
