"""What the first page showed last, so that the next start can show it before the database is open.

Only for a SQLite file, and only while that file is byte for byte the one it was read from and the day
is the same: then it is what the database would answer. It is fetched again as soon as that can be done.
Nothing of a server is ever kept here.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from models.values.athletes import Athlete, Attention, RosterBlock, RosterRow
from models.values.units import Unit

VERSION: Final = 1
Signature = list[int]
_DAYS: Final = ("last_workout", "event_date")


def save(file: Path, signature: Signature | None, today: date, roster: Sequence[RosterRow]) -> None:
    """Keep a roster with the signature its database had before and after it was read; None keeps nothing."""
    if signature is None:
        return
    kept = {"version": VERSION, "file": signature, "today": today.isoformat(), "rows": [asdict(row) for row in roster]}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".partial")
        partial.write_text(json.dumps(kept, default=_text), "utf-8")
        partial.replace(file)
    except OSError:
        # A full or read-only disk costs the next start a moment, nothing else.
        return


def load(file: Path, database: Path, today: date) -> list[RosterRow] | None:
    """The roster as `database` would answer it today; None where that is not certain."""
    try:
        kept = json.loads(file.read_text("utf-8"))
        if (kept["version"], kept["file"], kept["today"]) != (VERSION, signature_of(database), today.isoformat()):
            return None
        return [_row(row) for row in kept["rows"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def signature_of(database: Path) -> Signature | None:
    """Size and time of the file's last change; None while a write-ahead log holds what is not in it yet."""
    try:
        log = database.with_name(database.name + "-wal")
        if log.exists() and log.stat().st_size:
            return None
        status = database.stat()
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns]


def _text(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a roster")


def _row(kept: Mapping[str, Any]) -> RosterRow:
    athlete = Athlete(**{**kept["athlete"], "unit": Unit(kept["athlete"]["unit"])})
    days = {name: None if kept[name] is None else date.fromisoformat(kept[name]) for name in _DAYS}
    at = kept["freshness_at"]
    blocks = [RosterBlock(one["block_type"], date.fromisoformat(one["start"]), one["weeks"]) for one in kept["blocks"]]
    weekly = [(date.fromisoformat(day), sets) for day, sets in kept["weekly_sets"]]
    return RosterRow(
        **{
            **kept,
            **days,
            "athlete": athlete,
            "reasons": tuple(kept["reasons"]),
            "attention": Attention(kept["attention"]),
            "freshness_at": None if at is None else datetime.fromisoformat(at),
            "blocks": blocks,
            "weekly_sets": weekly,
        }
    )
