"""What an athlete's newest check-in says of their freshness, for weeks and for the day."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, select

from models.tables.readiness import readiness_signal
from models.values.readiness import Freshness

_GROUPS: Final = ("subjective", "performance", "wearable")


def newest_freshness(connection: Connection, athlete_id: str, now: datetime, until: datetime) -> Freshness | None:
    """The newest check-in up to `until`, its age counted at `now` (below 0 for one of later); None without any."""
    columns = readiness_signal.c
    row = connection.execute(
        select(
            columns.timestamp,
            columns.fatigue_score.label("score"),
            columns.score_confidence.label("confidence"),
            columns.score_parts.label("parts"),
            columns.subjective_soreness.label("soreness"),
        )
        .where(columns.user_id == athlete_id, columns.replaced_by_id.is_(None), columns.timestamp <= until)
        .order_by(columns.timestamp.desc(), columns.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None or row.score is None:
        return None
    return Freshness(
        score=float(row.score),
        # Another program's score says nothing of how sure it is.
        confidence=row.confidence or 0.0,
        age_hours=(now - row.timestamp).total_seconds() / 3600,
        groups=_groups(row.parts),
        sore=_sore(row.soreness),
    )


def _groups(parts: Any) -> dict[str, float | None]:
    if not isinstance(parts, dict):
        return {}
    return {name: parts[name].get("score") if isinstance(parts.get(name), dict) else None for name in _GROUPS}


def _sore(soreness: Any) -> dict[str, int]:
    said = soreness if isinstance(soreness, dict) else {}
    return {key: int(level) for key, level in said.items() if isinstance(level, int | float)}
