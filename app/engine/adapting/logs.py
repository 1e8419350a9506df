"""The JSON of an adjusted session: written beside the workout, and read again as a value."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from app.engine.constants import VERSION
from models.values.adapting import Autoregulation, SessionChange

LOG_VERSION: Final = 1
SCHEMA: Final = "autoregulation_log"


def as_log(found: Autoregulation, at: datetime) -> dict[str, Any]:
    """The log of changes applied at an aware moment, in the shape of resources/schemas/autoregulation_log.json."""
    return {
        "version": LOG_VERSION,
        "constants": VERSION,
        "at": at.isoformat(),
        "rule": found.rule,
        "ruleSentence": found.rule_sentence,
        "rules": list(found.rules),
        "band": found.band,
        "signals": dict(found.signals),
        "changes": [
            {
                "exercise": change.exercise,
                "name": change.name,
                "field": change.field,
                "original": change.original,
                "adjusted": change.adjusted,
                "reason": change.reason,
            }
            for change in found.changes
        ],
        "sentence": found.sentence,
        "citations": list(found.citations),
    }


def from_log(log: Mapping[str, Any]) -> Autoregulation:
    """What was applied, from a log of the right shape."""
    return Autoregulation(
        rule=log["rule"],
        rule_sentence=log["ruleSentence"],
        changes=tuple(
            SessionChange(c["exercise"], c["name"], c["field"], c["original"], c["adjusted"], c["reason"])
            for c in log["changes"]
        ),
        sentence=log["sentence"],
        band=log.get("band", "unknown"),
        rules=tuple(log.get("rules", ())),
        signals=log["signals"],
        citations=tuple(log["citations"]),
        is_applied=True,
    )
