"""How a secret is laid out in a keyring: one compact item, or a head and chunks where an item would be too long."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.errors import InvalidInput
from models.values.integrations import Secret

WHOLE: Final = 1200
"""Characters of an item written as one; Windows takes 1,280 (2,560 bytes of UTF-16)."""
CHUNK: Final = 1000
LONGEST: Final = 16 * 1024
MOST_CHUNKS: Final = -(-LONGEST // CHUNK)
VERSION: Final = 1
GENERATIONS: Final = ("a", "b")


@dataclass(frozen=True, slots=True)
class Head:
    """What the item under a secret's own name says about its chunks."""

    generation: str
    chunks: int
    digest: str

    def __str__(self) -> str:
        stored = {"v": VERSION, "gen": self.generation, "n": self.chunks, "sha256": self.digest}
        return json.dumps(stored, separators=(",", ":"))


def packed(secret: Secret) -> str:
    """The secret as compact ASCII JSON, so that characters are what Windows counts."""
    text = json.dumps({"v": VERSION, "s": secret.reveal()}, separators=(",", ":"))
    if len(text) > LONGEST:
        raise InvalidInput(f"A secret is longer than {LONGEST // 1024} KB.", advice="Nothing was kept of it.")
    return text


def unpacked(text: str) -> Secret | None:
    """The secret of a packed text, None for anything else (also for what a newer version may write)."""
    stored = _object(text)
    parts = stored.get("s")
    if stored.get("v") != VERSION or not isinstance(parts, dict):
        return None
    if not all(isinstance(part, str) for part in parts.values()):
        return None
    return Secret(**parts)


def head_of(text: str | None) -> Head | None:
    """The head in an item, None where the item is the whole secret, something else or missing."""
    stored = _object(text or "")
    generation, chunks, digest = stored.get("gen"), stored.get("n"), stored.get("sha256")
    if generation not in GENERATIONS or not isinstance(chunks, int) or not isinstance(digest, str):
        return None
    return Head(generation, chunks, digest) if 0 < chunks <= MOST_CHUNKS else None


def split(text: str, before: Head | None) -> tuple[Head, Sequence[str]]:
    """A long text in chunks, in the generation that the head before does not use."""
    generation = GENERATIONS[1] if before is not None and before.generation == GENERATIONS[0] else GENERATIONS[0]
    chunks = [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)]
    return Head(generation, len(chunks), _digest(text)), chunks


def joined(head: Head, chunks: Sequence[str | None]) -> str | None:
    """The text of the chunks, None where one is missing or not of this head."""
    text = "".join(chunk or "" for chunk in chunks)
    return text if _digest(text) == head.digest else None


def chunk_names(name: str, generation: str) -> Iterator[str]:
    """The names of a secret's chunks in one generation, as many as there can be."""
    return (f"{name}#{generation}{number}" for number in range(MOST_CHUNKS + 1))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _object(text: str) -> dict[str, Any]:
    try:
        stored = json.loads(text)
    except ValueError:
        return {}
    return stored if isinstance(stored, dict) else {}
