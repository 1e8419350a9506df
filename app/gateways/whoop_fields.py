"""The fields of Whoop's records: each is what the contract says, or the record is refused."""

import math
from datetime import datetime, timedelta
from typing import Any, Final

_FURTHEST_OFFSET: Final = timedelta(hours=15)
_YEARS: Final = range(2000, 2200)


class Refused(Exception):
    """A record is not what it claims to be."""


def moment_of(text: Any) -> datetime:
    """An ISO 8601 time with its zone, to the millisecond, as it is stored; `ValueError` for anything else."""
    if not isinstance(text, str):
        raise ValueError  # noqa: TRY004 - one kind of refusal
    found = datetime.fromisoformat(text)
    if found.tzinfo is None or found.year not in _YEARS:
        raise ValueError
    return found.replace(microsecond=found.microsecond // 1000 * 1000)


def offset_of(text: Any) -> str:
    """+hh:mm, -hh:mm or Z, within what there is on Earth."""
    found = text_of(text)
    if found == "Z":
        return found
    digits = found[1:3] + found[4:6]
    if len(found) != 6 or found[0] not in "+-" or found[3] != ":" or not (digits.isascii() and digits.isdigit()):
        raise Refused
    if int(found[4:6]) > 59 or timedelta(hours=int(found[1:3]), minutes=int(found[4:6])) > _FURTHEST_OFFSET:
        raise Refused
    return found


def number_of(value: Any, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Refused
    if not math.isfinite(value) or not low <= value <= high:
        raise Refused
    return float(value)


def integer_of(value: Any) -> int:
    if not is_integer(value):
        raise Refused
    return int(value)


def is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def text_of(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise Refused
    return value
