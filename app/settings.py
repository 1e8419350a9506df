"""What the user chose: one typed value, one JSON file, written whole or not at all."""

import json
import os
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.paths import Paths
from models.values.units import Unit


class Theme(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Start(StrEnum):
    """What the window begins with."""

    LAST = "last"
    """The page it was closed on."""
    MORNING = "morning"
    """The check-in of one athlete and today's session: an athlete's own computer."""


_STARTS = [start.value for start in Start]
_THEMES = [theme.value for theme in Theme]
_UNITS = [unit.value for unit in Unit]


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's choices; a field missing from the file keeps its default."""

    theme: Theme = Theme.SYSTEM
    unit: Unit = Unit.KG
    database: str | None = None
    """SQLAlchemy URL without a password; None is the file in the user's data folder."""
    last_athlete: str | None = None
    last_page: str = "today"
    start: Start = Start.LAST
    athlete_name: str | None = None
    """Of the last athlete, for a check-in while their server is out of reach."""
    effort_as_rpe: bool = False
    """Effort of a set is written as RPE; as repetitions in reserve otherwise."""

    @property
    def first_page(self) -> str:
        """The word of the page to begin with."""
        return Start.MORNING.value if self.start is Start.MORNING else self.last_page


def load(file: Path) -> Settings:
    """Read the settings; a missing or damaged file gives the defaults rather than an error."""
    try:
        stored = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(stored, dict):
        return Settings()
    return Settings(
        theme=Theme(stored["theme"]) if stored.get("theme") in _THEMES else Theme.SYSTEM,
        unit=Unit(stored["unit"]) if stored.get("unit") in _UNITS else Unit.KG,
        database=_text(stored, "database"),
        last_athlete=_text(stored, "last_athlete"),
        last_page=_text(stored, "last_page") or "today",
        start=Start(stored["start"]) if stored.get("start") in _STARTS else Start.LAST,
        athlete_name=_text(stored, "athlete_name"),
        effort_as_rpe=stored.get("effort_as_rpe") is True,
    )


def _text(stored: dict[str, Any], key: str) -> str | None:
    value = stored.get(key)
    return value if isinstance(value, str) else None


def save(file: Path, settings: Settings) -> None:
    """Write the settings beside the old file and swap, so that a crash keeps one of the two."""
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(".partial")
    partial.write_text(json.dumps(asdict(settings), indent=2), "utf-8")
    partial.replace(file)


def database_url(option: str | None, paths: Paths) -> str:
    """The database to open: the option, else PEAKLINE_DATABASE, else the user's choice, else the default file."""
    chosen = option or os.environ.get("PEAKLINE_DATABASE") or load(paths.settings).database
    return chosen or f"sqlite:///{paths.database}"
