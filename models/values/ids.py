"""One way to make identifiers: `new_id()`.

The specification's new tables carry cuid2 texts, the older tables UUID texts; both are made
by the client, so a row can be created offline and keep its identity for ever.
"""

import os
import secrets
import threading
import time
import uuid
from enum import Enum
from hashlib import sha3_512, sha256
from itertools import count
from typing import Final

CUID_LENGTH: Final = 24
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


class IdStyle(Enum):
    """The two shapes of identifier in the database."""

    CUID = "cuid"
    UUID = "uuid"


_counter = count(secrets.randbelow(476_782_367))
_counter_lock = threading.Lock()
_fingerprint: Final = f"{os.getpid()}{secrets.token_hex(16)}"


def _base36(number: int) -> str:
    digits: list[str] = []
    while number:
        number, remainder = divmod(number, 36)
        digits.append(_DIGITS[remainder])
    return "".join(reversed(digits)) or "0"


def new_id(style: IdStyle = IdStyle.CUID) -> str:
    """Return a fresh identifier: 24 lower-case letters and digits (cuid2), or a UUID4 text."""
    if style is IdStyle.UUID:
        return str(uuid.uuid4())
    with _counter_lock:
        step = next(_counter)
    # cuid2's recipe: time, own randomness, a counter and a host fingerprint, hashed so that
    # none of them can be read back; the first character is a letter.
    material = f"{time.time_ns()}{secrets.token_hex(16)}{step}{_fingerprint}"
    hashed = _base36(int.from_bytes(sha3_512(material.encode()).digest()))
    return secrets.choice(_LETTERS) + hashed[1:CUID_LENGTH]


def derived_id(*parts: str) -> str:
    """The same identifier for the same parts, in the shape of the new tables' own: 24 lower-case letters and digits.

    For rows that two programs may both make from the same facts: a run that is repeated finds its own rows.
    """
    digest = sha256("/".join(parts).encode()).hexdigest()
    return _LETTERS[int(digest[-2:], 16) % len(_LETTERS)] + digest[: CUID_LENGTH - 1]


def new_uuids(count: int) -> list[str]:
    """That many fresh UUID4 texts at once, at a fraction of the price of making them singly."""
    digits = secrets.token_hex(16 * count)
    return [
        f"{one[:8]}-{one[8:12]}-4{one[13:16]}-{'89ab'[int(one[16], 16) & 3]}{one[17:20]}-{one[20:]}"
        for one in (digits[start : start + 32] for start in range(0, 32 * count, 32))
    ]
