"""What may be written as text, number and JSON on both databases, and how stored lists are read."""

import json
import math
import re
from typing import Any, Final

_ESCAPED_NUL: Final = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_ARRAY_ITEM: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|([^,{}]+)')


def clean(value: str) -> str:
    """Return the text unchanged, or raise `ValueError` for what no PostgreSQL text can hold."""
    if "\x00" in value:
        raise ValueError("Text must not contain the character NUL.")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValueError("Text must not contain half of a surrogate pair.") from None
    return value


def finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"A number must be finite, not {value}.")
    return float(value)


def to_json(value: Any) -> str:
    """JSON text that both databases accept; NUL, NaN and infinities are a `ValueError`."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError:
        raise ValueError("Every number of a JSON document must be finite.") from None
    if _ESCAPED_NUL.search(text):
        raise ValueError("A JSON document must not contain the character NUL.")
    return clean(text)


def stored_items(stored: object) -> list[str]:
    """The items of a stored list: JSON text, a list, or PostgreSQL's `{A,B}` for arrays of enums."""
    if stored is None:
        return []
    if not isinstance(stored, str):
        return list(stored)  # type: ignore[call-overload, no-any-return]  # an array as the driver gives it
    if stored.startswith("{"):
        found = _ARRAY_ITEM.findall(stored)
        return [re.sub(r"\\(.)", r"\1", quoted) if quoted else plain for quoted, plain in found]
    return [str(item) for item in json.loads(stored)]
