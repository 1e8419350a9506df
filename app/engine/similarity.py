"""How alike two names of exercises are, for choosing by hand what `matching` would not decide."""

from collections.abc import Iterable, Sequence
from typing import Final

from app.engine.matching import normalise

WORDS, LETTERS = 0.5, 0.5
_LENGTH: Final = 3


class Names:
    """The names of many things, each broken up once."""

    def __init__(self, names: Iterable[tuple[str, Sequence[str]]]) -> None:
        self._known = [(key, [_parts(one) for one in those]) for key, those in names]

    def ranked(self, name: str) -> list[tuple[str, float]]:
        """Keys with their likeness to the name, 0 to 1, the best first; of equals the first of the list."""
        asked = _parts(name)
        scored = [(key, max((_likeness(asked, one) for one in those), default=0.0)) for key, those in self._known]
        return sorted(scored, key=lambda pair: -pair[1])


_Parts = tuple[frozenset[str], frozenset[str]]


def _parts(name: str) -> _Parts:
    """The words of a name, and every run of three letters in it."""
    plain = normalise(name)
    padded = f"  {plain} "
    runs = (padded[start : start + _LENGTH] for start in range(max(0, len(padded) - _LENGTH + 1)))
    return frozenset(plain.split()), frozenset(runs if plain else ())


def _likeness(one: _Parts, other: _Parts) -> float:
    return WORDS * _shared(one[0], other[0]) + LETTERS * _shared(one[1], other[1])


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient: twice what both have over what they have together."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
