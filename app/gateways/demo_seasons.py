"""Writes the demonstration's seasons, past and present, and the changes that were made to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, insert, update

from app.engine.demonstration import PlannedSeason
from app.engine.personas import Change
from app.gateways.demo_rows import Ids, local_noon
from app.gateways.seasons import archive_active, write_season
from models.tables.plan import macro_adaptation, macro_cycle, mesocycle
from models.values.days import monday
from models.values.plan import Macrocycle, Mesocycle


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A stored block: when it begins, its id and its macrocycle's."""

    start: date
    id: str
    macro_id: str


def write_seasons(
    connection: Connection, athlete_id: str, seasons: Sequence[PlannedSeason], today: date
) -> list[PlacedBlock]:
    """The athlete's macrocycles, the archived one first; returns their blocks in the order of time."""
    placed: list[PlacedBlock] = []
    for season in seasons:
        stored = write_season(connection, athlete_id, season.macro, {})
        _place_cursors(connection, stored, season.ended or today, ended=season.ended is not None)
        if season.ended is not None:
            archive_active(connection, athlete_id, season.ended)
        placed += [
            PlacedBlock(block.start or stored.start_date, str(block.id), str(stored.id)) for block in stored.blocks
        ]
    return placed


def write_assessment(connection: Connection, macro_id: str, assessment: Mapping[str, Any]) -> None:
    """How the training age of a season was found, once there is a log to find it from."""
    connection.execute(update(macro_cycle).where(macro_cycle.c.id == macro_id).values(assessment=dict(assessment)))


def write_changes(
    connection: Connection, changes: Sequence[Change], placed: Sequence[PlacedBlock], ids: Ids, today: date
) -> None:
    """The adaptations made to the seasons, each at the noon of its week's Monday."""
    rows = []
    for change in changes:
        day = monday(today) - timedelta(weeks=change.weeks_back)
        block = [one for one in placed if one.start <= day][-1]
        rows.append(
            {
                "id": ids.new(),
                "macro_cycle_id": block.macro_id,
                "date": local_noon(day),
                "type": change.type,
                "reason": change.reason,
                "block_affected": block.id,
                "auto_triggered": change.auto,
            }
        )
    if rows:
        connection.execute(insert(macro_adaptation), rows)


def _place_cursors(connection: Connection, macro: Macrocycle, last: date, *, ended: bool) -> None:
    """Where the season stands on its `last` day, all 0-based: full weeks, mesocycle, and block and week in each."""
    done = min(macro.total_weeks, ((last - macro.start_date).days + ended) // 7)
    begun = [meso for meso in macro.mesocycles if _begun(meso, last)]
    place = {"completed_weeks": done, "current_meso": begun[-1].order_index if begun else 0}
    connection.execute(update(macro_cycle).where(macro_cycle.c.id == macro.id).values(place))
    for meso in begun:
        block = [each for each in meso.blocks if each.start is not None and each.start <= last][-1]
        weeks = (last - (block.start or last)).days // 7
        values = {
            "current_block": block.order_index,
            "current_week_in_block": min(block.duration_weeks - 1, weeks),
        }
        connection.execute(update(mesocycle).where(mesocycle.c.id == meso.id).values(values))


def _begun(meso: Mesocycle, day: date) -> bool:
    return meso.start is not None and meso.start <= day
