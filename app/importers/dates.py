"""Moments as the exports write them: local wall clock without a zone, in any of the apps' languages."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from app.importers.findings import LineError, quoted
from app.importers.months import months_of

# \s takes in the narrow no-break space that phones put before AM and PM.
_TIME: Final = (
    r"(?:[,T\s]*(?:\b(?:at|um|as|às|à|a\sla|a\slas|alle|om|kl)\b\.?)?\s*"
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:\.\d{1,6})?)?"
    r"(?:\s*(?P<half>[ap])\.?\s?m\.?)?)?\s*"
)
_WORD: Final = r"(?P<word>\d{1,2}[月월]|[^\W\d_]+(?:\s?\d{1,2})?)"
_SHAPES: Final = tuple(
    re.compile(shape + _TIME, re.IGNORECASE)
    for shape in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        rf"(?P<day>\d{{1,2}})(?:\.|º|st|nd|rd|th)?\s+(?:de\s+)?{_WORD}\.?,?\s+(?:de\s+)?(?P<year>\d{{4}})",
        r"(?P<word>[^\W\d_]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
        r"(?P<year>\d{4})[年년]\s*(?P<month>\d{1,2})[月월]\s*(?P<day>\d{1,2})[日일]",
    )
)
_EARLIEST, _LATEST = 1980, 2100


class Dates(dict[str, datetime | None]):
    """`dates[text]` is the moment, None for a blank; raises `LineError` for what is no date.

    `sample` is the file's own dates: a month's name is read in the language in which all of them make sense.
    """

    def __init__(self, sample: Iterable[str] = ()) -> None:
        super().__init__()
        matches = (_match(text.strip()) for text in sample)
        self._months = dict(months_of({found["word"] for found in matches if found and "word" in found.groupdict()}))

    def __missing__(self, text: str) -> datetime | None:
        moment = self._read(text.strip())
        self[text] = moment
        return moment

    def _read(self, text: str) -> datetime | None:
        if not text:
            return None
        found = _match(text)
        month = self._month(found) if found else None
        if found is None or month is None:
            raise LineError(f"{quoted(text)} is not a date and time")
        try:
            moment = datetime(  # noqa: DTZ001 - the file knows no zone
                int(found["year"]), month, int(found["day"]), _hour(found), int(found["minute"] or 0),
                int(found["second"] or 0),
            )  # fmt: skip
        except ValueError:
            raise LineError(f"{quoted(text)} is not a day and time of the calendar") from None
        if not _EARLIEST <= moment.year <= _LATEST:
            raise LineError(f"the year of {quoted(text)} is outside {_EARLIEST} to {_LATEST}")
        return moment

    def _month(self, found: re.Match[str]) -> int | None:
        groups = found.groupdict()
        if "month" in groups:
            return int(groups["month"])
        word = groups["word"]
        return self._months.get(word) or months_of([word]).get(word)


def is_date(text: str) -> bool:
    """Whether the text has the shape of a date (its month's name is not looked up)."""
    return _match(text.strip()) is not None


def _match(text: str) -> re.Match[str] | None:
    return next((found for shape in _SHAPES if (found := shape.fullmatch(text))), None)


def _hour(found: re.Match[str]) -> int:
    hour = int(found["hour"] or 0)
    half = (found["half"] or "").lower()
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError("an hour before AM or PM is 1 to 12")
    return hour % 12 + (12 if half == "p" else 0)
