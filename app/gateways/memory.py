"""What is remembered of each database between two runs: a small JSON file beside the user's data."""

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from models.values.upgrading import LastValidation

FILE: Final = "state.json"


def remember_validation(file: Path, location: str, at: datetime, *, ok: bool) -> None:
    """Note when a database was validated last; a full disk is no reason to fail."""
    stored = _stored(file)
    stored.setdefault(location, {})["validation"] = {"at": at.isoformat(), "ok": ok}
    partial = file.with_name(file.name + ".partial")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps(stored, indent=1), "utf-8")
        partial.replace(file)


def last_validation(file: Path, location: str) -> LastValidation | None:
    """When a database was validated last, None where that is not known."""
    try:
        found = _stored(file)[location]["validation"]
        return LastValidation(datetime.fromisoformat(found["at"]), bool(found["ok"]))
    except (KeyError, TypeError, ValueError):
        return None


def _stored(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
