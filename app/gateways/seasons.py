"""Stores macrocycles with their mesocycles and blocks, and reads them back as values or as plain JSON."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Table, insert, select, update

from app.engine.zones import rir_ramp
from app.gateways.shapes import checked, understood
from models.tables.plan import macro_adaptation, macro_cycle, mesocycle, training_block
from models.tables.types import utc_now
from models.values.days import monday
from models.values.ids import new_id
from models.values.plan import Adaptation, Block, Macrocycle, Mesocycle, WeekTarget

SHAPES: Final = ("main_lifts", "accessory_pool", "rotation_policy", "deload_triggers")
TARGETS: Final = "weekly_targets"


@dataclass(frozen=True, slots=True)
class StoredSeason:
    """The rows of one macrocycle, in order."""

    macro: Mapping[str, Any]
    mesocycles: Sequence[Mapping[str, Any]]
    blocks: Mapping[str, Sequence[Mapping[str, Any]]]
    """Mesocycle id to its block rows."""


def archive_active(connection: Connection, athlete_id: str, today: date) -> str | None:
    """End the athlete's active macrocycle today (on its first day where that lies ahead); returns its id."""
    active = connection.execute(
        select(macro_cycle.c.id, macro_cycle.c.start_date).where(
            macro_cycle.c.user_id == athlete_id, macro_cycle.c.is_active
        )
    ).one_or_none()
    if active is None:
        return None
    ended = {"is_active": False, "end_date": max(today, active.start_date)}
    connection.execute(update(macro_cycle).where(macro_cycle.c.id == active.id).values(ended))
    return str(active.id)


def write_season(
    connection: Connection,
    athlete_id: str,
    season: Macrocycle,
    assessment: Mapping[str, Any],
    ids: Callable[[], str] = new_id,
) -> Macrocycle:
    """Insert a season as the athlete's active one; returns it with its ids. The JSON of every block is checked."""
    macro_id, now = ids(), utc_now()
    seen: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    stored: list[Mesocycle] = []
    meso_rows: list[dict[str, Any]] = []
    block_rows: list[dict[str, Any]] = []
    for meso in season.mesocycles:
        meso_id = ids()
        blocks = [replace(block, id=ids()) for block in meso.blocks]
        stored.append(replace(meso, id=meso_id, blocks=blocks))
        meso_rows.append(
            {
                "id": meso_id,
                "macro_cycle_id": macro_id,
                "order_index": meso.order_index,
                "total_weeks": meso.total_weeks,
                "primary_goal": meso.primary_goal,
                "updated_at": now,
            }
        )
        block_rows += [block_row(block, meso_id, now, seen) for block in blocks]
    connection.execute(insert(macro_cycle), [_macro_row(season, macro_id, athlete_id, assessment, now)])
    connection.execute(insert(mesocycle), meso_rows)
    connection.execute(insert(training_block), block_rows)
    return replace(season, id=macro_id, mesocycles=stored)


def _macro_row(
    season: Macrocycle, macro_id: str, athlete_id: str, assessment: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    return {
        "id": macro_id,
        "user_id": athlete_id,
        "start_date": season.start_date,
        "training_age": season.training_age,
        "primary_goal": season.primary_goal,
        "secondary_goals": list(season.secondary_goals),
        "is_active": True,
        "event_date": season.event_date,
        "assessment": dict(assessment),
        "assumptions": list(season.assumptions),
        "updated_at": now,
    }


def block_row(block: Block, meso_id: str, now: datetime, seen: dict[str, list[Mapping[str, Any]]]) -> dict[str, Any]:
    """A block's values under the columns' keys, its JSON checked; `seen` holds what was checked already, by shape."""
    weeks = [
        {
            "rir": week.rir,
            "hardSets": week.hard_sets,
            "sets": dict(week.sets),
            "exercises": dict(week.exercises),
        }
        for week in block.weeks
    ]
    return {
        "id": block.id,
        "mesocycle_id": meso_id,
        "order_index": block.order_index,
        "block_type": block.block_type,
        "duration_weeks": block.duration_weeks,
        "volume_target": block.volume_target,
        "intensity_bias": block.intensity_bias,
        "weekly_volume_ramp": block.weekly_volume_ramp,
        "rir_start": block.rir_start,
        "rir_end": block.rir_end,
        "allow_auto_scale": block.allow_auto_scale,
        "updated_at": now,
        TARGETS: checked(TARGETS, {"version": 1, "weeks": weeks}),
        **{shape: _checked_once(shape, getattr(block, shape), seen[shape]) for shape in SHAPES},
    }


def _checked_once(shape: str, document: Mapping[str, Any], seen: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Most blocks of a season share most of their parts, and checking one of them costs more than comparing it."""
    if document in seen:
        return dict(document)
    seen.append(document)
    return checked(shape, document)


def read_active(connection: Connection, athlete_id: str) -> StoredSeason | None:
    """The rows of the athlete's active macrocycle, None where there is none."""
    active = macro_cycle.c.is_active & (macro_cycle.c.user_id == athlete_id)
    macro = connection.execute(select(macro_cycle).where(active)).mappings().one_or_none()
    if macro is None:
        return None
    mesocycles = connection.execute(
        select(mesocycle).where(mesocycle.c.macro_cycle_id == macro["id"]).order_by(mesocycle.c.order_index)
    ).mappings()
    rows = connection.execute(
        select(training_block)
        .join(mesocycle, mesocycle.c.id == training_block.c.mesocycle_id)
        .where(mesocycle.c.macro_cycle_id == macro["id"])
        .order_by(mesocycle.c.order_index, training_block.c.order_index)
    ).mappings()
    blocks: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        blocks[row["mesocycle_id"]].append(_by_key(training_block, row))
    return StoredSeason(_by_key(macro_cycle, macro), [_by_key(mesocycle, row) for row in mesocycles], blocks)


def _by_key(table: Table, row: RowMapping) -> dict[str, Any]:
    """A row under the columns' Python keys; on its own it knows the physical names only."""
    return {column.key: row[column] for column in table.columns}


def read_adaptations(connection: Connection, macro_id: str) -> list[Adaptation]:
    """What was changed in a macrocycle, oldest first."""
    columns = macro_adaptation.c
    rows = connection.execute(
        select(
            columns.id,
            columns.date,
            columns.type,
            columns.reason,
            columns.block_affected,
            columns.auto_triggered,
            columns.metadata,
        )
        .where(columns.macro_cycle_id == macro_id)
        .order_by(columns.date, columns.id)
    )
    return [Adaptation(*row[:6], **_details(row[6])) for row in rows]


def _details(metadata: Any) -> dict[str, Any]:
    """Before, after and evidence of an adaptation; another program's metadata may be anything."""
    known = metadata if isinstance(metadata, dict) else {}
    return {name: known[name] for name in ("before", "after", "evidence") if isinstance(known.get(name), dict)}


def as_value(stored: StoredSeason) -> Macrocycle:
    """The season as a value: blocks dated from the Monday of its first week."""
    macro = stored.macro
    day = monday(macro["start_date"])
    mesocycles: list[Mesocycle] = []
    for meso in stored.mesocycles:
        blocks: list[Block] = []
        for row in stored.blocks.get(meso["id"], ()):
            blocks.append(_block(row, day))
            day += timedelta(weeks=row["duration_weeks"])
        mesocycles.append(Mesocycle(meso["order_index"], meso["primary_goal"], blocks, meso["id"]))
    return Macrocycle(
        start_date=macro["start_date"],
        training_age=macro["training_age"],
        primary_goal=macro["primary_goal"],
        secondary_goals=macro["secondary_goals"],
        mesocycles=mesocycles,
        event_date=macro["event_date"],
        assumptions=_sentences(macro["assumptions"]),
        id=macro["id"],
    )


def _sentences(stored: Any) -> list[str]:
    return [str(sentence) for sentence in stored] if isinstance(stored, list) else []


def _block(row: Mapping[str, Any], start: date) -> Block:
    return Block(
        order_index=row["order_index"],
        block_type=row["block_type"],
        duration_weeks=row["duration_weeks"],
        volume_target=row["volume_target"],
        intensity_bias=row["intensity_bias"],
        weekly_volume_ramp=row["weekly_volume_ramp"],
        rir_start=row["rir_start"],
        rir_end=row["rir_end"],
        main_lifts=understood("main_lifts", row["main_lifts"]),
        accessory_pool=understood("accessory_pool", row["accessory_pool"]),
        rotation_policy=understood("rotation_policy", row["rotation_policy"]),
        deload_triggers=understood("deload_triggers", row["deload_triggers"]),
        allow_auto_scale=row["allow_auto_scale"],
        weeks=_weeks(row),
        id=row["id"],
        start=start,
    )


def _weeks(row: Mapping[str, Any]) -> list[WeekTarget]:
    """The stored weeks; a block another program wrote without them has its RIR ramp and no sets."""
    document = understood(TARGETS, row[TARGETS])
    stored = document["weeks"] if document.get("version") == 1 else []
    ramp = rir_ramp(row["rir_start"], row["rir_end"], row["duration_weeks"])
    return [
        WeekTarget(index, week["rir"], week["sets"], week["hardSets"], week.get("exercises", {}))
        if (week := stored[index] if index < len(stored) else None) is not None
        else WeekTarget(index, rir, {}, 0)
        for index, rir in enumerate(ramp)
    ]


def as_json(stored: StoredSeason) -> dict[str, Any]:
    """The season under the specification's own column names, mesocycles, blocks and weeks nested."""
    value = as_value(stored)
    starts = {block.id: block for block in value.blocks}
    mesocycles = [
        {
            **_columns(mesocycle, meso),
            "blocks": [
                {**_columns(training_block, row), "weeks": _shown_weeks(starts[row["id"]])}
                for row in stored.blocks.get(meso["id"], ())
            ],
        }
        for meso in stored.mesocycles
    ]
    return {"macro": {**_columns(macro_cycle, stored.macro), "mesocycles": mesocycles}}


def _shown_weeks(block: Block) -> list[dict[str, Any]]:
    start = block.start or date.min
    return [
        {
            "week": week.week_in_block + 1,
            "start": (start + timedelta(weeks=week.week_in_block)).isoformat(),
            "rir": week.rir,
            "sets": dict(week.sets),
            "hardSets": week.hard_sets,
            "exercises": dict(week.exercises),
        }
        for week in block.weeks
    ]


def _columns(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row under its physical column names, dates in ISO form; weekly targets are shown as weeks instead."""
    return {
        column.name: _plain(row[column.key]) for column in table.columns if column.key != TARGETS and column.key in row
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
