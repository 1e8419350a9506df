"""What the user chose: one typed value, one JSON file, written whole or not at all."""

import json
import os
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.paths import Paths
from models.values.units import Unit


class Theme(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's choices; a field missing from the file keeps its default."""

    theme: Theme = Theme.SYSTEM
    unit: Unit = Unit.KG
    database: str | None = None
    """SQLAlchemy URL without a password; None is the file in the user's data folder."""
    last_athlete: str | None = None
    last_page: str = "today"


def load(file: Path) -> Settings:
    """Read the settings; a missing or damaged file gives the defaults rather than an error."""
    try:
        stored: dict[str, Any] = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return Settings()
    settings = Settings()
    for field, convert in (("theme", Theme), ("unit", Unit)):
        try:
            settings = replace(settings, **{field: convert(stored[field])})
        except (KeyError, ValueError, TypeError):
            continue
    texts = {k: stored[k] for k in ("database", "last_athlete", "last_page") if isinstance(stored.get(k), str)}
    return replace(settings, **texts)


def save(file: Path, settings: Settings) -> None:
    """Write the settings beside the old file and swap, so that a crash keeps one of the two."""
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(".partial")
    partial.write_text(json.dumps(asdict(settings), indent=2), "utf-8")
    os.replace(partial, file)


def database_url(option: str | None, paths: Paths) -> str:
    """The database to open: the option, else PEAKLINE_DATABASE, else the user's choice, else the default file."""
    chosen = option or os.environ.get("PEAKLINE_DATABASE") or load(paths.settings).database
    return chosen or f"sqlite:///{paths.database}"
