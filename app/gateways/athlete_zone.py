"""Where an athlete's days begin."""

from datetime import tzinfo

from sqlalchemy import Connection, select

from app.errors import NotFound
from models.tables.athletes import user
from models.values.days import zone


def zone_of(connection: Connection, athlete_id: str) -> tzinfo | None:
    """The athlete's time zone, None for the machine's own; `NotFound` for an unknown athlete."""
    row = connection.execute(select(user.c.time_zone).where(user.c.id == athlete_id)).one_or_none()
    if row is None:
        raise NotFound("This athlete is no longer there.", advice="Choose another one.")
    return zone(row.time_zone)
