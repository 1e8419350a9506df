"""How long something took, as the exports write it: `1h 43m`, `38min`, `20s`, `1:02:03` or plain seconds."""

import re
import unicodedata
from typing import Final

from app.importers.findings import LineError, quoted

_SECONDS: Final = {
    **dict.fromkeys(("d", "day", "days", "tag", "tage", "j", "jour", "jours", "dia", "dias"), 86_400),
    **dict.fromkeys(
        ("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "heure", "heures", "hora", "horas"), 3_600
    ),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "minuten", "minuto", "minutos"), 60),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "sek", "sekunden", "seg", "seconde", "secondes"), 1),
}
_PART: Final = re.compile(r"(\d{1,9}(?:[.,]\d{1,3})?)\s*([^\W\d_]+)\.?[\s,]*")
_PLAIN: Final = re.compile(r"\d{1,9}(?:\.\d{1,6})?", re.ASCII)
_CLOCK: Final = re.compile(r"(\d{1,4}):([0-5]\d):([0-5]\d)", re.ASCII)


def seconds_of(text: str) -> float | None:
    """The duration in seconds, None for a blank; raises `LineError` for what is no duration."""
    text = text.strip()
    if not text:
        return None
    if _PLAIN.fullmatch(text):
        return float(text)
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part) for part in clock.groups())
        return float(hours * 3_600 + minutes * 60 + seconds)
    return _worded(text)


def _worded(text: str) -> float:
    folded = unicodedata.normalize("NFKC", text).casefold()
    total, position = 0.0, 0
    while position < len(folded):
        part = _PART.match(folded, position)
        if part is None or part[2] not in _SECONDS:
            raise LineError(f"{quoted(text)} is not a duration")
        total += float(part[1].replace(",", ".")) * _SECONDS[part[2]]
        position = part.end()
    return total
