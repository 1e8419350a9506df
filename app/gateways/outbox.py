"""Check-ins that wait on this computer: drafts that survive a crash, and answers whose server is out of reach.

Small JSON files, readable by their owner only, written whole or not at all.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from models.values.readiness import CheckIn

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Waiting:
    """A check-in that could not be sent yet."""

    id: str
    """The row's future id: sending it twice stores it once."""
    athlete_id: str
    day: date
    at: datetime
    """Aware UTC: when it was answered."""
    answers: CheckIn


class Outbox:
    """The check-ins of one database that wait, and the drafts of those not finished yet."""

    def __init__(self, folder: Path, database: str) -> None:
        """`database` tells databases apart; it is never written down, only its hash."""
        self._folder = folder / hashlib.sha256(database.encode()).hexdigest()[:16]

    def put(self, waiting: Waiting) -> None:
        """Keep a check-in until it can be sent; raises `OSError` where it cannot be written."""
        kept = {
            "version": VERSION,
            **asdict(waiting),
            "day": waiting.day.isoformat(),
            "at": waiting.at.isoformat(),
        }
        _write(self._folder / f"{waiting.at:%Y%m%dT%H%M%S%f}-{waiting.id}.json", kept)

    def waiting(self) -> Iterator[tuple[Path, Waiting]]:
        """What waits, oldest first; a file that cannot be read is left where it is."""
        for file in sorted(self._folder.glob("[0-9]*.json")):
            found = _read(file)
            if found is not None:
                with contextlib.suppress(KeyError, TypeError, ValueError):
                    yield file, _waiting(found)

    def done(self, file: Path) -> None:
        """Forget what has been sent."""
        file.unlink(missing_ok=True)

    def keep_draft(self, athlete_id: str, day: date, answers: Mapping[str, Any]) -> None:
        """Keep half-given answers; a disk that cannot be written to costs the draft only."""
        with contextlib.suppress(OSError):
            _write(self._draft(athlete_id, day), {"version": VERSION, "answers": dict(answers)})

    def draft(self, athlete_id: str, day: date) -> Mapping[str, Any]:
        """The half-given answers of a day; empty where there are none."""
        found = _read(self._draft(athlete_id, day)) or {}
        answers = found.get("answers")
        return answers if isinstance(answers, dict) else {}

    def drop_draft(self, athlete_id: str, day: date) -> None:
        self._draft(athlete_id, day).unlink(missing_ok=True)

    def _draft(self, athlete_id: str, day: date) -> Path:
        who = hashlib.sha256(athlete_id.encode()).hexdigest()[:16]
        return self._folder / f"draft-{who}-{day.isoformat()}.json"


def _waiting(found: Mapping[str, Any]) -> Waiting:
    return Waiting(
        id=str(found["id"]),
        athlete_id=str(found["athlete_id"]),
        day=date.fromisoformat(found["day"]),
        at=datetime.fromisoformat(found["at"]),
        answers=CheckIn(**found["answers"]),
    )


def _read(file: Path) -> Mapping[str, Any] | None:
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _write(file: Path, kept: Mapping[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(".partial")
    # Answers about health are nobody else's business on a shared computer.
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(kept, stream, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(file)
