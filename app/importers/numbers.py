"""Numbers as the exports write them, read once and remembered: a log repeats itself."""

import re
from math import isfinite
from typing import Final

from app.importers.findings import LineError, quoted

_PLAIN: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
# A comma that can only be a decimal point: thousands are followed by three digits.
_COMMA: Final = re.compile(r"[+-]?\d+,\d{1,2}", re.ASCII)
_ANY_COMMA: Final = re.compile(r"[+-]?\d+,\d+", re.ASCII)


class Numbers(dict[str, float | None]):
    """`numbers[text]` is the number, or None for a blank; raises `LineError` for anything else.

    `decimal_comma` admits any comma as the decimal point, as files do whose delimiter is another sign.
    """

    def __init__(self, *, decimal_comma: bool) -> None:
        super().__init__()
        self._comma = _ANY_COMMA if decimal_comma else _COMMA

    def __missing__(self, text: str) -> float | None:
        number = self._read(text.strip())
        self[text] = number
        return number

    def _read(self, text: str) -> float | None:
        if not text:
            return None
        if self._comma.fullmatch(text):
            text = text.replace(",", ".")
        if not _PLAIN.fullmatch(text) or not isfinite(number := float(text)):
            raise LineError(f"{quoted(text)} is not a number")
        return number
